"""What others find in a generated tree comes out at the lines of the spec."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS = Path(__file__).resolve().parent / "peers"
SPEC = ROOT / "specs" / "northgate.yaml"
LAYER = ROOT / "specs" / "base" / "uk-healthcare.yaml"


def line_of(words: str, path: Path = SPEC) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if words in line)


def run(*arguments: object, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["map-findings", *map(str, arguments)], input=given)


CLOSING = ("error", "base/uk-healthcare.yaml", line_of("  closing:", LAYER))
CASES = [
    ("deployment.json", [("DEPLOY", *CLOSING)]),
    ("one-failure.json", [("DEPLOY", "error", "northgate.yaml", line_of("  bookings:"))]),
    ("log.sarif", [("missing-fault-path", "warning", "northgate.yaml", line_of("id: patient_inquiry"))]),
    ("analyzer.json", [("MissingDescription", "warning", "northgate.yaml", line_of("id: patient_inquiry"))]),
    ("scanner.json", [("MissingNullHandler", "warning", "northgate.yaml", line_of("  triage: {within:"))]),
    ("lines.txt", [("PEER", *CLOSING), ("PEER", "warning", None, None)]),
]


@pytest.mark.parametrize(("report", "expected"), CASES, ids=[name for name, _ in CASES])
def test_a_report_of_each_form(report: str, expected: list[object]) -> None:
    result = run(SPEC, PEERS / report, "--format", "json")
    found = json.loads(result.stdout)

    assert [(one["code"], one["severity"], one["spec_file"], one["spec_line"]) for one in found] == expected
    assert result.exit_code == any(one["severity"] == "error" for one in found)


def test_a_built_tree_needs_no_spec() -> None:
    found = json.loads(run(ROOT / "output" / "northgate", PEERS / "deployment.json", "--format", "json").stdout)

    assert [(one["spec_file"], one["spec_line"]) for one in found] == [CLOSING[1:]]


def test_text_shows_the_line_of_the_spec() -> None:
    shown = run(SPEC, PEERS / "deployment.json").stdout

    assert f"--> {LAYER}:{CLOSING[2]}" in shown
    assert "in what it becomes, ValidationRule Case.NGH_Closing" in shown


def test_our_own_findings_and_standard_input() -> None:
    own = run(SPEC, PEERS / "deployment.json", "--format", "json").stdout

    again = json.loads(run(SPEC, "-", "--format", "json", given=own).stdout)
    assert [(one["code"], one["spec_line"]) for one in again] == [("DEPLOY", CLOSING[2])]


@pytest.mark.parametrize(
    "text", ["{}", '{"runs": 3}', "[1]", "nothing is wrong", '[{"code": "A"', '{"violations": [{}]}']
)
def test_an_unknown_form_is_refused_with_those_that_are_read(text: str) -> None:
    result = run(SPEC, "-", given=text)

    assert result.exit_code == 2
    assert "SARIF" in result.stderr
