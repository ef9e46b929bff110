"""Histories for every consent: what was answered before the case, before the stage that waits for it, and after."""

from collections.abc import Iterator
from itertools import product

from generator.process.events import ANSWERS, Event, Sign, Verify
from generator.process.model import Consent
from generator.prove.story_obligations.openings import AT, Opening, arrival
from generator.prove.story_obligations.script import Script, edit, history, move, wait
from generator.scenarios.model import Scenario
from generator.source import NOWHERE

BEFORE: tuple[tuple[str, ...], ...] = ((), *((one,) for one in ANSWERS), *product(ANSWERS, repeat=2))
"""Answers that a patient may have given before."""


def for_consents(script: Script) -> Iterator[Scenario]:
    """Each answer before and after the case is there, and before and after the move that waits for it."""
    for consent in script.process.consents:
        for name, opening, ready in beginnings(script, consent):
            yield from answered_before(script, consent, name, opening, ready)
            yield from answered_later(script, consent, name, opening, ready)
    yield from all_at_once(script)


def beginnings(script: Script, consent: Consent) -> Iterator[tuple[str, Opening, tuple[Event, ...]]]:
    """A case that needs the consent, and one that does not; each stands before the stage that waits for it."""
    rule = next(one for one in script.process.rules if one.id == consent.id)
    by_need: dict[bool, Opening] = {}
    for one in script.openings.all:
        by_need.setdefault(script.needs(rule, one), one)
    source = next((one.id for one in script.process.stages if consent.before in one.next), script.process.stages[0].id)
    for needed, opening in sorted(by_need.items()):
        fill = tuple(
            script.fill(one.id) for one in script.filled if one.origin == "field" and one.type.kind != "yes_no"
        )
        name = f"consent {consent.id}, {'needed' if needed else 'not needed'}"
        yield name, opening, (*fill, move(source, script.free))


def answered_before(
    script: Script, consent: Consent, name: str, opening: Opening, ready: tuple[Event, ...]
) -> Iterator[Scenario]:
    for patient in ("known", "verified"):
        for answers in BEFORE:
            for channel in ("email", script.process.channels[-1].id):
                given = arrival(
                    script.process,
                    opening.text,
                    at=AT,
                    patient=patient,
                    channel=channel,
                    answers=tuple((consent.id, one) for one in answers),
                )
                said = ", then ".join(answers) or "nothing"
                go = move(consent.before, script.member(opening.facts["team"]))
                label = f"{name}: {said} before, by {channel}, {patient}"
                yield history(label, given, *ready, go, answer(consent, ANSWERS[1]), wait(1), go)
                if len(answers) > 1:
                    break


def answered_later(
    script: Script, consent: Consent, name: str, opening: Opening, ready: tuple[Event, ...]
) -> Iterator[Scenario]:
    """Answered at the beginning, before the move, after a first answer, and after the move."""
    given = script.given(opening)
    go = move(consent.before, script.member(opening.facts["team"]))
    back = edit(script.free, stage=script.process.stages[-1].id)
    known = tuple(Verify(identifier=one, because=NOWHERE) for one in script.verifiable[:1])
    for first, second in product(ANSWERS, ANSWERS):
        label = f"{name}: {first}, then {second}"
        one, two = answer(consent, first), answer(consent, second)
        yield history(label, given, one, *ready, wait(1), two, go, wait(1), one, go)
    yield history(f"{name}: by a patient verified later", given, *known, *ready, answer(consent, ANSWERS[0]), go)
    yield history(f"{name}: when it is closed", given, *ready, back, wait(1), answer(consent, ANSWERS[0]), go)


def all_at_once(script: Script) -> Iterator[Scenario]:
    """Every form is signed, before and one after the other."""
    consents = script.process.consents
    for opening in script.openings.kinds():
        given = arrival(
            script.process, opening.text, patient="known", answers=tuple((one.id, ANSWERS[0]) for one in consents)
        )
        later = tuple(answer(one, ANSWERS[1]) for one in consents)
        if consents:
            label = f"consents of {' '.join(opening.pair)} by {opening.facts['route']}"
            yield history(label, given, *later, *script.prepared(opening.facts["team"]))


def answer(consent: Consent, said: str) -> Sign:
    return Sign(consent=consent.id, answer=said, because=NOWHERE)
