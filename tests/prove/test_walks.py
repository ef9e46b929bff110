"""Random histories: what the spec means and what the generated metadata does stay the same, event by event."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import Understood, compile_spec, understand
from generator.prove.playing import OrgTeller
from generator.prove.retelling import scenario_text
from generator.prove.walks import Walked

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


def walked(name: str, files: Mapping[str, bytes]) -> Walked:
    process = built(name)[0].resolved.process
    return Walked(process, OrgTeller(process, files))


@pytest.mark.parametrize("name", SPECS)
def test_random_histories_agree(name: str) -> None:
    for parting in walked(name, built(name)[1]).partings(HISTORIES, seed=1):
        assert parting is None, (scenario_text(built(name)[0].resolved.process, parting.scenario), parting.lines)


def test_a_fault_is_found_and_told_as_the_smallest_scenario() -> None:
    """A re-classification that a person makes is taken for one of automation."""
    understood, files = built("northgate")
    text = files[ADVANCE].decode()
    planted = text.replace("<stringValue>person</stringValue>", "<stringValue>automation</stringValue>")
    planted = planted.replace("&quot;person&quot;", "&quot;automation&quot;")
    assert planted != text
    walks = walked("northgate", {**files, ADVANCE: planted.encode()})
    parting = next(one for one in walks.partings(50, seed=1) if one is not None)
    assert any(line.startswith("fact classified_by") for line in parting.lines), parting.lines
    assert len(parting.scenario.steps) == 1
    told = scenario_text(understood.resolved.process, parting.scenario)
    assert re.search(r"^    - edit: \{set: \{", told, re.MULTILINE), told
