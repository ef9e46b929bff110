"""Faults planted into a tree of our own are found by the families that no catalogue has."""

from collections.abc import Mapping

import pytest

from generator.verify.families import rules
from generator.verify.verifying import faults
from generator.verify.world import World
from tests.prove.builds import FLOWS, WORKFLOW, built

OWN = ("BUDGET", "CAL", "EDGE", "INTAKE", "PRIVACY")
TOKEN = "NGH_Token__c"
FIELD = "foundation/main/default/objects/Case/fields/NGH_Urgency__c.field-meta.xml"


def flow(name: str) -> str:
    return f"{FLOWS}/NGH_{name}.flow-meta.xml"


FAULTS = {
    "a patient's words in the label of interviews": (
        flow("Intake"),
        "<interviewLabel>Patient inquiry: intake {!$Flow.CurrentDateTime}",
        "<interviewLabel>Patient inquiry: {!$Record.Subject}",
        {"PRIVACY-001"},
    ),
    "a field without its classification": (
        FIELD,
        "<securityClassification>Confidential</securityClassification>",
        "",
        {"PRIVACY-006"},
    ),
    "a mail with what the patient wrote": (
        f"{WORKFLOW}/email/NGH_Mails/",
        "{!Case.CaseNumber}",
        "{!Case.Description}",
        {"PRIVACY-003"},
    ),
    "a text that is cut too late": (
        flow("Reply"),
        "LEFT({!$Record.FromAddress}, 80)",
        "LEFT({!$Record.FromAddress}, 81)",
        {"INTAKE-003"},
    ),
    "a picklist value with a slip": (
        flow("Intake"),
        "<stringValue>automation</stringValue>",
        "<stringValue>automaton</stringValue>",
        {"INTAKE-004"},
    ),
    "a number of whatever the subject is": (
        flow("Intake"),
        "LEFT({!$Record.NGH_Tasks_Made__c}",
        "LEFT(TEXT(VALUE({!$Record.Subject}))",
        {"INTAKE-002"},
    ),
    "a pattern": (
        flow("Intake"),
        "LEFT({!$Record.NGH_Tasks_Made__c}",
        "LEFT(IF(REGEX({!$Record.Subject}, &quot;x&quot;), &quot;x&quot;, &quot;y&quot;)",
        {"INTAKE-001"},
    ),
    "the token stays": (
        flow("Clock"),
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 1",
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 0",
        {"EDGE-001"},
    ),
}


@pytest.fixture(scope="module")
def clean() -> Mapping[str, bytes]:
    return built("northgate")


def found(files: Mapping[str, bytes]) -> set[str]:
    world = World(files)
    own = [one for code, one in rules().items() if code.startswith(OWN)]
    return {made.code for made, _, _ in faults(own, world, "error")}


def test_our_own_tree_is_clean(clean: Mapping[str, bytes]) -> None:
    assert found(clean) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, clean: Mapping[str, bytes]) -> None:
    place, old, new, codes = FAULTS[name]
    path = next(one for one, text in sorted(clean.items()) if one.startswith(place) and old.encode() in text)

    assert found({**clean, path: clean[path].replace(old.encode(), new.encode())}) == codes
