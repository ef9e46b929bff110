"""The flow engine of Salesforce Code Analyzer follows what a caller gives a flow: none of it reaches records in a mode
that passes over sharing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.peers.node import MODULES
from tests.peers.projects import flows

ENGINE = MODULES / "@salesforce" / "code-analyzer-flow-engine" / "FlowScanner"
TAINTED = """<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>66.0</apiVersion>
    <label>Tainted</label>
    <processType>AutoLaunchedFlow</processType>
    <recordUpdates>
        <name>Change</name>
        <label>Change</label>
        <locationX>0</locationX>
        <locationY>0</locationY>
        <filterLogic>and</filterLogic>
        <filters>
            <field>Id</field>
            <operator>EqualTo</operator>
            <value><elementReference>given</elementReference></value>
        </filters>
        <inputAssignments>
            <field>Subject</field>
            <value><elementReference>given</elementReference></value>
        </inputAssignments>
        <object>Case</object>
    </recordUpdates>
    <runInMode>SystemModeWithoutSharing</runInMode>
    <start>
        <locationX>0</locationX>
        <locationY>0</locationY>
        <connector><targetReference>Change</targetReference></connector>
    </start>
    <status>Active</status>
    <variables><name>given</name><dataType>String</dataType><isInput>true</isInput></variables>
</Flow>
"""


def scan(folder: Path, report: Path) -> dict[str, Any]:
    """The findings by rule."""
    if not ENGINE.is_dir():
        pytest.skip("the peers are not installed (run `npm ci` in tests/peers)")
    command = [sys.executable, "-m", "flowtest", "--no_log", "-d", str(folder), "-j", str(report)]
    done = subprocess.run(command, cwd=ENGINE, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    for path in folder.rglob("*.flow-meta.xml"):
        assert f"scanning {path}" in done.stdout
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))["results"]
    return found


def test_nothing_given_reaches_records_past_sharing(project: Path, tmp_path: Path) -> None:
    assert len(flows(project)) >= 10
    assert scan(project, tmp_path / "report.json") == {}


def test_the_engine_does_find(tmp_path: Path) -> None:
    (tmp_path / "Tainted_Flow.flow-meta.xml").write_text(TAINTED, encoding="utf-8")
    assert {name.split(".")[2] for name in scan(tmp_path, tmp_path / "report.json")} == {"recordUpdates"}
