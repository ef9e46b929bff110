"""What an org did -> what people see of it: fields that changed, promises, mails, notifications, tasks, second cases,
the record of decisions, refused saves."""

from collections.abc import Iterator, Mapping
from os.path import dirname, join, normpath
from typing import Any, assert_never

from generator.emulator.organisation import Org
from generator.emulator.results import Effect, Email
from generator.emulator.results import Notification as Sent
from generator.emulator.rows import Row
from generator.process.events import (
    Accept,
    Adopt,
    Arrival,
    ClockSeen,
    Edit,
    Event,
    Extend,
    Move,
    Observation,
    Reply,
    SetStatus,
    Sign,
    Switch,
    Verify,
    Wait,
)
from generator.process.events import Logged as Entry
from generator.prove.observing import BROKEN_RULE, FAULTS, made
from generator.simulating.deciding import Decided, Deciding, Run
from generator.simulating.labels import MACHINES, Labels
from generator.simulating.playing import Happening, Recorder
from generator.simulating.reasons import Reasons
from generator.simulating.simulation import (
    Because,
    Case,
    Change,
    Clock,
    Logged,
    Mail,
    Moment,
    Notification,
    Refused,
    Task,
)
from generator.source import NOWHERE, Source, Span

FIRST = ("category", "urgency", "special_handling", "team", "route", "owner", "stage")
"""Facts in the order in which people ask for them; every other comes after, by name."""
SHORT = ("category", "urgency", "team", "stage")
"""What is told of a second case."""
UNSEEN = {
    "closed", "channel", "classified_by", "confidential_text", "discounted_words", "first_category", "first_urgency",
    "found_words", "happened", "linked", "mail_received_on", "mail_stage_since", "minutes_to_first_acceptance",
    "minutes_to_last_acceptance", "opened_at", "received_at", "received_on", "replies", "sets_found", "stage_since",
    "stall_due", "tasks_made", "token", "turn", "workflow",
}  # fmt: skip
"""Facts that the workflow keeps for itself, or that are told in another way."""


