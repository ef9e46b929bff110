"""The packages that the peers judge: one for each spec, built from it as it stands (output/ is held to that build)."""

import json
from pathlib import Path

from generator.compiler import compile_spec, understand
from generator.ownership import sealed

ROOT = Path(__file__).resolve().parent.parent.parent
SPECS = sorted([*(ROOT / "specs").glob("*.yaml"), *(ROOT / "specs" / "clients").glob("*.yaml")])


def build(spec: Path, folder: Path) -> Path:
    """The sfdx project of a spec, below `folder`."""
    project = folder / spec.stem
    for path, content in sealed(compile_spec(understand(str(spec)))).items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return project


def directories(project: Path) -> list[str]:
    """The package directories of an sfdx project."""
    text = (project / "sfdx-project.json").read_text(encoding="utf-8")
    return [one["path"] for one in json.loads(text)["packageDirectories"]]


def sources(project: Path) -> dict[str, bytes]:
    """Every file of metadata, by its path below `main/default`."""
    found: dict[str, bytes] = {}
    for directory in directories(project):
        found |= below(project / directory / "main" / "default")
    return found


def below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def flows(project: Path) -> list[Path]:
    return sorted(project.rglob("*.flow-meta.xml"))
