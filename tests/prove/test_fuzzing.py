"""Ten thousand odd inserts: every one that an org would take by itself is taken, and somebody has it."""

from collections.abc import Mapping
from functools import cache
from random import Random

import pytest

from generator.compiler import Understood, compile_spec, understand
from generator.prove.fuzzing import BATCH, Fuzzer, Records
from tests.conftest import ROOT

COUNT = 10_000
PARTS = 10
"""Parts of the ten thousand, so that they spread over the cores."""
INTAKE = "workflow/main/default/flows/NGH_Intake.flow-meta.xml"


@cache
def understood(name: str) -> Understood:
    return understand(str(ROOT / "specs" / f"{name}.yaml"))


@cache
def built(name: str) -> Mapping[str, bytes]:
    return compile_spec(understood(name))


@cache
def fuzzer(name: str) -> Fuzzer:
    return Fuzzer(understood(name).resolved.process, built(name))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_insert_succeeds(part: int) -> None:
    held = fuzzer("northgate" if part % 2 == 0 else "ashfell").held(COUNT // PARTS, seed=part)

    assert held.tried >= COUNT // PARTS
    assert held.failed == ()


def test_equal_seeds_make_equal_inserts() -> None:
    made = fuzzer("northgate")
    org = made.prepared(made.bare.peopled(made.given(Random("equal"))))
    first, second = (list(made.calls(org, Random(3), made.own)) for _ in range(2))

    assert first == second
    assert sum(len(call.rows) if isinstance(call, Records) else 1 for call in first) == BATCH


FAULTS = {
    "a text outgrows its field": ("LEFT({!Route}, 80)", "LEFT({!Route}, 80) &amp; {!$Record.Subject}"),
    "no route is the last one": ("&quot;enquiries&quot;))", "&quot;nowhere&quot;))"),
    "a number is read where there is none": ("LEFT({!Route}, 80)", "TEXT(VALUE(LEFT({!$Record.Subject}, 3)))"),
    "what is loaded is let in": ("NOT({!$Permission.NGH_Data_Load})", "TRUE"),
}


@pytest.mark.parametrize("wrong", FAULTS)
def test_a_fault_in_the_metadata_is_found(wrong: str) -> None:
    old, new = (one.encode() for one in FAULTS[wrong])
    files = built("northgate")
    assert old in files[INTAKE]
    faulty = Fuzzer(understood("northgate").resolved.process, {**files, INTAKE: files[INTAKE].replace(old, new)})

    assert any(not holds for number in range(3) for _, holds in faulty.batch(number, 1))
