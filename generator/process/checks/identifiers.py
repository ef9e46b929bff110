"""Identifiers whose shapes cannot be found, or whose check cannot work."""

from collections.abc import Iterator

from generator.diagnostics import Diagnostic
from generator.process.characters import KNOWN
from generator.process.checks.routing import error
from generator.process.model import Process

SIZES = {"nhs": 10}


def shapes(process: Process) -> Iterator[Diagnostic]:
    """Every shape has digits, nothing that cleaning removes, and the length that its check needs (CP220); a check digit
    is worked out for numbers of one length."""
    for finder in process.finders:
        if finder.kind == "pattern" and not finder.shapes:
            yield error("CP220", f"`{finder.fact}` is read by a pattern and has none", finder.because, "add `written:`")
        for shape in finder.shapes if finder.kind == "pattern" else ():
            strange = sorted({mark for mark in shape.lower() if mark not in KNOWN})
            if strange:
                message = f"the shape `{shape}` holds `{strange[0]}`, which cleaning takes out of every message"
                yield error("CP220", message, finder.because, "write a space where there may be a gap")
            elif "9" not in shape:
                yield error("CP220", f"the shape `{shape}` has no digit", finder.because, "9 stands for a digit")
            elif finder.check in SIZES and shape.count("9") != SIZES[finder.check]:
                message = f"the check `{finder.check}` needs {SIZES[finder.check]} digits, and `{shape}` has others"
                yield error("CP220", message, finder.because)
        lengths = {len(shape.replace(" ", "")) for shape in finder.shapes}
        if finder.check == "luhn" and len(lengths) > 1:
            message = f"the check `luhn` counts from the end, and shapes of `{finder.fact}` end at different places"
            yield error("CP220", message, finder.because, "make an identifier for each length")
        if finder.on_find == "mask" and finder.found_on != "nothing":
            message = f"`{finder.fact}` is masked, so nobody can verify the patient by it"
            yield error("CP220", message, finder.because, "mask it, or name where it is found")
