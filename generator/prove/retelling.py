"""A history as a scenario to paste into a spec, and the smallest one on which the two witnesses still differ."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import assert_never
from zoneinfo import ZoneInfo

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
from generator.process.resolving.scenarios import SENDER
from generator.scenarios.model import Act, Scenario

Differs = Callable[[Scenario], bool]


def smallest(scenario: Scenario, differs: Differs) -> Scenario:
    """The scenario with as few events and words as still differ; `differs` must hold of `scenario` itself."""
    while True:
        smaller = next((one for one in simpler(scenario) if differs(one)), None)
        if smaller is None:
            return scenario
        scenario = smaller


def simpler(scenario: Scenario) -> Iterator[Scenario]:
    """Scenarios with an event less, then with a word less in the message, then with nothing known of the patient."""
    steps = scenario.steps
    yield from (replace(scenario, steps=steps[:place] + steps[place + 1 :]) for place in range(len(steps)))
    given = scenario.given
    yield from (replace(scenario, given=replace(given, subject=one)) for one in a_word_less(given.subject))
    yield from (replace(scenario, given=replace(given, text=one)) for one in a_word_less(given.text))
    if given.patient != "unknown":
        yield replace(scenario, given=replace(given, patient="unknown"))


def a_word_less(said: str) -> Iterator[str]:
    words = said.split(" ")
    if said:
        yield from (" ".join(words[:place] + words[place + 1 :]) for place in range(len(words)))


def scenario_text(process: Process, scenario: Scenario) -> str:
    """The scenario in the words of language.md section 8; texts are quoted as JSON, which YAML reads alike."""
    zone = ZoneInfo(process.identity.zone)
    lines = [f"{json.dumps(scenario.name)}:", f"  given: {flow(given(scenario.given, zone))}", "  then:"]
    for step in scenario.steps:
        if isinstance(step, Act):
            lines += said(step.event, zone)
    return "\n".join(lines)


def given(arrival: Arrival, zone: ZoneInfo) -> dict[str, object]:
    found: dict[str, object] = {
        "channel": arrival.channel,
        "subject": arrival.subject,
        "text": arrival.text,
        "patient": arrival.patient,
        "at": f"{arrival.at.astimezone(zone):%Y-%m-%d %H:%M}",
    }
    if arrival.sender != SENDER:
        found["sender"] = arrival.sender
    return found | ({"answers": dict(arrival.answers)} if arrival.answers else {})


def said(event: Event, zone: ZoneInfo) -> Iterator[str]:
    match event:
        case Wait(minutes=minutes, until=None):
            yield f"    - wait: {minutes}m"
        case Wait(until=until):
            assert until is not None
            yield f'    - wait_until: "{until.astimezone(zone):%Y-%m-%d %H:%M:%S}"'.replace(':00"', '"')
        case Accept(by=by):
            yield f"    - accept: {flow({'as': by})}"
        case Move(to=to, by=by, through=through):
            aside: dict[str, object] = {"through": through} if through == "status" else {}
            yield f"    - move: {flow({'to': to, **aside, 'as': by})}"
        case Edit(values=values, by=by):
            yield f"    - edit: {{set: {flow(dict(values))}, as: {by}}}"
        case Extend(clock=clock, by=by):
            yield f"    - extend: {flow({'clock': clock, 'as': by})}"
        case Reply(subject=subject, text=text, sender=sender):
            another: dict[str, object] = {} if sender is None else {"sender": sender}
            yield f"    - reply: {flow({'subject': subject, 'text': text, **another})}"
        case Verify(identifier=identifier):
            yield f"    - verify: {flow({'identifier': identifier})}"
        case Sign(consent=consent, answer=answer):
            yield f"    - sign: {flow({'consent': consent, 'answer': answer})}"
        case SetStatus(status=status, by=by):
            yield f"    - status: {flow({'to': status, 'as': by})}"
        case Switch(values=switched):
            yield f"    - switch: {flow(dict(switched))}"
        case Adopt(by=by):
            yield f"    - adopt: {flow({'as': by})}"
        case _:
            assert_never(event)


def flow(values: dict[str, object]) -> str:
    """A map on one line."""
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in values.items()) + "}"


def scalar(value: object) -> str:
    if isinstance(value, dict):
        return flow(value)
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    plain = isinstance(value, str) and value.isidentifier() and value.isascii()
    return str(value) if plain else json.dumps(str(value), ensure_ascii=False)
