"""The process: what a spec means, with names resolved, defaults filled and layers merged. Definitions only.

Anything whose only reason is Salesforce (API names, marks, windows, tokens) belongs to `lower`. Conditions are
`conditions.syntax` trees. Everything that has an order is a tuple in that order; everything else is sorted by id.
"""

from datetime import date
from typing import Literal

from generator.conditions.syntax import Condition, Type, Value
from generator.frozen import because, record
from generator.process.organisation import Channel as Channel
from generator.process.organisation import Consent as Consent
from generator.process.organisation import Control as Control
from generator.process.organisation import Expectations as Expectations
from generator.process.organisation import Hazard as Hazard
from generator.process.organisation import Message as Message
from generator.process.organisation import NotAutomated as NotAutomated
from generator.process.organisation import People as People
from generator.process.organisation import Persona as Persona
from generator.process.organisation import Replies as Replies
from generator.process.organisation import Report as Report
from generator.process.organisation import Status as Status
from generator.process.organisation import Team as Team
from generator.process.workflow import Allowance as Allowance
from generator.process.workflow import Clock as Clock
from generator.process.workflow import Effect as Effect
from generator.process.workflow import Extension as Extension
from generator.process.workflow import Link as Link
from generator.process.workflow import Mail as Mail
from generator.process.workflow import MakeTask as MakeTask
from generator.process.workflow import Moment as Moment
from generator.process.workflow import MomentKind as MomentKind
from generator.process.workflow import Notify as Notify
from generator.process.workflow import PerLevel as PerLevel
from generator.process.workflow import Rule as Rule
from generator.process.workflow import Rung as Rung
from generator.process.workflow import Stage as Stage
from generator.process.workflow import Stamp as Stamp
from generator.process.workflow import Warn as Warn
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
    was: str | None = None
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
    was: str | None = None
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
