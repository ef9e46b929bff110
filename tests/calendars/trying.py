"""Calendars, clocks and instants at random; what three witnesses say of each: assignments, interpreter, count."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from generator.emulator.organisation import Org
from generator.formula.evaluation import Compiler
from generator.formula.values import Value
from generator.frozen import record
from generator.interpret import calendars as interpreted
from generator.lower.assemble import assemble
from generator.lower.calendars import VARIABLES, Calendars
from generator.lower.programs import Item, Program, Set
from generator.lower.trees import ref
from generator.process.model import Allowance, Calendar, Clock, Extension, Process, Warn
from generator.source import NOWHERE
from tests.calendars.counting import Hours, instant, second, wall
from tests.emulator.building import custom, new, org, saved
from tests.specs.loaded import resolved

ZONES = ("Europe/London", "America/New_York", "Europe/Berlin", "America/Chicago", "Asia/Kolkata", "UTC")
USERS = ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "Europe/London")
"""Zones of the people who save."""
CHRISTMAS = tuple(
    date(year, month, day)
    for year in range(2024, 2033)
    for month, day in ((12, 24), (12, 25), (12, 26), (12, 27), (12, 28), (12, 31), (1, 1), (1, 2))
)
SHUTDOWN = tuple(date(year, 8, day) for year in range(2025, 2031) for day in range(1, 22))
"""Three weeks of every August: more holidays in a row than any rounds of counting them would reach."""
LEVELS = 4
A_CLOCK = 50
"""Instants of one clock."""


@record
class Made:
    """A workflow with two calendars, a clock and an extension in them."""

    process: Process
    clock: Clock
    extension: Extension

    @property
    def zone(self) -> str:
        return self.process.identity.zone

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        return self.process.calendars


@record
class Answer:
    due: datetime | None
    warn: datetime | None
    later: datetime


# -- what is tried -----------------------------------------------------------------------------------------------------


def any_calendar(id: str, number: int, random: Random) -> Calendar:
    """Office hours first, then anything from one short day a week to almost always."""
    days = (0, 1, 2, 3, 4) if number % 3 == 0 else tuple(sorted(random.sample(range(7), random.randint(1, 7))))
    opens = random.choice((8 * 60, 9 * 60, random.randint(4 * 60, 20 * 60)))
    closes = max(random.choice((18 * 60, 23 * 60 + 59, random.randint(0, 23 * 60 + 59))), opens + random.randint(1, 99))
    some = {date(2025, 1, 1) + timedelta(days=random.randrange(2190)) for _ in range(random.choice((0, 20, 60)))}
    held = tuple(sorted({*random.choice(((), CHRISTMAS, (*CHRISTMAS, *SHUTDOWN))), *some}))
    zone = ZONES[number % len(ZONES)]
    return Calendar(id=id, days=days, opens=opens, closes=closes, holidays=held, zone=zone, because=NOWHERE)


def any_allowance(calendars: tuple[Calendar, ...], random: Random) -> Allowance:
    calendar = random.choice((None, None, calendars[0], calendars[0], calendars[1]))
    id = calendar.id if calendar else None
    if random.random() < 0.5:
        days = random.choice((1, 2, 3, 5, 28, random.randint(1, 40)))
        return Allowance(days=days, calendar=id, because=NOWHERE)
    length = calendar.closes - calendar.opens if calendar else 1440
    minutes = random.choice((1, 15, 60, 240, length, 2 * length, random.randint(1, 3000)))
    return Allowance(minutes=min(minutes, 12 * length), calendar=id, because=NOWHERE)


def any_warning(calendars: tuple[Calendar, ...], random: Random) -> Warn | None:
    kind = random.choice(("share", "share", "after", "before", "none"))
    if kind == "none":
        return None
    share = random.choice((1, 50, 75, 99, random.randint(1, 99))) if kind == "share" else None
    after, before = (any_allowance(calendars, random) if kind == one else None for one in ("after", "before"))
    return Warn(share=share, after=after, before=before, because=NOWHERE)


def made(number: int, random: Random) -> Made:
    whole = resolved("northgate").process
    calendars = any_calendar("working", number, random), any_calendar("desk", random.randrange(len(ZONES)), random)
    zone = calendars[0].zone if random.random() < 0.7 else random.choice(ZONES)
    within = tuple(any_allowance(calendars, random) if random.random() < 0.9 else None for _ in range(LEVELS))
    within = (within[0],) * LEVELS if number % 5 == 0 else within
    clock = replace(whole.clocks[0], within=within, warn=any_warning(calendars, random))
    days = random.choice((1, 2, 5, 14, random.randint(1, 60)))
    extension = Extension(days=days, calendar=random.choice((None, "working", "desk")), because=NOWHERE)
    process = replace(whole, identity=replace(whole.identity, zone=zone), calendars=calendars)
    return Made(process=process, clock=clock, extension=extension)


def any_instant(tried: Made, random: Random) -> datetime:
    """An instant of 2025 to 2030 near something that matters, or anywhere."""
    calendar = random.choice(tried.calendars)
    here = ZoneInfo(calendar.zone)
    year = random.randint(2025, 2030)
    match random.randrange(8):
        case 0 | 1 | 2:
            turns = wall(tried.zone).changes or wall(calendar.zone).changes or wall("Europe/London").changes
            near = random.choice([one for one in turns if 2025 <= one.year <= 2030])
            near += timedelta(days=random.choice((0, 0, -1, -2, -5, -14)), seconds=random.randint(-7200, 7200))
        case 3:
            near = datetime(year, 12, random.randint(20, 31), tzinfo=here) + timedelta(seconds=random.randrange(86400))
        case 4 | 5:
            day = datetime(year, 1, 1) + timedelta(days=random.randrange(365))
            day += timedelta(days=(4 - day.weekday()) % 7 + random.choice((0, 0, 1, 2)))  # Friday, or the weekend
            edge = random.choice((calendar.opens, calendar.closes))
            near = day.replace(tzinfo=here) + timedelta(minutes=edge, seconds=random.choice((0, 0, -1, 1, -60, 60)))
        case 6:
            near = datetime(year, random.randint(1, 12), random.randint(1, 28), tzinfo=ZoneInfo(tried.zone))
            near += timedelta(seconds=random.choice((0, -1, 1)))
        case _:
            near = datetime(year, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(365 * 86400))
    return near.astimezone(UTC)


# -- the count ---------------------------------------------------------------------------------------------------------


class Counted:
    """Answers by counting on tables."""

    def __init__(self, tried: Made) -> None:
        self.tried = tried
        self.by_id = {one.id: one for one in tried.calendars}
        self.hours = {one.id: Hours(one.zone, one.days, one.opens, one.closes, one.holidays) for one in tried.calendars}

    def answer(self, start: datetime, rank: int) -> Answer:
        allowance, at = self.tried.clock.within[rank], second(start)
        extension = self.tried.extension
        later = instant(self.days_on(at, extension.days, extension.calendar))
        if allowance is None:
            return Answer(due=None, warn=None, later=later)
        due = self.due(allowance, at)
        warn = self.warned(allowance, at, due)
        return Answer(due=instant(due), warn=instant(warn) if warn is not None and warn < due else None, later=later)

    def due(self, allowance: Allowance, at: int) -> int:
        hours = self.hours.get(allowance.calendar or "")
        if allowance.minutes:
            return hours.after(at, allowance.minutes * 60) if hours else at + allowance.minutes * 60
        if hours:
            return hours.closing(hours.nth_day(hours.wall.shown(at)[0], allowance.days))
        mine = wall(self.tried.zone)
        return mine.midnight(mine.shown(at)[0] + timedelta(days=allowance.days + 1))

    def warned(self, allowance: Allowance, at: int, due: int) -> int | None:
        warn = self.tried.clock.warn
        if warn is None:
            return None
        if warn.after is not None:
            return self.due(warn.after, at)
        if warn.before is not None:
            return self.before(warn.before, due)
        assert warn.share is not None
        if not allowance.minutes:
            return self.rest_before(allowance, due, 100 - warn.share)
        part = allowance.minutes * warn.share // 100 * 60
        return self.hours[allowance.calendar].after(at, part) if allowance.calendar and part else at + part

    def before(self, allowance: Allowance, due: int) -> int:
        if allowance.days:
            return self.days_on(due, -allowance.days, allowance.calendar)
        seconds = allowance.minutes * 60
        return self.hours[allowance.calendar].before_that(due, seconds) if allowance.calendar else due - seconds

    def rest_before(self, allowance: Allowance, due: int, percent: int) -> int:
        """`percent` of the time of so many days, in whole minutes, before `due`: backwards on the wall, day by day."""
        hours = self.hours.get(allowance.calendar or "")
        calendar = self.by_id.get(allowance.calendar or "")
        mine = hours.wall if hours else wall(self.tried.zone)
        length = calendar.closes - calendar.opens if calendar else 1440
        rest = allowance.days * length * percent // 100
        day = mine.shown(due - 1)[0]
        while rest >= length:
            day = hours.nth_day(day, -1) if hours else day - timedelta(days=1)
            rest -= length
        if not rest:
            return hours.closing(day) if hours else mine.midnight(day + timedelta(days=1))
        return mine.showing(day, ((calendar.closes if calendar else 1440) - rest) * 60)

    def days_on(self, at: int, days: int, calendar: str | None) -> int:
        """The same time of day, so many (open) days later or earlier."""
        hours = self.hours.get(calendar or "")
        mine = hours.wall if hours else wall(self.tried.zone)
        day, clock = mine.shown(at)
        return mine.showing(hours.nth_day(day, days) if hours else day + timedelta(days=days), clock)


# -- the other witnesses -----------------------------------------------------------------------------------------------


def said(tried: Made, start: datetime, rank: int) -> Answer:
    """The interpreter's answer."""
    here, clock, extension = interpreted.Calendars(tried.process), tried.clock, tried.extension
    later = here.later(extension.days, extension.calendar, start)
    allowance = clock.within[rank]
    if allowance is None:
        return Answer(due=None, warn=None, later=later)
    due = here.due(allowance, start)
    return Answer(due=due, warn=here.warning(clock.warn, allowance, start, due), later=later)


