"""The promises of the service: how long each may take, who is warned, and what may extend it."""

from collections.abc import Iterator

from generator.handbook.chapter import Chapter, section
from generator.handbook.conditions import sentence
from generator.handbook.terms import Terms
from generator.handbook.times import allowance, counted, moment, warning
from generator.markdown import Markup, blocks, bold, bullets, listed, said, table
from generator.process.model import Clock, Effect, Notify


def chapter(terms: Terms) -> Chapter:
    clocks = terms.process.clocks
    levels = [level.label for level in terms.process.levels]
    rows = [(bold(one.label), *(allowance(time) for time in one.within)) for one in clocks]
    return Chapter(
        title="Promises",
        body=blocks(
            Markup("How long each promise may take, by urgency. A dash: it is not promised at that urgency."),
            table(("Promise", *levels), rows),
            bullets(RULES),
            *(section(one.label, bullets(details(one, terms))) for one in clocks),
        ),
    )


RULES = (
    "A promise warns once and is late once. Finishing afterwards does not take that back.",
    "It is late at the very minute at which it is due.",
    "When the urgency rises, it is due at the earlier of the old time and the new allowance from that moment.",
    "When a person lowers the urgency, the new allowance counts from the start.",
    "Closing a case stops its promises.",
    (
        "Each time a promise begins to count or counts anew, a row keeps when, and what came of it: kept, late, "
        "counted anew or ended."
    ),
    (
        "A promise that nobody marked in time is found when all open cases are looked at (chapter “How it runs and "
        "how it is stopped”)."
    ),
)


def details(clock: Clock, terms: Terms) -> Iterator[Markup]:
    if clock.when is not None:
        yield said("Concerns a case when {}.", sentence(clock.when, terms))
    yield said("Starts {}.", moment(clock.starts, terms))
    yield said("Is kept {}.", moment(clock.stops, terms))
    if clock.warn is not None:
        yield said("Warns {}; told then: {}.", warning(clock.warn), told(clock, "warned", terms))
    yield said("Told when it is late: {}.", told(clock, "breached", terms))
    if clock.extension is not None:
        yield extension(clock, terms)
    for rung in clock.ladder:
        yield said(
            "{} after the start, while nobody has accepted the case, {} is told: “{}”",
            allowance(rung.after),
            listed([terms.recipient(one) for one in rung.notify]),
            rung.text,
        )


def told(clock: Clock, kind: str, terms: Terms) -> Markup:
    """Who is told when a clock warns or is late, alert by alert."""
    several = [
        said("{} ({})", people(one, terms), sentence(one.when, terms)) if one.when else people(one, terms)
        for one in alerts_of(clock, kind, terms)
    ]
    return listed(several) if several else bold("nobody")


def alerts_of(clock: Clock, kind: str, terms: Terms) -> list[Effect]:
    """The notifications on this clock's warning or breach."""
    return [
        one
        for one in terms.process.effects
        if one.on.kind == kind and one.on.of in (None, clock.id) and isinstance(one.act, Notify)
    ]


def people(effect: Effect, terms: Terms) -> Markup:
    assert isinstance(effect.act, Notify)
    return listed([terms.recipient(one) for one in effect.act.to])


def extension(clock: Clock, terms: Terms) -> Markup:
    assert clock.extension is not None
    adjective = f"{clock.extension.calendar.replace('_', ' ')} " if clock.extension.calendar else ""
    days = counted(clock.extension.days, f"{adjective}day")
    rule = next((one for one in terms.process.rules if one.kind == "extension" and one.id == clock.id), None)
    if rule is None:
        return said(
            "A person may extend it once, by {}, by ticking a box on the case. Nobody can take that back.", days
        )
    return said(
        "A person may extend it once, by {}, by ticking a box on the case, if {}. Nobody can take that back.",
        days,
        sentence(rule.require, terms),
    )
