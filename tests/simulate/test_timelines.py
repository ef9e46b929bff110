"""The timeline of a scenario that fails names who decided: the flow's element, the outcome, the line of the spec."""

from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.simulate.built import ROOT

SPEC = ROOT / "tests/simulate/clinic.yaml"
SCENARIOS = """
scenarios:
  Everything is expected to be otherwise:
    given: {channel: email, subject: I collapsed, text: And my invoice is wrong this month., users: {anna: nurse}}
    then:
      - wait: 31m
      - accept: {as: anna}
      - move: {to: done, as: anna, blocked_by: closing}
      - edit: {set: {outcome: Advice, remark: She is well again}, as: anna}
      - move: {to: done, as: anna}
      - reply: {text: Is my collapsed lung seen to on Friday}
      - expect: {stage: done, category: billing}
examples:
  - {text: "No, nobody collapsed since yesterday", category: billing}
"""
ELEMENTS = (
    'by «Clinic inquiry: intake» CLN_Intake › "Is it to be read" › outcome "A new message" › "Decide the team"',
    '› "Decide the team" A_new_message_Decide_the_team (clinic.yaml:36)',
    'by «Clinic inquiry: alert» CLN_Alert › "Is «Urgent in» to be told" › outcome "It is" › "Tell of «Urgent in»"',
    '› "Tell of «Urgent in»" It_is_Tell_of_Urgent_in (clinic.yaml:63)',
    'by «Clinic inquiry: mails of new cases» CLN_Received › "Is «Thanks» to go to the sender" › outcome "It is"',
    '› "Mail «Thanks» to the sender" It_is_Mail_Thanks_to_the_sender (clinic.yaml:62)',
    '› "Note «Look at the record»" It_is_Note_Look_at_the_record (clinic.yaml:44)',
    '› "Begin «A bill too»" There_is_Begin_A_bill_too (clinic.yaml:41)',
    '› "Work out when «Time to triage» is due" It_does_Work_out_when_Time_to_triage_is_due (clinic.yaml:51)',
)
LINES = (
    "category symptoms", "red_flags: {words: [chest pain, collapsed]}", "urgency urgent", "route category.symptoms",
    "owner nurses", "stage open", "clock triage", "within: {urgent: 30m, otherwise: 4 working hours}", "warned triage",
    "breached triage", "stopped triage", "blocked by closing", "notified urgent_in", "notified late", "emailed thanks",
    "task look", "linked bill_too", "owner anna", "stage done",
)  # fmt: skip
"""What is told of both witnesses: the kind and the name, and some texts of lines."""


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "clinic.yaml").write_text(SPEC.read_text(encoding="utf-8") + SCENARIOS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "clinic.yaml"


def timeline(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["test", *arguments])
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.stdout


def test_on_the_metadata_the_element_and_the_line_are_named(spec: str) -> None:
    told = timeline(spec, "--on", "xml", "-k", "otherwise")

    assert [one for one in (*ELEMENTS, *LINES) if one not in told] == []


def test_on_the_meaning_the_line_is_named_and_no_element(spec: str) -> None:
    told = timeline(spec, "--on", "process", "-k", "otherwise")

    assert [one for one in LINES if one not in told] == []
    assert "CLN_" not in told


def test_both_witnesses_give_the_same_lines(spec: str) -> None:
    """Each line of the spec stands behind the same thing, whoever brought it about."""

    def places(told: str) -> list[str]:
        lines = told.split("\n")
        named = [(line.strip(), after) for line, after in pairwise(lines) if line.strip() in LINES]
        return [f"{line}: {after.rpartition('clinic.yaml:')[2].rstrip(')')}" for line, after in named]

    on_xml, on_process = (places(timeline(spec, "--on", one, "-k", "otherwise")) for one in ("xml", "process"))

    assert len(on_xml) > 10
    assert on_xml == on_process


@pytest.mark.parametrize("witness", ["xml", "process"])
def test_nobodys_words_stand_in_a_timeline(spec: str, witness: str) -> None:
    told = timeline(spec, "--on", witness, "-k", "otherwise")

    for words in ("this month", "well again", "lung", "Friday"):
        assert words in SCENARIOS
        assert words not in told


def test_of_an_example_the_expectation_alone_is_shown(spec: str) -> None:
    """The message stands on the same line."""
    told = timeline(spec, "--on", "xml", "-k", "example")
    name, *rest = told.split("\n")

    assert name.startswith("FAILED: example 1")
    assert "    billing" in rest
    assert "nobody" not in "\n".join(rest)


def test_a_fault_of_the_org_shows_no_message(spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told at the line of the event, where the message stands."""
    monkeypatch.setattr("generator.prove.observing.faults_of", lambda *given: iter(["planted"]))
    told = timeline(spec, "--on", "xml", "-k", "otherwise")

    assert "planted" in told
    assert "this month" not in told
    assert "lung" not in told
