"""A history that was told once, told again with an element that fails: what comes before the element stays as it was,
because an org is a value."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile

from generator.process.events import Arrival, Event
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller, Played
from generator.scenarios.running import Teller

Known = tuple[tuple[Played, Witnessed], ...]
"""What stood and what was seen after the arrival and after each event."""
Place = tuple[int, Played]


class Remembering:
    """Tells as `told` does, and keeps it in `known`."""

    def __init__(self, told: OrgTeller) -> None:
        self.told = told
        self.known: Known = ()

    def begin(self, arrival: Arrival) -> tuple[Played, Witnessed]:
        made = self.told.begin(arrival)
        self.known = (made,)
        return made

    def step(self, state: Played, event: Event) -> tuple[Played, Witnessed]:
        made = self.told.step(state, event)
        self.known = (*self.known, made)
        return made


class Resuming:
    """Tells the history of `known` and what follows it, in orgs in which `failing` fails from then on."""

    def __init__(self, told: OrgTeller, known: Known, failing: frozenset[str]) -> None:
        self.told = told
        self.known = known
        self.failing = failing

    def begin(self, arrival: Arrival) -> tuple[Place, Witnessed]:
        if self.known:
            return self.again(0)
        state, seen = self.told.begin(arrival)
        return (0, state), seen

    def step(self, before: Place, event: Event) -> tuple[Place, Witnessed]:
        place, state = before[0] + 1, before[1]
        if place < len(self.known):
            return self.again(place)
        state, seen = self.told.step(state, event)
        return (place, state), seen

    def again(self, place: int) -> tuple[Place, Witnessed]:
        state, seen = self.known[place]
        traced = self.told.traced
        org = replace(state.org, failing=self.failing, traced=traced)
        return (place, replace(state, org=org)), seen if traced else replace(seen, trace=())


def with_failing(
    told: OrgTeller, known: Known, first: Mapping[str, int], element: str, failing: frozenset[str]
) -> Teller:
    """Tells a history whose ordinary course is `known`, with `failing` elements; `element` is the one of them that did
    not fail there, and `first` what `places` gives. Where somebody counts which ways formulas go, all of it is told
    anew."""
    counted = told.package.branch is not None
    return Resuming(told, () if counted else known[: first[element]], failing)


def places(known: Known) -> dict[str, int]:
    """Where in a history that was traced each element (`Flow.Element`) was first reached; the place where the emulator
    broke off, which leaves no trace, counts for all that come later."""
    first: dict[str, int] = {}
    sound = len(list(takewhile(lambda told: told[1].trace or not told[1].faults, known)))
    for place, (_, seen) in enumerate(known):
        for step in seen.trace:
            if step.kind == "element":
                first.setdefault(f"{step.where}.{step.name}", min(place, sound))
    return first
