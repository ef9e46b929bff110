"""`python -m tests.calendars [--cases N] [--emulated N] [--seed N]`: the lowered calendars against a count and the
interpreter; prints the cases of each zone and every disagreement, and exits 1 when there is one."""

import argparse
import sys

from tests.calendars.trying import compared


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.calendars")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--emulated", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    outcome = compared(asked.cases, asked.seed, asked.emulated)
    for zone, count in sorted(outcome.cases.items()):
        print(f"{zone:20} {count:8,}")
    for one in outcome.found[:20]:
        print(one)
    print(f"{len(outcome.found)} disagreements")
    return 1 if outcome.found else 0


if __name__ == "__main__":
    sys.exit(main())
