"""Hypothesis strategies for the metadata records, from their annotations."""

import dataclasses
import types
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from generator.metadata.component import Component, component
from generator.metadata.custom_metadata import TypedValue
from generator.metadata.registry import KINDS, Kind

HOSTILE = (
    "\"'\\",
    "{!$Record.Id}",
    "{{ body.name }}",
    "{% raw %}",
    "]]>",
    "<b>&amp;</b>",
    "a\r\nb\tc",
    " ",
    "\u202e\U0001f691\u0085",
)
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\ufffe\uffff").filter(
            lambda one: one >= " " or one in "\t\n\r"
        ),
        max_size=12,
    ),
)
WHOLE = st.integers(-(2**31) + 1, 2**31 - 1)


@cache
def record_of(cls: Any, depth: int = 3) -> st.SearchStrategy[Any]:
    """Any record of a class, with a few levels of records below it."""
    if cls is TypedValue:
        return st.builds(TypedValue, type=st.sampled_from(["xsd:string", "xsd:double"]), text=TEXT)
    hints = get_type_hints(cls)
    return st.builds(cls, **{one.name: value_of(hints[one.name], depth) for one in dataclasses.fields(cls)})


def value_of(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(option for option in get_args(hint) if option is not type(None))
        if dataclasses.is_dataclass(inner) and depth == 0:
            return st.none()
        return st.none() | value_of(inner, depth)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if dataclasses.is_dataclass(inner) and depth == 0:
            return st.just(())
        some = st.lists(value_of(inner, depth), max_size=2).map(tuple)
        return st.one_of(st.just(()), st.just(()), some) if dataclasses.is_dataclass(inner) else some
    if dataclasses.is_dataclass(hint):
        return record_of(hint, max(depth - 1, 0))
    return {str: TEXT, bool: st.booleans(), int: WHOLE}[hint]


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}(_[A-Za-z0-9]{1,6})?", fullmatch=True)


def component_of(kind: Kind) -> st.SearchStrategy[Component]:
    """Any component of a kind, under a name such as the kind has."""
    name = st.tuples(NAMES, NAMES).map(".".join) if kind.has_parent else NAMES
    name = st.just("Case") if kind.name == "CaseSettings" else name
    name = st.tuples(NAMES, NAMES).map("/".join) if kind.foldered else name
    content = st.binary(max_size=20) if kind.content else st.none()
    return st.builds(
        lambda name, body, content: component(name, body, content=content), name, record_of(kind.body), content
    )


__all__ = ["KINDS", "TEXT", "component_of", "record_of"]
