"""Dashboards and paths (deploy rules, section 5)."""

from collections.abc import Iterator
from typing import Any

from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject
from generator.verify.world import World

MOST_COMPONENTS, MOST_FIELDS, LONGEST_INFO = 20, 5, 1_000
WITHOUT_GROUPINGS = ("Metric", "Gauge", "Table", "FlexTable")
LENGTHS = {"title": 80, "description": 255}
MASTER = "__MASTER__"


def components(one: Subject) -> Iterator[Any]:
    grid = one.body.dashboardGridLayout
    yield from (each.dashboardComponent for each in (grid.dashboardGridComponents if grid is not None else ()))
    for section in (one.body.leftSection, one.body.middleSection, one.body.rightSection):
        yield from section.components if section is not None else ()


@rule("DSH-002", "deploy", "inf", "Dashboard")
def grids(one: Subject) -> Iterator[Fault]:
    """A grid has 9 or 12 columns, and its components lie in it, none over another.

    An org moves or refuses what does not fit. Mind that a component begins at `columnIndex` and takes `colSpan`
    columns.
    """
    grid = one.body.dashboardGridLayout
    if grid is None:
        return
    if grid.numberOfColumns not in (9, 12):
        yield fault(f"a grid has 9 or 12 columns, not {grid.numberOfColumns}", grid, "numberOfColumns")
    taken: set[tuple[int, int]] = set()
    for each in grid.dashboardGridComponents:
        rows = range(each.rowIndex, each.rowIndex + each.rowSpan)
        cells = {(row, each.columnIndex + right) for row in rows for right in range(each.colSpan)}
        if each.columnIndex + each.colSpan > grid.numberOfColumns:
            yield fault("a component reaches beyond the grid", each, "colSpan")
        if taken & cells:
            yield fault("a component lies over another", each, "rowIndex")
        taken |= cells


@rule("DSH-003", "deploy", "inf", "Dashboard")
def sources(one: Subject) -> Iterator[Fault]:
    """A component shows a report that is there, named with its folder; a chart groups by what the report groups by.

    "Cannot find report X". Write `Folder/Report`, deploy the report with it, and group by a field that the report
    groups by.
    """
    for each in components(one):
        if not each.report:
            continue
        found = one.world.find("Report", each.report)
        if found is None:
            if not packaged(each.report.rpartition("/")[2]):
                yield fault(f"there is no report `{each.report}`", each, "report", missing=True)
            continue
        grouped = {group.field for group in (*found.body.groupingsDown, *found.body.groupingsAcross)}
        if each.componentType not in WITHOUT_GROUPINGS and not grouped:
            yield fault(f"the report `{each.report}` has no groupings to draw", each, "report")
        for number, column in enumerate(each.groupingColumn):
            if grouped and column not in grouped:
                yield fault(f"`{column}` is no grouping of `{each.report}`", each, "groupingColumn", number=number)


@rule("DSH-004", "warning", "doc", "Dashboard")
def viewers(one: Subject) -> Iterator[Fault]:
    """A dashboard that is seen as a certain user names that user.

    One that the org does not have is replaced by whoever deploys, who may see more.
    """
    if one.body.dashboardType == "SpecifiedUser" and not one.body.runningUser:
        yield fault("a dashboard for a specified user names the user", field="dashboardType", help="give `runningUser`")


@rule("DSH-005", "deploy", "doc", "Dashboard")
def texts(one: Subject) -> Iterator[Fault]:
    """A dashboard's title has at most 80 characters, its description 255.

    Shorten it.
    """
    for field, most in LENGTHS.items():
        text = getattr(one.body, field) or ""
        if len(text) > most:
            yield fault(f"`{field}` has {len(text)} characters, and {most} are allowed", field=field)


@rule("DSH-006", "deploy", "inf", "Dashboard")
def many(one: Subject) -> Iterator[Fault]:
    """A dashboard has at most twenty components.

    Make two of it.
    """
    held = list(components(one))
    if len(held) > MOST_COMPONENTS:
        yield fault(f"a dashboard has at most {MOST_COMPONENTS} components", held[MOST_COMPONENTS])


@rule("PATH-002", "deploy", "inf", "PathAssistant")
def path_types(one: Subject) -> Iterator[Fault]:
    """A path is for one record type of its object, or for `__MASTER__`.

    Retrieved ones are spelled so. Give `recordTypeName`, without the object in front.
    """
    name = one.body.recordTypeName
    if name == "Master":
        yield fault("`Master` is written `__MASTER__`", field="recordTypeName")
    elif name != MASTER and not one.world.has("RecordType", f"{one.body.entityName}.{name}") and not packaged(name):
        yield fault(f"{one.body.entityName} has no record type `{name}`", field="recordTypeName", missing=True)


@rule("PATH-003", "deploy", "comm", "PathAssistant")
def one_path(one: Subject) -> Iterator[Fault]:
    """An object has one path for each record type.

    "Cannot create more than 1 Path per sobjectType and recordType".
    """
    key = (one.body.entityName, one.body.recordTypeName)
    first = first_path(one.world, key)
    if first is not one and first.root == one.root:
        yield fault(f"`{first.name}` is a path for {' '.join(key)} already", field="recordTypeName")


def first_path(world: World, key: tuple[str, str]) -> Subject:
    return next(each for each in world.of("PathAssistant") if (each.body.entityName, each.body.recordTypeName) == key)


@rule("PATH-004", "deploy", "inf", "PathAssistant")
def path_fields(one: Subject) -> Iterator[Fault]:
    """A path follows a picklist of its object.

    Status of cases and leads, the stage of opportunities, or a picklist of your own. Name the field by its API name,
    and deploy it before.
    """
    field = one.world.objects.object(one.body.entityName).field(one.body.fieldName)
    if field is None:
        message = f"there is no field `{one.body.fieldName}` on {one.body.entityName}"
        yield fault(message, field="fieldName", missing=True)
    elif field.kind not in ("picklist", "any"):
        yield fault(f"`{one.body.fieldName}` is no picklist", field="fieldName")


@rule("PATH-005", "deploy", "inf", "PathAssistant")
def steps(one: Subject) -> Iterator[Fault]:
    """A step of a path is a value of its field, shows at most five fields, and says at most 1,000 characters.

    The values are those of the record type. Take out a step that the field has not, and say less.
    """
    field = one.world.objects.object(one.body.entityName).field(one.body.fieldName)
    for each in one.body.pathAssistantSteps:
        if len(each.fieldNames) > MOST_FIELDS:
            yield fault(f"a step shows at most {MOST_FIELDS} fields", each, "fieldNames")
        if len(each.info or "") > LONGEST_INFO:
            yield fault(f"a step says at most {LONGEST_INFO} characters", each, "info")
        if (
            field is not None
            and field.custom is not None
            and field.values
            and each.picklistValueName not in field.values
        ):
            yield fault(f"`{each.picklistValueName}` is no value of `{one.body.fieldName}`", each, "picklistValueName")
