"""What a template says when an org fills it is what the interpreter says, and it goes to whom the spec says."""

import dataclasses
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Rejected
from generator.emulator.loading import load
from generator.emulator.organisation import Org, found_org
from generator.emulator.results import Email
from generator.formula.checking import check
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.lower.assemble import assemble
from generator.lower.fields import fields
from generator.lower.mails import internal_alert, mail_alert, mail_fields, mails, mails_inside, mails_outside, merged
from generator.lower.naming import Names, names_of
from generator.lower.programs import Program, Set
from generator.lower.wording import VARIABLES, said_by_flows
from generator.metadata.component import Component
from generator.metadata.messages import EmailTemplate, Workflow
from generator.metadata.objects import CustomField
from generator.process.events import Arrival
from generator.process.model import Notify, Process
from generator.process.resolving.effects import IN_MAILS, MERGE_FIELD
from generator.source import NOWHERE
from tests.emulator.building import Ref, act, flow, saved
from tests.lowering.specs import process_of
from tests.specs.loaded import SPECS, resolved

NIGHTS = [datetime(2026, 3, 28, 23, 50, tzinfo=UTC) + timedelta(days=45 * step, minutes=7 * step) for step in range(9)]
"""A minute before midnight or past it, in every season."""
EVERYTHING = "\n".join(f"{{{one}}}" for one in IN_MAILS)


def process_with(process: Process, subject: str, body: str) -> Process:
    """The process, whose every message says this."""
    said = tuple(dataclasses.replace(one, subject=subject, body=body) for one in process.messages)
    return dataclasses.replace(process, messages=said)


def writer(process: Process, names: Names) -> Component:
    """The flow before save that writes what flows write for mails."""
    program = Program(
        api_name="Writes", label="Writes", what="Writes.", object="Case", trigger="RecordBeforeSave",
        on="CreateAndUpdate", order=1, active=True, variables=VARIABLES, resources=(),
        steps=(Set(label="Say", items=said_by_flows(process, names), what="Says."),),
    )  # fmt: skip
    return assemble(program)


def mailing(process: Process) -> Org:
    """An org with the fields and mails of a process, that sends every alert when a case comes in."""
    names = names_of(process)
    held = [*fields(process, names), *mail_fields(process, names), *mails(process, names)]
    held += [writer(process, names)] if said_by_flows(process, names) else []
    sends = [alert.fullName for one in held if isinstance(one.body, Workflow) for alert in one.body.alerts]
    steps = [
        act(f"S{number}", "emailAlert", f"Case.{name}", {"SObjectRowId": Ref("$Record.Id")}, then=f"S{number + 1}")
        for number, name in enumerate(sends[:-1])
    ]
    steps.append(act(f"S{len(sends) - 1}", "emailAlert", f"Case.{sends[-1]}", {"SObjectRowId": Ref("$Record.Id")}))
    return found_org(load([*held, flow("Sends", *steps, trigger="after", when="Create")]), NIGHTS[0])


def row_of(process: Process, state: State) -> Mapping[str, Any]:
    """What the workflow would have written on the case that the interpreter tells of."""
    names = names_of(process)
    row: dict[str, Any] = {names.field(one): state.facts[one] for one in ("stage", "team", "received_on")}
    row[names.field("stage_since")] = state.stage_since
    for id, run in state.clocks.items():
        row[names.field(f"{id}.due")] = run.due
        row[names.field(f"{id}.stopped")] = run.stopped
    return row


def sent(made: Org, row: Mapping[str, Any]) -> dict[str, Email]:
    """The mails by template and address."""
    made = made.insert("Contact", [{"LastName": "Sample", "Email": "patient@example.org"}]).org
    contact = made.rows("Contact")[0]["Id"]
    outcome = made.insert("Case", [{**row, "SuppliedEmail": "sender@example.org", "ContactId": contact}])
    number = saved(outcome)["CaseNumber"]
    mails = [one for one in outcome.effects if isinstance(one, Email)]
    return {
        f"{one.template} {' '.join(one.to)}": dataclasses.replace(
            one, subject=one.subject.replace(number, "{case_number}"), body=one.body.replace(number, "{case_number}")
        )
        for one in mails
    }


def arrival(process: Process, at: datetime) -> Arrival:
    return Arrival(
        channel=process.channels[0].id, subject="Hello", text="A question about something", sender="sender@example.org",
        patient="known", at=at, because=NOWHERE,
    )  # fmt: skip


def agrees(process: Process, at: datetime) -> None:
    """Every message says in the org what the interpreter says, to the one it is for."""
    teller, names = Interpreter(process), names_of(process)
    state, _ = teller.begin(arrival(process, at))
    mails = sent(mailing(process), row_of(process, state))
    for message, to in mails_outside(process):
        held = next(one for one in process.messages if one.id == message)
        mail = mails[f"{names.own('mails')}/{held.api_name or names.own(message)} {to}@example.org"]
        assert (mail.subject, mail.body) == teller.wording.mail(state, message)
        assert mail.sender == process.expects.sender


