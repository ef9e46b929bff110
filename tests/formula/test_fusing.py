"""A formula as one function gives what its closures give: numbers, dates and choices; deep nests; tables of words."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formula.parsing import parse
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from tests.formula.test_properties import outcome

DAYS = st.just(Call(function="DATE", args=tuple(Literal(value=Decimal(one)) for one in (2026, 2, 28))))
COUNTS = st.sampled_from([Decimal(0), Decimal(1), Decimal("2.5"), Decimal(-7), Decimal(400)])


def calls(name: str, *args: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.tuples(*args).map(lambda given: Call(function=name, args=given))


NUMBERS: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        st.builds(Ref, name=st.just("Num"))
        | st.builds(Literal, value=COUNTS | st.none())
        | st.builds(Unary, op=st.sampled_from("-+"), operand=NUMBERS)
        | st.builds(Binary, op=st.sampled_from("+-*/^"), left=NUMBERS, right=NUMBERS)
        | st.builds(Binary, op=st.just("-"), left=DATES, right=DATES)
        | calls("IF", TESTS, NUMBERS, NUMBERS)
        | calls("BLANKVALUE", NUMBERS, NUMBERS)
        | calls("NULLVALUE", NUMBERS, NUMBERS)
        | calls("CASE", NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
        | calls("CASE", TEXTS, st.just(Literal(value="x")), NUMBERS, st.just(Literal(value=None)), NUMBERS, NUMBERS)
        | calls("MFLOOR", NUMBERS)
        | calls("MOD", NUMBERS, NUMBERS)
        | calls("MIN", NUMBERS, NUMBERS, NUMBERS)
        | calls("ROUND", NUMBERS, st.just(Literal(value=Decimal(1))))
        | calls("LEN", TEXTS)
        | calls("FIND", TEXTS, TEXTS)
        | calls("VALUE", TEXTS)
        | calls("YEAR", DATES)
    )
)
DATES: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        DAYS
        | st.builds(Binary, op=st.sampled_from("+-"), left=DATES, right=NUMBERS)
        | calls("DATE", NUMBERS, NUMBERS, NUMBERS)
        | calls("IF", TESTS, DATES, DATES)
    )
)
TESTS: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        st.builds(Ref, name=st.just("Yes"))
        | st.builds(Literal, value=st.booleans() | st.none())
        | st.builds(Binary, op=st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), left=NUMBERS, right=NUMBERS)
        | st.builds(Binary, op=st.sampled_from(["=", "<>", "<", ">"]), left=DATES, right=DATES)
        | st.builds(Binary, op=st.sampled_from(["=", "<>", "<"]), left=TEXTS, right=TEXTS)
        | st.builds(Binary, op=st.sampled_from(["||", "&&", "="]), left=TESTS, right=TESTS)
        | calls("NOT", TESTS)
        | calls("ISBLANK", NUMBERS)
        | calls("ISNULL", DATES)
        | calls("CONTAINS", TEXTS, TEXTS)
        | calls("IF", TESTS, TESTS, TESTS)
    )
)
TEXTS: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        st.builds(Ref, name=st.sampled_from(["Txt", "$Record.Txt"]))
        | st.builds(Literal, value=st.text("Cp2", max_size=2) | st.none())
        | st.builds(Binary, op=st.sampled_from("&+"), left=TEXTS, right=TEXTS)
        | calls("TEXT", NUMBERS)
        | calls("TEXT", DATES)
        | calls("LEFT", TEXTS, NUMBERS)
        | calls("TRIM", TEXTS)
        | calls("SUBSTITUTE", TEXTS, st.just(Literal(value="C")), st.just(Literal(value=None)))
        | calls("SUBSTITUTE", TEXTS, TEXTS, TEXTS)
        | calls("BLANKVALUE", TEXTS, TEXTS)
        | calls("CASE", TEXTS, TEXTS, TEXTS, TEXTS)
        | calls("CASE", NUMBERS, st.just(Literal(value=Decimal(1))), st.just(Literal(value="one")), TEXTS)
    )
)


def same(tree: Formula, blank: bool) -> bool:
    """With a listener for branches nothing is fused."""
    fused, plain = outcome(tree, blank, None), outcome(tree, blank, lambda node, arm: None)
    return (fused, type(fused)) == (plain, type(plain))


@given(NUMBERS | DATES | TESTS | TEXTS, st.booleans())
def test_a_fused_formula_gives_what_closures_give(tree: Formula, blank: bool) -> None:
    assert same(tree, blank)


NESTS = (
    "{} + 1", "-({})", "{} * Num", "IF({} > 1, 2, Num)", "BLANKVALUE(Num, {})", "CASE({}, 1, 2, 3)", "LEN(TEXT({}))",
    "IF(NOT({} = Num), 1, 2)", "MIN({}, 3)", "Num - ({})",
)  # fmt: skip


@pytest.mark.parametrize(("nest", "blank"), list(product(NESTS, (False, True))))
def test_python_reads_what_a_deep_formula_becomes(nest: str, blank: bool) -> None:
    text = "Num"
    for _ in range(45):
        text = nest.format(text)

    assert same(parse(text), blank)


TABLES = (
    'IF(CONTAINS(Txt, "{}"), "{}; ", "")',
    'IF(IF(Yes, CONTAINS(Txt, "{}"), CONTAINS(Txt, "{}") || BEGINS(Txt, "a")), "|", NULL)',
    'IF(Txt = "{}", Txt, LOWER("{}"))',
)
WORDS = ("Chest", "pain", "t p", "zz", "Chest pain")


@pytest.mark.parametrize(("part", "blank"), list(product(TABLES, (False, True))))
def test_a_table_of_words_joins_what_the_parts_join(part: str, blank: bool) -> None:
    tree = parse(" & ".join(part.format(word, word) for word in WORDS))

    assert same(tree, blank)


@pytest.mark.parametrize(
    ("part", "joint", "blank"),
    list(product(('CONTAINS(Txt, "{}")', 'Txt = "{}" && Yes', 'NOT(BEGINS(Txt, "{}"))'), ("||", "&&"), (False, True))),
)
def test_a_table_of_words_tests_what_the_parts_test(part: str, joint: str, blank: bool) -> None:
    for place in range(len(WORDS)):
        words = (*WORDS[place:], *("qq", "q", "xx")[:3])
        assert same(parse(f" {joint} ".join(f"({part.format(word)})" for word in words)), blank)
