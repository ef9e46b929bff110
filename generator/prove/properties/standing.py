"""Who has a case, what will ring for it, and who hears of it: at every step, for every open case."""

from collections.abc import Iterator

from generator.emulator.results import Email, Notification
from generator.emulator.rows import Row
from generator.process.model import Clock, Moment, Notify
from generator.prove.lexicon import Lexicon
from generator.prove.observing import faults_of
from generator.prove.watching import Story, behind, open_cases

Checks = Iterator[tuple[str, bool]]
"""What was looked at, and whether it is as it must be."""


def somebody_has_it(lexicon: Lexicon, story: Story) -> Checks:
    """The owner of an open case is a user at work or a queue for cases with one behind it, never the user that
    integrations and automation run as."""
    org = story[-1].org
    for row in open_cases(lexicon, org):
        owner = row.get("OwnerId")
        acting = behind(org, owner) - {org.state.default_user, org.state.automated_user}
        queue = str(owner).startswith("00G")
        served = not queue or any(
            one.get("QueueId") == owner and one.get("SobjectType") == "Case" for one in org.rows("QueueSobject")
        )
        yield f"{named(row)} is owned by {lexicon.party(org, owner)}", bool(acting) and served


def a_clock_runs(lexicon: Lexicon, story: Story) -> Checks:
    """A promise that the spec makes to every case of an urgency has a due time in each such open case, and has not
    stopped before a moment that stops it. And each open case has something that runs, unless the spec says that in its
    stage nothing does: a promise, or the time after which it has not moved."""
    org = story[-1].org
    for row in open_cases(lexicon, org):
        rank = rank_of(lexicon, row)
        for clock in promised(lexicon, rank):
            part = lexicon.lock["clocks"][clock.id]
            stopped = row.get(part["stopped"])
            runs = row.get(part["due"]) is not None and (stopped is None or may_stop(lexicon, row, clock.stops))
            yield f"{named(row)}: {clock.id} is due {row.get(part['due'])}, stopped {stopped}", runs
        stage = next((one for one in lexicon.process.stages if one.id == row.get(lexicon.fields["stage"])), None)
        going = [one for one in lexicon.rows(org, "clock", str(row["Id"])) if one.get(lexicon.of("clock", "live"))]
        still = stage is not None and stage.stall[rank] is None
        told = row.get(lexicon.fields["stalled"]) is True
        yield (
            f"{named(row)} in {stage.id if stage else 'no stage'}",
            stage is not None and (bool(going) or still or told),
        )


def rank_of(lexicon: Lexicon, row: Row) -> int:
    """The urgency of a case; one that is not known counts as the highest."""
    levels = {level.id: level.rank for level in lexicon.process.levels}
    return levels.get(str(row.get(lexicon.fields["urgency"])), 0)


def promised(lexicon: Lexicon, rank: int) -> Iterator[Clock]:
    """The clocks that run from receipt for every case of an urgency."""
    for clock in lexicon.process.clocks:
        if clock.when is None and clock.starts.kind == "created" and clock.within[rank] is not None:
            yield clock


def may_stop(lexicon: Lexicon, row: Row, moment: Moment) -> bool:
    """Whether a case has ever seen the moment that stops a clock, or was closed, which stops all."""
    keys = {
        "accepted": "minutes_to_first_acceptance",
        "entering": f"{moment.of}.first_entered",
        "filled": str(moment.of),
    }
    seen = [keys[moment.kind]] if moment.kind in keys else []
    seen += [f"{one.id}.first_entered" for one in lexicon.process.stages if one.closed]
    return any(row.get(lexicon.fields[key]) is not None for key in seen)


def clocks_ring(lexicon: Lexicon, story: Story) -> Checks:
    """Each clock that runs has one live row with its due time, and something waits to ring then; when the time has come
    the case says that it is late."""
    org = story[-1].org
    waiting = {(due.record, due.at) for due in org.state.pending.values()}
    kind, live, due_at = (lexicon.of("clock", key) for key in ("kind", "live", "due_at"))
    for row in open_cases(lexicon, org):
        rows = [one for one in lexicon.rows(org, "clock", str(row["Id"])) if one.get(live) is True]
        for clock in lexicon.process.clocks:
            part = lexicon.lock["clocks"][clock.id]
            due = row.get(part["due"])
            if due is None or row.get(part["stopped"]) is not None or not concerns(rows, kind, clock):
                continue
            own = [one for one in rows if one.get(kind) == clock.id and one.get(due_at) == due]
            late = row.get(part["breached"]) is True
            rings = len(own) == 1 and (late or (own[0]["Id"], due) in waiting)
            yield f"{named(row)}: {clock.id} at {due}", rings and late is (late or due <= org.now)


def concerns(rows: list[Row], kind: str, clock: Clock) -> bool:
    """A clock with a condition may concern a case no more, and keeps its times: then it has no live row."""
    return clock.when is None or any(one.get(kind) == clock.id for one in rows)


def somebody_hears(lexicon: Lexicon, story: Story) -> Checks:
    """Whatever is sent has somebody who gets it; and a breach that the spec wants told is told."""
    last = story[-1]
    org = last.org
    for effect in last.outcome.effects:
        if isinstance(effect, Notification):
            for one in effect.recipients:
                yield f"notification «{effect.body}» to {lexicon.party(org, one)}", bool(behind(org, one))
            yield f"notification «{effect.body}»", bool(effect.recipients)
        elif isinstance(effect, Email) and effect.template and message_of(lexicon, effect) is None:
            yield f"mail «{effect.subject}» to {effect.to}", bool(effect.to) and all("@" in one for one in effect.to)
    told = {effect.target for effect in last.outcome.effects if isinstance(effect, Notification)}
    announced = set(announced_breaches(lexicon))
    for row in open_cases(lexicon, org):
        prior = last.before.get(str(row["Id"])) or {}
        for clock in announced:
            flag = lexicon.lock["clocks"][clock]["breached"]
            if row.get(flag) is True and prior.get(flag) is not True:
                yield f"{named(row)}: {clock} is late", row["Id"] in told


def announced_breaches(lexicon: Lexicon) -> Iterator[str]:
    """Clocks whose breach the spec wants told, whatever the case."""
    for effect in lexicon.process.effects:
        if isinstance(effect.act, Notify) and effect.on.kind == "breached" and effect.when is None:
            yield from (one.id for one in lexicon.process.clocks if effect.on.of in (None, one.id))


def nothing_fails(lexicon: Lexicon, story: Story) -> Checks:
    """No save fails but for a rule, no flow fails, no event of a fault is written."""
    last = story[-1]
    errors = [error for result in last.outcome.results for error in result.errors]
    faults = (*last.faults, *faults_of(lexicon, last.before, last.outcome, errors))
    yield "; ".join(faults) or "nothing failed", not faults


def message_of(lexicon: Lexicon, effect: Email) -> str | None:
    """The message that a mail to somebody outside is made of."""
    return lexicon.templates.get(effect.template.rpartition("/")[2])


def named(row: Row) -> str:
    return f"case {row.get('CaseNumber')}"
