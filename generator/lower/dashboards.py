"""All that reads, and last the dashboard of the reports that everybody may see: counts and shares, no rows.

It runs as one user, so that everybody reads the same, whole numbers: as its reader's own view a lead would see no late
cases but the lead's own, and take that for all there are. No user is named: the one who deploys it is filled in (WSDL,
Dashboard.runningUser), which a runbook step may change. A dashboard for the one who looks would also count against a
limit of few in an org (DSH-004), and a deploy over it fails. Reports of fewer readers stay off it for the same reason.
"""

from collections.abc import Iterator, Sequence

from generator.lower.naming import Names
from generator.lower.report_types import report_types
from generator.lower.reports import OVERVIEW, Made, folders, reports
from generator.metadata.component import Component, component
from generator.metadata.dashboards import (
    Dashboard,
    DashboardComponent,
    DashboardComponentGroupingSort,
    DashboardComponentGroupingSortProperties,
    DashboardGridComponent,
    DashboardGridLayout,
)
from generator.metadata.reports import ChartSummary, Report
from generator.process.model import Process

MOST_COMPONENTS = 20
"""Of one dashboard (DSH-006)."""
COLUMNS, WIDE, TALL, ROW_HEIGHT = 12, 6, 8, 36
"""Of the grid, of a component, and pixels (DSH-002)."""
BLACK, WHITE = "#000000", "#FFFFFF"


def reporting(process: Process, names: Names) -> Iterator[Component]:
    """All that reads: report types, folders, reports, dashboards. Raises ValueError for what no report can say."""
    yield from report_types(process, names)
    yield from folders(process, names)
    made = reports(process, names)
    yield from (one.component for one in made)
    yield from dashboards(process, names, made)


def dashboards(process: Process, names: Names, made: Sequence[Made]) -> Iterator[Component]:
    """The overview; more reports than one dashboard takes go on to the next."""
    shown = [one for one in made if one.for_all]
    for start in range(0, len(shown), MOST_COMPONENTS):
        number = start // MOST_COMPONENTS + 1
        tail = "" if number == 1 else f" {number}"
        name = names.own(f"overview{tail.replace(' ', '_')}")
        body = dashboard(f"{process.identity.label}: overview{tail}", shown[start : start + MOST_COMPONENTS])
        yield component(f"{names.own(OVERVIEW)}/{name}", body, process.identity.because)


def dashboard(title: str, made: Sequence[Made]) -> Dashboard:
    placed = tuple(
        DashboardGridComponent(
            colSpan=WIDE,
            columnIndex=number * WIDE % COLUMNS,
            dashboardComponent=chart(one),
            rowIndex=number * WIDE // COLUMNS * TALL,
            rowSpan=TALL,
        )
        for number, one in enumerate(made)
    )
    return Dashboard(
        backgroundEndColor=WHITE,
        backgroundFadeDirection="Diagonal",
        backgroundStartColor=WHITE,
        dashboardChartTheme="light",
        dashboardColorPalette="unity",
        dashboardGridLayout=DashboardGridLayout(
            dashboardGridComponents=placed, numberOfColumns=COLUMNS, rowHeight=ROW_HEIGHT
        ),
        dashboardType="SpecifiedUser",
        description="Counts and shares over all cases of the workflow, the same for everybody who sees it.",
        isGridLayout=True,
        textColor=BLACK,
        title=title[:80],
        titleColor=BLACK,
        titleSize=12,
    )


def chart(made: Made) -> DashboardComponent:
    """By the shape of the report: the share in time by the first group, or a count by one or two groups. Spelled as in
    the dashboards that bcgov/MoH-SAT (GitHub) retrieved from an org."""
    report = made.component.body
    assert isinstance(report, Report)
    groups = made.groups[:1] if made.share else made.groups[:2]
    summary = ChartSummary(axisBinding="y", column="RowCount")
    if made.share:
        summary = ChartSummary(aggregate="Average", axisBinding="y", column=made.share)
    sorts = tuple(
        DashboardComponentGroupingSort(groupingLevel=f"g{number}", sortOrder="a") for number, _ in enumerate(groups, 1)
    )
    return DashboardComponent(
        autoselectColumnsFromReport=False,
        chartAxisRange="Auto",
        chartSummary=(summary,),
        componentType="Column" if made.share else "Bar" if len(groups) == 1 else "BarStacked",
        decimalPrecision=-1,
        displayUnits="Auto",
        drillEnabled=False,
        drillToDetailEnabled=False,
        enableHover=False,
        expandOthers=False,
        groupingColumn=groups,
        groupingSortProperties=DashboardComponentGroupingSortProperties(groupingSorts=sorts),
        footer="Share in time" if made.share else "Cases",
        header=report.name,
        legendPosition="Bottom" if len(groups) == 1 else "Right",
        report=made.component.name,
        showPercentage=False,
        showValues=True,
        sortBy="RowLabelAscending",
        useReportChart=False,
    )
