"""Histories of what people do: classify, take and hand over, move, change facts; alone, and several in one save."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations

from generator.conditions.syntax import Value
from generator.process.events import Event
from generator.prove.story_obligations.instants import instants
from generator.prove.story_obligations.openings import Opening
from generator.prove.story_obligations.script import Script, accept, edit, history, move, until, wait
from generator.scenarios.model import Scenario

LEAP_DAY = "2028-02-29"


def for_people(script: Script) -> Iterator[Scenario]:
    """Every class by hand, every way to own a case, every move both ways, every fact twice, several things at once."""
    yield from classes(script)
    yield from owners(script)
    yield from moves(script)
    yield from facts(script)
    yield from at_once(script)
    yield from closings(script)


def classes(script: Script) -> Iterator[Scenario]:
    """Each category with each level by hand, before and after somebody took the case, in an open and a closed one."""
    first, last = script.openings.kinds()[0], script.openings.kinds()[-1]
    for number, category in enumerate(script.process.categories):
        for level in script.process.levels:
            opening = (first, last)[(number + level.rank) % 2]
            change = edit(script.free, category=category.id, urgency=level.id)
            team = opening.facts["team"]
            given = script.given(opening)
            state, _ = script.told(given, change)
            ready: tuple[Event, ...] = (
                (),
                (accept(script.member(team)),),
                (accept(script.member(team)), move(script.closed[0], script.free)),
            )[(number + level.rank) % 3]
            label = f"{' '.join(opening.pair)} made {category.id} {level.id} after {len(ready)} events"
            take = accept(script.member(state.facts["team"]))
            yield history(label, given, *ready, wait(3), change, wait(1), take, wait(24 * 60))


def owners(script: Script) -> Iterator[Scenario]:
    """Taken, taken away, given to a queue, given back: by its team, by others, by people whom no rule stops."""
    for opening in script.few()[:2]:
        team = opening.facts["team"]
        member, stranger = script.member(team), script.stranger(team)
        other = next(one.id for one in script.process.teams if one.id != team)
        parties = {"a member": member, "a stranger": stranger, "another team": other, "its team": str(team)}
        for (first, to), (second, then) in permutations(parties.items(), 2):
            for by in (member, stranger, script.free):
                given = script.given(opening)
                label = f"{' '.join(opening.pair)} given to {first}, then {second}, by {by}"
                events = (edit(by, owner=to), wait(2), edit(by, owner=then), wait(2), accept(member), wait(24 * 60))
                yield history(label, given, wait(4), *events)


def moves(script: Script) -> Iterator[Scenario]:
    """Every pair of stages, written as a stage and as a status, by everybody, with all that is asked done and not."""
    opening = script.openings.kinds()[0]
    given = script.given(opening)
    team = opening.facts["team"]
    stages = [one.id for one in script.process.stages]
    for source, target in permutations(stages, 2):
        for through in ("stage", "status"):
            there = () if source == opening.facts["stage"] else (move(source, script.free),)
            for name, ready in (("at once", ()), ("prepared", script.prepared(team))):
                for by in (script.member(team), script.free):
                    label = f"{source} to {target} by {through}, {name}, {by}"
                    yield history(label, given, *ready, *there, wait(6), move(target, by, through), wait(3 * 24 * 60))


def facts(script: Script) -> Iterator[Scenario]:
    """Every fact that people fill: filled, changed, changed back, by everybody; and all at once."""
    opening = script.openings.kinds()[0]
    given = script.given(opening)
    for fact in script.filled:
        for by in [one.id for one in script.process.personas]:
            one, two = (edit(by, **{fact.id: script.value(fact, turn)}) for turn in (0, 1))
            yield history(f"{fact.id} filled by {by}", given, wait(1), one, wait(1), two, one)
    everything = {one.id: script.value(one) for one in script.filled}
    yield history("all facts at once", given, wait(1), edit(script.free, **everything))


def at_once(script: Script) -> Iterator[Scenario]:
    """Several things in one save: owner, class, stage, facts."""
    for opening in (*script.few(), script.openings.pairs()[0]):
        team = opening.facts["team"]
        category = script.other_category(opening.pair[0])
        levels = [one.id for one in script.process.levels if one.id != opening.pair[1]]
        changes: dict[str, dict[str, Value]] = {
            "owner": {"owner": script.member(team)},
            "class": {"category": category, "urgency": levels[0]},
            "stage": {"stage": script.elsewhere(str(opening.facts["stage"]))},
            "close": {"stage": script.closed[0]},
            "facts": {one.id: script.value(one) for one in script.filled},
        }
        given = script.given(opening)
        for by in (script.member(team), script.free):
            for first, second in permutations(changes, 2):
                if first < second and {first, second} != {"stage", "close"}:
                    values = {**changes[first], **changes[second]}
                    label = f"{' '.join(opening.pair)}: {first} and {second} at once by {by}"
                    yield history(label, given, wait(2), edit(by, **values), wait(24 * 60))


def closings(script: Script) -> Iterator[Scenario]:
    """Closed at every instant that matters, opened again by hand, closed again: what is kept, and until when."""
    for opening in one_of_each_stamp(script):
        given = script.given(opening)
        for name, at in {**instants(script.process), LEAP_DAY: given.at + timedelta(days=785)}.items():
            if at > given.at:
                close, reopen = move(script.closed[0], script.free), move(script.elsewhere(""), script.free)
                label = f"{' '.join(opening.pair)} closed at {name}"
                yield history(label, given, until(at), close, wait(1), reopen, wait(1), close)


def one_of_each_stamp(script: Script) -> list[Opening]:
    """A message for each entry of retention that can apply."""
    found: dict[object, Opening] = {}
    for opening in script.openings.pairs():
        _, seen = script.told(script.given(opening), move(script.closed[0], script.free))
        found.setdefault(seen.facts.get("keep_until"), opening)
    return list(found.values())
