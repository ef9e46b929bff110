"""What runs while a message comes in cannot fail, as far as the metadata shows; and a fault in it is found by name."""

import pytest

from generator.prove.inserts import prove_inserts
from tests.prove.builds import FLOWS, SPECS, components, with_fault

INTAKE, REPLY, RECORD = (f"{FLOWS}/NGH_{name}.flow-meta.xml" for name in ("Intake", "Reply", "Record"))
TYPE = "foundation/main/default/objects/Case/recordTypes/Patient_Inquiry.recordType-meta.xml"
FIELD = "foundation/main/default/objects/Case/fields/NGH_Happened__c.field-meta.xml"


@pytest.mark.parametrize("name", SPECS)
def test_every_text_and_every_choice_of_every_spec_fits(name: str) -> None:
    shown = prove_inserts(components(name))

    assert shown.unproved == ()
    assert min(shown.flows, shown.texts, shown.choices) >= 6


FAULTS = {
    "a picklist value with a slip": (
        INTAKE,
        "<stringValue>automation</stringValue>",
        "<stringValue>automaton</stringValue>",
        {"Case.NGH_Classified_By__c"},
        "the field has no value automaton",
    ),
    "a value that the record type lacks": (
        TYPE,
        "<fullName>automation</fullName>",
        "<fullName>robot</fullName>",
        {"Case.NGH_Classified_By__c"},
        "the field has no value automation",
    ),
    "a text that is cut too late": (
        REPLY,
        "LEFT({!$Record.FromAddress}, 80)",
        "LEFT({!$Record.FromAddress}, 81)",
        {"Case.SuppliedEmail"},
        "it may have 81 characters; the field takes 80",
    ),
    "a text that is not cut": (
        INTAKE,
        "LEFT({!$Record.NGH_Tasks_Made__c}",
        "TRIM({!$Record.NGH_Tasks_Made__c}",
        {"Case.NGH_Tasks_Made__c"},
        "the field takes 32768",
    ),
    "a field that is too short": (
        FIELD,
        "<length>32768</length>",
        "<length>100</length>",
        {"Case.NGH_Happened__c"},
        "the field takes 100",
    ),
    "a kind of event that there is not": (
        RECORD,
        "classified.",
        "clasified.",
        {"NGH_Event__c.NGH_Kind__c"},
        "the field has no value clasified",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_write_that_could_fail_is_found(fault: str) -> None:
    path, old, new, where, why = FAULTS[fault]
    doubts = prove_inserts(with_fault("northgate", path, old, new)).unproved

    assert {one.field for one in doubts} == where
    assert all(why in one.why for one in doubts)


def test_a_regex_before_a_case_is_there_is_found() -> None:
    given = with_fault(
        "northgate", INTAKE, "LEFT({!Route}, 80)", "IF(REGEX({!Route}, &quot;a+&quot;), {!Route}, &quot;&quot;)"
    )
    doubts = prove_inserts(given).unproved

    assert [one.why for one in doubts] == ["it holds a REGEX, which fails on a long text"]
