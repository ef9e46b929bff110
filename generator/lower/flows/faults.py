"""What every element that fails goes on to: a row in the record of decisions, and a notice to whoever runs the org.

The fault's own message is not kept: it may hold the value that was refused, and that may be a patient's words.
"""

from generator.formula.syntax import Formula
from generator.lower.flows.here import NOW, Here
from generator.lower.programs import Call, Create, Item, Set, Step, Variable
from generator.lower.trees import joined, ref, text

RECORD_ID, RECORD_NUMBER = ref("$Record.Id"), ref("$Record.CaseNumber")
OPERATIONS = "operations"
"""The public group of those who run the org."""
FAULT_VARIABLES = (
    Variable(name="Told_Groups", kind="String", what="The group that is told of a failure.", many=True),
    Variable(name="Told_Nobody", kind="String", what="Always empty.", many=True),
)


def fault_tail(
    here: Here,
    flow: str,
    case: Formula = RECORD_ID,
    case_number: Formula = RECORD_NUMBER,
    target: Formula | None = None,
) -> tuple[Step, ...]:
    """Event, then notice; if one fails the next is tried all the same. The case is the record that began the flow,
    unless it is said. `target`: the record that the notice leads to, where it is no case: no notice goes without."""
    return (
        fault_event(here, flow, case, case_number),
        Set(
            label="Name who runs the org",
            items=(Item(target="Told_Groups", value=text(here.names.own(OPERATIONS)), operator="Add"),),
        ),
        Call(
            label="Tell who runs the org",
            flow=here.names.own("notify"),
            inputs=(
                Item(target="Case_Id", value=target or case),
                Item(target="Title", value=text(f"{here.process.identity.label}: automation failed"[:250])),
                Item(target="Body", value=joined((case_number, text(f": {flow} failed. The case stands as saved.")))),
                Item(target="Group_Names", value=ref("Told_Groups")),
                Item(target="User_Ids", value=ref("Told_Nobody")),
            ),
        ),
    )


def fault_event(here: Here, flow: str, case: Formula, case_number: Formula) -> Create:
    names = here.names
    return Create(
        label="Record the failure",
        object=names.object("event"),
        items=(
            Item(target=names.of("case"), value=case),
            Item(target=names.of("case_number"), value=case_number),
            Item(target=names.of("kind"), value=text("fault")),
            Item(target=names.of("at"), value=NOW, kind="DateTime"),
            Item(target=names.of("who"), value=text("automation")),
            Item(target=names.of("why"), value=text(flow)),
        ),
        what="Which flow failed, on which case, when. Not the message: it may quote what was refused.",
    )
