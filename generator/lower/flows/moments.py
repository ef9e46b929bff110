"""What happens in a save, written down by the flows before it and carried out by the flow after it.

Before save a flow may touch the case alone. So it keeps a list of what happened, one `|token|` each, and leaves it in a
field; the flow after the save reads that list. Nothing is worked out twice, and what did not happen is not in it.
"""

from generator.formula.syntax import Formula
from generator.lower.flows.here import Here, before, field, value
from generator.lower.programs import Item, Resource, Variable
from generator.lower.trees import any_of, binary, call, choose, contains, joined, number, ref, text
from generator.process.model import Moment

HAPPENED = ref("Happened")
VARIABLES = (Variable(name="Happened", kind="String", what="What this save makes happen, one |token| each."),)


def token(kind: str, of: str | None = None) -> str:
    return f"|{kind}.{of}|" if of else f"|{kind}|"


def said(kind: str, of: str | None = None, where: Formula = HAPPENED) -> Formula:
    """Whether something happened in this save."""
    return contains(where, token(kind, of))


def came(here: Here, moment: Moment, where: Formula = HAPPENED) -> Formula:
    """Whether a moment came in this save."""
    if moment.kind in ("warned", "breached", "stalled") and moment.of is None:
        return contains(where, f"|{moment.kind}.")
    return said(moment.kind, moment.of, where)


def any_came(here: Here, moments: tuple[Moment, ...], where: Formula = HAPPENED) -> Formula:
    return any_of(came(here, one, where) for one in moments)


def say(test: Formula | None, kind: str, of: str | None = None) -> Item:
    """Adds a token where `test` holds; what is added is never empty."""
    added: Formula = text(token(kind, of))
    return Item(target="Happened", value=added if test is None else choose(test, added, spaced("")), operator="Add")


def say_of(test: Formula, kind: str, of: Formula) -> Item:
    """The same where the second half is only known when it happens."""
    added = joined((text(f"|{kind}."), of, text("|")))
    return Item(target="Happened", value=choose(test, added, spaced("")), operator="Add")


def spaced(what: str) -> Formula:
    """A text that is never empty, made by a formula because a flow trims what it holds as a plain value."""
    return joined((text(" "), text(what)))


def begin() -> Item:
    return Item(target="Happened", value=spaced(""))


def write_down(here: Here) -> tuple[Item, ...]:
    """Leaves the list in the case, and counts the saves with something in it."""
    turn = call("BLANKVALUE", ref(field(here, "turn")), number(0))
    counted = choose(contains(HAPPENED, "|"), binary("+", turn, number(1)), turn)
    return (
        Item(target=field(here, "happened"), value=HAPPENED),
        Item(target=field(here, "turn"), value=counted, kind="Number"),
    )


def turned(here: Here) -> Resource:
    """Whether this save made something happen, as the flows after it ask."""
    turn, was = (call("BLANKVALUE", one, number(0)) for one in (value(here, "turn"), before(here, "turn")))
    return Resource(
        name="Turned", kind="Boolean", tree=binary("<>", turn, was), what="This save made something happen."
    )


def take_up(here: Here) -> Item:
    """Happened := the list that the save left in the case."""
    return Item(target="Happened", value=joined((text("|"), ref(field(here, "happened")))))
