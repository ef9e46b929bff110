"""What catches a failure on the emulated org: fault paths, sweeps, the check of the owner."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.emulator.loading import load
from generator.emulator.organisation import Channel, Org, Outcome, found_org
from generator.emulator.results import Notification
from generator.metadata.component import Component, component
from generator.metadata.people import AssignmentRule, AssignmentRules, RuleEntry
from generator.prove.playing import OrgTeller, components_of

SPEC = Path(__file__).resolve().parents[2] / "specs/northgate.yaml"
AT = datetime(2026, 3, 6, 10, tzinfo=UTC)
EMERGENCY = "I have chest pain and my bill is wrong"


@cache
def northgate() -> tuple[OrgTeller, tuple[Component, ...]]:
    understood = understand(str(SPEC))
    files = compile_spec(understood)
    return OrgTeller(understood.resolved.process, files), tuple(components_of(files))


def arrive(org: Org, channel: Channel = "soap") -> tuple[Outcome, str]:
    record_type = northgate()[0].record_type(org)
    message = {"Description": EMERGENCY, "Origin": "Web", "SuppliedEmail": "patient@example.org"}
    outcome = org.insert("Case", {**message, "RecordTypeId": record_type}, channel=channel)
    assert outcome.result.id is not None, outcome.result.errors
    return outcome, outcome.result.id


def events(org: Org) -> list[tuple[str, str]]:
    event = northgate()[0].lexicon.lock["objects"]["event"]
    kind, why = (event["fields"][name] for name in ("kind", "why"))
    return [(str(row[kind]), str(row.get(why) or "")) for row in org.rows(event["name"])]


def named(flow: str, ending: str) -> str:
    """The one data element of a flow whose name ends so."""
    program = northgate()[0].package.programs[flow]
    (name,) = (one for one in program.bulk if one.endswith(ending))
    return f"{flow}.{name}"


def told(outcome: Outcome) -> list[str]:
    return [effect.body for effect in outcome.effects if isinstance(effect, Notification)]


@pytest.mark.parametrize(
    "element",
    ["Write_the_record_of_decisions", "Make_clock_rows", "End_rows_counts_anew_or_no_more", "Team_Queue"],
)
def test_what_fails_after_the_save_is_recorded_and_told_and_the_message_is_kept(element: str) -> None:
    teller, _ = northgate()
    org = replace(found_org(teller.package, AT), failing=frozenset({named("NGH_Record", element)}))
    outcome, case = arrive(org)
    assert ("fault", "NGH_Record") in events(outcome.org)
    said = told(outcome)
    assert any("NGH_Record failed" in one for one in said)
    assert any(one.endswith(": emergency") for one in said), "people are told first"
    assert outcome.org.get(case) is not None


def test_a_notice_that_fails_keeps_its_fault_to_itself() -> None:
    teller, _ = northgate()
    org = replace(found_org(teller.package, AT), failing=frozenset({named("NGH_Notify", "_Notify")}))
    outcome, _ = arrive(org)
    assert ("fault", "NGH_Notify") in events(outcome.org)
    assert "classified" in dict(events(outcome.org)), "the record goes on"


def test_an_owner_that_something_else_took_goes_back_and_the_record_says_so() -> None:
    """The org's own rule gives every new case to another queue, whatever ours says."""
    _, components = northgate()
    rule = AssignmentRule(
        fullName="Theirs", active=True, ruleEntry=(RuleEntry(assignedTo="NGH_Bookings", assignedToType="Queue"),)
    )
    theirs = component("Case", AssignmentRules(assignmentRule=(rule,)))
    package = load((*(one for one in components if one.kind != "AssignmentRules"), theirs))
    outcome, case = arrive(found_org(package, AT), channel="rest")
    owner = outcome.org.get(str((outcome.org.get(case) or {})["OwnerId"])) or {}
    assert owner["DeveloperName"] == "NGH_Clinical_Urgent"
    assert "owner_restored" in dict(events(outcome.org))


def test_no_owner_is_restored_where_nobody_took_it() -> None:
    teller, _ = northgate()
    outcome, _ = arrive(found_org(teller.package, AT), channel="rest")
    assert len(outcome.org.rows("Case")) > 1, "there is a second case too"
    assert "owner_restored" not in dict(events(outcome.org))


def test_a_sweep_finds_what_a_lost_clock_left_behind() -> None:
    """Without the clock flow nothing wakes the case; the sweep at noon does."""
    teller, components = northgate()
    package = load(one for one in components if one.name != "NGH_Clock")
    outcome, case = arrive(found_org(package, AT))
    breached = teller.lexicon.fields["triage.breached"]
    before = outcome.org.advance(datetime(2026, 3, 6, 11, 59, tzinfo=UTC)).org
    assert not (before.get(case) or {})[breached]
    after = before.advance(datetime(2026, 3, 6, 12, 0, tzinfo=UTC))
    assert (after.org.get(case) or {})[breached]
    assert any("triage is late" in one for one in told(after))


def test_a_case_without_a_promise_gets_one_from_the_sweep() -> None:
    """A case that was let in by hand, as the adopt flow does it."""
    teller, _ = northgate()
    fields = teller.lexicon.fields
    org = found_org(teller.package, AT)
    values = {
        "workflow": "patient_inquiry", "token": 1, "stage": "triage", "category": "general", "urgency": "soon",
        "team": "enquiries", "received_at": AT, "received_on": AT.date(), "stage_since": AT, "opened_at": AT,
    }  # fmt: skip
    adopted = {"Status": "Triage", **{fields[key]: given for key, given in values.items()}}
    org, (case,) = org.with_rows("Case", [adopted])
    after = org.advance(AT + timedelta(hours=3)).org.get(case) or {}
    assert after[fields["triage.due"]] == datetime(2026, 3, 6, 14, tzinfo=UTC)
