"""Trees that nobody vouches for: a finding for each thing that is wrong, no traceback, nothing read outside them."""

import json
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

ROOT = '<?xml version="1.0" encoding="UTF-8"?>\n'
QUEUE = (
    ROOT + '<Queue xmlns="http://soap.sforce.com/2006/04/metadata">\n    <name>Team</name>\n'
    "    <queueSobject>\n        <sobjectType>Case</sobjectType>\n    </queueSobject>\n</Queue>\n"
)
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">\n'
    + "\n".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>\n<Queue><name>&i;</name></Queue>\n"
)
SECRET = "what nobody may read"
Make = Callable[[Path], None]


def text(content: str | bytes) -> Make:
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def sparse(path: Path) -> None:
    """A gigabyte that takes no room."""
    with path.open("wb") as file:
        file.truncate(1_000_000_000)


def link(path: Path) -> None:
    outside = path.parent.parent.parent / "secret.xml"
    outside.write_text(SECRET, encoding="utf-8")
    path.symlink_to(outside)


def circle(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


def unreadable(path: Path) -> None:
    path.write_text(QUEUE, encoding="utf-8")
    path.chmod(0)


NAME = "Team.queue-meta.xml"
HOSTILE: list[tuple[str, str, Make, str]] = [
    ("an entity bomb", NAME, text(BOMB), "XML-001"),
    (
        "an external entity",
        NAME,
        text('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "../../secret.xml">]>\n<Queue>&x;</Queue>'),
        "XML-001",
    ),
    ("a file of a gigabyte", NAME, sparse, "FILE-001"),
    ("deep nesting", NAME, text(ROOT + "<a>" * 100_000), "XML-001"),
    ("a link out of the tree", NAME, link, "FILE-002"),
    ("a folder that is a link to itself", "again.xml", circle, "FILE-002"),
    ("a pipe", NAME, lambda path: os.mkfifo(path), "FILE-003"),
    ("UTF-16 that says UTF-8", NAME, text(QUEUE.encode("utf-16")), "XML-001"),
    ("bytes that are no UTF-8", NAME, text(QUEUE.encode().replace(b"Team", b"T\xff\xfe")), "XML-001"),
    ("no XML at all", NAME, text("MZ\x00\x01 a program"), "XML-001"),
    ("nothing at all", NAME, text(""), "XML-001"),
    ("XML of another kind", NAME, text(QUEUE.replace("Queue", "Group")), "XML-002"),
    ("a suffix of another kind", "Team.flow-meta.xml", text(QUEUE), "PKG-017"),
    ("a number that is none", "../fields/N__c.field-meta.xml", text("x"), "XML-001"),
    ("a name with a line break", "Te\nam.queue-meta.xml", text(QUEUE), "FILE-005"),
    ("a name with an escape", "Te\x1b[31mam.queue-meta.xml", text(QUEUE), "FILE-005"),
]


@pytest.mark.parametrize(("name", "make", "code"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_each_is_told_and_nothing_else_happens(tmp_path: Path, name: str, make: Make, code: str) -> None:
    place = tmp_path / "tree" / "queues" / name
    place.parent.mkdir(parents=True)
    make(place)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = CliRunner().invoke(main, ["verify", str(tmp_path / "tree"), "--format", "json"])
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert isinstance(result.exception, SystemExit | None), result.exception
    assert code in {one["code"] for one in json.loads(result.stdout)}
    assert SECRET not in result.output
    assert after - before < 200_000, "kilobytes"


def test_a_file_without_rights_is_told(tmp_path: Path) -> None:
    """The superuser reads everything; for anybody else the system refuses."""
    place = tmp_path / "queues" / NAME
    place.parent.mkdir()
    unreadable(place)
    found = json.loads(CliRunner().invoke(main, ["verify", str(tmp_path), "--format", "json"]).stdout)

    assert {one["code"] for one in found} == (set() if os.geteuid() == 0 else {"FILE-004"})


@pytest.mark.parametrize("name", ["T%eam", "T'ea\"m", "T&lt;eam", "Tëam", "T,e:am", "::set-output name=a::b"])
def test_odd_names_are_data_in_every_form(tmp_path: Path, name: str) -> None:
    place = tmp_path / "queues" / f"{name}.queue-meta.xml"
    place.parent.mkdir()
    place.write_text(QUEUE.replace("</name>", "</nam>"), encoding="utf-8")
    for form in ("text", "json", "sarif", "junit", "github"):
        result = CliRunner().invoke(main, ["verify", str(tmp_path), "--format", form])
        assert isinstance(result.exception, SystemExit), form
        assert result.exit_code == 1, form
    assert all(line.startswith("::error file=") for line in result.stdout.splitlines())


def test_many_files_take_time_in_proportion(tmp_path: Path) -> None:
    (tmp_path / "queues").mkdir()
    for number in range(3_000):
        (tmp_path / "queues" / f"T{number}.queue-meta.xml").write_text(QUEUE, encoding="utf-8")

    assert CliRunner().invoke(main, ["verify", str(tmp_path)]).exit_code == 0


@pytest.mark.parametrize("beside", [None, "lwc/a.js", "flows/readme.md"])
def test_a_folder_without_metadata_is_told(tmp_path: Path, beside: str | None) -> None:
    """A job that names the wrong folder would pass for ever; with --strict it fails."""
    if beside is not None:
        (tmp_path / beside).parent.mkdir()
        (tmp_path / beside).write_text("nothing", encoding="utf-8")
    found = CliRunner().invoke(main, ["verify", str(tmp_path), "--format", "json", "--strict"])

    assert [(one["code"], one["severity"]) for one in json.loads(found.stdout)] == [("FILE-006", "warning")]
    assert found.exit_code == 1
