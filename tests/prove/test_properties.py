"""What is true of any safe triage holds of our specs; and each property is shown to be able to fail."""

from collections.abc import Mapping
from functools import cache
from random import Random

import pytest

from generator.compiler import Understood, compile_spec, understand
from generator.process.events import Accept, Arrival, Edit, Event, Wait
from generator.prove.playing import OrgTeller
from generator.prove.properties import INVARIANTS, READINGS, hold_for_histories, steps
from generator.prove.running import AT, Proof
from generator.prove.watching import watch
from generator.scenarios.model import Act, Scenario
from generator.source import NOWHERE
from tests.conftest import ROOT

SPECS = ("northgate", "ashfell")
HISTORIES = 30
FLOWS = "workflow/main/default/flows"


@cache
def understood(name: str) -> Understood:
    return understand(str(ROOT / "specs" / f"{name}.yaml"))


@cache
def built(name: str) -> Mapping[str, bytes]:
    return compile_spec(understood(name))


@cache
def proof(name: str) -> Proof:
    return Proof(understood(name).resolved.process, built(name))


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("said", READINGS)
def test_every_message_is_read_safely(name: str, said: str) -> None:
    results = list(READINGS[said](proof(name), Random(7)))

    assert len(results) >= 90
    assert [label for label, holds in results if not holds] == []


@pytest.mark.parametrize("name", SPECS)
def test_every_step_of_every_history_is_safe(name: str) -> None:
    held = list(hold_for_histories(proof(name).player, HISTORIES, 7))

    assert [one.name for one in held] == list(INVARIANTS)
    assert [one for one in held if one.failed or one.tried == 0] == []


def test_equal_seeds_look_at_equal_histories() -> None:
    first, second = (list(hold_for_histories(proof("northgate").player, 5, 3)) for _ in range(2))

    assert first == second


# -- each property can fail --------------------------------------------------------------------------------------------


def with_faults(*changes: tuple[str, str, str]) -> OrgTeller:
    """Northgate with texts in files that are others: a file's ending, what stands there, what shall."""
    files = dict(built("northgate"))
    for ending, old, new in changes:
        paths = [path for path in files if path.endswith(ending)]
        assert any(old.encode() in files[path] for path in paths), (ending, old)
        files |= {path: files[path].replace(old.encode(), new.encode()) for path in paths}
    return OrgTeller(understood("northgate").resolved.process, files)


MOST = 120
"""Histories in which a fault must show."""
FAULTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "nothing fails but by a rule": (
        ("/NGH_Intake.flow-meta.xml", "LEFT({!Route}, 80)", "LEFT({!Route}, 80) &amp; {!$Record.Description}"),
    ),
    "every open case has an owner who can act": (
        (".queue-meta.xml", "<publicGroup>NGH_Enquiries_Team<", "<publicGroup>NGH_Nobody<"),
    ),
    "every open case has the clocks that the spec promises": (
        ("/NGH_Intake.flow-meta.xml", ">$Record.NGH_Resolution_Due__c<", ">$Record.NGH_Resolution_Warn__c<"),
    ),
    "every clock that runs will ring": (
        ("/NGH_Clock.flow-meta.xml", "<recordField>NGH_Due_At__c<", "<recordField>NGH_Started__c<"),
    ),
    "whatever is sent reaches somebody, and every breach is told": (
        ("/NGH_Alert.flow-meta.xml", "&quot;|breached.triage|&quot;", "&quot;|breached.nothing|&quot;"),
    ),
    "stage and Status are one way": (
        ("/NGH_Advance.flow-meta.xml", "Closed&quot;, &quot;closure&quot;", "Closed&quot;, &quot;triage&quot;"),
    ),
    "no words of a patient go out": (("/NGH_Safety_Net.email", "{!Case.CaseNumber}", "{!Case.Subject}"),),
    "one automatic answer, none to machines, none from quiet cases": (
        ("/NGH_Intake.flow-meta.xml", "&quot;mailer-daemon&quot;", "&quot;nobody&quot;"),
    ),
    "time to triage is blank or not negative, and lasts": (
        ("/NGH_Advance.flow-meta.xml", "NGH_Time_To_Triage__c}, MAX(0, ", "NGH_Time_To_Triage__c}, (0 - "),
        ("/NGH_Advance.flow-meta.xml", "MFLOOR(ROUND((", "1 + MFLOOR(ROUND(("),
    ),
    "automation never lowers an urgency": (
        ("/NGH_Reply.flow-meta.xml", "{!Level_Rank}, 0, &quot;emergency&quot;", "{!Level_Rank}, 0, &quot;soon&quot;"),
    ),
    "the record of decisions only grows": (
        ("/NGH_Events_Stay.validationRule-meta.xml", "<active>true</active>", "<active>false</active>"),
    ),
}  # fmt: skip
"""For each property something in the metadata of Northgate that breaks it."""


