"""Report types, reports and their folders (deploy rules, section 5)."""

import re
from collections.abc import Iterator

from generator.emulator.catalogue import CHILDREN
from generator.metadata.reports import ReportTypeColumn
from generator.verify.flows.logic import beyond, problems
from generator.verify.objects import UNKNOWN, package_of, packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject
from generator.verify.world import World

MOST_FILTERS = 20
GROUPINGS = {"Tabular": (0, 0), "Summary": (3, 0), "Matrix": (2, 2)}
FOLDERS = {"Report": "ReportFolder", "Dashboard": "DashboardFolder"}
PREDEFINED = "unfiled$public"
INTERVAL = re.compile(r"INTERVAL_[A-Z0-9]+|[A-Z_]+_(FISCALWEEK|FISCALPERIOD|ENTITLEMENT_PERIODS?(_AGO)?)")
OF_AN_OBJECT = re.compile(r"[$@]")
EVERYBODY = ("AllInternalUsers", "AllPrmUsers", "AllCspUsers")


@rule("RTY-001", "deploy", "doc", "ReportType")
def whole(one: Subject) -> Iterator[Fault]:
    """A report type has a category and sections, and its base object is there.

    Every retrieved one does. Give `category`, and a section with columns.
    """
    if one.body.category is None:
        yield fault("a report type needs `category`", field="baseObject")
    if not one.body.sections:
        yield fault("a report type needs `sections`", field="baseObject")
    if one.world.objects.exists(one.body.baseObject) is False:
        yield fault(f"there is no object `{one.body.baseObject}`", field="baseObject", missing=True)


@rule("RTY-003", "deploy", "maint", "ReportType")
def joins(one: Subject) -> Iterator[Fault]:
    """A report type joins at most four objects, and no inner join stands below an outer one.

    What an outer join leaves open, an inner one below it would close again.
    """
    join, depth, outer = one.body.join, 0, False
    while join is not None:
        depth += 1
        if outer and not join.outerJoin:
            yield fault("an inner join stands below an outer one", join, "outerJoin")
        if depth > 3:
            yield fault("a report type joins at most four objects", join, "relationship")
        outer, join = outer or join.outerJoin, join.join


@rule("RTY-006", "deploy", "inf", "ReportType")
def columns(one: Subject) -> Iterator[Fault]:
    """A column is a field of its table.

    A table is the base object, and what the type joins to it: `Visit__c.Findings__r`. Lookups are followed with dots,
    by the names of their fields: `Order__c.Kind__c`. Standard fields are spelled as the org shows them, not always as
    the API does; they are judged in trees that Carepath made. Of other trees, which may hold a part of their org, the
    columns of an object are told once.
    """
    world = one.world
    nowhere: dict[str, list[ReportTypeColumn]] = {}
    for column in (each for section in one.body.sections for each in section.columns):
        table = joined(world, column.table)
        if table is not None and not there(world, table, column.field):
            nowhere.setdefault(f"{table}.{column.field}" if world.ours else table, []).append(column)
    for table, (first, *others) in nowhere.items():
        more = f" ({len(others)} more of its columns)" if others else ""
        of = table.partition(".")[0]
        yield fault(f"there is no field `{first.field}` on {of}{more}", first, "field", missing=True)


def joined(world: World, table: str) -> str | None:
    """The object behind a table of a report type; None where nobody can say."""
    here, *way = table.split(".")
    for step in way:
        child, by_field, _ = step.partition("$")
        if by_field:
            here = child
            continue
        field = world.relationships.get((package_of(step), here.lower(), step.removesuffix("__r").lower()))
        standard = next((each for parent, name, each, _ in CHILDREN if (parent, name) == (here, step)), None)
        if field is None and standard is None:
            return None
        here = field.parent if field is not None else str(standard)
    return here


