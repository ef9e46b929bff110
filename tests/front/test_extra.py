"""Folders that a spec brings itself: what must not be in them."""

from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.diagnostics import Rejected
from tests.front.small import SMALL


def spec_with(folder: Path, file: str) -> str:
    spec = folder / "small.yaml"
    spec.write_text(f"{SMALL}extra: [own]\n", encoding="utf-8")
    path = folder / "own" / file
    path.parent.mkdir(parents=True)
    path.write_text("<Queue/>\n", encoding="utf-8")
    return str(spec)


@pytest.mark.parametrize("above", ["", "main/default/", "force-app/main/default/"])
def test_a_file_that_is_generated_too_is_refused(tmp_path: Path, above: str) -> None:
    spec = spec_with(tmp_path, f"{above}queues/abc_desk.queue-meta.xml")

    with pytest.raises(Rejected) as rejected:
        compile_spec(understand(spec))

    found = rejected.value.diagnostics
    assert [(one.code, one.span.line) for one in found] == [("CP563", SMALL.count("\n") + 1)]


def test_a_file_of_another_name_is_not(tmp_path: Path) -> None:
    spec = spec_with(tmp_path, "queues/Front_Desk.queue-meta.xml")

    assert compile_spec(understand(spec))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    spec = spec_with(tmp_path, "queues/Front_Desk.queue-meta.xml")
    (tmp_path / "secret").write_text("", encoding="utf-8")
    (tmp_path / "own" / "link").symlink_to(tmp_path / "secret")

    with pytest.raises(Rejected) as rejected:
        understand(spec)

    assert [one.code for one in rejected.value.diagnostics] == ["CP146"]
