"""A small spec whose mails, alerts and personas a test may choose."""

import json
from pathlib import Path
from typing import Any

from generator.loading import load
from generator.process.model import Process
from generator.process.resolving import resolve

SPEC = """\
carepath: 1
workflow: {id: inquiry, label: Inquiry, prefix: ABC, zone: Europe/London}
calendars:
  working: {days: [mon, tue, wed, thu, fri], hours: "08:00-18:00"}
people:
  manager: {label: Manager}
  matron: {label: Matron}
teams:
  nurses: {label: "Nurses, night & day", lead: matron}
  desk: {label: "Desk \\"A\\"", lead: manager}
personas:
  nurse: {label: Nurse, teams: [nurses], confidential: true}
  clerk: {label: Clerk, teams: [desk]}
  auditor: {label: Auditor, access: read, confidential: true, audit: true}
  loader: {label: Loader, bypass: true}
expects: {sender: {address: desk@abbey.example}, case_sharing: private, consent: true, no_active_assignment_rule: true}
unreadable: {team: nurses, at_least: urgent}
channels:
  email: {origin: Email}
identifiers:
  card_number: {label: Card number, written: [9999 9999 9999 9999], check: luhn, on_find: mask}
fields:
  outcome: {label: Outcome, type: choice, values: [Advice, Booked]}
  findings: {label: Findings, type: long_text, privacy: special}
  verdict: {label: Verdict, type: text, edited_by: [nurse]}
flags:
  safe_contact: {label: Safe contact, words: [do not call], special_handling: true, quiet: true}
word_lists:
  red_flags: {words: [chest pain, stroke]}
urgency:
  - {id: emergency, label: Emergency, priority: High, lists: [red_flags], only_to: [nurses]}
  - {id: urgent, label: Urgent, priority: Medium, words: [getting worse]}
  - {id: routine, label: Routine, priority: Low}
categories:
  - {id: symptoms, label: Symptoms, team: nurses, at_least: urgent, special_handling: true, lists: [red_flags]}
  - {id: billing, label: Billing, team: desk, at_least: routine, words: [invoice]}
  - {id: general, label: General, team: desk, at_least: urgent}
stages:
  - {id: arrived, label: Arrived, status: New, next: [open], automatic: true, stall_after: 15m}
  - {id: open, label: Wide open, status: Working, next: [done], stall_after: 30m}
  - {id: done, label: Done, status: Closed, closed: true}
clocks:
  triage: {label: Time to triage, starts: created, stops: accepted, warn: 75%, within: {emergency: 15m, otherwise: 1h}}
  answer: {label: An answer, starts: created, stops: closed, within: {emergency: 4h, otherwise: 3 working days},
    extend: {by: 5 days, require: outcome is filled, message: Say more.}}
consents:
  share: {label: By mail, form: Consent to mail, before: done}
messages:
  hello: {label: First answer, subject: "We have {case_number}", body: "Got on {received_on}.\\n"}
  whole: {label: Everything, subject: "{case_number} {received_on} {stage} {team} {reply_by}",
    body: "{case_number}\\n{received_on}\\n{stage}\\n{team}\\n{reply_by}\\n"}
alerts:
  received: {on: created, email: hello, to: sender}
  told: {on: entering done, email: whole, to: patient}
  again: {on: entering done, email: whole, to: sender}
"""


def process_of(folder: Path, **sections: Any) -> Process:
    """The process of the spec with these sections merged over it, as a layer is."""
    (folder / "pyproject.toml").touch()
    (folder / "base.yaml").write_text(SPEC, encoding="utf-8")
    if not sections:
        return resolve(load(str(folder / "base.yaml"))).process
    top = {"carepath": 1, "extends": ["base.yaml"], "workflow": {"id": "inquiry"}, **sections}
    (folder / "spec.yaml").write_text(json.dumps(top), encoding="utf-8")
    return resolve(load(str(folder / "spec.yaml"))).process
