"""Nothing that our specs become rests on a behaviour that nobody documents; and what would is found."""

from collections.abc import Mapping
from functools import cache

import pytest

from generator.compiler import Understood, compile_spec, understand
from generator.emulator.switches import GRADES
from generator.prove.playing import OrgTeller
from generator.prove.switching import UNCERTAIN, Tried, switched
from generator.prove.watching import Told
from tests.conftest import ROOT

SAMPLE = 20
MAIL = "workflow/main/default/email/NGH_Mails/NGH_Safety_Net.email"


@cache
def understood(name: str) -> Understood:
    return understand(str(ROOT / "specs" / f"{name}.yaml"))


@cache
def built(name: str) -> Mapping[str, bytes]:
    return compile_spec(understood(name))


def tried(name: str, files: Mapping[str, bytes], sample: int = SAMPLE) -> dict[str, Tried]:
    process = understood(name).resolved.process
    scenarios = [Told(process).scenario(number, 7) for number in range(sample)]
    return {one.switch: one for one in switched(OrgTeller(process, files), scenarios)}


@pytest.mark.parametrize("name", ["northgate", "ashfell"])
def test_the_outcome_is_the_same_under_every_value_of_every_uncertain_switch(name: str) -> None:
    found = tried(name, built(name))

    assert set(found) == {switch for switch, grade in GRADES.items() if grade in UNCERTAIN}
    assert [line for one in found.values() for line in one.differing] == []
    assert found["notify_on_commit"].touched > 0


def test_a_mail_that_says_when_shows_that_it_rests_on_how_times_are_written() -> None:
    files = built("northgate")
    assert b"{!Case.CaseNumber}" in files[MAIL]
    faulty = files[MAIL].replace(b"{!Case.CaseNumber}", b"{!Case.NGH_Received_At__c}")
    found = tried("northgate", {**files, MAIL: faulty})["text_render_dates"]

    assert found.touched > 0
    assert found.differing != ()
    assert "no history touched" not in str(found)


def test_what_nothing_touches_is_said_to_be_untouched() -> None:
    found = tried("northgate", built("northgate"), 1)["scheduled_date_only_zone"]

    assert str(found) == "switch scheduled_date_only_zone (D): no history touched it"
