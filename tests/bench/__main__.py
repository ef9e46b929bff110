"""`python -m tests.bench [--rounds N] [--clients N]`: prints figures and limits; exits 1 when one is over its limit."""

import sys
import tempfile
from pathlib import Path

from tests.bench.scaling import TIMES, growth, many_clients
from tests.bench.timing import Ratio, compare, peak_megabytes

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "tests" / "peers" / "node_modules"
CAREPATH = (sys.executable, "-m", "generator")
SF = (str(PEERS / "node" / "bin" / "node"), str(PEERS / "@salesforce" / "cli" / "bin" / "run.js"))
MOST_WORK = 12.0
"""What ten times the words, categories and routes may cost."""


def ratios(rounds: int, scratch: Path) -> list[Ratio]:
    """The command line against the Salesforce CLI, as whole processes; and a large spec against a small one."""
    environment = {
        "HOME": str(scratch),
        "SF_DISABLE_TELEMETRY": "true",
        "SF_AUTOUPDATE_DISABLE": "true",
        "SF_SKIP_NEW_VERSION_CHECK": "true",
        "PYTHONPATH": str(ROOT),
    }
    northgate = ROOT / "output" / "northgate"
    build = (*CAREPATH, "build", str(ROOT / "specs" / "northgate.yaml"), "-o", str(scratch / "built"))
    convert = (*SF, "project", "convert", "source", "--output-dir", str(scratch / "converted"))
    settings = {"folder": northgate, "environment": environment, "rounds": rounds}
    large = growth(rounds)
    return [
        compare("carepath --help / sf --version", (*CAREPATH, "--help"), (*SF, "--version"), limit=0.15, **settings),
        compare("carepath build / sf project convert source", build, convert, limit=0.7, **settings),
        Ratio(
            name=f"{TIMES} times the words, categories, routes / once",
            ratio=large.ratio,
            first=large.more,
            second=large.once,
            limit=MOST_WORK,
        ),
    ]


def main() -> int:
    rounds, count = option("--rounds", 5), option("--clients", 200)
    with tempfile.TemporaryDirectory() as scratch:
        rows = ratios(rounds, Path(scratch))
    for row in rows:
        verdict = "" if row.limit is None else f"  limit {row.limit:.2f}  {'ok' if row.within else 'OVER'}"
        print(f"{row.name:50} {row.ratio:6.3f}  ({row.first:.3f} s / {row.second:.3f} s){verdict}")
    print(f"peak memory of a child: {peak_megabytes():.0f} MB")
    many = many_clients(count)
    print(
        f"{many.count} clients in one call: {many.per_second:.2f} a second and core ({many.seconds:.1f} s of CPU), "
        f"peak memory {many.megabytes:.0f} MB"
    )
    return 0 if all(row.within for row in rows) else 1


def option(name: str, otherwise: int) -> int:
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else otherwise


if __name__ == "__main__":
    sys.exit(main())
