"""The three modes of `assignment_rule`, from the build through the emulated org: a case that our flow routed keeps its
team, and everybody else's cases go where the org's rule sends them."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.emulator.organisation import found_org
from generator.emulator.trees import load_tree
from generator.reading import read_files
from tests.packaging.building import ROOT

THEIRS = """<?xml version="1.0" encoding="UTF-8"?>
<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata">
    <assignmentRule>
        <fullName>Old_Desk</fullName>
        <active>false</active>
        <ruleEntry>
            <assignedTo>Old_Desk</assignedTo>
            <assignedToType>Queue</assignedToType>
        </ruleEntry>
    </assignmentRule>
    <assignmentRule>
        <fullName>Service_Desk</fullName>
        <active>true</active>
        <ruleEntry>
            <assignedTo>Estates</assignedTo>
            <assignedToType>Queue</assignedToType>
            <criteriaItems>
                <field>Case.Origin</field>
                <operation>equals</operation>
                <value>Phone</value>
            </criteriaItems>
        </ruleEntry>
        <ruleEntry>
            <assignedTo>Service_Desk</assignedTo>
            <assignedToType>Queue</assignedToType>
        </ruleEntry>
    </assignmentRule>
</AssignmentRules>
"""
QUEUE = """<?xml version="1.0" encoding="UTF-8"?>
<Queue xmlns="http://soap.sforce.com/2006/04/metadata">
    <name>{0}</name>
    <queueSobject>
        <sobjectType>Case</sobjectType>
    </queueSobject>
</Queue>
"""
NUMBER = """<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Hospital_Number__c</fullName>
    <label>Hospital number</label>
    <length>20</length>
    <type>Text</type>
</CustomField>
"""
FORMS = (
    "force-app/main/default/assignmentRules/Case.assignmentRules-meta.xml",
    "unpackaged/assignmentRules/Case.assignmentRules",
)
RULES = "org/main/default/assignmentRules/Case.assignmentRules-meta.xml"


def spec(folder: Path, mode: str) -> Path:
    """A layer over Northgate that says nothing but whose rule assigns cases."""
    (folder / "pyproject.toml").touch()
    shutil.copytree(ROOT / "specs", folder / "specs", dirs_exist_ok=True)
    path = folder / "ward.yaml"
    path.write_text(
        f"carepath: 1\nextends: [specs/northgate.yaml]\nworkflow: {{prefix: WRD}}\nassignment_rule: {mode}\n"
    )
    return path


def built(folder: Path, mode: str, rules: str | None = THEIRS, form: str = FORMS[0]) -> tuple[Result, dict[str, bytes]]:
    (folder / "org").mkdir(exist_ok=True)
    if rules is not None:
        place = folder / "org" / form
        place.parent.mkdir(parents=True)
        place.write_text(rules)
    result = CliRunner().invoke(
        main, ["build", str(spec(folder, mode)), "-o", str(folder / "out"), "--org", str(folder / "org")]
    )
    made = folder / "out" / "ward"
    return result, {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


def owner(files: dict[str, bytes], rules: str | None = None, *, ours: bool, **fields: str) -> str:
    """The queue that owns a new case, in an org that had two queues and perhaps a rule before the package came."""
    there = {f"theirs/queues/{one}.queue-meta.xml": QUEUE.format(one).encode() for one in ("Estates", "Service_Desk")}
    there["theirs/objects/Account/fields/Hospital_Number__c.field-meta.xml"] = NUMBER.encode()
    if rules is not None:
        there["theirs/assignmentRules/Case.assignmentRules-meta.xml"] = rules.encode()
    org = found_org(load_tree({**files, **there}), datetime(2026, 1, 5, 9, tzinfo=UTC))
    if ours:
        record_type = org.find("RecordType", DeveloperName=json.loads(files["carepath.lock"])["record_type"])
        assert record_type is not None
        fields["RecordTypeId"] = record_type["Id"]
    outcome = org.insert("Case", {"Subject": "chest pain", "Origin": "Web", **fields})
    assert not outcome.result.errors
    queue = outcome.org.get(outcome.result.row["OwnerId"])
    assert queue is not None
    return str(queue["DeveloperName"])


@pytest.mark.parametrize("form", FORMS)
def test_merge_keeps_theirs_whole_and_puts_ours_on_top(tmp_path: Path, form: str) -> None:
    result, files = built(tmp_path, "merge", form=form)
    assert result.exit_code == 0, result.output

    assert [path for path in files if "/assignmentRules/" in path] == [RULES]
    ours = "        <ruleEntry>\n            <formula>NOT(ISBLANK(WRD_Workflow__c))</formula>\n        </ruleEntry>\n"
    assert files[RULES].decode() == THEIRS.replace("<active>true</active>\n", f"<active>true</active>\n{ours}")
    assert b"<members>Case</members>\n        <name>AssignmentRules</name>" in files["manifest/org.xml"]


def test_merging_again_changes_nothing(tmp_path: Path) -> None:
    """What was retrieved after the first deployment is merged as if it had been the first."""
    _, files = built(tmp_path, "merge")
    again = tmp_path / "again"
    again.mkdir()
    _, second = built(again, "merge", files[RULES].decode())

    assert second[RULES] == files[RULES]


def test_merge_assigns_only_what_is_not_ours(tmp_path: Path) -> None:
    _, files = built(tmp_path, "merge")

    assert owner(files, ours=True) == "WRD_Clinical_Urgent"
    assert owner(files, ours=True, Origin="Phone") == "WRD_Clinical_Urgent"
    assert owner(files, ours=False) == "Service_Desk"
    assert owner(files, ours=False, Origin="Phone") == "Estates"


def test_own_assigns_by_its_table(tmp_path: Path) -> None:
    result, files = built(tmp_path, "own", None)
    assert result.exit_code == 0, result.output

    assert [path for path in files if "/assignmentRules/" in path] == [RULES.replace("org/", "workflow/")]
    assert owner(files, ours=True) == "WRD_Clinical_Urgent"


def test_handoff_emits_no_rule(tmp_path: Path) -> None:
    """The org's rule stands as it was; the runbook says what its owner adds."""
    result, files = built(tmp_path, "handoff")
    assert result.exit_code == 0, result.output

    assert [path for path in files if "/assignmentRules/" in path] == []
    assert owner(files, THEIRS, ours=False) == "Service_Desk"


