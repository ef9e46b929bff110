"""Faults of what flows read, write, decide, call and work out."""

from tests.mutation.flows import LISTED, READ
from tests.mutation.planting import Element, add, child, drop, kind, marked, put, swap, twice

KEPT = "recordLookups[storeOutputAutomatically='true']"
RESULT = "<outputReference>{}</outputReference>"
FLAG = ".[variables/dataType='Boolean']/assignments/assignmentItems[value/booleanValue]"
SPECIAL = "recordCreates[inputAssignments]"


def collection_as_value(element: Element) -> tuple[Element, ...]:
    """A field gets a collection of the flow."""
    root = element.getroottree().getroot()
    names = [child(one, "name").text for one in root.findall("variables[isCollection='true']")]
    return marked(
        swap("value", f"<value><elementReference>{names[0]}</elementReference></value>"),
        ".",
        "field",
        "value",
        "value/*",
    )(element)


def a_formula(element: Element) -> tuple[Element, ...]:
    root = element.getroottree().getroot()
    return put(".", child(root, "formulas/name").text or "")(element)


KINDS = (
    kind(
        "FLOW-024",
        "logic that names a condition that there is not",
        "flow",
        ".//rules/conditionLogic",
        marked(put(".", "1 AND 9"), ".", ".."),
    ),
    kind("FLOW-024", "logic that is none", "flow", ".//rules/conditionLogic", marked(put(".", "banana"), ".", "..")),
    kind(
        "FLOW-054",
        "two filters on one field",
        "flow",
        "recordLookups/filters[operator='EqualTo'][value/booleanValue]",
        twice(put("value/booleanValue", "false")),
    ),
    kind(
        "FLOW-056",
        "In with one value",
        "flow",
        "recordLookups/filters[operator='EqualTo'][value/elementReference]",
        put("operator", "In", parent=True),
    ),
    kind(
        "FLOW-120",
        "a lookup that keeps and hands over",
        "flow",
        f"{KEPT}[not(outputReference)]",
        add(RESULT.format("Found"), "object", parent=True),
        "FLOW-159",
    ),
    kind(
        "FLOW-122",
        "a lookup of a field over a relationship",
        "flow",
        "recordLookups[object='Case']/queriedFields",
        marked(put(".", "Owner.Name"), ".", ".."),
    ),
    kind(
        "FLOW-122",
        "a lookup of a field that there is not",
        "flow",
        "recordLookups/queriedFields",
        marked(put(".", "NGH_Nothing__c"), ".", ".."),
    ),
    kind(
        "FLOW-123",
        "a limit of 30,000",
        "flow",
        "recordLookups[getFirstRecordOnly='false'][object]",
        add("<limit><numberValue>30000</numberValue></limit>", "getFirstRecordOnly", parent=True),
        READ,
    ),
    kind(
        "FLOW-124",
        "an order without a field to order by",
        "flow",
        "recordLookups[not(sortField)][object]",
        add("<sortOrder>Asc</sortOrder>", "queriedFields|object", parent=True),
    ),
    kind("FLOW-125", "a lookup of no object", "flow", "recordLookups", drop("object"), READ),
    kind(
        "FLOW-126",
        "a create of a variable and of values",
        "flow",
        SPECIAL,
        add("<inputReference>Row</inputReference>", "inputAssignments", parent=True),
    ),
    kind(
        "FLOW-126",
        "a create that gives its id in two ways",
        "flow",
        f"{SPECIAL}[storeOutputAutomatically='true']",
        add("<assignRecordIdToReference>Row_Id</assignRecordIdToReference>", "locationY", parent=True),
    ),
    kind(
        "FLOW-128",
        "an update of a variable and of an object",
        "flow",
        "recordUpdates[object][inputAssignments]",
        add("<inputReference>Row</inputReference>", "inputAssignments", parent=True),
    ),
    kind(
        "FLOW-129",
        "an update of every record",
        "flow",
        "recordUpdates[object][filters]",
        drop("filters", "filterLogic"),
    ),
    kind(
        "FLOW-130",
        "a value for a field that there is not",
        "flow",
        "recordUpdates/inputAssignments | recordCreates/inputAssignments",
        put("field", "NGH_Nothing__c", parent=True),
    ),
    kind(
        "FLOW-130",
        "a value for a field of the system",
        "flow",
        "recordUpdates/inputAssignments",
        put("field", "CreatedDate", parent=True),
    ),
    kind(
        "FLOW-130",
        "a value for a formula",
        "flow",
        "recordUpdates[object='Case']/inputAssignments",
        put("field", "NGH_Age_Days__c", parent=True),
    ),
    kind("FLOW-130", "two values for a field", "flow", "recordCreates/inputAssignments", twice()),
    kind(
        "FLOW-131",
        "a collection as a value",
        "flow",
        ".[variables/isCollection='true']/recordCreates/inputAssignments",
        collection_as_value,
        "TYPE-001",
    ),
    kind("FLOW-134", "a sum of flags", "flow", FLAG, put("operator", "Add", parent=True)),
    kind(
        "FLOW-135",
        "a collection as its size",
        "flow",
        ".//assignmentItems[operator='AssignCount']",
        put("operator", "Assign", parent=True),
        "TYPE-001",
    ),
    kind(
        "FLOW-136",
        "an assignment to nothing",
        "flow",
        ".//assignToReference",
        marked(put(".", "Nothing_There"), ".", ".."),
        "FLOW-159",
    ),
    kind(
        "FLOW-136", "an assignment to a formula", "flow", ".[formulas]//assignToReference", marked(a_formula, ".", "..")
    ),
    kind("FLOW-137", "an outcome without conditions", "flow", "decisions/rules", drop("conditions")),
    kind("FLOW-137", "a decision without outcomes", "flow", "decisions", drop("rules")),
    kind("FLOW-137", "a condition without an operator", "flow", "decisions/rules/conditions", drop("operator"), READ),
    kind(
        "FLOW-137",
        "a condition without a left side",
        "flow",
        "decisions/rules/conditions",
        drop("leftValueReference"),
        READ,
    ),
    kind("FLOW-140", "a loop that does nothing", "flow", "loops", drop("nextValueConnector")),
    kind(
        "FLOW-140",
        "a loop over nothing",
        "flow",
        "loops",
        put("collectionReference", "Nothing_There", parent=True),
        "FLOW-159",
    ),
    kind("FLOW-140", "a loop in no order", "flow", "loops/iterationOrder", put(".", "Random"), LISTED),
)
