"""Every file of every build is read without a rest, and is written again to the byte."""

from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.metadata.registry import PACKAGE
from generator.reading import read, read_files
from generator.rendering import files_of, render

SPECS = sorted((Path(__file__).resolve().parents[2] / "specs").glob("*.yaml"))


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_a_build_is_read_whole(spec: Path) -> None:
    """No element that the records do not know, none out of place, and `render(read(file))` is the file."""
    files = compile_spec(understand(str(spec)))
    project = read_files(files)
    assert project.found
    assert project.broken == ()
    assert project.unknown == ()
    for one in project.found:
        found = one.read
        assert (found.unknown, found.repeated) == ((), ()), one.path
        for path, content in files_of(found.component).items():
            assert files[next(file for file in files if file.endswith(f"/{path}"))] == content
    read_paths = {one.path for one in project.found}
    assert {path for path in files if path.endswith("-meta.xml")} == read_paths
    for path, content in files.items():
        if path.startswith("manifest/"):
            assert render(read(content, "package", PACKAGE).component) == content
