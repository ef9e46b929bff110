"""The open days of one calendar as numbers: which day has which, and back; closed forms, no loops.

A day is a number of days since 1970-01-01, a Thursday. Open days are counted from some Monday long ago, as if there
were no holidays, and then less the holidays that have passed. Both ways are exact for any holidays: how many open days
lie before each of them is known when we compile.
"""

from collections.abc import Iterable
from datetime import date

from generator.formula.syntax import Formula
from generator.lower.programs import Item
from generator.lower.trees import LONGEST, binary, call, choose, folded, length, number, packs, ref
from generator.process.model import Calendar

SINCE_MONDAY = 3
"""Day 0 was a Thursday."""
FIRST = date(1970, 1, 1)


class OpenDays:
    def __init__(self, calendar: Calendar) -> None:
        self.days = calendar.days
        self.holidays = sorted({day for day in calendar.holidays if day.weekday() in calendar.days})

    def up_to(self, target: str, day: Formula, date: Formula) -> tuple[Item, ...]:
        """`target` := the number of open days until the end of `day`; `date` is the same day."""
        return self.passed(target, plus(day, SINCE_MONDAY), ">=", date)

    def before(self, target: str, day: Formula, date: Formula) -> tuple[Item, ...]:
        """`target` := the number of open days before `day`; `date` is the same day."""
        return self.passed(target, plus(day, SINCE_MONDAY - 1), ">", date)

    def passed(self, target: str, since_monday: Formula, op: str, date: Formula) -> tuple[Item, ...]:
        weeks = call("MFLOOR", binary("/", since_monday, number(7)))
        weekday = binary("-", since_monday, binary("*", number(7), weeks))
        this_week = table(weekday, [sum(one <= last for one in self.days) for last in range(7)])
        whole = binary("+", binary("*", number(len(self.days)), weeks), this_week)
        holidays = (call("DATE", *map(number, (one.year, one.month, one.day))) for one in self.holidays)
        return summed(target, whole, (choose(binary(op, date, one), number(-1), number(0)) for one in holidays))

    def day(self, target: str, scratch: str, wanted: Formula) -> tuple[Item, ...]:
        """`target` := the day of the open day with the number `wanted`; `scratch` is a variable to work with."""
        skipped: dict[int, int] = {}
        for passed, holiday in enumerate(self.holidays):
            before = self.weekdays_up_to((holiday - FIRST).days) - passed - 1
            skipped[before] = skipped.get(before, 0) + 1
        terms = (
            choose(binary(">", wanted, number(before)), number(many), number(0)) for before, many in skipped.items()
        )
        a_week = number(len(self.days))
        earlier = plus(ref(scratch), -1)
        weeks = call("MFLOOR", binary("/", earlier, a_week))
        place = binary("-", earlier, binary("*", a_week, weeks))
        weekday = table(place, list(self.days))
        found = plus(binary("+", binary("*", number(7), weeks), weekday), -SINCE_MONDAY)
        return *summed(scratch, wanted, terms), Item(target=target, value=found, kind="Number")

    def weekdays_up_to(self, day: int) -> int:
        """The number of open days until the end of `day`, were there no holidays."""
        weeks, weekday = divmod(day + SINCE_MONDAY, 7)
        return weeks * len(self.days) + sum(one <= weekday for one in self.days)


def plus(tree: Formula, more: int) -> Formula:
    if not more:
        return tree
    return binary("+" if more > 0 else "-", tree, number(abs(more)))


def table(place: Formula, values: list[int]) -> Formula:
    """The value at `place`, 0 being the first; one value needs no table."""
    if len(set(values)) == 1:
        return number(values[0])
    pairs = [part for at, value in enumerate(values[:-1]) for part in (number(at), number(value))]
    return call("CASE", place, *pairs, number(values[-1]))


def summed(target: str, first: Formula, terms: Iterable[Formula]) -> tuple[Item, ...]:
    """`target` := `first` and all terms, in as many items as the length of a formula asks for.

    Later items add by a formula: what an assignment makes of adding to nothing is not documented.
    """
    parts = [first]
    items: list[Item] = []
    for group in packs([*terms], LONGEST - length(first)) or [[]]:
        items.append(Item(target=target, value=folded("+", (*parts, *group), first), kind="Number"))
        parts = [ref(target)]
    return tuple(items)
