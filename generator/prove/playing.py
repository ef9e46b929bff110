"""Plays a history on an org that runs the generated files."""

import json
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never

from generator.conditions.syntax import Value
from generator.emulator.founding import founded_at
from generator.emulator.loading import Branch, load
from generator.emulator.organisation import Org, Outcome, found_org
from generator.emulator.schema import NotModelled
from generator.emulator.transactions import Transaction
from generator.frozen import record
from generator.metadata.component import Component, component
from generator.metadata.objects import CustomField
from generator.naming import api_name
from generator.process.events import (
    Accept,
    Adopt,
    Arrival,
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
from generator.process.model import Process
from generator.prove.circumstances import RECORD, circumstanced, named, switched
from generator.prove.lexicon import Lexicon
from generator.prove.observing import Witnessed, observe
from generator.reading import kind_of, read

PERSON = "person"
"""The user who verifies patients and keeps their records; no rule holds for this one."""
STRANGER = "stranger@example.org"
"""The sender of a case that every org has before a history begins."""
LONG_AFTER = datetime(2098, 1, 6, 10, 0, tzinfo=UTC)
"""When the stranger's case was made: nothing of it falls due while a history is told."""
PATIENT = "patient.record@example.org"
"""The address in the patient's record, where the patient is not the sender of a mail."""


@record
class Receiving(Org):
    """An org whose automated case user has a default record type, as `expects:` asks for."""

    record_type: str = ""

    def case_of(
        self, tx: Transaction, subject: str, body: str, sender: str, name: str, owner: str | None
    ) -> dict[str, Any]:
        made = Org.case_of(self, tx, subject, body, sender, name, owner)
        return {**made, "RecordTypeId": self.record_type}


@record
class Played:
    """An org after so many events. `case`: None when the message was lost."""

    org: Org
    case: str | None
    sender: str


class OrgTeller:
    """Tells histories by the files that a process became; `begin` and `step` are pure. `traced`: what is seen holds a
    trace of all that ran; `branch` is told which arms of formulas are taken. Both cost time. `alone`: no other case is
    in the org."""

    def __init__(
        self,
        process: Process,
        files: Mapping[str, bytes],
        *,
        traced: bool = False,
        branch: Branch | None = None,
        alone: bool = False,
    ) -> None:
        self.process = process
        self.lexicon = Lexicon(process, json.loads(files["carepath.lock"]))
        self.package = load(components_of(files), branch=branch)
        self.prefix = process.identity.prefix
        self.traced = traced
        self.alone = alone
        self.orgs: dict[tuple[tuple[str, str], ...], Org] = {}

    # -- arrival -----------------------------------------------------------------------------------------------------

    def begin(self, arrival: Arrival) -> tuple[Played, Witnessed]:
        """A message comes in. A patient who is verified is so by hand, right after; that is no event of the history."""
        before = self.peopled(arrival)
        outcome, faults = attempted(before, lambda: self.arrive(before, arrival))
        made = outcome.results[0].id if outcome.results else None
        seen = observe(self.lexicon, made, before, outcome)
        seen = replace(seen, faults=(*faults, *seen.faults))
        state = Played(org=outcome.org, case=made, sender=arrival.sender)
        if made is not None and arrival.patient == "verified":
            known = [one.fact for one in self.process.finders if one.found_on != "nothing"]
            state, later = self.happen(state, lambda: self.verify(outcome.org, made, known))
            faults = (*seen.faults, *sorted(later.blocked_by), *later.faults)
            seen = replace(seen, facts=later.facts, faults=faults, trace=(*seen.trace, *later.trace))
        return state, seen

    def tracing(self) -> "OrgTeller":
        """The same teller, with a trace of all that runs in what is seen."""
        made = copy(self)
        made.traced = True
        return made

    def arrive(self, org: Org, arrival: Arrival) -> Outcome:
        loader = arrival.org.loaded_by
        if arrival.channel == "email" and loader is None:
            return org.receive(subject=arrival.subject, body=arrival.text, sender=arrival.sender)
        contact = org.find("Contact", LastName=PERSON)
        request = {
            "Subject": arrival.subject,
            "Description": arrival.text,
            "Origin": self.lexicon.lock["origins"][arrival.channel],
            "SuppliedEmail": arrival.sender or None,
            "RecordTypeId": self.record_type(org),
            "ContactId": contact["Id"] if contact else None,
        }
        if loader is not None:
            return org.insert("Case", request, user=self.lexicon.id(org, loader), channel="soap")
        return org.insert("Case", request, channel="web")

    def peopled(self, arrival: Arrival) -> Org:
        """An org with what it must already have: queues and groups that exist, a user for each persona and each
        invented user, the patient's record, the forms of consents."""
        failing, blind = (self.elements(names) for names in (arrival.org.fail, arrival.org.gone))
        org = self.staffed(arrival.users, arrival.at)
        state = founded_at(org.state, arrival.at)
        org = replace(org, state=state, failing=failing, blind=blind, traced=self.traced)
        if arrival.patient != "unknown":
            org, giver = patient(org, arrival.sender if arrival.channel == "email" else PATIENT)
            times = (arrival.at - timedelta(days=days) for days in range(len(arrival.answers), 0, -1))
            answers = zip(arrival.answers, times, strict=True)
            rows = [self.answer(org, giver, consent, answer, at) for (consent, answer), at in answers]
            org, _ = org.with_rows("AuthorizationFormConsent", rows)
        org = circumstanced(self.lexicon, org, arrival.org)
        return org if arrival.patient != "unknown" else self.answered(org, arrival)

    def staffed(self, users: tuple[tuple[str, str], ...], at: datetime) -> Org:
        """What is the same in most histories, but for the time of its founding."""
        if users not in self.orgs:
            found = found_org(self.package, at)
            kept = {one.name: getattr(found, one.name) for one in fields(found)}
            org = self.expected(Receiving(**kept, record_type=self.record_type(found)))
            for name, persona in {**{one.id: one.id for one in self.process.personas}, **dict(users)}.items():
                org = self.with_user(org, name, persona)
            org, _ = org.with_user(PERSON, permissions=[self.lexicon.lock["permissions"]["override"]])
            self.orgs[users] = org if self.alone else self.shared(org)
        return self.orgs[users]

    def shared(self, org: Org) -> Org:
        """The org with another patient's open case in it, with its mail, its promises and a refusal of each form: what
        a query that forgets whose rows it wants finds first."""
        later = replace(org, state=founded_at(org.state, LONG_AFTER))
        later, giver = patient(later, STRANGER, "stranger")
        for consent in self.process.consents:
            row = self.answer(later, giver, consent.id, "Rejected", later.now)
            later, _ = later.with_rows("AuthorizationFormConsent", [row])
        subject, text = "A question", "I have a question about something, thank you very much"
        made = later.receive(subject=subject, body=text, sender=STRANGER).org.advance(later.now).org
        return replace(made, state=replace(made.state, now=org.now))

    def answered(self, org: Org, arrival: Arrival) -> Org:
        """What a patient to whose record nothing leads yet has answered before: the first of the records."""
        giver = org.find("Contact", LastName=RECORD)
        if giver is None:
            return org
        rows = [self.answer(org, giver["Id"], consent, answer, org.now) for consent, answer in arrival.answers]
        return org.with_rows("AuthorizationFormConsent", rows)[0]

    def elements(self, names: tuple[str, ...]) -> frozenset[str]:
        return frozenset().union(*(named(self.package, self.prefix, name) for name in names))

    def expected(self, org: Org) -> Org:
        """Queues, groups and forms that the package refers to and does not bring."""
        lock = self.lexicon.lock
        groups = [*lock["groups"]["teams"].values(), *lock["groups"]["people"].values()]
        for kind, name in [
            *(("Queue", name) for name in lock["teams"].values()),
            *(("Regular", name) for name in groups),
        ]:
            if org.find("Group", DeveloperName=name, Type=kind) is None:
                org, (id,) = org.with_rows("Group", [{"DeveloperName": name, "Name": name, "Type": kind}])
                served = [{"QueueId": id, "SobjectType": one} for one in ("Case", "Task") if kind == "Queue"]
                org, _ = org.with_rows("QueueSobject", served)
        for consent in self.process.consents:
            org, (form,) = org.with_rows("AuthorizationForm", [{"Name": consent.form}])
            org, _ = org.with_rows("AuthorizationFormText", [{"Name": consent.form, "AuthorizationFormId": form}])
        return org

    def with_user(self, org: Org, name: str, persona_id: str) -> Org:
        """A user of a persona, a member of its teams, with the persona's permission set where there is one."""
        lock = self.lexicon.lock
        persona = next(one for one in self.process.personas if one.id == persona_id)
        teams = [lock["groups"]["teams"][team] for team in persona.teams]
        own = lock["personas"][persona_id]
        if own in self.package.permission_sets:
            return org.with_user(name, permission_sets=[own], groups=teams)[0]
        held = [own, *([lock["permissions"]["override"]] if persona.bypass else [])]
        return org.with_user(name, permissions=held, groups=teams)[0]

    def record_type(self, org: Org) -> str:
        found = org.find("RecordType", DeveloperName=self.lexicon.lock["record_type"])
        assert found is not None
        return str(found["Id"])

    # -- events ------------------------------------------------------------------------------------------------------

    def step(self, state: Played, event: Event) -> tuple[Played, Witnessed]:
        """One event; a save that is refused leaves the org as it was."""
        case = state.case
        if case is None:
            return state, observe(self.lexicon, None, state.org, Outcome(org=state.org))
        return self.happen(
            state, lambda: self.act(state.org, case, state.sender, event), reply=isinstance(event, Reply)
        )

    def happen(self, state: Played, act: Callable[[], Outcome], *, reply: bool = False) -> tuple[Played, Witnessed]:
        outcome, faults = attempted(state.org, act)
        seen = observe(self.lexicon, state.case, state.org, outcome, reply=reply)
        return replace(state, org=outcome.org), replace(seen, faults=(*faults, *seen.faults))

    def act(self, org: Org, case: str, sender: str, event: Event) -> Outcome:
        lexicon, own = self.lexicon, self.lexicon.fields
        match event:
            case Wait(minutes=minutes, until=until):
                return org.advance(until if until is not None else org.now + timedelta(minutes=minutes))
            case Accept(by=by):
                return self.save(org, case, {"OwnerId": lexicon.id(org, by)}, by)
            case Move(to=to, by=by, through="stage"):
                return self.save(org, case, {own["stage"]: to}, by)
            case Move(to=to, by=by):
                return self.save(org, case, {"Status": lexicon.lock["stages"][to]["status"]}, by)
            case Edit(values=values, by=by):
                return self.save(org, case, {own[fact]: self.stored(org, fact, value) for fact, value in values}, by)
            case Extend(clock=clock, by=by):
                box = lexicon.lock["clocks"][clock]["extended"]
                ticked = (org.get(case) or {}).get(box)
                return self.save(org, case, {box: not ticked}, by)
            case Reply(subject=subject, text=text, sender=another):
                return org.receive(subject=subject, body=text, sender=another or sender, case=case)
            case Verify(identifier=identifier):
                return self.verify(org, case, [identifier])
            case Sign(consent=consent, answer=answer):
                return self.sign(org, case, consent, answer)
            case SetStatus(status=status, by=by):
                return self.save(org, case, {"Status": status}, by)
            case Switch(values=values):
                return Outcome(org=switched(lexicon, org, values))
            case Adopt(by=by):
                flow = api_name(self.prefix, "adopt")
                return org.launch(flow, {"Case_Id": case}, user=lexicon.id(org, by))
            case _:
                assert_never(event)

    def save(self, org: Org, case: str, change: Mapping[str, Any], by: str) -> Outcome:
        return org.update("Case", {"Id": case, **change}, user=self.lexicon.id(org, by))

    def stored(self, org: Org, fact: str, value: Value) -> Value:
        """A fact's value as its field holds it: people and teams by their ids."""
        kind = next(one.type.kind for one in self.process.facts if one.id == fact)
        return self.lexicon.id(org, str(value)) if fact == "owner" or (kind == "person" and value) else value

    def verify(self, org: Org, case: str, identifiers: list[str]) -> Outcome:
        """A person finds the patient's record by these identifiers, ties the case to it and says so."""
        fields, row = self.lexicon.fields, org.get(case) or {}
        known = {*filter(None, str(row.get(fields["verified_identifiers"]) or "").split(", ")), *identifiers}
        change = {fields["patient_verified"]: True, fields["verified_identifiers"]: ", ".join(sorted(known)) or None}
        if not row.get("ContactId"):
            org, change["ContactId"] = patient(org, PATIENT)
        return self.save(org, case, change, PERSON)

    def sign(self, org: Org, case: str, consent: str, answer: str) -> Outcome:
        """The patient answers a consent's form. Whoever does is known: the case is tied to the record."""
        giver, tied = (org.get(case) or {}).get("ContactId"), Outcome(org=org)
        if not giver:
            org, giver = patient(org, PATIENT)
            tied = self.save(org, case, {"ContactId": giver}, PERSON)
        # Of two answers within one instant the later one is the newer one.
        later = timedelta(seconds=len(tied.org.rows("AuthorizationFormConsent")))
        row = self.answer(tied.org, str(giver), consent, answer, org.now + later)
        signed = tied.org.insert("AuthorizationFormConsent", row, user=self.lexicon.id(org, PERSON))
        results, effects = (*tied.results, *signed.results), (*tied.effects, *signed.effects)
        return replace(signed, results=results, effects=effects, trace=(*tied.trace, *signed.trace))

    def answer(self, org: Org, giver: str, consent_id: str, answer: str, at: datetime) -> dict[str, Any]:
        """The record of an answer to a consent's form."""
        consent = next(one for one in self.process.consents if one.id == consent_id)
        form = org.find("AuthorizationFormText", Name=consent.form)
        assert form is not None
        return {
            "Name": consent.form,
            "ConsentGiverId": giver,
            "AuthorizationFormTextId": form["Id"],
            "Status": answer,
            "ConsentCapturedDateTime": at,
            "ConsentCapturedSource": "Form",
            "ConsentCapturedSourceType": "Web",
        }


def attempted(org: Org, act: Callable[[], Outcome]) -> tuple[Outcome, tuple[str, ...]]:
    """What an act gives. What the emulator does not run is a fault, as is what never ends; then nothing has changed."""
    try:
        return act(), ()
    except (NotModelled, RuntimeError) as problem:
        return Outcome(org=org), (f"{type(problem).__name__}: {problem}",)


def patient(org: Org, address: str, name: str = PERSON) -> tuple[Org, str]:
    """An org with an invented patient's record."""
    org, (account,) = org.with_rows("Account", [{"Name": name}])
    org, (contact,) = org.with_rows("Contact", [{"LastName": name, "AccountId": account, "Email": address}])
    return org, contact


def components_of(files: Mapping[str, bytes]) -> Iterator[Component]:
    """The metadata in the files of a project, read back from their XML; and the fields that the org must have."""
    for name in json.loads(files["carepath.lock"]).get("expects", ()):
        body = CustomField(fullName=name.partition(".")[2], label=name, length=255, type="Text")
        yield component(name, body)
    for path, content in sorted(files.items()):
        found = kind_of(path) if "/main/default/" in path else None
        if found is not None:
            kind, name = found
            beside = files.get(path.removesuffix("-meta.xml")) if path.endswith("-meta.xml") else None
            yield replace(read(content, name, kind).component, content=beside)
