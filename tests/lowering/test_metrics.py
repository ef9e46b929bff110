"""What reports are made of and where they lie: formula fields, report types, reports, folders, the dashboard."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TypeVar

import pytest

from generator.formula.checking import check
from generator.formula.evaluation import Compiler
from generator.formula.parsing import parse
from generator.formula.values import Value
from generator.interpret.calendars import Calendars
from generator.interpret.wording import Wording
from generator.lower import Directories, lower
from generator.lower.dashboards import MOST_COMPONENTS, reporting
from generator.lower.fields import fields
from generator.lower.metrics import AGES, boundaries, metric_fields
from generator.lower.naming import measured, names_of
from generator.lower.objects import objects
from generator.lower.people import people
from generator.lower.reports import MOST_GROUPS, reports
from generator.metadata.component import Component
from generator.metadata.dashboards import Dashboard
from generator.metadata.folders import Folder, ReportFolder
from generator.metadata.objects import CustomField
from generator.metadata.people import Group
from generator.metadata.registry import BY_NAME
from generator.metadata.reports import Report, ReportType
from generator.process.model import Process
from generator.reading import read
from generator.rendering import render
from generator.schemas.validation import validate
from tests.specs.loaded import ORGANISATIONS, SPECS, resolved

Body = TypeVar("Body", Report, ReportType, Dashboard, ReportFolder)
READING = ("ReportType", "Report", "ReportFolder", "Dashboard", "DashboardFolder")
NOW = datetime(2026, 6, 10, 11, 0, tzinfo=UTC)
KINDS = {"Checkbox": "boolean", "DateTime": "datetime", "Number": "number", "Text": "text"}


def process_of(name: str) -> Process:
    return resolved(name).process


@cache
def emitted(name: str) -> tuple[Component, ...]:
    return tuple(reporting(process_of(name), names_of(process_of(name))))


def bodies(name: str, kind: type[Body]) -> Iterator[tuple[str, Body]]:
    return ((one.name, one.body) for one in emitted(name) if isinstance(one.body, kind))


# -- whole files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPECS)
def test_files_are_valid_and_read_back(name: str) -> None:
    """By the schema of the API; what is read is what was written, and no component is there twice."""
    made = list(emitted(name)) + list(metric_fields(process_of(name), names_of(process_of(name))))
    assert {one.kind for one in made} == {*READING, "CustomField"}
    for one in made:
        content = render(one)
        assert validate(content) == (), one.name
        assert read(content, one.name, BY_NAME[one.kind]).component == one
    assert len({(one.kind, one.name) for one in made}) == len(made)


@pytest.mark.parametrize("name", SPECS)
def test_lowering_puts_each_part_into_its_directory(name: str) -> None:
    directories: Directories = lower(process_of(name))
    for one in emitted(name):
        assert one in directories["workflow"]
    for one in metric_fields(process_of(name), names_of(process_of(name))):
        assert one in directories["foundation"]


# -- report types --------------------------------------------------------------------------------------------------


def case_fields(process: Process) -> dict[str, CustomField]:
    names = names_of(process)
    made = [one.body for one in (*fields(process, names), *metric_fields(process, names))]
    return {one.fullName: one for one in made if isinstance(one, CustomField)}


@pytest.mark.parametrize("name", SPECS)
def test_columns_of_report_types_are_fields_that_are_there(name: str) -> None:
    """Custom columns are fields of foundation, or such that the org has."""
    process, names = process_of(name), names_of(process_of(name))
    ours = {one.name for one in objects(process, names)}
    stored = case_fields(process)
    theirs = {names.field(fact.id) for fact in process.facts if fact.existing}
    for _, body in bodies(name, ReportType):
        rows = [column for section in body.sections for column in section.columns]
        assert len({(column.table, column.field) for column in rows}) == len(rows)
        for column in rows:
            if column.table == "Case" and column.field.endswith("__c"):
                assert column.field in stored.keys() | theirs
            elif column.field.endswith("__c"):
                table = names.object("clock") if column.table.startswith("Case.") else column.table
                assert f"{table}.{column.field}" in ours


@pytest.mark.parametrize("name", SPECS)
def test_no_report_type_holds_words_of_patients(name: str) -> None:
    """No long text; of what is special only what every team works with, and what a report names."""
    process, names = process_of(name), names_of(process_of(name))
    stored = case_fields(process)
    known = {"category", "first_category", "special_handling"}
    named = known | {fact for report in process.reports for fact in report.by} | {"safe_contact"}
    shown = {
        column.field
        for _, body in bodies(name, ReportType)
        for section in body.sections
        for column in section.columns
        if column.table == "Case"
    }
    special = {field for field, body in stored.items() if body.securityClassification == "MissionCritical"}
    assert special & shown <= {names.field(fact.id) for fact in process.facts if fact.id in named}
    assert not {field for field, body in stored.items() if body.type == "LongTextArea"} & shown
    assert not {"Subject", "Description", "SuppliedEmail", "SuppliedName", "Comments"} & shown


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_cases_are_joined_by_a_relationship_of_their_own(name: str) -> None:
    """Each lookup to Case has its own way back, else an org refuses the second (FLD-015)."""
    process, names = process_of(name), names_of(process_of(name))
    back = [
        one.body.relationshipName
        for one in objects(process, names)
        if isinstance(one.body, CustomField) and one.body.referenceTo == "Case"
    ]
    assert len(back) == len(set(back)) == 2
    joins = {body.join.relationship for _, body in bodies(name, ReportType) if body.join}
    assert joins == {f"{names.rows('clock')}__r"}
    assert names.rows("clock") in back


# -- reports -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPECS)
def test_reports_name_only_what_their_type_has(name: str) -> None:
    """Columns, groups, filters and the time frame (RPT-006)."""
    types = {f"{type}__c": body for type, body in bodies(name, ReportType)}
    for report, body in bodies(name, Report):
        kind = types[body.reportType]
        has = {f"{column.table}${column.field}" for section in kind.sections for column in section.columns}
        assert body.filter is not None
        assert body.timeFrameFilter is not None
        used = [column.field for column in body.columns] + [group.field for group in body.groupingsDown]
        used += [item.column for item in body.filter.criteriaItems] + [body.timeFrameFilter.dateColumn]
        assert set(used) <= has, report


@pytest.mark.parametrize("name", SPECS)
def test_reports_keep_the_limits_of_an_org(name: str) -> None:
    """RPT-002, RPT-003, RPT-004: lengths, one to three groups, and no field that is group and column."""
    for _, body in bodies(name, Report):
        assert len(body.name) <= 40
        assert len(body.description or "") <= 255
        groups = [group.field for group in body.groupingsDown]
        assert 1 <= len(groups) <= MOST_GROUPS
        assert not set(groups) & {column.field for column in body.columns}


def of(name: str, report: str) -> Report:
    return next(body for id, body in bodies(name, Report) if id.endswith(f"_{report}"))


def test_a_measure_gives_median_longest_and_share() -> None:
    body = of("northgate", "Time_To_Triage")
    measures = {column.field: column.aggregateTypes for column in body.columns if column.aggregateTypes}
    assert measures == {
        "Case$NGH_Time_To_Triage__c": ("Maximum", "Median"),
        "Case$NGH_Triage_Within__c": ("Average",),
    }
    assert [group.field for group in body.groupingsDown] == ["Case$NGH_Urgency__c", "Case$NGH_Triage_Band__c"]
    other = of("ashfell", "Complaint_Ack")
    assert [column.field for column in other.columns if column.aggregateTypes] == [
        "Case$AGF_Complaint_Ack_Minutes__c", "Case$AGF_Complaint_Ack_Within__c",
    ]  # fmt: skip


def test_periods_are_of_the_calendar() -> None:
    frame = of("northgate", "Breaches").timeFrameFilter
    assert frame is not None
    assert (frame.dateColumn, frame.interval) == ("Case$CreatedDate", "INTERVAL_THISMONTH")
    assert (
        of("northgate", "Breaches").description
        == "Patient inquiry: count. Received this month. Days are those of whoever runs it."
    )


def test_bands_give_way_to_three_groups_and_a_fourth_is_refused() -> None:
    process = process_of("ashfell")
    asked = next(one for one in process.reports if one.measure == "triage")
    four = replace(process, reports=(replace(asked, by=("urgency", "team", "stage", "channel")),))
    three = replace(process, reports=(replace(asked, by=("urgency", "team", "stage")),))
    fields = [one.rpartition("_")[0] for one in reports(three, names_of(three))[0].groups]
    assert fields == ["Case$AGF_Urgency_", "Case$AGF_Team_", "Case$AGF_Stage_"]
    with pytest.raises(ValueError, match="at most 3 groups: `time_to_triage`"):
        reports(four, names_of(four))


def test_a_clock_that_never_runs_has_no_bands() -> None:
    process = process_of("ashfell")
    idle = tuple(replace(one, within=tuple(None for _ in one.within)) for one in process.clocks)
    process = replace(process, clocks=idle)
    names = names_of(process)
    assert not [one.name for one in metric_fields(process, names) if "Triage_Band" in one.name]
    made = reports(process, names)
    groups = {one.component.name.rpartition("/")[2]: one.groups for one in made}
    assert groups["AGF_Time_To_Triage"] == ("Case$AGF_Urgency__c", "Case$AGF_Practice__c")
    assert groups["AGF_Complaint_Ack"] == ("Case$AGF_Stage__c",)


# -- folders and dashboards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPECS)
def test_folders_are_there_and_shared_with_groups_that_are(name: str) -> None:
    """Shared with groups that the package makes or the spec names (FOLD-002)."""
    process, names = process_of(name), names_of(process_of(name))
    groups = {one.name for one in people(process, names) if isinstance(one.body, Group)}
    groups |= {names.group(one.id) for one in process.people}
    found = {(one.kind, one.name) for one in emitted(name) if isinstance(one.body, Folder)}
    for one in emitted(name):
        if isinstance(one.body, Folder):
            assert {share.sharedTo for share in one.body.folderShares} <= groups
        elif one.kind != "ReportType":
            assert (f"{one.kind}Folder", one.name.partition("/")[0]) in found


def test_a_report_of_some_personas_is_shared_with_their_teams_only() -> None:
    process = process_of("ashfell")
    names = names_of(process)
    asked = next(one for one in process.reports if one.seen_by)
    teams = {team for one in process.personas if one.id in asked.seen_by for team in one.teams}
    folder, body = next((id, body) for id, body in bodies("ashfell", ReportFolder) if id != "AGF_Reports")
    assert {one.sharedTo for one in body.folderShares} == {names.members(team) for team in teams}
    assert f"{folder}/{names.report(asked)}" in {one.name for one in emitted("ashfell")}


def test_who_works_in_no_team_sees_reports_by_a_group_of_their_own() -> None:
    """Auditors and the like; data loads read no reports."""
    process = process_of("northgate")
    names = names_of(process)
    apart = [one for one in process.personas if not one.teams]
    shared = {one.sharedTo for _, body in bodies("northgate", ReportFolder) for one in body.folderShares}
    assert {one.bypass for one in apart} == {True, False}
    assert {names.users(one.id) for one in apart if not one.bypass} <= shared
    assert not {names.users(one.id) for one in apart if one.bypass} & shared


@pytest.mark.parametrize("name", SPECS)
def test_a_dashboard_shows_every_report_that_everybody_may_see(name: str) -> None:
    """DSH-003, DSH-006: by groups that the report has, as one user, who is not named."""
    made = dict(bodies(name, Report))
    shown = []
    for _, body in bodies(name, Dashboard):
        assert (body.dashboardType, body.runningUser) == ("SpecifiedUser", None)
        assert body.dashboardGridLayout is not None
        placed = body.dashboardGridLayout.dashboardGridComponents
        assert 1 <= len(placed) <= MOST_COMPONENTS
        assert len({(cell.columnIndex, cell.rowIndex) for cell in placed}) == len(placed)
        for cell in placed:
            part = cell.dashboardComponent
            report = made[part.report or ""]
            groups = [group.field for group in report.groupingsDown]
            assert list(part.groupingColumn) == groups[: len(part.groupingColumn)]
            columns = {column.field for column in report.columns}
            assert part.chartSummary[0].column in columns | {"RowCount"}
            shown.append(part.report)
    folder = names_of(process_of(name)).own("reports")
    assert sorted(str(one) for one in shown) == sorted(one for one in made if one.startswith(f"{folder}/"))


def test_more_reports_than_a_dashboard_takes_go_on_to_the_next() -> None:
    process = process_of("northgate")
    first = process.reports[0]
    many = replace(process, reports=tuple(replace(first, id=f"copy_{number}") for number in range(MOST_COMPONENTS)))
    made = {one.name: one.body for one in reporting(many, names_of(many)) if isinstance(one.body, Dashboard)}
    counts = {
        name: len(body.dashboardGridLayout.dashboardGridComponents)
        for name, body in made.items()
        if body.dashboardGridLayout
    }
    assert counts == {"NGH_Reports/NGH_Overview": MOST_COMPONENTS, "NGH_Reports/NGH_Overview_2": 2}


# -- formula fields ------------------------------------------------------------------------------------------------


class Row:
    """A case for formulas; what is not given is blank."""

    now = NOW

    def __init__(self, given: dict[str, Value]) -> None:
        self.given = given

    def value(self, name: str) -> Value:
        return self.given.get(name)

    prior = value

    def is_new(self) -> bool:
        return False

    def local(self, instant: datetime) -> datetime:
        return instant


def worked_out(name: str, key: str, given: dict[str, Value]) -> Value:
    """The value of a formula field, by the keys of the fields that are given."""
    process, names = process_of(name), names_of(process_of(name))
    stored = case_fields(process)
    body = stored[names.field(key)]
    assert body.formula is not None

    def kind_of(field: str) -> str:
        return "boolean" if field == "IsClosed" else KINDS[stored[field].type or ""]

    row = Row({"IsClosed" if one == "closed" else names.field(one): value for one, value in given.items()})
    return Compiler(kind_of, "blank").compile(parse(body.formula)).run(row)


@pytest.mark.parametrize("name", SPECS)
def test_formulas_would_be_saved(name: str) -> None:
    """FML-001 to FML-020: names, kinds, functions and size, and the kind of the field."""
    stored = case_fields(process_of(name))
    kinds = {field: KINDS.get(body.type or "", "any") for field, body in stored.items()} | {"IsClosed": "boolean"}
    formulas = [body for body in stored.values() if body.formula]
    assert formulas
    for body in formulas:
        result = "text" if body.type == "Text" else "number"
        assert check(body.formula or "", "field", kinds.get, result) == ()  # type: ignore[arg-type]


def test_only_an_age_asks_what_time_it_is() -> None:
    """FML-020: a field that does cannot be indexed."""
    stored = case_fields(process_of("ashfell"))
    asking = {field for field, body in stored.items() if "NOW()" in (body.formula or "")}
    assert asking == {"AGF_Age_Days__c"}
    assert not [field for field, body in stored.items() if "TODAY()" in (body.formula or "")]


def test_minutes_are_whole_as_the_interpreter_counts_them() -> None:
    wording = Wording(process_of("ashfell"), Calendars(process_of("ashfell")))
    dice = random.Random(1)
    for _ in range(150):
        start = NOW - timedelta(seconds=dice.randint(0, 10_000_000))
        end = start + timedelta(seconds=dice.choice((dice.randint(0, 300), 60 * dice.randint(0, 20_000))))
        given: dict[str, Value] = {"complaint_ack.start": start, "complaint_ack.stopped": end}
        assert worked_out("ashfell", "complaint_ack.minutes", given) == wording.minutes(start, end)
    assert worked_out("ashfell", "complaint_ack.minutes", {"complaint_ack.start": NOW}) is None
    assert worked_out("ashfell", "complaint_ack.minutes", {"complaint_ack.stopped": NOW}) is None


@pytest.mark.parametrize(
    ("breached", "due", "stopped", "share"),
    [
        (True, NOW, None, 0), (True, NOW, NOW, 0), (True, None, NOW, 0), (False, NOW, NOW, 1), (False, NOW, None, None),
        (False, None, NOW, None), (False, None, None, None),
    ],
)  # fmt: skip
def test_a_clock_is_kept_late_or_not_decided(
    breached: bool, due: datetime | None, stopped: datetime | None, share: int | None
) -> None:
    given: dict[str, Value] = {"triage.breached": breached, "triage.due": due, "triage.stopped": stopped}
    assert worked_out("northgate", "triage.within", given) == share


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_bands_end_with_the_allowances(name: str) -> None:
    """At a boundary the clock was kept, a minute later it is in the next band; labels sort as the bands do."""
    process = process_of(name)
    for clock in measured(process):
        bounds = boundaries(clock)
        assert len(bounds) == len({one.minutes + 1440 * one.days for one in clock.within if one})
        key = "time_to_triage" if clock.id == "triage" else f"{clock.id}.minutes"
        labels = []
        for minutes in sorted({0, *bounds, *(one + 1 for one in bounds)}):
            label = worked_out(name, f"{clock.id}.band", {key: Decimal(minutes)})
            place = sum(bound < minutes for bound in bounds) + 1
            assert str(label).startswith(f"{place}: ")
            labels.append(str(label))
        assert labels == sorted(labels)
        assert len(set(labels)) == len(bounds) + 1
        assert worked_out(name, f"{clock.id}.band", {}) == "Not yet"


def test_labels_of_bands_say_their_span() -> None:
    minutes = (0, 16, 61, 241, 1441)
    said = [worked_out("northgate", "triage.band", {"time_to_triage": Decimal(one)}) for one in minutes]
    assert said == [
        "1: up to 15 minutes", "2: 15 minutes to 1 hour", "3: 1 hour to 4 hours", "4: 4 hours to 1 day",
        "5: over 1 day",
    ]  # fmt: skip


def test_an_open_case_has_an_age_in_whole_days() -> None:
    for days in (0, 1, 2, 3, 27, 28, 400):
        received = NOW - timedelta(days=days, hours=5)
        given: dict[str, Value] = {"received_at": received, "closed": False}
        assert worked_out("northgate", "age.days", given) == days
        label = worked_out("northgate", "age.band", {"age.days": Decimal(days)})
        assert str(label).startswith(f"{sum(one <= days for one in AGES) + 1}: ")
    assert worked_out("northgate", "age.days", {"received_at": NOW, "closed": True}) is None
    assert worked_out("northgate", "age.band", {}) == "Closed"
    ages = [worked_out("northgate", "age.band", {"age.days": Decimal(one)}) for one in (0, *AGES)]
    assert ages == [
        "1: under a day", "2: 1 to 2 days", "3: 3 to 6 days", "4: 7 to 13 days", "5: 14 to 27 days",
        "6: 28 days and over",
    ]  # fmt: skip
