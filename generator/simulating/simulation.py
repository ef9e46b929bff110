"""What a simulation tells: the records that its JSON consists of, key by key. Instants are UTC in ISO 8601; `local`
times stand on the wall clock of the workflow's zone. Nothing here holds what the sender wrote."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

from generator.frozen import record


@record
class Because:
    """Who decided: a flow and an element in it, by label and API name; `decision` and `outcome`, labels of the decision
    that led there (empty: none did); and the line of the spec, `file:line` and its text (empty: not known)."""

    flow: str
    flow_label: str
    element: str
    element_label: str
    decision: str
    outcome: str
    line: str
    text: str


@record
class Change:
    """A field of the case that is not what it was. `field` is the spec's word for it; of a text only that it is filled
    or empty is told. `now` and `was` are ids, `said` what people see."""

    field: str
    label: str
    was: str
    now: str
    said: str
    because: Because | None


@record
class Clock:
    """A promise that began, moved, warned, was breached or stopped: `what` says which; of those that nobody has kept at
    the end: `runs` or `late`."""

    what: str
    clock: str
    label: str
    level: str
    started: datetime
    warns: datetime | None
    due: datetime
    stopped: datetime | None
    because: Because | None


@record
class Mail:
    """`to` and `sender` are addresses; `about` the number of the case."""

    to: tuple[str, ...]
    sender: str
    subject: str
    body: str
    about: str
    because: Because | None


@record
class Notification:
    to: tuple[str, ...]
    title: str
    body: str
    about: str
    because: Because | None


@record
class Task:
    subject: str
    due: date | None
    owner: str
    about: str
    because: Because | None


@record
class Case:
    """A second case that was made. Its subject is told only where the workflow wrote it."""

    number: str
    subject: str
    category: str
    urgency: str
    team: str
    owner: str
    stage: str
    because: Because | None


@record
class Logged:
    """An event of the record of decisions, as it stands in the org."""

    kind: str
    label: str
    who: str
    was: str
    now: str
    why: str


@record
class Refused:
    """A save that a rule stopped. `rule` is the spec's word for it, `name` that of the validation rule or flow."""

    rule: str
    name: str
    message: str
    line: str
    text: str


@record
class Moment:
    """What one event brought about, or time alone: `event` is empty then. `line` is the event's line in its file."""

    at: datetime
    local: str
    event: str
    line: str
    case: str
    refused: tuple[Refused, ...]
    changes: tuple[Change, ...]
    words: tuple[str, ...]
    clocks: tuple[Clock, ...]
    notifications: tuple[Notification, ...]
    mails: tuple[Mail, ...]
    tasks: tuple[Task, ...]
    cases: tuple[Case, ...]
    log: tuple[Logged, ...]
    faults: tuple[str, ...]

    @property
    def is_silent(self) -> bool:
        """Whether nobody would notice anything."""
        told = (self.refused, self.changes, self.clocks, self.notifications, self.mails, self.tasks, self.cases)
        return not any((*told, self.log, self.faults))


@record
class Switch:
    """Something that Salesforce does not document, or documents twice, and that the run depended on. `same`: whether
    everything told here is the same under `other`."""

    name: str
    grade: str
    assumed: str
    other: str
    same: bool


@record
class Difference:
    """Where the spec means something else than the metadata did: the first event, and one line for each thing."""

    at: datetime
    event: str
    line: str
    lines: tuple[str, ...]


@record
class Simulation:
    """`ends`: where the virtual clock stands at last. `waiting`: promises that nobody has kept by then.
    `is_lost`: the org refused the message, so that no case was made and nothing more could happen."""

    workflow: str
    zone: str
    ends: datetime
    is_lost: bool
    moments: tuple[Moment, ...]
    waiting: tuple[Clock, ...]
    switches: tuple[Switch, ...]
    difference: Difference | None


def as_json(told: Any) -> Any:
    """Records as tables, tuples as lists, times as text."""
    if isinstance(told, tuple):
        return [as_json(one) for one in told]
    if isinstance(told, datetime):
        return told.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(told, date):
        return told.isoformat()
    if dataclasses.is_dataclass(told) and not isinstance(told, type):
        return {one.name: as_json(getattr(told, one.name)) for one in dataclasses.fields(told)}
    return told
