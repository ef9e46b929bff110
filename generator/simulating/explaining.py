"""Who decided what in a scenario that failed: of each event, the lines of the spec, and on the generated metadata also
the elements of flows."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from generator.emulator.results import Effect, Email, Notification
from generator.process.events import Arrival
from generator.process.model import Link, MakeTask, Process
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller
from generator.scenarios.running import Result
from generator.simulating.deciding import Decided, Deciding, Run, said
from generator.simulating.reasons import Reason, Reasons
from generator.source import Source, Span

CUT = 110
"""Characters of a line of the spec that are shown."""


class Explaining:
    """Made for a process; its files are asked for when the first scenario fails on the metadata."""

    def __init__(
        self, process: Process, sources: Mapping[str, Source], files: Callable[[], Mapping[str, bytes]]
    ) -> None:
        self.sources = sources
        self.process = process
        self.files = files
        self.reasons = Reasons(process)

    @cached_property
    def player(self) -> OrgTeller:
        return OrgTeller(self.process, self.files(), traced=True)

    @cached_property
    def deciding(self) -> Deciding:
        return Deciding(self.player.package, self.player.lexicon.lock["sources"])

    def __call__(self, result: Result) -> tuple[tuple[str, ...], ...]:
        """For each event of the timeline, the lines that say who decided."""
        runs = self.runs(result) if any(isinstance(one.seen, Witnessed) for one in result.timeline) else None
        told, before = [], None
        for moment in result.timeline:
            found = self.reasons.of(moment.event, moment.seen, before)
            run = next(runs) if runs is not None else None
            told.append(tuple(line for reason in found for line in self.lines(reason, run, moment.event.because)))
            before = moment.seen
        return tuple(told)

    def runs(self, result: Result) -> Iterator["Asked"]:
        """The same events once more, traced."""
        state = None
        for moment in result.timeline:
            event = moment.event
            if isinstance(event, Arrival):
                state, seen = self.player.begin(event)
            else:
                assert state is not None
                state, seen = self.player.step(state, event)
            yield Asked(self.player, self.deciding.of(seen.trace), state.case or "")

    def lines(self, reason: Reason, run: "Asked | None", event: Span) -> Iterator[str]:
        """An event's own line is told by its place alone: people's words may stand on it."""
        yield f"{reason.kind} {reason.name}"
        decided = run.decided(reason) if run is not None else None
        place, text = self.shown(reason.because)
        if decided is None:
            yield f"  {place}"
        else:
            yield f"  by {said(decided)} ({place})"
        if text and reason.because != event:
            yield f"    {text if len(text) <= CUT else text[: CUT - 1] + '…'}"

    def shown(self, span: Span) -> tuple[str, str]:
        source = self.sources.get(span.path)
        return f"{span.path}:{span.line}", source.line(span.line).strip() if source is not None else ""


class Asked:
    """One traced event, asked for the elements behind what the process has a word for."""

    def __init__(self, player: OrgTeller, run: Run, case: str) -> None:
        self.lexicon = player.lexicon
        self.run = run
        self.case = case
        self.acts = {one.id: one.act for one in player.process.effects}

    def decided(self, reason: Reason) -> Decided | None:
        lock, name = self.lexicon.lock, reason.name
        match reason.kind:
            case "clock":
                return self.run.writer(lock["clocks"][name]["due"], self.case)
            case "warned" | "breached" | "stopped":
                return self.run.writer(lock["clocks"][name][reason.kind], self.case)
            case "stalled":
                return self.run.writer(lock["facts"]["stalled"], self.case)
            case "notified":
                return self.run.sender(lambda effect: self.is_alert(effect, name))
            case "emailed":
                return self.run.sender(lambda effect: self.is_message(effect, name))
            case "task" | "linked":
                return self.made(name)
            case "blocked by":
                return None
            case _:
                return self.run.writer(lock["facts"][reason.kind], self.case)

    def is_alert(self, effect: Effect, alert: str) -> bool:
        if not isinstance(effect, Notification):
            return False
        return any(id == alert and shape.fullmatch(effect.body) for id, shape, _ in self.lexicon.alerts)

    def is_message(self, effect: Effect, message: str) -> bool:
        if not isinstance(effect, Email):
            return False
        return self.lexicon.templates.get(effect.template.rpartition("/")[2]) == message

    def made(self, name: str) -> Decided | None:
        act = self.acts.get(name)
        if isinstance(act, MakeTask):
            return self.run.maker("Task", act.subject)
        return self.run.maker("Case", act.label) if isinstance(act, Link) else None
