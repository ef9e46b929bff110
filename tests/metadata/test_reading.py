"""The reader says what it does not know, and where; it never guesses."""

import pytest

from generator.metadata.custom_metadata import CustomMetadata, CustomMetadataValue, TypedValue
from generator.metadata.flow import Flow, FlowAssignment
from generator.metadata.registry import BY_NAME
from generator.reading import Repeated, Unknown, Unreadable, files_below, kind_of, read, read_files

OPEN = '<Flow xmlns="http://soap.sforce.com/2006/04/metadata">\n<label>F</label>\n'
STEP = "<assignments><name>{}</name><locationX>0</locationX><locationY>0</locationY></assignments>\n"


def flow(inside: str):  # type: ignore[no-untyped-def]
    return read((OPEN + inside + "</Flow>").encode(), "F", BY_NAME["Flow"])


def test_elements_may_come_in_any_order() -> None:
    """A foreign file is read as well, as long as repeats stand together."""
    found = flow(STEP.format("A") + STEP.format("B") + "<apiVersion>66.0</apiVersion>")
    assert found.component.body == Flow(
        label="F",
        apiVersion="66.0",
        assignments=(
            FlowAssignment(name="A", locationX=0, locationY=0),
            FlowAssignment(name="B", locationX=0, locationY=0),
        ),
    )
    assert found.repeated == ()


def test_repeats_that_do_not_stand_together_are_listed() -> None:
    """FLOW-002, and a second of what may stand once: the first one counts."""
    found = flow(STEP.format("A") + "<status>Draft</status>\n" + STEP.format("B") + "<status>Active</status>\n")
    assert found.repeated == (
        Repeated(element="assignments", line=5, path="assignments[1]"),
        Repeated(element="status", line=6, path="status"),
    )
    assert found.component.body.status == "Draft"
    assert [one.name for one in found.component.body.assignments] == ["A", "B"]


def test_what_has_no_place_is_listed() -> None:
    """At whatever depth, and also below an element that holds text."""
    found = flow("<screens><name>S</name></screens>\n<status>Draft<b/></status>\n<start><locationX>0</locationX>"
        "<locationY>0</locationY>\n<capabilityTypes/></start>\n")  # fmt: skip
    assert found.unknown == (
        Unknown(element="screens", line=3, path="screens"),
        Unknown(element="b", line=4, path="status.b"),
        Unknown(element="capabilityTypes", line=6, path="start.capabilityTypes"),
    )


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<assignments><name>A</name></assignments>", "line 3: <assignments> needs <locationX>"),
        ("<start><locationX>left</locationX></start>", "line 3: <locationX> is a whole number, not 'left'"),
        ("<start><locationX>1.5</locationX></start>", "line 3: <locationX> is a whole number, not '1.5'"),
        ("<start><locationX>1e99</locationX></start>", "line 3: <locationX> is a whole number, not '1e99'"),
        ("<isTemplate>yes</isTemplate>", "line 3: <isTemplate> is true or false, not 'yes'"),
        ("<start>text<locationX>1</locationX></start>", "line 3: <start> holds elements, not 'text'"),
    ],
)
def test_what_cannot_be_read(inside: str, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        flow(inside)
    assert str(refused.value) == message


def test_numbers_and_truths_may_be_spelled_in_other_ways() -> None:
    """As orgs and hands write them: `0.0` for a double that is whole, `1` for true, blanks around."""
    found = flow("<start><locationX>50.0</locationX><locationY> 7 </locationY></start><isTemplate> 1 </isTemplate>")
    assert (found.component.body.start.locationX, found.component.body.start.locationY) == (50, 7)
    assert found.component.body.isTemplate is True


def test_an_element_that_is_null_is_absent() -> None:
    spaces = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    assert flow(f'<description {spaces} xsi:nil="true"/>').component.body.description is None


def test_custom_metadata_keeps_types_and_nulls() -> None:
    content = b"""<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
        <label>R</label><values><field>A__c</field><value xsi:type="xsd:double">1.50</value></values>
        <values><field>B__c</field><value xsi:nil="true"/></values></CustomMetadata>"""
    values = (
        CustomMetadataValue(field="A__c", value=TypedValue(type="xsd:double", text="1.50")),
        CustomMetadataValue(field="B__c"),
    )
    body = read(content, "T.R", BY_NAME["CustomMetadata"]).component.body
    assert body == CustomMetadata(label="R", values=values)


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("flows/X.flow-meta.xml", "Flow", "X"),
        ("src/flows/X.flow", "Flow", "X"),
        ("a/main/default/objects/Case/fields/X__c.field-meta.xml", "CustomField", "Case.X__c"),
        ("objects/Case/Case.object-meta.xml", "CustomObject", "Case"),
        ("objects/Case.object", "CustomObject", "Case"),
        ("reports/F/X.report-meta.xml", "Report", "F/X"),
        ("reports/F/G/X.report", "Report", "F/G/X"),
        ("reports/F.reportFolder-meta.xml", "ReportFolder", "F"),
        ("reports/F-meta.xml", "ReportFolder", "F"),
        ("email/F/X.email-meta.xml", "EmailTemplate", "F/X"),
        ("customMetadata/T.R.md-meta.xml", "CustomMetadata", "T.R"),
        ("settings/Case.settings-meta.xml", "CaseSettings", "Case"),
        ("classes/X.cls-meta.xml", "ApexClass", "X"),
    ],
)
def test_a_path_says_what_it_holds(path: str, kind: str, name: str) -> None:
    found = kind_of(path)
    assert found is not None
    assert (found[0].name, found[1]) == (kind, name)


