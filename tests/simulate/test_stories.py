"""What `carepath simulate` prints for whole histories.

A case is `stories/<case>.yaml`; its first line is the command that plays it. What is printed stands beside it, in
`<case>.txt` or `<case>.json`; `pytest --update` rewrites it."""

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.simulate.built import ROOT, built

STORIES = sorted((Path(__file__).parent / "stories").glob("*.yaml"))
WORDS = {
    "silence": ("arm", "What should I do"),
    "whole_way": ("Friday", "004 2871", "0042871", "It can wait", "Thank you. But"),
    "who_decided": ("is wrong", "She is well"),
    "one_message": ("charged twice", "My invoice"),
    "lost": ("My result", "there yet"),
    "fault": ("My result", "there?"),
}
"""What the sender or somebody else wrote into a text; but for words of the spec."""


def play(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["simulate", *arguments], input=given)


@cache
def told(story: Path) -> Result:
    command = story.read_text(encoding="utf-8").split("\n")[0].removeprefix("# carepath simulate ").split()
    return play(*command, story.relative_to(ROOT).as_posix())


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_a_story_is_told(story: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(ROOT)
    result = told(story)

    assert result.exit_code == 0, result.output
    frozen = story.with_suffix(".json" if result.stdout.startswith("{") else ".txt")
    if request.config.getoption("--update"):
        frozen.write_text(result.stdout, encoding="utf-8")
    assert frozen.is_file(), "nothing is frozen for this story: run pytest --update"
    assert result.stdout == frozen.read_text(encoding="utf-8")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_nobodys_words_are_told(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transcript goes round: it holds what people see outside the case, and never what the sender wrote."""
    monkeypatch.chdir(ROOT)
    written = story.read_text(encoding="utf-8")
    for words in WORDS.get(story.stem, ()):
        assert words in written or words == "0042871"
        assert words not in told(story).stdout


@pytest.mark.parametrize("name", ["who_decided", "failing_element"])
def test_a_built_project_tells_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its spec: the same story, but for lines that only the spec knows."""
    monkeypatch.chdir(ROOT)
    story = f"tests/simulate/stories/{name}.yaml"
    spec = play("tests/simulate/clinic.yaml", story)
    project = play(str(built("tests/simulate/clinic.yaml")), story)

    assert project.exit_code == 0, project.output
    assert project.stdout == spec.stdout


def test_a_built_project_knows_the_lines_of_its_lock_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    project = str(built("tests/simulate/clinic.yaml"))
    result = play(project, "tests/simulate/stories/who_decided.yaml", "--format", "json")
    (first, *_) = json.loads(result.stdout)["moments"]

    assert [one["because"]["line"] for one in first["notifications"]] == ["clinic.yaml:63"]
    assert first["notifications"][0]["because"]["element"] == "It_is_Tell_of_Urgent_in"


def test_json_and_yaml_are_read_alike_and_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tabs, escaped slashes and two escapes for one character are JSON, and no YAML."""
    monkeypatch.chdir(ROOT)
    spec = "tests/simulate/clinic.yaml"
    yaml = play(spec, "-", given='subject: I collapsed\ntext: "a/b \\"c\\" \U0001f600 done"\n')
    json_ = play(spec, "-", given='{\n\t"subject": "I collapsed",\n\t"text": "a\\/b \\"c\\" \\ud83d\\ude00 done"\n}')

    assert yaml.exit_code == json_.exit_code == 0, json_.output
    assert yaml.stdout == json_.stdout


def test_a_scenario_may_be_pasted_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    spec = "tests/simulate/clinic.yaml"
    alone = play(spec, "-", given="given: {subject: I collapsed}\nthen: [{wait: 1h}]\n")
    named = play(spec, "-", given="A story:\n  given: {subject: I collapsed}\n  then: [{wait: 1h}]\n")

    assert alone.exit_code == 0
    assert named.stdout == alone.stdout


@pytest.mark.parametrize("until", ["2026-01-05 09:20", "20m"])
def test_a_story_goes_on_until_a_time_or_for_as_long(until: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = play("tests/simulate/clinic.yaml", "-", "--until", until, given="subject: I collapsed\n")

    assert "09:15  Nobody has done anything." in result.stdout
    assert "The story ends Mon 5 Jan 2026 09:20." in result.stdout
    assert "09:20  Nobody" not in result.stdout


def test_times_are_those_of_the_workflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """In summer London is an hour ahead of UTC; JSON says both."""
    monkeypatch.chdir(ROOT)
    given = "{subject: I collapsed, at: 2026-07-06 09:00}"
    result = play("tests/simulate/clinic.yaml", "-", "--format", "json", given=given)
    (moment,) = json.loads(result.stdout)["moments"]

    assert (moment["at"], moment["local"]) == ("2026-07-06T08:00:00Z", "Mon 6 Jul 2026 09:00")
    assert moment["clocks"][0]["due"] == "2026-07-06T08:30:00Z"
