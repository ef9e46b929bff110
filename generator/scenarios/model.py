"""Scenarios: stories with expectations, names resolved against the process."""

from collections.abc import Mapping

from generator.conditions.syntax import Value
from generator.frozen import because, record
from generator.process.events import ORDINARY, Arrival, Event, Switch
from generator.source import Span

Expected = str | tuple[str, ...] | Mapping[str, Value]
"""A single value; a list of names (empty: `none`); or values by name (`fields`, `identifiers`)."""


@record
class Act:
    """An event, and what must happen: `blocked_by` names the rule that must stop it, None: nothing may."""

    event: Event
    blocked_by: str | None = None
    because: Span = because()


@record
class Expect:
    """`what` is one of: category urgency team owner stage fields identifiers flags words tasks notified emailed warned
    breached stalled linked audit text_has_not. `negated`: none of these (expect_not)."""

    what: str
    expected: Expected
    negated: bool = False
    because: Span = because()


@record
class Scenario:
    name: str
    given: Arrival
    steps: tuple[Act | Expect, ...]
    is_example: bool = False
    because: Span = because()

    @property
    def needs_org(self) -> bool:
        """Whether it tells of what only an org can bring about, so that the meaning of a spec does not say what then
        comes of a case."""
        acts = (step.event for step in self.steps if isinstance(step, Act))
        return self.given.org != ORDINARY or any(isinstance(event, Switch) for event in acts)
