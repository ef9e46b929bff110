"""Random histories: what the spec means and what the generated metadata does stay the same, event by event."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import Understood, compile_spec, understand
from generator.prove.guided import Guided
from generator.prove.retelling import scenario_text

ROOT = Path(__file__).resolve().parents[2]
SPECS = {
    "northgate": ROOT / "specs/northgate.yaml",
    "ashfell": ROOT / "specs/ashfell.yaml",
    "ladder": ROOT / "tests/prove/specs/ladder.yaml",
}
HISTORIES = 20
ADVANCE = "workflow/main/default/flows/NGH_Advance.flow-meta.xml"


@cache
def built(name: str) -> tuple[Understood, Mapping[str, bytes]]:
    understood = understand(str(SPECS[name]))
    return understood, compile_spec(understood)


def guided(name: str, files: Mapping[str, bytes]) -> Guided:
    return Guided(built(name)[0].resolved.process, files)


@pytest.mark.parametrize("name", SPECS)
def test_random_histories_agree(name: str) -> None:
    for parting in guided(name, built(name)[1]).random(range(HISTORIES), seed=1):
        assert parting is None, (scenario_text(built(name)[0].resolved.process, parting.scenario), parting.lines)


def test_equal_seeds_give_equal_histories() -> None:
    first, second = (guided("northgate", built("northgate")[1]) for _ in range(2))
    for one in (first, second):
        assert list(one.random(range(HISTORIES), seed=2)) == [None] * HISTORIES
    assert first.kept == second.kept
    assert first.missed("outcome") == second.missed("outcome")


def test_what_reaches_something_new_is_kept_and_varied() -> None:
    """The first history always does; one that is tried again never does."""
    one = guided("northgate", built("northgate")[1])
    assert list(one.random(range(1), seed=1)) == [None]
    (first,) = one.kept

    assert one.tried(first) is None
    assert one.kept == [first]


def test_a_fault_is_found_and_told_as_the_smallest_scenario() -> None:
    """A re-classification that a person makes is taken for one of automation."""
    understood, files = built("northgate")
    text = files[ADVANCE].decode()
    planted = text.replace("<stringValue>person</stringValue>", "<stringValue>automation</stringValue>")
    planted = planted.replace("&quot;person&quot;", "&quot;automation&quot;")
    assert planted != text
    walks = guided("northgate", {**files, ADVANCE: planted.encode()})
    parting = next(one for one in walks.random(range(50), seed=1) if one is not None)
    assert any(line.startswith("fact classified_by") for line in parting.lines), parting.lines
    assert len(parting.scenario.steps) == 1
    told = scenario_text(understood.resolved.process, parting.scenario)
    assert re.search(r"^    - edit: \{set: \{", told, re.MULTILINE), told
