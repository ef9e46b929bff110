"""Faults of report types, reports, dashboards and their folders."""

from tests.mutation.flows import READ
from tests.mutation.planting import Element, child, drop, found, kind, made, marked, put, twice

CELL = "dashboardGridLayout/dashboardGridComponents"
COLUMN = "sections/columns"
GROUP = (
    "<groupingsDown><dateGranularity>Day</dateGranularity><field>{}</field><sortOrder>Asc</sortOrder></groupingsDown>"
)


def grouped(element: Element) -> tuple[Element, ...]:
    """Four groupings of a summary."""
    last = element.findall("groupingsDown")[-1]
    for _ in range(4 - len(element.findall("groupingsDown"))):
        last.addnext(made(GROUP.format(child(last, "field").text)))
    return (element, child(element, "format"), *found(element, "groupingsDown | groupingsDown/*"))


def far(element: Element) -> tuple[Element, ...]:
    """Twenty-one components, one below the other."""
    grid = child(element, "dashboardGridLayout")
    first = child(grid, "dashboardGridComponents")
    for _ in range(21 - len(grid.findall("dashboardGridComponents"))):
        twice()(first)
    for number, one in enumerate(grid.findall("dashboardGridComponents")):
        child(one, "columnIndex").text, child(one, "rowIndex").text = "0", str(8 * number)
    return (element, grid, *(inner for one in grid for inner in one.iter()))


def five_joins(element: Element) -> tuple[Element, ...]:
    inner = made("<join><outerJoin>false</outerJoin><relationship>NGH_Clocks__r</relationship></join>")
    outermost = inner
    for _ in range(3):
        above = made("<join><outerJoin>false</outerJoin><relationship>NGH_Clocks__r</relationship></join>")
        above.insert(0, outermost)
        outermost = above
    old = child(element, "join")
    element.replace(old, outermost)
    return (element, *outermost.iter())


def inner_below(element: Element) -> tuple[Element, ...]:
    inner = made("<join><outerJoin>false</outerJoin><relationship>NGH_Clocks__r</relationship></join>")
    join = child(element, "join")
    child(join, "outerJoin").text = "true"
    join.insert(0, inner)
    return inner, join, child(inner, "outerJoin")


def over_another(element: Element) -> tuple[Element, ...]:
    """A component lies where the one before it lies."""
    before = element.getprevious()
    assert before is not None
    for name in ("columnIndex", "rowIndex"):
        child(element, name).text = child(before, name).text
    return element, before, child(element, "columnIndex"), child(element, "rowIndex")


def column_of_group(element: Element) -> tuple[Element, ...]:
    field = child(element, "groupingsDown/field").text
    new = made(f"<columns><field>{field}</field></columns>")
    child(element, "columns").addprevious(new)
    group = child(element, "groupingsDown")
    return new, new[0], group, child(group, "field")


