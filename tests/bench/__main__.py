"""`python -m tests.bench [--only ROW]... [--rounds N] [--clients N] [--cases N] [--proof N]
[--flows N]`: prints figures and limits; exits 1 when one is over its limit. The rows: help, build, growth, clients,
creations, test, prove, verify, foreign, memory, beside."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.emulating import LEAST_CREATIONS, MOST_MEMORY, Command, creations, proof, scenarios
from tests.bench.judging import (
    MOST_BESIDE_BUILD,
    Pair,
    beside_build,
    memory,
    on_others,
    on_our_projects,
)
from tests.bench.judging import (
    MOST_MEMORY as MOST_OF_A_FLOW,
)
from tests.bench.scaling import TIMES, growth, many_clients
from tests.bench.timing import Ratio, compare, peak_megabytes

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "tests" / "peers" / "node_modules"
CAREPATH = (sys.executable, "-m", "generator")
SF = (str(PEERS / "node" / "bin" / "node"), str(PEERS / "@salesforce" / "cli" / "bin" / "run.js"))
MOST_WORK = 12.0
"""What ten times the words, categories and routes may cost."""


def against_sf(name: str, ours: tuple[str, ...], theirs: tuple[str, ...], limit: float) -> bool:
    """The command line against the Salesforce CLI, as whole processes."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            "HOME": scratch,
            "SF_DISABLE_TELEMETRY": "true",
            "SF_AUTOUPDATE_DISABLE": "true",
            "SF_SKIP_NEW_VERSION_CHECK": "true",
            "PYTHONPATH": str(ROOT),
        }
        row = compare(
            name,
            (*CAREPATH, *(part.replace("SCRATCH", scratch) for part in ours)),
            (*SF, *(part.replace("SCRATCH", scratch) for part in theirs)),
            folder=ROOT / "output" / "northgate",
            environment=environment,
            rounds=option("--rounds", 5),
            limit=limit,
        )
    return told(row)


def told(row: Ratio) -> bool:
    verdict = "" if row.limit is None else f"  limit {row.limit:.2f}  {'ok' if row.within else 'OVER'}"
    print(f"{row.name:50} {row.ratio:6.3f}  ({row.first:.3f} s / {row.second:.3f} s){verdict}")
    return row.within


def starting() -> bool:
    return against_sf("carepath --help / sf --version", ("--help",), ("--version",), 0.15)


def building() -> bool:
    build = ("build", str(ROOT / "specs" / "northgate.yaml"), "-o", "SCRATCH/built")
    convert = ("project", "convert", "source", "--output-dir", "SCRATCH/converted")
    return against_sf("carepath build / sf project convert source", build, convert, 0.7)


def growing() -> bool:
    """A large spec against a small one."""
    large = growth(option("--rounds", 5))
    name = f"{TIMES} times the words, categories, routes / once"
    return told(Ratio(name=name, ratio=large.ratio, first=large.more, second=large.once, limit=MOST_WORK))


def building_clients() -> bool:
    many = many_clients(option("--clients", 200))
    print(
        f"{many.count} clients in one call: {many.per_second:.2f} a second and core ({many.seconds:.1f} s of CPU), "
        f"peak memory {many.megabytes:.0f} MB"
    )
    return True


def creating() -> bool:
    made = creations(option("--cases", 10_000))
    print(
        f"{made.count} cases through Northgate: {made.per_second:.0f} a second and core "
        f"(at least {LEAST_CREATIONS:.0f}); memory {made.early:.0f} MB after a tenth, {made.late:.0f} MB after all: "
        f"{made.growth:.3f} (limit {MOST_MEMORY:.2f})  {'ok' if made.within else 'OVER'}"
    )
    return made.within


def commanded(row: Command) -> bool:
    verdict = f"limit {row.limit:.0f} s  {'ok' if row.within else 'OVER'}"
    print(f"{row.name}: {row.waited:.1f} s ({row.worked:.1f} s of CPU)  {verdict}")
    return row.within


def judged(row: Pair) -> bool:
    """CPU seconds and those of waiting, of verify and of Lightning Flow Scanner."""
    verdict = "" if row.least is None else f"  at least {row.least:.1f}  {'ok' if row.within else 'UNDER'}"
    print(
        f"verify / flow scanner, {row.name}: {row.flows / row.ours.worked:.0f} / {row.flows / row.theirs.worked:.0f} "
        f"flows a second of CPU ({row.ours.worked:.2f} / {row.theirs.worked:.2f} s, waited "
        f"{row.ours.waited:.2f} / {row.theirs.waited:.2f} s): {row.ratio:.2f}{verdict}"
    )
    return row.within


def judging_ours() -> bool:
    shown = [judged(row) for row in on_our_projects(option("--rounds", 5))]
    return all(shown)


def judging_others() -> bool:
    return judged(on_others(option("--flows", 500), option("--rounds", 5)))


def remembering() -> bool:
    held = memory(option("--flows", 500))
    fine = held.ratio <= MOST_OF_A_FLOW
    print(
        f"memory of verify: {held.once:.0f} MB for {held.flows} flows, {held.more:.0f} MB for four times as many; "
        f"a flow {held.ratio:.3f} (limit {MOST_OF_A_FLOW:.2f})  {'ok' if fine else 'OVER'}"
    )
    return fine


def beside() -> bool:
    found = beside_build(option("--rounds", 5))
    return told(
        Ratio(
            name="verify of Northgate in memory / its build",
            ratio=found.ratio,
            first=found.verify,
            second=found.build,
            limit=MOST_BESIDE_BUILD,
        )
    )


ROWS: dict[str, Callable[[], bool]] = {
    "help": starting,
    "build": building,
    "growth": growing,
    "clients": building_clients,
    "creations": creating,
    "test": lambda: commanded(scenarios()),
    "verify": judging_ours,
    "foreign": judging_others,
    "memory": remembering,
    "beside": beside,
    "prove": lambda: commanded(proof(option("--proof", 10_000))),
}
"""Each prints its figures, and says whether they are within their limits."""


def main() -> int:
    given = sys.argv
    only = [given[place + 1] for place, one in enumerate(given) if one == "--only"]
    fine = [ROWS[name]() for name in only or ROWS]
    print(f"peak memory of a child: {peak_megabytes():.0f} MB")
    return 0 if all(fine) else 1


def option(name: str, otherwise: int) -> int:
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else otherwise


if __name__ == "__main__":
    sys.exit(main())
