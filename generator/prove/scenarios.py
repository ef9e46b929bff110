"""A scenario on the generated metadata: what it expects must come about there too, without a fault, and in every step
as the spec means it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.process.events import EVERY
from generator.process.model import Process
from generator.prove.circumstances import in_turn, named, without_every
from generator.prove.comparing import FAULT
from generator.prove.histories import parting
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller
from generator.prove.resuming import Remembering, places, with_failing
from generator.scenarios.model import Act, Scenario
from generator.scenarios.running import Failure, Result, Teller, run


def run_on_metadata(
    scenario: Scenario, process: Process, played: OrgTeller, saw: Callable[[Result], None] = lambda one: None
) -> Result:
    """The scenario on an org with the files: the first of its runs that fails, else the last; `saw` is told of each. A
    fault of the org fails it, unless the scenario lets an element fail: that element must be there."""
    result = None
    for result in runs(scenario, process, played):
        saw(result)
        if not result.passed:
            return replace(result, scenario=scenario)
    assert result is not None
    return replace(result, scenario=scenario)


def runs(scenario: Scenario, process: Process, played: OrgTeller) -> Iterator[Result]:
    """The runs of a scenario: one; or one for each element that it passes and that may fail, where `every` is to. Where
    there is none, that is what fails."""
    missing = tuple(unknown(scenario, played))
    if missing:
        yield Result(scenario=scenario, timeline=(), failures=missing)
        return
    if EVERY not in scenario.given.org.fail:
        yield once(scenario, process, played)
        return
    given = scenario.given
    org = replace(given.org, fail=without_every(given))
    remembering = Remembering(played.tracing())
    ordinary = run(replace(scenario, given=replace(given, org=org), steps=acts_of(scenario)), process, remembering)
    nothing, first = True, places(remembering.known)
    for element, other in in_turn(scenario, ordinary, played.package):
        nothing = False
        failing = played.elements(other.given.org.fail)
        result = once(other, process, with_failing(played, remembering.known, first, element, failing))
        said = tuple(replace(one, message=f"while {element} fails: {one.message}") for one in result.failures)
        yield replace(result, failures=said)
    if nothing:
        failure = Failure(message="nothing that this scenario reaches can fail", because=given.because)
        yield replace(ordinary, failures=(failure,))


def acts_of(scenario: Scenario) -> tuple[Act, ...]:
    return tuple(step for step in scenario.steps if isinstance(step, Act))


def once(scenario: Scenario, process: Process, told: Teller) -> Result:
    result = run(scenario, process, told)
    return replace(result, failures=(*faulty(result), *result.failures))


def unknown(scenario: Scenario, played: OrgTeller) -> Iterator[Failure]:
    given = scenario.given
    for name in (*without_every(given), *given.org.gone):
        if not named(played.package, played.prefix, name):
            yield Failure(message=f"no flow has the element {name}, which this scenario names", because=given.because)


def faulty(result: Result) -> Iterator[Failure]:
    """Faults of the org, where nothing was to fail and nothing was lost."""
    org = result.scenario.given.org
    if org.fail or org.lost:
        return
    for moment in result.timeline:
        for fault in moment.seen.faults if isinstance(moment.seen, Witnessed) else ():
            yield Failure(message=f"{FAULT}{fault}", because=moment.event.because)


def parted(result: Result, told: Teller, played: OrgTeller) -> Result:
    """The same result, failed where the spec means something else than the org did: the timeline ends there, and each
    line says what differs. Of what only an org can bring about the spec says nothing: such a scenario stays so."""
    found = None if result.scenario.needs_org else parting(told, result.timeline, played.lexicon, (FAULT,))
    if found is None:
        return result
    number, event, lines = found
    said = "\n      ".join(("the metadata does not do what the spec means:", *lines))
    failure = Failure(message=said, because=event.because)
    return replace(result, timeline=result.timeline[: number + 1], failures=(*result.failures, failure))
