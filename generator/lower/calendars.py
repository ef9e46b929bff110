"""Due times, warnings and extensions as assignments of a flow: language.md section 4 in closed forms.

Everything is counted in whole seconds on numbers, from the start to a wall of some day and back to GMT; the running
user's zone is read nowhere. Nothing here can fail: where a start is empty, so are the results.
"""

from collections.abc import Iterable, Mapping

from generator.formula.syntax import Formula, Ref
from generator.frozen import record
from generator.lower.open_days import OpenDays
from generator.lower.programs import Item, Variable
from generator.lower.trees import NULL, all_of, any_of, binary, call, choose, equal, number
from generator.lower.zones import DAY, FIRST_DAY, changing, instant, seconds, showing, wall, year_of
from generator.process.model import Allowance, Calendar, Clock, Extension, PerLevel, Process, Warn

DUE, WARN = Ref(name="Count_Due_Second"), Ref(name="Count_Warn_Second")
FROM, YEAR, WALL, TODAY, DATE = (Ref(name=f"Count_{name}") for name in ("From", "Year", "Wall", "Day", "Date"))
OPEN, BEFORE, PLACE = (Ref(name=f"Count_{name}") for name in ("Open", "Open_Before", "Open_Time"))
TARGET, SCRATCH, FOUND, TARGET_WALL = (Ref(name=f"Count_Target{name}") for name in ("", "_Weekday", "_Day", "_Wall"))
NUMBERS = {
    DUE: "Due, in seconds since 1970 GMT.",
    WARN: "The warning, in seconds since 1970 GMT.",
    FROM: "What is counted from, in seconds since 1970 GMT.",
    YEAR: "The year whose changes of the clock are looked at.",
    WALL: "What the local clock shows at the start, in seconds since it showed 1970.",
    TODAY: "The local day of the start, in days since 1970.",
    OPEN: "Open days until the end of the day of the start.",
    BEFORE: "Open days before the day of the start.",
    PLACE: "Open seconds until the start.",
    TARGET: "The number of the open day that is looked for.",
    SCRATCH: "That number, were there no holidays.",
    FOUND: "The day that is looked for, in days since 1970.",
    TARGET_WALL: "What the local clock shows then, in seconds since it showed 1970.",
}
VARIABLES = (
    Variable(name="Count_Due", kind="DateTime", what="When the allowance runs out; empty where there is none."),
    Variable(name="Count_Warn", kind="DateTime", what="When to warn; empty where there is no warning before due."),
    Variable(name="Count_Nothing", kind="DateTime", what="Always empty: a warning that there is not."),
    Variable(name=DATE.name, kind="Date", what="The local day of the start."),
    *(Variable(name=one.name, kind="Number", what=what) for one, what in NUMBERS.items()),
)


@record
class Elapsed:
    """So many seconds later, or earlier when negative."""

    seconds: int


