"""That no generated write can trip a generated rule: the pairs of `verify.flows.guarding` in a build, counted."""

from collections.abc import Iterable

from generator.frozen import record
from generator.metadata.component import Component
from generator.metadata.flow import Flow
from generator.verify.flows.guarding import active_rules, pairs


@record
class Unproved:
    """A pair that is not shown to be harmless, and why."""

    flow: str
    element: str
    rule: str
    why: str

    def __str__(self) -> str:
        return f"{self.flow}, {self.element}, {self.rule}: {self.why}"


@record
class Writes:
    """What was looked at and what of it is open. `pairs`: an element and a rule of the object that it writes."""

    elements: int
    rules: int
    pairs: int
    unproved: tuple[Unproved, ...]

    @property
    def summary(self) -> str:
        rest, pairs = len(self.unproved), self.pairs
        return f"writes: {self.elements} elements × {self.rules} rules, {pairs - rest} pairs proved, {rest} unproved"


def prove_writes(components: Iterable[Component]) -> Writes:
    """Every write of the build against every active rule of the object that it writes. Raises FormulaSyntaxError for a
    formula that is none."""
    given = tuple(components)
    flows = {one.name for one in given if isinstance(one.body, Flow)}
    found = tuple(pairs(given))
    return Writes(
        elements=len({(one.flow, one.element) for one in found if one.flow in flows}),
        rules=len(active_rules(given)),
        pairs=len(found),
        unproved=tuple(
            Unproved(flow=one.flow, element=one.element, rule=one.rule, why=one.why) for one in found if one.why
        ),
    )
