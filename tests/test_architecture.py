"""The layout tells the story: who may import whom, how long a file may be, and which names say nothing."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "generator"
FILES = sorted(path for path in PACKAGE.rglob("*.py"))

GROUND = {"frozen", "source", "diagnostics"}
METADATA = GROUND | {"metadata", "xml", "naming"}
SPEC = GROUND | {"nodes", "shapes", "language", "merging", "binding", "loading"}

MAY_IMPORT = {
    "frozen": set(),
    "source": {"frozen"},
    "diagnostics": {"frozen", "source"},
    "formula": GROUND,
    "conditions": SPEC,
    "process": SPEC | {"conditions", "naming", "scenarios"},
    "interpret": GROUND | {"process", "conditions"},
    "metadata": METADATA,
    "reading": METADATA,
    "rendering": METADATA,
    "emulator": METADATA | {"formula", "reading"},
    "lower": METADATA | {"formula", "process", "conditions", "scenarios"},
    "markdown": set(),
    "handbook": GROUND | {"process", "conditions", "markdown"},
    "runbook": METADATA | {"process", "lower", "markdown"},
}
"""A part of the package and the parts it may import. Parts that are not listed stand at the top and may import any."""

NAMES_THAT_SAY_NOTHING = {
    "utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager", "handler", "service", "factory",
}  # fmt: skip


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("generator.")}
    return found - {part(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_follow_the_layers(path: Path) -> None:
    """Above all: the emulator knows nothing of specs or lowering, and the interpreter nothing of metadata."""
    allowed = MAY_IMPORT.get(part(path))
    if allowed is not None:
        assert imports(path) - allowed - {"__version__"} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_are_about_one_thing(path: Path) -> None:
    """A file past 400 lines is two files (but a vocabulary is as long as Salesforce made it); a name like `utils`
    hides what is inside."""
    assert part(path) == "metadata" or len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert not NAMES_THAT_SAY_NOTHING & {piece.removesuffix(".py") for piece in path.relative_to(PACKAGE).parts}


def test_interpreter_and_emulator_share_no_code() -> None:
    """Two witnesses: besides the vocabulary of the ground, no part of the package is imported by both."""
    seen = {
        name: set().union(*(imports(path) for path in FILES if part(path) == name))
        for name in ("interpret", "emulator")
    }
    assert seen["interpret"] & seen["emulator"] <= GROUND
