"""Names in a flow: where each reference stands, and what it refers to."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.frozen import field_names, record
from generator.metadata.flow import FlowElementReferenceOrValue

MERGED = re.compile(r"\{!\s*([^{}]*?)\s*\}")
REFERRING = {
    "elementReference": "value", "leftValueReference": "value", "collectionReference": "collection",
    "assignToReference": "target", "assignNextValueToReference": "target", "assignRecordIdToReference": "target",
    "inputReference": "record", "outputReference": "target", "transformValueReference": "value",
    "resumeDateReference": "value", "choiceReferences": "choice", "defaultSelectedChoiceReference": "choice",
    "objectFieldReference": "value", "fieldReference": "target",
}  # fmt: skip
"""Elements that hold a reference, and what it is used for."""
TEXTS = frozenset(("stringValue", "text", "errorMessage", "interviewLabel", "fieldText", "helpText"))
"""Elements whose text may hold merge fields; formulas (`expression`, `filterFormula`, `formulaExpression`, `formula`)
are read by the formula parser."""
PLAIN = (str, bool, int)
FORMULAS = frozenset(("expression", "filterFormula", "formulaExpression", "formula"))


@record
class Reference:
    """`text`: `Get_Case.OwnerId`, `$Record.Status`, `Name`. `at` and `field`: where it stands. `use`: value,
    collection, target, record, choice, or merge (inside a text)."""

    text: str
    at: object
    field: str
    use: str

    @property
    def head(self) -> str:
        return self.text.partition(".")[0]


@record
class FormulaText:
    """A formula and where it stands."""

    text: str
    at: object
    field: str


Leaf = tuple[object, str, str]
"""A text: the record that holds it, the element's name, the text."""


def references(value: Any) -> Iterator[Reference]:
    """Every reference below a record, in the order of its elements; formulas apart (`formulas`)."""
    return references_of(leaf for part in records(value, object) for leaf in leaves_of(part))


def formulas(value: Any) -> Iterator[FormulaText]:
    return formulas_of(leaf for part in records(value, object) for leaf in leaves_of(part))


def references_of(leaves: Iterable[Leaf]) -> Iterator[Reference]:
    for at, name, held in leaves:
        if name in REFERRING:
            yield Reference(text=held, at=at, field=name, use=REFERRING[name])
        elif name in TEXTS and "{!" in held:
            for found in MERGED.findall(held):
                yield Reference(text=found, at=at, field=name, use="merge")


def formulas_of(leaves: Iterable[Leaf]) -> Iterator[FormulaText]:
    for at, name, held in leaves:
        if name in FORMULAS:
            yield FormulaText(text=held, at=at, field=name)


def heads(formula: str) -> list[str]:
    """The first part of each name that a formula of a flow holds."""
    return [found.partition(".")[0] for found in MERGED.findall(formula)]


def leaves_of(part: Any) -> Iterator[Leaf]:
    """The texts of one record, without those of the records in it."""
    cls: Any = type(part)
    for name in field_names(cls):
        held = getattr(part, name)
        if isinstance(held, str):
            yield part, name, held
        elif isinstance(held, tuple):
            yield from ((part, name, one) for one in held if isinstance(one, str))


def records(value: Any, wanted: type) -> Iterator[Any]:
    """Every record of a class below a record, itself included."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, wanted):
            yield here
        below: list[Any] = []
        cls: Any = type(here)
        for name in field_names(cls):
            held = getattr(here, name)
            if isinstance(held, tuple):
                below += [one for one in held if not isinstance(one, str)]
            elif held is not None and not isinstance(held, PLAIN):
                below.append(held)
        waiting += reversed(below)


def literal(value: FlowElementReferenceOrValue | None) -> bool:
    """Whether a value is written out, and no reference or formula."""
    return value is not None and value.elementReference is None and value.formulaExpression is None
