"""Flows as structured programs: no jumps, no connectors. `assemble` turns a program into a flow."""

from typing import Literal

from generator.formula.syntax import Formula
from generator.frozen import because, record
from generator.source import NOWHERE, Span

Kind = Literal["String", "Number", "Boolean", "Date", "DateTime"]
Operator = Literal["EqualTo", "NotEqualTo", "In", "IsNull", "IsChanged", "LessThanOrEqualTo"]


@record
class Variable:
    name: str
    kind: Kind | Literal["SObject"]
    what: str
    """What it holds, for its description."""
    many: bool = False
    object: str | None = None
    """Of records: their object."""
    given: bool = False
    """Who calls the flow may give it."""


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
    operator: Literal["Assign", "Add", "AssignCount"] = "Assign"


@record
class Set:
    label: str
    items: tuple[Item, ...]
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Case:
    """An arm of a branch: taken when `test` is true; or, with `found`, when that record was found."""

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
class Filter:
    """A condition on a field of the records that are looked for; `value` of IsNull and IsChanged is true or false."""

    field: str
    value: Formula
    operator: Operator = "EqualTo"


@record
class Get:
    """The first record of `object` that the filters find, or all of them; called by `name`."""

    label: str
    name: str
    object: str
    filters: tuple[Filter, ...]
    fields: tuple[str, ...]
    many: bool = False
    newest: str | None = None
    """The field by which the newest comes first."""
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Create:
    """A new record of `object` with these fields; or the records that the variable `of` holds."""

    label: str
    object: str = ""
    items: tuple[Item, ...] = ()
    of: str | None = None
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Update:
    """Every record of `object` that the filters find gets these fields; or the records that the variable `of` holds."""

    label: str
    object: str = ""
    filters: tuple[Filter, ...] = ()
    items: tuple[Item, ...] = ()
    of: str | None = None
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Act:
    """A standard action: an email alert, a notification. Each input is a target and a value."""

    label: str
    action: str
    type: Literal["emailAlert", "customNotificationAction"]
    inputs: tuple[Item, ...]
    what: str = ""
    because: Span = because(NOWHERE)


@record
class Call:
    """Another flow of ours, which nothing triggers by itself."""

    label: str
    flow: str
    inputs: tuple[Item, ...]
    what: str = ""
    because: Span = because(NOWHERE)


Data = Get | Create | Update | Act | Call
Step = Set | Branch | Each | Data


@record
class Path:
    """Steps that run apart from the save: right after it, or when the time in `at` has come."""

    name: str
    label: str
    steps: tuple[Step, ...]
    at: str | None = None
    """A DateTime field of the record; None: right after the save."""


@record
class Program:
    api_name: str
    label: str
    what: str
    object: str | None = None
    trigger: Literal["RecordBeforeSave", "RecordAfterSave", "Scheduled"] | None = None
    """What starts it; None: another flow calls it, or a person."""
    on: Literal["Create", "Update", "CreateAndUpdate"] | None = None
    order: int | None = None
    active: bool
    variables: tuple[Variable, ...] = ()
    resources: tuple[Resource, ...] = ()
    steps: tuple[Step, ...] = ()
    entry: tuple[Filter, ...] = ()
    """Which records it runs for: literal values only (FLOW-048)."""
    entry_logic: str = "and"
    paths: tuple[Path, ...] = ()
    on_fault: tuple[Step, ...] = ()
    """What every element that fails goes on to; nothing before save, where no element has a fault path."""
    hour: int | None = None
    """Of scheduled programs: the hour of the day, in the org's zone."""
    because: Span = because(NOWHERE)


def when(
    label: str,
    test: Formula,
    steps: tuple[Step, ...],
    *,
    yes: str,
    no: str,
    otherwise: tuple[Step, ...] = (),
    what: str = "",
    because: Span = NOWHERE,
) -> Branch:
    """The branch that asks one question: `steps` if `test` is true, else `otherwise`; `yes` and `no` label its arms."""
    arm = Case(label=yes, test=test, steps=steps)
    return Branch(label=label, cases=(arm,), otherwise=otherwise, otherwise_label=no, what=what, because=because)


def when_found(
    label: str,
    name: str,
    steps: tuple[Step, ...],
    *,
    yes: str,
    no: str,
    otherwise: tuple[Step, ...] = (),
    what: str = "",
    because: Span = NOWHERE,
) -> Branch:
    """The branch that asks whether the Get called `name` found a record; the rest is as in `when`."""
    arm = Case(label=yes, test=None, steps=steps, found=name)
    return Branch(label=label, cases=(arm,), otherwise=otherwise, otherwise_label=no, what=what, because=because)
