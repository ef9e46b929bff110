"""A whole spec: its sections in the order of the reference."""

from typing import Annotated, Literal

from generator.frozen import because, record
from generator.language.rules import (
    Alert,
    Category,
    Clock,
    Consent,
    Field,
    Flag,
    Guardrail,
    Identifier,
    LinkedCase,
    Matching,
    Message,
    Report,
    Retention,
    Routing,
    Stage,
    Urgency,
    WordList,
)
from generator.language.scenarios import Example, Scenario
from generator.language.values import KEYED, NOTHING, ORDERED, Pairs, Text, said
from generator.language.workflow import (
    Calendar,
    Channel,
    Control,
    Expects,
    People,
    Persona,
    Replies,
    Team,
    Unreadable,
    Workflow,
)
from generator.source import Span


@record
class Spec:
    """One patient-inquiry workflow."""

    carepath: Literal["1"] = said("version of the language")
    extends: tuple[Text, ...] = said("layers below, left to right, relative to this file", default=())
    workflow: Workflow = said("name of all that is built")
    vars: Pairs = said("values for ${name} in labels, help and messages", default=NOTHING)
    calendars: Annotated[tuple[Calendar, ...], KEYED] = said("opening hours", default=())
    people: Annotated[tuple[People, ...], KEYED] = said("who is told", default=())
    teams: Annotated[tuple[Team, ...], KEYED] = said("who takes cases")
    personas: Annotated[tuple[Persona, ...], KEYED] = said("what users may see and do", default=())
    expects: Expects = said("what the org must already have", default=Expects(span=NOTHING.span))
    assignment_rule: Literal["handoff", "merge", "own"] = said("whose rule assigns cases", default="handoff")
    control: Control = said("kill switches", default=Control(span=NOTHING.span))
    replies: Replies = said("what a reply does", default=Replies(span=NOTHING.span))
    unreadable: Unreadable = said("texts that cannot be read")
    channels: Annotated[tuple[Channel, ...], KEYED] = said("how messages come in")
    identifiers: Annotated[tuple[Identifier, ...], KEYED] = said("numbers that tell who it is", default=())
    fields: Annotated[tuple[Field, ...], KEYED] = said("facts that people fill", default=())
    flags: Annotated[tuple[Flag, ...], KEYED] = said("facts that intake sets", default=())
    matching: Matching = said("how text is read", default=Matching(span=NOTHING.span))
    word_lists: Annotated[tuple[WordList, ...], KEYED] = said("words that several places share", default=())
    urgency: Annotated[tuple[Urgency, ...], ORDERED] = said("levels, most urgent first")
    categories: Annotated[tuple[Category, ...], ORDERED] = said("kinds of message; the first with a word wins")
    routing: Annotated[tuple[Routing, ...], ORDERED] = said("exceptions to the category's team", default=())
    linked_cases: Annotated[tuple[LinkedCase, ...], KEYED] = said("second cases", default=())
    stages: Annotated[tuple[Stage, ...], ORDERED] = said("where a case stands")
    clocks: Annotated[tuple[Clock, ...], KEYED] = said("promises")
    consents: Annotated[tuple[Consent, ...], KEYED] = said("signed forms", default=())
    guardrails: Annotated[tuple[Guardrail, ...], KEYED] = said("what must hold", default=())
    messages: Annotated[tuple[Message, ...], KEYED] = said("mails", default=())
    alerts: Annotated[tuple[Alert, ...], KEYED] = said("who is told, when", default=())
    reports: Annotated[tuple[Report, ...], KEYED] = said("reports", default=())
    retention: Annotated[tuple[Retention, ...], ORDERED] = said("how long cases are kept", default=())
    examples: tuple[Example, ...] = said("messages of one line", default=())
    scenarios: Annotated[tuple[Scenario, ...], KEYED] = said("stories", default=())
    extra: tuple[Text, ...] = said("folders of sfdx source to copy in", default=())
    span: Span = because()
