"""Lightning Flow Scanner finds nothing in a flow but what is waived, and every waiver is still needed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.peers.node import HERE, run
from tests.peers.projects import flows

WAIVERS: list[dict[str, str]] = yaml.safe_load((HERE / "waivers.yaml").read_text(encoding="utf-8"))
BARE = """<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <assignments>
        <name>Set</name>
        <label>Set</label>
        <locationX>0</locationX>
        <locationY>0</locationY>
    </assignments>
    <label>bare</label>
    <processType>AutoLaunchedFlow</processType>
    <start>
        <locationX>0</locationX>
        <locationY>0</locationY>
        <connector><targetReference>Set</targetReference></connector>
    </start>
    <status>Draft</status>
    <variables><name>unused</name><dataType>String</dataType></variables>
</Flow>
"""


def scan(program: str, home: Path, files: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(program, [str(HERE / "scan.cjs"), *files], HERE, home))
    return found


def waives(waiver: dict[str, str], finding: dict[str, str]) -> bool:
    where = f"{finding['flow']}.{finding['element']}"
    return waiver["rule"] == finding["rule"] and re.fullmatch(waiver["scope"], where) is not None


@pytest.fixture(scope="module")
def scanned(projects: list[Path], program: str, home: Path) -> dict[str, Any]:
    return scan(program, home, [str(path) for project in projects for path in flows(project)])


def test_every_flow_is_scanned(scanned: dict[str, Any], projects: list[Path]) -> None:
    expected = [path.name.removesuffix(".flow-meta.xml") for project in projects for path in flows(project)]
    assert scanned["flows"] == expected
    assert len(expected) >= 10 * len(projects)


def test_findings_are_waived(scanned: dict[str, Any]) -> None:
    assert [one for one in scanned["findings"] if not any(waives(waiver, one) for waiver in WAIVERS)] == []


def test_waivers_are_needed_and_have_a_reason(scanned: dict[str, Any]) -> None:
    for waiver in WAIVERS:
        assert set(waiver) == {"rule", "scope", "reason"}
        assert waiver["rule"] in scanned["rules"]
        assert len(waiver["reason"]) > 20
        assert any(waives(waiver, one) for one in scanned["findings"]), f"nothing needs {waiver}"


def test_the_scanner_does_find(program: str, home: Path, tmp_path: Path) -> None:
    """A bare draft flow has findings: silence above means that there was nothing to find."""
    path = tmp_path / "bare.flow-meta.xml"
    path.write_text(BARE, encoding="utf-8")
    rules = {one["rule"] for one in scan(program, home, [str(path)])["findings"]}
    assert {"FlowDescription", "FlowName", "InactiveFlow", "UnusedVariable"} <= rules
