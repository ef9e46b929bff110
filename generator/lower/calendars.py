"""Due times, warnings and extensions as assignments of a flow: language.md section 4 in closed forms.

Everything is counted in whole seconds on numbers, from the start to a wall of some day and back to GMT; the running
user's zone is read nowhere. Nothing here can fail: where a start is empty, so are the results.
"""

from collections.abc import Iterable, Mapping

from generator.formula.syntax import Formula
from generator.frozen import record
from generator.lower.open_days import OpenDays
from generator.lower.programs import Item, Variable
from generator.lower.trees import NULL, all_of, any_of, binary, call, choose, equal, number, ref
from generator.lower.zones import DAY, changing, instant, seconds, showing, wall, year_of
from generator.process.model import Allowance, Calendar, Clock, Extension, PerLevel, Process, Warn

DUE, WARN = "Count_Due_Second", "Count_Warn_Second"
FROM, YEAR, WALL, TODAY, OPEN, BEFORE, PLACE, TARGET, SCRATCH, DATE = (
    ref(f"Count_{name}")
    for name in ("From", "Year", "Wall", "Day", "Open", "Open_Before", "Place", "Target", "Weekday", "Target_Day")
)
VARIABLES = (
    Variable(name="Count_Due", kind="DateTime", what="When the allowance runs out; empty where there is none."),
    Variable(name="Count_Warn", kind="DateTime", what="When to warn; empty where there is no warning before due."),
    Variable(name=DUE, kind="Number", what="Due, in seconds since 1970 GMT."),
    Variable(name=WARN, kind="Number", what="The warning, in seconds since 1970 GMT."),
    Variable(name=FROM.name, kind="Number", what="What is counted from, in seconds since 1970 GMT."),
    Variable(name=YEAR.name, kind="Number", what="The year whose changes of the clock are looked at."),
    Variable(name=WALL.name, kind="Number", what="What the local clock shows, in seconds since it showed 1970."),
    Variable(name=TODAY.name, kind="Number", what="The local day of the start, in days since 1970."),
    Variable(name=OPEN.name, kind="Number", what="Open days until the end of the day of the start."),
    Variable(name=BEFORE.name, kind="Number", what="Open days before the day of the start."),
    Variable(name=PLACE.name, kind="Number", what="Open seconds until the start."),
    Variable(name=TARGET.name, kind="Number", what="The number of the open day that is looked for."),
    Variable(name=SCRATCH.name, kind="Number", what="That number if there were no holidays."),
    Variable(name=DATE.name, kind="Number", what="The day that is looked for, in days since 1970."),
)


@record
class Elapsed:
    """So many seconds later, or earlier when negative."""

    seconds: int


@record
class Days:
    """So many days later (or earlier), open ones with a calendar, at `minute` of that day or at the same time of day."""

    days: int
    calendar: str | None
    minute: int | None


@record
class OpenTime:
    """So many seconds of open time later (or earlier)."""

    seconds: int
    calendar: str


Aim = Elapsed | Days | OpenTime
Aims = Mapping[int, Aim]
"""By the rank of a level; a level that is not there has none."""


