"""The API names of everything that one process becomes."""

from collections.abc import Iterator
from hashlib import sha256

from generator.frozen import record
from generator.naming import LONGEST_NAME, api_name, field_name
from generator.process.model import Clock, Mail, Moment, Notify, Process, Report, Team

WORKFLOW_FIELDS = (
    "workflow", "token", "stage_since", "stall_due", "opened_at", "accepted", "replies", "happened", "turn",
    "tasks_made", "sets_found", "found_words", "discounted_words", "confidential_text",
)  # fmt: skip
"""Fields of Case that the workflow keeps for itself, beside those of the facts."""

CLOCK_PARTS = ("start", "warn", "due", "stopped", "warned", "breached")
"""What a case knows of each of its clocks: three times, when it stopped, and whether it warned and was breached."""

CLOCK_ROW = (
    "case", "case_number", "kind", "level", "team", "started", "warn_at", "due_at", "stopped_at", "outcome", "live",
)  # fmt: skip
EVENT_ROW = ("case", "case_number", "kind", "at", "who", "was", "now", "why", "events_before")
CONTROL = ("mode", "intake", "routing", "replies", "notifications", "guardrails", "clocks")

IN_MAILS = ("received_on", "stage", "team", "reply_by", "stage_since")
"""Merge fields of mails that a Case field spells: a date or a picklist would render by its reader's locale."""
BY_FLOWS = ("reply_by", "stage_since")
"""Those that no formula field can hold: flows before save write them."""
LONGEST_JOINED = 80
"""Of email templates, email alerts and groups (EML-002, QUE-001)."""

ELSEWHERE = {"owner": "OwnerId", "closed": "IsClosed", "channel": "Origin"}
"""Facts that standard fields hold."""


@record
class Names:
    """Derived once; stable under edits elsewhere in the spec. A dotted key is a part of something: `triage.due`."""

    prefix: str
    fields: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]

    def field(self, key: str) -> str:
        """The Case field of a fact, of a workflow field, or of a part of a clock, stage, message or consent."""
        return dict(self.fields)[key]

    def queue(self, team: str) -> str:
        """The developer name of a team's queue."""
        return dict(self.teams)[team]

    def members(self, team: str) -> str:
        """The developer name of the public group whose members are a team."""
        return f"{self.queue(team)[: LONGEST_NAME - 5].rstrip('_')}_Team"

    def group(self, people: str) -> str:
        """The developer name of the public group of people who are told."""
        return dict(self.people)[people]

    def users(self, persona: str) -> str:
        """The developer name of the public group of a persona that works in no team."""
        return f"{self.own(persona)}_Users"

    def own(self, id: str) -> str:
        return api_name(self.prefix, id)

    def joined(self, *ids: str) -> str:
        """A name of several ids, for kinds that take 80 characters. A longer one ends in a digest of the whole."""
        name = api_name(self.prefix, "_".join(ids), longest=None)
        if len(name) <= LONGEST_JOINED:
            return name
        digest = sha256(name.encode()).hexdigest()[:8]
        return f"{name[: LONGEST_JOINED - 9].rstrip('_')}_{digest}"

    def report(self, report: Report) -> str:
        return report.api_name or self.own(report.id)

    def rows(self, id: str) -> str:
        """The child relationship of Case to its rows of one of our objects, `NGH_Clocks`: its own for each object,
        because a parent has one relationship of a name (FLD-015)."""
        return self.own(f"{id}s")

    def object(self, id: str) -> str:
        """The API name of a custom object: `clock`, `event`, `control`."""
        return field_name(self.prefix, id)

    def of(self, id: str) -> str:
        """The API name of a field of one of our own objects."""
        return field_name(self.prefix, id)


def names_of(process: Process) -> Names:
    prefix = process.identity.prefix
    fields = {id: field_name(prefix, id) for id in WORKFLOW_FIELDS}
    for fact in process.facts:
        if fact.type.kind not in ("clock", "consent"):
            fields[fact.id] = ELSEWHERE.get(fact.id) or fact.api_name or field_name(prefix, fact.id)
    fields |= {f"{owner}.{part}": part_name(prefix, owner, part) for owner, part in parts(process)}
    fields |= {f"{owner}.{part}": part_name(prefix, owner, part) for owner, part in metric_parts(process)}
    fields |= {f"mail_{one}": field_name(prefix, f"mail_{one}") for one in said_in_mails(process)}
    return Names(
        prefix=prefix,
        fields=tuple(fields.items()),
        teams=tuple((one.id, queue_of(prefix, one)) for one in process.teams),
        people=tuple((one.id, one.api_name or api_name(prefix, one.id)) for one in process.people),
    )


