"""What the process does over time: allowances, moments, stages, clocks, rules and effects."""

from typing import Literal

from generator.conditions.syntax import Condition
from generator.frozen import because, record
from generator.source import Span


@record
class Allowance:
    """A length of time. Exactly one of `minutes` and `days` is not zero.

    minutes without calendar: elapsed minutes; with one: open minutes. days without calendar: end of the n-th day
    after the day of the start (workflow zone); with one: closing time of the n-th open day after it.
    """

    minutes: int = 0
    days: int = 0
    calendar: str | None = None
    because: Span = because()


PerLevel = tuple[Allowance | None, ...]
"""One for each urgency level, most urgent first; None: does not apply at that level."""

# -- moments -------------------------------------------------------------------------------------------------------

MomentKind = Literal[
    "created",
    "routed",
    "accepted",
    "raised",
    "reclassified",
    "replied",
    "closed",
    "reopened",
    "entering",
    "leaving",
    "filled",
    "warned",
    "breached",
    "stalled",
]


@record
class Moment:
    """`of` is the stage of entering/leaving/stalled, the fact of filled, the clock of warned/breached; None: any."""

    kind: MomentKind
    of: str | None = None
    because: Span = because()


@record
class Stage:
    id: str
    label: str
    rank: int
    status: str
    next: tuple[str, ...]
    automatic: bool
    closed: bool
    stall: PerLevel
    help: str | None = None
    was: str | None = None
    because: Span = because()


@record
class Warn:
    """When a clock warns: `share` percent of the allowance, `after` a time from the start, or `before` the due time."""

    share: int | None = None
    after: Allowance | None = None
    before: Allowance | None = None
    because: Span = because()


@record
class Extension:
    """Once, by a person: due moves by `days` (end of that day where the allowance is in days)."""

    days: int
    calendar: str | None
    because: Span = because()


@record
class Rung:
    """One step of a ladder: `after` the start of the clock, until the case is accepted."""

    after: Allowance
    notify: tuple[str, ...]
    text: str
    because: Span = because()


@record
class Clock:
    id: str
    label: str
    when: Condition | None
    starts: Moment
    stops: Moment
    within: PerLevel
    warn: Warn | None
    extension: Extension | None
    ladder: tuple[Rung, ...]
    because: Span = because()


@record
class Rule:
    """What must hold on a person's save: guardrail, consent, transition table, `edited_by`, extension.

    `id`: a guardrail's, consent's or clock's own id; `transition.<stage>` for the moves out of a stage;
    `edited_by.<fact>`. `on`: the entering/leaving that it watches; None: any change of a fact in `reads`.
    Broken when `when` holds (or is None) and `require` does not. Never checked on creation, on automation's writes,
    or for a user with a bypass persona.
    """

    id: str
    kind: Literal["guardrail", "consent", "transition", "edited_by", "extension"]
    label: str
    on: Moment | None
    reads: tuple[str, ...]
    when: Condition | None
    require: Condition
    message: str
    cites: tuple[str, ...]
    because: Span = because()


@record
class Notify:
    """Recipients: ids of people and teams, or owner, team, team_lead. `text` holds merge fields `{case_number}`."""

    to: tuple[str, ...]
    text: str
    also_by_email: bool = False


@record
class Mail:
    """A mail to somebody outside: `to` is sender or patient."""

    message: str
    to: Literal["sender", "patient"]


@record
class MakeTask:
    """`to`: owner, team, or the id of people or a team. Each kind of task once a case."""

    subject: str
    due: Allowance | None
    to: str


@record
class Link:
    """A second case beside this one, without the patient's text; `team` and `category` are both resolved."""

    label: str
    team: str
    category: str


@record
class Stamp:
    """A date `years` after the moment is written into `fact` (retention)."""

    fact: str
    years: int
    since: Literal["closed", "created"]


@record
class Effect:
    """What happens at a moment: `id` is the alert's, linked case's or retention entry's id; a task's is its own id."""

    id: str
    kind: Literal["alert", "task", "linked_case", "retention"]
    on: Moment
    when: Condition | None
    act: Notify | Mail | MakeTask | Link | Stamp
    label: str = ""
    because: Span = because()
