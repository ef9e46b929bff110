"""The metadata means what the spec says; and a fault planted on either side is found."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.prove.running import INSTANTS, Proof
from generator.prove.shrinking import shrunk

ROOT = Path(__file__).resolve().parents[2]
SPECS = ("northgate", "ashfell")
FLOW = "workflow/main/default/flows/NGH_Intake.flow-meta.xml"


@cache
def built(name: str) -> tuple[object, Mapping[str, bytes]]:
    understood = understand(str(ROOT / "specs" / f"{name}.yaml"))
    return understood.resolved.process, compile_spec(understood)


def proof_of(name: str, change: tuple[str, str] | None = None) -> Proof:
    process, files = built(name)
    if change is not None:
        old, new = (one.encode() for one in change)
        assert old in files[FLOW]
        files = {**files, FLOW: files[FLOW].replace(old, new)}
    return Proof(process, files)  # type: ignore[arg-type]


def disagreements(proof: Proof, cases: int, enough: int = 1) -> list[str]:
    found = []
    for number, (label, draft) in enumerate(proof.messages(cases, seed=7)):
        channel = proof.channels[number % len(proof.channels)]
        if proof.message(label, draft, channel, INSTANTS[number % len(INSTANTS)]) is not None:
            found.append(label)
            if len(found) >= enough:
                break
    return found


@pytest.mark.parametrize("name", SPECS)
def test_every_obligation_and_random_messages_agree(name: str) -> None:
    assert disagreements(proof_of(name), cases=500) == []


@pytest.mark.parametrize("name", SPECS)
def test_moves_and_edits_of_every_persona_agree(name: str) -> None:
    proof = proof_of(name)

    assert [row for row in (*proof.moves(), *proof.edits()) if row[1]] == []


FAULTS = {
    "a word loses its border": ("&quot; stroke &quot;", "&quot; stroke&quot;"),
    "a cue is dropped": (
        "&quot; without &quot;, &quot; without _&quot;",
        "&quot; without &quot;, &quot; without &quot;",
    ),
    "a level is moved": (
        "0, &quot;emergency&quot;, 1, &quot;urgent&quot;",
        "0, &quot;urgent&quot;, 1, &quot;emergency&quot;",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_planted_in_the_metadata_is_found(name: str) -> None:
    assert disagreements(proof_of("northgate", FAULTS[name]), cases=0) != []


def test_a_fault_planted_in_the_interpreter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    proof = proof_of("northgate")
    monkeypatch.setattr(proof.interpreter.reader, "negated", lambda tokens, clauses, place: False)

    assert disagreements(proof, cases=0) != []


def test_a_counter_example_is_shrunk_to_the_words_that_matter() -> None:
    proof = proof_of("northgate", FAULTS["a word loses its border"])
    at = INSTANTS[0]
    label, draft = next(
        (label, draft)
        for label, draft in proof.messages(0, seed=7)
        if proof.message(label, draft, "web", at) is not None
    )
    small = shrunk(draft, lambda one: proof.message(label, one, "web", at) is not None)

    assert len("".join(small.texts)) <= len("".join(draft.texts))
    assert "stroke" in "".join(small.texts).lower()
