"""Stories on trees that no spec became: a directory of examples, with all that the command says of each."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.test import command

FOLDER = Path(__file__).resolve().parent
CASES = sorted(FOLDER.glob("cases/*.yaml"))
ON, OPTIONS = re.compile(r"^# on: (\S+)$", re.MULTILINE), re.compile(r"^# options: (.*)$", re.MULTILINE)


def said(case: Path) -> str:
    """The exit code, and what stands on both outputs."""
    text = case.read_text(encoding="utf-8")
    tree, options = ON.search(text), OPTIONS.search(text)
    assert tree is not None, "the case names no tree"
    given = options.group(1).split() if options else []
    result = CliRunner().invoke(command, [tree.group(1), "--scenarios", f"cases/{case.name}", *given])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return f"exit code {result.exit_code}\n{result.output}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_said_of_a_story(case: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(FOLDER)
    text, frozen = said(case), case.with_suffix(".txt")
    if request.config.getoption("--update"):
        frozen.write_text(text, encoding="utf-8")
    assert frozen.is_file(), "nothing is frozen for this case: run pytest --update"
    assert text == frozen.read_text(encoding="utf-8")
    assert text.startswith("exit code 0\n") == (case.stem in ("holds", "left_out", "points"))


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["tree"], 2, "`tree` is a folder: say with --scenarios FILE what to run on it"),
        (["tree", "--scenarios", "cases/holds.yaml", "--mutate"], 2, "a folder has no spec"),
        (["tree", "--scenarios", "cases/holds.yaml", "--on", "process"], 2, "a folder has no spec"),
        (["cases/holds.yaml", "--scenarios", "cases/holds.yaml"], 1, "error[CP556]: `cases/holds.yaml` is no folder"),
        (["tree", "--scenarios", "cases/missing.yaml"], 1, "error[CP101]: `cases/missing.yaml` cannot be read"),
    ],
)
def test_what_cannot_be_asked_for(arguments: list[str], code: int, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == code
    assert line in result.output