@pytest.mark.parametrize("said", INVARIANTS)
def test_a_fault_in_the_metadata_breaks_the_property(said: str) -> None:
    player = with_faults(*FAULTS[said])
    broken = next((label for name, label, holds in steps(player, MOST, 7) if name == said and not holds), None)

    assert broken is not None


MORE_FAULTS: Mapping[str, tuple[str, tuple[str, str, str]]] = {
    "no route is the last one": (
        "nothing fails but by a rule",
        ("/NGH_Intake.flow-meta.xml", "&quot;enquiries&quot;))", "&quot;nowhere&quot;))"),
    ),
    "a task says what the patient wrote": (
        "no words of a patient go out",
        ("/NGH_Record.flow-meta.xml", "<stringValue>Contact patient</stringValue>",
         "<elementReference>$Record.Subject</elementReference>"),
    ),
}  # fmt: skip
"""More that breaks a property, by what is wrong."""


@pytest.mark.parametrize("wrong", MORE_FAULTS)
def test_another_fault_in_the_metadata_breaks_a_property(wrong: str) -> None:
    said, change = MORE_FAULTS[wrong]
    player = with_faults(change)
    broken = next((label for name, label, holds in steps(player, MOST, 7) if name == said and not holds), None)

    assert broken is not None


def test_a_time_to_triage_that_is_counted_anew_breaks_the_property() -> None:
    """A case is accepted, goes to another team, and is accepted again: the first acceptance stays what it was."""
    change = ("/NGH_Advance.flow-meta.xml", "IF(ISBLANK({!$Record.NGH_Minutes_To_First_Acceptance__c}), ", "IF(TRUE, ")
    given = Arrival(channel="web", subject="My bill", text="I have a question about my bill, thank you",
                    sender="patient@example.org", patient="unknown", at=AT, because=NOWHERE)  # fmt: skip
    events: tuple[Event, ...] = (
        Wait(minutes=7, because=NOWHERE),
        Accept(by="clerk", because=NOWHERE),
        Edit(values=(("category", "adverse_symptom"),), by="clinician", because=NOWHERE),
        Wait(minutes=5, because=NOWHERE),
        Accept(by="clinician", because=NOWHERE),
    )
    steps = tuple(Act(event=event, because=NOWHERE) for event in events)
    story = Scenario(name="accepted twice", given=given, steps=steps, because=NOWHERE)
    lasts = INVARIANTS["time to triage is blank or not negative, and lasts"]

    for player, broken in ((proof("northgate").player, False), (with_faults(change), True)):
        watched = list(watch(player, story))
        checks = [one for place in range(len(watched)) for one in lasts(player.lexicon, watched[: place + 1])]
        assert len(checks) >= 5
        assert any(not holds for _, holds in checks) == broken


ENTRY = """<filterLogic>and</filterLogic>
        <filters>
            <field>Incoming</field>
            <operator>EqualTo</operator>"""
"""How the reply flow is entered, as it stands in its file."""
MISREAD: Mapping[str, tuple[str, str, str]] = {
    "a full stop ends a cue": ("NGH_Intake", "&quot; | &quot;", "&quot; &quot;"),
    "more text never lowers urgency": (
        "NGH_Intake", "emergency&quot;, 1, &quot;urgent&quot;", "urgent&quot;, 1, &quot;emergency&quot;",
    ),
    "a reply says as much as a message": (
        "NGH_Reply", "{!Level_Rank}, 0, &quot;emergency&quot;", "{!Level_Rank}, 0, &quot;urgent&quot;",
    ),
    "what staff send changes nothing": (
        "NGH_Reply", ENTRY, ENTRY.replace("EqualTo", "NotEqualTo"),
    ),
    "every transition is one through stage and Status": (
        "NGH_Advance", "Closed&quot;, &quot;closure&quot;", "Closed&quot;, &quot;triage&quot;",
    ),
}  # fmt: skip
"""For each property of reading something in a flow of Northgate that breaks it."""


@pytest.mark.parametrize("said", READINGS)
def test_a_fault_in_a_flow_breaks_the_property(said: str) -> None:
    flow, old, new = MISREAD[said]
    path, files = f"{FLOWS}/{flow}.flow-meta.xml", built("northgate")
    assert old.encode() in files[path]
    changed = files[path].replace(old.encode(), new.encode())
    faulty = Proof(understood("northgate").resolved.process, {**files, path: changed})

    assert any(not holds for _, holds in READINGS[said](faulty, Random(7)))
