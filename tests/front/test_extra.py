"""Folders that a spec brings itself: what becomes of them, and what must not be in them."""

import json
from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.diagnostics import Rejected
from generator.extra import brought
from generator.loading import Extra
from generator.metadata.component import component
from generator.metadata.people import Queue
from generator.ownership import sealed
from generator.reading import files_below, read_files
from generator.rendering import render
from generator.source import NOWHERE
from tests.front.planting import written
from tests.front.small import small

QUEUE = render(component("Front_Desk", Queue(doesSendEmailToMembers=False, name="Front desk")))
CLASS = b"""<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>64.0</apiVersion><status>Active</status></ApexClass>
"""
OURS = (component("ABC_Desk", Queue(doesSendEmailToMembers=False, name="Desk")),)


def spec_with(folder: Path, files: dict[str, bytes]) -> str:
    """The small spec with one folder of its own."""
    spec = folder / "small.yaml"
    spec.write_text(written({**small(), "extra": ["own"]}), encoding="utf-8")
    for path, content in files.items():
        (folder / "own" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "own" / path).write_bytes(content)
    return str(spec)


def refused(**files: bytes) -> list[tuple[str, str]]:
    """What is said of files beside OURS."""
    extra = tuple(Extra(path=path, content=content, because=NOWHERE) for path, content in files.items())
    with pytest.raises(Rejected) as rejected:
        brought(extra, OURS)
    return [(one.code, one.message) for one in rejected.value.diagnostics]


def test_source_is_copied_owned_and_deployed(tmp_path: Path) -> None:
    """Whatever folders it lay in, in a directory of its own; hidden files stay behind."""
    files = {
        "force-app/main/default/queues/Front_Desk.queue-meta.xml": QUEUE,
        "classes/Hello.cls": b"public class Hello {}",
        "classes/Hello.cls-meta.xml": CLASS,
        ".DS_Store": b"",
    }
    built = sealed(compile_spec(understand(spec_with(tmp_path, files))))

    extra = {path: content for path, content in built.items() if path.startswith("extra/")}
    assert extra == {
        "extra/main/default/queues/Front_Desk.queue-meta.xml": QUEUE,
        "extra/main/default/classes/Hello.cls": b"public class Hello {}",
        "extra/main/default/classes/Hello.cls-meta.xml": CLASS,
    }
    lock = json.loads(built["carepath.lock"])
    assert lock["files"].keys() >= extra.keys()
    assert lock["sources"].keys() >= {"Queue:Front_Desk", "ApexClass:Hello"}
    for manifest in ("manifest/extra.xml", "manifest/package.xml"):
        assert b"<members>Front_Desk</members>" in built[manifest]
        assert b"<members>Hello</members>" in built[manifest]
    directories = json.loads(built["sfdx-project.json"])["packageDirectories"]
    assert {"default": False, "path": "extra"} in directories
    assert b"--source-dir extra" in built["RUNBOOK.md"]


def test_what_we_write_may_be_brought() -> None:
    """Every kind that is generated, as it is generated, is known as source."""
    output = Path(__file__).parents[2] / "output" / "northgate"
    held = files_below(output / "foundation") | files_below(output / "workflow")
    extra = tuple(Extra(path=path, content=content, because=NOWHERE) for path, content in held.items())

    made = brought(extra, ())

    assert len(made.files) == len(extra)
    assert len(made.components) == len(read_files(dict(made.files)).found)


@pytest.mark.parametrize(
    "path", ["queues/abc_desk", "main/default/queues/ABC_Desk", "a/main/default/queues/b/ABC_DESK"]
)
def test_what_is_generated_too_is_refused(path: str) -> None:
    file = f"{path}.queue-meta.xml"

    assert refused(**{file: QUEUE}) == [("CP563", f"`{file}` is generated too")]


@pytest.mark.parametrize(("first", "second"), [
    ("main/default/queues/Front", "queues/Front"), ("queues/Front", "queues/front"),
    ("queues/a/Front", "queues/A/Back"), ("queues/a/Front", "queues/b/Front"),
])  # fmt: skip
def test_what_stands_there_twice_is_refused(first: str, second: str) -> None:
    found = refused(**{f"{one}.queue-meta.xml": QUEUE for one in (first, second)})

    assert {code for code, _ in found} == {"CP563"}


@pytest.mark.parametrize(("path", "content"), [
    ("README.md", b"read me"), ("package.xml", b"<Package/>"), ("lwc/hello/hello.js", b""),
    ("lwc/hello/hello.js-meta.xml", b"<LightningComponentBundle/>"), ("queues/Front.queue", QUEUE),
    ("Queues/Front.queue-meta.xml", QUEUE), ("queues/Front.queue-meta.xml", b"<Queue>"),
    ("classes/Hello.cls", b"public class Hello {}"), ("classes/Hello.cls-meta.xml", CLASS),
    ("queues/Fr\u00f6nt.queue-meta.xml", QUEUE),
])  # fmt: skip
def test_what_is_no_source_that_we_know_is_refused(path: str, content: bytes) -> None:
    found = refused(**{path: content})

    assert [(code, path in message) for code, message in found] == [("CP565", True)]


def test_a_finding_stands_where_the_folder_is_named(tmp_path: Path) -> None:
    spec = spec_with(tmp_path, {"README.md": b"read me"})

    with pytest.raises(Rejected) as rejected:
        compile_spec(understand(spec))

    lines = Path(spec).read_text(encoding="utf-8").splitlines()
    assert [(one.code, lines[one.span.line - 1].strip()) for one in rejected.value.diagnostics] == [("CP565", '"own"')]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    spec = spec_with(tmp_path, {"queues/Front_Desk.queue-meta.xml": QUEUE})
    (tmp_path / "secret").write_text("", encoding="utf-8")
    (tmp_path / "own" / "link").symlink_to(tmp_path / "secret")

    with pytest.raises(Rejected) as rejected:
        understand(spec)

    assert [one.code for one in rejected.value.diagnostics] == ["CP146"]
