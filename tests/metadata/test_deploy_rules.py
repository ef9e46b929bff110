"""Every component of every package keeps the rules that an org has beyond the schema (deploy rules 2 to 6)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from generator.compiler import understand
from generator.lower import lower
from tests.metadata.packages import SPECS, Package, of_kind, package, parts

DEVELOPER_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
LONGEST = {
    ("Report", "name"): 40, ("Report", "description"): 255, ("ReportType", "label"): 50,
    ("ReportType", "description"): 255, ("Dashboard", "title"): 80, ("Dashboard", "description"): 255,
    ("DashboardComponent", "header"): 80, ("DashboardComponent", "title"): 40, ("DashboardComponent", "footer"): 80,
    ("ReportFolder", "name"): 80, ("DashboardFolder", "name"): 80, ("EmailFolder", "name"): 80,
    ("PermissionSet", "label"): 80, ("PermissionSet", "description"): 255,
    ("CustomPermission", "label"): 80, ("CustomPermission", "description"): 255,
    ("SharingCriteriaRule", "fullName"): 80, ("SharingCriteriaRule", "label"): 80,
    ("SharingCriteriaRule", "description"): 1000,
    ("CustomNotificationType", "customNotifTypeName"): 80, ("CustomNotificationType", "masterLabel"): 80,
    ("CustomNotificationType", "description"): 255,
    ("EmailTemplate", "name"): 80, ("EmailTemplate", "description"): 255, ("EmailTemplate", "subject"): 230,
    ("WorkflowAlert", "fullName"): 80, ("WorkflowAlert", "description"): 255,
    ("CustomObject", "label"): 40, ("CustomObject", "pluralLabel"): 40, ("CustomObject", "description"): 1000,
    ("CustomField", "label"): 40, ("CustomField", "description"): 1000, ("CustomField", "inlineHelpText"): 510,
    ("CustomField", "relationshipName"): 40, ("CustomField", "relationshipLabel"): 80,
    ("CustomValue", "fullName"): 255, ("CustomValue", "label"): 255,
    ("ValidationRule", "fullName"): 40, ("ValidationRule", "description"): 255,
    ("ValidationRule", "errorMessage"): 255, ("ValidationRule", "errorConditionFormula"): 3900,
    ("RecordType", "fullName"): 40, ("RecordType", "label"): 40, ("RecordType", "description"): 255,
    ("BusinessProcess", "description"): 255, ("Queue", "name"): 40, ("Group", "name"): 40,
    ("Flow", "label"): 80,
}  # fmt: skip
"""FLD-001 to FLD-015, VAL-002 to VAL-004, RTP-001, QUE-001, RPT-002, DSH-005, PERM-001, NOT-002, EML-002, EML-006."""


@pytest.fixture(params=SPECS, ids=lambda spec: spec.stem)
def built(request: pytest.FixtureRequest) -> Package:
    spec: Path = request.param
    return package(spec)


def too_long(bodies: list[Any]) -> list[str]:
    found = []
    for body in bodies:
        for (kind, field), most in LONGEST.items():
            if type(body).__name__ == kind and len(getattr(body, field) or "") > most:
                found.append(f"{kind}.{field}: {getattr(body, field)[:60]}")
    return found


def labelled(body: Any) -> list[str]:
    """The fields of a record that have a text of limited length."""
    return [field for kind, field in LONGEST if type(body).__name__ == kind and getattr(body, field)]


def test_texts_fit(built: Package) -> None:
    bodies = [one for component in built for one in parts(component.body)]
    assert too_long(bodies) == []
    said = {(type(one).__name__, field) for one in bodies for field in labelled(one)}
    assert len(LONGEST.keys() & said) > 40


def test_a_text_that_does_not_fit_is_found(built: Package) -> None:
    report = next(iter(of_kind(built, "Report").values()))
    assert too_long([replace(report, name="x" * 41)]) == ["Report.name: " + "x" * 41]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_texts_fit_however_long_the_labels_are(spec: Path) -> None:
    """With every label of a spec as long as a label may be."""
    long = stretched(understand(str(spec)).resolved.process, count())
    bodies = [part for many in lower(long).values() for one in many for part in parts(one.body)]
    assert too_long(bodies) == []


def stretched(value: Any, numbers: Iterator[int]) -> Any:
    """The same with every label of forty characters, no two alike."""
    if isinstance(value, tuple):
        return tuple(stretched(one, numbers) for one in value)
    if not is_dataclass(value):
        return value
    changed = {one.name: stretched(getattr(value, one.name), numbers) for one in fields(value) if one.init}
    if isinstance(changed.get("label"), str):
        changed["label"] = f"{next(numbers):04} " + "x" * 35
    return replace(value, **changed)  # type: ignore[type-var]


def test_names_are_developer_names(built: Package) -> None:
    """FLOW-007, FLD-001, QUE-001: and no two of a kind differ by case alone."""
    for component in built:
        if component.kind in ("Profile", "SharingRules", "Workflow", "AssignmentRules", "Package"):
            continue
        name = component.name.split("/")[-1].split(".")[-1]
        own = name.removesuffix("__c")
        assert DEVELOPER_NAME.fullmatch(own), component.name
        assert len(own) <= (40 if component.kind in ("CustomField", "CustomObject", "ValidationRule") else 80), own
    twice = Counter((one.kind, one.name.lower()) for one in built)
    assert [key for key, count in twice.items() if count > 1] == []


def test_permission_sets(built: Package) -> None:
    """PERM-003 to PERM-006, PERM-014: nothing on required fields, nothing edited unread, and what it names is there."""
    sets, flows = of_kind(built, "PermissionSet"), of_kind(built, "Flow")
    known, given = of_kind(built, "CustomField"), of_kind(built, "CustomPermission")
    assert len(sets) > 4
    for name, body in sets.items():
        for one in body.fieldPermissions:
            field = known[one.field]
            assert not field.required, f"{name}: {one.field}"
            assert one.readable or not one.editable, f"{name}: {one.field}"
            assert not (one.editable and (field.formula or field.type in ("Summary", "AutoNumber"))), one.field
        for one in body.objectPermissions:
            assert one.allowRead or not (one.allowCreate or one.allowEdit or one.viewAllRecords), (
                f"{name}: {one.object}"
            )
            assert one.allowEdit or not one.allowDelete
            assert not one.modifyAllRecords, f"{name}: {one.object}"
        assert {one.name for one in body.customPermissions} <= given.keys()
        assert {one.flow for one in body.flowAccesses} <= flows.keys()
        assert body.userPermissions == (), f"{name} gives more than this workflow needs"
        for many in (body.fieldPermissions, body.objectPermissions):
            assert len({str(one.field if hasattr(one, "field") else one.object) for one in many}) == len(many)


def test_reports(built: Package) -> None:
    """RPT-001 to RPT-012, RTY-003 to RTY-009: every column is in the report's type, and no grouping is a column."""
    types, folders = of_kind(built, "ReportType"), of_kind(built, "ReportFolder")
    reports = of_kind(built, "Report")
    assert len(reports) > 5
    for name, body in reports.items():
        assert name.partition("/")[0] in folders
        kind = types[body.reportType.removesuffix("__c")]
        columns = {f"{one.table}${one.field}" for section in kind.sections for one in section.columns}
        buckets = {one.developerName for one in body.buckets}
        groups = [one.field for one in (*body.groupingsDown, *body.groupingsAcross)]
        listed = [one.field for one in body.columns]
        filtered = [one.column for one in body.filter.criteriaItems]
        for one in (*groups, *listed, *filtered, body.timeFrameFilter.dateColumn):
            assert one in columns | buckets, f"{name}: {one}"
        assert not set(groups) & set(listed), name
        assert len(body.groupingsDown) <= {"Tabular": 0, "Summary": 3, "Matrix": 2}[body.format], name
        assert len(body.groupingsAcross) <= (2 if body.format == "Matrix" else 0), name
        assert len(filtered) <= 20
        if body.filter.booleanFilter:
            numbers = {int(one) for one in re.findall(r"\d+", body.filter.booleanFilter)}
            assert numbers == set(range(1, len(filtered) + 1)), name
    for name, body in types.items():
        joins = [one for one in parts(body) if type(one).__name__ == "ObjectRelationship"]
        assert len(joins) <= 3, name
        assert body.deployed
        assert body.category
        assert body.sections


