"""`python -m tests.mutation [--limit N] [--seed N] [--kind TEXT] [--jobs N]`: plants N faults of each kind (2) into the
committed outputs, one at a time, prints what verify found, by grade and type, and what survived; exits 1 when less than
95 % of what an org refuses was found. `--kind`: only kinds whose code or name holds the text."""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.mutation.judging import judged
from tests.mutation.kinds import KINDS
from tests.mutation.mutants import chosen
from tests.mutation.table import printed, share, sure, survivors

LEAST = 0.95


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--limit", type=int, default=3, help="faults of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    kinds = tuple(number for number, one in enumerate(KINDS) if asked.kind.lower() in f"{one.code} {one.name}".lower())
    mutants = sorted(chosen(asked.seed, asked.limit, kinds), key=lambda one: (one.tree, one.path))
    with ProcessPoolExecutor(asked.jobs) as pool:
        verdicts = list(pool.map(judged, mutants, chunksize=8))
    verdicts.sort(key=lambda one: (one.mutant.kind, one.mutant.tree, one.mutant.path, one.mutant.number))
    for line in (*printed(verdicts), "", *survivors(verdicts)):
        print(line)
    return 0 if share(sure(verdicts)) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
