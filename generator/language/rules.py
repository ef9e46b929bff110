"""What the workflow knows and decides: facts, words, urgency, categories, routes, stages, clocks, rules, alerts."""

from typing import Annotated, Literal

from generator.frozen import because, record
from generator.language.values import (
    KEYED,
    ApiName,
    CategoryRef,
    ClockRef,
    ConditionText,
    DurationText,
    FactName,
    Guidance,
    Id,
    Label,
    LevelRef,
    ListRef,
    MessageRef,
    MomentText,
    Pattern,
    PersonaRef,
    PerUrgencyText,
    Phrase,
    Recipient,
    Sentence,
    StageRef,
    TeamRef,
    Template,
    Text,
    Value,
    WarningText,
    Words,
    said,
)
from generator.source import Span


@record
class Identifier:
    """A number that tells who the patient is; a fact."""

    id: Id
    label: Label = said("what it is called")
    kind: Literal["pattern", "nhs_number", "date", "text"] = said("how it is read", default="pattern")
    written: tuple[Pattern, ...] = said("shapes: 9 is a digit, a space any gap", default=())
    check: Literal["nhs", "luhn", "none"] = said("check digit", default="none")
    order: Literal["dmy", "mdy"] = said("of a date", default="dmy")
    found_on: Literal["patient", "identifier_record", "nothing"] = said("where it is verified", default="nothing")
    on_find: Literal["store", "flag", "mask"] = said("what happens to the text", default="store")
    api_name: ApiName | None = said("the field's API name", default=None)
    was: Id | None = said("the id before a rename", default=None)
    span: Span = because()


@record
class Field:
    """A fact that people fill."""

    id: Id
    label: Label = said("what it is called")
    type: Literal[
        "text", "long_text", "yes_no", "choice", "number", "date", "date_time", "person", "email", "phone"
    ] = said("what it holds", default="text")
    values: tuple[Value, ...] = said("of a choice", default=())
    default: Text | None = said("a value or a fact of the type", default=None)
    words: Words = said("yes_no: set at intake when one is found", default=())
    detect: bool = said("choice: the value whose name is found", default=False)
    help: Sentence | None = said("inline help", default=None)
    privacy: Literal["special", "personal", "none"] = said("data classification", default="personal")
    edited_by: tuple[PersonaRef, ...] = said("only they may change it", default=())
    existing: bool = said("the org has it: not generated", default=False)
    api_name: ApiName | None = said("the field's API name", default=None)
    was: Id | None = said("the id before a rename", default=None)
    span: Span = because()


@record
class Flag:
    """A yes/no fact that intake and replies set and only people clear."""

    id: Id
    label: Label = said("what it is called")
    when: ConditionText | None = said("sets it", default=None)
    lists: tuple[ListRef, ...] = said("a word of these sets it", default=())
    words: Words = said("a word of these sets it", default=())
    special_handling: bool = said("makes the case confidential", default=False)
    quiet: bool = said("no automatic mail to anybody outside", default=False)
    api_name: ApiName | None = said("the field's API name", default=None)
    was: Id | None = said("the id before a rename", default=None)
    span: Span = because()


@record
class Matching:
    """How text is read."""

    negation: Words = said("cues that turn off the word behind them", default=())
    history: tuple[Text, ...] = said("literals where quoted text begins", default=())
    forwards: tuple[Phrase, ...] = said("subject prefixes of forwarded mail", default=())
    span: Span = because()


@record
class WordList:
    """Words that several places share."""

    id: Id
    words: Words = said("phrases; a star at the end takes every ending")
    never_negate: bool = said("these count even behind a cue", default=False)
    span: Span = because()


@record
class Urgency:
    """One level; the list begins with the most urgent."""

    id: Id
    label: Label = said("what it is called")
    priority: Literal["High", "Medium", "Low"] = said("Case Priority")
    lists: tuple[ListRef, ...] = said("a word of these raises to it", default=())
    words: Words = said("a word of these raises to it", default=())
    only_to: tuple[TeamRef, ...] = said("every case of this level reaches one of these", default=())
    was: Id | None = said("the id before a rename", default=None)
    span: Span = because()


@record
class Category:
    """The first with a word found wins; the last has no words and takes the rest."""

    id: Id
    label: Label = said("what it is called")
    team: TeamRef = said("default team")
    at_least: LevelRef = said("lowest urgency that it allows")
    lists: tuple[ListRef, ...] = said("words of these count", default=())
    words: Words = said("these count", default=())
    never_negate: bool = said("its own words count even behind a cue", default=False)
    special_handling: bool = said("confidential", default=False)
    quiet: bool = said("no automatic mail to anybody outside", default=False)
    was: Id | None = said("the id before a rename", default=None)
    span: Span = because()


@record
class Routing:
    """An exception to the category's team; the first that holds."""

    id: Id
    when: ConditionText = said("when it holds")
    to: TeamRef = said("who takes the case")
    span: Span = because()


