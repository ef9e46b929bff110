"""Alerts, mails, tasks, linked cases and retention: what happens at a moment, as effects of one shape."""

import re
from collections.abc import Callable, Iterable, Iterator

from generator.binding import names, suggestion
from generator.conditions.naming import AFTER, INTAKE, STORED, TIMED, Where
from generator.conditions.syntax import And, Condition, Not
from generator.diagnostics import Diagnostic
from generator.language.rules import Alert, LinkedCase
from generator.language.spec import Spec
from generator.language.values import Written
from generator.nodes import error
from generator.process.model import Effect, Link, Mail, MakeTask, Moment, Notify, Stamp
from generator.process.resolving.durations import Times

Parse = Callable[[Written, Where], Condition | None]
MERGE_FIELD = re.compile(r"\{([^}]*)\}")
IN_MAILS = ("case_number", "received_on", "stage", "team", "reply_by")
TIMED_MOMENTS = ("warned", "breached", "stalled")
ALSO_AT = {"warned": ("clock",), "breached": ("clock",), "stalled": ("stage_since",)}
"""Merge fields of notifications beside those of mails."""
LONGEST_NOTICE = 250


class Effects:
    """The effects of one spec; collects findings (CP221, CP222, CP227, CP229)."""

    def __init__(self, spec: Spec, times: Times, parse: Parse) -> None:
        self.spec = spec
        self.times = times
        self.parse = parse
        self.found: list[Diagnostic] = []

    def all(self) -> tuple[Effect, ...]:
        """Alerts by id, tasks by stage, linked cases by id, then retention in its order."""
        found = [effect for alert in self.spec.alerts for effect in self.alert(alert)]
        found += list(self.tasks())
        found += [effect for linked in self.spec.linked_cases if (effect := self.linked(linked))]
        found += list(self.retention())
        return tuple(found)

    def alert(self, alert: Alert) -> Iterator[Effect]:
        on = self.times.moment(alert.on)
        timed = on.kind in TIMED_MOMENTS
        when = self.parse(alert.when, TIMED if timed else AFTER) if alert.when else None
        if not alert.notify and not alert.email:
            message = "an alert tells somebody: it needs `notify` or `email`"
            self.found.append(error("CP221", message, alert.id.span))
        if alert.notify:
            if alert.text is None:
                self.found.append(error("CP221", "a notification needs a `text`", alert.id.span))
            else:
                self.check_notice(alert.text, alert.notify, ALSO_AT.get(on.kind, ()))
                notify = Notify(
                    to=tuple(one.text for one in alert.notify),
                    text=alert.text.text,
                    also_by_email=alert.also_by is not None,
                )
                yield self.effect(alert, on, when, notify)
        if bool(alert.email) != bool(alert.to):
            message = "`email` and `to` go together: which mail, and to whom"
            self.found.append(error("CP221", message, (alert.email or alert.id).span))
        if alert.email and alert.to:
            yield self.effect(alert, on, when, Mail(message=alert.email.text, to=alert.to))

    def effect(self, alert: Alert, on: Moment, when: Condition | None, act: Notify | Mail) -> Effect:
        return Effect(
            id=alert.id.text, kind="alert", on=on, when=when, act=act, label=spoken(alert.id), because=alert.id.span
        )

    def check_notice(self, text: Written, notify: tuple[Written, ...], also: tuple[str, ...]) -> None:
        self.check_fields(text, (*IN_MAILS, *also))
        if len(text.text) > LONGEST_NOTICE:
            message = f"the text has {len(text.text)} characters, and {LONGEST_NOTICE} are shown"
            self.found.append(error("CP229", message, text.span, "shorten it"))
        self.check_leads(notify)

    def check_leads(self, recipients: Iterable[Written]) -> None:
        for one in recipients:
            if one.text == "team_lead":
                without = [team.id.text for team in self.spec.teams if team.lead is None]
                if without:
                    message = f"`team_lead` is told, and {names(without)} has none"
                    self.found.append(error("CP221", message, one.span, "give every team a `lead`"))

    def check_fields(self, text: Written, allowed: tuple[str, ...]) -> None:
        for match in MERGE_FIELD.finditer(text.text):
            if match.group(1) not in allowed:
                span = text.part(match.start(), match.end())
                help = suggestion(match.group(1), allowed) or f"here are {names(allowed)}"
                self.found.append(error("CP227", f"there is no merge field `{match.group()}` here", span, help))

    def check_texts(self) -> None:
        """Mails, and what the steps of a ladder say."""
        for clock in self.spec.clocks:
            for rung in clock.ladder:
                self.check_notice(rung.text, rung.notify, ALSO_AT["breached"])
        for message in self.spec.messages:
            self.check_fields(message.subject, IN_MAILS)
            self.check_fields(message.body, IN_MAILS)
            if not message.body.text.strip():
                self.found.append(error("CP221", "a mail needs a body", message.body.span))
            if len(message.subject.text) > 230:
                size = len(message.subject.text)
                self.found.append(
                    error("CP229", f"the subject has {size} characters, and 230 fit", message.subject.span)
                )

    def tasks(self) -> Iterator[Effect]:
        seen: dict[str, Written] = {}
        for stage in self.spec.stages:
            for task in stage.tasks:
                if task.id.text in seen:
                    message = f"the task `{task.id.text}` is made in two stages, and each kind is made once a case"
                    self.found.append(error("CP211", message, task.id.span, "give it another id"))
                seen[task.id.text] = task.id
                due = self.times.allowance(task.due) if task.due else None
                self.check_leads([task.to] if task.to else [])
                act = MakeTask(subject=task.subject.text, due=due, to=task.to.text if task.to else "owner")
                yield Effect(
                    id=task.id.text,
                    kind="task",
                    on=Moment(kind="entering", of=stage.id.text, because=task.id.span),
                    when=self.parse(task.when, AFTER) if task.when else None,
                    act=act,
                    label=task.subject.text,
                    because=task.id.span,
                )

    def linked(self, linked: LinkedCase) -> Effect | None:
        when = self.parse(linked.when, INTAKE)
        category = next(
            (one for one in self.spec.categories if linked.category and one.id.text == linked.category.text), None
        )
        if linked.to is None and linked.category is None:
            message = "a linked case needs a team (`to`) or a `category`"
            self.found.append(error("CP222", message, linked.id.span))
            return None
        last = self.spec.categories[-1]
        return Effect(
            id=linked.id.text,
            kind="linked_case",
            on=Moment(kind="created", because=linked.id.span),
            when=when,
            act=Link(
                label=linked.label.text,
                team=linked.to.text if linked.to else (category or last).team.text,
                category=(category or last).id.text,
            ),
            label=linked.label.text,
            because=linked.id.span,
        )

    def retention(self) -> Iterator[Effect]:
        """The first that holds: each entry holds only where none before it does."""
        earlier: list[Condition] = []
        for number, entry in enumerate(self.spec.retention):
            own = self.parse(entry.when, STORED) if entry.when else None
            last = number == len(self.spec.retention) - 1
            if last and entry.when is not None:
                message = "the last entry of `retention` takes the rest and has no `when`"
                self.found.append(error("CP222", message, entry.when.span))
            if not last and entry.when is None:
                message = f"`{entry.id.text}` takes every case, so no later entry of `retention` ever holds"
                self.found.append(error("CP222", message, entry.id.span, "give it a `when`, or move it to the end"))
            parts = [*(Not(part=one, because=entry.id.span) for one in earlier), *([own] if own else [])]
            when = (
                None if not parts else parts[0] if len(parts) == 1 else And(parts=tuple(parts), because=entry.id.span)
            )
            years = self.times.years(entry.keep)
            yield Effect(
                id=entry.id.text,
                kind="retention",
                on=Moment(kind="closed", because=entry.id.span),
                when=when,
                act=Stamp(fact="keep_until", years=years, since=entry.since),
                label=spoken(entry.id),
                because=entry.id.span,
            )
            if own:
                earlier.append(own)


def spoken(id: Written) -> str:
    return id.text.replace("_", " ").capitalize()
