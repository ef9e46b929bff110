"""output/ is what the specs build; every file in it reads back as it was written and is valid against the schema."""

from pathlib import Path, PurePath

import pytest

from generator.compiler import compile_spec, understand
from generator.ownership import sealed
from generator.reading import kind_of, read
from generator.rendering import render

ROOT = Path(__file__).resolve().parent.parent
SPECS = sorted([*(ROOT / "specs").glob("*.yaml"), *(ROOT / "specs" / "clients").glob("*.yaml")])


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("spec", SPECS, ids=relative)
def test_output_is_what_the_spec_builds(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    files = sealed(compile_spec(understand(relative(spec))))
    folder = ROOT / "output" / spec.stem
    there = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert set(files) == set(there)
    assert [path for path in files if files[path] != there[path]] == []


@pytest.mark.parametrize("spec", SPECS, ids=relative)
def test_the_same_spec_gives_the_same_bytes_from_anywhere(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = compile_spec(understand(str(spec)))
    monkeypatch.chdir(tmp_path)
    there = compile_spec(understand(str(spec)))

    assert here == there
    assert not any(str(ROOT).encode() in content for content in there.values())


@pytest.mark.parametrize("spec", SPECS, ids=relative)
def test_every_component_reads_back_as_it_was_written(spec: Path) -> None:
    files = compile_spec(understand(str(spec)))
    found = {path: kind_of(PurePath(path).as_posix()) for path in files if path.endswith("-meta.xml")}

    assert len(found) > 200
    for path, known in found.items():
        assert known is not None, path
        kind, name = known
        component = read(files[path], name, kind)
        assert component.unknown == ()
        assert render(component.component) == files[path]
