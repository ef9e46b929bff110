"""`carepath test --coverage`: runs scenarios on both witnesses, and counts what they reach."""

import json
from collections.abc import Iterable, Mapping, Sequence

import click

from generator.collecting import leave_alone
from generator.compiler import Understood, compile_spec
from generator.coverage.counting import Reached, Tally, covered_of, untraced
from generator.coverage.listing import annotated
from generator.coverage.model import KINDS, Covered
from generator.coverage.showing import as_json, said, table
from generator.coverage.watching import Watched
from generator.emulator.loading import Package
from generator.interpret.telling import Interpreter
from generator.prove.playing import OrgTeller
from generator.prove.scenarios import parted, run_on_metadata
from generator.scenarios.model import Scenario
from generator.scenarios.running import Result, run
from generator.source import Source
from generator.workers import spread

FORMS = ("text", "json", "annotated")
EVERYTHING = "everything"


def counted(
    understood: Understood, scenarios: Sequence[Scenario], jobs: int = 1
) -> tuple[list[Result], Covered, Package]:
    """Each scenario on both witnesses, step by step, and what all of them reached."""
    process, tally = understood.resolved.process, Tally()
    told, judge = Watched(process), Interpreter(process)
    played = OrgTeller(process, compile_spec(understood), traced=True, branch=tally.branches)
    leave_alone()

    def ran(scenario: Scenario) -> tuple[Result, Reached]:
        """What came of a scenario, and what it alone reached: counters of several processes are added up here."""
        tally.clear()
        told.hits.clear()
        meant = None if scenario.needs_org else run(scenario, process, told)
        if meant is not None and not meant.passed:
            return meant, tally.reached(told.hits)
        result = parted(run_on_metadata(scenario, process, played, tally.add), judge, played)
        return untraced(result), tally.reached(told.hits)

    results = []
    whole = Reached()
    for result, reached in spread(ran, scenarios, jobs):
        results.append(result)
        whole.add(reached)
    return results, covered_of(understood.loaded.path, process, played, whole), played.package


def shown(form: str, covered: Covered, package: Package, sources: Mapping[str, Source]) -> str:
    return annotated(covered, package, sources) if form == "annotated" else table(covered)


def listed(covered: Iterable[Covered]) -> str:
    return json.dumps([as_json(one) for one in covered], ensure_ascii=False, indent=2)


def bars(given: Iterable[str]) -> dict[str, float]:
    """`90` and `outcome=100` -> the least percentage of everything and of a kind. Raises click.UsageError for another
    word or number."""
    found: dict[str, float] = {}
    for one in given:
        kind, equals, number = one.rpartition("=")
        try:
            least = float(number)
        except ValueError:
            least = -1.0
        if not 0 <= least <= 100 or (equals and kind not in KINDS):
            raise click.UsageError(f"--fail-under {one}: a percentage, or KIND=PERCENTAGE with {', '.join(KINDS)}")
        found[kind or EVERYTHING] = least
    return found


def below(covered: Covered, least: Mapping[str, float]) -> list[str]:
    """A line for each share that is less than asked for, and one for each wrong reason."""
    lines = []
    for kind, wanted in least.items():
        percent = covered.percent(None if kind == EVERYTHING else kind)
        if percent < wanted:
            lines.append(f"{covered.title}: {KINDS.get(kind, kind)} {said(percent)}%, and {wanted:g}% is asked for")
    return lines + [
        f"{covered.title}: {one.label} is said to be out of reach, and was reached" for one in covered.refuted()
    ]
