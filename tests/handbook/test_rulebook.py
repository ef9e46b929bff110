"""The rulebook as a reviewer gets it: whole, well formed, and honest about gaps."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from generator.conditions.syntax import Found
from generator.handbook import rulebook
from generator.markdown import code, text
from generator.process.model import Fact, Identity, Mail, NotAutomated, Process
from generator.process.model import Hazard as Removed
from generator.source import NOWHERE
from tests.handbook.specs import REAL, process_at

HOSTILE = "<b>|`x`*_[a](http://e)\n## h \u202e {!y} {{z}} ]]> & \\"
WRITTEN = """
    label shown text reason what why subject body form help origin address status cites message
"""
TEXTS = frozenset(WRITTEN.split())
NO_TEXTS = {(Mail, "message"), (Identity, "status"), (Fact, "origin"), (Found, "what")}
"""Ids and fixed words under such names."""


def poisoned(value: Any, name: str = "") -> Any:
    """A process with hostile marks behind every text that its author writes."""
    if isinstance(value, tuple):
        return tuple(poisoned(one, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if (type(value), field.name) not in NO_TEXTS]
        return replace(value, **{name: poisoned(getattr(value, name), name) for name in names})
    return value + HOSTILE if isinstance(value, str) and name in TEXTS else value


def with_extras(process: Process) -> Process:
    return replace(
        process,
        hazards=(
            *process.hazards,
            Removed(what="word_lists › crisis: overdose taken out", why="Said of plants", because=NOWHERE),
        ),
        not_automated=(
            *process.not_automated,
            NotAutomated(text="Fax is read", reason="Nobody sends one", because=NOWHERE),
        ),
    )


@pytest.mark.parametrize("path", REAL)
def test_everything_that_a_reviewer_must_see_is_there(path: str) -> None:
    process = with_extras(process_at(path))
    book = rulebook(process)

    for several in (process.categories, process.levels, process.stages, process.clocks, process.teams, process.people,
                    process.personas, process.consents, process.messages, process.reports):  # fmt: skip
        for one in several:
            assert text(one.label) in book
    for rule in process.rules:
        assert rule.kind == "transition" or text(rule.message) in book
        for cite in rule.cites:
            assert text(cite) in book
    for route in process.routes:
        assert code(route.id) in book
    for listed in process.reading.sets:
        for word in listed.words:
            assert code(word.shown) in book
    for one in process.not_automated:
        assert text(one.text) in book
        assert text(one.reason) in book
    for taken in process.hazards:
        assert code(taken.what) in book


@pytest.mark.parametrize("path", REAL)
def test_same_process_same_bytes(path: str) -> None:
    assert rulebook(process_at(path)) == rulebook(process_at(path))


@pytest.mark.parametrize("path", REAL)
def test_hostile_text_changes_nothing_but_the_words(path: str) -> None:
    """As many lines, tables and headings as without it, no tag but line breaks, and columns as in the head."""
    process = with_extras(process_at(path))
    clean, hostile = rulebook(process), rulebook(poisoned(process))

    shape = [re.match(r"#* |\||> |- |\d+\. |", line) for line in clean.split("\n")]
    poisoned_shape = [re.match(r"#* |\||> |- |\d+\. |", line) for line in hostile.split("\n")]
    # An author's own line break in a mail becomes two lines: compare everything but quotations.
    assert [one[0] for one in shape if one and one[0] != "> "] == [
        one[0] for one in poisoned_shape if one and one[0] != "> "
    ]
    outside_code = re.sub(r"`[^`\n]*`", "", hostile.replace("\\`", ""))
    assert set(re.findall(r"<[^>]*>?", outside_code)) <= {"<br>"}
    assert "\u202e" not in hostile


@pytest.mark.parametrize("path", REAL)
def test_tables_are_whole_and_links_lead_somewhere(path: str) -> None:
    book = rulebook(process_at(path))
    widths = [line.count("|") for line in book.split("\n") if line.startswith("|")]
    for block in re.split(r"\n\n", book):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.strip().split("\n")}) == 1, block[:200]
    assert widths
    titles = {re.sub(r"[^\w-]", "", one.lower().replace(" ", "-")) for one in re.findall(r"(?m)^## (.*)$", book)}
    assert set(re.findall(r"\]\(#([^)]*)\)", book)) == titles
    assert "\n\n\n" not in book
    assert book.endswith("\n")
    assert not book.endswith("\n\n")


def without(kind: str) -> Callable[[Process], Process]:
    return lambda process: replace(process, rules=tuple(one for one in process.rules if one.kind != kind))


GAPS: tuple[tuple[str, Callable[[Process], Process], str], ...] = (
    ("no alerts", lambda process: replace(process, effects=()), "HZ-06: nobody is told when «Time to triage» is late."),
    ("no alerts", lambda process: replace(process, effects=()), "HZ-14: the sender gets no answer at receipt"),
    ("no alerts", lambda process: replace(process, effects=()), "HZ-10: no second case is made"),
    ("no alerts", lambda process: replace(process, effects=()), "HZ-20: no date is written"),
    ("no guardrails", without("guardrail"), "HZ-08: no guardrail asks anything of a person who lowers an urgency."),
    ("no guardrails", without("guardrail"), "HZ-11: no guardrail asks for a verified patient."),
    ("no guardrails", without("guardrail"), "HZ-15: nothing is asked for before a case is closed."),
    (
        "no team is named",
        lambda process: replace(process, levels=tuple(replace(one, only_to=()) for one in process.levels)),
        "HZ-05: Emergency is not held to any team.",
    ),
    (
        "the wrong team is named",
        lambda process: replace(process, levels=tuple(replace(one, only_to=("nobody",)) for one in process.levels)),
        "HZ-05: Emergency of",
    ),
    (
        "shadow",
        lambda process: replace(process, control=replace(process.control, mode="shadow")),
        "HZ-17: the workflow starts in shadow mode",
    ),
    (
        "no holidays",
        lambda process: replace(process, calendars=tuple(replace(one, holidays=()) for one in process.calendars)),
        "HZ-18:",
    ),
    (
        "cases are not private",
        lambda process: replace(process, expects=replace(process.expects, case_sharing=None)),
        "HZ-12: the org is not expected to keep cases private.",
    ),
)


@pytest.mark.parametrize(("name", "change", "expected"), GAPS, ids=[f"{one[0]}: {one[2][:5]}" for one in GAPS])
def test_what_a_spec_leaves_open_is_named_as_a_gap(
    name: str, change: Callable[[Process], Process], expected: str
) -> None:
    process = process_at("specs/ashfell.yaml")

    assert f"- {expected}" not in rulebook(process)
    assert f"- {expected}" in rulebook(change(process))
