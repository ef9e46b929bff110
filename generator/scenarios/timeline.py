"""A failed scenario as a person reads it: what happened when, what was seen, and the line of the spec that decided."""

from collections.abc import Iterator, Mapping, Sequence

from generator.process.events import Arrival, Event, Observation, Reply
from generator.scenarios.running import Result
from generator.source import Source, Span


def timeline(result: Result, sources: Mapping[str, Source], decided: Sequence[Sequence[str]] = ()) -> str:
    """The story up to its failure. `decided`: of each event, who decided what came of it."""
    lines = [f"FAILED: {result.scenario.name}"]
    for number, moment in enumerate(result.timeline):
        lines.append(f"  {moment.seen.at:%Y-%m-%d %H:%M} GMT  {said(moment.event)}")
        lines += [f"      {line}" for line in seen(moment.seen)]
        lines += [f"        {line}" for line in (decided[number] if number < len(decided) else ())]
    for failure in result.failures:
        lines.append(f"  {failure.message}")
        lines.append(f"    at {failure.because}")
        text = written(failure.because, result, sources)
        lines += [f"    {text}"] if text else []
    return "\n".join(lines)


def written(because: Span, result: Result, sources: Mapping[str, Source]) -> str:
    """What stands where something was expected; nothing of a line with a message on it, but for the expectation."""
    source = sources.get(because.path)
    messages = [moment.event.because for moment in result.timeline if isinstance(moment.event, Arrival | Reply)]
    if source is None or because in messages:
        return ""
    line = source.line(because.line)
    if result.scenario.is_example:
        return line[because.column - 1 : because.end_column - 1] if because.line == because.end_line else ""
    return line.strip()


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
