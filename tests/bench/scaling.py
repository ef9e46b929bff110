"""How the work grows: many clients in one call, one spec of many times the size. CPU seconds, so that a busy machine
blurs the figures less; each measurement is a process of its own, so that none profits from another's caches."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from generator.frozen import record
from tests.bench.making import ROOT, clients, grown

TIMES = 10
"""How many times the words, categories and routes."""


@record
class Clients:
    """So many clients in one call of the command."""

    count: int
    seconds: float
    megabytes: float

    @property
    def per_second(self) -> float:
        """Of one core."""
        return self.count / self.seconds


@record
class Growth:
    """The same spec once, and `TIMES` the size: CPU seconds of understanding and compiling it, medians."""

    once: float
    more: float

    @property
    def ratio(self) -> float:
        return self.more / self.once


def many_clients(count: int) -> Clients:
    """Generates the clients, builds them all in one call, and counts the CPU time and the largest resident size."""
    with tempfile.TemporaryDirectory() as scratch:
        specs = clients(Path(scratch), count)
        code = (
            "import resource, sys\n"
            "from generator.cli import main\n"
            "sys.argv = ['carepath', 'build', *sys.argv[1:]]\n"
            "try:\n    main()\n"
            "finally:\n"
            "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
            "    print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)\n"
        )
        done = run([sys.executable, "-c", code, *map(str, specs), "-o", str(Path(scratch) / "out")])
        seconds, megabytes = map(float, done.stderr.split("\n")[-2].split())
        assert done.stdout.count(" files, ") == count
    return Clients(count=count, seconds=seconds, megabytes=megabytes)


def growth(rounds: int) -> Growth:
    """Alternates between both sizes; the templates and modules are loaded before the count begins."""
    with tempfile.TemporaryDirectory() as scratch:
        large = grown(Path(scratch), TIMES)
        small = Path(scratch) / "specs" / "northgate.yaml"
        pairs = [(work(small), work(large)) for _ in range(rounds)]
    return Growth(once=statistics.median(a for a, _ in pairs), more=statistics.median(b for _, b in pairs))


def work(spec: Path) -> float:
    """CPU seconds to understand and compile a spec, in a fresh process."""
    code = (
        "import json, sys, time\n"
        "from generator.compiler import compile_spec, understand\n"
        "compile_spec(understand(sys.argv[1]))\n"
        "from generator.nodes import read\n"
        "read.cache_clear()\n"
        "began = time.process_time()\n"
        "compile_spec(understand(sys.argv[2]))\n"
        "print(json.dumps(time.process_time() - began))\n"
    )
    warm = spec.parent / "specs" / "ashfell.yaml" if spec.parent.name != "specs" else spec.parent / "ashfell.yaml"
    return float(json.loads(run([sys.executable, "-c", code, str(warm), str(spec)]).stdout))


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
