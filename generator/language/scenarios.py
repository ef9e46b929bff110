"""Stories with expectations, and examples of one line."""

from typing import Literal

from generator.frozen import because, record
from generator.language.values import (
    NOTHING,
    CategoryRef,
    ClockRef,
    DurationText,
    LevelRef,
    Names,
    Pairs,
    StageRef,
    TeamRef,
    Text,
    said,
)
from generator.source import Span


@record
class Example:
    """A message and what it becomes."""

    subject: Text | None = said("subject", default=None)
    text: Text | None = said("text", default=None)
    channel: Text | None = said("channel; the first one without", default=None)
    category: CategoryRef | None = said("expected category", default=None)
    urgency: LevelRef | None = said("expected urgency", default=None)
    team: TeamRef | None = said("expected team", default=None)
    span: Span = because()


@record
class Given:
    """The message that begins a scenario."""

    channel: Text | None = said("a channel; the first one without", default=None)
    subject: Text | None = said("subject", default=None)
    text: Text | None = said("text", default=None)
    sender: Text | None = said("address of the sender", default=None)
    patient: Text | None = said("unknown, known or verified", default=None)
    at: Text | None = said("local time, as 2026-01-05 09:00", default=None)
    users: Pairs = said("invented users: name and persona", default=NOTHING)
    answers: Pairs = said("forms that a known patient answered before: consent and answer", default=NOTHING)
    fail: Names | None = said("elements that fail, or `every`: each in turn (on the metadata alone)", default=None)
    gone: Names | None = said("elements that look for a record which is gone by then (likewise)", default=None)
    lost: Names | None = said("teams, people, notifications that the org has lost (likewise)", default=None)
    control: Pairs = said("kill switches and mode (likewise)", default=NOTHING)
    records: tuple[Pairs, ...] = said("patients' records: identifiers and values (likewise)", default=())
    loaded_by: Text | None = said("who enters the case by hand, past every channel (likewise)", default=None)
    span: Span = because()


@record
class Accept:
    """A user takes the case."""

    as_: Text = said("a persona or a user")
    blocked_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Move:
    """A user sets the stage."""

    to: StageRef = said("the stage")
    through: Literal["stage", "status"] = said("the field that is written", default="stage")
    as_: Text = said("a persona or a user")
    blocked_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Edit:
    """A user sets facts in one save."""

    set: Pairs = said("fact and value")
    as_: Text = said("a persona or a user")
    blocked_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Extend:
    """A user extends a clock."""

    clock: ClockRef = said("the clock")
    as_: Text = said("a persona or a user")
    blocked_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Reply:
    """The sender answers by mail."""

    subject: Text | None = said("subject", default=None)
    text: Text = said("text")
    sender: Text | None = said("address of the sender; who wrote first, without", default=None)
    span: Span = because()


@record
class Verify:
    """The patient is verified by an identifier."""

    identifier: Text = said("the identifier")
    span: Span = because()


@record
class Sign:
    """The patient answers a form."""

    consent: Text = said("the consent")
    answer: Text | None = said("Signed, Rejected or Seen; signed, without", default=None)
    span: Span = because()


@record
class Adopt:
    """A user lets a case in that is outside the workflow."""

    as_: Text = said("a persona or a user")
    span: Span = because()


@record
class Status:
    """A user sets a Status that is not the one of one stage alone."""

    to: Text = said("the status")
    as_: Text = said("a persona or a user")
    blocked_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Expect:
    """What must (or must not) be so now."""

    category: Text | None = said("category", default=None)
    urgency: Text | None = said("urgency", default=None)
    team: Text | None = said("team", default=None)
    owner: Text | None = said("a user, or a team", default=None)
    stage: Text | None = said("stage", default=None)
    fields: Pairs | None = said("facts and their values", default=None)
    identifiers: Pairs | None = said("identifiers and their values", default=None)
    flags: Names | None = said("flags that are set", default=None)
    words: Names | None = said("words that count", default=None)
    tasks: Names | None = said("tasks made", default=None)
    notified: Names | None = said("recipients told", default=None)
    emailed: Names | None = said("messages sent", default=None)
    warned: Names | None = said("clocks", default=None)
    breached: Names | None = said("clocks", default=None)
    stalled: Names | None = said("stages", default=None)
    linked: Names | None = said("linked cases made", default=None)
    audit: Names | None = said("kinds of events", default=None)
    text_has_not: Names | None = said("texts that are not in the visible text", default=None)
    span: Span = because()


@record
class Step:
    """Exactly one verb."""

    wait: DurationText | None = said("time passes", default=None)
    wait_until: Text | None = said("time passes up to a local time", default=None)
    accept: Accept | None = said("a user takes the case", default=None)
    move: Move | None = said("a user sets the stage", default=None)
    edit: Edit | None = said("a user sets facts", default=None)
    extend: Extend | None = said("a user extends a clock", default=None)
    reply: Reply | None = said("the sender answers", default=None)
    verify: Verify | None = said("the patient is verified", default=None)
    sign: Sign | None = said("the patient signs", default=None)
    status: Status | None = said("a user sets the Status instead", default=None)
    switch: Pairs | None = said("whoever runs the org sets switches or the mode (on the metadata alone)", default=None)
    adopt: Adopt | None = said("a case that is outside the workflow comes in", default=None)
    expect: Expect | None = said("what must be so", default=None)
    expect_not: Expect | None = said("what must not be so", default=None)
    span: Span = because()


@record
class Scenario:
    """A story: a message, what people do, and what must be so."""

    id: Text
    given: Given = said("how it begins")
    then: tuple[Step, ...] = said("what happens")
    span: Span = because()