KINDS = {one.name: one.kind.lower() for one in VARIABLES} | {"Start": "datetime", "Rank": "number"}


class Values:
    """What formulas look at; whoever asks for the running user's clock is caught."""

    now = datetime(2026, 1, 1, tzinfo=UTC)

    def __init__(self, values: dict[str, Value]) -> None:
        self.held = values

    def value(self, name: str) -> Value:
        return self.held.get(name)

    prior = value

    def is_new(self) -> bool:
        return True

    def local(self, instant: datetime) -> datetime:
        raise AssertionError(f"{instant} was asked for on the running user's clock")


class Assigned:
    """The assignments, their formulas compiled once."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        compiler = Compiler(KINDS.__getitem__)
        self.items = [(one, compiler.compile(one.value).run) for one in items]

    def values(self, given: dict[str, Value]) -> dict[str, Value]:
        scope = Values(given)
        for item, run in self.items:
            value = scope.held[item.target] = run(scope)
            assert item.operator == "Assign"
            assert not isinstance(value, Decimal) or value == value.to_integral_value()  # else a variable rounds it
        return scope.held


class Lowered:
    """Answers of the assignments of one clock."""

    def __init__(self, tried: Made) -> None:
        self.clock, self.extension = (Assigned(one) for one in items_of(tried))

    def answer(self, start: datetime, rank: int) -> Answer:
        found = self.clock.values({"Start": start, "Rank": Decimal(rank)})
        later = self.extension.values({"Start": start})["Count_Due"]
        return Answer(due=found["Count_Due"], warn=found["Count_Warn"], later=later)  # type: ignore[arg-type]


def items_of(tried: Made, rank: str = "Rank", start: str = "Start") -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    calendars = Calendars(tried.process)
    return calendars.due_and_warning(tried.clock, ref(rank), ref(start)), calendars.later(tried.extension, ref(start))


class Emulated:
    """Answers of a flow before save in the emulator, which people of several zones set off."""

    def __init__(self, tried: Made) -> None:
        clock, extension = items_of(tried, "$Record.Rank__c", "$Record.Start__c")
        kept = (
            Item(target=f"$Record.{name}__c", value=ref(f"Count_{name}"), kind="DateTime") for name in ("Due", "Warn")
        )
        later = Item(target="$Record.Later__c", value=ref("Count_Due"), kind="DateTime")
        program = Program(
            api_name="Count", label="Count", what="Counts.", object="Case", trigger="RecordBeforeSave", on="Create",
            order=1, active=True, variables=VARIABLES, resources=(),
            steps=(Set(label="Count", items=(*clock, *kept)), Set(label="Extend", items=(*extension, later))),
        )  # fmt: skip
        fields = [custom(f"{name}__c", "DateTime") for name in ("Start", "Due", "Warn", "Later")]
        self.org: Org = org(assemble(program), *fields, custom("Rank__c", "Number", precision=2, scale=0))
        self.users: list[str] = []
        for zone in USERS:
            self.org, user = self.org.with_user(
                zone.replace("/", " "), profile="System Administrator", TimeZoneSidKey=zone
            )
            self.users.append(user)

    def answer(self, start: datetime, rank: int, user: int) -> Answer:
        row = saved(new(self.org, {"Start__c": start, "Rank__c": Decimal(rank)}, user=self.users[user % len(USERS)]))
        return Answer(due=row["Due__c"], warn=row["Warn__c"], later=row["Later__c"])


# -- all of them -------------------------------------------------------------------------------------------------------


def tries(cases: int, seed: int) -> Iterator[tuple[Made, list[tuple[datetime, int]]]]:
    random = Random(seed)
    for number in range(-(-cases // A_CLOCK)):
        tried = made(number, random)
        yield tried, [(any_instant(tried, random), random.randrange(LEVELS)) for _ in range(A_CLOCK)]


@record
class Outcome:
    """Cases by zone of the first calendar, and those where a witness said something else than the count."""

    cases: Counter[str]
    found: tuple[str, ...]


def compared(cases: int, seed: int, emulated: int = 0) -> Outcome:
    """`cases` instants asked of the formulas and the interpreter, `emulated` of them of the emulator too."""
    count, found = Counter[str](), []
    for tried, moments in tries(cases, seed):
        counted, lowered = Counted(tried), Lowered(tried)
        emulator = Emulated(tried) if count["in the emulator"] < emulated else None
        for number, (start, rank) in enumerate(moments):
            expected = counted.answer(start, rank)
            answers = {"formulas": lowered.answer(start, rank), "interpreter": said(tried, start, rank)}
            if emulator is not None:
                answers["emulator"] = emulator.answer(start, rank, number)
                count["in the emulator"] += 1
            count[tried.calendars[0].zone] += 1
            what = f"level {rank} of {tried.clock.within}, {tried.clock.warn}, {tried.extension}, {tried.calendars}"
            found += [
                f"{witness} at {start} in {tried.zone}: {answer}, not {expected}: {what}"
                for witness, answer in answers.items()
                if answer != expected
            ]
    return Outcome(cases=count, found=tuple(found))
