"""What can be seen of a case in an org after one event: the same Observation that the interpreter gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from generator.emulator.organisation import Org, Outcome
from generator.emulator.results import Effect, Email, Error, Notification, Step
from generator.emulator.rows import Row
from generator.frozen import record
from generator.process.events import ClockSeen, Emailed, Logged, Notified, Observation, TaskSeen
from generator.prove.lexicon import Lexicon

BROKEN_RULE = "FIELD_CUSTOM_VALIDATION_EXCEPTION"
FAULTS = ("fault", "email-to-case")
"""Mails with which an org tells its administrator that something was lost."""


@record
class Witnessed(Observation):
    """What was seen of an org. `faults`: what went wrong in it though no rule of the process says so. `trace`: what ran
    on the way, where the org is traced; it is no part of what two witnesses are compared by."""

    faults: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()


def observe(lexicon: Lexicon, case: str | None, before: Org, after: Outcome, *, reply: bool = False) -> Witnessed:
    """The case as `after` leaves it, and what happened since `before`. `reply`: the event was the sender's mail."""
    org = after.org
    row = (org.get(case) if case else None) or {}
    seen = standing(lexicon, org, row)
    errors = [error for result in after.results for error in result.errors]
    faults = (*faults_of(lexicon, before, after, errors), *strangers(before, org, case))
    if case is None:
        return replace(seen, faults=faults, trace=after.trace)
    prior = before.get(case) or {}
    return replace(
        seen,
        blocked_by=frozenset(lexicon.rule(one) for one in errors if one.code == BROKEN_RULE),
        tasks=frozenset(tasks(lexicon, org, before, case, seen)),
        notified=frozenset(notified(lexicon, org, row, after.effects, seen)),
        emailed=frozenset(emailed(lexicon, org, row, after.effects)),
        warned=frozenset(turned(lexicon, "warned", prior, row)),
        breached=frozenset(turned(lexicon, "breached", prior, row)),
        stalled=frozenset([str(seen.facts["stage"])] if flipped(prior, row, lexicon.fields["stalled"]) else []),
        linked=frozenset(linked(lexicon, org, before, case, reply=reply)),
        log=tuple(logged(lexicon, org, before, case)),
        faults=faults,
        trace=after.trace,
    )


def standing(lexicon: Lexicon, org: Org, row: Row) -> Witnessed:
    """What a case holds now; nothing has happened."""
    fields = lexicon.fields
    facts = lexicon.values(org, row)
    nothing: frozenset[Any] = frozenset()
    return Witnessed(
        at=org.now,
        facts=facts,
        owner=str(facts["owner"]),
        priority=str(row.get("Priority") or ""),
        found=words(row.get(fields["found_words"])),
        discounted=words(row.get(fields["discounted_words"])),
        visible_text=str(row.get("Description") or ""),
        confidential_text=str(row.get(fields["confidential_text"]) or ""),
        blocked_by=nothing,
        clocks=tuple(clocks(lexicon, org, row)),
        tasks=nothing,
        notified=nothing,
        emailed=nothing,
        warned=nothing,
        breached=nothing,
        stalled=nothing,
        linked=nothing,
        log=(),
    )


def words(listed: object) -> frozenset[str]:
    """The words of a list that is kept in a field."""
    return frozenset(" ".join(word.split()) for word in str(listed or "").split(";") if word.strip())


def clocks(lexicon: Lexicon, org: Org, row: Row) -> Iterator[ClockSeen]:
    """Clocks that concern the case: those that are due at some time. The newest row of each tells its level."""
    levels = {}
    if row:
        kind, level = lexicon.of("clock", "kind"), lexicon.of("clock", "level")
        levels = {one.get(kind): str(one.get(level) or "") for one in lexicon.rows(org, "clock", str(row["Id"]))}
    for clock in lexicon.process.clocks:
        part: dict[str, Any] = {key: row.get(field) for key, field in lexicon.lock["clocks"][clock.id].items()}
        if part["due"] is not None:
            yield ClockSeen(
                clock=clock.id,
                level=levels.get(clock.id, ""),
                started=part["start"],
                warns=part["warn"],
                due=part["due"],
                stopped=part["stopped"],
                warned=part["warned"] is True,
                breached=part["breached"] is True,
            )


def strangers(before: Org, org: Org, case: str | None) -> Iterator[str]:
    """Cases of others that an event changed: it is about one case, and about those that it made beside it."""
    for row in before.rows("Case") if case is not None else ():
        if case not in (row["Id"], row.get("ParentId")) and (now := org.get(row["Id"])) is not row:
            changed = sorted(name for name in {*row, *(now or {})} if row.get(name) != (now or {}).get(name))
            if changed:
                yield f"a stranger's case was changed: {', '.join(changed)}"


def flipped(prior: Row, row: Row, field: str) -> bool:
    return row.get(field) is True and prior.get(field) is not True


def turned(lexicon: Lexicon, what: str, prior: Row, row: Row) -> Iterator[str]:
    """Clocks that have warned or were breached since."""
    return (id for id, part in lexicon.lock["clocks"].items() if flipped(prior, row, part[what]))


def made(org: Org, before: Org, object_name: str) -> Iterator[Row]:
    """Rows that were not there before, in the order of creation."""
    known = {row["Id"] for row in before.rows(object_name)}
    return (row for row in org.rows(object_name) if row["Id"] not in known)