@pytest.mark.parametrize("spec", SPECS)
def test_every_mail_of_the_specs_says_what_the_interpreter_says(spec: str) -> None:
    process = resolved(spec).process
    for night in NIGHTS[:3]:
        agrees(process, night)
    agrees(process_with(process, EVERYTHING.replace("\n", " "), EVERYTHING), NIGHTS[4])


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Kolkata"])
@pytest.mark.parametrize("language", ["en-GB", "en-US"])
def test_days_and_times_are_those_of_the_workflow(tmp_path: Path, zone: str, language: str) -> None:
    process = process_of(tmp_path, workflow={"zone": zone, "language": language})
    for night in NIGHTS:
        agrees(process, night)


def test_a_day_is_said_of_the_latest_clock_that_runs(tmp_path: Path) -> None:
    """A clock that was stopped, or does not concern the case, promises nothing."""
    process = process_of(tmp_path)
    names, teller = names_of(process), Interpreter(process)
    state, _ = teller.begin(arrival(process, NIGHTS[0]))
    made, row = mailing(process), row_of(process, state)
    answer, triage = (state.clocks[id].due for id in ("answer", "triage"))

    def promised(**stopped: datetime) -> str:
        more = {names.field(f"{id}.stopped"): at for id, at in stopped.items()}
        mail = sent(made, {**row, **more})["ABC_Mails/ABC_Whole sender@example.org"]
        return mail.body.splitlines()[-1]

    assert promised() == answer.strftime("%d/%m/%Y")
    assert promised(answer=NIGHTS[0]) == triage.astimezone(teller.calendars.zone).strftime("%d/%m/%Y")
    assert promised(answer=NIGHTS[0], triage=NIGHTS[0]) == ""


# -- mails to colleagues -------------------------------------------------------------------------------------------

LATE = {
    "late": {"on": "breached", "notify": ["owner", "team_lead", "matron", "team"], "also_by": "email",
             "text": "{case_number}: {clock} is late"},
    "due": {"on": "warned triage", "notify": ["manager"], "also_by": "email", "text": "{clock} of {team}"},
    "stuck": {"on": "stalled", "notify": ["desk"], "also_by": "email", "text": "Here since {stage_since}"},
}  # fmt: skip


def test_colleagues_get_the_text_of_the_notification(tmp_path: Path) -> None:
    process = process_of(tmp_path, alerts=LATE)
    names, teller = names_of(process), Interpreter(process)
    for night in NIGHTS:
        state, _ = teller.begin(arrival(process, night))
        mails = sent(mailing(process), row_of(process, state))
        for effect, clock, _ in mails_inside(process):
            assert isinstance(effect.act, Notify)
            said = teller.wording.filled(state, effect.act.text, clock or effect.on.of)
            template = names.joined("notice", effect.id, *([clock] if clock else []))
            found = [mail for key, mail in mails.items() if key.startswith(f"ABC_Mails/{template} ")]
            assert found
            for mail in found:
                text, _, link = mail.body.partition("\n\n")
                assert (mail.subject, text) == ("Inquiry {case_number}", said)
                assert link.startswith("https://")


def test_each_colleague_has_an_alert_that_flows_can_name(tmp_path: Path) -> None:
    """A lead and a team are whoever the case's team has: one alert each, and the flow takes its own."""
    process = process_of(tmp_path, alerts=LATE)
    names = names_of(process)
    (held,) = (one.body for one in mails(process, names) if isinstance(one.body, Workflow))
    recipients = {
        f"Case.{one.fullName}": [(who.type, who.recipient or who.field) for who in one.recipients]
        for one in held.alerts
    }
    effects = {one.id: one for one in process.effects}
    late = {
        internal_alert(names, effects["late"], who, clock): [to]
        for clock in ("triage", "answer")
        for who, to in (
            ("owner", ("owner", None)), ("matron", ("group", "ABC_Matron")), ("manager", ("group", "ABC_Manager")),
            ("nurses", ("group", "ABC_Nurses_Team")), ("desk", ("group", "ABC_Desk_Team")),
        )
    }  # fmt: skip
    assert len(late) == 10
    assert recipients == {
        **late,
        internal_alert(names, effects["due"], "manager", "triage"): [("group", "ABC_Manager")],
        internal_alert(names, effects["stuck"], "desk"): [("group", "ABC_Desk_Team")],
        mail_alert(names, "hello", "sender"): [("email", "SuppliedEmail")],
        mail_alert(names, "whole", "sender"): [("email", "SuppliedEmail")],
        mail_alert(names, "whole", "patient"): [("contactLookup", "ContactId")],
    }


