"""Killed at every step and at random moments, a write leaves the old project or the new one, and no file is lost."""

import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Rejected
from generator.tree import Tree, differences, sealed, write
from tests.tree.folders import NEW, OLD, STRANGERS, contents, put

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod"}
"""The interpreter announces each of these before it happens. An `open` counts when it may write."""


def child(act: Callable[[], object]) -> int:
    """The id of a new process that does `act` and ends: 0, or 1 when it raised."""
    process = os.fork()
    if process == 0:
        try:
            act()
            os._exit(0)
        finally:
            os._exit(1)
    return process


def dies_before(step: int, act: Callable[[], object]) -> bool:
    """Does `act` in a process that is killed before its `step`th change of the disk; False when it ended first."""

    def hooked() -> None:
        left = step

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            if event in STEPS and (event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        act()

    _, status = os.waitpid(child(hooked), 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def state(output: Path) -> str:
    """What a death left in `output`; checks that it is one of the states that may be."""
    names = sorted(os.listdir(output))
    folder, old, new = output / "northgate", output / ".northgate.carepath-old", output / ".northgate.carepath-new"
    assert set(names) <= {folder.name, old.name, new.name}
    everything = [contents(folder), contents(old)]
    for path, content in STRANGERS.items():
        assert [found[path] for found in everything if path in found] == [content]
    if folder.exists():
        # An empty folder waits for a stranger's file that is about to come back.
        ours = {path: content for path, content in everything[0].items() if path not in STRANGERS and content != "/"}
        assert ours in (sealed(OLD), sealed(NEW))
        version = "old" if ours == sealed(OLD) else "new"
        return f"{version}, {'clearing' if old.exists() else 'building' if new.exists() else 'settled'}"
    assert names == [new.name, old.name]
    assert contents(new) in (sealed(OLD), sealed(NEW))
    return "between"


def start(output: Path) -> Path:
    folder = output / "northgate"
    write(OLD, folder)
    put(folder, STRANGERS)
    return folder


def assert_settled(output: Path, *trees: Tree) -> None:
    assert os.listdir(output) == ["northgate"]
    assert contents(output / "northgate") in [{**sealed(tree), **STRANGERS} for tree in trees]


def test_death_at_every_step_and_again_at_every_step_of_the_recovery(tmp_path: Path) -> None:
    start(tmp_path / "0")
    seen: Counter[str] = Counter()
    step, again = 1, 0
    output = tmp_path / "1"
    while shutil.copytree(tmp_path / "0", output) and dies_before(step, lambda: write(NEW, output / "northgate")):
        seen[state(output)] += 1
        second = 1
        while True:
            copy = tmp_path / f"{step}-{second}"
            shutil.copytree(output, copy)
            died = dies_before(second, lambda: differences(NEW, copy / "northgate"))  # noqa: B023
            state(copy)
            differences(NEW, copy / "northgate")
            assert_settled(copy, OLD, NEW)
            write(NEW, copy / "northgate")
            assert_settled(copy, NEW)
            shutil.rmtree(copy)
            if not died:
                break
            second, again = second + 1, again + 1
        shutil.rmtree(output)
        step += 1
    assert set(seen) == {"old, settled", "old, building", "between", "new, clearing"}
    assert step > 30
    assert again > 200


def test_death_at_every_step_of_the_first_write(tmp_path: Path) -> None:
    step = 1
    while True:
        folder = tmp_path / str(step) / "northgate"
        died = dies_before(step, lambda: write(NEW, folder))  # noqa: B023
        assert contents(folder) in ({}, sealed(NEW))
        differences(NEW, folder)
        assert contents(folder) in ({}, sealed(NEW))
        write(NEW, folder)
        assert os.listdir(folder.parent) == ["northgate"]
        assert contents(folder) == sealed(NEW)
        if not died:
            break
        step += 1
    assert step > len(NEW)


@pytest.mark.parametrize("torn", [b"", b"<Flow>"])
@pytest.mark.parametrize("path", [*NEW, "carepath.lock"])
def test_a_new_folder_that_the_disk_lost_part_of_is_not_used(path: str, torn: bytes, tmp_path: Path) -> None:
    """A power cut between the renames may leave files that were never flushed: then the old project comes back."""
    start(tmp_path).rename(tmp_path / ".northgate.carepath-old")
    write(NEW, tmp_path / "new")
    (tmp_path / "new").rename(tmp_path / ".northgate.carepath-new")
    assert state(tmp_path) == "between"
    (tmp_path / ".northgate.carepath-new" / path).write_bytes(torn)
    differences(NEW, tmp_path / "northgate")
    assert_settled(tmp_path, OLD)


def test_a_hundred_deaths_at_random_moments(tmp_path: Path) -> None:
    folder = start(tmp_path)

    def forever() -> None:
        while True:
            write(NEW, folder)
            write(OLD, folder)

    moments = random.Random(1)
    seen: Counter[str] = Counter()
    for _ in range(100):
        process = child(forever)
        time.sleep(moments.uniform(0.002, 0.03))
        os.kill(process, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(process, 0)[1])
        seen[state(tmp_path)] += 1
        differences(NEW, folder)
        assert_settled(tmp_path, OLD, NEW)
    assert seen.total() - seen["old, settled"] - seen["new, settled"] >= 10, seen


def test_two_at_once_wait_for_each_other(tmp_path: Path) -> None:
    folder = start(tmp_path)

    def often(tree: Tree) -> None:
        for _ in range(50):
            write(tree, folder)
            differences(tree, folder)

    children = [child(lambda: often(OLD)), child(lambda: often(NEW))]
    assert [os.waitpid(process, 0)[1] for process in children] == [0, 0]
    assert_settled(tmp_path, OLD, NEW)


def test_a_stranger_in_the_place_of_a_file_that_comes_back_is_left_and_named(tmp_path: Path) -> None:
    """Between a death and the next call somebody made a file anew that was still to be given back: both are kept."""
    folder = start(tmp_path)
    old = tmp_path / ".northgate.carepath-old"
    folder.rename(old)
    write_elsewhere = tmp_path / "elsewhere" / "northgate"
    write(NEW, write_elsewhere)
    write_elsewhere.rename(folder)
    write_elsewhere.parent.rmdir()
    put(folder, {"README.md": b"made anew\n"})
    for _ in range(2):
        with pytest.raises(Rejected) as refused:
            differences(NEW, folder)
        assert [diagnostic.code for diagnostic in refused.value.diagnostics] == ["CP557"]
        assert (old / "README.md").read_bytes() == STRANGERS["README.md"]
    (old / "README.md").unlink()
    assert differences(NEW, folder) == ()
    assert os.listdir(tmp_path) == ["northgate"]
    assert contents(folder) == {**sealed(NEW), **STRANGERS, "README.md": b"made anew\n"}
