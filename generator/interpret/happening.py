"""What happens at a moment and when time passes: effects fire, clocks start, stop, warn and breach, stays stall."""

from datetime import datetime, timedelta
from typing import assert_never

from generator.conditions.syntax import Found, Is, Value
from generator.interpret.calendars import Calendars
from generator.interpret.evaluating import View, holds
from generator.interpret.state import Running, State
from generator.interpret.wording import Wording
from generator.process.characters import MACHINES
from generator.process.events import Emailed as MailSeen
from generator.process.events import Logged, Notified, TaskSeen
from generator.process.model import Clock, Effect, Link, Mail, MakeTask, Moment, Notify, Process, Stamp

AUTOMATION = "automation"


class Happenings:
    """The moments of one process, made ready once."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.calendars = Calendars(process)
        self.wording = Wording(process, self.calendars)
        self.stages = {stage.id: stage for stage in process.stages}
        self.levels = {level.id: level for level in process.levels}
        self.categories = {category.id: category for category in process.categories}

    # -- what happens at a moment ----------------------------------------------------------------------------------

    def happen(self, state: State, kind: str, of: str | None = None) -> None:
        """A moment comes: clocks stop and start, then every effect that holds."""
        state.moments[(kind, of)] = state.now
        for run in state.clocks.values():
            if run.stopped is None and matches(run.clock.stops, kind, of):
                run.stopped = state.now
        for clock in self.process.clocks:
            if matches(clock.starts, kind, of) and holds(clock.when, self.view(state, state.facts, "")):
                self.start(state, clock, state.now)
        for effect in self.process.effects:
            if matches(effect.on, kind, of) and holds(effect.when, self.view(state, state.facts, "")):
                self.act(state, effect, of)

    def act(self, state: State, effect: Effect, of: str | None) -> None:
        seen = state.happened
        match effect.act:
            case Notify(to=recipients, text=text):
                said = self.wording.filled(state, text, clock=of)
                for recipient in recipients:
                    seen.notified.add(Notified(alert=effect.id, to=recipient, text=said))
            case Mail(message=message, to=to):
                self.mail(state, message, to)
            case MakeTask(subject=subject, due=due, to=to):
                if effect.id not in state.made_tasks:
                    state.made_tasks |= {effect.id}
                    moment = self.calendars.due(due, state.now) if due else None
                    seen.tasks.add(TaskSeen(id=effect.id, subject=subject, due=moment, to=to))
            case Link():
                seen.linked.add(effect.id)
                self.log(state, "linked", now=effect.id)
            case Stamp(fact=fact, years=years, since=since):
                start = state.now if since == "closed" else state.received
                state.facts[fact] = self.wording.years_after(self.calendars.local_date(start), years)
            case _:
                assert_never(effect.act)

    def mail(self, state: State, message: str, to: str) -> None:
        """Nothing goes out of a quiet case, to nobody, to a machine, twice as an automatic answer, or twice at once."""
        quiet = self.categories[str(state.facts["category"])].quiet
        if quiet or any(state.facts[flag] for flag in self.process.quiet_flags):
            return
        if to == "sender" and (state.replied_to or not state.sender or is_machine(state.sender)):
            return
        if to == "patient" and state.patient == "unknown":
            return
        if state.asked.get((message, to)) == state.now:
            return
        state.asked[message, to] = state.now
        state.replied_to = state.replied_to or to == "sender"
        subject, body = self.wording.mail(state, message)
        state.happened.emailed.add(MailSeen(message=message, to=to, subject=subject, body=body))

    # -- clocks ----------------------------------------------------------------------------------------------------

    def start(self, state: State, clock: Clock, moment: datetime, *, reopens: bool = False) -> None:
        """A clock starts, unless it already runs or does not at this level, or the case is closed and stays so."""
        level = str(state.facts["urgency"])
        allowance = clock.within[self.levels[level].rank]
        if allowance is None or clock.id in state.clocks or (state.facts["closed"] and not reopens):
            return
        due = self.calendars.due(allowance, moment)
        warns = self.calendars.warning(clock.warn, allowance, moment, due)
        state.clocks[clock.id] = Running(
            clock=clock, allowance=allowance, level=level, started=moment, due=due, warns=warns
        )

    def update_clocks(self, state: State) -> None:
        """Clocks that no longer concern the case go; those that now do count from their start moment."""
        view = self.view(state, state.facts, "")
        for clock in self.process.clocks:
            concerns = holds(clock.when, view)
            if not concerns:
                state.clocks.pop(clock.id, None)
            elif clock.id not in state.clocks:
                moment = self.last_moment(state, clock.starts)
                if moment is not None and self.last_moment(state, clock.stops) is None:
                    self.start(state, clock, moment)

    def last_moment(self, state: State, moment: Moment) -> datetime | None:
        times = [time for (kind, of), time in state.moments.items() if matches(moment, kind, of)]
        return max(times, default=None)

    def urgency_changed(self, state: State, was: str, *, reopens: bool = False) -> None:
        """A raise: the earlier of the old due and now plus the new allowance. A lowering: start plus the new one.
        `reopens`: the closed case that this happens to opens in the same step."""
        level = self.levels[str(state.facts["urgency"])]
        old = self.levels[was]
        if level.rank == old.rank:
            return
        for run in list(state.clocks.values()):
            allowance = run.clock.within[level.rank]
            if run.stopped is not None:
                continue
            if allowance is None:
                del state.clocks[run.clock.id]
                continue
            raised = level.rank < old.rank
            start = state.now if raised else run.started
            due = self.calendars.due(allowance, start)
            if run.due == due or (raised and run.due < due):
                continue
            run.level, run.allowance, run.due = level.id, allowance, due
            run.warns = self.calendars.warning(run.clock.warn, allowance, start, due)
        self.start_at_level(state, reopens=reopens)

    def start_at_level(self, state: State, *, reopens: bool) -> None:
        """Clocks that did not run at the old level and do at the new one count from now."""
        view = self.view(state, state.facts, "")
        for clock in self.process.clocks:
            begun = self.last_moment(state, clock.starts) is not None and self.last_moment(state, clock.stops) is None
            if clock.id not in state.clocks and begun and holds(clock.when, view):
                self.start(state, clock, state.now, reopens=reopens)

    def pass_time(self, state: State, until: datetime) -> None:
        """Everything that falls due up to and at `until`, in order of time; at one instant warned, breached, stalled,
        each by id."""
        while (due := self.next_due(state)) is not None and due[0] <= until:
            state.now = max(state.now, due[0])
            self.fall_due(state, due[1], due[2])
            self.update_clocks(state)
        state.now = max(state.now, until)

    def next_due(self, state: State) -> tuple[datetime, int, str] | None:
        waiting: list[tuple[datetime, int, str]] = []
        for run in state.clocks.values():
            if run.stopped is not None:
                continue
            if run.warns is not None and not run.warned and not run.breached:
                waiting.append((run.warns, 0, run.clock.id))
            if not run.breached:
                waiting.append((run.due, 1, run.clock.id))
            if run.rungs < len(run.clock.ladder) and not state.accepted:
                waiting.append((self.calendars.due(run.clock.ladder[run.rungs].after, run.started), 2, run.clock.id))
        stage = self.stages[str(state.facts["stage"])]
        allowance = stage.stall[self.levels[str(state.facts["urgency"])].rank]
        if allowance is not None and not state.stall_told and not stage.closed:
            waiting.append((self.calendars.due(allowance, state.stage_since), 3, stage.id))
        return min(waiting, default=None)

    def fall_due(self, state: State, what: int, id: str) -> None:
        if what == 3:
            state.stall_told, state.facts["stalled"] = True, True
            state.happened.stalled.add(id)
            self.log(state, "stalled", now=id)
            self.happen(state, "stalled", id)
            return
        run = state.clocks[id]
        if what == 2:
            rung = run.clock.ladder[run.rungs]
            run.rungs += 1
            said = self.wording.filled(state, rung.text, clock=id)
            for recipient in rung.notify:
                state.happened.notified.add(Notified(alert=id, to=recipient, text=said))
            return
        kind = "breached" if what else "warned"
        if what:
            run.breached = True
            state.happened.breached.add(id)
        else:
            run.warned = True
            state.happened.warned.add(id)
        self.log(state, kind, now=id)
        self.happen(state, kind, id)

    def view(self, state: State, prior: dict[str, Value], by: str) -> View:
        facts = {**state.facts, "owner": state.owner}
        return View(
            value=facts.get,
            prior=prior.get,
            found=lambda condition: self.was_found(state, condition),
            user_is=lambda persona: bool(by) and state.users[by] == persona,
            state=lambda condition: self.in_state(state, condition),
            today=self.calendars.local_date(state.now),
        )

    def was_found(self, state: State, condition: Found) -> bool:
        if condition.what == "category":
            return bool(state.sets & set(self.categories[condition.name].sets))
        return condition.name in state.sets

    def in_state(self, state: State, condition: Is) -> bool:
        name = condition.fact.fact
        if condition.state == "verified":
            return name in state.verified
        if condition.state == "signed":
            return name in state.signed
        if condition.state == "missing":
            consent = next(one for one in self.process.consents if one.id == name)
            return name not in state.signed and holds(consent.when, self.view(state, state.facts, ""))
        run = state.clocks.get(name)
        if run is None:
            return False
        if condition.state == "running":
            return run.stopped is None
        if condition.state == "due_within":
            return run.stopped is None and run.due <= state.now + timedelta(days=condition.days or 0)
        return run.warned if condition.state == "warned" else run.breached

    def log(
        self, state: State, kind: str, *, who: str = AUTOMATION, was: str = "", now: str = "", why: str = ""
    ) -> None:
        state.happened.log.append(Logged(kind=kind, who=who, was=was, now=now, why=why))


def is_machine(address: str) -> bool:
    return any(mark in address.lower() for mark in MACHINES)


def matches(moment: Moment, kind: str, of: str | None) -> bool:
    return moment.kind == kind and (moment.of is None or moment.of == of)
