"""What a person's save must keep: guardrails, moves, consents, editors; and who the persons are."""

from collections.abc import Iterator
from dataclasses import replace

from generator.conditions.syntax import Condition, Constant, In, Or, UserIs
from generator.mutants.conditions import variants
from generator.mutants.mutant import Mutant, Subject, another, exchanged, without
from generator.process.model import Moment, MomentKind, Process, Rule
from generator.process.resolving.rules import facts_in
from generator.source import Span


def mutants(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, rule in enumerate(process.rules):
        match rule.kind:
            case "transition":
                yield from of_moves(subject, place, rule)
            case "guardrail":
                yield from of_guardrail(subject, place, rule)
            case "consent":
                yield from of_consent(subject, place, rule)
            case "edited_by":
                yield from of_editors(process, place, rule)
            case "extension":
                yield from of_extension(process, place, rule)
    yield from of_personas(subject)


def ruled(process: Process, kind: str, says: str, rules: tuple[Rule, ...], rule: Rule, span: Span) -> Mutant:
    touches = (rule.id, *rule.reads)
    return Mutant(kind=kind, says=says, process=replace(process, rules=rules), touches=touches, because=span)


def watching(rule: Rule, *, when: Condition | None, require: Condition) -> Rule:
    """The rule with these conditions; it is checked when a fact changes that they name, as an author's would be."""
    reads = tuple(sorted(facts_in(when) | facts_in(require))) if rule.kind == "guardrail" else rule.reads
    return replace(rule, when=when, require=require, reads=reads)


# -- moves ---------------------------------------------------------------------------------------------------------


def of_moves(subject: Subject, place: int, rule: Rule) -> Iterator[Mutant]:
    """Each listed move dropped, each other one allowed."""
    process, stage = subject.process, rule.id.removeprefix("transition.")
    assert isinstance(rule.require, In)
    allowed = rule.require.values
    for number, one in enumerate(allowed):
        fewer = replace(rule.require, values=without(allowed, number))
        yield ruled(
            process,
            "move dropped",
            f"drops the move from `{stage}` to `{one.value}`",
            exchanged(process.rules, place, replace(rule, require=fewer)),
            rule,
            one.because,
        )
    listed = {str(one.value) for one in allowed}
    for other in process.stages:
        if other.id == stage or other.id in listed:
            continue
        more = Constant(value=other.id, type=rule.require.left.type, because=rule.because)
        yield ruled(
            process,
            "move added",
            f"allows the move from `{stage}` to `{other.id}`",
            exchanged(process.rules, place, replace(rule, require=replace(rule.require, values=(*allowed, more)))),
            rule,
            rule.because,
        )


# -- guardrails ----------------------------------------------------------------------------------------------------


def of_guardrail(subject: Subject, place: int, rule: Rule) -> Iterator[Mutant]:
    process, rules = subject.process, subject.process.rules
    name = f"the guardrail `{rule.id}`"
    yield ruled(process, "guardrail dropped", f"drops {name}", without(rules, place), rule, rule.because)
    stages = tuple(one.id for one in process.stages)
    if rule.on is not None and rule.on.of is not None:
        turned: MomentKind = "leaving" if rule.on.kind == "entering" else "entering"
        moved = replace(rule, on=replace(rule.on, kind=turned))
        says = f"checks {name} on {turned} `{rule.on.of}`"
        yield ruled(process, "guardrail at another stage", says, exchanged(rules, place, moved), rule, rule.on.because)
        other = another(stages, rule.on.of)
        if other is not None:
            moved = replace(rule, on=replace(rule.on, of=other))
            says = f"checks {name} on {rule.on.kind} `{other}`"
            changed = exchanged(rules, place, moved)
            yield ruled(process, "guardrail at another stage", says, changed, rule, rule.on.because)
    personas = people(process)
    for made, what, span in variants(rule.require, personas):
        weaker = watching(rule, when=rule.when, require=made)
        says = f"{what} in what {name} requires"
        yield ruled(process, "requirement of a guardrail", says, exchanged(rules, place, weaker), rule, span)
    if rule.when is not None:
        wider = watching(rule, when=None, require=rule.require)
        says = f"drops the `when` of {name}"
        yield ruled(process, "condition of a guardrail", says, exchanged(rules, place, wider), rule, rule.when.because)
        for made, what, span in variants(rule.when, personas):
            other_cases = watching(rule, when=made, require=rule.require)
            says = f"{what} in the `when` of {name}"
            yield ruled(process, "condition of a guardrail", says, exchanged(rules, place, other_cases), rule, span)


def people(process: Process) -> tuple[str, ...]:
    """Personas that guardrails hold for."""
    return tuple(one.id for one in process.personas if not one.bypass)


# -- consents, editors, extensions ---------------------------------------------------------------------------------


def of_consent(subject: Subject, place: int, rule: Rule) -> Iterator[Mutant]:
    process, rules = subject.process, subject.process.rules
    name = f"the consent `{rule.id}`"
    yield ruled(process, "consent dropped", f"drops {name}", without(rules, place), rule, rule.because)
    assert rule.on is not None
    other = another(tuple(one.id for one in process.stages), str(rule.on.of))
    if other is not None:
        moved = replace(rule, on=Moment(kind="entering", of=other, because=rule.on.because))
        says = f"asks for {name} before `{other}`"
        yield ruled(process, "consent at another stage", says, exchanged(rules, place, moved), rule, rule.on.because)
    if rule.when is not None:
        always = exchanged(rules, place, replace(rule, when=None))
        says = f"drops the `when` of {name}"
        yield ruled(process, "condition of a consent", says, always, rule, rule.when.because)
        for made, what, span in variants(rule.when, ()):
            changed = exchanged(rules, place, replace(rule, when=made))
            yield ruled(process, "condition of a consent", f"{what} in the `when` of {name}", changed, rule, span)


def of_editors(process: Process, place: int, rule: Rule) -> Iterator[Mutant]:
    fact, rules = rule.id.removeprefix("edited_by."), process.rules
    says = f"lets everybody edit `{fact}`"
    yield ruled(process, "editors dropped", says, without(rules, place), rule, rule.because)
    editors = rule.require.parts if isinstance(rule.require, Or) else (rule.require,)
    for number, editor in enumerate(editors):
        if not isinstance(editor, UserIs):
            continue
        other = another(people(process), editor.persona)
        if other is not None:
            swapped = exchanged(editors, number, replace(editor, persona=other))
            require = swapped[0] if len(swapped) == 1 else Or(parts=swapped, because=rule.because)
            changed = exchanged(rules, place, replace(rule, require=require))
            says = f"lets `{other}` edit `{fact}` in place of `{editor.persona}`"
            yield ruled(process, "editor exchanged", says, changed, rule, editor.because)


def of_extension(process: Process, place: int, rule: Rule) -> Iterator[Mutant]:
    for made, what, span in variants(rule.require, people(process)):
        changed = exchanged(process.rules, place, replace(rule, require=made))
        says = f"{what} in what the extension of `{rule.id}` requires"
        yield ruled(process, "requirement of an extension", says, changed, rule, span)


# -- personas ------------------------------------------------------------------------------------------------------


def of_personas(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, persona in enumerate(process.personas):
        entry = subject.entry("personas", persona.id)
        for written in entry.teams:
            fewer = replace(persona, teams=tuple(one for one in persona.teams if one != written.text))
            yield Mutant(
                kind="team taken from a persona",
                says=f"takes the team `{written.text}` from the persona `{persona.id}`",
                process=replace(process, personas=exchanged(process.personas, place, fewer)),
                touches=(persona.id, written.text),
                because=written.span,
            )
        kind, says = ("bypass dropped", "holds") if persona.bypass else ("bypass added", "does not hold")
        turned = replace(persona, bypass=not persona.bypass)
        yield Mutant(
            kind=kind,
            says=f"{says} `{persona.id}` to guardrails",
            process=replace(process, personas=exchanged(process.personas, place, turned)),
            touches=(persona.id,),
            because=persona.because,
        )
