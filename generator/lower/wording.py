"""What merge fields say, as formulas: names of stages and teams, days and times of the workflow's zone. No locale of a
reader or of the running user is read. The interpreter's wording is the contract."""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.naming import Names, said_in_mails
from generator.lower.programs import Item, Variable
from generator.lower.trees import any_of, binary, call, choose, equal, joined, negation, number, ref, text
from generator.lower.zones import DAY, FIRST_DAY, seconds, wall, year_of
from generator.process.model import Choice, Process

SECOND, WALL, SAID_DAY = ref("Said_Second"), ref("Said_Wall"), ref("Said_Day")
VARIABLES = (
    Variable(name="Said_Second", kind="Number", what="The time that a mail says, in seconds since 1970 GMT."),
    Variable(name="Said_Wall", kind="Number", what="What the local clock shows then, in seconds since it showed 1970."),
    Variable(name="Said_Day", kind="Date", what="The local day of the time that a mail says."),
)
"""What `said_by_flows` reckons with."""


def labelled(value: Formula, choices: tuple[Choice, ...]) -> Formula:
    """The label of a picklist's value; a text is nothing for a value that is none."""
    pairs = [text(said) for one in choices for said in (one.id, one.label)]
    return call("CASE", value, *pairs, text(""))


def day_text(process: Process, day: Formula) -> Formula:
    """A date (that is filled) as the workflow's language writes it: 31/12/2026, or 12/31/2026 in en-US."""
    parts = [padded(call("DAY", day)), padded(call("MONTH", day))]
    if process.identity.language == "en-US":
        parts.reverse()
    return joined((parts[0], text("/"), parts[1], text("/"), call("TEXT", call("YEAR", day))))


def padded(value: Formula) -> Formula:
    return call("LPAD", call("TEXT", value), number(2), text("0"))


def said_by_flows(process: Process, names: Names) -> tuple[Item, ...]:
    """The texts of a case that mails are merged from and no formula field can hold, as the last assignments of a flow
    before save (after clocks and stage are settled); they need VARIABLES. Nothing where no mail says them."""
    said = said_in_mails(process)
    found: list[Item] = []
    if "reply_by" in said:
        found += reply_by(process, names)
    if "stage_since" in said:
        found += stage_since(process, names)
    return tuple(found)


def reply_by(process: Process, names: Names) -> Iterator[Item]:
    """The day of the latest due time among the clocks that run; nothing when none does."""
    yield Item(target="Said_Second", value=number(0), kind="Number")
    for clock in process.clocks:
        due, stopped = (ref(f"$Record.{names.field(f'{clock.id}.{part}')}") for part in ("due", "stopped"))
        rests = any_of((call("ISBLANK", due), negation(call("ISBLANK", stopped))))
        latest = choose(rests, SECOND, call("MAX", SECOND, seconds(due)))
        yield Item(target="Said_Second", value=latest, kind="Number")
    yield from on_the_wall(process)
    said = choose(equal(SECOND, number(0)), text(""), day_text(process, SAID_DAY))
    yield Item(target=f"$Record.{names.field('mail_reply_by')}", value=said)


def stage_since(process: Process, names: Names) -> Iterator[Item]:
    """Day and time of entering the stage."""
    yield Item(target="Said_Second", value=seconds(ref(f"$Record.{names.field('stage_since')}")), kind="Number")
    yield from on_the_wall(process)
    hours, minutes = (
        call("FLOOR", binary("/", call("MOD", WALL, number(span)), number(unit)))
        for span, unit in ((DAY, 3600), (3600, 60))
    )
    said = joined((day_text(process, SAID_DAY), text(" "), padded(hours), text(":"), padded(minutes)))
    yield Item(target=f"$Record.{names.field('mail_stage_since')}", value=said)


def on_the_wall(process: Process) -> Iterator[Item]:
    """The wall and the day of the second that is said."""
    yield Item(target="Said_Wall", value=wall(process.identity.zone, SECOND, year_of(SECOND)), kind="Number")
    day = binary("+", FIRST_DAY, call("MFLOOR", binary("/", WALL, number(DAY))))
    yield Item(target="Said_Day", value=day, kind="Date")