def parts(process: Process) -> Iterator[tuple[str, str]]:
    """What a case keeps of clocks, stages, messages, consents and moments: (whose, which part)."""
    for clock in process.clocks:
        yield from ((clock.id, part) for part in clock_parts(clock))
    for stage in process.stages:
        yield from ((stage.id, part) for part in ("entered", "first_entered"))
    for key, _, _ in mails_outside(process):
        yield from ((key, part) for part in ("asked", "sent"))
    for consent in process.consents:
        yield consent.id, "signed"
    for moment in kept_moments(process):
        yield moment_key(moment), "at"


def metric_parts(process: Process) -> Iterator[tuple[str, str]]:
    """What formula fields work out because a report asks: (of what, which part). Time to Triage has its minutes in a
    fact, and a clock that runs at no level has no bands."""
    if any("age" in report.by for report in process.reports):
        yield from (("age", "days"), ("age", "band"))
    for clock in measured(process):
        yield from ((clock.id, part) for part in ("within", *(["minutes"] if clock.id != "triage" else [])))
        if any(clock.within):
            yield clock.id, "band"


def measured(process: Process) -> tuple[Clock, ...]:
    """Clocks that some report measures."""
    asked = {report.measure for report in process.reports}
    return tuple(clock for clock in process.clocks if clock.id in asked)


def minutes_key(clock: str) -> str:
    """The key of the field with the minutes that a clock took."""
    return "time_to_triage" if clock == "triage" else f"{clock}.minutes"


def clock_parts(clock: Clock) -> tuple[str, ...]:
    return (*CLOCK_PARTS, *(["extended"] if clock.extension else []), *(["rungs", "rung"] if clock.ladder else []))


def mailed(process: Process) -> tuple[str, ...]:
    """Messages that some effect sends."""
    return tuple(dict.fromkeys(one.act.message for one in process.effects if isinstance(one.act, Mail)))


def mails_outside(process: Process) -> tuple[tuple[str, str, str], ...]:
    """Each mail to somebody outside: what a case keeps it by, its message, and to whom it goes."""
    acts = [one.act for one in process.effects if isinstance(one.act, Mail)]
    pairs = tuple(dict.fromkeys((act.message, act.to) for act in acts))
    alone = [message for message, _ in pairs]
    return tuple((message if alone.count(message) == 1 else f"{message}_to_{to}", message, to) for message, to in pairs)


def said_in_mails(process: Process) -> tuple[str, ...]:
    """Which of IN_MAILS a mail says, to somebody outside or as a notification that goes by mail as well. What only a
    flow before save can say counts where any notification says it."""
    texts = [text for one in process.messages if one.id in mailed(process) for text in (one.subject, one.body)]
    texts += [one.act.text for one in process.effects if isinstance(one.act, Notify) and one.act.also_by_email]
    notices = [one.act.text for one in process.effects if isinstance(one.act, Notify)]
    notices += [rung.text for clock in process.clocks for rung in clock.ladder]
    return tuple(
        one for one in IN_MAILS if any(f"{{{one}}}" in text for text in (*texts, *(notices if one in BY_FLOWS else ())))
    )


def kept_moments(process: Process) -> tuple[Moment, ...]:
    """Moments that a clock counts from or ends with, whose time no other field keeps."""
    found: dict[str, Moment] = {}
    for clock in process.clocks:
        for moment in (clock.starts, clock.stops):
            if moment.kind not in ("created", "entering"):
                found.setdefault(moment_key(moment), moment)
    return tuple(found.values())


def moment_key(moment: Moment) -> str:
    return moment.kind + (f"_{moment.of}" if moment.of else "")


def part_name(prefix: str, owner: str, part: str) -> str:
    """`triage`, `due` -> `NGH_Triage_Due__c`: the owner's words are cut, never the part's."""
    words = "_".join(word.capitalize() for word in part.split("_"))
    return f"{api_name(prefix, owner)[: LONGEST_NAME - len(words) - 1].rstrip('_')}_{words}__c"


def queue_of(prefix: str, team: Team) -> str:
    return team.api_name or api_name(prefix, team.id)
