"""What `carepath verify` prints, in every form, and what waivers do to it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from generator.cli import main

FLOW = """<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>66.0</apiVersion>
    <assignments>
        <description>Counts.</description>
        <name>Count</name>
        <label>Count</label>
        <locationX>0</locationX>
        <locationY>0</locationY>
        <assignmentItems>
            <assignToReference>Total</assignToReference>
            <operator>Add</operator>
            <value>
                <numberValue>1.0</numberValue>
            </value>
        </assignmentItems>
        <connector>
            <targetReference>Count</targetReference>
        </connector>
    </assignments>
    <description>Counts without end.</description>
    <environments>Default</environments>
    <interviewLabel>Endless</interviewLabel>
    <label>Endless</label>
    <processType>AutoLaunchedFlow</processType>
    <start>
        <locationX>0</locationX>
        <locationY>0</locationY>
        <connector>
            <targetReference>Count</targetReference>
        </connector>
    </start>
    <status>Active</status>
    <variables>
        <description>How often.</description>
        <name>Total</name>
        <dataType>Number</dataType>
        <isCollection>false</isCollection>
        <isInput>false</isInput>
        <isOutput>true</isOutput>
        <scale>0</scale>
    </variables>
</Flow>
"""
LINE = 1 + FLOW.splitlines().index("            <targetReference>Count</targetReference>")
WAIVER = "waivers:\n  - {rule: FLOW-013, scope: 'End*', reason: A lesson about loops.%s}\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    place = tmp_path / "tree" / "flows"
    place.mkdir(parents=True)
    (place / "Endless.flow-meta.xml").write_text(FLOW, encoding="utf-8")
    return tmp_path / "tree"


def verify(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


def only(found: list[dict[str, object]]) -> dict[str, object]:
    return next(one for one in found if one["code"] == "FLOW-013")


def test_text_shows_the_line_and_counts(tree: Path) -> None:
    result = verify(tree)

    assert result.exit_code == 1
    assert f"--> {tree.as_posix()}/flows/Endless.flow-meta.xml:{LINE}:13" in result.output
    assert f"{LINE} |             <targetReference>Count</targetReference>" in result.output
    assert "1 errors" in result.stderr


def test_json_names_file_line_and_column(tree: Path) -> None:
    one = only(json.loads(verify(tree, "--format", "json").stdout))

    assert one["file"] == f"{tree.as_posix()}/flows/Endless.flow-meta.xml"
    assert (one["line"], one["column"], one["severity"]) == (LINE, 13, "error")
    assert (one["component"], one["type"], one["spec_file"], one["waived"]) == ("Endless", "Flow", None, None)


def test_junit_and_annotations(tree: Path) -> None:
    root = etree.fromstring(verify(tree, "--format", "junit").stdout.encode())

    assert {one.get("type") for one in root.iter("failure")} == {"FLOW-013"}
    assert f"line={LINE},col=13,title=FLOW-013::" in verify(tree, "--format", "github").stdout


def test_a_waiver_is_shown_with_its_reason_and_fails_nothing(tree: Path) -> None:
    (tree / "carepath-waivers.yaml").write_text(WAIVER % "", encoding="utf-8")
    result = verify(tree, "--format", "json")

    assert result.exit_code == 0
    assert only(json.loads(result.stdout))["waived"] == "A lesson about loops."
    assert "FLOW-013" not in verify(tree).stdout


def test_a_waiver_that_ran_out_covers_nothing(tree: Path) -> None:
    (tree / "carepath-waivers.yaml").write_text(WAIVER % ", until: 2026-03-31", encoding="utf-8")

    assert verify(tree, "--today", "2026-03-31").exit_code == 0
    after = verify(tree, "--today", "2026-04-01")
    assert after.exit_code == 1
    assert "WAIVER-001" in after.stdout


def test_a_waiver_that_covers_nothing_is_told(tree: Path) -> None:
    (tree / "carepath-waivers.yaml").write_text(WAIVER.replace("End*", "Other") % "", encoding="utf-8")

    assert "warning[WAIVER-002]" in verify(tree).stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("waivers:\n  - {rule: FLOW-999, scope: '*', reason: Why not.}\n", "CP571"),
        ("waivers:\n  - {rule: FLOW-013, scope: '*', reason: ' '}\n", "CP572"),
        ("waivers:\n  - {rule: FLOW-013, scope: '*'}\n", "CP112"),
        ("waivers:\n  - {rule: FLOW-013, scope: '*', reason: Why not., until: soon}\n", "CP117"),
        ("waivers: [\n", "CP105"),
    ],
)
def test_waivers_that_are_wrong_are_refused(tree: Path, text: str, code: str) -> None:
    (tree / "carepath-waivers.yaml").write_text(text, encoding="utf-8")
    result = verify(tree)

    assert result.exit_code == 1
    assert f"error[{code}]" in result.stderr


def test_explain_shows_the_page_of_a_rule() -> None:
    shown = CliRunner().invoke(main, ["explain", "flow-013"]).stdout

    assert shown.startswith("FLOW-013: No element is connected to itself.")
    assert "An org refuses it at deploy." in shown