def test_merge_without_an_org_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["build", str(spec(tmp_path, "merge")), "-o", str(tmp_path / "out")])

    assert result.exit_code == 1
    assert "CP561" in result.stderr
    assert "ward.yaml:4:18" in result.stderr
    assert "--org DIR" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (None, "holds no rules that assign cases"),
        (THEIRS.replace("true", "false"), "none of the org's rules for cases is active"),
        (THEIRS.replace("<active>true</active>", "<active>true</active><priority>1</priority>"), "priority"),
        (THEIRS.replace("<fullName>Old_Desk</fullName>", ""), "needs <fullName>"),
        (THEIRS.replace("</AssignmentRules>", ""), "cannot be read"),
    ],
    ids=["absent", "inactive", "unknown element", "no name", "not XML"],
)
def test_rules_that_cannot_be_merged_are_refused(tmp_path: Path, rules: str | None, says: str) -> None:
    result, files = built(tmp_path, "merge", rules)

    assert result.exit_code == 1
    assert "CP562" in result.stderr
    assert says in result.stderr
    assert files == {}


def test_two_files_of_rules_are_refused(tmp_path: Path) -> None:
    (tmp_path / "org" / "before" / "assignmentRules").mkdir(parents=True)
    (tmp_path / "org" / "before" / "assignmentRules" / "Case.assignmentRules").write_text(THEIRS)
    result, _ = built(tmp_path, "merge")

    assert result.exit_code == 1
    assert "twice" in result.stderr


def test_the_merged_file_reads_as_theirs_and_one_entry(tmp_path: Path) -> None:
    _, files = built(tmp_path, "merge")
    before = read_files({FORMS[1]: THEIRS.encode()}).found[0].read.component.body
    after = read_files({RULES: files[RULES]}).found[0].read.component.body

    assert after.assignmentRule[0] == before.assignmentRule[0]
    assert after.assignmentRule[1].ruleEntry[1:] == before.assignmentRule[1].ruleEntry
