"""A simulation as people read it: day by day, minute by minute."""

import textwrap
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.simulating.simulation import Because, Change, Clock, Mail, Moment, Notification, Simulation

WIDTH = 116
STEP = 7
"""Columns before what happens: as wide as a time of day and two spaces."""
ARROW = "  \N{RIGHTWARDS ARROW} "
TOLD = {
    "began": "begins", "moved": "counts anew", "warned": "warns", "breached": "is late", "stopped": "stops",
}  # fmt: skip
CUT = 110
"""Characters of a line of the spec that are shown."""


def told(simulation: Simulation, *, why: bool = False) -> str:
    """The whole story as text. `why`: also which element and which line of the spec decided."""
    lines = [part for line in Telling(simulation, why).lines() for part in folded(line)]
    return "\n".join([*lines, ""])


class Telling:
    def __init__(self, simulation: Simulation, why: bool) -> None:
        self.simulation = simulation
        self.why = why
        self.zone = ZoneInfo(simulation.zone)

    def lines(self) -> Iterator[str]:
        one = self.simulation
        yield f"{one.workflow}, played on the generated metadata. Times are those of {one.zone}."
        day = ""
        for moment in one.moments:
            local = moment.at.astimezone(self.zone)
            if f"{local:%A %-d %B %Y}" != day:
                day = f"{local:%A %-d %B %Y}"
                yield from ("", day)
            yield from self.moment(moment, f"{local:%H:%M}")
        yield ""
        yield from self.end()

    def moment(self, one: Moment, clock: str) -> Iterator[str]:
        yield ""
        head = one.event or "Nobody has done anything."
        yield f"{clock}  {head}{f' ({one.line})' if one.line and self.why else ''}"
        yield from indented(self.body(one))

    def body(self, one: Moment) -> Iterator[str]:
        for refused in one.refused:
            name = f" ({refused.rule or refused.name})" if refused.rule or refused.name else ""
            yield f"Refused{name}: {refused.message}"
            yield from self.at(refused.line, refused.text)
        yield from (f"FAULT: {fault}" for fault in one.faults)
        if one.changes:
            yield f"Case {one.case}:"
            for change in one.changes:
                yield from indented(self.change(change), 2)
        if one.words:
            yield f"Words that count: {', '.join(one.words)}"
        for clock in one.clocks:
            yield from self.clock(clock)
        for case in one.cases:
            what = f" «{case.subject}»" if case.subject else ""
            said = f"{case.category}, {case.urgency}, {case.team}, {case.stage}, owner {case.owner}"
            yield f"A second case {case.number}{what}: {said}."
            yield from self.because(case.because)
        for notification in one.notifications:
            yield from self.notification(notification, one)
        for mail in one.mails:
            yield from self.mail(mail, one)
        for task in one.tasks:
            due = f", due {task.due:%a %-d %b %Y}" if task.due else ""
            yield f"Task for {task.owner}: {task.subject}{due}{about(task.about, one)}"
            yield from self.because(task.because)
        for log in one.log:
            said = ARROW.strip().join(f" {part} " for part in (log.was, log.now) if part).strip()
            why = f" ({log.why})" if log.why else ""
            yield f"Recorded: {log.label}{f': {said}' if said else ''}{why}, by {log.who}"
        if one.is_silent:
            yield "Nothing more has happened."

    def change(self, one: Change) -> Iterator[str]:
        yield f"{one.label}: {one.said}"
        yield from self.because(one.because)

    def clock(self, one: Clock) -> Iterator[str]:
        level = f" ({one.level})" if one.level else ""
        if one.what in ("began", "moved"):
            warns = f"warns {self.time(one.warns, one.started)}, " if one.warns else ""
            yield f"{one.label}{level} {TOLD[one.what]}: {warns}due {self.time(one.due, one.started)}."
        elif one.what == "stopped":
            late = one.stopped is not None and one.stopped > one.due
            yield f"{one.label} stops, {'late' if late else 'in time'}: it was due {self.time(one.due, one.started)}."
        else:
            yield f"{one.label} {TOLD[one.what]}: due {self.time(one.due, one.started)}."
        yield from self.because(one.because)

    def notification(self, one: Notification, moment: Moment) -> Iterator[str]:
        yield f"Notification to {' and '.join(one.to)}: {one.title} | {one.body}{about(one.about, moment)}"
        yield from self.because(one.because)

    def mail(self, one: Mail, moment: Moment) -> Iterator[str]:
        yield f"Mail to {', '.join(one.to) or 'nobody'} from {one.sender}{about(one.about, moment)}"
        yield from self.because(one.because)
        yield f"  | {one.subject}"
        yield "  |"
        yield from (f"  | {line}".rstrip() for line in one.body.strip().split("\n"))

    def because(self, one: Because | None) -> Iterator[str]:
        if one is None or not self.why:
            return
        if one.element:
            way = f' › "{one.decision}" › outcome "{one.outcome}"' if one.decision else ""
            line = f" ({one.line})" if one.line else ""
            yield f'  by «{one.flow_label}» {one.flow}{way} › "{one.element_label}" {one.element}{line}'
            yield from (f"     {shortened(one.text)}" for _ in range(bool(one.text)))
        else:
            yield from self.at(one.line, one.text)

    def at(self, line: str, text: str) -> Iterator[str]:
        if line and self.why:
            yield f"  {line}{f'  {shortened(text)}' if text else ''}"

    def time(self, at: datetime, since: datetime) -> str:
        """An instant; the day too, unless it is that of another instant."""
        local, other = at.astimezone(self.zone), since.astimezone(self.zone)
        same = local.date() == other.date()
        return f"at {local:%H:%M}" if same else f"on {local:%a %-d %b %Y at %H:%M}"

    def end(self) -> Iterator[str]:
        one = self.simulation
        if one.is_lost:
            yield "THE MESSAGE IS LOST: no case was made, and nobody but an administrator hears of it."
        yield f"The story ends {one.ends.astimezone(self.zone):%a %-d %b %Y %H:%M}."
        for clock in one.waiting:
            late = clock.what == "late"
            yield f"{'Late' if late else 'Still runs'}: {clock.label}, due {self.time(clock.due, one.ends)}."
        for switch in one.switches:
            same = "the story is the same" if switch.same else "THE STORY IS ANOTHER"
            yield (
                f"Not documented by Salesforce (grade {switch.grade}): {switch.name} is taken as {switch.assumed}; "
                f"with {switch.other} {same}."
            )
        if one.difference is not None:
            yield f"THE SPEC MEANS SOMETHING ELSE, from this event on: {one.difference.event} ({one.difference.line})"
            yield from (f"  {line}" for line in one.difference.lines)


def about(number: str, moment: Moment) -> str:
    """Which case, where it is another."""
    return f" (case {number})" if number and number != moment.case else ""


def shortened(text: str) -> str:
    return text if len(text) <= CUT else f"{text[: CUT - 1]}\N{HORIZONTAL ELLIPSIS}"


def indented(lines: Iterator[str], by: int = STEP) -> Iterator[str]:
    for line in lines:
        yield " " * by + line


def folded(line: str) -> Iterator[str]:
    """A line that is too wide for a page, as several; the others stand a little to the right of the first."""
    margin = " " * (len(line) - len(line.lstrip()) + 4)
    whole = len(line) <= WIDTH or line.lstrip().startswith("|")
    yield from (
        [line]
        if whole
        else textwrap.wrap(line, WIDTH, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)
    )