def test_dashboards(built: Package) -> None:
    """DSH-002 to DSH-006: at most twenty components on a grid, none over another, each on a report with groupings."""
    reports, folders = of_kind(built, "Report"), of_kind(built, "DashboardFolder")
    for name, body in of_kind(built, "Dashboard").items():
        assert name.partition("/")[0] in folders
        assert body.isGridLayout
        grid = body.dashboardGridLayout
        assert grid.numberOfColumns in (9, 12)
        assert 0 < len(grid.dashboardGridComponents) <= 20
        taken: list[tuple[int, int]] = []
        for one in grid.dashboardGridComponents:
            taken += [
                (one.rowIndex + row, one.columnIndex + column)
                for row in range(one.rowSpan)
                for column in range(one.colSpan)
            ]
            assert one.columnIndex + one.colSpan <= grid.numberOfColumns
            shown = one.dashboardComponent
            grouped = reports[shown.report].groupingsDown + reports[shown.report].groupingsAcross
            if shown.componentType not in ("Metric", "Gauge", "Table", "FlexTable"):
                assert shown.groupingColumn
                assert set(shown.groupingColumn) <= {group.field for group in grouped}, f"{name}: {shown.report}"
        assert len(taken) == len(set(taken)), f"{name}: two components lie on each other"
        assert body.dashboardType in ("LoggedInUser", "SpecifiedUser")


