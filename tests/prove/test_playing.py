"""Histories are played on an org as people and mail would: what each event writes, and what is seen of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.conditions.syntax import Value
from generator.emulator.results import Email, Error, Notification, Result
from generator.emulator.rows import Row
from generator.process.events import (
    Accept,
    Arrival,
    ClockSeen,
    Edit,
    Emailed,
    Event,
    Extend,
    Logged,
    Move,
    Notified,
    Observation,
    Reply,
    Sign,
    TaskSeen,
    Verify,
    Wait,
)
from generator.prove.comparing import unlike
from generator.prove.observing import Witnessed, observe
from generator.prove.playing import OrgTeller, Played
from generator.source import NOWHERE

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
SENDER = "someone@example.org"


@cache
def teller(name: str = "northgate") -> OrgTeller:
    understood = understand(str(ROOT / "specs" / f"{name}.yaml"))
    return OrgTeller(understood.resolved.process, compile_spec(understood), alone=True)


def arrival(channel: str = "web", text: str = "Where is the parking for the eye clinic?", **changes: object) -> Arrival:
    given = Arrival(
        channel=channel, subject="A question", text=text, sender=SENDER, patient="unknown", at=AT, because=NOWHERE
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def begun(**changes: object) -> tuple[Played, Witnessed]:
    return teller().begin(arrival(**changes))  # type: ignore[arg-type]


def after(event: Event, **changes: object) -> tuple[Played, Witnessed]:
    return teller().step(begun(**changes)[0], event)


def field(key: str) -> str:
    return teller().lexicon.fields[key]


def case(state: Played) -> Row:
    assert state.case is not None
    row = state.org.get(state.case)
    assert row is not None
    return row


# -- arrival -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["email", "web", "portal"])
def test_a_message_of_any_channel_becomes_a_case_of_the_workflow(channel: str) -> None:
    state, seen = begun(channel=channel)

    assert seen.facts["channel"] == channel
    assert seen.facts["category"] == "appointment"
    assert seen.owner == "bookings"
    assert seen.at == AT
    assert case(state)["SuppliedEmail"] == SENDER
    assert seen.faults == ()


def test_a_mail_is_kept_as_a_message_on_its_case() -> None:
    state, _ = begun(channel="email")

    assert [row["ParentId"] for row in state.org.rows("EmailMessage")] == [state.case]


@pytest.mark.parametrize("channel", ["email", "web"])
def test_a_patient_is_tied_to_the_case_unless_unknown(channel: str) -> None:
    for patient, tied, verified in (("unknown", False, False), ("known", True, False), ("verified", True, True)):
        state, seen = begun(channel=channel, patient=patient)
        row = case(state)

        assert (row.get("ContactId") is not None, row.get("AccountId") is not None) == (tied, tied)
        assert seen.facts["patient_verified"] is verified
        assert seen.facts["verified_identifiers"] == (
            "date_of_birth, hospital_number, nhs_number" if verified else None
        )
        assert seen.log == tuple(one for one in seen.log if one.kind != "verified")


def test_every_persona_and_invented_user_has_the_permissions_and_groups_of_the_persona() -> None:
    state, _ = begun(users=(("amy", "clinician"),))
    org, lexicon = state.org, teller().lexicon
    for name in ("amy", "clinician"):
        user = lexicon.id(org, name)
        groups = {row["GroupId"] for row in org.rows("GroupMember") if row["UserOrGroupId"] == user}

        assert {lexicon.party(org, group) for group in groups} == {"safeguarding", "clinical_urgent", "nurse_triage"}
        assert org.transaction(user).permitted("NGH_Clinician")
        assert not org.transaction(user).permitted("NGH_Override")
    assert org.transaction(lexicon.id(org, "loader")).permitted("NGH_Override")


def test_a_message_that_is_lost_is_a_fault_and_the_history_ends_there(monkeypatch: pytest.MonkeyPatch) -> None:
    player = teller()
    monkeypatch.setattr(player, "record_type", lambda org: "012000000000000AAA")
    state, seen = player.begin(arrival())

    assert state.case is None
    assert seen.faults != ()
    assert player.step(state, Accept(by="clerk", because=NOWHERE))[0] == state


# -- events ------------------------------------------------------------------------------------------------------------


def test_time_passes_by_minutes_or_up_to_an_instant() -> None:
    assert after(Wait(minutes=90, because=NOWHERE))[1].at == AT + timedelta(minutes=90)
    assert after(Wait(until=AT + timedelta(days=2), because=NOWHERE))[1].at == AT + timedelta(days=2)


def test_a_user_takes_a_case_by_own_hand() -> None:
    state, seen = after(Accept(by="clerk", because=NOWHERE))

    assert seen.owner == "clerk"
    assert seen.facts["owner"] == "clerk"
    assert state.org.read(case(state)["Id"], "LastModifiedBy.Name") == "clerk"


def test_a_rule_that_stops_a_move_is_named_and_nothing_changes() -> None:
    state, _ = begun()
    later, seen = teller().step(state, Move(to="closure", by="clerk", because=NOWHERE))

    assert "transition.triage" in seen.blocked_by
    assert seen.facts["stage"] == "triage"
    assert later.org.rows("Case") == state.org.rows("Case")


def test_a_user_of_a_persona_without_rules_moves_a_case() -> None:
    _, seen = after(Move(to="resolution", by="loader", because=NOWHERE))

    assert seen.blocked_by == frozenset()
    assert seen.facts["stage"] == "resolution"


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("third_party", True),
        ("override_reason", "Not a patient yet"),
        ("outcome", "advice_given"),
        ("owner", "pharmacy"),
        ("owner", "clinician"),
    ],
)
def test_facts_are_set_in_one_save(fact: str, value: Value) -> None:
    _, seen = after(Edit(values=((fact, value), ("patient_told", True)), by="clerk", because=NOWHERE))

    assert seen.blocked_by == frozenset()
    assert (seen.facts[fact], seen.facts["patient_told"]) == (value, True)


def test_a_date_is_set_and_read_as_a_date() -> None:
    state, _ = teller("ashfell").begin(arrival())
    _, seen = teller("ashfell").step(
        state, Edit(values=(("acknowledged_on", date(2026, 1, 5)),), by="loader", because=NOWHERE)
    )

    assert seen.facts["acknowledged_on"] == date(2026, 1, 5)


def test_an_extension_ticks_the_box_of_its_clock() -> None:
    player = teller("ashfell")
    clock = next(one.id for one in player.process.clocks if one.extension)
    state, _ = player.begin(arrival())
    ticked = player.save(state.org, str(state.case), {player.lexicon.lock["clocks"][clock]["extended"]: True}, "loader")
    later, seen = player.step(state, Extend(clock=clock, by="loader", because=NOWHERE))

    assert later.org.rows("Case") == ticked.org.rows("Case")
    assert seen.faults == ()


def test_a_reply_is_a_mail_of_the_sender_on_the_case() -> None:
    state, _ = after(Reply(subject="Re: A question", text="Thank you", because=NOWHERE))
    (mail,) = state.org.rows("EmailMessage")

    assert (mail["ParentId"], mail["FromAddress"], mail["TextBody"]) == (state.case, SENDER, "Thank you")
    assert mail["Incoming"] is True


def test_a_person_verifies_a_patient_who_was_not_known() -> None:
    state, seen = after(Verify(identifier="nhs_number", because=NOWHERE))
    later, again = teller().step(state, Verify(identifier="hospital_number", because=NOWHERE))

    assert seen.facts["patient_verified"] is True
    assert again.facts["verified_identifiers"] == "hospital_number, nhs_number"
    assert state.org.read(case(later)["ContactId"], "Email") == "patient.record@example.org"
    assert case(later)["ContactId"] == case(state)["ContactId"]


@pytest.mark.parametrize("patient", ["unknown", "known"])
def test_the_patient_signs_the_form_of_a_consent(patient: str) -> None:
    state, seen = after(Sign(consent="share_results", because=NOWHERE), patient=patient)
    (answer,) = state.org.rows("AuthorizationFormConsent")
    form = state.org.read(answer["AuthorizationFormTextId"], "AuthorizationForm.Name")

    assert (answer["Status"], answer["ConsentGiverId"]) == ("Signed", case(state)["ContactId"])
    assert form == next(one.form for one in teller().process.consents if one.id == "share_results")
    assert seen.faults == ()


# -- what is seen ------------------------------------------------------------------------------------------------------


def seen_after(*effects: Email | Notification, errors: tuple[Error, ...] = (), **rows: Row) -> Witnessed:
    """What is seen when an event had these effects, errors and new rows by object."""
    state, _ = begun(patient="known")
    player = teller()
    outcome = player.save(state.org, str(state.case), {}, "clerk")
    org = outcome.org
    for name, row in rows.items():
        if name == "Case":
            org, _ = org.with_rows("Case", [{**case(state), **row}])
        else:
            org, _ = org.with_rows(name, [row])
    told = tuple(replace(one, **{subject_of(one): state.case}) for one in effects)  # type: ignore[arg-type]
    made = replace(outcome, org=org, effects=told, results=(Result(id=state.case, errors=errors),))
    return observe(player.lexicon, state.case, state.org, made)


def subject_of(effect: Email | Notification) -> str:
    return "record" if isinstance(effect, Email) else "target"


def group(name: str) -> str:
    state, _ = begun()
    found = state.org.find("Group", DeveloperName=name)
    assert found is not None
    return str(found["Id"])


def notification(body: str, *recipients: str) -> Notification:
    return Notification(at=AT, type="", recipients=recipients, title="", body=body)


def number() -> str:
    return str(case(begun()[0])["CaseNumber"])


def test_recipients_of_a_notification_are_called_as_its_alert_calls_them() -> None:
    body = f"{number()}: resolution is late"
    seen = seen_after(notification(body, group("NGH_Bookings"), group("NGH_Duty_Manager")))
    text = "{case_number}: resolution is late"

    assert seen.notified == frozenset(
        Notified(alert="resolution_late", to=to, text=text) for to in ("owner", "duty_manager")
    )


def test_a_recipient_whom_no_alert_names_is_called_by_name() -> None:
    seen = seen_after(notification("Anything", group("NGH_On_Call_Sister"), group("NGH_Pharmacy_Team")))

    assert {(one.alert, one.to) for one in seen.notified} == {("", "on_call_sister"), ("", "pharmacy")}


def mail(template: str, to: str) -> Email:
    return Email(by="emailAlert", at=AT, to=(to,), template=template, subject=f"About {number()}", body="Text")


def test_mails_of_messages_are_seen_with_whom_they_reach() -> None:
    emails = [
        mail("NGH_Mails/NGH_Safety_Net", SENDER),
        mail("NGH_Mails/NGH_Status_Update", "patient.record@example.org"),
    ]
    seen = seen_after(*emails, mail("NGH_Mails/NGH_Status_Update", SENDER), mail("NGH_Mails/NGH_Other", SENDER))
    found = {(one.message, one.to) for one in seen.emailed}

    assert found == {("safety_net", "sender"), ("status_update", "patient"), ("status_update", SENDER)}
    assert {one.subject for one in seen.emailed} == {"About {case_number}"}


def test_tasks_are_known_by_their_subject() -> None:
    state, _ = begun()
    act = next(one for one in teller().process.effects if one.kind == "task" and one.id == "check")
    row = {"WhatId": state.case, "OwnerId": group("NGH_Bookings"), "ActivityDate": date(2026, 7, 1)}
    seen = seen_after(Task={**row, "Subject": act.act.subject})  # type: ignore[union-attr]
    other = seen_after(Task={**row, "Subject": "Call back"})

    due = datetime(2026, 7, 1, 23, tzinfo=UTC)
    assert seen.tasks == frozenset((TaskSeen(id="check", subject=act.act.subject, due=due, to="team"),))  # type: ignore[union-attr]
    assert {(one.id, one.to) for one in other.tasks} == {("task «Call back»", "bookings")}


def event_row(**values: object) -> Row:
    state, _ = begun()
    lexicon = teller().lexicon
    return {lexicon.of("event", key): value for key, value in {"case": state.case, **values}.items()}


def test_events_of_the_case_are_its_log() -> None:
    state, _ = begun()
    clerk = teller().lexicon.id(state.org, "clerk")
    row = event_row(kind="stage", who=clerk, was="triage", now="assessment")

    assert Logged(kind="stage", who="clerk", was="triage", now="assessment") in seen_after(NGH_Event__c=row).log
    assert "stage" not in {one.kind for one in seen_after(NGH_Event__c=event_row(kind="stage", case=None)).log}


def linked(**values: object) -> frozenset[str]:
    state, _ = begun()
    row = {
        "ParentId": state.case,
        "Subject": "Question about a bill",
        "Description": None,
        "OwnerId": group("NGH_Patient_Accounts"),
        field("category"): "billing",
        field("team"): "patient_accounts",
    }
    return seen_after(Case={**row, **values}).linked


def test_a_linked_case_is_known_by_its_label_category_and_team() -> None:
    assert linked() == {"bill_too"}
    assert linked(Subject="Other") == {"a case «Other» of billing for patient_accounts"}
    assert linked(**{field("category"): "general"}) == {
        "a case «Question about a bill» of general for patient_accounts"
    }


def test_a_linked_case_stands_beside_the_first_with_its_own_team_and_without_the_text() -> None:
    assert linked(ParentId=None) == {"bill_too, beside another case"}
    assert linked(OwnerId=group("NGH_Pharmacy")) == {"bill_too, owned by pharmacy"}
    assert linked(Description="The patient's words") == {"bill_too, with a text"}
    assert linked(**{field("confidential_text"): "The patient's words"}) == {"bill_too, with a text"}


def test_what_no_rule_of_the_process_stops_is_a_fault() -> None:
    fault = Email(by="fault", at=AT, subject="A flow failed", body="An element")
    errors = (Error(code="CANNOT_EXECUTE_FLOW_TRIGGER", message="failed"),)
    seen = seen_after(fault, errors=errors, NGH_Event__c=event_row(kind="fault", now="NGH_Record"))

    assert seen.blocked_by == frozenset()
    assert seen.faults == (
        "CANNOT_EXECUTE_FLOW_TRIGGER: failed",
        "A flow failed: An element",
        "an event of a fault: NGH_Record",
    )


def test_clocks_that_are_due_are_seen_and_what_turned_since() -> None:
    player = teller()
    state, before = begun()
    part = player.lexicon.lock["clocks"]["triage"]
    due = AT + timedelta(hours=1)
    dates = {part["start"]: AT, part["warn"]: AT, part["due"]: due, part["warned"]: True}
    row = {**case(state), **dates}
    tx = state.org.transaction()
    tx.write("Case", str(state.case), row)
    outcome = state.org.run(tx, 1, lambda: [Result(id=state.case)])
    seen = observe(player.lexicon, state.case, state.org, outcome)
    triage = next(one for one in seen.clocks if one.clock == "triage")

    assert (triage.started, triage.warns, triage.due, triage.warned, triage.breached) == (AT, AT, due, True, False)
    assert seen.warned == {"triage"} - before.warned
    assert seen.breached == frozenset()


# -- what is compared --------------------------------------------------------------------------------------------------

OTHER: dict[str, object] = {
    "at": AT + timedelta(seconds=1),
    "owner": "somebody else",
    "priority": "none",
    "found": frozenset(("a word",)),
    "discounted": frozenset(("a word",)),
    "visible_text": "other",
    "confidential_text": "other",
    "blocked_by": frozenset(("a rule",)),
    "tasks": frozenset((TaskSeen(id="check", subject="other", due=None, to="team"),)),
    "notified": frozenset((Notified(alert="", to="owner", text="other"),)),
    "emailed": frozenset((Emailed(message="safety_net", to="sender", subject="", body=""),)),
    "warned": frozenset(("other",)),
    "breached": frozenset(("other",)),
    "stalled": frozenset(("other",)),
    "linked": frozenset(("other",)),
    "log": (Logged(kind="other", who="clerk"),),
    "faults": ("a fault",),
}
ABOVE = {"facts", "clocks"}
"""Compared one by one below."""
NEVER = {"trace"}
"""How an org came there is not what came of it."""


def test_each_part_of_an_observation_is_compared_or_listed() -> None:
    assert {*OTHER, *ABOVE, *NEVER} == set(Witnessed.__dataclass_fields__)


@pytest.mark.parametrize("name", OTHER)
def test_a_part_that_differs_is_named(name: str) -> None:
    _, seen = begun()
    lines = unlike(seen, replace(seen, **{name: OTHER[name]}), teller().lexicon)  # type: ignore[arg-type]

    assert len(lines) == 1
    assert unlike(seen, seen, teller().lexicon) == ()


@pytest.mark.parametrize("fact", [one.id for one in teller().lexicon.facts if one.id != "owner"])
def test_every_fact_is_compared(fact: str) -> None:
    _, seen = begun()
    other = replace(seen, facts={**seen.facts, fact: "something else"})

    assert unlike(seen, other, teller().lexicon)[0].startswith(f"fact {fact}: the spec says ")


RUNNING = ClockSeen(
    clock="triage", level="soon", started=AT, warns=AT, due=AT, stopped=None, warned=False, breached=False
)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("level", "urgent"),
        ("started", AT + timedelta(seconds=1)),
        ("warns", None),
        ("due", AT + timedelta(seconds=1)),
        ("stopped", AT),
        ("warned", True),
        ("breached", True),
    ],
)
def test_clocks_are_compared_to_the_second(part: str, value: object) -> None:
    _, seen = begun()
    left = replace(seen, clocks=(RUNNING,))
    right = replace(seen, clocks=(replace(RUNNING, **{part: value}),))  # type: ignore[arg-type]
    (line,) = unlike(left, right, teller().lexicon)

    assert line.startswith(f"clock triage: {part}: the spec says ")
    assert unlike(left, replace(seen, clocks=()), teller().lexicon) == ("clocks: only the spec says 'triage'",)


def test_tasks_are_due_on_the_same_day_or_differ() -> None:
    """The end of 1 July in London is 23:00 GMT; its working day ends earlier, and the next day is another."""
    _, seen = begun()
    midnight, five, next_day = (
        replace(seen, tasks=frozenset((TaskSeen(id="check", subject="Check", due=due, to="team"),)))
        for due in (
            datetime(2026, 7, 1, 23, tzinfo=UTC),
            datetime(2026, 7, 1, 16, tzinfo=UTC),
            datetime(2026, 7, 1, 23, 1, tzinfo=UTC),
        )
    )

    assert unlike(midnight, five, teller().lexicon) == ()
    assert len(unlike(midnight, next_day, teller().lexicon)) == 1


def test_two_names_of_one_recipient_are_one() -> None:
    _, seen = begun()
    names: tuple[Observation, ...] = tuple(
        replace(seen, notified=frozenset((Notified(alert="", to=to, text="late"),)))
        for to in ("owner", "team", seen.owner)
    )

    assert [unlike(names[0], one, teller().lexicon) for one in names] == [(), (), ()]