def there(world: World, table: str, path: str) -> bool:
    """Whether a column's path leads to a field, or to where nobody can say."""
    here = world.objects.object(table)
    *way, last = path.split(".")
    for step in way:
        found = here.field(step) or here.relation(step)
        if found is None:
            return not judged(world, step)
        if found is UNKNOWN or len(found.refers) != 1:
            return True
        here = world.objects.object(found.refers[0])
    return here.field(last) is not None or here.relation(last) is not None or not judged(world, last)


def judged(world: World, name: str) -> bool:
    return world.ours or name.endswith("__c")


@rule("RTY-009", "deploy", "comm", "Report")
def types(one: Subject) -> Iterator[Fault]:
    """A report names its own type with `__c`, and the type is there.

    "invalid report type". The type's file is called without. Types that an org makes for each object are spelled
    `CustomEntity$Visit__c`, and have no file.
    """
    name = one.body.reportType
    elsewhere = packaged(name) or OF_AN_OBJECT.search(name) is not None
    if not name.endswith("__c"):
        if one.world.find("ReportType", name) is not None:
            yield fault(f"`{name}` is a type of our own", field="reportType", help=f"write {name}__c")
    elif not elsewhere and not one.world.has("ReportType", name.removesuffix("__c")):
        yield fault(f"there is no report type `{name}`", field="reportType", missing=True)


@rule("RPT-002", "deploy", "doc", "Report")
def names(one: Subject) -> Iterator[Fault]:
    """A report's name has at most 40 characters, its description 255.

    Shorten it.
    """
    for field, most in (("name", 40), ("description", 255)):
        text = getattr(one.body, field) or ""
        if len(text) > most:
            yield fault(f"`{field}` has {len(text)} characters, and {most} are allowed", field=field)


@rule("RPT-003", "deploy", "doc", "Report")
def groupings(one: Subject) -> Iterator[Fault]:
    """A tabular report has no groupings, a summary three, a matrix two down and two across.

    What has more is another format, or another report. Write Summary or Matrix, or take a grouping out.
    """
    limits = GROUPINGS.get(one.body.format)
    if limits is None:
        return
    for field, most in zip(("groupingsDown", "groupingsAcross"), limits, strict=True):
        held = getattr(one.body, field)
        if len(held) > most:
            yield fault(f"a {one.body.format} report has at most {most} of `{field}`", held[most], "field")


@rule("RPT-004", "deploy", "inf", "Report")
def grouped_columns(one: Subject) -> Iterator[Fault]:
    """What a report groups by is no column of it.

    No retrieved report shows it twice. Take the column out: the grouping shows its value.
    """
    grouped = {each.field for each in (*one.body.groupingsDown, *one.body.groupingsAcross)}
    for column in one.body.columns:
        if column.field in grouped:
            yield fault(f"`{column.field}` is a grouping and a column", column, "field")


@rule("RPT-005", "deploy", "inf", "Report")
def charts(one: Subject) -> Iterator[Fault]:
    """A chart stands in a report with groupings, and groups by one of them.

    There is nothing to draw without. Add a grouping, or take the chart out.
    """
    chart = one.body.chart
    if chart is None:
        return
    grouped = {each.field for each in (*one.body.groupingsDown, *one.body.groupingsAcross)}
    if not grouped:
        yield fault("a chart needs groupings", chart)
    elif chart.groupingColumn and chart.groupingColumn not in grouped:
        yield fault(f"`{chart.groupingColumn}` is no grouping of the report", chart, "groupingColumn")