KINDS = (
    kind("RTY-001", "a report type that is neither deployed nor not", "reportType", ".", drop("deployed"), READ),
    kind("RTY-001", "a report type without a category", "reportType", ".", drop("category")),
    kind(
        "RTY-001",
        "a report type of an object that there is not",
        "reportType",
        "baseObject",
        put(".", "NGH_Nothing__c"),
    ),
    kind("RTY-002", "a category that there is not", "reportType", "category", put(".", "patients"), "XSD-001"),
    kind("RTY-003", "five objects", "reportType", ".[join]", five_joins),
    kind("RTY-003", "an inner join below an outer one", "reportType", ".[join]", inner_below),
    kind("RTY-005", "a column of no table", "reportType", COLUMN, drop("table"), READ),
    kind("RTY-006", "a column that there is not", "reportType", COLUMN, put("field", "NGH_Nothing__c", parent=True)),
    kind("RTY-009", "a report of a type that there is not", "report", "reportType", put(".", "NGH_Nothing__c")),
    kind(
        "RTY-009",
        "a report's type without its ending",
        "report",
        "reportType",
        put(".", lambda one: one.removesuffix("__c")),
    ),
    kind("RPT-001", "a report of no shape", "report", ".", drop("format"), READ),
    kind("RPT-001", "a shape that there is not", "report", "format", put(".", "Pie"), READ),
    kind("RPT-002", "a report's name of 41 characters", "report", "name", put(".", "N" * 41)),
    kind("RPT-002", "a report's description of 256 characters", "report", "description", put(".", "D" * 256)),
    kind(
        "RPT-003",
        "a table with groupings",
        "report",
        ".[groupingsDown]",
        marked(put("format", "Tabular"), ".", "format", "groupingsDown", "groupingsDown/*"),
    ),
    kind("RPT-003", "four groupings of a summary", "report", ".[groupingsDown]", grouped),
    kind("RPT-004", "a column that is grouped by", "report", ".[groupingsDown][columns]", column_of_group),
    kind(
        "RPT-006",
        "a column that the type has not",
        "report",
        "columns/field",
        marked(put(".", "Case$NGH_Nothing__c"), ".", ".."),
    ),
    kind(
        "RPT-006",
        "a filter on what the type has not",
        "report",
        "filter/criteriaItems",
        put("column", "Case$NGH_Nothing__c", parent=True),
    ),
    kind(
        "RPT-006",
        "a grouping by what the type has not",
        "report",
        "groupingsDown",
        put("field", "Case$NGH_Nothing__c", parent=True),
    ),
    kind(
        "RPT-008",
        "an interval that there is not",
        "report",
        "timeFrameFilter",
        put("interval", "INTERVAL_CURQ", parent=True),
        "XSD-001",
    ),
    kind("RPT-008", "a time frame of no column", "report", "timeFrameFilter", drop("dateColumn"), READ),
    kind(
        "RPT-009",
        "logic that names a filter that there is not, of a report",
        "report",
        "filter[booleanFilter]",
        put("booleanFilter", "1 AND 9", parent=True),
    ),
    kind("DSH-001", "a dashboard without a title", "dashboard", ".", drop("title"), READ),
    kind("DSH-001", "a dashboard without a colour", "dashboard", ".", drop("textColor"), READ),
    kind(
        "DSH-002",
        "components that lie over each other",
        "dashboard",
        f"{CELL}[preceding-sibling::dashboardGridComponents]",
        over_another,
    ),
    kind("DSH-002", "a component beside the grid", "dashboard", CELL, put("columnIndex", "11", parent=True)),
    kind(
        "DSH-003",
        "a component of a report that there is not",
        "dashboard",
        f"{CELL}/dashboardComponent/report",
        marked(put(".", "NGH_Reports/Nothing"), ".", ".."),
    ),
    kind(
        "DSH-003",
        "a component that groups by another field",
        "dashboard",
        f"{CELL}/dashboardComponent/groupingColumn",
        marked(put(".", "Case$NGH_Nothing__c"), ".", ".."),
    ),
    kind("DSH-005", "a title of 81 characters", "dashboard", "title", put(".", "T" * 81)),
    kind("DSH-005", "a dashboard's description of 256 characters", "dashboard", "description", put(".", "D" * 256)),
    kind("DSH-006", "twenty-one components", "dashboard", ".", far),
    kind("FOLD-001", "a folder of reports without a name", "reportFolder", ".", drop("name"), READ),
    kind("FOLD-001", "a folder of dashboards without a name", "dashboardFolder", ".", drop("name"), READ),
    kind("FOLD-001", "a folder of mails without a name", "emailFolder", ".", drop("name"), READ),
    kind(
        "FOLD-002",
        "a folder shared with a group that there is not",
        "reportFolder",
        "folderShares",
        put("sharedTo", "Nothing_There", parent=True),
    ),
    kind("FOLD-002", "a folder shared with nobody", "reportFolder", "folderShares", drop("sharedTo"), READ),
    kind(
        "FOLD-002",
        "a folder of dashboards shared with a group that there is not",
        "dashboardFolder",
        "folderShares",
        put("sharedTo", "Nothing_There", parent=True),
    ),
)