class Calendars:
    """Lowers the times of one process. Variables are VARIABLES; results are in Count_Due and Count_Warn."""

    def __init__(self, process: Process) -> None:
        self.zone = process.identity.zone
        self.by_id = {calendar.id: calendar for calendar in process.calendars}

    def due(self, allowances: PerLevel | Allowance, rank: Formula, start: Formula) -> tuple[Item, ...]:
        """Count_Due := when the allowance runs out at the level with `rank`, counted from `start`; empty if none."""
        given = per_level(allowances)
        aims = {level: self.aim(one) for level, one in given.items()}
        levels = among(rank, aims, count_of(allowances))
        return (*begin(start), *self.counted({DUE: aims}, rank), result("Count_Due", DUE, levels))

    def due_and_warning(self, clock: Clock, rank: Formula, start: Formula) -> tuple[Item, ...]:
        """Count_Due and Count_Warn of `clock` at the level with `rank`; a warning that is not before due is none."""
        given = per_level(clock.within)
        aims = {level: self.aim(one) for level, one in given.items()}
        plans: dict[str, Aims] = {DUE: aims}
        if clock.warn is not None and clock.warn.before is None:
            plans[WARN] = {level: self.warning(clock.warn, one) for level, one in given.items()}
        items = [*begin(start), *self.counted(plans, rank)]
        if clock.warn is not None and clock.warn.before is not None:
            items += [number_item(FROM.name, ref(DUE)), *self.counted({WARN: {0: self.earlier(clock.warn.before)}}, rank)]
        levels = among(rank, aims, len(clock.within))
        items.append(result("Count_Due", DUE, levels))
        if clock.warn is None or not given:
            return (*items, Item(target="Count_Warn", value=NULL, kind="DateTime"))
        return (*items, result("Count_Warn", WARN, (*levels, binary("<", ref(WARN), ref(DUE)))))

    def later(self, extension: Extension, due: Formula) -> tuple[Item, ...]:
        """Count_Due := `due`, moved by an extension: the same time of day, so many (open) days later."""
        aim = Days(days=extension.days, calendar=extension.calendar, minute=None)
        return (*begin(due), *self.counted({DUE: {0: aim}}, number(0)), result("Count_Due", DUE, ()))

    # -- what is aimed at ------------------------------------------------------------------------------------------

    def aim(self, allowance: Allowance) -> Aim:
        if allowance.calendar is None:
            if allowance.minutes:
                return Elapsed(seconds=allowance.minutes * 60)
            return Days(days=allowance.days, calendar=None, minute=24 * 60)
        if allowance.minutes:
            return OpenTime(seconds=allowance.minutes * 60, calendar=allowance.calendar)
        return Days(days=allowance.days, calendar=allowance.calendar, minute=self.by_id[allowance.calendar].closes)

    def warning(self, warn: Warn, allowance: Allowance) -> Aim:
        """A warning that counts from the start: `after`, or a share of the allowance in whole minutes."""
        if warn.after is not None:
            return self.aim(warn.after)
        share = warn.share or 0
        if allowance.minutes:
            part = allowance.minutes * share // 100
            if not part or allowance.calendar is None:
                return Elapsed(seconds=part * 60)
            return OpenTime(seconds=part * 60, calendar=allowance.calendar)
        calendar = self.by_id[allowance.calendar] if allowance.calendar else None
        closes, length = (calendar.closes, calendar.closes - calendar.opens) if calendar else (24 * 60, 24 * 60)
        days, minutes = divmod(allowance.days * length * (100 - share) // 100, length)
        return Days(days=allowance.days - days, calendar=allowance.calendar, minute=closes - minutes)

    def earlier(self, allowance: Allowance) -> Aim:
        """What `before` means, counted from due."""
        if allowance.days:
            return Days(days=-allowance.days, calendar=allowance.calendar, minute=None)
        if allowance.calendar:
            return OpenTime(seconds=-allowance.minutes * 60, calendar=allowance.calendar)
        return Elapsed(seconds=-allowance.minutes * 60)

    # -- how it is reached -----------------------------------------------------------------------------------------

    def counted(self, plans: Mapping[str, Aims], rank: Formula) -> tuple[Item, ...]:
        """Each target := what its level aims at, in seconds; counted from Count_From."""
        items: list[Item] = []
        begun: set[str] = set()
        for target, aims in plans.items():
            elapsed = {level: one.seconds for level, one in aims.items() if isinstance(one, Elapsed)}
            if elapsed:
                items.append(number_item(target, binary("+", FROM, pick(rank, elapsed))))
                begun.add(target)
        zone = None
        for calendar in self.calendars_of(plans):
            here = calendar.zone if calendar else self.zone
            items += local(here) if here != zone else ()
            zone = here
            parts = {target: reached_in(calendar, aims) for target, aims in plans.items()}
            items += position(calendar, [one for part in parts.values() for one in part.values()])
            for target, part in parts.items():
                if part:
                    keep = among(rank, part, 0) if target in begun else ()
                    items += landing(target, part, calendar, here, rank, keep)
                    begun.add(target)
        return tuple(items)

    def calendars_of(self, plans: Mapping[str, Aims]) -> list[Calendar | None]:
        """Those that any aim needs (None: days without one), those of one zone side by side."""
        ids = {one.calendar for aims in plans.values() for one in aims.values() if not isinstance(one, Elapsed)}
        found = [self.by_id[id] if id else None for id in sorted(ids, key=lambda id: id or "")]
        return sorted(found, key=lambda one: one.zone if one else self.zone)


Reached = Mapping[int, Days | OpenTime]


def reached_in(calendar: Calendar | None, aims: Aims) -> Reached:
    id = calendar.id if calendar else None
    return {level: one for level, one in aims.items() if not isinstance(one, Elapsed) and one.calendar == id}


def per_level(allowances: PerLevel | Allowance) -> dict[int, Allowance]:
    given = (allowances,) if isinstance(allowances, Allowance) else allowances
    return {level: one for level, one in enumerate(given) if one is not None}


def count_of(allowances: PerLevel | Allowance) -> int:
    return 1 if isinstance(allowances, Allowance) else len(allowances)


def begin(start: Formula) -> tuple[Item, ...]:
    return (number_item(FROM.name, seconds(start)),)


def local(zone: str) -> tuple[Item, ...]:
    """Where Count_From lies on the wall of a zone."""
    items = [number_item(YEAR.name, year_of(FROM))] if changing(zone) else []
    items.append(number_item(WALL.name, wall(zone, FROM, YEAR)))
    items.append(number_item(TODAY.name, call("MFLOOR", binary("/", WALL, number(DAY)))))
    return tuple(items)


def position(calendar: Calendar | None, aims: Iterable[Days | OpenTime]) -> tuple[Item, ...]:
    """Where Count_From lies among the open days and the open time of a calendar, as far as the aims ask for it."""
    if calendar is None:
        return ()
    open_days = OpenDays(calendar)
    timed = any(isinstance(one, OpenTime) for one in aims)
    items: list[Item] = []
    if timed or any(isinstance(one, Days) and one.days > 0 for one in aims):
        items += open_days.up_to(OPEN.name, TODAY, 0)
    if timed or any(isinstance(one, Days) and one.days < 0 for one in aims):
        items += open_days.up_to(BEFORE.name, TODAY, -1)
    if timed:
        length = number((calendar.closes - calendar.opens) * 60)
        since_opening = binary("-", time_of_day(), number(calendar.opens * 60))
        used = call("MIN", call("MAX", since_opening, number(0)), length)
        used = choose(binary(">", OPEN, BEFORE), used, number(0))
        items.append(number_item(PLACE.name, binary("+", binary("*", BEFORE, length), used)))
    return tuple(items)


def time_of_day() -> Formula:
    return binary("-", WALL, binary("*", TODAY, number(DAY)))


def landing(
    target: str, aims: Reached, calendar: Calendar | None, zone: str, rank: Formula, levels: tuple[Formula, ...]
) -> tuple[Item, ...]:
    """`target` := the instant that the aims of one calendar mean; with `levels`, only where one of them holds."""
    days = {level: one for level, one in aims.items() if isinstance(one, Days)}
    timed = {level: one for level, one in aims.items() if isinstance(one, OpenTime)}
    clock = time_of_day() if any(one.minute is None for one in days.values()) else None
    clock = clock or binary("*", pick(rank, {level: one.minute or 0 for level, one in days.items()}), number(60))
    items: list[Item] = []
    if calendar is None:
        day = binary("+", TODAY, pick(rank, {level: one.days for level, one in days.items()}))
    else:
        wanted = nth_open_day(rank, days)
        if timed:
            length = number((calendar.closes - calendar.opens) * 60)
            place = binary("+", PLACE, pick(rank, {level: one.seconds for level, one in timed.items()}))
            into = binary("-", place, binary("*", binary("-", TARGET, number(1)), length))
            moment = binary("+", number(calendar.opens * 60), into)
            day_of_place = open_day_at(binary("/", place, length), timed)
            wanted = either(rank, days, wanted, day_of_place)
            clock = either(rank, days, clock, moment)
        items.append(number_item(TARGET.name, wanted))
        items += OpenDays(calendar).day(DATE.name, SCRATCH.name, TARGET)
        day = DATE
    items.append(number_item(WALL.name if False else TARGET.name, binary("+", binary("*", day, number(DAY)), clock)))
    return tuple(items)
