"""One report for each that the spec asks for, and two of the workflow itself: cases that stayed outside it, and faults.

A report without `by` is grouped by stage, because a dashboard takes no report without groups (DSH-003). One that
measures a clock gives count, median and longest minutes and the share in time, and besides its groups, where there is
room for one more, the bands of minutes. Rows show the case's number and where it stands, never what a patient wrote.
"""

from collections.abc import Iterator

from generator.frozen import record
from generator.lower.naming import Names, metric_parts, minutes_key
from generator.lower.people import without_team
from generator.lower.report_filters import Columns, columns_of, item, report_filter
from generator.lower.report_types import CASE_COLUMNS
from generator.metadata.component import Component, component
from generator.metadata.folders import DashboardFolder, FolderShare, ReportFolder
from generator.metadata.reports import (
    Report,
    ReportColumn,
    ReportFilter,
    ReportGrouping,
    ReportTimeFrameFilter,
)
from generator.process.model import Process
from generator.process.model import Report as Asked
from generator.source import Span

MOST_GROUPS = 3
"""Of a summary report (RPT-003)."""
LONGEST_NAME, LONGEST_DESCRIPTION = 40, 255
"""RPT-002."""
INTERVALS = {
    "all": "INTERVAL_CUSTOM", "this_week": "INTERVAL_THISWEEK", "this_month": "INTERVAL_THISMONTH",
    "this_quarter": "INTERVAL_CURRENTQ", "this_year": "INTERVAL_CURY",
}  # fmt: skip
"""Calendar quarters and years; INTERVAL_CURRENT and INTERVAL_CURFY are fiscal ones. A custom interval without dates is
all time, as in the reports that bcgov/MoH-SAT (GitHub) retrieved from an org."""
IN_ROWS = ("stage", "urgency", "team", "owner", "received_at")
"""Facts that a row of a report shows beside the case's number."""
OVERVIEW = "reports"
"""The folder of whatever everybody may see; also that of the dashboards."""


@record
class Made:
    """A report with what a dashboard needs to know of it: the columns of its groups, that of the share in time, and
    whether its folder is for everybody."""

    component: Component
    groups: tuple[str, ...]
    share: str | None
    for_all: bool


def reports(process: Process, names: Names) -> tuple[Made, ...]:
    """Every report, in the order of the spec, then the two of the workflow itself."""
    columns = columns_of(process, names)
    asked = [of_spec(one, process, columns) for one in process.reports]
    return (*asked, outside(process, columns), faults(process, columns))


def of_spec(asked: Asked, process: Process, columns: Columns) -> Made:
    """Raises ValueError for what no report can say; checks refuse it before."""
    names = columns.names
    groups = grouped(asked, process, columns)
    share = columns.of(f"{asked.measure}.within") if asked.measure else None
    body = Report(
        columns=shown(groups, measures(asked, columns), columns),
        description=described(asked, process),
        filter=report_filter(asked.where, process.identity.id, columns),
        format="Summary",
        groupingsDown=tuple(grouping(one) for one in groups),
        name=asked.label[:LONGEST_NAME],
        reportType=f"{names.own('cases')}__c",
        scope="organization",
        showDetails=asked.measure is None,
        showGrandTotal=True,
        showSubTotals=True,
        timeFrameFilter=ReportTimeFrameFilter(dateColumn="Case$CreatedDate", interval=INTERVALS[asked.period]),
    )
    return Made(
        component=component(f"{folder_of(asked, names)}/{names.report(asked)}", body, asked.because),
        groups=groups,
        share=share,
        for_all=not asked.seen_by,
    )


def grouped(asked: Asked, process: Process, columns: Columns) -> tuple[str, ...]:
    consents = {consent.id for consent in process.consents}
    groups = []
    for fact in asked.by:
        key = "age.band" if fact == "age" else f"{fact}.signed" if fact in consents else fact
        groups.append(columns.of(key))
    if asked.measure and (asked.measure, "band") in metric_parts(process) and len(groups) < MOST_GROUPS:
        groups.append(columns.of(f"{asked.measure}.band"))
    if len(groups) > MOST_GROUPS:
        raise ValueError(f"a report has at most {MOST_GROUPS} groups: `{asked.id}`")
    return tuple(groups) or (columns.of("stage"),)


def measures(asked: Asked, columns: Columns) -> tuple[ReportColumn, ...]:
    """Salesforce reports know a median and no percentile: the bands and the longest tell of the slowest."""
    if asked.measure is None:
        return ()
    minutes, share = columns.of(minutes_key(asked.measure)), columns.of(f"{asked.measure}.within")
    return (
        ReportColumn(aggregateTypes=("Maximum", "Median"), field=minutes),
        ReportColumn(aggregateTypes=("Average",), field=share),
    )


def shown(groups: tuple[str, ...], measured: tuple[ReportColumn, ...], columns: Columns) -> tuple[ReportColumn, ...]:
    """A field that groups is no column as well (RPT-004)."""
    rows = ["Case$CaseNumber", *(columns.of(fact) for fact in IN_ROWS)]
    return (*(ReportColumn(field=one) for one in rows if one not in groups), *measured)


