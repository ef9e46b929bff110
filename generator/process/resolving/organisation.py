"""Identity, calendars, channels, people, teams and personas."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from generator.binding import suggestion
from generator.diagnostics import Diagnostic
from generator.language.spec import Spec
from generator.language.values import Written
from generator.naming import api_name
from generator.nodes import error
from generator.process.model import Calendar, Channel, Identity, People, Persona, Team
from generator.process.resolving.durations import UNITS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RESERVED = ("owner", "team", "team_lead", "sender", "patient")
CLOCK_CHANGE = 4 * 60
"""No opening hours before 04:00: clocks change between midnight and then."""


def identity(spec: Spec, found: list[Diagnostic]) -> Identity:
    given = spec.workflow
    if not re.fullmatch(r"[A-Za-z]{2,8}", given.prefix.text):
        found.append(error("CP223", f"`{given.prefix.text}` is not a prefix", given.prefix.span, "2 to 8 letters"))
    check_zone(given.zone, found)
    derived = "_".join(word.capitalize() for word in given.id.text.split("_"))
    return Identity(
        id=given.id.text,
        label=given.label.text,
        prefix=given.prefix.text,
        record_type=given.record_type.text if given.record_type else derived,
        zone=given.zone.text,
        language=given.language,
        status=given.status,
        because=given.span,
    )


def check_zone(zone: Written, found: list[Diagnostic]) -> None:
    """Refuses what is no zone, and zones whose clock changes no rule of ours compiles."""
    if zone.text not in zones():
        help = suggestion(zone.text, zones()) or "name a zone as Europe/London"
        found.append(error("CP224", f"there is no time zone `{zone.text}`", zone.span, help))
    elif not compilable(zone.text):
        message = f"the clock changes of `{zone.text}` follow neither the European nor the American rule"
        found.append(error("CP224", message, zone.span, "choose a zone with such a rule, or without clock changes"))


@cache
def zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def compilable(zone: str) -> bool:
    """Whether a zone's offset changes as the EU's or the US's do, or never: tried on every noon of three years."""
    here = ZoneInfo(zone)
    for year in (2026, 2027, 2028):
        day = datetime(year, 1, 1, 12)
        offsets = []
        while day.year == year:
            offsets.append(day.replace(tzinfo=here).utcoffset())
            day += timedelta(days=1)
        changes = [number for number in range(1, len(offsets)) if offsets[number] != offsets[number - 1]]
        first = datetime(year, 1, 1)
        days = tuple((first + timedelta(days=number)).date() for number in changes)
        eu = (last_sunday(year, 3), last_sunday(year, 10))
        us = (sunday(year, 3, 2), sunday(year, 11, 1))
        if days and days not in (eu, us):
            return False
    return True


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last.replace(day=31 - (last.weekday() + 1) % 7)


def sunday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first.replace(day=1 + (6 - first.weekday()) % 7 + 7 * (number - 1))


def calendars(spec: Spec, found: list[Diagnostic]) -> tuple[Calendar, ...]:
    made = []
    for one in spec.calendars:
        if one.id.text in UNITS:
            found.append(error("CP225", f"`{one.id.text}` is a unit of time", one.id.span, "choose another id"))
        days = []
        for day in one.days:
            if day.text not in DAYS:
                help = suggestion(day.text, DAYS) or "mon, tue, wed, thu, fri, sat or sun"
                found.append(error("CP225", f"`{day.text}` is no day", day.span, help))
            else:
                days.append(DAYS.index(day.text))
        if not one.days:
            found.append(error("CP225", "a calendar without days never opens", one.id.span))
        opens, closes = (
            minutes(part) for part in (one.hours.text.split("-") if "-" in one.hours.text else ("0:0", "0:0"))
        )
        if closes <= opens:
            found.append(error("CP225", "the hours end before they begin", one.hours.span))
        elif opens < CLOCK_CHANGE:
            message = "hours before 04:00 meet the change of clocks"
            found.append(error("CP225", message, one.hours.span, "open at 04:00 or later"))
        if one.zone:
            check_zone(one.zone, found)
        holidays = sorted({date.fromisoformat(day.text) for day in one.holidays})
        made.append(
            Calendar(
                id=one.id.text,
                days=tuple(sorted(set(days))),
                opens=opens,
                closes=closes,
                holidays=tuple(holidays),
                zone=(one.zone or spec.workflow.zone).text,
                because=one.id.span,
            )
        )
    return tuple(made)


