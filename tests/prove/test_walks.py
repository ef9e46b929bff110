"""Random histories: what the spec means and what the generated metadata does stay the same, event by event."""

from pathlib import Path
from random import Random

import pytest

from generator.compiler import compile_spec, understand
from generator.interpret.telling import Interpreter
from generator.prove.histories import history, parting
from generator.prove.playing import OrgTeller
from generator.prove.walks import Walks

ROOT = Path(__file__).resolve().parents[2]
SPECS = {
    "northgate": ROOT / "specs/northgate.yaml",
    "ashfell": ROOT / "specs/ashfell.yaml",
    "ladder": ROOT / "tests/prove/specs/ladder.yaml",
}
HISTORIES = 20


@pytest.mark.parametrize("name", SPECS)
def test_random_histories_agree(name: str) -> None:
    understood = understand(str(SPECS[name]))
    process = understood.resolved.process
    told, played = Interpreter(process), OrgTeller(process, compile_spec(understood))
    walks = Walks(process)
    for number in range(HISTORIES):
        walk = walks.walk(number, Random(number))
        found = parting(told, history(played, walk), played.lexicon)
        assert found is None, (walk.given, [step for step in walk.steps], found)
