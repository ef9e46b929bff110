"""Findings in a generated tree point at the line of the spec that caused them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.compiler import compile_spec, understand
from generator.verified import verified
from generator.verify.verifying import verify

ROOT = Path(__file__).resolve().parent.parent.parent
SPEC = ROOT / "specs" / "northgate.yaml"
LAYER = ROOT / "specs" / "base" / "uk-healthcare.yaml"
RULE = "workflow/main/default/objects/Case/validationRules/NGH_Closing.validationRule-meta.xml"
FLOW = "workflow/main/default/flows/NGH_Advance.flow-meta.xml"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return compile_spec(understand(str(SPEC)))


def line_of(words: str, path: Path = SPEC) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if words in line)


def test_a_tree_in_memory_is_clean(files: dict[str, bytes]) -> None:
    assert verified(files, "specs/northgate.yaml") == ()
    assert {one.code for one in verify(files)} == {"DSH-004", "ORG-101"}, "what it has on purpose"


def test_a_rule_points_at_its_guardrail(files: dict[str, bytes]) -> None:
    broken = {**files, RULE: files[RULE].replace(b"ISNEW()", b"ISNEWER()", 1)}
    (found,) = verified(broken, "specs/northgate.yaml")

    assert (found.code, found.severity) == ("FML-006", "error")
    assert (found.span.path, found.span.line) == ("specs/base/uk-healthcare.yaml", line_of("  closing:", LAYER))
    assert found.notes[0].span.path == RULE


def test_an_element_of_a_flow_points_at_what_it_is_made_from(files: dict[str, bytes]) -> None:
    """Not at the workflow as a whole: the innermost element with a line of its own decides."""
    name = b"<name>A_case_of_this_workflow_Does_Time_to_triage_count_anew_It_does_Test</name>"
    start = files[FLOW].index(b"<expression>", files[FLOW].index(name)) + len(b"<expression>")
    broken = {**files, FLOW: files[FLOW][:start] + b"NOTHING()" + files[FLOW][start:]}
    found = [one for one in verified(broken, "specs/northgate.yaml") if one.severity == "error"]

    assert {one.code for one in found} == {"FLOW-194"}
    assert {one.span.line for one in found} == {line_of("  triage: {within:")}


def test_a_tree_on_disk_names_the_line_unless_its_file_was_edited(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "output" / "northgate", tree)
    shutil.rmtree(tree / "foundation" / "main" / "default" / "queues")
    lock = json.loads((tree / "carepath.lock").read_text("utf-8"))
    (tree / "carepath.lock").write_text(json.dumps({**lock, "teams": {}}), encoding="utf-8")
    arguments = ["verify", str(tree), "--format", "json", "--specs", str(ROOT / "specs")]
    found = json.loads(CliRunner().invoke(main, arguments).stdout)
    edited = tree / RULE
    edited.write_bytes(edited.read_bytes().replace(b"ISNEW()", b"ISNEWER()", 1))
    after = json.loads(CliRunner().invoke(main, arguments).stdout)

    causes = {one["spec_file"] for one in found if one["code"] == "ASG-010"}
    assert causes == {str(SPEC)}
    (edit,) = [one for one in after if one["file"].endswith(RULE)]
    assert (edit["code"], edit["spec_file"], edit["spec_line"]) == ("FML-006", None, None)
