"""Whatever is in a file, the front end answers with findings: never a crash, never a wait, never another meaning."""

import json
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Rejected
from generator.loading import load
from generator.process.checks import check
from generator.process.model import Process
from generator.process.resolving import resolve

SPECS = Path(__file__).resolve().parents[2] / "specs"
NAMES = ("northgate.yaml", "ashfell.yaml", "clients/northgate-boston.yaml")
SECONDS = 1.0
"""Of the processor, for a file of 100 kB."""

quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the specs that a test may change."""
    folder = tmp_path_factory.mktemp("front") / "specs"
    shutil.copytree(SPECS, folder)
    (folder / "pyproject.toml").touch()  # the folder that no layer may leave
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    return folder


def meaning(path: Path) -> Process | None:
    """The process of the spec at `path`; None when it is rejected. Anything else that is raised is a fault."""
    verdict = None
    try:
        process = resolve(load(str(path))).process
    except Rejected as rejected:
        verdict = rejected
    if verdict is None:
        check(process)
        return process
    assert verdict.diagnostics, "rejected without a finding"
    assert all(one.span.line >= 1 and one.span.column >= 1 for one in verdict.diagnostics)
    return None


def timed(path: Path) -> float:
    """Processor seconds of one reading: the least of three, for a collection of garbage may fall into one."""
    return min(seconds_of(path) for _ in range(3))


def seconds_of(path: Path) -> float:
    start = time.process_time()
    meaning(path)
    return time.process_time() - start


def mutants(text: str, draw: Callable[[Any], Any]) -> bytes:
    """`text` with up to three slips: a line lost, doubled, moved or indented, characters replaced, bytes put in."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "swap", "indent", "cut", "word", "sign"])):
            case "lose":
                lines[at : at + draw(st.integers(1, 5))] = [""]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = " " * draw(st.integers(1, 3)) + lines[at]
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
            case "word":
                words = [*lines[at].split(" "), "x"]
                words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(text.split()))
                lines[at] = " ".join(words)
            case "sign":
                column = draw(st.integers(0, len(lines[at])))
                sign = draw(
                    st.one_of(
                        st.sampled_from(list("[]{}:,#&*!|>'\"%@`-?\\\t\x00\u2028\ufeff")),
                        st.characters(exclude_categories=["Cs"]),
                    )
                )
                lines[at] = lines[at][:column] + sign + lines[at][column:]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("name", NAMES[:2])
def test_the_specs_that_are_changed_here_are_valid(specs: Path, name: str) -> None:
    assert meaning(specs / name) is not None


@quick
@given(content=st.binary(max_size=2_000))
def test_random_bytes_are_rejected(specs: Path, content: bytes) -> None:
    path = specs / "random.yaml"
    path.write_bytes(content)
    assert meaning(path) is None


@quick
@given(data=st.data())
def test_a_spec_with_slips_is_read_or_rejected(specs: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    text = (SPECS / name).read_text(encoding="utf-8")
    path = (specs / name).with_name("slips.yaml")
    path.write_bytes(mutants(text, data.draw))
    meaning(path)


def shuffled(node: Any, chance: random.Random) -> Any:
    if isinstance(node, dict):
        keys = list(node)
        chance.shuffle(keys)
        return {key: shuffled(node[key], chance) for key in keys}
    if isinstance(node, list):
        return [shuffled(item, chance) for item in node]
    return node


@pytest.mark.parametrize("name", NAMES[:2])
@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_a_map_means_nothing(specs: Path, name: str, seed: int) -> None:
    path = specs / "shuffled.yaml"
    tree = yaml.load((SPECS / name).read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    path.write_text(yaml.safe_dump(shuffled(tree, random.Random(seed)), sort_keys=False, allow_unicode=True))
    expected, other = meaning(specs / name), meaning(path)
    assert expected is not None
    assert other is not None
    # What is not automated stands in comments, which do not outlive the shuffling.
    assert replace(other, not_automated=()) == replace(expected, not_automated=())


HOSTILE = (
    "]]>",
    "{!$User.Id}",
    "${",
    "</label>",
    "&amp;",
    "'\"\\",
    "' OR '1'='1",
    "$Label.x",
    "{0}",
    "\r\n",
    "\u202e",
    "🙂",
    "é",
)
texts = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)),
    min_size=1,
    max_size=6,
).map("".join)


@quick
@given(text=texts)
def test_text_arrives_as_it_was_written_or_is_rejected(specs: Path, text: str) -> None:
    tree = yaml.load((SPECS / "northgate.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    tree.setdefault("fields", {})["hostile"] = {"label": "Hostile", "help": text}
    path = specs / "hostile.yaml"
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8", newline="")
    process = meaning(path)
    if process is not None:
        assert next(fact.help for fact in process.facts if fact.id == "hostile") == text


PATHOLOGICAL = {
    "brackets": "[" * 100_000,
    "braces": "{a: " * 25_000,
    "dashes": "- " * 50_000,
    "quote": '"' + "a" * 100_000,
    "keys": "carepath: 1\n" + "".join(f"k{n}: 1\n" for n in range(12_000)),
    "anchors": "carepath: 1\nextra: [" + "&a x, " * 16_000 + "]\n",
    "one_line": "carepath: 1\nextra: [" + "x, " * 33_000 + "]\n",
    "key_twice": "carepath: 1\n" + "a: 1\n" * 20_000,
}


@pytest.mark.parametrize("name", sorted(PATHOLOGICAL))
def test_a_file_of_100_kb_is_answered_within_a_second(specs: Path, name: str) -> None:
    path = specs / "large.yaml"
    path.write_text(PATHOLOGICAL[name], encoding="utf-8")
    assert meaning(path) is None
    assert timed(path) < SECONDS


CONDITIONS = {
    "parentheses": "(" * 50_000,
    "closed_parentheses": "(" * 20_000 + "category = billing" + ")" * 20_000,
    "nots": "not " * 25_000 + "special_handling",
    "ands": " and ".join(["special_handling"] * 4_000),
    "list": "category in [" + ", ".join(["billing"] * 9_000) + "]",
    "signs": "= " * 40_000,
}


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_a_huge_condition_is_answered_within_a_second(specs: Path, name: str) -> None:
    tree = yaml.load((SPECS / "northgate.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    tree["routing"].append({"id": "huge", "when": CONDITIONS[name], "to": "enquiries"})
    path = specs / "condition.yaml"
    path.write_text(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=10**9), encoding="utf-8")
    assert timed(path) < SECONDS