def grouping(column: str) -> ReportGrouping:
    """`Day` stands in every grouping that orgs retrieve, dates or not."""
    return ReportGrouping(dateGranularity="Day", field=column, sortOrder="Asc")


def described(asked: Asked, process: Process) -> str:
    clocks = {clock.id: clock.label for clock in process.clocks}
    what = "count"
    if asked.measure:
        what = f"count, median and longest minutes, and share in time of «{clocks[asked.measure]}»"
    when = "" if asked.period == "all" else f" Received {asked.period.replace('_', ' ')}."
    return f"{process.identity.label}: {what}.{when} Days are those of whoever runs it."[:LONGEST_DESCRIPTION]


# -- what every workflow has ---------------------------------------------------------------------------------------


def outside(process: Process, columns: Columns) -> Made:
    """Cases of the record type that no flow let in: made while the flows were off, or by a data load."""
    record_type = item("Case$RecordType", "equals", f"Case.{process.identity.record_type}")
    body = Report(
        columns=tuple(ReportColumn(field=f"Case${one}") for one in CASE_COLUMNS if one not in ("Origin", "RecordType")),
        description="Cases of the record type that the workflow did not let in: nothing routes them, no clock runs.",
        filter=ReportFilter(criteriaItems=(record_type, item(columns.of("workflow"), "equals", ""))),
        format="Summary",
        groupingsDown=(grouping("Case$Origin"),),
        name="Cases outside the workflow",
        reportType=f"{columns.names.own('cases')}__c",
        scope="organization",
        showDetails=True,
        showGrandTotal=True,
        showSubTotals=True,
        timeFrameFilter=ReportTimeFrameFilter(dateColumn="Case$CreatedDate", interval=INTERVALS["all"]),
    )
    return always("outside_workflow", body, process.identity.because, columns.names)


def faults(process: Process, columns: Columns) -> Made:
    """What went wrong in a flow, by the element that it went wrong in."""
    names = columns.names
    table = names.object("event")
    why, at = (f"{table}${names.of(key)}" for key in ("why", "at"))
    rows = (f"{table}$Name", f"{table}${names.of('case_number')}", at, f"{table}${names.of('now')}")
    body = Report(
        columns=tuple(ReportColumn(field=one) for one in rows),
        description="Faults of flows by where they happened. Each names the case that was being worked on.",
        filter=ReportFilter(criteriaItems=(item(f"{table}${names.of('kind')}", "equals", "fault"),)),
        format="Summary",
        groupingsDown=(grouping(why),),
        name="Faults",
        reportType=f"{names.own('decisions')}__c",
        scope="organization",
        showDetails=True,
        showGrandTotal=True,
        showSubTotals=True,
        timeFrameFilter=ReportTimeFrameFilter(dateColumn=at, interval=INTERVALS["all"]),
    )
    return always("workflow_faults", body, process.identity.because, names)


def always(id: str, body: Report, because: Span, names: Names) -> Made:
    name = f"{names.own(OVERVIEW)}/{names.own(id)}"
    groups = tuple(one.field for one in body.groupingsDown)
    return Made(component=component(name, body, because), groups=groups, share=None, for_all=True)


# -- folders -------------------------------------------------------------------------------------------------------


def folders(process: Process, names: Names) -> Iterator[Component]:
    """One for reports and one for dashboards that every persona sees, and one for each report that only some personas
    do."""
    label, because = process.identity.label[:LONGEST_NAME], process.identity.because
    everybody = shares([one.id for one in process.personas], process, names)
    everybody += tuple(share(names.group(one.id)) for one in process.people)
    for kind in (ReportFolder, DashboardFolder):
        yield component(names.own(OVERVIEW), kind(folderShares=everybody, name=label), because)
    for one in process.reports:
        if one.seen_by:
            body = ReportFolder(folderShares=shares(one.seen_by, process, names), name=one.label[:LONGEST_NAME])
            yield component(folder_of(one, names), body, one.because)


def folder_of(asked: Asked, names: Names) -> str:
    """Longer than other names may be: two that are cut would be one."""
    return f"{names.report(asked)}_Reports" if asked.seen_by else names.own(OVERVIEW)


def shares(personas: tuple[str, ...] | list[str], process: Process, names: Names) -> tuple[FolderShare, ...]:
    """To the groups of the teams that the personas work in, and to those of personas that work in none: a folder is
    shared with groups, not with permission sets. The members of a queue that the org brought are the org's own."""
    teams = {team for one in process.personas if one.id in personas for team in one.teams}
    groups = [names.members(one.id) for one in process.teams if one.id in teams and not one.existing]
    groups += [names.users(one.id) for one in without_team(process) if one.id in personas]
    return tuple(share(group) for group in groups)


def share(group: str) -> FolderShare:
    return FolderShare(accessLevel="View", sharedTo=group, sharedToType="Group")
