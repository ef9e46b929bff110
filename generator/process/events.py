"""What can happen to a case, and what can be seen of it afterwards: the words that scenarios, the interpreter and
`prove` share. Nothing here decides anything."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from generator.conditions.syntax import Value
from generator.frozen import because, record
from generator.source import Span


@record
class Circumstances:
    """What an org is like when the message comes in, of which no process knows: only an org can bring it about.

    `fail`: elements that fail whenever they are reached (`Flow.Element`; the prefix of a flow may be left out); `every`
    alone: each that is reached, one run after the other. `gone`: elements, named likewise, that look for a record
    which is gone by then. `lost`: what somebody has deleted: teams (queue and group), people, `notifications`.
    `control`: the kill switches and the mode. `records`: patients' records that the org holds, each an identifier and
    its value. `loaded_by`: the user who enters the case, which comes by no channel then."""

    fail: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    control: tuple[tuple[str, str], ...] = ()
    records: tuple[tuple[tuple[str, Value], ...], ...] = ()
    loaded_by: str | None = None


ANSWERS = ("Signed", "Rejected", "Seen")
SIGNED = ANSWERS[0]
"""What a patient may answer to a form; this alone is a consent."""

ORDINARY = Circumstances()
EVERY = "every"


@record
class Arrival:
    """A message comes in and a case is made. `at` is an aware UTC instant. `unknown`: no patient record is tied to the
    case; `known`: tied, not verified; `verified`: tied and verified. `users`: invented users by name -> persona;
    every persona has besides one user of its own name, a member of all its teams. `answers`: what a known patient has
    answered to the forms of consents before, one after the other: each a consent and an answer."""

    channel: str
    subject: str
    text: str
    sender: str
    patient: Literal["unknown", "known", "verified"]
    at: datetime
    users: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    org: Circumstances = ORDINARY
    because: Span = because()


@record
class Wait:
    """Time passes up to the aware UTC instant `until`, or by `minutes`: exactly one is set."""

    minutes: int = 0
    until: datetime | None = None
    because: Span = because()


@record
class Accept:
    """The user `by` becomes the owner, by own hand."""

    by: str
    because: Span = because()


@record
class Move:
    """The user `by` sets the stage; `through` says whether the stage or the Status was written."""

    to: str
    by: str
    through: Literal["stage", "status"] = "stage"
    because: Span = because()


@record
class Edit:
    """The user `by` sets facts in one save. `owner` may be a user's name or a team's id."""

    values: tuple[tuple[str, Value], ...]
    by: str
    because: Span = because()


@record
class Extend:
    clock: str
    by: str
    because: Span = because()


@record
class Reply:
    """A mail comes in to the case: from whoever wrote first, or from another `sender`."""

    subject: str
    text: str
    sender: str | None = None
    because: Span = because()


@record
class Verify:
    """The patient is verified by this identifier."""

    identifier: str
    because: Span = because()


@record
class Sign:
    """The patient answers the form of a consent; the newest answer counts."""

    consent: str
    answer: str = SIGNED
    because: Span = because()


@record
class Adopt:
    """A person lets a case that is outside the workflow in; one that is in stays as it is."""

    by: str
    because: Span = because()


@record
class SetStatus:
    """The user `by` writes the Status, and not the stage: the request for a move where one stage alone has it."""

    status: str
    by: str
    because: Span = because()


@record
class Switch:
    """Whoever runs the org sets kill switches or the mode."""

    values: tuple[tuple[str, str], ...]
    because: Span = because()


Event = Wait | Accept | Move | Edit | Extend | Reply | Verify | Sign | Adopt | SetStatus | Switch


@record
class TaskSeen:
    id: str
    subject: str
    due: datetime | None
    to: str


@record
class Notified:
    """One notification to one recipient, named as the alert names it (owner, team_lead, duty_manager ...)."""

    alert: str
    to: str
    text: str


@record
class Emailed:
    message: str
    to: str
    subject: str
    body: str


@record
class Logged:
    """An event of the audit trail: never holds a patient's words. `why` is a route's or rule's id."""

    kind: str
    who: str
    was: str = ""
    now: str = ""
    why: str = ""


@record
class ClockSeen:
    """A clock that concerns the case: aware UTC instants, whole seconds."""

    clock: str
    level: str
    started: datetime
    warns: datetime | None
    due: datetime
    stopped: datetime | None
    warned: bool
    breached: bool


@record
class Observation:
    """All that is seen after one event. `facts` holds every fact by id; effects are those since the event before."""

    at: datetime
    facts: Mapping[str, Value]
    owner: str
    """A team's id while its queue owns the case, else a user's name."""
    priority: str
    found: frozenset[str]
    """Words that count, as shown."""
    discounted: frozenset[str]
    """Words that stand only behind a cue."""
    visible_text: str
    confidential_text: str
    blocked_by: frozenset[str]
    """Ids of the rules that stopped the save (`Rule.id`); then nothing else has changed."""
    clocks: tuple[ClockSeen, ...]
    tasks: frozenset[TaskSeen]
    notified: frozenset[Notified]
    emailed: frozenset[Emailed]
    warned: frozenset[str]
    breached: frozenset[str]
    stalled: frozenset[str]
    linked: frozenset[str]
    log: tuple[Logged, ...]
