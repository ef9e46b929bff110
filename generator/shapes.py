"""The shape of each place in the language, read off the records' annotations: what layers, binding and schema share."""

import dataclasses
import importlib
import types
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from generator.frozen import record
from generator.language.values import KEYED, ORDERED, Pairs, Reads, Written

Kind = Literal["scalar", "boolean", "choice", "record", "keyed", "ordered", "listing", "pairs", "either"]

MERGE_KEYS = {"keyed": ("remove", "because"), "ordered": ("remove", "because", "before", "after")}
"""Keys that an entry with an id may hold in a layer; merging takes them out."""


@record
class Shape:
    """`of`: the record of record/keyed/ordered; `item`: of a listing; `options`: of either (by shape alone)."""

    kind: Kind
    reads: Reads | None = None
    of: type[Any] | None = None
    item: "Shape | None" = None
    options: "tuple[Shape, ...]" = ()
    choices: tuple[str, ...] = ()


@record
class Place:
    """One key of a record. `attribute` is its Python name, `key` the word in a spec."""

    key: str
    attribute: str
    shape: Shape
    required: bool
    help: str


def places(cls: type[Any]) -> tuple[Place, ...]:
    """The keys of a language record in order: what is `said`. The span and the id of an entry are not among them."""
    return places_by_name(f"{cls.__module__}:{cls.__qualname__}")


@cache
def places_by_name(name: str) -> tuple[Place, ...]:
    module, _, qualname = name.partition(":")
    cls = getattr(importlib.import_module(module), qualname)
    hints = get_type_hints(cls, include_extras=True)
    found = []
    for one in dataclasses.fields(cls):
        if "help" not in one.metadata:
            continue
        required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        found.append(
            Place(
                key=one.name.rstrip("_"),
                attribute=one.name,
                shape=shape_of(hints[one.name]),
                required=required,
                help=one.metadata["help"],
            )
        )
    return tuple(found)


def shape_of(annotation: Any, reads: Reads | None = None) -> Shape:
    """The shape that an annotation of the language means; raises TypeError for one outside the closed set."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *markers = get_args(annotation)
        return shape_of(inner, next((marker for marker in markers if isinstance(marker, Reads)), reads))
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        if len(options) == 1:
            return shape_of(options[0], reads)
        return Shape(kind="either", options=tuple(shape_of(option) for option in options), reads=reads)
    if origin is tuple:
        item = get_args(annotation)[0]
        if reads in (KEYED, ORDERED):
            return Shape(kind="keyed" if reads == KEYED else "ordered", of=item)
        return Shape(kind="listing", item=shape_of(item), reads=reads)
    if origin is Literal:
        return Shape(kind="choice", choices=get_args(annotation))
    if annotation is bool:
        return Shape(kind="boolean")
    if annotation is Written:
        return Shape(kind="scalar", reads=reads)
    if annotation is Pairs:
        return Shape(kind="pairs")
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return Shape(kind="record", of=annotation)
    raise TypeError(f"no shape for {annotation!r}")