def minutes(clock: str) -> int:
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def channels(spec: Spec, found: list[Diagnostic]) -> tuple[Channel, ...]:
    seen: dict[str, Written] = {}
    for one in spec.channels:
        if one.origin.text.lower() in seen:
            found.append(error("CP211", f"two channels have the origin `{one.origin.text}`", one.origin.span))
        seen[one.origin.text.lower()] = one.origin
    return tuple(
        Channel(
            id=one.id.text,
            origin=one.origin.text,
            address=one.address.text if one.address else None,
            because=one.id.span,
        )
        for one in spec.channels
    )


def people(spec: Spec, found: list[Diagnostic]) -> tuple[People, ...]:
    for one in spec.people:
        if one.id.text in RESERVED:
            message = f"`{one.id.text}` is a role that every workflow has"
            found.append(error("CP212", message, one.id.span, "choose another id"))
    refuse_one_name(spec, found)
    return tuple(
        People(
            id=one.id.text,
            label=one.label.text,
            api_name=one.api_name.text if one.api_name else None,
            because=one.id.span,
        )
        for one in spec.people
    )


def refuse_one_name(spec: Spec, found: list[Diagnostic]) -> None:
    """Two ids of one kind that become one API name (CP213). Names that the package keeps for itself are known to
    packaging only, and held against these there."""
    prefix = spec.workflow.prefix.text
    groups: tuple[list[tuple[Written, Written | None]], ...] = (
        [(team.id, team.api_name) for team in spec.teams] + [(one.id, one.api_name) for one in spec.people],
        [(field.id, field.api_name) for field in spec.fields]
        + [(number.id, number.api_name) for number in spec.identifiers]
        + [(flag.id, flag.api_name) for flag in spec.flags],
        [(message.id, message.api_name) for message in spec.messages],
        [(report.id, report.api_name) for report in spec.reports],
    )
    for group in groups:
        seen: dict[str, str] = {}
        for id, given in group:
            name = (given.text if given else api_name(prefix, id.text)).lower().removesuffix("__c")
            if seen.get(name, id.text) != id.text:
                message = f"`{id.text}` and `{seen[name]}` become one API name, `{name}`"
                found.append(error("CP213", message, id.span, "change one of the ids, or give an `api_name`"))
            seen.setdefault(name, id.text)


def teams(spec: Spec, found: list[Diagnostic]) -> tuple[Team, ...]:
    for one in spec.teams:
        if one.id.text in RESERVED:
            message = f"`{one.id.text}` is a role that every workflow has"
            found.append(error("CP212", message, one.id.span, "choose another id"))
        if one.existing and one.api_name is None:
            found.append(error("CP228", "a queue that the org has needs its `api_name`", one.id.span))
    return tuple(
        Team(
            id=one.id.text,
            label=one.label.text,
            lead=one.lead.text if one.lead else None,
            api_name=one.api_name.text if one.api_name else None,
            existing=one.existing,
            was=one.was.text if one.was else None,
            because=one.id.span,
        )
        for one in spec.teams
    )


def personas(spec: Spec) -> tuple[Persona, ...]:
    return tuple(
        Persona(
            id=one.id.text,
            label=one.label.text,
            teams=tuple(team.text for team in one.teams),
            access=one.access,
            confidential=one.confidential,
            audit=one.audit,
            bypass=one.bypass,
            because=one.id.span,
        )
        for one in spec.personas
    )
