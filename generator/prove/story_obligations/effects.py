"""Histories for every effect: its moment comes, and what it asks for holds or does not; tasks, mails, second cases."""

from collections.abc import Iterator

from generator.process.events import Event
from generator.process.model import Moment
from generator.prove.story_obligations.noting import Note, Noting, worthwhile
from generator.prove.story_obligations.openings import PLAIN, Patient, arrival
from generator.prove.story_obligations.script import Script, history, move, reply, wait
from generator.scenarios.model import Scenario

PATIENTS: tuple[Patient, ...] = ("unknown", "known", "verified")
SENDERS = ("patient@example.org", "", "no-reply@example.org", "mailer-daemon@example.org")
"""Somebody, nobody, machines."""


def for_effects(script: Script) -> Iterator[Scenario]:
    """Each alert held and not, each task, each mail and each second case."""
    noting, met = Noting(script.process), set[Note]()
    yield from worthwhile(noting, at_moments(script), met)
    yield from whole_lives(script)
    yield from mails(script)


def at_moments(script: Script) -> Iterator[Scenario]:
    """Every moment that an effect or a clock waits for, in a case of every kind."""
    process = script.process
    moments = {(one.on.kind, one.on.of): one.on for one in process.effects}
    moments |= {(one.kind, one.of): one for clock in process.clocks for one in (clock.starts, clock.stops)}
    moments |= {
        ("leaving", stage.id): Moment(kind="leaving", of=stage.id, because=stage.because) for stage in process.stages
    }
    for opening in script.openings.kinds():
        given = script.given(opening, patient="verified")
        state, _ = script.told(given)
        for (kind, of), moment in moments.items():
            label = f"{kind} {of or ''} in {' '.join(opening.pair)} by {opening.facts['route']}: {opening.text}"
            yield history(label, given, wait(1), *script.bring(moment, state), wait(60))
        yield history(f"left alone, {' '.join(opening.pair)}: {opening.text}", given, wait(30 * 24 * 60))


def whole_lives(script: Script) -> Iterator[Scenario]:
    """From the message to the last stage as people do it, and back; by everybody's hand for whom it is."""
    process = script.process
    for opening in script.openings.kinds():
        team = opening.facts["team"]
        done: list[Event] = [*script.prepared(team)]
        closed = [one for one in process.stages if one.closed]
        by = script.member(team)
        for end in closed:
            there = script.along(end.id, by, opening.facts["stage"])
            back = tuple(move(one, by) for one in end.next)
            given = script.given(opening)
            label = f"a whole life to {end.id}, {' '.join(opening.pair)} by {opening.facts['route']}"
            yield history(label, given, *done, *there, wait(10), *back, *there, wait(60 * 24 * 60))


def mails(script: Script) -> Iterator[Scenario]:
    """Whoever writes by whatever channel, known or not, and the stage that a mail is sent in, entered twice."""
    for opening in script.few():
        for sender in SENDERS:
            for patient in PATIENTS if sender == SENDERS[0] else PATIENTS[:1]:
                for channel in [one.id for one in script.process.channels]:
                    given = arrival(script.process, opening.text, patient=patient, channel=channel, sender=sender)
                    state, _ = script.told(given)
                    stages = [one.on for one in script.process.effects if one.on.kind == "entering"]
                    sent = tuple(event for one in stages for event in script.bring(one, state))
                    label = f"mails from «{sender}», {patient}, by {channel}, {' '.join(opening.pair)}"
                    yield history(f"{label}, {opening.facts['route']}", given, *sent, wait(1), *sent, reply(PLAIN))
