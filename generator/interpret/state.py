"""The state of one case, and what its last event did. A step copies the state; what was given out never changes."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from generator.conditions.syntax import Value
from generator.process.events import ClockSeen, Emailed, Logged, Notified, TaskSeen
from generator.process.model import Allowance, Clock


@dataclass(slots=True)
class Running:
    """A clock that concerns the case."""

    clock: Clock
    allowance: Allowance
    level: str
    started: datetime
    due: datetime
    warns: datetime | None
    stopped: datetime | None = None
    warned: bool = False
    breached: bool = False
    extended: bool = False
    rungs: int = 0
    """Steps of the ladder that were told."""

    def seen(self) -> ClockSeen:
        return ClockSeen(
            clock=self.clock.id,
            level=self.level,
            started=self.started,
            warns=self.warns,
            due=self.due,
            stopped=self.stopped,
            warned=self.warned,
            breached=self.breached,
        )


@dataclass(slots=True)
class Happened:
    """Effects since the event before."""

    tasks: set[TaskSeen] = field(default_factory=set)
    notified: set[Notified] = field(default_factory=set)
    emailed: set[Emailed] = field(default_factory=set)
    warned: set[str] = field(default_factory=set)
    breached: set[str] = field(default_factory=set)
    stalled: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    log: list[Logged] = field(default_factory=list)
    blocked_by: frozenset[str] = frozenset()


@dataclass(slots=True)
class State:
    """One case. `facts` holds every fact but consents and clocks; `owner` a team's id or a user's name."""

    now: datetime
    facts: dict[str, Value]
    owner: str
    users: dict[str, str]
    patient: str
    sender: str
    received: datetime
    found: tuple[str, ...]
    discounted: tuple[str, ...]
    sets: frozenset[str]
    """Word sets and identifiers found by the message that is being read; conditions with `found` look here."""
    visible_text: str
    confidential_text: str
    stage_since: datetime
    opened: datetime
    """When triage was last opened."""
    closed_at: datetime | None = None
    replied_to: bool = False
    asked: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """When each mail to each recipient was last asked for."""
    stall_told: bool = False
    signed: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()
    accepted: bool = False
    """By a member of the routed team, since triage was last opened."""
    made_tasks: frozenset[str] = frozenset()
    moments: dict[tuple[str, str | None], datetime] = field(default_factory=dict)
    """When each moment last came."""
    clocks: dict[str, Running] = field(default_factory=dict)
    happened: Happened = field(default_factory=Happened)

    def copy(self) -> "State":
        """A state that can be changed without touching this one; effects begin anew."""
        return replace(
            self,
            facts=dict(self.facts),
            moments=dict(self.moments),
            asked=dict(self.asked),
            clocks={id: replace(run) for id, run in self.clocks.items()},
            happened=Happened(),
        )
