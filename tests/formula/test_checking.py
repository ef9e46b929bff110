"""What an org would refuse about a formula: code and character, by place."""

import pytest

from generator.formula.checking import Problem, check, diagnostics
from generator.formula.places import Place, allowed_in
from generator.source import Span
from tests.formula.test_parsing import rows

FIELDS = {"Num": "number", "Txt": "text", "Pick": "picklist", "Long": "longtext"}


def findings(formula: str, place: Place) -> tuple[Problem, ...]:
    return check(formula, place, FIELDS.get, "boolean", FIELDS)


@pytest.mark.parametrize(("row", "expected"), list(rows("findings.txt")))
def test_finding(row: str, expected: str) -> None:
    place, _, formula = row.partition(" | ")
    found = findings(formula.strip(), place)  # type: ignore[arg-type]
    wanted = [] if expected == "-" else expected.split()
    assert sorted(f"{one.code}@{one.offset}" for one in found) == sorted(wanted)


def test_proposals() -> None:
    (found,) = findings('Text = "a"', "rule")
    assert found.help == "did you mean `Txt`?"
    (found,) = findings('CONTAIN(Txt, "a")', "rule")
    assert found.help == "did you mean `CONTAINS`?"
    (found,) = findings('Txt.T = "a"', "rule")
    assert (found.code, found.help) == ("CP403", None), "a bare name is no proposal for a path"


def test_a_sum_of_a_thousand_parts_is_read() -> None:
    assert findings("0<1" + "+1" * 1_900, "flow") == ()
    assert [one.code for one in findings("Txt=1" + "+1" * 1_900, "flow")] == ["CP405"]


def test_size() -> None:
    by_code = {one.code: one for one in findings("TRUE && " * 500 + "TRUE", "flow")}
    assert set(by_code) == {"CP409"}
    assert by_code["CP409"].rule == "FLOW-190"
    assert {one.code for one in findings('"' + "é" * 2_500 + '" = Txt', "rule")} == {"CP411"}
    wide = " && ".join(['CONTAINS(Txt, "abc")'] * 100)
    assert [one.code for one in findings(wide, "rule")] == ["CP410"]
    assert findings(wide, "flow") == ()


def test_a_finding_stands_where_the_formula_was_written() -> None:
    span = Span(path="a.yaml", line=3, column=5, end_line=3, end_column=9)
    (told,) = diagnostics(findings("Num", "rule"), span, "the rule `x`")
    assert (told.code, told.span) == ("CP408", span)
    assert told.message == "the rule `x`, character 1: the formula gives a number, and a boolean is wanted"


def test_places_differ_in_their_functions() -> None:
    assert "REGEX" in allowed_in("rule")
    assert "REGEX" not in allowed_in("field")
    assert "VLOOKUP" not in allowed_in("flow")
