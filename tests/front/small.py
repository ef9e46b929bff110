"""A small whole spec with something in every place of the language where a text may stand."""

import copy
from typing import Any

SMALL: dict[str, Any] = {
    "carepath": "1",
    "extends": [],
    "workflow": {"id": "inquiry", "label": "Inquiry", "prefix": "ABC", "zone": "Europe/London"},
    "vars": {"place": "Abbey"},
    "calendars": {"working": {"days": ["mon", "tue"], "hours": "08:00-18:00"}},
    "people": {"manager": {"label": "Manager"}},
    "teams": {
        "nurses": {"label": "Nurses", "lead": "manager"},
        "desk": {"label": "Desk of ${place}", "lead": "manager"},
    },
    "personas": {"nurse": {"label": "Nurse", "teams": ["nurses"], "confidential": "true"}},
    "expects": {
        "sender": {"address": "desk@abbey.example"},
        "statuses": [{"label": "Parked"}],
        "fields": ["Case.Reason"],
        "case_sharing": "private",
        "consent": "true",
        "no_active_assignment_rule": "true",
        "default_workflow_user": "flow@abbey.example",
        "record_type_of_automated_case_user": "true",
    },
    "assignment_rule": "own",
    "control": {"mode": "live", "switches": {"clocks": "on"}},
    "unreadable": {"team": "nurses", "at_least": "urgent"},
    "channels": {"email": {"origin": "Email", "address": "desk@abbey.example"}},
    "identifiers": {"chart": {"label": "Chart number", "written": ["CH9999999"], "found_on": "identifier_record"}},
    "fields": {
        "outcome": {"label": "Outcome", "type": "choice", "values": ["Advice", "Booked"], "help": "What was done."},
        "note": {"label": "Note", "type": "text", "default": "Nothing"},
        "other": {"label": "Somebody else writes", "type": "yes_no", "words": ["my mother"]},
    },
    "flags": {"careful": {"label": "Careful", "words": ["do not call"]}},
    "matching": {"negation": ["no"], "history": ["wrote:"], "forwards": ["fw"]},
    "word_lists": {"red": {"words": ["chest pain"]}},
    "urgency": [
        {"id": "urgent", "label": "Urgent", "priority": "High", "lists": ["red"], "words": ["getting worse"]},
        {"id": "soon", "label": "Soon", "priority": "Medium"},
        {"id": "routine", "label": "Routine", "priority": "Low"},
    ],
    "categories": [
        {"id": "symptoms", "label": "Symptoms", "team": "nurses", "at_least": "urgent", "lists": ["red"]},
        {"id": "billing", "label": "Billing", "team": "desk", "at_least": "routine", "words": ["invoice"]},
        {"id": "general", "label": "General", "team": "desk", "at_least": "soon"},
    ],
    "linked_cases": {"bill": {"label": "A bill too", "when": "found billing", "to": "desk"}},
    "stages": [
        {"id": "open", "label": "Open", "status": "Parked", "next": ["done"], "help": "Take it at ${place}.",
         "tasks": {"review": {"subject": "Review"}}},
        {"id": "done", "label": "Done", "status": "Closed", "closed": "true"},
    ],
    "clocks": {
        "triage": {"label": "Time to triage", "starts": "created", "stops": "accepted", "within": "1h",
                   "ladder": [{"after": "30m", "notify": ["manager"], "text": "{case_number} waits"}]},
        "answer": {"label": "An answer", "starts": "created", "stops": "closed", "within": "3 working days",
                   "extend": {"by": "5 days", "require": "note is filled", "message": "Say more."}},
    },
    "consents": {"share": {"label": "By mail", "form": "Consent to mail", "before": "done", "message": "Ask first."}},
    "guardrails": {"closing": {"entering": "done", "require": "outcome is filled", "message": "Choose an outcome.",
                               "satisfies": ["UK GDPR"]},
                   "noted": {"when": 'note = "x"', "require": "other", "message": "Say who writes."}},
    "messages": {"hello": {"label": "First answer", "subject": "We have it", "body": "Got it at ${place}."}},
    "alerts": {
        "told": {"on": "created", "email": "hello", "to": "sender"},
        "late": {"on": "breached", "notify": ["team_lead"], "text": "{case_number} is late"},
    },
    "reports": {"all_cases": {"label": "All cases", "by": ["team"]}},
    "retention": [{"id": "every", "keep": "8 years"}],
    "examples": [{"subject": "Re", "text": "I have chest pain", "channel": "email", "urgency": "urgent"}],
    "scenarios": {
        "A story": {
            "given": {"channel": "email", "subject": "Re", "text": "My invoice is CH1234567", "sender": "a@b.example",
                      "patient": "known", "at": "2026-01-05 09:00", "users": {"ann": "nurse"},
                      "answers": {"share": "Signed"}, "fail": "Intake", "gone": "Reply.The_Case",
                      "lost": "desk", "control": {"routing": "off"},
                      "records": [{"chart": "CH1234567"}], "loaded_by": "nurse"},
            "then": [
                {"wait_until": "2026-01-05 09:30"},
                {"accept": {"as": "nurse", "blocked_by": "closing"}},
                {"move": {"to": "done", "through": "status", "as": "nurse", "blocked_by": "closing"}},
                {"status": {"to": "Escalated", "as": "nurse", "blocked_by": "status"}},
                {"switch": {"routing": "on"}},
                {"adopt": {"as": "nurse"}},
                {"edit": {"set": {"other": "true"}, "as": "nurse", "blocked_by": "closing"}},
                {"extend": {"clock": "answer", "as": "nurse", "blocked_by": "answer"}},
                {"reply": {"subject": "Re", "text": "I have chest pain", "sender": "b@b.example"}},
                {"verify": {"identifier": "chart"}},
                {"sign": {"consent": "share", "answer": "Signed"}},
                {"expect": {
                    "category": "symptoms", "urgency": "urgent", "team": "nurses", "owner": "nurses", "stage": "open",
                    "fields": {"other": "true"}, "identifiers": {"chart": "CH1234567"}, "flags": "none",
                    "words": ["chest pain"], "tasks": ["review"], "notified": "none", "emailed": "none",
                    "warned": "none", "breached": "none", "stalled": "none", "linked": "none", "audit": "none",
                    "text_has_not": ["4111"]}},
            ],
        },
    },
    "extra": [],
}  # fmt: skip


def small() -> dict[str, Any]:
    """A copy that a test may change."""
    return copy.deepcopy(SMALL)
