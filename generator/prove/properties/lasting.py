"""What time and automation never take away: an urgency, a time to triage, the record of decisions."""

from collections.abc import Iterator
from decimal import Decimal

from generator.process.events import Edit
from generator.prove.lexicon import Lexicon
from generator.prove.properties.standing import Checks, named
from generator.prove.watching import Story, ours

MINUTE = 60


def urgency_stays(lexicon: Lexicon, story: Story) -> Checks:
    """Only a person lowers an urgency, by saying which it is to be."""
    last = story[-1]
    field = lexicon.fields["urgency"]
    ranks = {level.id: level.rank for level in lexicon.process.levels}
    chosen = dict(last.event.values).get("urgency") if isinstance(last.event, Edit) else None
    for row in ours(lexicon, last.org):
        prior = (last.before.get(str(row["Id"])) or {}).get(field)
        now = row.get(field)
        if prior in ranks:
            raised = now in ranks and ranks[str(now)] <= ranks[str(prior)]
            yield f"{named(row)}: {prior} -> {now}", raised or (row["Id"] == last.case and now == chosen)


def time_to_triage_lasts(lexicon: Lexicon, story: Story) -> Checks:
    """Blank, or the minutes of some acceptance since receipt; the first acceptance is kept as it is; nothing of it is
    lost when a case opens again, unless it goes to another team, which has yet to accept it."""
    last, team = story[-1], lexicon.fields["team"]
    triage, first, latest = (
        lexicon.fields[key] for key in ("time_to_triage", "minutes_to_first_acceptance", "minutes_to_last_acceptance")
    )
    for row in ours(lexicon, last.org):
        received = row.get(lexicon.fields["received_at"])
        most = Decimal((last.now - received).total_seconds()) / MINUTE if received else Decimal(0)
        for field in (triage, first, latest):
            value = row.get(field)
            if value is not None:
                yield f"{named(row)}: {field} is {value}", 0 <= value <= most
        prior = last.before.get(str(row["Id"])) or {}
        if prior.get(first) is not None:
            yield f"{named(row)}: first {prior[first]} -> {row.get(first)}", row.get(first) == prior[first]
        if prior.get("IsClosed") is True and row.get("IsClosed") is not True and prior.get(team) == row.get(team):
            yield (
                f"{named(row)} opens again: {prior.get(triage)} -> {row.get(triage)}",
                row.get(triage) == prior.get(triage),
            )


def record_only_grows(lexicon: Lexicon, story: Story) -> Checks:
    """Whatever stands in the record of decisions stands there for ever, and nobody can change it."""
    last = story[-1]
    name = lexicon.objects["event"]["name"]
    lost = [row["Id"] for row in last.before.rows(name) if last.org.get(row["Id"]) != row]
    yield f"events changed or lost: {lost}", not lost
    yield from attempts(lexicon, story)


def attempts(lexicon: Lexicon, story: Story) -> Iterator[tuple[str, bool]]:
    """At the beginning of a story each persona tries to write over an event."""
    last = story[-1]
    name, why = lexicon.objects["event"]["name"], lexicon.of("event", "why")
    if len(story) > 1 or not last.org.rows(name):
        return
    row = last.org.rows(name)[0]
    for persona in lexicon.process.personas:
        tried = last.org.update(name, {"Id": row["Id"], why: "no reason"}, user=lexicon.id(last.org, persona.id))
        yield f"{persona.id} writes over an event", not tried.result.success