def tasks(lexicon: Lexicon, org: Org, before: Org, case: str, seen: Observation) -> Iterator[TaskSeen]:
    """A task is due on a day; here that day's end in the workflow's zone."""
    zone = ZoneInfo(lexicon.process.identity.zone)
    for row in made(org, before, "Task"):
        if row.get("WhatId") != case:
            continue
        subject = str(row.get("Subject") or "")
        id, to = lexicon.task(subject)
        day = row.get("ActivityDate")
        due = datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC) if day else None
        who = lexicon.named(lexicon.party(org, row.get("OwnerId")), to, seen)
        yield TaskSeen(id=id, subject=subject, due=due, to=who)


def notified(
    lexicon: Lexicon, org: Org, row: Row, effects: tuple[Effect, ...], seen: Observation
) -> Iterator[Notified]:
    """One for each recipient, called as the alert calls them whose text it is."""
    for effect in effects:
        if isinstance(effect, Notification) and effect.target == row.get("Id"):
            text = unnumbered(effect.body, row)
            alerts = [(id, names) for id, shape, names in lexicon.alerts if shape.fullmatch(text)]
            for recipient in effect.recipients:
                party = lexicon.party(org, recipient)
                told = [(id, lexicon.named(party, names, seen)) for id, names in alerts]
                alert, name = next(((id, name) for id, name in told if lexicon.meant(name, seen) == party), ("", party))
                yield Notified(alert=alert, to=name, text=text)


def emailed(lexicon: Lexicon, org: Org, row: Row, effects: tuple[Effect, ...]) -> Iterator[Emailed]:
    """Mails to people outside: those that are made from the template of a message."""
    contact = org.get(str(row.get("ContactId"))) or {}
    addresses = {"sender": row.get("SuppliedEmail"), "patient": contact.get("Email")}
    for effect in effects:
        if not isinstance(effect, Email) or effect.record != row.get("Id"):
            continue
        message = lexicon.templates.get(effect.template.rpartition("/")[2])
        if message is not None:
            fitting = [name for name in lexicon.addressees(message) if (addresses[name],) == effect.to]
            to = fitting[0] if fitting else ", ".join(effect.to)
            subject, body = (unnumbered(text, row) for text in (effect.subject, effect.body))
            yield Emailed(message=message, to=to, subject=subject, body=body)


def unnumbered(text: str, row: Row) -> str:
    """The interpreter knows no case numbers: their merge field stands for them."""
    number = row.get("CaseNumber")
    return text.replace(str(number), "{case_number}") if number else text


def linked(lexicon: Lexicon, org: Org, before: Org, case: str, *, reply: bool) -> Iterator[str]:
    """New cases beside this one, known by their label, category and team; or by the reply to a case that stays closed.
    What else is wrong with one stands behind its name."""
    fields = lexicon.fields
    stays_closed = (org.get(case) or {}).get("IsClosed") is True
    for row in made(org, before, "Case"):
        if row["Id"] == case:
            continue
        if reply and stays_closed:
            yield ", ".join(("reply", *misplaced(lexicon, org, before, case, row)))
            continue
        subject, category, team = (str(row.get(name)) for name in ("Subject", fields["category"], fields["team"]))
        owner = lexicon.party(org, row.get("OwnerId"))
        wrong = {
            "beside another case": row.get("ParentId") != case,
            f"owned by {owner}": owner != team,
            "with a text": bool(row.get("Description") or row.get(fields["confidential_text"])),
        }
        found = lexicon.link(subject, category, team) or f"a case «{subject}» of {category} for {team}"
        yield ", ".join((found, *(what for what, so in wrong.items() if so)))


def misplaced(lexicon: Lexicon, org: Org, before: Org, case: str, row: Row) -> Iterator[str]:
    """What is wrong with the case that a late reply began: it has the reply's text and sender and the old case's
    patient."""
    old = org.get(case) or {}
    senders = {mail.get("FromAddress") for mail in made(org, before, "EmailMessage")}
    if row.get("ParentId") != case:
        yield "beside another case"
    if row.get("SuppliedEmail") not in senders:
        yield "of another sender"
    if row.get("ContactId") != old.get("ContactId") or row.get("AccountId") != old.get("AccountId"):
        yield "of another patient"
    if not (row.get("Description") or row.get(lexicon.fields["confidential_text"])):
        yield "without a text"


def logged(lexicon: Lexicon, org: Org, before: Org, case: str) -> Iterator[Logged]:
    """Events of this case that were not there before."""
    known = {row["Id"] for row in lexicon.rows(before, "event", case)}
    for row in lexicon.rows(org, "event", case):
        if row["Id"] not in known:
            kind, who, was, now, why = (
                str(row.get(lexicon.of("event", key)) or "") for key in ("kind", "who", "was", "now", "why")
            )
            yield Logged(kind=kind, who=lexicon.party(org, who), was=was, now=now, why=why)


def faults_of(lexicon: Lexicon, before: Org, after: Outcome, errors: list[Error]) -> Iterator[str]:
    """Failed saves that no rule of the process stopped, failed flows, mails to the administrator, events of faults."""
    yield from (f"{one.code}: {one.message}" for one in errors if one.code != BROKEN_RULE)
    for effect in after.effects:
        if isinstance(effect, Email) and effect.by in FAULTS:
            # the subject of a mail that is lost is the sender's own
            yield effect.body if effect.by == "email-to-case" else f"{effect.subject}: {effect.body}"
    kind, now, why = (lexicon.of("event", key) for key in ("kind", "now", "why"))
    for row in made(after.org, before, lexicon.objects["event"]["name"]):
        if row.get(kind) == "fault":
            yield f"an event of a fault: {row.get(now) or ''} {row.get(why) or ''}".rstrip()
