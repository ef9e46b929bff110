"""No generated write can trip a generated rule; and a write or a rule that could is found by name."""

import pytest
from click.testing import CliRunner

from generator.commands.prove import command
from generator.emulator.schema import NotModelled
from generator.metadata.component import Component
from generator.metadata.flow import Flow
from generator.metadata.objects import ValidationRule
from generator.prove.running import Proof
from generator.prove.writes import Writes, prove_writes
from tests.prove.builds import FLOWS, ROOT, SPECS, WORKFLOW, components, with_fault

RULES = f"{WORKFLOW}/objects/Case/validationRules"
CONSENT = "optional-consent/main/default/flows/NGH_Consent.flow-meta.xml"
EVENTS = "foundation/main/default/objects/NGH_Event__c/validationRules/NGH_Events_Stay.validationRule-meta.xml"


def flow(name: str) -> str:
    return f"{FLOWS}/NGH_{name}.flow-meta.xml"


def found(given: tuple[Component, ...]) -> set[tuple[str, str]]:
    """The flow and the element of every pair that is not proved."""
    return {(one.flow, one.element) for one in prove_writes(given).unproved}


def rules_found(given: tuple[Component, ...]) -> set[str]:
    return {one.rule for one in prove_writes(given).unproved}


@pytest.mark.parametrize("name", SPECS)
def test_every_write_of_every_spec_is_proved(name: str) -> None:
    shown = prove_writes(components(name))

    assert shown.unproved == ()
    assert shown.rules == sum(isinstance(one.body, ValidationRule) for one in components(name))


def test_every_element_that_writes_a_case_or_an_event_is_looked_at() -> None:
    ours = ("Case", "NGH_Event__c")
    count = 0
    for one in components("northgate"):
        if isinstance(one.body, Flow):
            count += sum(each.object in ours for each in (*one.body.recordCreates, *one.body.recordUpdates))
            by_variable = (*one.body.recordCreates, *one.body.recordUpdates)
            count += sum(each.inputReference in ("Told_Cases", "Events", "Event") for each in by_variable)
            before_save = one.body.start is not None and one.body.start.triggerType == "RecordBeforeSave"
            if before_save:
                targets = [[item.assignToReference for item in each.assignmentItems] for each in one.body.assignments]
                count += sum(any(name.startswith("$Record.") for name in names) for names in targets)

    assert prove_writes(components("northgate")).elements == count


