"""What surrounds the rules: identity, calendars, people, channels, expectations."""

from typing import Annotated, Literal

from generator.frozen import because, record
from generator.language.values import (
    KEYED,
    NOTHING,
    ApiName,
    DateText,
    DurationText,
    HoursText,
    Id,
    Label,
    LevelRef,
    Pairs,
    PeopleRef,
    TeamRef,
    Text,
    Zone,
    said,
)
from generator.source import Span


@record
class Workflow:
    """Name of all that is built. A file without this section is a layer and is never built."""

    id: Id = said("id of the workflow; the record type's name unless `record_type` is given")
    label: Label = said("what people call the workflow")
    prefix: Text = said("2 to 8 letters that begin every API name")
    record_type: ApiName | None = said("API name of the record type of Case", default=None)
    zone: Zone = said("IANA zone for days, dates in mails and calendars")
    language: Literal["en-GB", "en-US"] = said("language of the built-in labels", default="en-GB")
    status: Literal["active", "draft"] = said("status of the generated flows", default="active")
    span: Span = because()


@record
class Calendar:
    """Opening hours. The id is the adjective in durations: `4 working hours`."""

    id: Id
    days: tuple[Text, ...] = said("open days, mon to sun")
    hours: HoursText = said("one window, every open day: 08:00-18:00")
    holidays: tuple[DateText, ...] = said("closed days", default=())
    zone: Zone | None = said("another zone than the workflow's", default=None)
    span: Span = because()


@record
class People:
    """Who is told: a public group. Its members are data."""

    id: Id
    label: Label = said("what the group is called")
    api_name: ApiName | None = said("the group that the org has", default=None)
    span: Span = because()


@record
class Team:
    """Who takes cases: a queue of Case and Task with one public group."""

    id: Id
    label: Label = said("what the team is called")
    lead: PeopleRef | None = said("who `team_lead` is in alerts", default=None)
    api_name: ApiName | None = said("the queue's API name", default=None)
    existing: bool = said("the org has this queue: referenced, never emitted", default=False)
    was: Id | None = said("the id before a rename", default=None)
    span: Span = because()


@record
class Persona:
    """What users may see and do: a permission set."""

    id: Id
    label: Label = said("what the persona is called")
    teams: tuple[TeamRef, ...] = said("whose members get it", default=())
    access: Literal["edit", "read"] = said("of the fields that people fill", default="edit")
    confidential: bool = said("sees confidential text", default=False)
    audit: bool = said("reads the events", default=False)
    bypass: bool = said("guardrails do not hold", default=False)
    span: Span = because()


@record
class ExpectedSender:
    """The organisation-wide address that mails come from."""

    address: Text = said("a verified organisation-wide address")
    span: Span = because()


@record
class ExpectedStatus:
    """A value of Case Status that the org has beyond the standard ones."""

    label: Text = said("the value as it is shown")
    closed: bool = said("whether it closes the case", default=False)
    span: Span = because()


@record
class ExpectedPlace:
    """Where an identifier is verified."""

    id: Id
    object: ApiName = said("object that holds it")
    field: ApiName = said("field that holds it")
    span: Span = because()


@record
class Expects:
    """What the org must already have: never guessed, never emitted."""

    sender: ExpectedSender | None = said("organisation-wide address", default=None)
    statuses: tuple[ExpectedStatus, ...] = said("values of Case Status beyond the standard ones", default=())
    queues: tuple[ApiName, ...] = said("queues that the org has", default=())
    fields: tuple[Text, ...] = said("fields that the org has, as Object.Field", default=())
    case_sharing: Literal["private", "read", "read_write"] | None = said("organisation-wide default", default=None)
    person_accounts: bool = said("person accounts are on", default=False)
    consent: bool = said("consent management is on", default=False)
    default_workflow_user: Text | None = said("user name of the default workflow user", default=None)
    no_active_assignment_rule: bool = said("the org has no active rule of Case", default=False)
    path: bool = said("the Path setting is on", default=False)
    record_type_of_automated_case_user: Text | None = said("true, or a name", default=None)
    identifiers: Annotated[tuple[ExpectedPlace, ...], KEYED] = said("where identifiers are verified", default=())
    span: Span = because()


@record
class Channel:
    """How a message comes in."""

    id: Id
    origin: Text = said("value of Case Origin that the org has")
    address: Text | None = said("for the runbook and the canary", default=None)
    span: Span = because()


@record
class Control:
    """Defaults of the kill switches."""

    mode: Literal["live", "shadow"] = said("shadow: classify and record, touch nothing", default="live")
    switches: Pairs = said("name of a switch: on or off", default=NOTHING)
    span: Span = because()


@record
class Replies:
    """What a reply to a closed case does; open cases are only ever raised."""

    closed: DurationText | None = said("`reopen_within DURATION`, or `new_case`", default=None)
    span: Span = because()


@record
class Unreadable:
    """Blank, HTML only, another script, cut off: where such a text goes and how urgent it is at least."""

    team: TeamRef = said("who reads it")
    at_least: LevelRef = said("at least the second highest level")
    span: Span = because()
