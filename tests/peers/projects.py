"""The built packages that the peers judge: one for each spec, below `output/`."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SPECS = sorted([*(ROOT / "specs").glob("*.yaml"), *(ROOT / "specs" / "clients").glob("*.yaml")])
PROJECTS = [ROOT / "output" / spec.stem for spec in SPECS]


def directories(project: Path) -> list[str]:
    """The package directories of an sfdx project."""
    text = (project / "sfdx-project.json").read_text(encoding="utf-8")
    return [one["path"] for one in json.loads(text)["packageDirectories"]]


def sources(project: Path) -> dict[str, bytes]:
    """Every file of metadata, by its path below `main/default`."""
    found: dict[str, bytes] = {}
    for directory in directories(project):
        top = project / directory / "main" / "default"
        found |= {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    return found
