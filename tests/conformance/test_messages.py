"""Labelled messages come out alike on the meaning of a spec and on its metadata, none of them too low."""

import json
from pathlib import Path

import pytest

from tests.conformance.messages import KINDS, Triaged, main, unlike

FOLDER = Path(__file__).resolve().parent
SPECS = FOLDER.parents[1] / "specs"


@pytest.mark.parametrize("name", ["northgate", "ashfell"])
def test_both_witnesses_sort_every_message_alike(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(SPECS / f"{name}.yaml"), str(FOLDER / f"messages-{name}.yaml")]
    code = main(arguments)
    said = capsys.readouterr()
    head, *rows = said.out.splitlines()
    assert code == 0, said
    assert head.split() == ["process", "xml"]
    for kind, row in zip(KINDS, rows, strict=False):
        label, meant, found = row.split()
        assert (label, meant) == (kind, found)
    assert main([*arguments, "--on", "process", "--format", "json"]) == 0
    lists = json.loads(capsys.readouterr().out)
    assert [len(lists[kind]) for kind in KINDS] == [int(row.split()[1]) for row in rows[: len(KINDS)]]


def test_where_they_part_is_said() -> None:
    seen = {
        name: [Triaged(message={"id": "m1"}, found={"urgency": urgency}, verdict="expected")]
        for name, urgency in (("process", "urgent"), ("xml", "routine"))
    }
    assert list(unlike(seen)) == ["m1: process {'urgency': 'urgent'}, xml {'urgency': 'routine'}"]
    assert list(unlike({"process": seen["process"], "xml": seen["process"]})) == []
