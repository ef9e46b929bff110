"""Formula texts and their trees, and what is said about texts that are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.formula.parsing import FormulaSyntaxError, parse
from generator.formula.printing import literal
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary

HERE = Path(__file__).parent


def rows(name: str) -> Iterator[tuple[str, str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, expected = line.rpartition(" => ")
            yield text.rstrip(), expected.strip()


def drawn(tree: Formula) -> str:
    match tree:
        case Literal(value=value):
            return literal(value)
        case Ref(name=name):
            return name
        case Unary(op=op, operand=operand):
            return f"({op} {drawn(operand)})"
        case Binary(op=op, left=left, right=right):
            return f"({op} {drawn(left)} {drawn(right)})"
        case Call(function=function, args=args):
            return f"({' '.join([function, *map(drawn, args)])})"


@pytest.mark.parametrize(("text", "tree"), list(rows("trees.txt")))
def test_tree(text: str, tree: str) -> None:
    assert drawn(parse(text)) == tree


@pytest.mark.parametrize(("text", "said"), list(rows("errors.txt")))
def test_error(text: str, said: str) -> None:
    with pytest.raises(FormulaSyntaxError) as caught:
        parse(text)
    assert f"{caught.value.offset}: {caught.value.message}" == said


@pytest.mark.parametrize(
    "text", ["(" * 5_000 + "a", "-" * 5_000 + "a", "ABS(" * 5_000, "a^" * 5_000 + "a" + "^(" * 999]
)
def test_nesting_is_capped(text: str) -> None:
    with pytest.raises(FormulaSyntaxError):
        parse(text)


def test_what_fits_a_formula_is_read() -> None:
    nested = "LEFT(" * 150 + "a" + ",1)" * 150
    chained = " || ".join(["a"] * 900)
    assert isinstance(parse(nested), Call)
    assert isinstance(parse(chained), Binary)
