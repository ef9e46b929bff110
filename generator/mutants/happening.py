"""Who is told and what is made: alerts, mails, tasks, how long cases are kept, what a late reply does."""

from collections.abc import Iterator
from dataclasses import replace

from generator.conditions.syntax import And, Condition, Not
from generator.mutants.conditions import variants
from generator.mutants.mutant import Mutant, Subject, another, exchanged, without
from generator.mutants.timing import changed, shown, told
from generator.process.model import Effect, Mail, Moment, Notify, Replies, Stamp
from generator.source import Span

Change = tuple[str, str, Effect, Span]
"""A kind, what was done, the effect, and where it is written."""


def mutants(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, effect in enumerate(process.effects):
        if effect.kind not in ("alert", "task"):
            continue
        name = f"the {effect.kind} `{effect.id}`"
        kind = "mail dropped" if isinstance(effect.act, Mail) else f"{effect.kind} dropped"
        yield happening(subject, kind, f"drops {name}", without(process.effects, place), effect, effect.because)
        for kind, says, made, span in changes(subject, effect):
            changed_effects = exchanged(process.effects, place, made)
            yield happening(subject, kind, f"{says} {name}", changed_effects, effect, span)
    yield from of_retention(subject)
    yield from of_replies(subject)


def happening(
    subject: Subject, kind: str, says: str, effects: tuple[Effect, ...], effect: Effect, span: Span
) -> Mutant:
    made = replace(subject.process, effects=effects)
    return Mutant(kind=kind, says=says, process=made, touches=(effect.id, *names(effect)), because=span)


def names(effect: Effect) -> tuple[str, ...]:
    """What a scenario can expect of an effect."""
    match effect.act:
        case Notify(to=to):
            return (*to, effect.on.kind)
        case Mail(message=message):
            return (message,)
        case _:
            return (effect.on.kind,)


def changes(subject: Subject, effect: Effect) -> Iterator[Change]:
    """An alert or a task with one thing changed."""
    if effect.when is not None:
        always = replace(effect, when=None)
        yield f"condition of {an(effect.kind)}", "drops the `when` of", always, effect.when.because
        for made, says, span in variants(effect.when, ()):
            yield f"condition of {an(effect.kind)}", f"{says} in the `when` of", replace(effect, when=made), span
    for says, moment in moments(subject, effect.on):
        moved = replace(effect, on=moment)
        yield f"{effect.kind} at another moment", f"says `on: {says}` in", moved, effect.on.because
    match effect.act:
        case Notify():
            yield from of_recipients(subject, effect, effect.act)
        case Mail():
            yield from of_mail(subject, effect, effect.act)
        case _:
            return


def an(kind: str) -> str:
    return f"an {kind}" if kind == "alert" else f"a {kind}"


def moments(subject: Subject, on: Moment) -> Iterator[tuple[str, Moment]]:
    """The moment of another stage or clock, any in place of one; later in the life of the case where it has neither."""
    process = subject.process
    if on.kind in ("entering", "leaving", "stalled") and on.of is not None:
        stage = another(tuple(one.id for one in process.stages), on.of)
        if stage is not None:
            yield f"{on.kind} {stage}", replace(on, of=stage)
    elif on.kind in ("warned", "breached") and on.of is not None:
        turned = replace(on, kind="breached" if on.kind == "warned" else "warned")
        yield f"{turned.kind} {on.of}", turned
        clock = another(tuple(one.id for one in process.clocks), on.of)
        if clock is not None:
            yield f"{on.kind} {clock}", replace(on, of=clock)
    elif on.kind in ("created", "routed"):
        yield "accepted", replace(on, kind="accepted")
        if on.kind == "routed":
            yield "created", replace(on, kind="created")


def of_recipients(subject: Subject, effect: Effect, act: Notify) -> Iterator[Change]:
    for place, to in enumerate(act.to):
        if len(act.to) > 1:
            fewer = replace(effect, act=replace(act, to=without(act.to, place)))
            yield "recipient dropped", f"does not tell `{to}` in", fewer, effect.because
        other = another(told(subject), to)
        if other is not None and other not in act.to:
            elsewhere = replace(effect, act=replace(act, to=exchanged(act.to, place, other)))
            yield "recipient exchanged", f"tells `{other}` in place of `{to}` in", elsewhere, effect.because


def of_mail(subject: Subject, effect: Effect, act: Mail) -> Iterator[Change]:
    message = another(tuple(one.id for one in subject.process.messages), act.message)
    if message is not None:
        other = replace(effect, act=replace(act, message=message))
        yield "message exchanged", f"sends `{message}` in place of `{act.message}` by", other, effect.because
    turned = replace(act, to="patient" if act.to == "sender" else "sender")
    yield "mail to somebody else", f"writes to the {turned.to} in", replace(effect, act=turned), effect.because


# -- retention -----------------------------------------------------------------------------------------------------


def of_retention(subject: Subject) -> Iterator[Mutant]:
    """The entries hold one after the other: what is changed in one changes for whom the later ones are."""
    process = subject.process
    entries = tuple(one for one in process.effects if isinstance(one.act, Stamp))
    rest = tuple(one for one in process.effects if not isinstance(one.act, Stamp))
    own = {one.id: condition for one, condition in zip(entries, own_conditions(entries), strict=True)}

    def mutant(kind: str, says: str, made: tuple[Effect, ...], entry: Effect, span: Span) -> Mutant:
        effects = (*rest, *chained(made, own))
        return happening(subject, kind, f"{says} the retention `{entry.id}`", effects, entry, span)

    for place, entry in enumerate(entries):
        assert isinstance(entry.act, Stamp)
        yield mutant("retention dropped", "drops", without(entries, place), entry, entry.because)
        for years in (entry.act.years * 2, entry.act.years - 1):
            longer = replace(entry, act=replace(entry.act, years=years))
            other = exchanged(entries, place, longer)
            yield mutant("retention changed", f"says `{years} years` in", other, entry, entry.because)
        since = replace(entry.act, since="created" if entry.act.since == "closed" else "closed")
        counted = exchanged(entries, place, replace(entry, act=since))
        yield mutant("retention changed", f"says `since: {since.since}` in", counted, entry, entry.because)
        condition = own[entry.id]
        for made, says, span in variants(condition, ()) if condition is not None else ():
            effects = (*rest, *chained(entries, {**own, entry.id: made}))
            says = f"{says} in the retention `{entry.id}`"
            yield happening(subject, "condition of a retention", says, effects, entry, span)


def own_conditions(entries: tuple[Effect, ...]) -> Iterator[Condition | None]:
    """What each entry itself says, without the denials of those before it."""
    earlier = 0
    for entry in entries:
        parts = entry.when.parts if isinstance(entry.when, And) and earlier else (entry.when,)
        own = parts[earlier:]
        yield own[0] if own and entry.when is not None else None
        earlier += bool(own and entry.when is not None)


def chained(entries: tuple[Effect, ...], own: dict[str, Condition | None]) -> Iterator[Effect]:
    """Each entry holds only where none before it does."""
    earlier: list[Condition] = []
    for entry in entries:
        said = own[entry.id]
        parts = [*(Not(part=one, because=entry.because) for one in earlier), *([said] if said else [])]
        when = None if not parts else parts[0] if len(parts) == 1 else And(parts=tuple(parts), because=entry.because)
        yield replace(entry, when=when)
        earlier += [said] if said else []


# -- replies -------------------------------------------------------------------------------------------------------


def of_replies(subject: Subject) -> Iterator[Mutant]:
    process, within = subject.process, subject.process.replies.reopen_within
    if within is None:
        return
    for _, says, made in (*changed(within), ("", "always makes a new case in place of re-opening", None)):
        yield Mutant(
            kind="reply to a closed case",
            says=f"{says}: replies to a closed case ({shown(within)})",
            process=replace(process, replies=Replies(reopen_within=made)),
            touches=("reopened", "replied"),
            because=within.because,
        )
