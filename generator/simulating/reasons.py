"""The line of a spec that decided what is seen of a case: its word, its route, its clock, its alert, its rule."""

from collections.abc import Iterator

from generator.frozen import record
from generator.process.events import Accept, Arrival, Edit, Event, Move, Observation
from generator.process.model import Mail, Process
from generator.source import Span

CLASSIFIED = ("category", "urgency", "special_handling", "route", "owner", "stage")
"""What is told of a case after each event, where it has changed."""


@record
class Reason:
    """`what` is of a kind (`category`, `clock`, `notified`, ...), called by `name`; `because` is the deciding line."""

    kind: str
    name: str
    because: Span


class Reasons:
    """Made once for a process."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.words = {one.id: {" ".join(word.shown.split()): word.because for word in one.words}
                      for one in process.reading.sets}  # fmt: skip
        self.categories = {one.id: one for one in process.categories}
        self.levels = {one.id: one for one in process.levels}
        self.routes = {one.id: one.because for one in process.routes}
        self.stages = {one.id: one.because for one in process.stages}
        self.facts = {one.id: one.because for one in process.facts}
        self.clocks = {one.id: one for one in process.clocks}
        self.effects = {one.id: one.because for one in process.effects}
        self.rules = {one.id: one.because for one in process.rules}
        self.mails = {one.act.message: one.because for one in reversed(process.effects) if isinstance(one.act, Mail)}

    def of(self, event: Arrival | Event, now: Observation, before: Observation | None) -> Iterator[Reason]:
        """Why what an event brought about is so; nothing of what stands as it stood."""
        for rule in sorted(now.blocked_by):
            if rule in self.rules:
                yield Reason(kind="blocked by", name=rule, because=self.rules[rule])
        for what in CLASSIFIED:
            value = str(now.facts.get(what) or "")
            was = str(before.facts.get(what) or "") if before is not None else ""
            line = self.line(what, value, event, now) if value != was else None
            if line is not None:
                yield Reason(kind=what, name=value, because=line)
        yield from self.timed(now, before)
        for kind, names in (
            ("notified", sorted({one.alert for one in now.notified})),
            ("task", sorted({one.id for one in now.tasks})),
            ("linked", sorted(now.linked)),
        ):
            for name in names:
                line = self.effects.get(name) or self.ladder(name)
                if line is not None:
                    yield Reason(kind=kind, name=name, because=line)
        for name in sorted({one.message for one in now.emailed}):
            if name in self.mails:
                yield Reason(kind="emailed", name=name, because=self.mails[name])

    def timed(self, now: Observation, before: Observation | None) -> Iterator[Reason]:
        """Clocks that began, moved, stopped, warned or were breached, and a stage that stalled."""
        known = {one.clock: one for one in before.clocks} if before is not None else {}
        for one in now.clocks:
            old = known.get(one.clock)
            if one.clock in self.clocks and (old is None or old.due != one.due):
                yield Reason(kind="clock", name=one.clock, because=self.allowance(one.clock, one.level))
            if one.clock in self.clocks and one.stopped is not None and (old is None or old.stopped is None):
                yield Reason(kind="stopped", name=one.clock, because=self.clocks[one.clock].because)
        for kind, names in (("warned", now.warned), ("breached", now.breached)):
            for name in sorted(names & self.clocks.keys()):
                yield Reason(kind=kind, name=name, because=self.clocks[name].because)
        for name in sorted(now.stalled & self.stages.keys()):
            yield Reason(kind="stalled", name=name, because=self.stages[name])

    def ladder(self, clock: str) -> Span | None:
        found = self.clocks.get(clock)
        return found.because if found is not None else None

    def allowance(self, clock: str, level: str) -> Span:
        """The line of the promise for a level, else of the clock."""
        found = self.clocks[clock]
        rank = self.levels[level].rank if level in self.levels else None
        within = found.within[rank] if rank is not None else None
        return found.because if within is None else within.because

    def line(self, what: str, value: str, event: Arrival | Event, now: Observation) -> Span | None:
        """The line that made a fact what it is: what a person did is the story's line."""
        if by_hand(event, what):
            return event.because
        match what:
            case "category":
                found = self.categories.get(value)
                return None if found is None else self.word(found.sets, now) or found.because
            case "urgency":
                return self.urgency(value, now)
            case "special_handling":
                return self.special(now)
            case "route":
                return self.routes.get(value)
            case "owner":
                return self.routes.get(str(now.facts.get("route") or ""))
            case _:
                return self.stages.get(value)

    def urgency(self, value: str, now: Observation) -> Span | None:
        """The word that raised it, else the floor of the category or of what cannot be read."""
        level, category = self.levels.get(value), self.categories.get(str(now.facts.get("category")))
        if level is None:
            return None
        word = self.word(level.sets, now)
        if word is not None or category is None:
            return word or level.because
        if now.facts.get("unreadable") is True and category.floor != level.rank:
            return self.routes.get("unreadable", level.because)
        return category.because if category.floor == level.rank else level.because

    def special(self, now: Observation) -> Span | None:
        """The category that is special, else the first flag that is set and makes the case so."""
        category = self.categories.get(str(now.facts.get("category")))
        if category is not None and category.special:
            return category.because
        flags = (fact for fact in self.process.special_flags if now.facts.get(fact) is True)
        return next((self.facts[flag] for flag in flags), None)

    def word(self, sets: tuple[str, ...], now: Observation) -> Span | None:
        """The first word of these sets that counts."""
        lines = (line for name in sets for word, line in self.words.get(name, {}).items() if word in now.found)
        return next(lines, None)


def by_hand(event: Arrival | Event, what: str) -> bool:
    match event:
        case Accept():
            return what == "owner"
        case Move():
            return what == "stage"
        case Edit(values=values):
            return what in dict(values)
        case _:
            return False