@record
class Days:
    """So many days later (or earlier), open ones with a calendar; at `minute` of that day, or the same time of day."""

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
        """Count_Due := when the allowance of the level with `rank` runs out, counted from `start`; empty if none.

        `rank` is a number, 0 the most urgent level; `start` a date and time. The rule is language.md section 4.
        """
        given = per_level(allowances)
        aims = {level: self.aim(one) for level, one in given.items()}
        shown = result("Count_Due", DUE, existing(allowances, rank))
        return (begin(start), *self.counted({DUE: aims}, rank), shown)

    def due_and_warning(self, clock: Clock, rank: Formula, start: Formula) -> tuple[Item, ...]:
        """Count_Due and Count_Warn of `clock` at the level with `rank`; a warning that is not before due is none."""
        given, warn = per_level(clock.within), clock.warn
        plans: dict[Ref, Aims] = {DUE: {level: self.aim(one) for level, one in given.items()}}
        existent = existing(clock.within, rank)
        shown = result("Count_Due", DUE, existent)
        if warn is None or not given:
            none = Item(target="Count_Warn", value=Ref(name="Count_Nothing"), kind="DateTime")
            return (begin(start), *self.counted(plans, rank), shown, none)
        back: tuple[Item, ...] = ()
        if warn.before is not None:
            back = (number_item(FROM, DUE), *self.counted({WARN: {0: self.earlier(warn.before)}}, rank))
        else:
            plans[WARN] = {level: self.warning(warn, one) for level, one in given.items()}
        warned = result("Count_Warn", WARN, (*existent, binary("<", WARN, DUE)))
        return (begin(start), *self.counted(plans, rank), *back, shown, warned)

    def later(self, extension: Extension, due: Formula, target: str = "Count_Due") -> tuple[Item, ...]:
        """`target` := `due`, moved by an extension: the same time of day, so many (open) days later."""
        aim = Days(days=extension.days, calendar=extension.calendar, minute=None)
        return (begin(due), *self.counted({DUE: {0: aim}}, number(0)), result(target, DUE, ()))

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

    def counted(self, plans: Mapping[Ref, Aims], rank: Formula) -> tuple[Item, ...]:
        """Each target := what its level aims at, in seconds; counted from Count_From."""
        items: list[Item] = []
        begun: set[Ref] = set()
        for target, aims in plans.items():
            elapsed = {level: one.seconds for level, one in aims.items() if isinstance(one, Elapsed)}
            if elapsed:
                items.append(number_item(target, plus(FROM, pick(rank, elapsed))))
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
                    where = is_one_of(rank, part) if target in begun else None
                    items += landing(target, part, calendar, here, rank, where)
                    begun.add(target)
        return tuple(items)

    def calendars_of(self, plans: Mapping[Ref, Aims]) -> list[Calendar | None]:
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


def existing(allowances: PerLevel | Allowance, rank: Formula) -> tuple[Formula, ...]:
    """When there is an allowance: a test, or none where every level has one."""
    given = per_level(allowances)
    if isinstance(allowances, Allowance) or len(given) == len(allowances):
        return ()
    return (is_one_of(rank, given),)


def begin(start: Formula) -> Item:
    return number_item(FROM, seconds(start))


def local(zone: str) -> tuple[Item, ...]:
    """Where Count_From lies on the wall of a zone."""
    items = [number_item(YEAR, year_of(FROM))] if changing(zone) else []
    items.append(number_item(WALL, wall(zone, FROM, YEAR)))
    items.append(number_item(TODAY, call("MFLOOR", binary("/", WALL, number(DAY)))))
    return tuple(items)


def position(calendar: Calendar | None, aims: Iterable[Days | OpenTime]) -> tuple[Item, ...]:
    """Where Count_From lies among the open days and the open time of a calendar, as far as the aims ask for it."""
    if calendar is None:
        return ()
    open_days = OpenDays(calendar)
    timed = any(isinstance(one, OpenTime) for one in aims)
    items = [Item(target=DATE.name, value=binary("+", FIRST_DAY, TODAY), kind="Date")] if open_days.holidays else []
    if timed or any(isinstance(one, Days) and one.days > 0 for one in aims):
        items += open_days.up_to(OPEN.name, TODAY, DATE)
    if timed or any(isinstance(one, Days) and one.days < 0 for one in aims):
        items += open_days.before(BEFORE.name, TODAY, DATE)
    if timed:
        length = number((calendar.closes - calendar.opens) * 60)
        time_of_day = binary("-", WALL, binary("*", TODAY, number(DAY)))
        since_opening = binary("-", time_of_day, number(calendar.opens * 60))
        used = call("MIN", call("MAX", since_opening, number(0)), length)
        used = choose(binary(">", OPEN, BEFORE), used, number(0))
        items.append(number_item(PLACE, binary("+", binary("*", BEFORE, length), used)))
    return tuple(items)