@pytest.mark.parametrize(
    "path",
    ["README.md", "docs/X.md", "email/F/X.email", "classes/X.cls", "settings/Flow.settings-meta.xml", "X.flow",
     "flows/X.flow2-meta.xml", "fields/X__c.field-meta.xml", "layouts/X.layout-meta.xml", "flows/.flow-meta.xml"],
)  # fmt: skip
def test_other_paths_hold_nothing_we_know(path: str) -> None:
    assert kind_of(path) is None


def test_an_objects_file_falls_apart_into_its_parts() -> None:
    """A metadata package keeps fields and rules inside the object; source format gives each a file."""
    content = b"""<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
        <fields><fullName>A__c</fullName><label>A</label><type>Text</type></fields>
        <label>Thing</label>
        <validationRules><fullName>R</fullName><active>true</active>
            <errorConditionFormula>true</errorConditionFormula><errorMessage>no</errorMessage></validationRules>
        <webLinks><fullName>W</fullName></webLinks></CustomObject>"""
    project = read_files({"src/objects/Thing__c.object": content, "src/package.xml": b"<Package/>"})
    assert [one.read.component.name for one in project.found] == ["Thing__c", "Thing__c.A__c", "Thing__c.R"]
    assert [one.read.component.kind for one in project.found] == ["CustomObject", "CustomField", "ValidationRule"]
    assert [one.element for one in project.found[0].read.unknown] == ["webLinks"]


def test_a_tree_lists_what_is_broken_and_what_is_unknown() -> None:
    """One bad file does not hide the others."""
    project = read_files(
        {
            "flows/A.flow-meta.xml": (OPEN + "</Flow>").encode(),
            "flows/B.flow-meta.xml": b"<Flow>\n<label>",
            "flows/C.flow-meta.xml": b"<Queue/>",
            "classes/D.cls-meta.xml": b"<ApexClass/>",
            "layouts/E.layout-meta.xml": b"<Layout/>",
            "README.md": b"#",
        }
    )
    assert [one.path for one in project.found] == ["flows/A.flow-meta.xml"]
    assert [(one.path, one.line) for one in project.broken] == [
        ("classes/D.cls-meta.xml", 1),
        ("flows/B.flow-meta.xml", 2),
        ("flows/C.flow-meta.xml", 1),
    ]
    assert project.unknown == ("layouts/E.layout-meta.xml",)


def test_files_below_a_folder(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Hidden folders, dependencies and links stay outside."""
    for name in ("flows/A.flow-meta.xml", ".git/config", "node_modules/x.xml", "b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "link.xml").symlink_to("/etc/hostname")
    assert files_below(tmp_path) == {"b.txt": b"x", "flows/A.flow-meta.xml": b"x"}