def test_alerts_and_templates_have_names_that_salesforce_takes(tmp_path: Path) -> None:
    """EML-002: at most 80 characters, and two never become one by being cut."""
    long = "a" * 29
    alerts = {f"{long}{end}": LATE["late"] for end in "xy"}
    clocks = {f"{long}{end}": {"label": end, "starts": "created", "stops": "closed", "within": "4h"} for end in "vw"}
    process = process_of(tmp_path, alerts=alerts, clocks=clocks)
    made = list(mails(process, names_of(process)))
    (held,) = (one.body for one in made if isinstance(one.body, Workflow))
    found = [one.fullName for one in held.alerts] + [one.name.partition("/")[2] for one in made if "/" in one.name]
    assert len({one.lower() for one in found}) == len(found) > 40
    assert all(re.fullmatch(r"[A-Za-z](_?[A-Za-z0-9])*", one) and len(one) <= 80 for one in found)


def test_nothing_is_made_for_a_process_that_mails_nobody(tmp_path: Path) -> None:
    process = process_of(tmp_path, alerts={one: {"remove": True} for one in ("received", "told", "again")})
    names = names_of(process)
    assert [*mails(process, names), *mail_fields(process, names), *said_by_flows(process, names)] == []


# -- hostile texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["{!Case.Description}", "{!x}", "{{case_number}}", "{ !Case.Subject}", "{{{Recipient.Name}}}", "{!{case_number}}",
     "{!Case.Subject {case_number}", "{}", "{Case_Number}", "${!Case.Subject}"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["subject", "body"])
def test_what_an_org_would_merge_is_refused(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(Rejected) as rejected:
        process_of(tmp_path, messages={"hello": {place: f"a {text} b"}})
    assert {one.code for one in rejected.value.diagnostics} <= {"CP227", "CP137"}


PIECES = st.sampled_from(
    ["{", "}", "!", "{!", "$", "Case.Subject", " ", "\n", "{case_number}", "{team}", "{!Case.Subject", "%", '"', "\\"]
)  # fmt: skip
SMALL = resolved("northgate").process


@settings(max_examples=150, deadline=None)
@given(body=st.lists(PIECES, max_size=12).map("".join))
def test_what_is_accepted_comes_out_as_it_stands(body: str) -> None:
    """Whatever is no merge field of ours is text to an org, too."""
    assume(all(match.group(1) in IN_MAILS for match in MERGE_FIELD.finditer(body)))
    names = names_of(process_with(SMALL, "{team}", body))
    text = merged(names, body)
    mark = re.compile(r"\{!(Case\.\w+)\}")
    back = {f"Case.{names.field('mail_team')}": "{team}", "Case.CaseNumber": "{case_number}"}
    assert mark.sub(lambda match: back[match.group(1)], text) == body
    assert len(mark.findall(text)) == len(re.findall(r"\{![^{}]*\}", text))


def test_texts_are_kept_byte_by_byte(tmp_path: Path) -> None:
    body = 'Grüße, 100 % & <b>\n\n  "quoted" \\n {case_number}\nends without a line'
    process = process_of(tmp_path, messages={"hello": {"body": body}})
    held = {one.name: one for one in mails(process, names_of(process))}
    content = held["ABC_Mails/ABC_Hello"].content
    assert content is not None
    assert content.decode() == body.replace("{case_number}", "{!Case.CaseNumber}")


# -- the fields that say it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", SPECS)
def test_formula_fields_are_within_what_an_org_takes(spec: str) -> None:
    process = process_with(resolved(spec).process, "s", EVERYTHING)
    names = names_of(process)
    kinds = {"received_on": "date", "stage": "picklist", "team": "picklist"}
    known = {names.field(one): kind for one, kind in kinds.items()}
    formulas = [
        one.body for one in mail_fields(process, names) if isinstance(one.body, CustomField) and one.body.formula
    ]
    assert len(formulas) == 3
    for body in formulas:
        assert check(body.formula or "", "field", known.get, "text") == ()


def test_templates_are_plain_text_in_our_own_folder(tmp_path: Path) -> None:
    process = process_of(tmp_path, alerts=LATE)
    for one in mails(process, names_of(process)):
        if isinstance(one.body, EmailTemplate):
            assert one.name.startswith("ABC_Mails/")
            assert (one.body.type, one.body.uiType, one.body.encodingKey) == ("text", "Aloha", "UTF-8")
            assert len(one.body.subject or "") <= 230
            assert one.body.description


def test_a_message_keeps_the_name_that_it_is_given(tmp_path: Path) -> None:
    process = process_of(tmp_path, messages={"hello": {"api_name": "Welcome"}})
    names = names_of(process)
    made = {one.name: one.body for one in mails(process, names)}
    workflow = made["Case"]
    assert isinstance(workflow, Workflow)
    assert {one.template for one in workflow.alerts if "Hello" in one.fullName} == {"ABC_Mails/Welcome"}
    assert "ABC_Mails/Welcome" in made
