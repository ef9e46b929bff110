"""Flows as structured programs: no jumps, no connectors. `assemble` turns a program into a flow."""

from typing import Literal

from generator.formula.syntax import Formula
from generator.frozen import because, record
from generator.source import NOWHERE, Span

Kind = Literal["String", "Number", "Boolean", "Date", "DateTime"]


@record
class Variable:
    name: str
    kind: Kind
    what: str
    """What it holds, for its description."""
    many: bool = False


@record
class Resource:
    """A named formula."""

    name: str
    kind: Kind
    tree: Formula
    what: str
    because: Span = because(NOWHERE)


@record
class Item:
    """`target` := (or +=) `value`: a formula, which becomes a resource unless it is a reference or a constant."""

    target: str
    value: Formula
    kind: Kind = "String"
    operator: Literal["Assign", "Add"] = "Assign"


@record
class Set:
    label: str
    items: tuple[Item, ...]
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Case:
    """An arm of a branch: taken when `test` is true; or, with `missing`, when that record was not found."""

    label: str
    test: Formula | None
    steps: "tuple[Step, ...]"
    found: str | None = None
    """The name of a Get: the arm is taken when it found a record."""


@record
class Branch:
    label: str
    cases: tuple[Case, ...]
    otherwise: "tuple[Step, ...]"
    otherwise_label: str
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Each:
    """For each item of the collection `of`; the item is called by `name`."""

    label: str
    name: str
    of: str
    steps: "tuple[Step, ...]"
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Get:
    """The first record of `object` whose fields equal the values; called by `name`."""

    label: str
    name: str
    object: str
    filters: tuple[tuple[str, Formula], ...]
    fields: tuple[str, ...]
    what: str = ""
    because: Span = because(NOWHERE)


Step = Set | Branch | Each | Get


@record
class Program:
    api_name: str
    label: str
    what: str
    object: str
    trigger: Literal["RecordBeforeSave", "RecordAfterSave"]
    on: Literal["Create", "Update", "CreateAndUpdate"]
    order: int
    active: bool
    variables: tuple[Variable, ...]
    resources: tuple[Resource, ...]
    steps: tuple[Step, ...]
    because: Span = because(NOWHERE)