@record
class LinkedCase:
    """A second case beside the first, without the patient's text."""

    id: Id
    label: Label = said("subject of the second case")
    when: ConditionText = said("when it is made")
    to: TeamRef | None = said("who takes it", default=None)
    category: CategoryRef | None = said("its category", default=None)
    span: Span = because()


@record
class Task:
    """Made on entering the stage, once a case."""

    id: Id
    subject: Label = said("subject of the task")
    due: DurationText | None = said("time from entering", default=None)
    to: Recipient | None = said("owner, team or a team", default=None)
    when: ConditionText | None = said("only then", default=None)
    span: Span = because()


@record
class Stage:
    """Where a case stands. Only the moves in `next` can be made by people."""

    id: Id
    label: Label = said("what it is called")
    status: Text = said("Case Status value that the org has")
    next: tuple[StageRef, ...] = said("the only moves", default=())
    automatic: bool = said("left by automation once routed", default=False)
    closed: bool = said("the case is closed here", default=False)
    stall_after: PerUrgencyText | None = said("told when a stay is longer", default=None)
    tasks: Annotated[tuple[Task, ...], KEYED] = said("made on entering", default=())
    help: Guidance | None = said("guidance on the path", default=None)
    was: Id | None = said("the id before a rename", default=None)
    span: Span = because()


@record
class Extend:
    """Once, by a person."""

    by: DurationText = said("days")
    require: ConditionText = said("what must hold first")
    message: Sentence = said("said when it does not")
    span: Span = because()


@record
class Rung:
    """Tells the next until the case is accepted."""

    after: DurationText = said("time from the start")
    notify: tuple[Recipient, ...] = said("who is told")
    text: Template = said("what they read")
    span: Span = because()


@record
class Clock:
    """A promise. `triage` is Time to Triage and must be there."""

    id: Id
    label: Label = said("what it is called")
    starts: MomentText = said("when it starts")
    stops: MomentText = said("when it is kept")
    within: PerUrgencyText = said("how long it may take")
    when: ConditionText | None = said("cases that it concerns", default=None)
    warn: WarningText | None = said("when to warn", default=None)
    extend: Extend | None = said("one extension", default=None)
    ladder: tuple[Rung, ...] = said("who is told next", default=())
    span: Span = because()


@record
class Consent:
    """A signed form on the patient's record; blocks the stage until it is there; a fact."""

    id: Id
    label: Label = said("what it is called")
    form: Text = said("name of the Authorization Form")
    when: ConditionText | None = said("who needs it", default=None)
    before: StageRef = said("stage that it blocks")
    message: Sentence | None = said("said when it is missing", default=None)
    span: Span = because()


@record
class Guardrail:
    """Blocks a save by a person; never intake, never automation."""

    id: Id
    entering: StageRef | None = said("checked on entering this stage", default=None)
    leaving: StageRef | None = said("checked on leaving this stage", default=None)
    when: ConditionText | None = said("cases that it concerns", default=None)
    require: ConditionText = said("what must hold")
    message: Sentence = said("said when it does not")
    satisfies: tuple[Text, ...] = said("what it serves", default=())
    span: Span = because()


@record
class Message:
    """A mail to somebody outside."""

    id: Id
    label: Label = said("what it is called")
    subject: Template = said("its subject")
    body: Template = said("its text")
    api_name: ApiName | None = said("the template's API name", default=None)
    span: Span = because()


@record
class Alert:
    """Who is told, when; every one that holds fires."""

    id: Id
    on: MomentText = said("the moment")
    when: ConditionText | None = said("only then", default=None)
    notify: tuple[Recipient, ...] = said("who is told", default=())
    text: Template | None = said("what they read", default=None)
    also_by: Literal["email"] | None = said("the same by internal mail", default=None)
    email: MessageRef | None = said("a mail to somebody outside", default=None)
    to: Literal["sender", "patient"] | None = said("who gets the mail", default=None)
    span: Span = because()


@record
class Report:
    """A report; all of them make one dashboard."""

    id: Id
    label: Label = said("what it is called")
    measure: ClockRef | None = said("a clock; without: the count", default=None)
    where: ConditionText | None = said("which cases", default=None)
    by: tuple[FactName, ...] = said("grouping: facts, or age", default=())
    period: Literal["all", "this_week", "this_month", "this_quarter", "this_year"] = said("by creation", default="all")
    seen_by: tuple[PersonaRef, ...] = said("who opens the folder", default=())
    api_name: ApiName | None = said("the report's API name", default=None)
    span: Span = because()


@record
class Retention:
    """A date stamped at closure; the first that holds."""

    id: Id
    keep: DurationText = said("years")
    since: Literal["closed", "created"] = said("counted from", default="closed")
    when: ConditionText | None = said("cases that it concerns", default=None)
    span: Span = because()