@rule("RPT-006", "deploy", "inf", "Report")
def report_columns(one: Subject) -> Iterator[Fault]:
    """Columns, groupings and filters are columns of the report's type.

    Written `Case$Status`, or the name of a bucket or formula of the report. Orgs hold reports with fields of the type's
    objects that the type does not list, so that those are told in trees that Carepath made only.
    """
    kind = one.world.find("ReportType", one.body.reportType.removesuffix("__c"))
    if kind is None or not one.body.reportType.endswith("__c"):
        return
    known = {f"{each.table}${each.field}" for section in kind.body.sections for each in section.columns}
    known |= {each.developerName for each in (*one.body.buckets, *one.body.customDetailFormulas)}
    asked = [(each, "field", each.field) for each in (*one.body.columns, *one.body.groupingsDown)]
    asked += [(each, "field", each.field) for each in one.body.groupingsAcross]
    asked += [(each, "sourceColumnName", each.sourceColumnName) for each in one.body.buckets]
    if one.body.filter is not None:
        asked += [(each, "column", each.column) for each in one.body.filter.criteriaItems]
    for at, field, name in asked:
        table, _, column = name.partition("$")
        if not column or "." in name or name in known:
            continue
        if one.world.ours or not there(one.world, table.rpartition("*")[2], column):
            yield fault(f"`{name}` is no column of {one.body.reportType}", at, field)


@rule("RPT-008", "deploy", "doc", "Report")
def time_frames(one: Subject) -> Iterator[Fault]:
    """A time frame says its column and an interval that the API lists.

    The current quarter is INTERVAL_CURRENT. Name the column whose dates count, and take the interval from the guide.
    Source: Metadata API, Report, `UserDateInterval`.
    """
    frame = one.body.timeFrameFilter
    if frame is not None and not INTERVAL.fullmatch(frame.interval):
        yield fault(f"`{frame.interval}` is no interval", frame, "interval")
    elif frame is not None and frame.interval == "INTERVAL_CURQ":
        yield fault("`INTERVAL_CURQ` is no interval", frame, "interval", "the current quarter is INTERVAL_CURRENT")


@rule("RPT-009", "deploy", "maint", "Report")
def filters(one: Subject) -> Iterator[Fault]:
    """A report has at most twenty filters, and their logic names each.

    As `1 AND (2 OR 3)`. A retrieved report may name a filter that its file lacks, on a column that was out of sight.
    """
    held = one.body.filter
    if held is None:
        return
    if len(held.criteriaItems) > MOST_FILTERS:
        yield fault(f"a report has at most {MOST_FILTERS} filters", held.criteriaItems[MOST_FILTERS], "column")
    if held.booleanFilter:
        more = beyond(held.booleanFilter, len(held.criteriaItems))
        for message in problems(held.booleanFilter, len(held.criteriaItems)):
            yield fault(message, held, "booleanFilter", missing=more)


@rule("RPT-012", "deploy", "comm", "Report", "Dashboard")
def folders(one: Subject) -> Iterator[Fault]:
    """The folder of a report or dashboard is in the tree or in the org.

    "Cannot find folder:X". Put the folder's own file into the tree, or name a folder that the org has.
    """
    folder = one.name.rpartition("/")[0].partition("/")[0]
    if folder and folder != PREDEFINED and not packaged(folder) and not one.world.has(FOLDERS[one.kind], folder):
        yield fault(f"there is no folder `{folder}`", missing=True)


@rule("FOLD-001", "deploy", "doc", "ReportFolder", "DashboardFolder", "EmailFolder")
def folder_names(one: Subject) -> Iterator[Fault]:
    """A folder has a name.

    It is what people see; the file is called by the developer name. Give `name`.
    """
    if not one.body.name.strip():
        yield fault("a folder needs a name", field="name")


@rule("FOLD-002", "deploy", "comm", "ReportFolder", "DashboardFolder")
def folder_shares(one: Subject) -> Iterator[Fault]:
    """A folder is shared with groups and roles that are there.

    A user is of one org alone, and the deployment to another fails on the name. Share with a group, and put the user
    into it.
    """
    for each in one.body.folderShares:
        if (
            each.sharedToType == "Group"
            and each.sharedTo not in EVERYBODY
            and not one.world.has("Group", each.sharedTo)
        ):
            yield fault(f"there is no group `{each.sharedTo}`", each, "sharedTo", missing=True)
