"""What the parts of the intake flow call by the same names."""

from generator.formula.syntax import Formula
from generator.lower.flows.here import Here
from generator.lower.trees import any_of, ref
from generator.process.model import Finder

SUBJECT, BODY = ref("$Record.Subject"), ref("$Record.Description")
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
