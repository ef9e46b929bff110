"""Specs with one mistake each: the finding stands on the line that is marked, with its code, and reads as frozen.

A case is `rejects/<case>.yaml`, or a folder `rejects/<case>/` with spec.yaml and its layers. The mark is a comment at
the end of the line: `# error: CODE`, `# warning: CODE` or `# note: CODE`. What is said stands in `rejects/<case>.txt`;
`pytest --update` rewrites it.
"""

import re
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Rejected, in_order
from generator.loading import load
from generator.process.checks import check
from generator.process.resolving import resolve

FOLDER = Path(__file__).parent / "rejects"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir() or path.suffix == ".yaml")
MARK = re.compile(r"# (error|warning|note): (CP\d{3})$")


def findings(path: str) -> tuple[Diagnostic, ...]:
    """What the first stage that refuses the spec says; of a spec that none refuses, the warnings."""
    try:
        resolved = resolve(load(path))
    except Rejected as rejected:
        return rejected.diagnostics
    return in_order((*resolved.warnings, *check(resolved.process)))


def marks(path: Path) -> list[tuple[str, int, str, str]]:
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    found = ((number, MARK.search(line)) for number, line in enumerate(lines, 1))
    name = path.relative_to(FOLDER).as_posix()
    return [(name, number, mark.group(1), mark.group(2)) for number, mark in found if mark]


def told(one: Diagnostic) -> str:
    lines = [f"{one.span}: {one.severity} {one.code}: {one.message}"]
    lines += [f"  help: {one.help}"] if one.help else []
    lines += [f"  {note.span}: {note.message}" for note in one.notes]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_mistake_is_found_where_it_stands(
    case: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(FOLDER)
    files = sorted(case.glob("*.yaml")) if case.is_dir() else [case]
    spec = f"{case.name}/spec.yaml" if case.is_dir() else case.name
    found = findings(spec)
    expected = {mark for path in files for mark in marks(path)}
    assert expected, "the case marks no line"
    assert {(one.span.path, one.span.line, one.severity, one.code) for one in found} == expected
    text, frozen = "".join(map(told, found)), FOLDER / f"{case.stem}.txt"
    if request.config.getoption("--update"):
        frozen.write_text(text, encoding="utf-8")
    assert frozen.is_file(), "nothing is frozen for this case: run pytest --update"
    assert text == frozen.read_text(encoding="utf-8")
