"""Verify beside Lightning Flow Scanner, and beside a build. CPU seconds of whole processes and of their children, and
those that a person waits; of several rounds the least, because a busy machine only ever adds."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.frozen import record
from tests.bench.flows import SUFFIX, project
from tests.bench.making import ROOT
from tests.bench.scaling import run

PEERS = ROOT / "tests" / "peers"
SCANNER = (str(PEERS / "node_modules" / "node" / "bin" / "node"), str(PEERS / "scan.cjs"))
VERIFY = (sys.executable, "-m", "generator", "verify", "--missing", "off")
LEAST_ON_OURS, LEAST_ON_OTHERS = 1.5, 1.0
"""How many times the scanner's flows a second."""
MOST_MEMORY = 1.1
"""How much more memory a flow may take in a tree of four times as many."""
MOST_BESIDE_BUILD = 0.6
BESIDE = """
import json, time
began = time.process_time()
from generator.compiler import compile_spec, understand
files = compile_spec(understand("specs/northgate.yaml"))
built = time.process_time()
from generator.verified import verified
verified(files, "specs/northgate.yaml")
print(json.dumps([built - began, time.process_time() - built]))
"""
"""Both with what they import."""
PEAK = """
import resource, sys
from pathlib import Path
from generator.reading.folders import folder_below
from generator.verify.verifying import verify
from generator.verify.world import may_matter
def largest():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
verify({})
before = largest()
verify(folder_below(Path(sys.argv[1]), may_matter).files, missing="off")
print(largest() - before)
"""


@record
class Spent:
    """CPU seconds, and seconds of waiting."""

    worked: float
    waited: float


@record
class Pair:
    """Both on the same flows; `ours` may judge more beside them."""

    name: str
    flows: int
    ours: Spent
    theirs: Spent
    least: float | None

    @property
    def ratio(self) -> float:
        """Our flows a second of CPU to theirs."""
        return self.theirs.worked / self.ours.worked

    @property
    def within(self) -> bool:
        return self.least is None or self.ratio >= self.least


@record
class Beside:
    build: float
    verify: float

    @property
    def ratio(self) -> float:
        return self.verify / self.build


@record
class Memory:
    """Megabytes that a tree of so many flows takes, and one of four times as many."""

    flows: int
    once: float
    more: float

    @property
    def ratio(self) -> float:
        """Of a flow."""
        return self.more / self.once / 4


def spent(command: Sequence[str], rounds: int) -> Spent:
    """The least of several runs. Verify ends with 1 when it finds an error."""
    with installed() as environment:
        found = [once(command, environment) for _ in range(rounds)]
    return Spent(worked=min(one.worked for one in found), waited=min(one.waited for one in found))


@contextmanager
def installed() -> Iterator[Mapping[str, str]]:
    """The environment of a command whose modules are compiled at its first run and kept, as pip leaves them, whatever
    the environment of the bench says of that."""
    with tempfile.TemporaryDirectory() as scratch:
        apart = {name: held for name, held in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        yield {**apart, "PYTHONPYCACHEPREFIX": scratch, "PYTHONPATH": str(ROOT)}


def once(command: Sequence[str], environment: Mapping[str, str]) -> Spent:
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    waited, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr
    assert b"Traceback" not in done.stderr, done.stderr
    return Spent(worked=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, waited=waited)


def on_our_projects(rounds: int) -> tuple[Pair, Pair]:
    """Our outputs: first their flows alone for both, then with all that we judge beside them."""
    trees = sorted(one for one in (ROOT / "output").iterdir() if one.is_dir())
    flows = sorted(path for tree in trees for path in tree.rglob(f"*{SUFFIX}"))
    theirs = spent((*SCANNER, *map(str, flows)), rounds)
    with tempfile.TemporaryDirectory() as scratch:
        copies = []
        for tree in trees:
            copies.append(Path(scratch, tree.name))
            copy_flows(tree, copies[-1])
        alone = spent((*VERIFY, *map(str, copies)), rounds)
    whole = spent((*VERIFY, *map(str, trees)), rounds)
    return (
        Pair(name="our flows alone", flows=len(flows), ours=alone, theirs=theirs, least=LEAST_ON_OURS),
        Pair(name="our projects, all that is in them", flows=len(flows), ours=whole, theirs=theirs, least=None),
    )


def copy_flows(tree: Path, to: Path) -> None:
    for path in tree.rglob(f"*{SUFFIX}"):
        (to / path.relative_to(tree)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to / path.relative_to(tree))


def on_others(count: int, rounds: int) -> Pair:
    with tempfile.TemporaryDirectory() as scratch:
        tree = project(Path(scratch), count)
        flows = sorted(map(str, tree.rglob(f"*{SUFFIX}")))
        theirs = spent((*SCANNER, *flows), rounds)
        ours = spent((*VERIFY, str(tree)), rounds)
    return Pair(name="flows of many kinds", flows=count, ours=ours, theirs=theirs, least=LEAST_ON_OTHERS)


def memory(count: int) -> Memory:
    sizes = []
    for flows in (count, 4 * count):
        with tempfile.TemporaryDirectory() as scratch:
            tree = project(Path(scratch), flows)
            sizes.append(float(run([sys.executable, "-c", PEAK, str(tree)]).stdout))
    return Memory(flows=count, once=sizes[0], more=sizes[1])


def beside_build(rounds: int) -> Beside:
    command = [sys.executable, "-c", BESIDE]
    with installed() as environment:
        made = [
            subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True) for _ in range(rounds)
        ]
    found = [json.loads(one.stdout) for one in made]
    return Beside(build=min(build for build, _ in found), verify=min(verify for _, verify in found))
