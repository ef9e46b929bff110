"""Stories on a project that `carepath build` wrote: the words of its spec, without the spec."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.test import command
from generator.compiler import compile_spec, understand

SPEC = Path(__file__).resolve().parents[1] / "coverage" / "spec.yaml"
Said = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    for path, content in compile_spec(understand(str(SPEC))).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


@pytest.fixture
def said(project: Path, tmp_path: Path) -> Said:
    def run(then: str, *options: str, given: str = "") -> tuple[int, str]:
        stories = tmp_path / "stories.yaml"
        story = f"given: {{channel: web, text: I have chest pain since this morning{given}}}\n    then: [{then}]"
        stories.write_text(f"carepath: 1\nscenarios:\n  An alarm:\n    {story}\n", encoding="utf-8")
        result = CliRunner().invoke(command, [str(project), "--scenarios", str(stories), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return run


def test_a_story_reads_as_in_a_spec(said: Said) -> None:
    seen = "category: symptoms, urgency: urgent, team: nurses, stage: triage, notified: [doctor, manager]"
    moves = "move: {to: done, as: nurse, blocked_by: transition}}, {accept: {as: nurse}}, {wait: 2h"
    code, output = said(f"{{expect: {{{seen}}}}}, {{{moves}}}, {{expect: {{breached: none, owner: nurse}}}}")
    assert code == 0, output


def test_what_does_not_hold_is_told(said: Said) -> None:
    code, output = said("{expect: {urgency: routine}}")
    assert code == 1
    assert "expected urgency: routine, but urgency is urgent" in output


def test_what_only_an_org_can_bring_about_is_told_too(said: Said) -> None:
    code, output = said("{expect: {team: nurses, notified: none}}", given=", lost: notifications")
    assert code == 0, output


def test_coverage_counts_on_a_project(said: Said) -> None:
    code, output = said("{expect: {urgency: urgent}}", "--coverage", "--fail-under", "outcome=99")
    assert code == 1
    assert "  decision outcomes " in output
    assert "  routes " not in output, "a project does not tell of them"
    assert "spec.yaml:" in output


@pytest.mark.parametrize(
    ("then", "line"),
    [
        ("{expect: {urgency: soonest}}", "CP601"),
        ("{expect: {tasks: [call]}}", "a built project does not say which tasks there are"),
        ("{expect: {linked: [bill_too]}}", "a built project does not say which linked cases there are"),
        ("{move: {to: done, as: nurse, blocked_by: nothing}}", "there is no rule `nothing` that could block"),
        ("{wait: 1h}", "CP604"),
    ],
)
def test_what_a_project_does_not_tell_is_refused(said: Said, then: str, line: str) -> None:
    code, output = said(then)
    assert code == 1
    assert line in output
