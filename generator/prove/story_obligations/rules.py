"""Histories for every rule that stops a save: each atom of its conditions shown to matter alone (MC/DC), by everybody.

Saves are tried in front of the interpreter, which tells which atoms held; of all that were tried those are kept that
show a rule broken or kept by one atom, or a persona for whom it holds or not.
"""

from collections.abc import Iterator
from itertools import combinations, product

from generator.conditions.syntax import Changed, Compare, Condition, FactValue, In, Is, Value
from generator.interpret.state import State
from generator.process.events import Event, Sign, Verify
from generator.process.model import Rule
from generator.prove.story_obligations.noting import Note, Noting, Truths, atoms_of
from generator.prove.story_obligations.openings import Opening
from generator.prove.story_obligations.script import Script, accept, edit, extend, history, move, until, wait
from generator.scenarios.model import Scenario
from generator.source import NOWHERE

MOST_SAID = 6
"""Kinds of messages that one rule is tried with."""
MOST_BEFORE = 24
"""Combinations of what was done before the save."""
Shown = tuple[str, Truths, bool]
"""A rule, the atoms that held, and whether it was broken."""


def for_rules(script: Script) -> Iterator[Scenario]:
    """All obligations of the rules: pairs of saves that differ in one atom and come out differently; each persona, each
    way of moving."""
    noting = Noting(script.process)
    for rule in script.process.rules:
        tried: list[tuple[Scenario, frozenset[Shown], frozenset[Note]]] = []
        for one, state, rest in candidates(script, rule):
            notes = noting.read_on(state, rest)
            tried.append((one, frozenset(noting.truths), notes))
        yield from chosen(rule, tried)


def chosen(rule: Rule, tried: list[tuple[Scenario, frozenset[Shown], frozenset[Note]]]) -> Iterator[Scenario]:
    """The first histories that show all that any of those tried shows of the rule."""
    name = f"{rule.kind} {rule.id}"
    first: dict[tuple[Truths, bool], Scenario] = {}
    for one, shown, _ in tried:
        for of, truths, broken in shown:
            if of == name:
                first.setdefault((truths, broken), one)
    picked: dict[str, Scenario] = {}
    for place in range(len(atoms_of(rule))):
        for left, right in pairs_about(place, list(first)):
            picked |= {first[one].name: first[one] for one in (left, right)}
    met: set[Note] = set()
    for one, _, notes in tried:
        told = {note for note in notes if rule.id in note and note[0] in ("rule", "stopped")}
        told |= {(*note, "by its status") for note in told if " by its status" in one.name}
        if not told <= met:
            met |= told
            picked[one.name] = one
    yield from picked.values()


def pairs_about(place: int, shown: list[tuple[Truths, bool]]) -> Iterator[tuple[tuple[Truths, bool], ...]]:
    """The first two that differ in this atom alone and in how they came out; else the first two that differ in both."""
    loose = None
    for left, right in combinations(shown, 2):
        if left[1] == right[1] or left[0][place] == right[0][place]:
            continue
        if sum(a != b for a, b in zip(left[0], right[0], strict=True)) == 1:
            yield left, right
            return
        loose = loose or (left, right)
    if loose is not None:
        yield loose


def candidates(script: Script, rule: Rule) -> Iterator[tuple[Scenario, State, tuple[Event, ...]]]:
    """Saves that the rule watches: many messages, what may have been done before, every persona. Each with the state
    in which it is tried, and the events that are left."""
    number = 0
    for opening in messages(script, rule):
        for done in before(script, rule, opening):
            given = script.given(opening)
            state, _ = script.told(given, *done)
            for by in [one.id for one in script.process.personas]:
                for name, ready, save in saves(script, rule, by, str(state.facts["stage"])):
                    number += 1
                    rest = (*ready, wait(1), save)
                    yield history(f"rule {rule.id}, {number}: {name} by {by}", given, *done, *rest), state, rest


def messages(script: Script, rule: Rule) -> list[Opening]:
    """A message for each value that the conditions name, and for one more; with and without each flag that they ask."""
    wanted: dict[str, set[Value]] = {}
    for atom in atoms_of(rule):
        for fact, value in values_of(atom):
            wanted.setdefault(fact, set()).add(value)
    found: dict[str, Opening] = {}
    if rule.kind == "extension":
        return [one for one in script.openings.all if runs(script, rule.id, one)][:MOST_SAID]
    asked = [fact for fact in ("category", "urgency", *wanted) if fact in wanted]
    for opening in script.openings.all:
        key = str([opening.facts.get(fact) if opening.facts.get(fact) in wanted[fact] else None for fact in asked])
        found.setdefault(key, opening)
    return list(found.values())[:MOST_SAID]


def runs(script: Script, clock: str, opening: Opening) -> bool:
    """Whether a clock runs as soon as a message is in."""
    return any(one.clock == clock for one in script.told(script.given(opening))[1].clocks)


