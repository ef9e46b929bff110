"""The SARIF that we write is valid by its published schema, which a package of Microsoft's brings."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.peers.node import HERE

SCHEMA = HERE / "node_modules" / "@microsoft" / "jest-sarif" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"
TREE = Path(__file__).resolve().parent.parent.parent / "output" / "northgate"
WAIVERS = "waivers:\n  - {rule: FLOW-013, scope: 'NGH_*', reason: An example.}\n"


@pytest.fixture
def schema() -> dict[str, object]:
    if not SCHEMA.is_file():
        pytest.skip("npm ci in tests/peers brings the schema")
    found: dict[str, object] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


def sarif(*arguments: str) -> object:
    return json.loads(CliRunner().invoke(main, [*arguments, "--format", "sarif"]).stdout)


def test_findings_in_a_tree(schema: dict[str, object], tmp_path: Path) -> None:
    """With an error, a waived one and a warning about a waiver."""
    for name in ("NGH_Advance", "Other"):
        flow = (TREE / "workflow/main/default/flows/NGH_Advance.flow-meta.xml").read_text(encoding="utf-8")
        first = flow.index("<targetReference>", flow.index("<start>")) + len("<targetReference>")
        target = flow[first : flow.index("<", first)]
        element = flow.index(f"<name>{target}</name>")
        place = flow.index("<targetReference>", element) + len("<targetReference>")
        flow = flow[:place] + target + flow[flow.index("<", place) :]
        (tmp_path / "flows").mkdir(exist_ok=True)
        (tmp_path / "flows" / f"{name}.flow-meta.xml").write_text(flow, encoding="utf-8")
    (tmp_path / "carepath-waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    log = sarif("verify", str(tmp_path))

    jsonschema.validate(log, schema)
    codes = [one["ruleId"] for one in log["runs"][0]["results"]]  # type: ignore[index]
    assert codes.count("FLOW-013") == 2
    assert sum("suppressions" in one for one in log["runs"][0]["results"]) == 1  # type: ignore[index]


def test_findings_in_a_spec(schema: dict[str, object], tmp_path: Path) -> None:
    spec = tmp_path / "small.yaml"
    spec.write_text("carepath: 1\ncategries: []\n", encoding="utf-8")
    log = sarif("check", str(spec))

    jsonschema.validate(log, schema)
    assert log["runs"][0]["results"]  # type: ignore[index]
