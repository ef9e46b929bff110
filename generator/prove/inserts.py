"""That what runs while a message comes in cannot fail: the doubts of `verify.flows.incoming` about a build, counted."""

from collections.abc import Iterable

from generator.frozen import record
from generator.metadata.component import Component
from generator.verify.flows.canvas import canvases
from generator.verify.flows.incoming import Doubt, Fields, incoming, judged, regexes


@record
class Inserts:
    """What was looked at: flows, writes of texts and of picklists, and what of it is open."""

    flows: int
    texts: int
    choices: int
    unproved: tuple[Doubt, ...]

    @property
    def summary(self) -> str:
        looked_at = f"{self.flows} flows, {self.texts} texts, {self.choices} choices"
        return f"incoming: {looked_at} written while a message comes in, {len(self.unproved)} unproved"


def prove_inserts(components: Iterable[Component]) -> Inserts:
    """Every text and every choice that a flow on incoming records writes. Raises FormulaSyntaxError for a formula that
    is none."""
    given = tuple(components)
    fields = Fields(given)
    flows = incoming(canvases(given))
    rows = [(of, list(judged(of, fields))) for of in flows]
    choices = sum(held.picklist for _, found in rows for held, _ in found)
    return Inserts(
        flows=len(flows),
        texts=sum(len(found) for _, found in rows) - choices,
        choices=choices,
        unproved=tuple(
            doubt for of, found in rows for doubt in (*regexes(of), *(one for _, one in found if one is not None))
        ),
    )