def values_of(atom: Condition) -> Iterator[tuple[str, Value]]:
    """The facts that intake decides, with the values that an atom compares them with."""
    match atom:
        case Compare(left=FactValue(fact=fact), right=right) if hasattr(right, "value"):
            yield fact, right.value
        case In(left=FactValue(fact=fact), values=values):
            yield from ((fact, one.value) for one in values)


def before(script: Script, rule: Rule, opening: Opening) -> Iterator[tuple[Event, ...]]:
    """Every combination of what makes an atom true: fields filled, identifiers verified, forms signed, times passed."""
    levers: list[tuple[tuple[Event, ...], ...]] = []
    for atom in atoms_of(rule):
        levers += [options for options in [lever(script, atom, opening)] if options not in levers and len(options) > 1]
    for number, chosen_ones in enumerate(product(*levers)):
        if number < MOST_BEFORE:
            yield tuple(event for events in chosen_ones for event in events)


def lever(script: Script, atom: Condition, opening: Opening) -> tuple[tuple[Event, ...], ...]:
    """What can be done about an atom before the save: nothing, or whatever makes it true."""
    if isinstance(atom, Changed):
        return ((),)
    fact = named(atom)
    facts = script.facts
    if fact == "patient_verified" and script.verifiable:
        return (), (Verify(identifier=script.verifiable[0], because=NOWHERE),)
    if fact == "time_to_triage":
        return (), (accept(script.member(opening.facts["team"])),)
    if fact == "owner" or (fact in facts and facts[fact].type.kind == "person"):
        people = [one.id for one in script.filled if one.type.kind == "person"]
        who = script.member(opening.facts["team"])
        return (), *((accept(who), edit(script.free, **{one: who})) for one in people)
    if isinstance(atom, Is) and atom.state in ("running", "warned", "breached"):
        _, seen = script.told(script.given(opening))
        run = next((one for one in seen.clocks if one.clock == fact), None)
        return ((),) if run is None else ((), (until(run.due),))
    if fact in script.verifiable:
        return (), (Verify(identifier=str(fact), because=NOWHERE),)
    if any(one.id == fact for one in script.process.consents):
        return (), (Sign(consent=str(fact), because=NOWHERE),)
    if any(one.id == fact for one in script.filled):
        return (), (script.fill(str(fact)),)
    return ((),)


def named(atom: Condition) -> str | None:
    """The fact that an atom asks about."""
    match atom:
        case Compare(left=FactValue(fact=fact)) | In(left=FactValue(fact=fact)):
            return fact
        case Is(fact=fact_value):
            return fact_value.fact
    return getattr(getattr(atom, "fact", None), "fact", None)


def saves(script: Script, rule: Rule, by: str, stage: str) -> Iterator[tuple[str, tuple[Event, ...], Event]]:
    """Saves that the rule watches: its name, what comes right before it, and the save."""
    stages = {one.id: one for one in script.process.stages}
    if rule.kind == "extension":
        yield "extended", (), extend(rule.id, by)
    elif rule.on is None:
        yield from changes(script, rule, by)
    elif rule.on.of:
        entering = rule.on.kind == "entering"
        others = [one.id for one in stages.values() if one.id != rule.on.of and not one.automatic]
        allowed = [
            one for one in others if (rule.on.of if entering else one) in stages[one if entering else rule.on.of].next
        ]
        for other in others if rule.kind == "transition" else allowed or others[:1]:
            source, target = (other, rule.on.of) if entering else (rule.on.of, other)
            there = () if stage == source else (move(source, script.free),)
            yield f"{source} to {target}", there, move(target, by)
            yield f"{source} to {target} by its status", there, move(target, by, "status")


def changes(script: Script, rule: Rule, by: str) -> Iterator[tuple[str, tuple[Event, ...], Event]]:
    """A save for each value of each fact that the rule reads: alone, and with the other facts that it reads."""
    free = script.free
    for name in rule.reads:
        fact = script.facts.get(name)
        if name == "owner":
            for owner in (by, script.stranger(None), script.process.teams[-1].id):
                yield f"owner {owner}", (), edit(by, owner=owner)
        elif name == "category":
            for category in script.process.categories:
                yield f"category {category.id}", (), edit(by, category=category.id)
                yield (
                    f"category {category.id} again",
                    (edit(free, category=category.id),),
                    edit(by, category=script.process.categories[-1].id),
                )
        elif name == "urgency":
            for level in script.process.levels:
                yield f"urgency {level.id}", (), edit(by, urgency=level.id)
        elif fact is not None and fact.written_by == "people":
            yield f"{name} filled", (), edit(by, **{name: script.value(fact)})
            yield (
                f"{name} changed",
                (edit(script.editor(name), **{name: script.value(fact)}),),
                edit(by, **{name: script.value(fact, 1)}),
            )
            if fact.type.kind == "person":
                yield f"{name} is who has it", (accept(by),), edit(by, **{name: by})
                yield f"{name} gets it", (edit(free, **{name: by}),), accept(by)
