"""What the rulebook says of the automation is what is generated: its hours, its switches, its entries."""

from dataclasses import replace

import pytest

from generator.handbook import rulebook
from generator.handbook.decisions import ENTRIES, never_written
from generator.handbook.reading import looked_up_by_automation
from generator.handbook.running import LOOKED_AT, SWITCHES
from generator.handbook.terms import Terms
from generator.lower.flows.sweeping import HOURS
from generator.lower.flows.verifying import places, verifying
from generator.lower.naming import CONTROL, names_of
from generator.lower.objects import EVENT_KINDS
from generator.markdown import code
from tests.handbook.specs import REAL, process_at


def test_the_hours_are_those_of_the_sweeps() -> None:
    assert LOOKED_AT == HOURS


def test_every_switch_of_the_setting_is_explained() -> None:
    assert {*SWITCHES, "mode"} == set(CONTROL)


def test_every_kind_of_entry_is_explained() -> None:
    assert set(ENTRIES) == set(EVENT_KINDS)


@pytest.mark.parametrize("path", REAL)
def test_identifiers_that_are_looked_up_are_those_of_the_verify_flows(path: str) -> None:
    """Also where the org has less than the spec's own."""
    process = process_at(path)
    poorer = replace(process, expects=replace(process.expects, person_accounts=False, identifiers=()))
    for one in (process, poorer):
        emitted = list(verifying(one, names_of(one)))

        assert looked_up_by_automation(one) == (tuple(place.fact for place in places(one)) if emitted else ())
        assert ("the patients' records are searched: " in rulebook(one)) == bool(emitted)


@pytest.mark.parametrize("path", REAL)
def test_entries_that_a_process_can_come_to_are_listed_and_no_others(path: str) -> None:
    process = process_at(path)
    book = rulebook(process)
    absent = set(never_written(Terms(process)))

    assert [kind for kind in ENTRIES if (f"| {code(kind)} | {ENTRIES[kind][0]}" in book) == (kind in absent)] == []


def test_entries_of_what_a_spec_leaves_out_are_not_listed() -> None:
    process = process_at("specs/northgate.yaml")
    silent = replace(
        process,
        consents=(),
        finders=(),
        effects=(),
        clocks=tuple(replace(one, extension=None) for one in process.clocks),
        stages=tuple(replace(one, stall=()) for one in process.stages),
    )

    assert set(never_written(Terms(silent))) == {"consent", "verified", "linked", "extended", "stalled"}
    assert "Every open case of that patient" not in rulebook(silent)


@pytest.mark.parametrize("name", SWITCHES)
def test_what_a_spec_switches_off_is_said_at_the_start_and_where_it_is_explained(name: str) -> None:
    process = process_at("specs/northgate.yaml")
    off = replace(process, control=replace(process.control, switches=((name, False),)))
    what, then = SWITCHES[name]

    assert f"| {code(name)} | {what} | on | {then} |" in rulebook(process)
    assert f"| {code(name)} | {what} | **off** | {then} |" in rulebook(off)
    assert f"**Switched off at the start**: {what}." in rulebook(off)


def test_a_spec_that_starts_in_shadow_says_so() -> None:
    process = process_at("specs/northgate.yaml")
    shadow = replace(process, control=replace(process.control, mode="shadow"))

    assert "The switch `mode` is live at the start." in rulebook(process)
    assert "The switch `mode` is **shadow** at the start." in rulebook(shadow)
