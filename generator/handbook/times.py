"""Allowances, warnings and moments in words."""

from typing import assert_never

from generator.handbook.terms import Terms
from generator.process.model import Allowance, Moment, Warn

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def allowance(time: Allowance | None, none: str = "–") -> str:
    """`4 working hours`, `28 days`, `15 minutes`."""
    if time is None:
        return none
    adjective = f"{time.calendar.replace('_', ' ')} " if time.calendar else ""
    if time.days:
        return counted(time.days, f"{adjective}day")
    hours, minutes = divmod(time.minutes, 60)
    parts = [counted(hours, f"{adjective}hour")] if hours else []
    parts += [counted(minutes, f"{adjective}minute")] if minutes else []
    return " ".join(parts)


def warning(warn: Warn | None) -> str:
    if warn is None:
        return "never"
    if warn.share is not None:
        return f"when {warn.share}% of the time is used"
    if warn.after is not None:
        return f"{allowance(warn.after)} after the start"
    return f"{allowance(warn.before)} before it is due"


def clock_time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def weekdays(days: tuple[int, ...]) -> str:
    """`Monday to Friday`, or each day by name."""
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return ", ".join(DAYS[one] for one in days)


def moment(when: Moment, terms: Terms) -> str:
    """A moment as a clause that begins with `when`."""
    of = when.of
    match when.kind:
        case "created":
            return "when a message has made a case"
        case "routed":
            return "when a team is chosen, at receipt or anew"
        case "accepted":
            return "when a member of the chosen team becomes the owner"
        case "raised":
            return "when a reply raises category or urgency"
        case "reclassified":
            return "when a person changes category or urgency"
        case "replied":
            return "when the sender replies"
        case "closed":
            return "when the case is closed"
        case "reopened":
            return "when the case is re-opened"
        case "entering":
            return f"when the case enters {terms.stage(of or '')}" if of else "when the case enters a stage"
        case "leaving":
            return f"when the case leaves {terms.stage(of or '')}" if of else "when the case leaves a stage"
        case "filled":
            return f"when {terms.fact(of or '')} is filled in"
        case "warned":
            return f"when {clock(of, terms)} gives its warning"
        case "breached":
            return f"when {clock(of, terms)} is late"
        case "stalled":
            return f"when the case has not moved in {terms.stage(of)}" if of else "when the case has not moved"
        case _:
            assert_never(when.kind)


def clock(id: str | None, terms: Terms) -> str:
    return f"«{terms.clocks.get(id, id)}»" if id else "any clock"
