"""Elements that an interview runs alone: assignment, decision, loop, collection processors, custom error."""

from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.assigning import copy_of
from generator.emulator.interviews.conditions import conditions_test, newly
from generator.emulator.interviews.interview import Interview, Simple
from generator.emulator.interviews.texts import merged
from generator.emulator.logic import Test
from generator.emulator.results import Error
from generator.emulator.schema import NotModelled
from generator.metadata.flow import (
    FlowCollectionProcessor,
    FlowCollectionSortOption,
    FlowConnector,
    FlowCustomError,
    FlowDecision,
    FlowLoop,
)

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program


def target_of(connector: FlowConnector | None) -> str | None:
    return connector.targetReference if connector is not None else None


def decision(program: "Program", element: FlowDecision) -> Simple:
    """The first rule that holds; else the default way."""
    arms = []
    for rule in element.rules:
        test = conditions_test(program.direct, rule.conditionLogic, rule.conditions, f"{program.name}.{rule.name}")
        if rule.doesRequireRecordChangedToMeetCriteria:
            test = newly(test)
        arms.append((test, rule.name, target_of(rule.connector)))
    held, otherwise, name = tuple(arms), target_of(element.defaultConnector), element.name
    told = program.told

    def run(interview: Interview) -> str | None:
        for test, rule_name, then in held:
            if test(interview):
                if rule_name in told:
                    interview.visited.add(rule_name)
                if interview.tx.trace is not None:
                    interview.step("outcome", name, rule_name)
                return then
        if interview.tx.trace is not None:
            interview.step("outcome", name, "default")
        return otherwise

    return run


def loop(program: "Program", element: FlowLoop) -> Simple:
    """Over a snapshot; the current item is a copy (runtime-semantics 2.6)."""
    name, held_by = element.name, element.assignNextValueToReference
    get = program.direct.reference(element.collectionReference).get
    body, after = target_of(element.nextValueConnector), target_of(element.noMoreValuesConnector)
    backwards = element.iterationOrder == "Desc"

    def run(interview: Interview) -> str | None:
        items, place = interview.places.get(name) or (snapshot(get(interview), backwards), 0)
        if place < len(items):
            interview.places[name] = (items, place + 1)
            interview.values[name] = interview.values[held_by or name] = copy_of(items[place])
            return body
        interview.places.pop(name, None)
        interview.values[name] = None
        return after

    return run


def snapshot(items: Any, backwards: bool) -> list[Any]:
    held = list(items or [])
    return held[::-1] if backwards else held


def collection_processor(program: "Program", element: FlowCollectionProcessor) -> Simple:
    if element.collectionProcessorType == "SortCollectionProcessor":
        return sorting(program, element)
    if element.collectionProcessorType == "FilterCollectionProcessor":
        return filtering(program, element)
    raise NotModelled(f"{program.name}: a collection processor of type {element.collectionProcessorType}")


def filtering(program: "Program", element: FlowCollectionProcessor) -> Simple:
    """A new collection of the items that hold; the old one stays as it is."""
    name, item_name = element.name, element.assignNextValueToReference or f"currentItem_{element.name}"
    get, then = program.direct.reference(element.collectionReference).get, target_of(element.connector)
    where = f"{program.name}.{name}"
    if element.formula:
        run_formula = program.package.compiled(program.names, element.formula, where)
        keeps: Test = lambda interview: run_formula(interview) is True  # noqa: E731
    else:
        keeps = conditions_test(program.direct, element.conditionLogic, element.conditions, where)

    def run(interview: Interview) -> str | None:
        kept = []
        for one in get(interview) or []:
            interview.values[item_name] = one
            if keeps(interview):
                kept.append(one)
        interview.values[name] = kept
        return then

    return run


def sorting(program: "Program", element: FlowCollectionProcessor) -> Simple:
    """By the options in order, the last first, each sort being stable; then the limit."""
    name, then, limit = element.name, target_of(element.connector), element.limit
    reference = program.direct.reference(element.collectionReference)
    get, kind = reference.get, reference.kind
    readers = []
    for option in element.sortOptions:
        field = option.sortField
        if field and kind.object:
            field = program.package.schema.shape(kind.object).field(field).name
        readers.append((option, field))
    order = tuple(reversed(readers))

    def run(interview: Interview) -> str | None:
        items = list(get(interview) or [])
        for option, field in order:
            items = sorted_by(items, option, field)
        interview.values[name] = items[:limit] if limit else items
        return then

    return run


def sorted_by(items: list[Any], option: FlowCollectionSortOption, field: str | None) -> list[Any]:
    """Blanks last, unless the option puts them first."""

    def value(one: Any) -> Any:
        found = one.get(field) if field and isinstance(one, dict) else one
        return found.lower() if isinstance(found, str) else found

    blank = [one for one in items if value(one) in (None, "")]
    rest = sorted((one for one in items if value(one) not in (None, "")), key=value, reverse=option.sortOrder == "Desc")
    return [*blank, *rest] if option.doesPutEmptyStringAndNullFirst else [*rest, *blank]


def custom_error(program: "Program", element: FlowCustomError) -> Simple:
    """The save fails with these messages; the status code is not documented (runtime-semantics 2.10)."""
    messages = []
    for one in element.customErrorMessages:
        text = merged(one.errorMessage, lambda name: program.direct.reference(name).get)
        field = (one.fieldSelection or "").removeprefix("$Record.") if one.isFieldError else ""
        messages.append((text, (field,) if field else ()))
    held, name, then = tuple(messages), element.name, target_of(element.connector)

    def run(interview: Interview) -> str | None:
        for text, fields in held:
            interview.errors.append(
                Error(
                    code="FIELD_CUSTOM_VALIDATION_EXCEPTION",
                    message=text(interview),
                    fields=fields,
                    rule=f"{program.name}.{name}",
                )
            )
        return then

    return run
