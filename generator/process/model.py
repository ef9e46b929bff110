"""The process: what a spec means, with names resolved, defaults filled and layers merged. Definitions only.

Anything whose only reason is Salesforce (API names, marks, windows, tokens) belongs to `lower`. Conditions are
`conditions.syntax` trees. Everything that has an order is a tuple in that order; everything else is sorted by id.
"""

from datetime import date
from typing import Literal

from generator.conditions.syntax import Condition, Type, Value
from generator.frozen import because, record
from generator.source import Span

# -- identity and calendars ----------------------------------------------------------------------------------------


@record
class Identity:
    id: str
    label: str
    prefix: str
    record_type: str
    """API name of the record type of Case."""
    zone: str
    language: Literal["en-GB", "en-US"]
    status: Literal["active", "draft"]
    because: Span = because()


@record
class Calendar:
    id: str
    days: tuple[int, ...]
    """Open weekdays, Monday 0, ascending."""
    opens: int
    """Minutes after midnight."""
    closes: int
    holidays: tuple[date, ...]
    zone: str
    because: Span = because()


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


# -- facts ---------------------------------------------------------------------------------------------------------

Origin = Literal["built_in", "field", "flag", "identifier", "consent", "clock"]


@record
class Choice:
    """One value of a choice: `id` is what conditions and the process use, `label` what people see."""

    id: str
    label: str


@record
class FactRef:
    """A default that is another fact's value."""

    fact: str


@record
class Fact:
    """Whatever a condition can name and a case carries."""

    id: str
    label: str
    type: Type
    origin: Origin
    written_by: Literal["automation", "people"]
    editors: tuple[str, ...] = ()
    """Personas that alone may change it; empty: everyone who may edit."""
    privacy: Literal["special", "personal", "none"] = "personal"
    default: Value | FactRef = None
    choices: tuple[Choice, ...] = ()
    help: str | None = None
    api_name: str | None = None
    existing: bool = False
    was: str | None = None
    because: Span = because()


# -- reading text --------------------------------------------------------------------------------------------------


@record
class Word:
    """A phrase: `text` in the normal form of language.md section 6 (no cue marks, no padding), `shown` as written."""

    text: str
    shown: str
    is_prefix: bool = False
    never_negate: bool = False
    because: Span = because()


@record
class WordSet:
    """Words that count together. `origin`: the id of a word list, or of the category, level, flag, field whose own
    `words` these are; ids are unique over all sets (`crisis`, `category.billing`, `level.soon`, `flag.safe_contact`,
    `field.third_party`)."""

    id: str
    label: str
    words: tuple[Word, ...]
    because: Span = because()


@record
class Reading:
    """How text is read. `cues` in normal form; `history` literals in lower case; `forwards` in normal form."""

    cues: tuple[str, ...]
    history: tuple[str, ...]
    forwards: tuple[str, ...]
    sets: tuple[WordSet, ...]


@record
class Finder:
    """An identifier that is read out of text. Shapes as written: 9 is a digit, a space any gap, letters stand for
    themselves; a shape that begins with letters allows gaps anywhere after them."""

    fact: str
    kind: Literal["pattern", "nhs_number", "date", "text"]
    shapes: tuple[str, ...]
    check: Literal["nhs", "luhn"] | None
    order: Literal["dmy", "mdy"]
    found_on: Literal["patient", "identifier_record", "nothing"]
    on_find: Literal["store", "flag", "mask"]
    because: Span = because()


@record
class Setter:
    """A fact that intake sets to `value` when a word of `sets` is found or `when` holds (flags, yes/no words)."""

    fact: str
    sets: tuple[str, ...]
    when: Condition | None
    value: Value
    because: Span = because()


# -- classification and routing ------------------------------------------------------------------------------------


@record
class Level:
    """An urgency level. `rank` 0 is the most urgent."""

    id: str
    label: str
    rank: int
    priority: Literal["High", "Medium", "Low"]
    sets: tuple[str, ...]
    only_to: tuple[str, ...]
    because: Span = because()


@record
class Category:
    """`rank` 0 is tried first; the last has no sets. `floor` is the rank of the lowest urgency it allows."""

    id: str
    label: str
    rank: int
    floor: int
    sets: tuple[str, ...]
    special: bool
    quiet: bool
    because: Span = because()


@record
class Route:
    """The complete table in order: the exceptions, then `unreadable` (when: the built-in yes/no fact `unreadable`
    holds), then `category.<id>` for each category (when: category = id); the last holds always (`when` None). The
    first that holds decides the team, and nothing else.

    A text is unreadable when it is blank, has under 20 letters and no hit, consists mostly of letters of another
    script, was cut off at the field's length, or came as HTML only. Its urgency is then at least
    `Process.unreadable_floor`."""

    id: str
    when: Condition | None
    team: str
    because: Span = because()


# -- stages, clocks, rules, effects --------------------------------------------------------------------------------


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


# -- people, messages, reports, expectations -----------------------------------------------------------------------


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
    because: Span = because()


@record
class Process:
    identity: Identity
    calendars: tuple[Calendar, ...]
    channels: tuple[Channel, ...]
    people: tuple[People, ...]
    teams: tuple[Team, ...]
    personas: tuple[Persona, ...]
    expects: Expectations
    assignment_rule: Literal["handoff", "merge", "own"]
    control: Control
    replies: Replies
    facts: tuple[Fact, ...]
    reading: Reading
    finders: tuple[Finder, ...]
    setters: tuple[Setter, ...]
    levels: tuple[Level, ...]
    categories: tuple[Category, ...]
    special_flags: tuple[str, ...]
    """Flags that make a case special handling."""
    quiet_flags: tuple[str, ...]
    """Flags that stop automatic mail to anybody outside."""
    unreadable_floor: int
    """Rank of the lowest urgency of a text that cannot be read."""
    routes: tuple[Route, ...]
    stages: tuple[Stage, ...]
    clocks: tuple[Clock, ...]
    consents: tuple[Consent, ...]
    rules: tuple[Rule, ...]
    effects: tuple[Effect, ...]
    messages: tuple[Message, ...]
    reports: tuple[Report, ...]
    hazards: tuple[Hazard, ...]
    not_automated: tuple[NotAutomated, ...]
