"""Dashboards, spelled as the WSDL does."""

from generator.frozen import record
from generator.metadata.reports import ChartSummary


@record
class DashboardFilterOption:
    operator: str
    values: tuple[str, ...] = ()


@record
class DashboardFilter:
    dashboardFilterOptions: tuple[DashboardFilterOption, ...] = ()
    name: str


@record
class DashboardFilterColumn:
    column: str


@record
class DashboardTableColumn:
    aggregateType: str | None = None
    calculatePercent: bool | None = None
    column: str
    decimalPlaces: int | None = None
    showSubTotal: bool | None = None
    showTotal: bool | None = None
    sortBy: str | None = None


@record
class DashboardComponentColumn:
    breakPoint1: str | None = None
    breakPoint2: str | None = None
    breakPointOrder: int | None = None
    highRangeColor: int | None = None
    lowRangeColor: int | None = None
    midRangeColor: int | None = None
    reportColumn: str
    showSubTotal: bool | None = None
    showTotal: bool | None = None
    type: str


@record
class DashboardComponentSortInfo:
    sortColumn: str | None = None
    sortOrder: str | None = None


@record
class DashboardFlexTableComponentProperties:
    decimalPrecision: int | None = None
    flexTableColumn: tuple[DashboardComponentColumn, ...] = ()
    flexTableSortInfo: DashboardComponentSortInfo | None = None
    hideChatterPhotos: bool | None = None
    useReportTableSetting: bool | None = None


@record
class DashboardComponentGroupingSort:
    groupingLevel: str
    inheritedReportGroupingSort: str | None = None
    sortColumn: str | None = None
    sortOrder: str | None = None


@record
class DashboardComponentGroupingSortProperties:
    groupingSorts: tuple[DashboardComponentGroupingSort, ...] = ()


@record
class DashboardComponent:
    autoselectColumnsFromReport: bool | None = None
    chartAxisRange: str | None = None
    chartAxisRangeMax: str | None = None
    chartAxisRangeMin: str | None = None
    chartSummary: tuple[ChartSummary, ...] = ()
    componentType: str
    dashboardFilterColumns: tuple[DashboardFilterColumn, ...] = ()
    dashboardTableColumn: tuple[DashboardTableColumn, ...] = ()
    decimalPrecision: int | None = None
    displayUnits: str | None = None
    drillDownUrl: str | None = None
    drillEnabled: bool | None = None
    drillToDetailEnabled: bool | None = None
    enableHover: bool | None = None
    expandOthers: bool | None = None
    flexComponentProperties: DashboardFlexTableComponentProperties | None = None
    footer: str | None = None
    gaugeMax: str | None = None
    gaugeMin: str | None = None
    groupingColumn: tuple[str, ...] = ()
    groupingSortProperties: DashboardComponentGroupingSortProperties | None = None
    header: str | None = None
    indicatorBreakpoint1: str | None = None
    indicatorBreakpoint2: str | None = None
    indicatorHighColor: str | None = None
    indicatorLowColor: str | None = None
    indicatorMiddleColor: str | None = None
    legendPosition: str | None = None
    maxValuesDisplayed: int | None = None
    metricLabel: str | None = None
    report: str | None = None
    showPercentage: bool | None = None
    showPicturesOnCharts: bool | None = None
    showPicturesOnTables: bool | None = None
    showRange: bool | None = None
    showTotal: bool | None = None
    showValues: bool | None = None
    sortBy: str | None = None
    sortLegendValues: bool | None = None
    title: str | None = None
    useReportChart: bool | None = None


@record
class DashboardGridComponent:
    colSpan: int
    columnIndex: int
    dashboardComponent: DashboardComponent
    rowIndex: int
    rowSpan: int


@record
class DashboardGridLayout:
    dashboardGridComponents: tuple[DashboardGridComponent, ...] = ()
    numberOfColumns: int
    rowHeight: int


@record
class DashboardComponentSection:
    columnSize: str
    components: tuple[DashboardComponent, ...] = ()


@record
class Dashboard:
    fullName: str | None = None
    backgroundEndColor: str
    backgroundFadeDirection: str
    backgroundStartColor: str
    dashboardChartTheme: str | None = None
    dashboardColorPalette: str | None = None
    dashboardFilters: tuple[DashboardFilter, ...] = ()
    dashboardGridLayout: DashboardGridLayout | None = None
    dashboardType: str | None = None
    description: str | None = None
    isGridLayout: bool | None = None
    leftSection: DashboardComponentSection | None = None
    middleSection: DashboardComponentSection | None = None
    owner: str | None = None
    rightSection: DashboardComponentSection | None = None
    runningUser: str | None = None
    textColor: str
    title: str
    titleColor: str
    titleSize: int
