"""Conditions of decisions, of starts and of collection filters (runtime-semantics 2.2, 1.6)."""

from collections.abc import Callable, Sequence
from typing import Any

from generator.emulator.comparing import changed, comparison
from generator.emulator.interviews.interview import Interview
from generator.emulator.interviews.names import FlowNames
from generator.emulator.logic import Test, joined
from generator.emulator.schema import NotModelled
from generator.metadata.flow import FlowCondition, FlowElementReferenceOrValue, FlowRecordFilter

BLANK_TESTS: dict[str, Callable[[Any], bool]] = {
    "IsNull": lambda value: value is None or value == [],
    "IsBlank": lambda value: value is None or (isinstance(value, str) and not value.strip()),
    "IsEmpty": lambda value: value is None or value == [],
    "WasSet": lambda value: value is not None,
}


def conditions_test(names: FlowNames, logic: str | None, conditions: Sequence[FlowCondition], where: str) -> Test:
    return joined(
        logic,
        [condition_test(names, one.leftValueReference, one.operator, one.rightValue, where) for one in conditions],
        where,
    )


def filters_test(names: FlowNames, logic: str | None, filters: Sequence[FlowRecordFilter], where: str) -> Test:
    """The filters of a start: fields of the record that triggers."""
    tests = [condition_test(names, f"$Record.{one.field}", one.operator, one.value, where) for one in filters]
    return joined(logic if tests else "and", tests, where)


def condition_test(
    names: FlowNames, left: str, operator: str, right: FlowElementReferenceOrValue | None, where: str
) -> Test:
    if operator == "WasVisited":
        return visited_test(names, left, right, where)
    if operator == "IsChanged":
        return changed_test(names, left, right, where)
    found = names.reference(left)
    get, wanted = found.get, names.value(right, where)
    want = wanted.get
    if operator in BLANK_TESTS:
        test = BLANK_TESTS[operator]
        return lambda interview: test(get(interview)) is (want(interview) is not False)
    ids = "id" in (found.kind.name, wanted.kind.name)
    compare = comparison(operator, ids=ids)
    if compare is None:
        raise NotModelled(f"the operator {operator} in {where}")
    if operator == "EqualTo" and wanted.kind.name == "boolean" and found.kind.name == "boolean":
        said = right.booleanValue if right is not None else None
        if said is not None:
            return lambda interview: get(interview) is said
        return lambda interview: get(interview) is want(interview)
    return lambda interview: compare(get(interview), want(interview))


def visited_test(names: FlowNames, left: str, right: FlowElementReferenceOrValue | None, where: str) -> Test:
    want = names.value(right, where).get
    return lambda interview: (left in interview.visited) is (want(interview) is not False)


def changed_test(names: FlowNames, left: str, right: FlowElementReferenceOrValue | None, where: str) -> Test:
    """False on create (runtime-semantics 1.6)."""
    get, want, before = names.reference(left).get, names.value(right, where).get, names.before(left)

    def test(interview: Interview) -> bool:
        is_changed = interview.prior_row is not None and changed(
            get(interview), before(interview.prior_row, interview.tx)
        )
        return is_changed is (want(interview) is not False)

    return test


def newly(test: Test) -> Test:
    """True when the record did not meet the conditions before this save and does now; on create, when it meets them."""

    def run(interview: Interview) -> bool:
        if not test(interview):
            return False
        if interview.prior_row is None:
            return True
        now = interview.row
        interview.row = interview.prior_row
        try:
            return not test(interview)
        finally:
            interview.row = now

    return run
