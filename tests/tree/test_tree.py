"""A folder becomes the tree and nothing else; what is not ours stays, or stops the write before it begins."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Rejected
from generator.tree import LOCK, Change, differences, place, sealed, write
from tests.tree.folders import NEW, OLD, STRANGERS, contents, put


def codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [diagnostic.code for diagnostic in refused.value.diagnostics]


def test_first_write_makes_the_folder_and_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "output" / "northgate"
    expected = differences(OLD, folder)
    assert not folder.parent.exists()
    assert write(OLD, folder) == expected
    assert contents(folder) == sealed(OLD)
    assert {change.kind for change in expected} == {"add"}
    assert [change.path for change in expected] == sorted([*OLD, LOCK])
    assert contents(folder.parent) == {f"northgate/{path}": content for path, content in sealed(OLD).items()}


def test_second_write_changes_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write(OLD, folder)
    put(folder, STRANGERS)
    expected = differences(NEW, folder)
    assert write(NEW, folder) == expected
    assert contents(folder) == {**sealed(NEW), **STRANGERS}
    assert {change.path: change.kind for change in expected} == {
        LOCK: "change",
        "force-app/main/flows/NGH_Intake.flow-meta.xml": "change",
        "force-app/main/groups/NGH_Leads.group-meta.xml": "add",
        "force-app/main/queues/NGH_Doctors.queue-meta.xml": "delete",
        "force-app/main/queues/NGH_Nurses.queue-meta.xml": "delete",
        "shape": "delete",
        "shape/within": "add",
    }
    assert os.listdir(tmp_path) == ["northgate"]


def test_a_folder_that_is_right_is_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write(OLD, folder)
    before = {path: os.stat(folder / path) for path in [".", *OLD]}
    assert write(OLD, folder) == ()
    assert {path: os.stat(folder / path).st_mtime_ns for path in before} == {
        path: found.st_mtime_ns for path, found in before.items()
    }
    assert os.stat(folder).st_ino == before["."].st_ino


def test_looking_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write(OLD, folder)
    before = contents(tmp_path)
    assert differences(NEW, folder)
    assert contents(tmp_path) == before


def test_an_edited_file_is_a_difference_and_is_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write(OLD, folder)
    (folder / "sfdx-project.json").write_bytes(b"edited")
    (folder / "shape").unlink()
    assert differences(OLD, folder) == (
        Change(path="sfdx-project.json", before=b"edited", after=OLD["sfdx-project.json"]),
        Change(path="shape", before=None, after=OLD["shape"]),
    )
    write(OLD, folder)
    assert contents(folder) == sealed(OLD)


def test_a_lost_lock_file_costs_nothing_while_the_files_are_right(tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write(OLD, folder)
    (folder / LOCK).unlink()
    assert [change.path for change in write(OLD, folder)] == [LOCK]
    assert contents(folder) == sealed(OLD)


def test_links_and_empty_folders_of_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write(OLD, folder)
    (folder / "force-app/main/queues/link").symlink_to("../flows")
    (folder / "force-app/main/flows/empty").mkdir()
    write(NEW, folder)
    assert contents(folder) == {
        **sealed(NEW),
        "force-app/main/queues/link": "../flows",
        "force-app/main/flows/empty": "/",
    }


def test_a_path_in_a_lock_file_leads_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write(OLD, folder)
    outside = tmp_path / "outside"
    put(outside, {"victim": b"precious"})
    (folder / "way").symlink_to(outside)
    lock = json.loads((folder / LOCK).read_bytes())
    lock["files"]["way/victim"] = "d0c0ffee"
    (folder / LOCK).write_text(json.dumps(lock))
    write(NEW, folder)
    assert contents(outside) == {"victim": b"precious"}
    assert contents(folder)["way"] == str(outside)


def damage(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / LOCK).write_text(text)


def swap_for_link(path: str) -> Callable[[Path], object]:
    """What stood at `path` moves away and a link to it takes its place: the same content, reached through a link."""

    def act(folder: Path) -> None:
        (folder / path).rename(folder.parent / "moved")
        (folder / path).symlink_to(folder.parent / "moved")

    return act


REFUSALS: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "lock file with conflict markers": (damage("<<<<<<< ours\n{}\n"), ["CP551"]),
    "lock file without files": (damage("{}"), ["CP551"]),
    "lock file that is a list": (damage("[]"), ["CP551"]),
    "lock file that nests without end": (damage("[" * 100_000), ["CP551"]),
    "lock file that claims the parent folder": (damage('{"files": {"../x": ""}}'), ["CP551"]),
    "lock file that claims an absolute path": (damage('{"files": {"/etc/passwd": ""}}'), ["CP551"]),
    "lock file that is not text": (lambda folder: (folder / LOCK).write_bytes(b"\xff\xfe\xff"), ["CP551"]),
    "a stranger's file in the place of a new one": (lambda folder: put(folder, {"new": b"other"}), ["CP552"]),
    "a stranger's file where a folder is needed": (lambda folder: put(folder, {"dir": b""}), ["CP552"]),
    "a stranger's folder in the place of a file": (lambda folder: put(folder, {"new/x": b""}), ["CP552"]),
    "an empty folder in the place of a file": (lambda folder: (folder / "new").mkdir(), ["CP552"]),
    "an edited file that is no longer built": (lambda folder: put(folder, {"gone": b"edited"}), ["CP553"]),
    "a link in the place of a file that is no longer built": (swap_for_link("gone"), ["CP553"]),
    "a link in the place of a file": (swap_for_link("kept"), ["CP554"]),
    "a link in the place of a folder": (swap_for_link("in"), ["CP554"]),
    "a link in the place of a new file": (lambda folder: (folder / "new").symlink_to("kept"), ["CP554"]),
    "a dangling link in the place of a new file": (lambda folder: (folder / "new").symlink_to("none"), ["CP554"]),
    "a pipe in the place of a new file": (lambda folder: os.mkfifo(folder / "new"), ["CP554"]),
    "several at once": (
        lambda folder: put(folder, {"new": b"o", "dir": b"", "gone": b"e"}),
        ["CP552", "CP553", "CP552"],
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_in_the_way_is_reported_and_nothing_is_written(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "northgate"
    write({"kept": b"1", "gone": b"1", "in/side": b"1"}, folder)
    spoil, expected = REFUSALS[case]
    spoil(folder)
    before = contents(tmp_path)
    wanted = {"kept": b"2", "in/side": b"2", "new": b"2", "dir/new": b"2"}
    for act in (differences, write):
        with pytest.raises(Rejected) as refused:
            act(wanted, folder)
        assert codes(refused) == expected
        assert contents(tmp_path) == before
        for diagnostic in refused.value.diagnostics:
            assert diagnostic.span.path.startswith(folder.as_posix())
            assert diagnostic.help


def test_the_folder_itself_must_be_one(tmp_path: Path) -> None:
    put(tmp_path, {"file": b"", "real/x": b""})
    (tmp_path / "link").symlink_to("real")
    for name in ("file", "link"):
        with pytest.raises(Rejected) as refused:
            write(OLD, tmp_path / name)
        assert codes(refused) == ["CP554"]
    with pytest.raises(Rejected) as refused:
        write(OLD, tmp_path / "file" / "northgate")
    assert codes(refused) == ["CP556"]
    assert contents(tmp_path) == {"file": b"", "real/x": b"", "link": "real"}


OUTSIDE = [
    *("", ".", "..", "../x", "/x", "a/../x", "a/./x", "a//x", "a/"),
    *("C:x", "a\\..\\x", "a?", "a*", "x.", "x ", " x", "a\nb", "a\0", "é", "a" * 201),
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_paths_cannot_leave_the_folder(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a path inside"):
        write({path: b""}, tmp_path / "northgate")
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("pair", [("a", "A"), ("a/x", "A/y"), ("a", "a/b"), ("a/b/c", "a")])
def test_two_paths_cannot_be_one(pair: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"case alone|inside a file"):
        write(dict.fromkeys(pair, b""), tmp_path / "northgate")


def test_names_of_projects_stay_in_the_output(tmp_path: Path) -> None:
    assert place(tmp_path, "northgate") == tmp_path / "northgate"
    for name in (Path("specs/...yaml").stem, "", ".", "a/b", "..", ".northgate.carepath-old", "a\\b"):
        with pytest.raises(Rejected) as refused:
            place(tmp_path, name)
        assert codes(refused) == ["CP555"]


def test_sealing_keeps_what_else_a_lock_file_says() -> None:
    tree = {"b": b"1", "a": b"2", LOCK: b'{"source": {"Case": "spec.yaml:3"}, "files": {"stale": ""}}'}
    once = sealed(tree)
    lock = json.loads(once[LOCK])
    assert lock["source"] == {"Case": "spec.yaml:3"}
    assert list(lock["files"]) == ["a", "b"]
    assert sealed(once) == once
    assert sealed(dict(reversed(tree.items())))[LOCK] == once[LOCK]


NAMES = st.sampled_from(["a", "b", "c", "a b", "A1", ".x", "a.b"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
FILES = st.dictionaries(PATHS, st.binary(max_size=3), max_size=6)


def without_clashes(*trees: dict[str, bytes]) -> tuple[dict[str, bytes], ...]:
    """The trees without the paths that lie inside a file of the same tree or of the last, a stranger's."""
    last = trees[-1]

    def inside(path: str, tree: dict[str, bytes]) -> bool:
        return any(path.startswith(f"{other}/") for other in tree)

    strangers = {path: content for path, content in last.items() if not inside(path, last)}
    ours = [
        {
            path: content
            for path, content in tree.items()
            if not inside(path, tree)
            and not inside(path, strangers)
            and path not in strangers
            and not any(other.startswith(f"{path}/") for other in strangers)
        }
        for tree in trees[:-1]
    ]
    return (*ours, strangers)


@given(FILES, FILES, FILES)
def test_any_tree_follows_any_other(first: dict[str, bytes], second: dict[str, bytes], other: dict[str, bytes]) -> None:
    first, second, other = without_clashes(first, second, other)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "northgate")
        write(first, folder)
        put(folder, other)
        expected = differences(second, folder)
        assert write(second, folder) == expected
        assert contents(folder) == {**sealed(second), **other}
        assert os.listdir(name) == ["northgate"]
        assert differences(second, folder) == write(second, folder) == ()
