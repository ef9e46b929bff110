"""Salesforce's own schema, whole, judges every file; ours, trimmed, never says otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from generator.schemas.validation import decider
from generator.xml import parse
from tests.peers.official import DECLARATIONS, official


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    if not DECLARATIONS.is_file():
        pytest.skip("the peers are not installed (run `npm ci` in tests/peers)")
    return official()


def files(project: Path) -> list[Path]:
    """Every file of XML: the metadata, the manifests, and what switches the flows off."""
    return sorted(path for path in project.rglob("*") if path.suffix in (".xml", ".flowDefinition"))


def test_every_file_is_valid(project: Path, schema: etree.XMLSchema) -> None:
    faults = {}
    for path in files(project):
        content = path.read_bytes()
        if not schema.validate(etree.fromstring(content)):
            faults[path.relative_to(project).as_posix()] = [f"{one.line}: {one.message}" for one in schema.error_log]
        assert decider().validate(parse(content)), path
    assert faults == {}
    assert len(files(project)) > 200


def test_both_schemas_agree_on_files_with_a_fault(project: Path, schema: etree.XMLSchema) -> None:
    """Each kind's first file, spoiled in every way that touches one of its first lines."""
    first: dict[str, Path] = {}
    for path in files(project):
        first.setdefault(path.name.partition(".")[2], path)
    verdicts: set[bool] = set()
    for path in first.values():
        for spoiled in (path.read_bytes(), *spoilings(path.read_bytes())):
            theirs = schema.validate(etree.fromstring(spoiled))
            assert decider().validate(parse(spoiled)) == theirs, spoiled[:2000]
            verdicts.add(theirs)
    assert verdicts == {True, False}


def spoilings(content: bytes) -> Iterator[bytes]:
    """The file with one line of a value dropped, doubled, renamed, emptied, or given a strange value."""
    lines = content.split(b"\n")
    for number, line in [one for one in enumerate(lines) if re.fullmatch(rb" +<(\w+)>[^<]*</\1>", one[1])][:25]:
        name = line.strip()[1:].partition(b">")[0]
        for new in (
            [],
            [line, line],
            [line.replace(name, name + b"s")],
            [b"<" + name + b"/>"],
            [b"<" + name + b">\xc2\xa7</" + name + b">"],
        ):
            yield b"\n".join([*lines[:number], *new, *lines[number + 1 :]])
