"""Node programs that `npm ci` put beside this file, run with a home of their own."""

import os
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
OLDEST = (22, 19)
"""The Salesforce CLI crashes on older versions."""


def node() -> tuple[str | None, str]:
    """The Node to use, or none and the reason."""
    if not MODULES.is_dir():
        return None, "the peers are not installed (run `npm ci` in tests/peers)"
    for candidate in (MODULES / "node" / "bin" / "node", shutil.which("node")):
        if candidate and Path(candidate).is_file() and version(candidate) >= OLDEST:
            return str(candidate), ""
    return None, "no Node {}.{} or newer here".format(*OLDEST)


def version(program: str | Path) -> tuple[int, int]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)


def run(program: str, arguments: list[str], folder: Path, home: Path) -> str:
    """What a Node program prints; fails the test with all of it when the program fails."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "PATH": os.pathsep.join([str(Path(program).parent), os.environ["PATH"]]),
        "SF_DISABLE_TELEMETRY": "true",
        "SF_AUTOUPDATE_DISABLE": "true",
        "SF_SKIP_NEW_VERSION_CHECK": "true",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{arguments} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout
