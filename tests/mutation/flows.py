"""Faults of flows as graphs: elements, names, start, paths, schedules."""

from tests.mutation.planting import Element, Plant, add, both, child, drop, kind, made, marked, put, swap, twice

NODES = "assignments | decisions | loops | recordLookups | recordCreates | recordUpdates | subflows | actionCalls"
BEFORE = "start[triggerType='RecordBeforeSave']"
PATH = "start/scheduledPaths[recordField]"
READ = "XSD-001 XML-002"
LISTED = "XSD-001 FLOW-015"
PLACED = "<label>Extra</label><locationX>0</locationX><locationY>0</locationY>"
SCREEN = f"<screens><name>Extra</name>{PLACED}<allowBack>true</allowBack><allowFinish>true</allowFinish></screens>"
VALUE = "<inputAssignments><field>Subject</field><value><stringValue>x</stringValue></value></inputAssignments>"
CREATE = f"<recordCreates><name>Extra</name>{PLACED}{VALUE}<object>Task</object></recordCreates>"
UPDATE = f"<recordUpdates><name>Extra</name>{PLACED}{{}}{VALUE}{{}}</recordUpdates>"
SUBFLOW = f"<subflows><name>Extra</name>{PLACED}<flowName>NGH_Notify</flowName></subflows>"
LATER = (
    "<label>Later</label><offsetNumber>1</offsetNumber><offsetUnit>Hours</offsetUnit>"
    "<timeSource>RecordTriggerEvent</timeSource>"
)
FORMULA = "<filterFormula>NOT(ISBLANK({!$Record.Id}))</filterFormula>"
CHANGED = "<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>"
TRUE = "<value><booleanValue>true</booleanValue></value>"
TIMES = (
    "<schedule><frequency>Daily</frequency><startDate>2026-01-01</startDate><startTime>06:00:00.000Z</startTime>"
    "</schedule>"
)


def at_end(element: Element) -> tuple[Element, ...]:
    """The first of several assignments is moved behind everything."""
    first = child(element, "assignments")
    element.append(first)
    return (first,)


def to_itself(element: Element) -> tuple[Element, ...]:
    target = child(element, "connector/targetReference")
    target.text = child(element, "name").text
    return target, child(element, "connector"), element


def lonely(element: Element) -> tuple[Element, ...]:
    """An assignment that changes nothing and that nothing leads to."""
    name = child(element, "assignmentItems/assignToReference").text
    new = made(
        f"<assignments><name>Lonely</name>{PLACED}<assignmentItems><assignToReference>{name}</assignToReference>"
        f"<operator>Assign</operator><value><elementReference>{name}</elementReference></value></assignmentItems>"
        "</assignments>"
    )
    element.addnext(new)
    return new, child(new, "name")


def same_name(element: Element) -> tuple[Element, ...]:
    """A variable gets the name of the one before it, in capitals."""
    before = element.getprevious()
    assert before is not None
    name = child(element, "name")
    name.text = (child(before, "name").text or "").upper()
    return name, element, child(before, "name"), before


def extra(xml: str) -> Plant:
    """An element of the canvas that a flow of this kind may not have, put in front of the start."""

    def plant(element: Element) -> tuple[Element, ...]:
        new = made(xml)
        element.addprevious(new)
        return new, child(new, "name"), *new.findall("faultConnector"), *new.findall("object")

    return plant


def guarded(element: Element) -> tuple[Element, ...]:
    """An update of the record that is saved, with a fault path to where the flow begins."""
    target = child(element, "connector/targetReference").text
    fault = f"<faultConnector><targetReference>{target}</targetReference></faultConnector>"
    return extra(UPDATE.format(fault, "<inputReference>$Record</inputReference>"))(element)


def with_paths(*says: str) -> Plant:
    """Paths for later are put in front of the trigger; they lead where the flow's own way leads."""

    def plant(element: Element) -> tuple[Element, ...]:
        target = child(element, "connector/targetReference").text
        new = [
            made(
                f"<scheduledPaths><name>Path_{number}</name><connector><targetReference>{target}</targetReference>"
                f"</connector>{one}</scheduledPaths>"
            )
            for number, one in enumerate(says)
        ]
        for one in new:
            child(element, "triggerType").addprevious(one)
        return tuple(one for path in new for one in (path, *path))

    return plant


def name_of_first(element: Element) -> tuple[Element, ...]:
    before = element.getprevious()
    assert before is not None
    return put("name", child(before, "name").text or "", parent=True)(element)


def guarded_assignment(element: Element) -> tuple[Element, ...]:
    """An assignment cannot fail; a fault path is no element of it."""
    target = child(element, "connector/targetReference").text
    new = made(f"<faultConnector><targetReference>{target}</targetReference></faultConnector>")
    child(element, "connector").addnext(new)
    return (new,)


KINDS = (
    kind("FLOW-001", "a flow without a label", "flow", ".", drop("label"), READ),
    kind("FLOW-002", "a second block of assignments", "flow", ".[count(assignments)>1]", at_end),
    kind("FLOW-004", "an element without a place", "flow", NODES, drop("locationX"), READ),
    kind("FLOW-005", "a name that begins with a digit", "flow", "decisions/rules", put("name", "2nd_outcome")),
    kind("FLOW-005", "a blank in a name", "flow", "decisions/rules", put("name", "An outcome")),
    kind("FLOW-005", "a name of 81 characters", "flow", "decisions/rules", put("name", "N" * 81)),
    kind("FLOW-005", "two underscores in a name", "flow", "decisions/rules", put("name", "An__outcome")),
    kind(
        "FLOW-006",
        "two variables of one name",
        "flow",
        "variables[preceding-sibling::*[1][self::variables]]",
        same_name,
    ),
    kind("FLOW-008", "an element without a label", "flow", NODES, drop("label"), READ),
    kind("FLOW-008", "an outcome without a label", "flow", "decisions/rules", drop("label"), READ),
    kind("FLOW-009", "a decision that does not name its default", "flow", "decisions", drop("defaultConnectorLabel")),
    kind(
        "FLOW-010", "nothing connected to the start", "flow", "start[connector][not(scheduledPaths)]", drop("connector")
    ),
    kind("FLOW-012", "a connector to nothing", "flow", ".//connector/targetReference", put(".", "Nowhere")),
    kind("FLOW-012", "a fault path to nothing", "flow", ".//faultConnector/targetReference", put(".", "Nowhere")),
    kind("FLOW-012", "a connector without a target", "flow", "assignments/connector", drop("targetReference"), READ),
    kind("FLOW-013", "an element connected to itself", "flow", "assignments[connector]", to_itself),
    kind("FLOW-014", "an element that nothing leads to", "flow", "assignments[assignmentItems]", lonely),
    kind("FLOW-015", "an operator that there is not", "flow", ".//conditions/operator", put(".", "Banana"), "XSD-001"),
    kind("FLOW-015", "a data type that there is not", "flow", "variables/dataType", put(".", "Words"), "XSD-001"),
    kind("FLOW-016", "bulkSupport", "flow", ".", add("<bulkSupport>true</bulkSupport>", "assignments"), "XSD-001"),
    kind("FLOW-019", "a screen in an autolaunched flow", "flow", "start", extra(SCREEN)),
    kind("FLOW-020", "an order of more than 2,000", "flow", "triggerOrder", put(".", "2001")),
    kind(
        "FLOW-020",
        "an order of a flow that nothing triggers",
        "flow",
        ".[not(start/object)]",
        add("<triggerOrder>5</triggerOrder>", "subflows|status"),
    ),
    kind(
        "FLOW-021",
        "a run mode that there is not",
        "flow",
        ".",
        add("<runInMode>SystemMode</runInMode>", "recordUpdates|processType"),
        LISTED,
    ),
    kind(
        "FLOW-023",
        "a transaction model that there is not",
        "flow",
        "actionCalls/flowTransactionModel",
        put(".", "Sometimes"),
        LISTED,
    ),
    kind(
        "FLOW-040",
        "a record trigger that does not say the save",
        "flow",
        "start[object]/recordTriggerType/..",
        drop("recordTriggerType"),
    ),
    kind("FLOW-040", "a record trigger without an object", "flow", "start[recordTriggerType]", drop("object")),
    kind(
        "FLOW-041",
        "before a save, on deletion",
        "flow",
        f"{BEFORE}/recordTriggerType",
        marked(put(".", "Delete"), ".", "..", "../triggerType"),
    ),
    kind(
        "FLOW-044",
        "filters and a formula",
        "flow",
        "start[filters][not(filterFormula)][recordTriggerType]",
        add(FORMULA, "locationY", parent=True),
    ),
    kind(
        "FLOW-045",
        "a formula on a schedule",
        "flow",
        "start[schedule]",
        both(add(FORMULA, "locationY", parent=True), drop("filters", "filterLogic")),
    ),
    kind(
        "FLOW-046",
        "logic that names a filter that there is not",
        "flow",
        "start[filters]",
        put("filterLogic", "1 AND 7", parent=True),
    ),
    kind(
        "FLOW-047",
        "a filter over a relationship",
        "flow",
        "start[object='Case']/filters",
        put("field", "Account.Name", parent=True),
    ),
    kind(
        "FLOW-049",
        "IsNull against a text",
        "flow",
        ".//conditions[operator='IsNull'][rightValue/booleanValue]",
        marked(
            swap("rightValue/booleanValue", "<stringValue>yes</stringValue>"),
            ".",
            "operator",
            "rightValue",
            "rightValue/*",
        ),
    ),
    kind(
        "FLOW-050",
        "IsChanged where only new records come",
        "flow",
        "start[recordTriggerType='Create']/filters",
        both(put("operator", "IsChanged", parent=True), swap("value", TRUE)),
    ),
    kind(
        "FLOW-052",
        "the flag of a change where only new records come",
        "flow",
        "start[recordTriggerType='Create']",
        add(CHANGED, "locationY", parent=True),
    ),
    kind(
        "FLOW-053",
        "an outcome that asks for a change of a new record",
        "flow",
        ".[start/recordTriggerType='Create']/decisions/rules",
        add(CHANGED, "connector|conditions", parent=True),
    ),
    kind(
        "FLOW-057",
        "the record before a first save",
        "flow",
        ".[start/recordTriggerType='Create']//elementReference[starts-with(., '$Record.')]",
        marked(put(".", lambda text: text.replace("$Record.", "$Record__Prior.")), ".", ".."),
    ),
    kind("FLOW-070", "a create before a save", "flow", BEFORE, extra(CREATE)),
    kind("FLOW-071", "a subflow before a save", "flow", BEFORE, extra(SUBFLOW)),
    kind(
        "FLOW-072",
        "an update of another record before a save",
        "flow",
        BEFORE,
        extra(UPDATE.format("", "<object>Contact</object>")),
    ),
    kind("FLOW-073", "a fault path before a save", "flow", f"{BEFORE}[connector]", guarded),
    kind("FLOW-074", "a path for later before a save", "flow", f"{BEFORE}[connector]", with_paths(LATER), "FLOW-080"),
    kind("FLOW-081", "a path without a unit", "flow", PATH, drop("offsetUnit")),
    kind("FLOW-081", "a path without a label", "flow", PATH, drop("label")),
    kind("FLOW-081", "a path without what it counts from", "flow", PATH, drop("timeSource")),
    kind("FLOW-081", "a path from a field that is not said", "flow", PATH, drop("recordField")),
    kind("FLOW-082", "a path counted in weeks", "flow", PATH, put("offsetUnit", "Weeks")),
    kind("FLOW-082", "a path counted in fortnights", "flow", PATH, put("offsetUnit", "Fortnights"), LISTED),
    kind(
        "FLOW-083",
        "a path before the save",
        "flow",
        PATH,
        both(put("offsetNumber", "-1", parent=True), put("timeSource", "RecordTriggerEvent"), drop("recordField")),
    ),
    kind("FLOW-084", "a path from a field that there is not", "flow", PATH, put("recordField", "Nothing_At__c")),
    kind("FLOW-084", "a path from a text", "flow", PATH, put("recordField", "Name")),
    kind("FLOW-085", "a path for 500 records at once", "flow", PATH, add("<maxBatchSize>500</maxBatchSize>", "label")),
    kind(
        "FLOW-086",
        "a path after each update",
        "flow",
        "start[recordTriggerType='Create'][scheduledPaths/timeSource]",
        marked(
            both(
                put("recordTriggerType", "CreateAndUpdate"),
                put("scheduledPaths/timeSource", "RecordTriggerEvent"),
                lambda start: drop("recordField")(child(start, "scheduledPaths[timeSource]")),
            ),
            "scheduledPaths",
            "scheduledPaths/name",
        ),
    ),
    kind(
        "FLOW-087",
        "a path right after the save that says a time",
        "flow",
        "start/scheduledPaths[pathType]",
        add("<offsetNumber>1</offsetNumber>", "connector", parent=True),
    ),
    kind(
        "FLOW-088",
        "two paths right after the save",
        "flow",
        "start/scheduledPaths[pathType]",
        twice(),
    ),
    kind("FLOW-091", "two paths of one name", "flow", "start/scheduledPaths[2]", name_of_first),
    kind("FLOW-100", "a schedule that does not say how often", "flow", "start/schedule", drop("frequency")),
    kind("FLOW-100", "a schedule that does not say when", "flow", "start/schedule", drop("startTime")),
    kind("FLOW-101", "a monthly schedule", "flow", "start/schedule/frequency", put(".", "Monthly"), LISTED),
    kind(
        "FLOW-102",
        "a schedule with an end",
        "flow",
        "start/schedule",
        add("<endDate>2030-01-01</endDate>", parent=True),
        "XSD-001",
    ),
    kind("FLOW-104", "a time of no shape", "flow", "start/schedule/startTime", put(".", "6 am"), READ),
    kind(
        "FLOW-105",
        "a schedule of a record trigger",
        "flow",
        "start[recordTriggerType]",
        add(TIMES, "recordTriggerType", parent=True),
    ),
    kind(
        "FLOW-109",
        "a kind of save on a schedule",
        "flow",
        "start[schedule]",
        add("<recordTriggerType>Create</recordTriggerType>", "object", parent=True),
        "FLOW-041",
    ),
    kind("FLOW-156", "a fault path of an assignment", "flow", "assignments[connector]", guarded_assignment, "XSD-001"),
)
