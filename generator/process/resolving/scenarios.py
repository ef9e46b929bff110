"""Scenarios and examples -> stories with resolved names and instants. Codes CP6xx."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal
from zoneinfo import ZoneInfo

from generator.binding import names, suggestion
from generator.conditions.syntax import Value
from generator.diagnostics import Diagnostic
from generator.language import scenarios as text
from generator.language.spec import Spec
from generator.language.values import Pair, Pairs, Written
from generator.nodes import error
from generator.process.events import (
    ANSWERS,
    SIGNED,
    Accept,
    Adopt,
    Arrival,
    Circumstances,
    Edit,
    Event,
    Extend,
    Move,
    Reply,
    SetStatus,
    Sign,
    Switch,
    Verify,
    Wait,
)
from generator.process.model import Fact, Finder, Process
from generator.process.resolving.durations import MINUTES
from generator.scenarios.model import Act, Expect, Expected, Scenario
from generator.shapes import places
from generator.source import Span

BEGINS = datetime(2026, 1, 5, 9, 0)
"""When a scenario without `at` begins: a Monday morning in the workflow's zone."""
SENDER = "patient@example.org"
MODES = ("live", "shadow")
PATIENTS: tuple[Literal["unknown", "known", "verified"], ...] = ("unknown", "known", "verified")
LISTS = {
    "flags": "flags", "tasks": "tasks", "notified": "recipients", "emailed": "messages", "warned": "clocks",
    "breached": "clocks", "stalled": "stages", "linked": "linked_cases",
}  # fmt: skip


def scenarios_of(spec: Spec, process: Process) -> tuple[tuple[Scenario, ...], list[Diagnostic]]:
    """The stories of a spec in the order of their names, then its examples in order; and what is wrong in them."""
    stories = Stories(process)
    made = [stories.scenario(one) for one in spec.scenarios]
    made += [stories.example(number, one) for number, one in enumerate(spec.examples, 1)]
    return tuple(made), stories.found