def test_folders_are_shared_with_groups_that_are_there(built: Package) -> None:
    """FOLD-002."""
    groups = of_kind(built, "Group")
    for kind in ("ReportFolder", "DashboardFolder"):
        for name, body in of_kind(built, kind).items():
            assert {one.sharedTo for one in body.folderShares} <= groups.keys(), name
            assert {(one.accessLevel, one.sharedToType) for one in body.folderShares} <= {("View", "Group")}, name


def test_sharing_rules(built: Package) -> None:
    """At most fifty criteria-based rules on an object, on stored fields of ours, with groups that are there."""
    known, groups = of_kind(built, "CustomField"), of_kind(built, "Group")
    for object_name, body in of_kind(built, "SharingRules").items():
        rules = body.sharingCriteriaRules
        assert 0 < len(rules) <= 50
        assert len({one.fullName.lower() for one in rules}) == len(rules)
        for one in rules:
            assert one.accessLevel in ("Read", "Edit")
            assert len(one.sharedTo.group) == 1
            assert one.sharedTo.group[0] in groups
            for item in one.criteriaItems:
                field = known[f"{object_name}.{item.field}"]
                assert field.formula is None, item.field
                assert field.type in ("Text", "Picklist", "Checkbox"), item.field
                assert len(item.value) <= 255
                values = {value.fullName for value in parts(field.valueSet) if type(value).__name__ == "CustomValue"}
                if field.type == "Picklist":
                    assert set(item.value.split(",")) <= values, one.fullName
            if one.booleanFilter:
                numbers = [int(found) for found in re.findall(r"\d+", one.booleanFilter)]
                assert sorted(numbers) == list(range(1, len(one.criteriaItems) + 1)), one.fullName


def test_alerts_and_templates(built: Package) -> None:
    """EML-001 to EML-006, NOT-001 to NOT-003, FLOW-174."""
    templates, groups = of_kind(built, "EmailTemplate"), of_kind(built, "Group")
    alerts = {f"Case.{one.fullName}": one for body in of_kind(built, "Workflow").values() for one in body.alerts}
    for name, one in alerts.items():
        assert one.template in templates, name
        assert one.recipients, name
        assert (one.senderType == "OrgWideEmailAddress") == (one.senderAddress is not None), name
        for recipient in one.recipients:
            if recipient.type == "group":
                assert recipient.recipient in groups, name
            else:
                assert recipient.type in ("email", "contactLookup"), name
                assert recipient.field, name
    asked = {
        call.actionName
        for flow in of_kind(built, "Flow").values()
        for call in flow.actionCalls
        if call.actionType == "emailAlert"
    }
    assert asked == alerts.keys()
    for name, body in templates.items():
        assert (body.type, body.available, body.encodingKey) == ("text", True, "UTF-8"), name
        content = next(one.content for one in built if one.kind == "EmailTemplate" and one.name == name)
        assert content
    for body in of_kind(built, "CustomNotificationType").values():
        assert body.desktop
        assert body.mobile


def test_objects_and_their_fields(built: Package) -> None:
    """OBJ-001, OBJ-002, FLD-004 to FLD-017, FLD-024, FLD-025."""
    for name, body in of_kind(built, "CustomObject").items():
        if body.customSettingsType:
            assert (body.customSettingsType, body.sharingModel, body.nameField) == ("Hierarchy", None, None), name
            continue
        assert (body.deploymentStatus, body.sharingModel, body.externalSharingModel) == (
            "Deployed",
            "Private",
            "Private",
        )
        assert body.enableSharing
        assert body.enableBulkApi
        assert body.enableStreamingApi
        assert body.nameField.type == "AutoNumber"
        assert "{0" in body.nameField.displayFormat
    ways_back = Counter[tuple[str, str]]()
    for name, body in of_kind(built, "CustomField").items():
        own = name.partition(".")[2]
        assert body.fullName == own
        assert (body.length is not None) == (body.type in ("Text", "LongTextArea") and not body.formula), name
        assert (body.precision is not None) == (body.type == "Number"), name
        assert (body.visibleLines is not None) == (body.type == "LongTextArea"), name
        assert (body.defaultValue is not None) == (body.type == "Checkbox" and not body.formula), name
        assert (body.valueSet is not None) == (body.type == "Picklist"), name
        assert body.formula is None or not (body.required or body.unique or body.externalId or body.trackHistory), name
        if body.type == "Lookup":
            assert body.referenceTo
            assert body.relationshipLabel
            assert DEVELOPER_NAME.fullmatch(body.relationshipName), name
            assert (body.deleteConstraint, body.required) == ("SetNull", False), name
            ways_back[(body.referenceTo, body.relationshipName.lower())] += 1
        if body.valueSet is not None and body.valueSet.valueSetDefinition is not None:
            values = [one.fullName.lower() for one in body.valueSet.valueSetDefinition.value]
            assert len(values) == len(set(values)) <= 1000, name
    assert [key for key, times in ways_back.items() if times > 1] == []