TOKEN = "NGH_Token__c"
FAULTS = {
    "the token stays": (
        flow("Clock"),
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 1",
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 0",
    ),
    "blank stays blank": (
        flow("Clock"),
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 1",
        f"{{!Due_Case.{TOKEN}}} + 1",
    ),
    "less than the whole number that the field keeps": (
        flow("Clock"),
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 1",
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 0.4",
    ),
    "the token of another record": (
        flow("Clock"),
        f"BLANKVALUE({{!Due_Case.{TOKEN}}}, 0) + 1",
        f"BLANKVALUE({{!Warned_Case.{TOKEN}}}, 0) + 1",
    ),
    "the token is not read": (
        flow("Adopt"),
        f"<queriedFields>{TOKEN}</queriedFields>",
        "<queriedFields>Subject</queriedFields>",
    ),
    "a collection that was written before": (
        CONSENT,
        "<elementReference>No_Cases</elementReference>",
        "<elementReference>Told_Cases</elementReference>",
    ),
    "a record without its token": (
        CONSENT,
        f"<assignToReference>One_Case.{TOKEN}</assignToReference>",
        "<assignToReference>One_Case.NGH_Turn__c</assignToReference>",
    ),
    "a flow before save takes the token back": (
        flow("Advance"),
        "<assignToReference>$Record.NGH_Turn__c</assignToReference>",
        f"<assignToReference>$Record.{TOKEN}</assignToReference>",
    ),
    "an action that may write anything": (
        flow("Notify"),
        "<actionType>customNotificationAction</actionType>",
        "<actionType>apex</actionType>",
    ),
}
WHERE = {
    "the token stays": {("NGH_Clock", "The_case_is_there_Wake_the_case_2")},
    "blank stays blank": {("NGH_Clock", "The_case_is_there_Wake_the_case_2")},
    "less than the whole number that the field keeps": {("NGH_Clock", "The_case_is_there_Wake_the_case_2")},
    "the token of another record": {("NGH_Clock", "The_case_is_there_Wake_the_case_2")},
    "the token is not read": {("NGH_Adopt", "It_is_outside_Let_the_case_in")},
    "a collection that was written before": {
        ("NGH_Consent", "It_is_Tell_the_cases_of_Third_party_authority"),
    },
    "a record without its token": {
        ("NGH_Consent", "It_is_Tell_the_cases_of_Results_by_email"),
        ("NGH_Consent", "It_is_Tell_the_cases_of_Third_party_authority"),
    },
    "a flow before save takes the token back": {("NGH_Advance", "A_case_of_this_workflow_Write_down_what_happened")},
    "an action that may write anything": {("NGH_Notify", "Somebody_Notify")},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_write_that_could_trip_a_rule_is_found(fault: str) -> None:
    assert found(with_fault("northgate", *FAULTS[fault])) == WHERE[fault]


def test_a_second_write_with_what_was_read_before_the_first_is_found() -> None:
    """Both mails of one path: the case is saved after the first, so what the run began with is no longer true."""
    path = flow("Mail")
    stale = with_fault("northgate", path, f"{{!Mailed_safety_net.{TOKEN}}}", f"{{!Mailed_status_update.{TOKEN}}}")
    own = with_fault("northgate", path, f"{{!Mailed_status_update.{TOKEN}}}", f"{{!$Record.{TOKEN}}}")

    assert {flow for flow, _ in found(stale)} == {"NGH_Mail"}
    assert {flow for flow, _ in found(own)} == {"NGH_Mail"}


def test_a_rule_without_its_guard_is_found_and_no_other() -> None:
    path = f"{RULES}/NGH_Closing.validationRule-meta.xml"
    untokened = with_fault("northgate", path, f"NOT(ISCHANGED({TOKEN}))", "TRUE")
    on_creation = with_fault("northgate", path, "NOT(ISNEW())", "TRUE")
    either = with_fault("northgate", path, f"NOT(ISCHANGED({TOKEN})) &amp;&amp;", f"NOT(ISCHANGED({TOKEN})) ||")

    for given in (untokened, on_creation, either):
        assert rules_found(given) == {"Case.NGH_Closing"}
    assert ("NGH_Clock", "The_case_is_there_Wake_the_case") in found(untokened)
    assert ("NGH_Record", "There_is_Begin_Question_about_a_bill") in found(on_creation)


def test_a_rule_that_is_switched_off_asks_nothing() -> None:
    off = with_fault("northgate", EVENTS, "<active>true</active>", "<active>false</active>")

    assert prove_writes(off).rules == prove_writes(components("northgate")).rules - 1


def test_an_update_of_the_record_of_decisions_is_found() -> None:
    changed = with_fault("northgate", flow("Record"), "<object>NGH_Clock__c</object>", "<object>NGH_Event__c</object>")

    assert rules_found(changed) == {"NGH_Event__c.NGH_Events_Stay"}
    assert all("End_rows" in element for _, element in found(changed))


def test_what_is_open_is_said_with_flow_element_and_rule() -> None:
    shown: Writes = prove_writes(with_fault("northgate", *FAULTS["the token is not read"]))

    assert str(shown.unproved[0]).startswith("NGH_Adopt, It_is_outside_Let_the_case_in, Case.")
    assert shown.summary.endswith(f"{len(shown.unproved)} unproved")


def test_what_the_emulator_does_not_run_is_said_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise NotModelled("a thing that nobody models")

    monkeypatch.setattr(Proof, "__init__", refuse)
    result = CliRunner().invoke(command, [str(ROOT / "specs" / "northgate.yaml")])

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "does not run this package: a thing that nobody models" in result.output
    assert "0 unproved" in result.output