class Stories:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.found: list[Diagnostic] = []
        self.zone = ZoneInfo(process.identity.zone) if not self.bad_zone(process.identity.zone) else ZoneInfo("UTC")
        self.facts = {fact.id: fact for fact in process.facts}
        self.known = {
            "flags": [fact.id for fact in process.facts if fact.type.kind == "yes_no"],
            "tasks": [one.id for one in process.effects if one.kind == "task"],
            "messages": [one.id for one in process.messages],
            "clocks": [one.id for one in process.clocks],
            "stages": [one.id for one in process.stages],
            "linked_cases": [one.id for one in process.effects if one.kind == "linked_case"],
            "recipients": [
                "owner",
                "team",
                "team_lead",
                *(p.id for p in process.people),
                *(t.id for t in process.teams),
            ],
            "teams": [one.id for one in process.teams],
            "levels": [one.id for one in process.levels],
            "categories": [one.id for one in process.categories],
            "channels": [one.id for one in process.channels],
            "personas": [one.id for one in process.personas],
            "identifiers": [one.fact for one in process.finders],
            "consents": [one.id for one in process.consents],
            "switches": [*(name for name, _ in process.control.switches), "mode"],
        }
        self.known["lost"] = [
            *self.known["teams"],
            *(one.id for one in process.people),
            "notifications",
        ]
        editors = [one.id.partition(".")[2] for one in process.rules if one.kind == "edited_by"]
        rules = [one.id for one in process.rules if one.kind in ("guardrail", "consent", "extension")]
        self.blockers = [*rules, *editors, "transition", "status"]

    def bad_zone(self, zone: str) -> bool:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            return True
        return False

    def refuse(self, code: str, message: str, span: Span, help: str | None = None) -> None:
        self.found.append(error(code, message, span, help))

    def one_of(self, written: Written, what: str, kind: str) -> str:
        if written.text not in self.known[kind]:
            help = suggestion(written.text, self.known[kind]) or f"there is {names(self.known[kind])}"
            self.refuse("CP601", f"there is no {what} `{written.text}`", written.span, help)
        return written.text

    def scenario(self, one: text.Scenario) -> Scenario:
        given = self.arrival(one.given)
        users = [*self.known["personas"], *(name for name, _ in given.users)]
        steps: list[Act | Expect] = []
        for step in one.then:
            steps += self.step(step, users)
        if not any(isinstance(step, Expect) or step.blocked_by for step in steps):
            message = "nothing is expected in this scenario, so it cannot fail"
            self.refuse("CP604", message, one.id.span, "add `expect:` or `blocked_by:`")
        return Scenario(name=one.id.text, given=given, steps=tuple(steps), because=one.id.span)

    def example(self, number: int, one: text.Example) -> Scenario:
        given = text.Given(channel=one.channel, subject=one.subject, text=one.text, span=one.span)
        expected: list[Act | Expect] = []
        for what, written, kind in (
            ("category", one.category, "categories"),
            ("urgency", one.urgency, "levels"),
            ("team", one.team, "teams"),
        ):
            if written is not None:
                name = self.one_of(written, what, kind)
                expected.append(Expect(what=what, expected=name, because=written.span))
        if not expected:
            self.refuse("CP604", "nothing is expected of this example", one.span, "add a category, urgency or team")
        said = (one.text or one.subject or Written(text="", span=one.span)).text
        name = f"example {number}: {' '.join(said.split())[:60]}"
        return Scenario(name=name, given=self.arrival(given), steps=tuple(expected), is_example=True, because=one.span)

    def arrival(self, given: text.Given) -> Arrival:
        channel = self.one_of(given.channel, "channel", "channels") if given.channel else self.known["channels"][0]
        patient = given.patient.text if given.patient else "unknown"
        if given.patient and patient not in PATIENTS:
            self.refuse("CP602", f"a patient is {names(PATIENTS)}, not `{patient}`", given.patient.span)
        users = []
        for pair in given.users.pairs:
            users.append((pair.key.text, self.one_of(pair.value, "persona", "personas")))
        return Arrival(
            channel=channel,
            subject=given.subject.text if given.subject else "",
            text=given.text.text if given.text else "",
            sender=given.sender.text if given.sender else SENDER,
            patient=next((one for one in PATIENTS if one == patient), "unknown"),
            at=self.instant(given.at) if given.at else self.utc(BEGINS),
            users=tuple(users),
            answers=tuple(
                (self.one_of(pair.key, "consent", "consents"), self.answer(pair.value)) for pair in given.answers.pairs
            ),
            org=self.circumstances(given, [*self.known["personas"], *(name for name, _ in users)]),
            because=given.span,
        )

    def circumstances(self, given: text.Given, users: list[str]) -> Circumstances:
        """What only an org can bring about. Names of elements are not known here: a run says which are not there."""
        return Circumstances(
            fail=tuple(one.text for one in several(given.fail)),
            gone=tuple(one.text for one in several(given.gone)),
            lost=tuple(self.one_of(one, "team or people", "lost") for one in several(given.lost)),
            control=self.switched(given.control),
            records=tuple(tuple(self.identified(pair) for pair in one.pairs) for one in given.records),
            loaded_by=self.user(given.loaded_by, users) if given.loaded_by else None,
        )

    def switched(self, given: Pairs) -> tuple[tuple[str, str], ...]:
        """Switches and the mode with their values."""
        control = []
        for pair in given.pairs:
            values = MODES if pair.key.text == "mode" else ("on", "off")
            if pair.key.text not in self.known["switches"]:
                help = suggestion(pair.key.text, self.known["switches"]) or f"there is {names(self.known['switches'])}"
                self.refuse("CP601", f"there is no switch `{pair.key.text}`", pair.key.span, help)
            elif pair.value.text not in values:
                message = f"`{pair.value.text}` is no value of `{pair.key.text}`"
                self.refuse("CP602", message, pair.value.span, f"it is {' or '.join(values)}")
            control.append((pair.key.text, pair.value.text))
        return tuple(control)

    def identified(self, pair: Pair) -> tuple[str, Value]:
        identifier = self.one_of(pair.key, "identifier", "identifiers")
        finder = next((one for one in self.process.finders if one.fact == identifier), None)
        if finder is not None and not self.is_held(finder):
            message = f"a patient's record has no place for `{identifier}`"
            self.refuse(
                "CP602", message, pair.key.span, "say `found_on:`, and under `expects: identifiers` in which field"
            )
        fact = self.facts.get(identifier)
        return identifier, self.value(fact, pair.value, []) if fact else pair.value.text

    def is_held(self, finder: Finder) -> bool:
        """Whether an org keeps an identifier on patients' records, as a birth date, beside them or in a field."""
        if finder.found_on == "patient" and finder.kind != "date":
            expected = self.process.expects.identifiers
            return any(id == finder.fact and owner == "Account" for id, owner, _ in expected)
        return finder.found_on != "nothing"

    def utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def instant(self, written: Written) -> datetime:
        try:
            local = datetime.fromisoformat(written.text)
        except ValueError:
            local = None
        if local is None or local.tzinfo is not None or len(written.text) < 16:
            self.refuse("CP603", f"`{written.text}` is not a local time", written.span, "write it as 2026-01-05 09:00")
            return self.utc(BEGINS)
        return self.utc(local)

    def step(self, step: text.Step, users: Iterable[str]) -> list[Act | Expect]:
        verbs = [place.attribute for place in places(text.Step) if getattr(step, place.attribute) is not None]
        if len(verbs) != 1:
            self.refuse("CP605", f"a step says one thing, and this one says {len(verbs)}", step.span)
            return []
        if step.expect is not None:
            return list(self.expectations(step.expect, negated=False))
        if step.expect_not is not None:
            return list(self.expectations(step.expect_not, negated=True))
        event, blocked = self.event(step, list(users))
        return [Act(event=event, blocked_by=self.blocker(blocked), because=step.span)]

    def event(self, step: text.Step, users: list[str]) -> tuple[Event, Written | None]:
        span = step.span
        if step.wait is not None:
            return Wait(minutes=self.plain_minutes(step.wait), because=span), None
        if step.wait_until is not None:
            return Wait(until=self.instant(step.wait_until), because=span), None
        if step.accept is not None:
            return Accept(by=self.user(step.accept.as_, users), because=span), step.accept.blocked_by
        if step.move is not None:
            to = self.one_of(step.move.to, "stage", "stages")
            by = self.user(step.move.as_, users)
            return Move(to=to, by=by, through=step.move.through, because=span), step.move.blocked_by
        if step.edit is not None:
            values = tuple(self.edited(pair.key, pair.value, users) for pair in step.edit.set.pairs)
            return Edit(values=values, by=self.user(step.edit.as_, users), because=span), step.edit.blocked_by
        if step.extend is not None:
            clock = self.one_of(step.extend.clock, "clock", "clocks")
            return Extend(clock=clock, by=self.user(step.extend.as_, users), because=span), step.extend.blocked_by
        if step.reply is not None:
            subject = step.reply.subject.text if step.reply.subject else ""
            sender = step.reply.sender.text if step.reply.sender else None
            return Reply(subject=subject, text=step.reply.text.text, sender=sender, because=span), None
        if step.verify is not None:
            return Verify(
                identifier=self.one_of(step.verify.identifier, "identifier", "identifiers"), because=span
            ), None
        if step.status is not None:
            by = self.user(step.status.as_, users)
            self.no_move(step.status.to)
            return SetStatus(status=step.status.to.text, by=by, because=span), step.status.blocked_by
        if step.switch is not None:
            return Switch(values=self.switched(step.switch), because=span), None
        if step.adopt is not None:
            return Adopt(by=self.user(step.adopt.as_, users), because=span), None
        assert step.sign is not None
        answer = self.answer(step.sign.answer) if step.sign.answer else SIGNED
        return Sign(consent=self.one_of(step.sign.consent, "consent", "consents"), answer=answer, because=span), None

    def answer(self, written: Written) -> str:
        if written.text not in ANSWERS:
            self.refuse("CP602", f"`{written.text}` is no answer to a form", written.span, f"it is {names(ANSWERS)}")
        return written.text

    def no_move(self, status: Written) -> None:
        """A status that one stage alone has is a move, and is written as one."""
        meant = [one.id for one in self.process.stages if one.status == status.text]
        if len(meant) == 1:
            message = f"the status `{status.text}` is that of the stage `{meant[0]}` alone"
            self.refuse("CP602", message, status.span, f"write `move: {{to: {meant[0]}, through: status, ...}}`")

    def user(self, written: Written, users: list[str]) -> str:
        if written.text not in users:
            help = suggestion(written.text, users) or f"there is {names(users)}"
            self.refuse("CP601", f"there is no persona or user `{written.text}`", written.span, help)
        return written.text

    def blocker(self, written: Written | None) -> str | None:
        """The rule's id as `blocked_by` names it: `transition` stands for the table, a field for its editors."""
        if written is None:
            return None
        if written.text not in self.blockers:
            help = suggestion(written.text, self.blockers) or f"there is {names(self.blockers)}"
            self.refuse("CP601", f"there is no rule `{written.text}` that could block", written.span, help)
        return written.text

    def plain_minutes(self, written: Written) -> int:
        number, _, unit = written.text.strip().partition(" ")
        if not unit:
            digits = "".join(mark for mark in number if mark.isdigit())
            number, unit = digits, number[len(digits) :]
        per = {**MINUTES, "day": 1440, "days": 1440}.get(unit.strip())
        if not number.isdigit() or per is None or int(number) > 5_000_000:
            message = f"`{written.text}` is not a plain duration"
            self.refuse("CP603", message, written.span, "write it as `16m`, `2h` or `3 days`")
            return 0
        return int(number) * per

    def edited(self, key: Written, value: Written, users: list[str]) -> tuple[str, Value]:
        fact = self.facts.get(key.text)
        if fact is None:
            self.refuse("CP601", f"there is no fact `{key.text}`", key.span, suggestion(key.text, self.facts))
            return key.text, value.text
        if fact.written_by != "people":
            self.refuse("CP606", f"`{key.text}` is not a fact that people change", key.span)
        return fact.id, self.value(fact, value, users)

    def value(self, fact: Fact, written: Written, users: list[str]) -> Value:
        said, kind = written.text, fact.type.kind
        if said == "" and kind != "text":
            return None
        try:
            if kind == "yes_no":
                return {"true": True, "yes": True, "false": False, "no": False}[said]
            if kind == "number":
                return Decimal(said)
            if kind == "date":
                return date.fromisoformat(said)
            if kind == "moment":
                return self.instant(written)
        except (KeyError, ValueError, InvalidOperation):
            self.refuse("CP602", f"`{said}` is no value of `{fact.id}`", written.span)
            return None
        if fact.choices:
            chosen = next((one.id for one in fact.choices if said in (one.id, one.label)), None)
            if chosen is None:
                labels = [one.label for one in fact.choices]
                help = suggestion(said, labels) or f"values are {names(labels)}"
                self.refuse("CP602", f"`{said}` is no value of `{fact.id}`", written.span, help)
            return chosen
        if kind == "person":
            allowed = [*users, *self.known["teams"]] if fact.id == "owner" else users
            if said not in allowed:
                self.refuse("CP601", f"there is no user `{said}`", written.span, suggestion(said, allowed))
        return said

    def expectations(self, expect: text.Expect, *, negated: bool) -> Iterable[Expect]:
        for place in places(text.Expect):
            given = getattr(expect, place.attribute)
            if given is not None:
                expected = self.expected(place.key, given)
                span = given.span if isinstance(given, Written | Pairs) else (given[0].span if given else expect.span)
                yield Expect(what=place.key, expected=expected, negated=negated, because=span)

    def expected(self, what: str, given: "Written | Pairs | tuple[Written, ...]") -> Expected:
        if isinstance(given, Pairs):
            return self.expected_values(given)
        if what in ("category", "urgency", "team", "stage") and isinstance(given, Written):
            kind = {"category": "categories", "urgency": "levels", "team": "teams", "stage": "stages"}[what]
            return self.one_of(given, what, kind)
        if what == "owner" and isinstance(given, Written):
            return given.text
        items = given if isinstance(given, tuple) else (given,)
        if len(items) == 1 and items[0].text == "none" and not isinstance(given, tuple):
            return ()
        if what in LISTS:
            return tuple(self.one_of(one, what, LISTS[what]) for one in items)
        return tuple(one.text for one in items)

    def expected_values(self, given: Pairs) -> Mapping[str, Value]:
        values: dict[str, Value] = {}
        for pair in given.pairs:
            fact = self.facts.get(pair.key.text)
            if fact is None:
                help = suggestion(pair.key.text, self.facts)
                self.refuse("CP601", f"there is no fact `{pair.key.text}`", pair.key.span, help)
            elif pair.value.text == "none":
                values[fact.id] = None
            else:
                values[fact.id] = self.value(fact, pair.value, [*self.known["personas"]])
        return values


def several(given: "Written | tuple[Written, ...] | None") -> tuple[Written, ...]:
    """One name, or a list of them; none where nothing is said."""
    return (given,) if isinstance(given, Written) else given or ()
