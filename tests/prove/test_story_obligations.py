"""The histories that a process obliges: each has a name of its own, they meet what the process can do, and both
witnesses agree on them."""

from functools import cache

import pytest

from generator.compiler import understand
from generator.process.model import Process
from generator.prove.guided import Guided
from generator.prove.retelling import scenario_text
from generator.prove.story_obligations import story_obligations
from generator.prove.story_obligations.noting import Noting, atoms_of
from generator.prove.story_obligations.rules import for_rules
from generator.prove.story_obligations.script import Script
from generator.scenarios.model import Scenario
from tests.prove.builds import ROOT, built

SPECS = ("northgate", "ashfell")
SAMPLE = 80
"""One of so many is told to both witnesses here; `carepath prove` tells more, and with `--all-histories` all."""


@cache
def process(spec: str) -> Process:
    return understand(str(ROOT / "specs" / f"{spec}.yaml")).resolved.process


@cache
def every_story(spec: str) -> tuple[Scenario, ...]:
    return tuple(story_obligations(process(spec)))


@pytest.mark.parametrize("spec", SPECS)
def test_no_two_have_one_name(spec: str) -> None:
    names = [one.name for one in every_story(spec)]

    assert len(names) > 500
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("spec", SPECS)
def test_they_are_the_same_each_time(spec: str) -> None:
    assert tuple(for_rules(Script(process(spec)))) == tuple(one for one in every_story(spec) if one.name[:5] == "rule ")


@pytest.mark.parametrize("spec", SPECS)
def test_they_meet_every_effect_clock_stage_and_rule(spec: str) -> None:
    noting = Noting(process(spec))
    met = {note for one in every_story(spec) for note in noting.read_history(one)}

    for effect in process(spec).effects:
        held = {note[3] for note in met if note[:2] == ("effect", effect.id)}
        assert held >= ({"True", "False"} if effect.when else {"True"}), effect.id
    for rule in process(spec).rules:
        assert {note[3] for note in met if note[:3] == ("rule", rule.kind, rule.id)} == {"broken", "kept"}, rule.id
    for clock in process(spec).clocks:
        assert {("falls due", how, clock.id) for how in ("warned", "breached")} <= {note[:3] for note in met}
    for stage in process(spec).stages:
        if any(stage.stall) and not stage.automatic:
            assert ("falls due", "stalled", stage.id) in {note[:3] for note in met}


@pytest.mark.parametrize("spec", ["northgate"])
def test_each_atom_of_a_rule_decides_once(spec: str) -> None:
    """MC/DC: two saves that differ in what an atom says, of which one alone is stopped. Ashfell is not held to this:
    no history shows yet that the owner alone decides `safeguarding_closed_circle`."""
    noting = Noting(process(spec))
    shown = set()
    for one in every_story(spec):
        if one.name.startswith("rule "):
            noting.read_history(one)
            shown |= noting.truths
    for rule in process(spec).rules:
        seen = [(truths, broken) for name, truths, broken in shown if name == f"{rule.kind} {rule.id}"]
        for place, atom in enumerate(atoms_of(rule)):
            assert any(a[0][place] != b[0][place] and a[1] != b[1] for a in seen for b in seen), (rule.id, atom)


@pytest.mark.parametrize("spec", SPECS)
def test_both_witnesses_agree_on_them(spec: str) -> None:
    guided = Guided(process(spec), built(spec))
    for parting in guided.obliged(every_story(spec)[::SAMPLE]):
        assert parting is None, (scenario_text(process(spec), parting.scenario), parting.lines)
