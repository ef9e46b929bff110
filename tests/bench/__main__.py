"""`python -m tests.bench [--only ROW]...`: prints figures and limits; exits 1 when one is over its limit."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from generator.frozen import record
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


@record
class Size:
    """How much is measured: `rounds` of each pair, and how many clients, cases, messages and flows."""

    rounds: int
    clients: int
    cases: int
    proof: int
    flows: int


def against_sf(name: str, ours: tuple[str, ...], theirs: tuple[str, ...], limit: float, rounds: int) -> bool:
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
            rounds=rounds,
            limit=limit,
        )
    return told(row)


def told(row: Ratio) -> bool:
    verdict = "" if row.limit is None else f"  limit {row.limit:.2f}  {'ok' if row.within else 'OVER'}"
    print(f"{row.name:50} {row.ratio:6.3f}  ({row.first:.3f} s / {row.second:.3f} s){verdict}")
    return row.within


def starting(size: Size) -> bool:
    return against_sf("carepath --help / sf --version", ("--help",), ("--version",), 0.15, size.rounds)


def building(size: Size) -> bool:
    build = ("build", str(ROOT / "specs" / "northgate.yaml"), "-o", "SCRATCH/built")
    convert = ("project", "convert", "source", "--output-dir", "SCRATCH/converted")
    return against_sf("carepath build / sf project convert source", build, convert, 0.7, size.rounds)


def growing(size: Size) -> bool:
    """A large spec against a small one."""
    large = growth(size.rounds)
    name = f"{TIMES} times the words, categories, routes / once"
    return told(Ratio(name=name, ratio=large.ratio, first=large.more, second=large.once, limit=MOST_WORK))


def building_clients(size: Size) -> bool:
    many = many_clients(size.clients)
    print(
        f"{many.count} clients in one call: {many.per_second:.2f} a second and core ({many.seconds:.1f} s of CPU), "
        f"peak memory {many.megabytes:.0f} MB"
    )
    return True


def creating(size: Size) -> bool:
    made = creations(size.cases)
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


def judging_ours(size: Size) -> bool:
    shown = [judged(row) for row in on_our_projects(size.rounds)]
    return all(shown)


def judging_others(size: Size) -> bool:
    return judged(on_others(size.flows, size.rounds))


def remembering(size: Size) -> bool:
    held = memory(size.flows)
    fine = held.ratio <= MOST_OF_A_FLOW
    print(
        f"memory of verify: {held.once:.0f} MB for {held.flows} flows, {held.more:.0f} MB for four times as many; "
        f"a flow {held.ratio:.3f} (limit {MOST_OF_A_FLOW:.2f})  {'ok' if fine else 'OVER'}"
    )
    return fine


def beside(size: Size) -> bool:
    found = beside_build(size.rounds)
    return told(
        Ratio(
            name="verify of Northgate in memory / its build",
            ratio=found.ratio,
            first=found.verify,
            second=found.build,
            limit=MOST_BESIDE_BUILD,
        )
    )


ROWS: dict[str, Callable[[Size], bool]] = {
    "help": starting,
    "build": building,
    "growth": growing,
    "clients": building_clients,
    "creations": creating,
    "test": lambda _: commanded(scenarios()),
    "verify": judging_ours,
    "foreign": judging_others,
    "memory": remembering,
    "beside": beside,
    "prove": lambda size: commanded(proof(size.proof)),
}
"""Each prints its figures, and says whether they are within their limits."""


@click.command(context_settings={"show_default": True})
@click.option("--only", "rows", multiple=True, type=click.Choice(tuple(ROWS)), help="This row; may be given again.")
@click.option("--rounds", default=5, help="Rounds of each pair; the least of them counts.")
@click.option("--clients", default=200, help="Clients of one call.")
@click.option("--cases", default=10_000, help="Cases that are created.")
@click.option("--proof", default=10_000, help="Messages of a proof.")
@click.option("--flows", default=500, help="Flows of the project that is made for verify.")
def main(rows: tuple[str, ...], rounds: int, clients: int, cases: int, proof: int, flows: int) -> None:
    """Print figures and limits, side by side in one run; exit 1 when one is over its limit."""
    size = Size(rounds=rounds, clients=clients, cases=cases, proof=proof, flows=flows)
    fine = [ROWS[name](size) for name in rows or ROWS]
    print(f"peak memory of a child: {peak_megabytes():.0f} MB")
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
