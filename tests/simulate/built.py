"""Projects built once, for those tests that play without a spec."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from generator.compiler import compile_spec, understand

ROOT = Path(__file__).resolve().parents[2]


@cache
def built(spec: str) -> Path:
    """A folder with the project that a spec becomes."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write(folder, compile_spec(understand(str(ROOT / spec))))
    return folder


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
