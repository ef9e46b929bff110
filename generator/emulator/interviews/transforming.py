"""Transform elements: each item of a collection becomes a record or a value (Help, Flow Element: Transform). Counting,
summing and joining of collections are refused by name."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.elements import target_of
from generator.emulator.interviews.interview import Interview, Simple
from generator.emulator.interviews.names import kind_of_data
from generator.emulator.rows import Held
from generator.emulator.schema import NotModelled
from generator.emulator.scopes import Kind
from generator.metadata.flow_rest import FlowTransform, FlowTransformValueAction

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program

EACH = "[$EachItem]"
SOURCE = re.compile(r"([A-Za-z][\w.]*)\[\$EachItem\]")
Setter = tuple[str | None, Callable[[Interview], Any]]
"""A field of the record that is made, or nothing for a plain value; and what goes there."""


def transforms_of(flow: object) -> tuple[FlowTransform, ...]:
    """Only flows that are read whole have any."""
    found: tuple[FlowTransform, ...] = getattr(flow, "transforms", ())
    return found


def kind_of_transform(element: FlowTransform, where: str) -> Kind:
    return Kind(
        name=kind_of_data(element.dataType or "String", where),
        object=element.objectType,
        many=bool(element.isCollection),
    )


def actions_of(element: FlowTransform) -> Iterator[FlowTransformValueAction]:
    for one in element.transformValues:
        yield from one.transformValueActions


def source_of(program: "Program", element: FlowTransform) -> str | None:
    """The collection whose items become others; None for a transform that makes one thing."""
    where = f"{program.name}.{element.name}"
    values = [one.value for one in actions_of(element) if one.value is not None]
    texts = [f"{one.elementReference} {one.stringValue} {one.formulaExpression}" for one in values]
    sources = sorted({match.group(1) for text in texts for match in SOURCE.finditer(text)})
    other = [one.transformType for one in actions_of(element) if one.transformType != "Map" or one.value is None]
    if other or len(sources) > 1 or (sources and not element.isCollection):
        raise NotModelled(f"{where}: a transform that does more than map ({', '.join(other) or len(sources)})")
    return sources[0] if sources else None


def transform(program: "Program", element: FlowTransform) -> Simple:
    """Raises NotModelled for what is not a map from items to items."""
    name, then, where = element.name, target_of(element.connector), f"{program.name}.{element.name}"
    source = source_of(program, element)
    get = program.direct.reference(source).get if source is not None else None
    shape = program.package.schema.shape(element.objectType) if element.objectType else None
    setters: list[Setter] = [
        (
            shape.field(one.outputFieldApiName).name if shape and one.outputFieldApiName else None,
            program.direct.value(one.value, where).get,
        )
        for one in actions_of(element)
    ]

    def made(interview: Interview) -> Any:
        if shape is None:
            return next((read(interview) for _, read in setters), None)
        row = Held({})
        for field, read in setters:
            if field is not None:
                row.put(field, read(interview))
        return row

    def run(interview: Interview) -> str | None:
        if get is None:
            interview.values[name] = [made(interview)] if element.isCollection else made(interview)
            return then
        held = []
        for item in list(get(interview) or ()):
            interview.values[f"{source}{EACH}"] = item
            held.append(made(interview))
        interview.values[name] = held
        return then

    return run
