"""What the parts of the intake flow call by the same names."""

from generator.formula.syntax import Formula
from generator.frozen import record
from generator.lower.naming import Names
from generator.lower.trees import (
    any_of,
    ref,
)
from generator.process.model import Finder, Process

NOW = ref("$Flow.CurrentDateTime")
SUBJECT, BODY = ref("$Record.Subject"), ref("$Record.Description")
PIECE, NORMAL, FOUND, BEHIND, FLAT, MASK = (
    ref(name) for name in ("Piece", "Normal_Text", "Words_Found", "Words_Behind_Cues", "Window_Text", "Window_Mask")
)
MARKED, AT, CANDIDATE = ref("Window_Marked"), ref("Try_Place"), ref("Try_Text")
LEAST_URGENT = 99


@record
class Intake:
    process: Process
    names: Names


def field(here: Intake, fact: str) -> str:
    return f"$Record.{here.names.field(fact)}"


def finders(here: Intake) -> list[Finder]:
    return [finder for finder in here.process.finders if finder.kind != "text"]


def set_name(id: str) -> str:
    return "Hit_" + "_".join(part for part in id.replace(".", "_").split("_") if part)


def any_hit(sets: tuple[str, ...]) -> Formula:
    return any_of(ref(set_name(id)) for id in sets)
