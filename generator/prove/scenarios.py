"""A scenario on the generated metadata: what it expects must come about there too, without a fault, and in every step
as the spec means it."""

from collections.abc import Iterator
from dataclasses import replace

from generator.process.model import Process
from generator.prove.comparing import FAULT
from generator.prove.histories import parting
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller
from generator.scenarios.model import Scenario
from generator.scenarios.running import Failure, Result, Teller, run


def run_on_metadata(scenario: Scenario, process: Process, played: OrgTeller) -> Result:
    """The scenario on an org with the files. A fault of the org fails it, unless the scenario lets an element fail:
    that element must be there."""
    result = run(scenario, process, played)
    return replace(result, failures=(*faulty(result, played), *result.failures))


def faulty(result: Result, played: OrgTeller) -> Iterator[Failure]:
    given = result.scenario.given
    if given.fail is not None:
        if not played.can_fail(given.fail):
            yield Failure(message=f"no flow has the element {given.fail}, which is to fail", because=given.because)
        return
    for moment in result.timeline:
        for fault in moment.seen.faults if isinstance(moment.seen, Witnessed) else ():
            yield Failure(message=f"{FAULT}{fault}", because=moment.event.because)


def parted(result: Result, told: Teller, played: OrgTeller) -> Result:
    """The same result, failed where the spec means something else than the org did: the timeline ends there, and each
    line says what differs. The interpreter lets no element fail: a scenario that asks for it stays as it is."""
    found = None if result.scenario.given.fail else parting(told, result.timeline, played.lexicon, (FAULT,))
    if found is None:
        return result
    number, event, lines = found
    said = "\n      ".join(("the metadata does not do what the spec means:", *lines))
    failure = Failure(message=said, because=event.because)
    return replace(result, timeline=result.timeline[: number + 1], failures=(*result.failures, failure))
