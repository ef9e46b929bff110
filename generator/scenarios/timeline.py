"""A failed scenario as a person reads it: what happened when, what was seen, and the line of the spec that decided."""

from collections.abc import Iterator, Mapping

from generator.process.events import Arrival, Event, Observation
from generator.scenarios.running import Result
from generator.source import Source


def timeline(result: Result, sources: Mapping[str, Source]) -> str:
    """The story up to its failure."""
    lines = [f"FAILED: {result.scenario.name}"]
    for moment in result.timeline:
        lines.append(f"  {moment.seen.at:%Y-%m-%d %H:%M} GMT  {said(moment.event)}")
        lines += [f"      {line}" for line in seen(moment.seen)]
    for failure in result.failures:
        lines.append(f"  {failure.message}")
        source = sources.get(failure.because.path)
        lines.append(f"    at {failure.because}")
        if source is not None:
            lines.append(f"    {source.line(failure.because.line).strip()}")
    return "\n".join(lines)


def said(event: Arrival | Event) -> str:
    """An event in a few words; never the patient's text."""
    if isinstance(event, Arrival):
        return f"a message comes in by {event.channel}"
    kind = type(event).__name__.lower()
    by = getattr(event, "by", None)
    what = getattr(event, "to", None) or getattr(event, "clock", None) or getattr(event, "identifier", None)
    return " ".join(part for part in (kind, str(what or ""), f"by {by}" if by else "") if part)


def seen(now: Observation) -> Iterator[str]:
    if now.blocked_by:
        yield f"blocked by {', '.join(sorted(now.blocked_by))}"
    facts = now.facts
    yield f"{facts['category']}, {facts['urgency']}, team {facts['team']} by the route {facts['route']}"
    yield f"stage {facts['stage']}, owner {now.owner}"
    if now.found:
        yield f"words that count: {', '.join(sorted(now.found))}"
    for name in ("warned", "breached", "stalled", "linked"):
        if getattr(now, name):
            yield f"{name}: {', '.join(sorted(getattr(now, name)))}"
    if now.notified:
        yield f"notified: {', '.join(sorted(one.to for one in now.notified))}"
    if now.emailed:
        yield f"emailed: {', '.join(sorted(one.message for one in now.emailed))}"