def landing(
    target: Ref, aims: Reached, calendar: Calendar | None, zone: str, rank: Formula, levels: Formula | None
) -> tuple[Item, ...]:
    """`target` := the instant that the aims of one calendar mean; with `levels`, only where that holds."""
    days = {level: one for level, one in aims.items() if isinstance(one, Days)}
    timed = {level: one for level, one in aims.items() if isinstance(one, OpenTime)}
    items: list[Item] = []
    clock = day_clock(rank, days)
    day: Formula = FOUND
    if calendar is None:
        day = plus(TODAY, pick(rank, {level: one.days for level, one in days.items()}))
    else:
        wanted = nth_open_day(rank, days)
        if timed:
            last, moment = open_time(rank, timed, calendar)
            where = is_one_of(rank, days)
            wanted, clock = (choose(where, wanted, last), choose(where, clock, moment)) if days else (last, moment)
        items.append(number_item(TARGET, wanted))
        items += OpenDays(calendar).day(FOUND.name, SCRATCH.name, TARGET)
    items.append(number_item(TARGET_WALL, binary("+", binary("*", day, number(DAY)), clock)))
    if changing(zone):
        items.append(number_item(YEAR, year_of(TARGET_WALL)))
    found = showing(zone, TARGET_WALL, YEAR)
    items.append(number_item(target, choose(levels, found, target) if levels else found))
    return tuple(items)


def day_clock(rank: Formula, days: Mapping[int, Days]) -> Formula:
    """Seconds after midnight: of the start where no minute is said (then all aims are alike)."""
    said = {level: one.minute * 60 for level, one in days.items() if one.minute is not None}
    return pick(rank, said) if said else binary("-", WALL, binary("*", TODAY, number(DAY)))


def nth_open_day(rank: Formula, days: Mapping[int, Days]) -> Formula:
    """The number of the n-th open day after the day of the start; or before it (then all aims are alike)."""
    more = {level: one.days for level, one in days.items()}
    if any(many < 0 for many in more.values()):
        return plus(BEFORE, pick(rank, {level: many + 1 for level, many in more.items()}))
    return plus(OPEN, pick(rank, more))


def open_time(rank: Formula, timed: Mapping[int, OpenTime], calendar: Calendar) -> tuple[Formula, Formula]:
    """The number of the open day on which the open time has run out, and the seconds after midnight.

    What runs out exactly when a day closes belongs to that day; counted backwards, to the day that opens then.
    """
    length = number((calendar.closes - calendar.opens) * 60)
    place = plus(PLACE, pick(rank, {level: one.seconds for level, one in timed.items()}))
    days = binary("/", place, length)
    if min(one.seconds for one in timed.values()) < 0:
        wanted = binary("+", call("MFLOOR", days), number(1))
    else:
        wanted = call("MCEILING", days)
    used = binary("-", place, binary("*", binary("-", TARGET, number(1)), length))
    return wanted, binary("+", number(calendar.opens * 60), used)


# -- small parts -------------------------------------------------------------------------------------------------------


def number_item(target: Ref, value: Formula) -> Item:
    return Item(target=target.name, value=value, kind="Number")


def plus(tree: Formula, more: Formula) -> Formula:
    return binary("+", tree, more)


def pick(rank: Formula, values: Mapping[int, int]) -> Formula:
    """The value of a level, 0 for one that is not there; one that all have needs no rank."""
    if len(set(values.values())) <= 1:
        return number(next(iter(values.values()), 0))
    pairs = [part for level, value in values.items() for part in (number(level), number(value))]
    return call("CASE", rank, *pairs, number(0))


def is_one_of(rank: Formula, levels: Iterable[int]) -> Formula:
    return any_of(equal(rank, number(level)) for level in levels)


def result(target: str, found: Ref, when: tuple[Formula, ...]) -> Item:
    """The seconds as date and time, where all of `when` hold; else nothing."""
    moment = instant(found)
    return Item(target=target, value=choose(all_of(when), moment, NULL) if when else moment, kind="DateTime")
