"""Times whole processes side by side, alternating, and gives medians of ratios."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.frozen import record


@record
class Ratio:
    """One row of the bench: what, the median of first/second, and the medians in seconds."""

    name: str
    ratio: float
    first: float
    second: float
    limit: float | None

    @property
    def within(self) -> bool:
        return self.limit is None or self.ratio <= self.limit


def seconds(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """Wall-clock seconds of one run of `command` in `folder`; raises CalledProcessError when it fails."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=True, capture_output=True)
    return time.perf_counter() - began


def compare(
    name: str,
    first: Sequence[str],
    second: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    rounds: int,
    limit: float | None,
) -> Ratio:
    """Run both commands `rounds` times, one after the other, after one unmeasured run of each."""
    seconds(first, folder, environment)
    seconds(second, folder, environment)
    pairs = [(seconds(first, folder, environment), seconds(second, folder, environment)) for _ in range(rounds)]
    return Ratio(
        name=name,
        ratio=statistics.median(a / b for a, b in pairs),
        first=statistics.median(a for a, _ in pairs),
        second=statistics.median(b for _, b in pairs),
        limit=limit,
    )


def peak_megabytes() -> float:
    """The largest resident size of any finished child process so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
