"""Every row of the catalogue of deploy rules is judged by a rule, or says why it cannot be."""

import re
from pathlib import Path

import pytest

from generator.verify.families import rules
from generator.verify.unjudged import UNJUDGED

CATALOGUE = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "facts" / "deploy-rules.md"
OWN = ("XML", "BUDGET", "CAL", "EDGE", "GRAPH", "INTAKE", "PRIVACY", "SHARE", "TYPE", "XSD", "ORG-1")
"""Families that the catalogue does not have."""
CONFIDENCE = {"doc", "maint", "comm", "code", "inf", "unconf"}


@pytest.fixture(scope="module")
def rows() -> dict[str, str]:
    """Code -> confidence."""
    if not CATALOGUE.is_file():
        pytest.skip("the catalogue of deploy rules is not beside this project")
    found = {}
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| ([A-Z]+-\d+) \|.*\| \**(\w+)\** \|$", line)
        if row:
            found[row[1]] = row[2]
    return found


def test_every_row_is_judged_or_says_why_not(rows: dict[str, str]) -> None:
    assert rows.keys() - rules().keys() - UNJUDGED.keys() == set()
    assert rules().keys() & UNJUDGED.keys() == set()
    assert UNJUDGED.keys() - rows.keys() == set()
    assert {code for code in rules().keys() - rows.keys() if not code.startswith(OWN)} == set()


def test_rules_are_as_sure_as_their_rows(rows: dict[str, str]) -> None:
    assert set(rows.values()) <= CONFIDENCE
    assert {
        code: one.confidence for code, one in rules().items() if code in rows and one.confidence != rows[code]
    } == {}


def test_every_rule_has_a_page() -> None:
    """A first line that is the rule, and then why and what to do."""
    for code, one in rules().items():
        first, _, rest = one.page.partition("\n")
        assert first.endswith("."), code
        assert len(rest.strip()) > 8, code
