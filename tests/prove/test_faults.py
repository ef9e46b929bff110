"""What holds while an element of a flow fails: nothing of a case is lost, the failure is recorded, and whoever runs the
org hears of it. A flow that does not see to that is found."""

from collections.abc import Mapping
from functools import cache

import pytest

from generator.compiler import understand
from generator.process.model import Process
from generator.prove.faults import Faults
from generator.prove.guided import Guided
from generator.prove.story_obligations import story_obligations
from generator.scenarios.model import Scenario
from tests.prove.builds import FLOWS, ROOT, built

CONSENT = "optional-consent/main/default/flows/NGH_Consent.flow-meta.xml"
RECORD = f"{FLOWS}/NGH_Record.flow-meta.xml"
TOPICS = ("a whole life to closure, adverse_symptom emergency", "consent share_results, needed: Signed, then Rejected")


@cache
def process() -> Process:
    return understand(str(ROOT / "specs" / "northgate.yaml")).resolved.process


@cache
def stories() -> tuple[Scenario, ...]:
    """An emergency from its message to its end, and a consent that is taken back."""
    found = list(story_obligations(process()))
    return tuple(next(one for one in found if one.name.startswith(topic)) for topic in TOPICS)


def faults(files: Mapping[str, bytes]) -> Faults:
    guided = Guided(process(), files)
    for one in stories():
        guided.tried(one)
    return Faults(guided.teller, guided.first)


def planted(path: str, *changes: tuple[str, str]) -> Faults:
    text = built("northgate")[path].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return faults({**built("northgate"), path: text.encode()})


def first_loss(found: Faults, flow: str) -> tuple[str, ...]:
    return next((one.lines for one in found.all() if one.lines and one.elements[0].startswith(f"{flow}.")), ())


def test_whatever_fails_nothing_is_lost_and_somebody_hears() -> None:
    tried = list(faults(built("northgate")).all())

    assert len(tried) > 50
    assert [(one.elements, one.lines) for one in tried if one.lines] == []


@pytest.mark.parametrize(
    ("path", "flow", "old", "new", "says"),
    [
        (RECORD, "NGH_Record", "<stringValue>fault</stringValue>", "<stringValue>fauld</stringValue>", "no event says"),
        (RECORD, "NGH_Record", "<stringValue>NGH_Operations<", "<stringValue>NGH_Nobody<", "nobody hears"),
        (CONSENT, "NGH_Consent", "<elementReference>$Record.Id<", "<elementReference>Told_Nobody<", "nobody hears"),
    ],
)
def test_a_failure_that_nobody_learns_of_is_found(path: str, flow: str, old: str, new: str, says: str) -> None:
    lines = first_loss(planted(path, (old, new)), flow)

    assert any(line.startswith(says) for line in lines), lines
