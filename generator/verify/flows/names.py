"""Names in a flow: where each reference stands, and what it refers to."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from generator.frozen import record
from generator.metadata.flow import FlowElementReferenceOrValue
from generator.reading.records import deep_fields, places

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
"""A text that may name something: the record that holds it, the element's name, the text."""
NAMING = frozenset((*REFERRING, *TEXTS, *FORMULAS))
Values = Callable[[Any], tuple[Any, ...]]


@record
class Shape:
    """What of a class of records leads further: the fields whose texts may name something, and what gives their values
    and the records below."""

    naming: tuple[str, ...]
    texts: Values
    below: Values


@cache
def shape(cls: type) -> Shape:
    held = places(cls).values() if is_dataclass(cls) else ()
    naming = tuple(one.field for one in held if one.field in NAMING and one.inner is str)
    return Shape(naming=naming, texts=values(naming), below=values(deep_fields(cls)))


def values(fields: tuple[str, ...]) -> Values:
    """What gives the values of these fields, at once for all."""
    if len(fields) > 1:
        found: Values = attrgetter(*fields)
        return found
    return lambda here: tuple(getattr(here, name) for name in fields)


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


def leaves_of(parts: Iterable[Any]) -> Iterator[Leaf]:
    """The texts of records that may name something, without those of the records in them."""
    for part in parts:
        cls: Any = type(part)
        made = shape(cls)
        if made.naming:
            for name, held in zip(made.naming, made.texts(part), strict=True):
                if isinstance(held, str):
                    yield part, name, held
                elif held:
                    yield from ((part, name, one) for one in held)


def records(value: Any) -> Iterator[Any]:
    """Every record below one, itself first, in the order of the file."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        yield here
        cls: Any = type(here)
        for held in reversed(shape(cls).below(here)):
            if isinstance(held, tuple):
                waiting += reversed(held)
            elif held is not None:
                waiting.append(held)


def literal(value: FlowElementReferenceOrValue | None) -> bool:
    """Whether a value is written out, and no reference or formula."""
    return value is not None and value.elementReference is None and value.formulaExpression is None
