"""A maintained Apex grammar finds nothing wrong in a generated class, whatever stands in the spec."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.compiler import compile_spec, understand
from tests.lowering.apex_reader import methods
from tests.lowering.specs import SPEC
from tests.peers.node import HERE, run

HOSTILE = (
    "'); delete [SELECT Id FROM Case]; //",
    "\\'); } } /*",
    "*/ } class Other { /*",
    "// \\u000a } }",
    "one\ntwo\r\n\tthree \\n",
    "\u2028 \u202e \u200b \ufeff ß é ''' \"",
    "😰 疼痛 שלום 'quoted' \\",
    "${label} {!$Record.Id} {0} %s :made",
    "insert",
)


def judge(program: str, home: Path, files: list[Path]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(program, [str(HERE / "apex.cjs"), *map(str, files)], HERE, home))
    return found


def test_every_class_is_apex(program: str, home: Path, projects: list[Path]) -> None:
    """And it holds the methods that our own reader of it sees."""
    files = [path for project in projects for path in sorted(project.rglob("*.cls"))]
    assert len(files) == len(projects)
    for file, judged in zip(files, judge(program, home, files), strict=True):
        tests = methods(file.read_text(encoding="utf-8"))
        assert judged["faults"] == []
        assert [one for one in judged["methods"] if one in tests] == list(tests)


def test_hostile_text_stays_text(program: str, home: Path, tmp_path: Path) -> None:
    """In names of scenarios, messages, subjects, senders, values and reasons: one method each, and the same class."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "base.yaml").write_text(SPEC, encoding="utf-8")
    told = {
        f"{said} {number}": {
            "given": {"subject": said, "text": f"{said} chest pain", "sender": said},
            "then": [
                {"expect": {"urgency": "emergency"}},
                {"edit": {"set": {"verdict": said}, "as": "clerk", "blocked_by": "verdict"}},
                {"edit": {"set": {"verdict": said, "findings": said}, "as": "nurse"}},
                {"expect": {"fields": {"verdict": said}, "words": ["chest pain"], "text_has_not": [said]}},
            ],
        }
        for number, said in enumerate(HOSTILE)
    }
    label = "Inquiry */ } ' \\u000a"
    spec = {"carepath": "1", "extends": ["base.yaml"], "workflow": {"label": label}, "scenarios": told}
    path = tmp_path / "hostile.yaml"
    path.write_text(yaml.safe_dump(spec), encoding="utf-8")
    files = compile_spec(understand(str(path)))
    (content,) = (found for name, found in files.items() if name.endswith(".cls"))
    written = tmp_path / "Hostile.cls"
    written.write_bytes(content)
    (judged,) = judge(program, home, [written])
    assert judged["faults"] == []
    assert sum(one.startswith("scenario") for one in judged["methods"]) == len(HOSTILE)


@pytest.mark.parametrize("broken", ["class A { void b() { String c = 'd; } }", "class A { String b = '\\q'; }"])
def test_the_grammar_does_find(program: str, home: Path, tmp_path: Path, broken: str) -> None:
    """Silence above means that there was nothing to find."""
    path = tmp_path / "Broken.cls"
    path.write_text(broken, encoding="utf-8")
    (judged,) = judge(program, home, [path])
    assert judged["faults"]
