"""A change of the spec changes the files that name what was changed, and no other: what a reviewer of a deployment sees
is what the author did. The lists in `changed/` are frozen; each class of file stands under the reason why it changes.

A line is `+ path` for a new file, `- path` for one that is gone, `~ path` for another content. `#` begins a reason.
"""

import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand

ROOT = Path(__file__).resolve().parents[2]
CHANGED = Path(__file__).with_name("changed")

CLERK = "bookings, enquiries]}"
ENQUIRIES = "  enquiries: {label: Enquiries, lead: duty_manager}\n"
DESK = "  travel_desk: {label: Travel desk, lead: duty_manager}\n"
LAST = "  # Takes what nobody else takes."
TRAVEL = "  - {id: travel, label: Travel, team: travel_desk, at_least: routine, words: [travel vaccination]}\n"
TRIAGE = "{id: triage, status: Triage, stall_after: {emergency: 10m, otherwise: 30m},\n"
GREET = "     tasks: {greet: {subject: Thank the sender}},\n"
CHANGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "category": (
        (CLERK, "bookings, enquiries, travel_desk]}"),
        (ENQUIRIES, ENQUIRIES + DESK),
        (LAST, TRAVEL + LAST),
    ),
    "task": ((TRIAGE, TRIAGE + GREET),),
    "word": (("words: [invoice, bill,", "words: [invoice, remittance, bill,"),),
}
NAME = re.compile(rb"<name>(.*?)</name>")


@cache
def files_of(folder: Path, change: str | None) -> Mapping[str, bytes]:
    """What Northgate becomes, with one change to its text."""
    (folder / "pyproject.toml").touch()
    shutil.copytree(ROOT / "specs", folder / "specs")
    spec = folder / "specs" / "northgate.yaml"
    text = spec.read_text(encoding="utf-8")
    for old, new in CHANGES[change] if change else ():
        assert text.count(old) == 1
        text = text.replace(old, new)
    spec.write_text(text, encoding="utf-8")
    return compile_spec(understand(str(spec)))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return files_of(tmp_path_factory.mktemp("before"), None)


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    marks = {
        path: "~" if path in before and path in after else "+" if path in after else "-" for path in before | after
    }
    return sorted(f"{mark} {path}" for path, mark in marks.items() if before.get(path) != after.get(path))


def frozen(change: str) -> list[str]:
    lines = (CHANGED / f"{change}.txt").read_text(encoding="utf-8").splitlines()
    return sorted(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reaches_the_files_that_name_it_alone(
    change: str, before: Mapping[str, bytes], tmp_path: Path
) -> None:
    assert differences(before, files_of(tmp_path, change)) == frozen(change)


@pytest.mark.parametrize("change", ["category", "word"])
def test_what_stands_in_a_flow_keeps_its_name(change: str, before: Mapping[str, bytes], tmp_path: Path) -> None:
    """An element that is renamed is another element to whoever compares two versions of a flow."""
    after = files_of(tmp_path, change)
    flows = [path for path in before if path.endswith(".flow-meta.xml")]

    assert len(flows) >= 15
    assert [path for path in flows if set(NAME.findall(before[path])) - set(NAME.findall(after[path]))] == []


@pytest.mark.parametrize("change", CHANGES)
def test_every_class_of_changed_files_has_its_reason(change: str) -> None:
    """Between two reasons stand files; none stands before the first."""
    groups = (CHANGED / f"{change}.txt").read_text(encoding="utf-8").strip().split("\n\n")

    assert all(group.startswith("# ") and not group.splitlines()[-1].startswith("#") for group in groups)
