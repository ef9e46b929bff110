"""The hook and the action that put verify in front of somebody's own tree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.verify.test_reports import FLOW

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = ROOT / ".github" / "actions" / "verify" / "action.yml"


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    place = tmp_path / "force app; touch hacked" / "flows"
    place.mkdir(parents=True)
    (place / "Endless.flow-meta.xml").write_text(FLOW, encoding="utf-8")
    return place.parent


def run_action(tree: Path, temp: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The step that verifies, as a runner would start it, with the installed command in place of a fresh one."""
    step = loaded(ACTION)["runs"]["steps"][-1]
    binary = temp / "carepath" / "bin"
    binary.mkdir(parents=True)
    (binary / "carepath").symlink_to(Path(sys.executable).parent / "carepath")
    defaults = {name: one.get("default", "") for name, one in loaded(ACTION)["inputs"].items()}
    given = {**defaults, "trees": str(tree), **inputs}
    env = {
        key: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], value)
        for key, value in step["env"].items()
    }
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run(
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        env={**os.environ, **env, "RUNNER_TEMP": str(temp)}, cwd=temp, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_action_annotates_and_fails(tree: Path, tmp_path: Path) -> None:
    done = run_action(tree, tmp_path / "temp")

    assert "title=FLOW-013" in done.stdout
    assert done.returncode == 1
    assert not (tmp_path / "temp" / "hacked").exists()


def test_the_action_writes_a_report(tree: Path, tmp_path: Path) -> None:
    done = run_action(tree, tmp_path / "temp", format="sarif", output="out.sarif", missing="off", strict="true")

    assert (tmp_path / "temp" / "out.sarif").read_text(encoding="utf-8") == done.stdout
    assert '"version": "2.1.0"' in done.stdout


def test_inputs_are_never_part_of_a_script() -> None:
    for step in loaded(ACTION)["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hook_calls_a_command_that_is_there() -> None:
    (hook,) = loaded(ROOT / ".pre-commit-hooks.yaml")

    assert hook["entry"].split() == ["carepath", "verify"]
    assert re.search(hook["files"], "force-app/main/default/flows/X.flow-meta.xml")
    assert not re.search(hook["files"], "README.md")