class Seeing:
    """Made once for a player. `reasons`: where the spec is known. `spec`: the path that places in the lock file are
    relative to; `sources`: the texts of its lines, as far as they are known."""

    def __init__(
        self, player: Recorder, labels: Labels, spec: str, reasons: Reasons | None, sources: Mapping[str, Source]
    ) -> None:
        self.lock = player.lexicon.lock
        self.lexicon = player.lexicon
        self.labels = labels
        self.folder = dirname(spec)
        self.reasons = reasons
        self.sources = sources
        self.deciding = Deciding(player.package, self.lock["sources"])

    def moment(self, one: Happening, before: Observation | None) -> Moment:
        """`before`: what was seen of the case by the event before; None at its arrival."""
        run, event = self.deciding.of(one.trace), one.event
        case = one.case or ""
        seen = Sight(self, one, run, before)
        return Moment(
            at=one.seen.at,
            local=self.labels.local(one.seen.at),
            event="" if event is None else self.said(event),
            line="" if event is None or event.because == NOWHERE else f"{event.because.path}:{event.because.line}",
            case=self.number(one.after, case),
            refused=tuple(seen.refused()),
            changes=tuple(seen.changes()) if case else (),
            words=tuple(sorted(one.seen.found)) if before is None or one.seen.found != before.found else (),
            clocks=tuple(seen.clocks()) if case else (),
            notifications=tuple(seen.notifications()),
            mails=tuple(seen.mails()),
            tasks=tuple(seen.tasks()),
            cases=tuple(seen.cases()),
            log=tuple(self.logged(log) for log in one.seen.log),
            faults=one.seen.faults,
        )

    def logged(self, one: Entry) -> Logged:
        who = MACHINES.get(one.who, one.who)
        return Logged(kind=one.kind, label=self.labels.kind(one.kind), who=who, was=one.was, now=one.now, why=one.why)

    def waiting(self, now: Observation) -> Iterator[Clock]:
        """Promises that nobody has kept yet, the one that is due first."""
        for one in sorted(now.clocks, key=lambda one: (one.due, one.clock)):
            if one.stopped is None:
                yield self.clock("late" if one.breached else "runs", one, None)

    def clock(self, what: str, one: ClockSeen, because: Because | None) -> Clock:
        return Clock(
            what=what, clock=one.clock, label=self.labels.clock(one.clock), level=one.level, started=one.started,
            warns=one.warns, due=one.due, stopped=one.stopped, because=because,
        )  # fmt: skip

    # -- who decided -------------------------------------------------------------------------------------------------

    def because(self, decided: Decided | None, line: Span | None = None) -> Because | None:
        """`line` is the line of the spec that decided, where the spec is known; else that of the lock file."""
        if decided is None and line is None:
            return None
        one = decided.caller or decided if decided is not None else None
        last = one.outcomes[-1] if one is not None and one.outcomes else None
        place, text = self.line(line) if line is not None else self.place(decided.place if decided is not None else "")
        whole = line is None and decided is not None and not decided.is_own
        return Because(
            flow=one.flow if one else "",
            flow_label=one.flow_label if one else "",
            element=one.element if one else "",
            element_label=one.label if one else "",
            decision=last.decision if last else "",
            outcome=last.outcome if last else "",
            line=place,
            text="" if whole else text,  # of the whole workflow there is one line, which tells nothing
        )

    def line(self, span: Span) -> tuple[str, str]:
        source = self.sources.get(span.path)
        return f"{span.path}:{span.line}", source.line(span.line).strip() if source is not None else ""

    def place(self, place: str) -> tuple[str, str]:
        """A place of the lock file, as `file:line` from here, and what stands there."""
        path, _, number = place.rpartition(":")
        if not path:
            return "", ""
        path = normpath(join(self.folder, path)).replace("\\", "/")
        source = self.sources.get(path)
        return f"{path}:{number}", source.line(int(number)).strip() if source is not None else ""

    # -- words -------------------------------------------------------------------------------------------------------

    def number(self, org: Org, case: object) -> str:
        return str((org.get(str(case)) or {}).get("CaseNumber") or "") if case else ""

    def said(self, event: Arrival | Event) -> str:
        """An event in a sentence; never the sender's text, nor what somebody wrote into a text."""
        labels = self.labels
        match event:
            case Arrival(org=org) if org.loaded_by is not None:
                return f"{org.loaded_by} enters a case, past every channel."
            case Arrival(channel=channel, sender=sender):
                by_mail = self.lock["origins"][channel] == "Email"
                return f"A mail comes in from {sender}." if by_mail else f"A message comes in by {channel}."
            case Wait():
                return "Time passes."
            case Accept(by=by):
                return f"{by} takes the case."
            case Move(to=to, by=by, through=through):
                way = " by its status" if through == "status" else ""
                return f"{by} moves the case to {labels.value('stage', to)}{way}."
            case Edit(values=values, by=by):
                return f"{by} sets {', '.join(labels.assigned(fact, value) for fact, value in values)}."
            case Extend(clock=clock, by=by):
                return f"{by} extends {labels.clock(clock)}."
            case Reply(sender=sender):
                return "The sender writes again." if sender is None else f"{sender} writes to the case."
            case Verify(identifier=identifier):
                return f"The patient is verified by the {labels.field(identifier)}."
            case Sign(consent=consent, answer=answer):
                return f"The patient answers «{self.lock['forms'][consent]}»: {answer}."
            case SetStatus(status=status, by=by):
                return f"{by} sets the status to {status}."
            case Switch(values=values):
                return f"Whoever runs the org sets {', '.join(f'{name} to {value}' for name, value in values)}."
            case Adopt(by=by):
                return f"{by} lets the case into the workflow."
            case _:
                assert_never(event)


