"""A formula past the limit is cut into two that mean the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formula.syntax import Binary, Call, Formula, Literal, Ref
from generator.lower.splitting import halved
from generator.lower.trees import length

ROOM = 120


def text(value: str) -> Formula:
    return Literal(value=value)


def arms(count: int) -> Formula:
    tree: Formula = text("none")
    for number in reversed(range(count)):
        tree = Call(function="IF", args=(Ref(name=f"Set_{number}"), text(f"c{number}"), tree))
    return tree


def pairs(count: int) -> Formula:
    given = [part for number in range(count) for part in (Literal(value=Decimal(number)), text(f"v{number}"))]
    return Call(function="CASE", args=(Ref(name="Rank"), *given, text("none")))


def row(op: str, count: int) -> Formula:
    tree: Formula = Ref(name="Part_0")
    for number in range(1, count):
        tree = Binary(op=op, left=tree, right=Ref(name=f"Part_{number}"))
    return tree


def put(tree: Formula, name: str, what: Formula) -> Formula:
    """`tree` with `what` in place of the reference `name`."""
    match tree:
        case Ref(name=found) if found == name:
            return what
        case Call(function=function, args=args):
            return Call(function=function, args=tuple(put(one, name, what) for one in args))
        case Binary(op=op, left=left, right=right):
            return Binary(op=op, left=put(left, name, what), right=put(right, name, what))
        case _:
            return tree


CHAINS = st.one_of(
    st.integers(12, 60).map(arms),
    *(st.integers(12, 60).map(lambda count, op=op: row(op, count)) for op in ("||", "&&", "&", "+")),
)


@given(CHAINS)
def test_the_rest_in_its_place_is_the_whole(tree: Formula) -> None:
    halves = halved(tree, Ref(name="rest"), ROOM)
    assert halves is not None
    shorter, rest = halves

    assert length(shorter) <= ROOM
    assert length(rest) < length(tree)
    assert put(shorter, "rest", rest) == tree


@given(st.integers(12, 60))
def test_a_table_goes_on_in_the_next(count: int) -> None:
    """CASE falls through to another CASE on the same key, with the same pairs in the same order."""
    halves = halved(pairs(count), Ref(name="rest"), ROOM)
    assert halves is not None
    shorter, rest = halves
    assert isinstance(shorter, Call)
    assert isinstance(rest, Call)

    assert length(shorter) <= ROOM
    assert shorter.args[-1] == Ref(name="rest")
    assert (shorter.function, rest.function, rest.args[0]) == ("CASE", "CASE", shorter.args[0])
    assert Call(function="CASE", args=(*shorter.args[:-1], *rest.args[1:])) == pairs(count)


@pytest.mark.parametrize("tree", [text("x" * 300), Call(function="LEN", args=(text("x" * 300),)), arms(0)])
def test_what_is_no_chain_stays_whole(tree: Formula) -> None:
    assert halved(tree, Ref(name="rest"), ROOM) is None


def test_a_link_that_is_too_long_by_itself_is_no_help() -> None:
    tree = Call(function="IF", args=(Ref(name="A"), text("x" * 300), arms(3)))
    assert halved(tree, Ref(name="rest"), ROOM) is None
