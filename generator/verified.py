"""Verify on a tree in memory, told at the lines of the spec: what an org would refuse of what a spec becomes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from os.path import dirname, join, normpath

from generator.diagnostics import Diagnostic, Note
from generator.source import Source
from generator.verify.finding import Finding
from generator.verify.verifying import verify
from generator.verify.waiving import WAIVERS, waived, waivers_of


def verified(files: Mapping[str, bytes], spec: str) -> tuple[Diagnostic, ...]:
    """The findings of verify in the files that the spec at `spec` becomes, each at the line that caused it; but for
    those that the files waive themselves."""
    own = files.get(WAIVERS)
    listed = waivers_of(Source(path=WAIVERS, text=own.decode())) if own is not None else ()
    found = waived(verify(files), listed, date.min)
    return tuple(at_cause(one, spec) for one in found if one.waived is None)


def at_cause(one: Finding, spec: str) -> Diagnostic:
    """A finding at its cause, with its place in the XML beside it. Without a cause it stands where it was found."""
    found = one.diagnostic
    if one.cause is None:
        return found
    cause = replace(one.cause, path=normpath(join(dirname(spec), one.cause.path)))
    place = Note(message=f"in what it becomes, {one.kind} {one.component}", span=one.span)
    return replace(found, span=cause, notes=(place, *found.notes[1:]))