class Sight:
    """One happening, seen."""

    def __init__(self, seeing: Seeing, one: Happening, run: Run, before: Observation | None) -> None:
        self.seeing = seeing
        self.one = one
        self.run = run
        self.before = before
        self.row: Row = (one.after.get(one.case) if one.case else None) or {}
        self.prior: Row = (one.before.get(one.case) if one.case else None) or {}
        reasons, event = seeing.reasons, one.event if one.event is not None else Wait(because=NOWHERE)
        found = reasons.of(event, one.seen, before) if reasons is not None else ()
        self.reasons = {(reason.kind, reason.name): reason.because for reason in found}

    def refused(self) -> Iterator[Refused]:
        seeing = self.seeing
        for error in self.one.errors:
            if error.code != BROKEN_RULE:
                continue  # no rule said it: it is among the faults
            rule = seeing.lexicon.rules.get(error.rule, "")
            span = self.reasons.get(("blocked by", rule))
            place = seeing.deciding.rule("Case", error.rule) if rule else None
            line, text = seeing.line(span) if span is not None else seeing.place(place or "")
            yield Refused(rule=rule, name=error.rule, message=error.message, line=line, text=text)

    # -- the case ------------------------------------------------------------------------------------------------------

    def changes(self) -> Iterator[Change]:
        """Fields of the case that are not what they were; of a new case, those that hold something."""
        fields: Mapping[str, str] = self.seeing.lock["facts"]
        shown = [fact for fact in fields if fact not in UNSEEN and "." not in fact and fact not in FIRST]
        for fact in (*FIRST, *sorted(shown)):
            name = fields[fact]
            was, now = self.prior.get(name), self.row.get(name)
            if now != was and (self.prior or now not in (None, False, "")):
                yield self.change(fact, name, was, now)
            if fact == "urgency" and self.row.get("Priority") != self.prior.get("Priority"):
                was, now = self.prior.get("Priority"), self.row.get("Priority")
                yield Change(
                    field="priority", label="Priority", was=str(was or ""), now=str(now or ""), said=str(now or "none"),
                    because=None,
                )  # fmt: skip

    def change(self, fact: str, name: str, was: Any, now: Any) -> Change:
        labels, org = self.seeing.labels, self.one.after
        if fact == "owner":
            said = labels.party(org, now)
            was, now = (labels.party(org, one) if one else "" for one in (was, now))
        else:
            said = labels.value(fact, now)
            was, now = (one if self.is_told(fact, one) else "filled" for one in (was, now))
        decided = self.run.writer(name, self.one.case or "")
        line = next((line for (kind, _), line in self.reasons.items() if kind == line_of(fact)), None)
        because = self.seeing.because(decided, line) if fact in FIRST or decided is not None else None
        return Change(field=fact, label=labels.field(fact), was=plain(was), now=plain(now), said=said, because=because)

    def is_told(self, fact: str, value: Any) -> bool:
        """Whether a value is one of a picklist, or no text at all."""
        return not isinstance(value, str) or bool(self.seeing.labels.choices.get(fact)) or fact == "route"

    def clocks(self) -> Iterator[Clock]:
        """What became of each promise since."""
        known = {one.clock: one for one in self.before.clocks} if self.before is not None else {}
        parts = self.seeing.lock["clocks"]
        for one in sorted(self.one.seen.clocks, key=lambda one: (one.due, one.clock)):
            old = known.get(one.clock)
            for what, part, so in (
                ("began", "due", old is None),
                ("moved", "due", old is not None and old.due != one.due),
                ("warned", "warned", one.warned and not (old and old.warned and old.due == one.due)),
                ("breached", "breached", one.breached and not (old and old.breached and old.due == one.due)),
                ("stopped", "stopped", one.stopped is not None and not (old and old.stopped)),
            ):
                if so:
                    decided = self.run.writer(parts[one.clock][part], self.one.case or "")
                    kind = "clock" if part == "due" else what
                    line = self.reasons.get((kind, one.clock))
                    yield self.seeing.clock(what, one, self.seeing.because(decided, line))

    # -- what leaves, what is made -------------------------------------------------------------------------------------

    def notifications(self) -> Iterator[Notification]:
        org, labels = self.one.after, self.seeing.labels
        for effect in self.one.effects:
            if isinstance(effect, Sent):
                yield Notification(
                    to=tuple(labels.party(org, one) for one in effect.recipients), title=effect.title, body=effect.body,
                    about=self.seeing.number(org, effect.target), because=self.sent(effect),
                )  # fmt: skip

    def mails(self) -> Iterator[Mail]:
        for effect in self.one.effects:
            if isinstance(effect, Email) and effect.by not in FAULTS:
                yield Mail(
                    to=(*effect.to, *effect.cc, *effect.bcc), sender=effect.sender, subject=effect.subject,
                    body=effect.body, about=self.seeing.number(self.one.after, effect.record),
                    because=self.sent(effect, self.reasons.get(("emailed", self.message(effect)))),
                )  # fmt: skip

    def message(self, effect: Email) -> str:
        """The spec's word for a mail."""
        return self.seeing.lexicon.templates.get(effect.template.rpartition("/")[2], "")

    def sent(self, effect: Effect, line: Span | None = None) -> Because | None:
        return self.seeing.because(self.run.sender(lambda sent: sent is effect), line)

    def tasks(self) -> Iterator[Task]:
        org = self.one.after
        for row in made(org, self.one.before, "Task"):
            subject = str(row.get("Subject") or "")
            yield Task(
                subject=subject, due=row.get("ActivityDate"), owner=self.seeing.labels.party(org, row.get("OwnerId")),
                about=self.seeing.number(org, row.get("WhatId")),
                because=self.seeing.because(self.run.maker("Task", subject, str(row["Id"]))),
            )  # fmt: skip

    def cases(self) -> Iterator[Case]:
        """Cases beside the one that the history is about. A subject that the workflow gives is a label; any other may
        be the sender's words."""
        org, labels, fields = self.one.after, self.seeing.labels, self.seeing.lock["facts"]
        for row in made(org, self.one.before, "Case"):
            if row["Id"] == self.one.case:
                continue
            decided = self.run.maker("Case", str(row.get("Subject") or ""), str(row["Id"]))
            ours = decided is not None and str(row.get("Subject") or "") in decided.label
            said = {fact: labels.value(fact, row.get(fields[fact])) for fact in SHORT}
            yield Case(
                number=str(row.get("CaseNumber")), subject=str(row.get("Subject") or "") if ours else "",
                owner=labels.party(org, row.get("OwnerId")), because=self.seeing.because(decided), **said,
            )  # fmt: skip


def line_of(fact: str) -> str:
    """The kind of the reason that a fact changes for: a route decides the team."""
    return {"team": "route"}.get(fact, fact)


def plain(value: Any) -> str:
    """An id, a yes or no, a time, as text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
