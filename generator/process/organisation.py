"""Who and what surrounds the process: people, teams, messages, reports, and what the org must already have."""

from typing import Literal

from generator.conditions.syntax import Condition
from generator.frozen import because, record
from generator.process.workflow import Allowance
from generator.source import Span


@record
class People:
    id: str
    label: str
    api_name: str | None
    because: Span = because()


@record
class Team:
    id: str
    label: str
    lead: str | None
    api_name: str | None
    existing: bool = False
    was: str | None = None
    because: Span = because()


@record
class Persona:
    id: str
    label: str
    teams: tuple[str, ...]
    access: Literal["edit", "read"]
    confidential: bool
    audit: bool
    bypass: bool
    because: Span = because()


@record
class Message:
    """A mail's text; merge fields `{case_number} {received_on} {stage} {team} {reply_by}` stand as written."""

    id: str
    label: str
    subject: str
    body: str
    api_name: str | None
    because: Span = because()


@record
class Report:
    id: str
    label: str
    measure: str | None
    """A clock's id; None counts cases."""
    where: Condition | None
    by: tuple[str, ...]
    """Facts, or `age`."""
    period: Literal["all", "this_week", "this_month", "this_quarter", "this_year"]
    seen_by: tuple[str, ...]
    api_name: str | None
    because: Span = because()


@record
class Consent:
    """A signed form on the patient's record; its state is the fact of the same id, its block the rule of that id."""

    id: str
    label: str
    form: str
    when: Condition | None
    before: str
    because: Span = because()


@record
class Channel:
    id: str
    origin: str
    address: str | None
    because: Span = because()


@record
class Status:
    label: str
    closed: bool


@record
class Expectations:
    """What the org must already have (`expects:`)."""

    sender: str | None
    statuses: tuple[Status, ...]
    queues: tuple[str, ...]
    fields: tuple[str, ...]
    case_sharing: str | None
    person_accounts: bool
    consent: bool
    default_workflow_user: str | None
    no_active_assignment_rule: bool
    path: bool
    record_type_of_automated_case_user: str | bool | None
    identifiers: tuple[tuple[str, str, str], ...]
    """(identifier, object, field)"""
    because: Span = because()


@record
class Control:
    mode: Literal["live", "shadow"]
    switches: tuple[tuple[str, bool], ...]


@record
class Replies:
    """To a closed case: re-open within `reopen_within` of closing, else (or with None: always) a new linked case."""

    reopen_within: Allowance | None


@record
class Hazard:
    """What an overlay took away from a safety list and why; lands in the hazard log."""

    what: str
    why: str
    because: Span = because()


@record
class NotAutomated:
    """A line of the rulebook that cannot be native, with the reason (from comments `# not automated: ...`)."""

    text: str
    reason: str
    because: Span = because()
