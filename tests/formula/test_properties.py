"""What holds for every formula: printing and reading return the tree, and nothing but our own errors is raised."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.formula.checking import check
from generator.formula.evaluation import Compiler
from generator.formula.forms import FORMS
from generator.formula.functions import FUNCTIONS
from generator.formula.kinds import FORM_KINDS
from generator.formula.parsing import FormulaSyntaxError, parse
from generator.formula.printing import text_of
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.formula.values import FormulaError, FormulaTypeError, Value

HOSTILE = st.text(
    st.sampled_from("\"'\\\n\r\t{}!<>&]x{!a}n\u202e\U0001f600") | st.characters(codec="utf-8"), max_size=12
)
NAMES = st.sampled_from(["Txt", "Num", "Yes", "$Record.Txt", "Parent__r.Name", "Owner:Queue.DeveloperName"])
NUMBERS = st.decimals(0, 10**12, allow_nan=False, places=3) | st.integers(0, 10**20).map(Decimal)
LEAVES = st.builds(Literal, value=HOSTILE | NUMBERS | st.booleans() | st.none()) | st.builds(Ref, name=NAMES)
FUNCTION_NAMES = st.sampled_from(sorted({*FUNCTIONS, *FORMS}))


def grown(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    operators = st.sampled_from(["||", "&&", "=", "<>", "<", ">", "<=", ">=", "+", "-", "&", "^", "*", "/"])
    return (
        st.builds(Unary, op=st.sampled_from("-+!"), operand=children)
        | st.builds(Binary, op=operators, left=children, right=children)
        | st.builds(Call, function=FUNCTION_NAMES, args=st.lists(children, max_size=4).map(tuple))
    )


TREES = st.recursive(LEAVES, grown, max_leaves=25)


@given(TREES)
def test_reading_what_was_printed_gives_the_tree(tree: Formula) -> None:
    assert parse(text_of(tree, "flow")) == tree
    assert parse(text_of(tree, "rule")) == tree


@given(st.text(max_size=60) | st.text(st.sampled_from("ab(),\"'\\{}!/*+-^& 1."), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except FormulaSyntaxError:
        return
    assert parse(text_of(tree, "flow")) == tree


KINDS = {"Txt": "text", "Num": "number", "Yes": "boolean", "$Record.Txt": "text"}


class Record:
    now = datetime(2026, 1, 5, 9, tzinfo=UTC)

    def __init__(self, blank: bool) -> None:
        self.fields: dict[str, Value] = {
            "Txt": None if blank else "Chest pain", "Num": None if blank else Decimal("2.5"), "Yes": not blank,
        }  # fmt: skip

    def value(self, name: str) -> Value:
        return self.fields[name.removeprefix("$Record.")]

    prior = value

    def is_new(self) -> bool:
        return False

    def local(self, instant: datetime) -> datetime:
        return instant


def kind_of(name: str) -> str:
    if name not in KINDS:
        raise FormulaTypeError(f"there is no {name}")
    return KINDS[name]


def outcome(tree: Formula, blank: bool, branch: Callable[[Formula, int], None] | None) -> object:
    try:
        return Compiler(kind_of, "blank", branch).compile(tree).run(Record(blank))
    except (FormulaError, FormulaTypeError) as refused:
        return type(refused)


@given(TREES, st.booleans())
def test_formulas_end_in_a_value_or_in_our_own_error(tree: Formula, blank: bool) -> None:
    assert outcome(tree, blank, None) == outcome(tree, blank, lambda node, arm: None)


TESTS: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        st.builds(Ref, name=st.just("Yes"))
        | st.builds(Literal, value=st.booleans())
        | st.builds(
            lambda a, b: Call(function="CONTAINS", args=(a, Literal(value=b))), TEXTS, st.text("pa", max_size=2)
        )
        | st.builds(Binary, op=st.sampled_from(["||", "&&"]), left=TESTS, right=TESTS)
        | st.builds(Binary, op=st.sampled_from(["=", "<>", "<"]), left=TEXTS, right=TEXTS)
        | st.builds(lambda a: Call(function="NOT", args=(a,)), TESTS)
        | st.builds(lambda a: Call(function="ISBLANK", args=(a,)), TEXTS)
        | st.builds(lambda a, b, c: Call(function="IF", args=(a, b, c)), TESTS, TESTS, TESTS)
    )
)
TEXTS: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        st.builds(Ref, name=st.sampled_from(["Txt", "$Record.Txt"]))
        | st.builds(Literal, value=st.text("pain", max_size=3) | st.none())
        | st.builds(Binary, op=st.just("&"), left=TEXTS, right=TEXTS)
        | st.builds(lambda a, b, c: Call(function="IF", args=(a, b, c)), TESTS, TEXTS, TEXTS)
        | st.builds(lambda a: Call(function="LOWER", args=(a,)), TEXTS)
    )
)


def call(name: str, *args: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.builds(lambda *held: Call(function=name, args=held), *args)


def words(shape: Callable[[Formula, str], Formula], join: str) -> st.SearchStrategy[Formula]:
    """A chain of parts that differ in their words, about one text."""

    def chained(where: Formula, given: list[str]) -> Formula:
        first, *rest = (shape(where, word) for word in given)
        for one in rest:
            first = Binary(op=join, left=first, right=one)
        return first

    return st.builds(chained, TEXTS, st.lists(st.text("pain", min_size=1, max_size=3), min_size=3, max_size=5))


def holds(where: Formula, word: str) -> Formula:
    return Call(function="CONTAINS", args=(where, Literal(value=word)))


def told(where: Formula, word: str) -> Formula:
    return Call(function="IF", args=(holds(where, word), Literal(value=word), Literal(value="")))


def told_by_flag(flag: Formula) -> Callable[[Formula, str], Formula]:
    def shape(where: Formula, word: str) -> Formula:
        other = Binary(op="||", left=holds(where, f"{word}n"), right=holds(where, f"i{word}"))
        test = Call(function="IF", args=(flag, holds(where, word), other))
        return Call(function="IF", args=(test, Literal(value=word), Literal(value=None)))

    return shape


LISTS = (
    words(holds, "||")
    | words(holds, "&&")
    | words(told, "&")
    | TESTS.flatmap(lambda flag: words(told_by_flag(flag), "&"))
)
DAYS: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        call("DATE", SUMS, SUMS, SUMS)
        | call("DATEVALUE", TEXTS)
        | st.builds(Call, function=st.just("TODAY"), args=st.just(()))
    )
)
SUMS: st.SearchStrategy[Formula] = st.deferred(
    lambda: (
        st.builds(Ref, name=st.just("Num"))
        | st.builds(Literal, value=st.sampled_from([Decimal(0), Decimal(1), Decimal("2.5"), Decimal(2026), None]))
        | st.builds(Binary, op=st.sampled_from("+-*/"), left=SUMS, right=SUMS)
        | SUMS.flatmap(lambda one: st.builds(Binary, op=st.sampled_from("+-*/"), left=st.just(one), right=st.just(one)))
        | st.builds(Binary, op=st.just("-"), left=DAYS, right=DAYS)
        | st.builds(Unary, op=st.just("-"), operand=SUMS)
        | call("MOD", SUMS, SUMS) | call("MFLOOR", SUMS) | call("ROUND", SUMS, SUMS) | call("YEAR", DAYS)
        | call("VALUE", TEXTS) | call("BLANKVALUE", SUMS, SUMS) | call("IF", TESTS, SUMS, SUMS)
    )
)  # fmt: skip
CHOSEN = call(
    "CASE",
    TEXTS,
    st.builds(Literal, value=st.text("pain", max_size=1)),
    TEXTS,
    st.just(Literal(value="p")),
    TEXTS,
    TEXTS,
)
COMPARED = st.builds(Binary, op=st.sampled_from(["=", "<>", "<", ">="]), left=SUMS, right=SUMS)


@given(TESTS | TEXTS | LISTS | SUMS | COMPARED | CHOSEN, st.booleans())
def test_fused_formulas_give_what_closures_give(tree: Formula, blank: bool) -> None:
    """With a listener for branches nothing is fused."""
    fused, plain = outcome(tree, blank, None), outcome(tree, blank, lambda node, arm: None)
    assert (fused, type(fused)) == (plain, type(plain))


def test_every_form_has_its_kind() -> None:
    assert set(FORM_KINDS) == set(FORMS)


@given(TREES)
def test_what_compiles_has_no_finding_about_its_kinds(tree: Formula) -> None:
    found = {one.code for one in check(text_of(tree, "flow"), "flow", KINDS.get)}
    compiles = outcome(tree, False, None) is not FormulaTypeError
    assert compiles == (not found & {"CP402", "CP403", "CP404", "CP405"})


VALUES: dict[str, tuple[type, ...]] = {
    "text": (str,), "number": (Decimal,), "boolean": (bool,), "date": (date,), "datetime": (datetime,),
    "time": (time,), "geolocation": (tuple,), "null": (),
}  # fmt: skip


@given(TREES | TESTS | TEXTS, st.booleans())
def test_a_value_is_of_the_kind_that_is_said(tree: Formula, blank: bool) -> None:
    try:
        compiled = Compiler(kind_of).compile(tree)
        value = compiled.run(Record(blank))
    except (FormulaError, FormulaTypeError):
        return
    assert value is None or isinstance(value, VALUES[compiled.kind])
