"""What a flow declares it uses; what only unused formulas ask for goes with them."""

from dataclasses import replace

from generator.lower.pruning import used
from generator.metadata.flow import (
    Flow,
    FlowAssignment,
    FlowAssignmentItem,
    FlowElementReferenceOrValue,
    FlowFormula,
    FlowLoop,
    FlowStart,
    FlowVariable,
)


def formula(name: str, expression: str) -> FlowFormula:
    return FlowFormula(name=name, dataType="String", expression=expression)


def flow() -> Flow:
    return Flow(
        label="One that declares too much",
        assignments=(
            FlowAssignment(
                name="Keep",
                label="Keep",
                locationX=0,
                locationY=0,
                assignmentItems=(
                    FlowAssignmentItem(
                        assignToReference="Row.Subject",
                        operator="Assign",
                        value=FlowElementReferenceOrValue(elementReference="Outer"),
                    ),
                ),
            ),
        ),
        formulas=(
            formula("Inner", "{!Source}"),
            formula("Lonely", "{!Only_There} & {!Lonelier}"),
            formula("Lonelier", "LEFT({!Lonely}, 3)"),
            formula("Outer", "IF({!Row.IsClosed}, {!Inner}, 'Lonely')"),
            formula("Titled", "'a'"),
        ),
        interviewLabel="run {!Titled}",
        loops=(FlowLoop(name="Each", label="Each", locationX=0, locationY=0, collectionReference="Rows"),),
        start=FlowStart(locationX=0, locationY=0, filterFormula="{!Gate}"),
        variables=(
            FlowVariable(name="Gate", dataType="Boolean"),
            FlowVariable(name="Given", dataType="String", isInput=True),
            FlowVariable(name="Only_There", dataType="String"),
            FlowVariable(name="Row", dataType="SObject", objectType="Case"),
            FlowVariable(name="Rows", dataType="SObject", objectType="Case", isCollection=True),
            FlowVariable(name="Source", dataType="String"),
        ),
    )


def test_only_what_is_asked_for_stays() -> None:
    found = used(flow())
    assert [one.name for one in found.formulas] == ["Inner", "Outer", "Titled"]
    assert [one.name for one in found.variables] == ["Gate", "Given", "Row", "Rows", "Source"]


def test_nothing_else_changes() -> None:
    found = used(flow())
    assert replace(found, formulas=(), variables=()) == replace(flow(), formulas=(), variables=())
    assert used(found) == found


def writes(*targets: str) -> tuple[FlowAssignmentItem, ...]:
    value = FlowElementReferenceOrValue(elementReference="Outer")
    return tuple(FlowAssignmentItem(assignToReference=one, operator="Add", value=value) for one in targets)


def test_what_is_only_written_is_not_written() -> None:
    """Nor is a variable kept that only such a write reads; what the caller gets stays, and no element is emptied."""
    told = FlowVariable(name="Told", dataType="String", isOutput=True)
    lost = FlowVariable(name="Only_There", dataType="String")
    (keep,) = flow().assignments
    both = replace(keep, assignmentItems=(*keep.assignmentItems, *writes("Only_There", "Told")))
    alone = replace(keep, name="Alone", assignmentItems=writes("Only_There"))

    found = used(replace(flow(), assignments=(both,), variables=(*flow().variables, told)))
    assert [one.assignToReference for one in found.assignments[0].assignmentItems] == ["Row.Subject", "Told"]
    assert lost.name not in {one.name for one in found.variables}
    assert used(replace(flow(), assignments=(alone,))).assignments == (alone,)
