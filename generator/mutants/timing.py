"""How long things take: calendars, allowances, clocks with their warnings, extensions and ladders, stays in a stage."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from generator.mutants.conditions import variants
from generator.mutants.mutant import Mutant, Subject, another, exchanged, without
from generator.process.model import Allowance, Calendar, Clock, Moment, PerLevel, Process, Stage, Warn
from generator.source import Span

HOUR, WEEK = 60, 7
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SOME_MONDAY = datetime(2026, 1, 19)
"""In the middle of a month without holidays; the days of the week are counted from it."""


def mutants(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, calendar in enumerate(process.calendars):
        yield from of_calendar(subject, place, calendar)
    yield from of_zone(subject)
    for place, clock in enumerate(process.clocks):
        yield from of_clock(subject, place, clock)
    for place, stage in enumerate(process.stages):
        yield from of_stage(process, place, stage)


# -- calendars -----------------------------------------------------------------------------------------------------


def of_calendar(subject: Subject, place: int, calendar: Calendar) -> Iterator[Mutant]:
    process, written = subject.process, subject.entry("calendars", calendar.id)

    def mutant(kind: str, says: str, made: Calendar, span: Span, near: tuple[datetime, ...] = ()) -> Mutant:
        return Mutant(
            kind=kind,
            says=says,
            process=replace(process, calendars=exchanged(process.calendars, place, made)),
            touches=("breached", "warned", "stalled"),
            near=near,
            because=span,
        )

    name, hours = f"the calendar `{calendar.id}`", written.hours.span
    if calendar.opens + HOUR < calendar.closes:
        later = replace(calendar, opens=calendar.opens + HOUR)
        yield mutant("opening hours changed", f"opens {name} an hour later", later, hours)
        earlier = replace(calendar, closes=calendar.closes - HOUR)
        yield mutant("opening hours changed", f"closes {name} an hour earlier", earlier, hours)
    for day in range(WEEK):
        near = tuple(local(SOME_MONDAY + timedelta(days=day - back), calendar) for back in (1, 0))
        if day in calendar.days and len(calendar.days) > 1:
            number = calendar.days.index(day)
            fewer = replace(calendar, days=without(calendar.days, number))
            yield mutant("open day dropped", f"closes {name} on {DAYS[day]}", fewer, written.days[number].span, near)
        elif day not in calendar.days:
            more = replace(calendar, days=tuple(sorted((*calendar.days, day))))
            yield mutant("open day added", f"opens {name} on {DAYS[day]}", more, written.days[0].span, near)
    for number, holiday in enumerate(calendar.holidays):
        fewer = replace(calendar, holidays=without(calendar.holidays, number))
        says = f"drops the holiday {holiday} of {name}"
        span = next((one.span for one in written.holidays if one.text == holiday.isoformat()), hours)
        days = (holiday - timedelta(days=back) for back in (1, 4, 6))
        near = tuple(local(datetime.combine(day, time()), calendar) for day in days)
        yield mutant("holiday dropped", says, fewer, span, near)


def local(day: datetime, calendar: Calendar) -> datetime:
    """Two hours after opening on that day."""
    moment = day + timedelta(minutes=calendar.opens + 2 * HOUR)
    return moment.replace(tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)


def of_zone(subject: Subject) -> Iterator[Mutant]:
    process, zone = subject.process, subject.process.identity.zone
    if zone == "UTC":
        return
    calendars = tuple(replace(one, zone="UTC") if one.zone == zone else one for one in process.calendars)
    made = replace(process, calendars=calendars, identity=replace(process.identity, zone="UTC"))
    summer = tuple(local(datetime(2026, 7, 6 + day), one) for one in process.calendars for day in (0, 3))
    yield Mutant(
        kind="zone ignored",
        says=f"says `zone: UTC` in place of `{zone}`",
        process=made,
        touches=("breached", "warned"),
        near=summer,
        because=subject.spec.workflow.zone.span,
    )


# -- allowances ----------------------------------------------------------------------------------------------------

Changed = tuple[str, str, Allowance | None]
"""A kind, what was done, and the allowance."""


def changed(time: Allowance) -> Iterator[Changed]:
    """An allowance twice as long, a step shorter, without its calendar."""
    twice = replace(time, minutes=time.minutes * 2, days=time.days * 2)
    yield "doubled", f"doubles `{shown(time)}`", twice
    shorter = step_less(time)
    if shorter is not None:
        yield "shortened", f"says `{shown(shorter)}` in place of `{shown(time)}`", shorter
    if time.calendar is not None:
        anyhow = replace(time, calendar=None)
        yield "without its calendar", f"says `{shown(anyhow)}` in place of `{shown(time)}`", anyhow


def step_less(time: Allowance) -> Allowance | None:
    """A day, an hour or a minute less; None where nothing would be left."""
    if time.days:
        return replace(time, days=time.days - 1) if time.days > 1 else None
    step = HOUR if time.minutes % HOUR == 0 and time.minutes > HOUR else 1
    return replace(time, minutes=time.minutes - step) if time.minutes > step else None


def shown(time: Allowance) -> str:
    calendar = f" {time.calendar}" if time.calendar else ""
    if time.days:
        return f"{time.days}{calendar} day{'s' if time.days > 1 else ''}"
    if time.minutes % HOUR == 0:
        return f"{time.minutes // HOUR}{calendar} hour{'s' if time.minutes > HOUR else ''}"
    return f"{time.minutes}{calendar} minutes"


def per_level(times: PerLevel) -> Iterator[tuple[str, str, PerLevel, Span]]:
    """Each entry of a table changed, at all the levels that it is for."""
    entries = dict.fromkeys((one, one.because) for one in times if one is not None)
    for entry, span in entries:
        for kind, says, made in (*changed(entry), ("dropped", f"says `none` in place of `{shown(entry)}`", None)):
            yield kind, says, tuple(made if is_entry(one, entry, span) else one for one in times), span


def is_entry(one: Allowance | None, entry: Allowance, span: Span) -> bool:
    return one == entry and one is not None and one.because == span


# -- clocks --------------------------------------------------------------------------------------------------------


def of_clock(subject: Subject, place: int, clock: Clock) -> Iterator[Mutant]:
    for kind, says, made, span in clocks(subject, clock):
        process = subject.process
        yield Mutant(
            kind=kind,
            says=f"{says} of the clock `{clock.id}`",
            process=replace(process, clocks=exchanged(process.clocks, place, made)),
            touches=(clock.id,),
            because=span,
        )
    if clock.id != "triage":
        yield Mutant(
            kind="clock dropped",
            says=f"drops the clock `{clock.id}`",
            process=replace(subject.process, clocks=without(subject.process.clocks, place)),
            touches=(clock.id,),
            because=clock.because,
        )


def clocks(subject: Subject, clock: Clock) -> Iterator[tuple[str, str, Clock, Span]]:
    """The clock with one thing changed."""
    for kind, says, within, span in per_level(clock.within):
        yield f"allowance {kind}", says, replace(clock, within=within), span
    if clock.warn is not None:
        for says, warn in (*warnings(clock.warn), ("drops the warning", None)):
            yield "warning changed", says, replace(clock, warn=warn), clock.warn.because
    for kind in ("starts", "stops"):
        moment: Moment = getattr(clock, kind)
        for says, other in moments(moment):
            change: dict[str, Any] = {kind: other}
            yield f"clock {kind} at another moment", f"says `{kind}: {says}`", replace(clock, **change), moment.because
    if clock.when is not None:
        yield "condition of a clock", "drops the `when`", replace(clock, when=None), clock.when.because
        for made, says, span in variants(clock.when, ()):
            yield "condition of a clock", f"{says} in the `when`", replace(clock, when=made), span
    if clock.extension is not None:
        extension, span = clock.extension, clock.extension.because
        yield "extension changed", "drops the extension", replace(clock, extension=None), span
        for days in (extension.days * 2, extension.days - 1):
            longer = replace(extension, days=days)
            yield "extension changed", f"extends by {days} days the due time", replace(clock, extension=longer), span
    for number, rung in enumerate(clock.ladder):
        fewer = replace(clock, ladder=without(clock.ladder, number))
        yield "step of a ladder dropped", f"drops the step `{shown(rung.after)}` from the ladder", fewer, rung.because
        for _, says, after in changed(rung.after):
            if after is not None:
                slower = exchanged(clock.ladder, number, replace(rung, after=after))
                yield "step of a ladder changed", f"{says} in the ladder", replace(clock, ladder=slower), rung.because
        recipients = told(subject)
        for recipient, to in enumerate(rung.notify):
            other_one = another(recipients, to)
            if other_one is not None:
                elsewhere = replace(rung, notify=exchanged(rung.notify, recipient, other_one))
                yield (
                    "step of a ladder changed",
                    f"tells `{other_one}` in place of `{to}` in the ladder",
                    replace(clock, ladder=exchanged(clock.ladder, number, elsewhere)),
                    rung.because,
                )


def told(subject: Subject) -> tuple[str, ...]:
    """Who can be told."""
    return ("owner", "team", "team_lead", *(one.id for one in subject.process.people))


def warnings(warn: Warn) -> Iterator[tuple[str, Warn]]:
    if warn.share is not None:
        for share in (warn.share // 2, warn.share + (100 - warn.share) // 2):
            yield f"warns at {share}%", replace(warn, share=share)
    for name in ("after", "before"):
        time: Allowance | None = getattr(warn, name)
        if time is not None:
            for _, says, made in changed(time):
                change: dict[str, Any] = {name: made}
                yield f"{says} in the warning", replace(warn, **change)


def moments(moment: Moment) -> Iterator[tuple[str, Moment]]:
    """A later moment in place of this one."""
    for kind in ("accepted", "closed"):
        if moment.kind != kind:
            other = Moment(kind="accepted" if kind == "accepted" else "closed", because=moment.because)
            yield kind, other


# -- stages --------------------------------------------------------------------------------------------------------


def of_stage(process: Process, place: int, stage: Stage) -> Iterator[Mutant]:
    def mutant(kind: str, says: str, made: Stage, span: Span) -> Mutant:
        return Mutant(
            kind=kind,
            says=f"{says} the stage `{stage.id}`",
            process=replace(process, stages=exchanged(process.stages, place, made)),
            touches=(stage.id, "stalled"),
            because=span,
        )

    for kind, says, stall, span in per_level(stage.stall):
        yield mutant(f"longest stay {kind}", f"{says} as the longest stay in", replace(stage, stall=stall), span)
    if stage.automatic:
        says = "leaves it to people to leave"
        yield mutant("stage not automatic", says, replace(stage, automatic=False), stage.because)
    if stage.closed:
        yield mutant("closed stage open", "leaves cases open in", replace(stage, closed=False), stage.because)
