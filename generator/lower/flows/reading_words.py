"""What flows that read a text call by the same names: their variables, and whether a word of each list counts."""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.flows.here import Here
from generator.lower.matching import in_set
from generator.lower.programs import Kind, Resource, Variable
from generator.lower.trees import any_of, binary, choose, number, ref
from generator.process.model import Finder

PIECE, NORMAL, FOUND, BEHIND, FLAT, MASK = (
    ref(name) for name in ("Piece", "Normal_Text", "Words_Found", "Words_Behind_Cues", "Window_Text", "Window_Mask")
)
MARKED, AT, CANDIDATE = ref("Window_Marked"), ref("Try_Place"), ref("Try_Text")
LEAST_URGENT = 99


def finders(here: Here) -> list[Finder]:
    return [finder for finder in here.process.finders if finder.kind != "text"]


def set_name(id: str) -> str:
    return "Hit_" + "_".join(part for part in id.replace(".", "_").split("_") if part)


def any_hit(sets: tuple[str, ...]) -> Formula:
    return any_of(ref(set_name(id)) for id in sets)


def reading_variables(here: Here) -> Iterator[Variable]:
    """What a flow that reads a text reckons with."""
    yield Variable(name="Piece", kind="String", what="The piece of text that is being cleaned.")
    yield Variable(name="Normal_Text", kind="String", what="The whole message in its normal form.")
    yield Variable(name="Words_Found", kind="String", what="Words that count.")
    yield Variable(name="Words_Behind_Cues", kind="String", what="Words that stand behind a negation.")
    yield Variable(name="List_Found", kind="String", what="Words that count, as people read them.")
    yield Variable(name="List_Discounted", kind="String", what="Words that stand only behind a negation.")
    yield Variable(name="Window_Text", kind="String", what="The window of text that is being searched.")
    yield Variable(name="Window_Mask", kind="String", what="The same window with every digit as 9.")
    yield Variable(name="Window_Marked", kind="String", what="The same window with negated words marked.")
    yield Variable(name="Try_Place", kind="Number", what="Where the candidate for an identifier stands.")
    for part in ("Year", "Month", "Day"):
        yield Variable(name=f"Try_{part}", kind="Number", what=f"The {part.lower()} of the candidate for a date.")
    yield Variable(name="Try_Text", kind="String", what="The candidate for an identifier.")
    yield Variable(name="Unknown_Marks", kind="Number", what="Characters that stand in no table.")
    yield Variable(name="Letters_And_Unknown", kind="Number", what="Letters, and characters that stand in no table.")
    yield Variable(name="Forwarded", kind="Boolean", what="The subject says that the mail was forwarded.")
    yield Variable(name="Quote_Mark", kind="Number", what="Where the first mark of quoted text stands.")
    yield Variable(name="Before_Quote", kind="String", what="What stands before the first mark of quoted text.")
    yield Variable(name="Quote_Start", kind="Number", what="Where quoted text begins.")
    yield Variable(name="Piece_Starts", kind="Number", what="Where pieces of the text begin.", many=True)
    yield Variable(name="Window_Starts", kind="Number", what="Where windows of the text begin.", many=True)
    yield Variable(name="Tries", kind="Number", what="How often a window is searched for an identifier.", many=True)
    yield Variable(name="Received_On", kind="Date", what="The day of receipt in the workflow's zone.")
    for finder in finders(here):
        kind: Kind = "Date" if finder.kind == "date" else "String"
        yield Variable(name=f"Id_{finder.fact}", kind=kind, what=f"The {finder.fact.replace('_', ' ')} that was read.")


def word_resources(here: Here) -> Iterator[Resource]:
    """Whether a word of each set counts, and the most urgent level of those that do."""
    process = here.process
    yield Resource(
        name="Has_Unknown",
        kind="Boolean",
        tree=binary(">", ref("Unknown_Marks"), number(0)),
        what="A character stands in no table.",
    )
    for words in process.reading.sets:
        groups = in_set(words, FOUND)
        parts = []
        for number_, group in enumerate(groups, 1):
            name = set_name(words.id) + (f"_{number_}" if len(groups) > 1 else "")
            yield Resource(
                name=name,
                kind="Boolean",
                tree=any_of(group),
                what=f"A word of «{words.label}» counts.",
                because=words.because,
            )
            parts.append(ref(name))
        if len(groups) != 1:
            yield Resource(
                name=set_name(words.id), kind="Boolean", tree=any_of(parts), what=f"A word of «{words.label}» counts."
            )
    tree: Formula = number(LEAST_URGENT)
    for level in reversed(process.levels):
        if level.sets:
            tree = choose(any_hit(level.sets), number(level.rank), tree)
    yield Resource(
        name="Urgency_By_Words", kind="Number", tree=tree, what="The most urgent level with a word that counts."
    )
