"""A stage is entered through the stage field or through the Status that says it: both ways are one."""

from collections.abc import Iterator
from random import Random
from typing import Any

from generator.conditions.syntax import Value
from generator.emulator.organisation import Org, Outcome
from generator.emulator.rows import Row
from generator.prove.lexicon import Lexicon
from generator.prove.playing import PERSON
from generator.prove.properties.standing import Checks
from generator.prove.running import Proof
from generator.prove.walks import Walks
from generator.prove.watching import Story, ours


def both_ways_agree(lexicon: Lexicon, story: Story) -> Checks:
    """After each event somebody moves the case to some stage by either field: the same rules stop it, or the same case
    comes of it with the same effects, tasks, clocks and events."""
    last = story[-1]
    if last.case is None or not any(row["Id"] == last.case for row in ours(lexicon, last.org)):
        return
    random = Random(f"{len(story)} {last.now} {last.case}")
    persona = random.choice(lexicon.process.personas).id
    for stage in random.sample(reachable(lexicon, last.org, last.case), k=1):
        lines = tuple(parting(lexicon, last.org, last.case, stage, persona))
        yield f"{persona} moves to {stage}: {'; '.join(lines) or 'either way'}", not lines


def both_ways_everywhere(proof: Proof, random: Random) -> Checks:
    """Every transition by every persona, through the stage field and through a Status that says the stage alone: from
    a case with nothing filled, and from one with all that people can fill."""
    _, played = proof.ordinary()
    case, person = str(played.case), proof.lexicon.id(played.org, PERSON)
    for name, change in (("bare", {}), ("filled", filled(proof, played.org, random))):
        for source in proof.process.stages:
            moved = {"Id": case, proof.lexicon.fields["stage"]: source.id, **change}
            there = played.org.update("Case", moved, user=person).org
            for target in reachable(proof.lexicon, there, case):
                for persona in proof.process.personas:
                    lines = tuple(parting(proof.lexicon, there, case, target, persona.id))
                    yield f"{name}, {persona.id}: {source.id} -> {target}: {'; '.join(lines)}", not lines


def filled(proof: Proof, org: Org, random: Random) -> dict[str, Value]:
    """A value for each field that people fill."""
    walks = Walks(proof.process)
    return {
        proof.lexicon.fields[fact.id]: proof.player.stored(org, fact.id, walks.value(fact, random))
        for fact in walks.facts
    }


def reachable(lexicon: Lexicon, org: Org, case: str) -> list[str]:
    """The stages that a Status says alone, other than the Status that the case has."""
    statuses = [one.status for one in lexicon.process.stages]
    now = (org.get(case) or {}).get("Status")
    return [one.id for one in lexicon.process.stages if statuses.count(one.status) == 1 and one.status != now]


def parting(lexicon: Lexicon, org: Org, case: str, stage: str, persona: str) -> Iterator[str]:
    """One line for each thing in which the two ways differ."""
    user = lexicon.id(org, persona)
    status = next(one.status for one in lexicon.process.stages if one.id == stage)
    by_stage = org.update("Case", {"Id": case, lexicon.fields["stage"]: stage}, user=user)
    by_status = org.update("Case", {"Id": case, "Status": status}, user=user)
    one, other = rules(by_stage), rules(by_status)
    if one != other:
        yield f"stopped by {sorted(one)} through the stage, by {sorted(other)} through the Status"
        return
    if by_stage.effects != by_status.effects:
        yield f"effects {by_stage.effects} through the stage, {by_status.effects} through the Status"
    for name in sorted({*by_stage.org.state.tables, *by_status.org.state.tables}):
        left, right = rows(by_stage.org, name), rows(by_status.org, name)
        for id in sorted({*left, *right}):
            fields = differing(left.get(id, {}), right.get(id, {}))
            if fields:
                yield f"{name} {id}: {', '.join(fields)}"


def rules(outcome: Outcome) -> frozenset[str]:
    return frozenset(error.rule or error.message for error in outcome.result.errors)


def rows(org: Org, name: str) -> dict[str, Row]:
    return {} if name == "CaseHistory" else {row["Id"]: row for row in org.rows(name)}


def differing(left: dict[str, Any], right: dict[str, Any]) -> list[str]:
    return [
        f"{field} is {left.get(field)} or {right.get(field)}"
        for field in sorted({*left, *right})
        if left.get(field) != right.get(field)
    ]
