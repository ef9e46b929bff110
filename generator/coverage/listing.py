"""Coverage as a listing: each flow in reading order, then the lines of the spec, with how often each was reached."""

from collections.abc import Iterator, Mapping
from os.path import dirname, join, normpath
from typing import Any

from generator.coverage.labelling import outcome
from generator.coverage.model import Aim, Covered
from generator.emulator.coverage import Point
from generator.emulator.interviews.program import ELEMENTS, Program
from generator.emulator.loading import Package
from generator.source import Source

WORDS = {
    "assignments": "set", "decisions": "ask", "loops": "each", "collectionProcessors": "sort or filter",
    "customErrors": "refuse", "recordLookups": "find", "recordCreates": "create", "recordUpdates": "update",
    "recordDeletes": "delete", "actionCalls": "act", "subflows": "call",
}  # fmt: skip
NEXT = ("nextValueConnector", "noMoreValuesConnector", "connector", "defaultConnector", "faultConnector")


def annotated(covered: Covered, package: Package, sources: Mapping[str, Source]) -> str:
    """The listing. `sources`: the texts of the spec's files by path; what is not among them is left out."""
    lines = [f"{covered.title}: what {covered.runs} runs reached; `!` marks what none did", ""]
    for name in sorted(package.programs):
        program = package.programs[name]
        lines += [f"flow {name}: {program.label}", *flow_lines(covered, program), ""]
    for path, source in sorted(sources.items()):
        lines += [path, *spec_lines(covered, source), ""] if lines_of(covered, source) else []
    return "\n".join(lines)


def flow_lines(covered: Covered, program: Program) -> Iterator[str]:
    """Elements in reading order: from the start along the connectors, each once; outcomes below their decision."""
    excused = {one.point for one in covered.excused()}
    for point, text in steps(program):
        count = covered.hits.get(point, 0)
        mark = " " if count else "~" if point in excused else "!"
        yield f"{count:>8} {mark} {text}"


def steps(program: Program) -> Iterator[tuple[Point, str]]:
    kinds = {one.name: (kind, one) for kind in ELEMENTS for one in getattr(program.flow, kind)}
    if program.trigger in ("RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete"):
        yield Point("entry", program.name, "start", "entered"), "a record enters"
    starts = [path.connector.targetReference for path in program.paths() if path.connector]
    for path in program.paths():
        name = path.name or path.label or path.pathType or "path"
        yield Point("path", program.name, name), f"path {path.label or name}"
    for name in reading_order(kinds, [program.first, *starts]):
        kind, element = kinds[name]
        yield Point("element", program.name, name), f"  {WORDS[kind]}: {getattr(element, 'label', None) or name}"
        if kind == "decisions":
            for what in (*(rule.name for rule in element.rules), "default"):
                yield Point("outcome", program.name, name, what), f"      › {outcome(element, what)}"
        if getattr(element, "faultConnector", None) is not None:
            yield Point("fault", program.name, name), "      › it fails"


def reading_order(kinds: Mapping[str, tuple[str, Any]], starts: list[str | None]) -> list[str]:
    """Depth first; what nothing leads to stands last."""
    seen: dict[str, None] = {}
    waiting = [name for name in reversed(starts) if name]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in kinds:
            continue
        seen[name] = None
        element = kinds[name][1]
        arms = [rule.connector for rule in getattr(element, "rules", ())]
        arms += [getattr(element, key, None) for key in NEXT]
        waiting += [arm.targetReference for arm in reversed(arms) if arm is not None]
    return [*seen, *sorted(set(kinds) - set(seen))]


def spec_lines(covered: Covered, source: Source) -> Iterator[str]:
    """The lines of a file; before those that say something for which there is a point how often it was reached."""
    there = lines_of(covered, source)
    for number, text in enumerate(source.text.rstrip("\n").split("\n"), 1):
        yield f"{gutter(covered, there.get(number, []))} {text}".rstrip()


def lines_of(covered: Covered, source: Source) -> Mapping[int, list[Aim]]:
    """What each line of a file has caused."""
    home = dirname(covered.title) or "."
    there: dict[int, list[Aim]] = {}
    for one in covered.aims:
        path, _, line = one.at.rpartition(":")
        if path and normpath(join(home, path)) == normpath(source.path):
            there.setdefault(int(line), []).append(one)
    return there


def gutter(covered: Covered, aims: list[Aim]) -> str:
    counted = [one for one in aims if not one.reason]
    if not counted:
        return " " * 19
    met = sum(covered.reached(one) for one in counted)
    most = max(covered.hits.get(one.point, 0) for one in counted)
    return f"{most:>8} {met:>4}/{len(counted):<4}{' ' if met == len(counted) else '!'}"
