"""Files of events with one mistake each: the finding stands on the line that is marked, with its code, and reads as
frozen; what cannot be played says so, with a code and what to do. `pytest --update` rewrites `rejects/<case>.txt`."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.compiler import compile_spec, understand
from generator.emulator.organisation import Org, Outcome
from generator.emulator.schema import NotModelled
from generator.process.events import Event, Sign
from generator.prove.playing import OrgTeller
from tests.simulate.built import ROOT, write

FOLDER = Path(__file__).parent / "rejects"
SPEC = str(ROOT / "tests/simulate/clinic.yaml")
MARK = re.compile(r"# error: (CP\d{3})$")
STORY = "subject: I collapsed\n"


def play(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["simulate", *arguments], input=given)


@pytest.mark.parametrize("case", sorted(FOLDER.glob("*.yaml")), ids=lambda case: case.stem)
def test_the_mistake_is_found_where_it_stands(
    case: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(FOLDER)
    result = play(SPEC, case.name)
    lines = case.read_text(encoding="utf-8").split("\n")
    marked = {(number, mark.group(1)) for number, line in enumerate(lines, 1) if (mark := MARK.search(line))}
    places = re.findall(r"error\[(CP\d{3})\].*\n *--> [\w.]+:(\d+):", result.stderr)

    assert (result.exit_code, result.stdout) == (1, "")
    assert {(int(line), code) for code, line in places} == marked
    frozen = case.with_suffix(".txt")
    if request.config.getoption("--update"):
        frozen.write_text(result.stderr, encoding="utf-8")
    assert frozen.is_file(), "nothing is frozen for this case: run pytest --update"
    assert result.stderr == frozen.read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "clinic", compile_spec(understand(SPEC)))
    return tmp_path / "clinic"


def changed(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_a_folder_without_a_lock_file_names_projects_in_it(project: Path) -> None:
    result = play(str(project.parent), "-", given=STORY)

    assert result.exit_code == 1
    assert "error[CP623]" in result.stderr
    assert f"help: name one project: `{project}`" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"zone"', '"zones"', "CP624"),
        ('"zone": "Europe/London"', '"zone": 5', "CP551"),
        ("{", "[", "CP551"),
    ],
)
def test_a_lock_file_that_does_not_tell_enough_is_refused(project: Path, old: str, new: str, code: str) -> None:
    changed(project / "carepath.lock", old, new)
    result = play(str(project), "-", given=STORY)

    assert result.exit_code == 1
    assert f"error[{code}]" in result.stderr
    assert f"{project}/carepath.lock:1:1" in result.stderr
    assert "help: build the project again" in result.stderr


def test_a_file_that_is_no_metadata_is_refused(project: Path) -> None:
    changed(project / "workflow/main/default/flows/CLN_Alert.flow-meta.xml", "</Flow>", "")
    result = play(str(project), "-", given=STORY)

    assert result.exit_code == 1
    assert "error[CP625]" in result.stderr


def test_a_flow_that_is_not_run_is_refused_by_name(project: Path) -> None:
    notify = project / "workflow/main/default/flows/CLN_Notify.flow-meta.xml"
    changed(notify, "<actionType>customNotificationAction</actionType>", "<actionType>apex</actionType>")
    result = play(str(project), "-", given=STORY)

    assert result.exit_code == 1
    assert "error[CP622]" in result.stderr
    assert "CLN_Notify" in result.stderr
    assert "apex" in result.stderr


def test_an_event_that_is_not_run_is_refused_at_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    act = OrgTeller.act

    def without_signing(self: OrgTeller, org: Org, case: str, sender: str, event: Event) -> Outcome:
        if isinstance(event, Sign):
            raise NotModelled("signatures")
        return act(self, org, case, sender, event)

    monkeypatch.setattr(OrgTeller, "act", without_signing)
    result = play(SPEC, "-", given="given: {text: I collapsed}\nthen:\n  - wait: 1m\n  - sign: {consent: by_mail}\n")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[CP622]: the emulator does not run this: signatures" in result.stderr
    assert "--> standard input:4:" in result.stderr


@pytest.mark.parametrize(("ends", "why"), [("soon", "not a plain duration"), ("2026-01-05 08:00", "has passed")])
def test_a_time_that_is_none_or_has_passed_is_refused(ends: str, why: str) -> None:
    result = play(SPEC, "-", "--until", ends, given=STORY)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[CP603]" in result.stderr
    assert why in result.stderr


def test_a_file_that_is_not_there_not_utf_8_or_too_large_is_refused(tmp_path: Path) -> None:
    latin, large = tmp_path / "latin.yaml", tmp_path / "large.yaml"
    latin.write_bytes(b"subject: caf\xe9")
    large.write_bytes(b"#" * 1_000_001)
    codes = {
        code
        for path in (tmp_path / "gone.yaml", latin, large)
        for code in re.findall(r"error\[(CP\d{3})\]", play(SPEC, str(path)).stderr)
    }

    assert codes == {"CP101", "CP102", "CP103"}
