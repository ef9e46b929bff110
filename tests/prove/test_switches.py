"""The control setting on the emulated org: what each switch turns off, and that shadow touches nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from generator.compiler import compile_spec, understand
from generator.emulator.organisation import Org, Outcome, found_org
from generator.emulator.results import Email
from generator.prove.playing import OrgTeller

SPEC = Path(__file__).resolve().parents[2] / "specs/northgate.yaml"
AT = datetime(2026, 3, 6, 10, tzinfo=UTC)
EMERGENCY = "I have chest pain and my bill is wrong"


@cache
def northgate() -> OrgTeller:
    understood = understand(str(SPEC))
    return OrgTeller(understood.resolved.process, compile_spec(understood))


def org(**settings: str) -> Org:
    """An org whose default settings are these."""
    told = northgate()
    made = found_org(told.package, AT)
    control = told.lexicon.lock["objects"]["control"]
    owner = made.rows("Organization")[0]["Id"]
    values = {control["fields"][name]: value for name, value in settings.items()}
    return made.with_rows(control["name"], [{"SetupOwnerId": owner, **values}])[0] if settings else made


def arrive(made: Org) -> tuple[Outcome, Mapping[str, Any]]:
    told = northgate()
    message = {
        "Description": EMERGENCY, "Origin": "Web", "SuppliedEmail": "patient@example.org", "Priority": "Low",
        "RecordTypeId": told.record_type(made),
    }  # fmt: skip
    outcome = made.insert("Case", message, channel="soap")
    assert outcome.result.id is not None, outcome.result.errors
    return outcome, outcome.org.get(outcome.result.id) or {}


def value(case: Mapping[str, Any], fact: str) -> Any:
    return case.get(northgate().lexicon.fields[fact])


def owned_by_queue(case: Mapping[str, Any]) -> bool:
    return str(case["OwnerId"]).startswith("00G")


def test_with_an_empty_setting_everything_acts() -> None:
    outcome, case = arrive(org())
    assert value(case, "urgency") == "emergency"
    assert owned_by_queue(case)
    assert case["Priority"] == "High"
    assert outcome.effects


def test_shadow_classifies_and_records_and_touches_nothing() -> None:
    made = org(mode="shadow")
    outcome, case = arrive(made)
    assert value(case, "urgency") == "emergency"
    assert value(case, "team") == "clinical_urgent"
    assert not owned_by_queue(case)
    assert case["Priority"] == "Low"
    assert case["Status"] != "Triage"
    assert not outcome.effects
    assert outcome.org.rows(northgate().lexicon.lock["objects"]["event"]["name"])
    assert len(outcome.org.rows("Case")) == 1, "no second case is begun"
    later = outcome.org.advance(AT + timedelta(days=2))
    assert not [effect for effect in later.effects if isinstance(effect, Email)]
    stage = northgate().lexicon.fields["stage"]
    moved = later.org.update("Case", {"Id": case["Id"], stage: "closure"})
    assert moved.result.success, "no rule holds"


def test_intake_off_leaves_a_message_alone() -> None:
    outcome, case = arrive(org(intake="off"))
    assert value(case, "workflow") is None
    assert value(case, "urgency") is None
    assert not outcome.effects


def test_routing_off_keeps_the_owner_and_names_the_team() -> None:
    _, case = arrive(org(routing="off"))
    assert not owned_by_queue(case)
    assert value(case, "team") == "clinical_urgent"


def test_notifications_off_still_sends_the_answer() -> None:
    outcome, _ = arrive(org(notifications="OFF"))
    kinds = {type(effect).__name__ for effect in outcome.effects}
    assert kinds == {"Email"}


def test_replies_off_sends_no_answer() -> None:
    outcome, _ = arrive(org(replies="off"))
    assert not [effect for effect in outcome.effects if isinstance(effect, Email)]


def test_clocks_off_starts_no_promise() -> None:
    _, case = arrive(org(clocks="off"))
    assert value(case, "triage.due") is None


def test_guardrails_off_lets_a_save_through_and_on_stops_it() -> None:
    stage = northgate().lexicon.fields["stage"]
    for setting, passes in (({"guardrails": "off"}, True), ({}, False)):
        outcome, case = arrive(org(**setting))
        moved = outcome.org.update("Case", {"Id": case["Id"], stage: "closure"})
        assert moved.result.success == passes
