"""What a person's save does: what follows from each change of stage, owner or classification, and which rules stop
it."""

from dataclasses import replace

from generator.conditions.syntax import Value
from generator.interpret.evaluating import View, holds
from generator.interpret.happening import Happenings
from generator.interpret.state import State
from generator.process.model import Process, Rule


class Saving(Happenings):
    """The saves of one process, made ready once."""

    def __init__(self, process: Process) -> None:
        super().__init__(process)
        self.personas = {persona.id: persona for persona in process.personas}

    def set_special(self, state: State) -> None:
        category = self.categories[str(state.facts["category"])]
        flags = any(state.facts[flag] for flag in self.process.special_flags)
        state.facts["special_handling"] = category.special or flags

    def route(self, state: State) -> bool:
        """The first route that holds decides the team; says whether it changed."""
        view = self.view(state, state.facts, "")
        route = next(one for one in self.process.routes if holds(one.when, view))
        changed = state.facts["team"] != route.team
        state.facts["team"], state.facts["route"] = route.team, route.id
        return changed

    def move(self, state: State, to: str, by: str, through: str) -> None:
        if through == "status":
            self.ask_by_status(state, self.stages[to].status, by)
        else:
            self.save(state, {"stage": to}, by)

    def ask_by_status(self, state: State, status: str, by: str) -> None:
        """A status that is written alone asks for the one stage that has it."""
        same = [stage.id for stage in self.process.stages if stage.status == status]
        if status == self.stages[str(state.facts["stage"])].status:
            return
        if len(same) != 1:
            state.happened.blocked_by = frozenset(("status",))
            return
        self.save(state, {"stage": same[0]}, by)

    def save(self, state: State, values: dict[str, Value], by: str) -> None:
        """A person's save: what follows from each change, unless a rule stops all of it."""
        prior = {**state.facts, "owner": state.owner}
        facts = {**prior, **values}
        changed = {fact for fact in values if facts[fact] != prior[fact]}
        if changed:
            self.follow(state, prior, facts, changed, by)
            state.happened.blocked_by = self.broken(state, prior, by)

    def follow(
        self, state: State, prior: dict[str, Value], facts: dict[str, Value], changed: set[str], by: str
    ) -> None:
        """What follows from a person's changes."""
        owner = str(facts.pop("owner"))
        stage = str(facts.pop("stage"))
        state.facts.update(facts)
        state.facts["stage"] = prior["stage"]
        for fact in sorted(changed - {"owner", "stage", "category", "urgency"}):
            self.log(state, "edited", who=by, now=fact)
            if prior[fact] in (None, "", False) and facts[fact] not in (None, "", False):
                self.happen(state, "filled", fact)
        if changed & {"category", "urgency"}:
            self.reclassified(state, prior, by, keeps_owner="owner" in changed)
        elif changed & set(self.process.special_flags):
            self.set_special(state)
        if "owner" in changed:
            self.owned(state, owner, by)
        if "stage" in changed:
            self.enter(state, stage, by)

    def broken(self, state: State, prior: dict[str, Value], by: str) -> frozenset[str]:
        """Ids of the rules that a save breaks. Holders of a bypass persona break none."""
        if self.personas[state.users[by]].bypass:
            return frozenset()
        view = self.judged(state, prior, by)
        return frozenset(
            rule.id
            for rule in self.process.rules
            if self.watches(rule, prior, state) and holds(rule.when, view) and not holds(rule.require, view)
        )

    def judged(self, state: State, prior: dict[str, Value], by: str) -> View:
        """What a rule sees of a save: what the person did. What automation writes in consequence is as it was before,
        but for the owner: whoever has the case after the save is the one that rules about owners are for."""
        automatic = {fact.id: prior[fact.id] for fact in self.process.facts if fact.written_by == "automation"
                     and fact.id in prior}  # fmt: skip
        facts = {**state.facts, **automatic, "owner": state.owner}
        return replace(self.view(state, prior, by), value=facts.get)

    def watches(self, rule: Rule, prior: dict[str, Value], state: State) -> bool:
        """Whether a save that leaves the case in `state` is one that the rule is for."""
        if rule.kind == "extension":
            return False
        facts = {**state.facts, "owner": state.owner}
        if rule.on is None:
            return any(fact in prior and facts[fact] != prior[fact] for fact in rule.reads)
        if facts["stage"] == prior["stage"]:
            return False
        return rule.on.of == (facts["stage"] if rule.on.kind == "entering" else prior["stage"])

    def reclassified(self, state: State, prior: dict[str, Value], by: str, *, keeps_owner: bool) -> None:
        facts = state.facts
        facts["reclassified"], facts["classified_by"] = True, "person"
        self.set_special(state)
        was, now = (f"{one['category']} {one['urgency']}" for one in (prior, facts))
        self.log(state, "reclassified", who=by, was=was, now=now)
        self.urgency_changed(state, str(prior["urgency"]))
        if not keeps_owner and self.route(state):
            self.hand_over(state, str(prior["team"]))
        self.happen(state, "reclassified")

    def hand_over(self, state: State, was: str, *, reopens: bool = False) -> None:
        """Another team now: its queue owns the case and triage begins again, also when a closed case `reopens`."""
        state.owner = str(state.facts["team"])
        self.log(state, "routed", was=was, now=state.owner, why=str(state.facts["route"]))
        self.reopen_triage(state, reopens=reopens)
        self.happen(state, "routed")

    def reopen_triage(self, state: State, *, reopens: bool) -> None:
        state.accepted, state.opened = False, state.now
        state.facts["time_to_triage"] = None
        triage = state.clocks.get("triage")
        if triage is not None and triage.stopped is not None and (reopens or not state.facts["closed"]):
            del state.clocks["triage"]
            self.start(state, triage.clock, state.now, reopens=reopens)

    def owned(self, state: State, owner: str, by: str) -> None:
        state.owner = owner
        if owner not in state.users:
            self.log(state, "edited", who=by, now="owner")
            return
        teams = self.personas[state.users[owner]].teams
        if state.facts["team"] not in teams:
            self.log(state, "accepted_outside_team", who=owner)
            return
        facts = state.facts
        if facts["minutes_to_first_acceptance"] is None:
            facts["minutes_to_first_acceptance"] = self.wording.minutes(state.received, state.now)
        if not state.accepted:
            facts["minutes_to_last_acceptance"] = self.wording.minutes(state.opened, state.now)
            facts["time_to_triage"] = self.wording.minutes(state.received, state.now)
        state.accepted = True
        self.log(state, "accepted", who=owner)
        self.happen(state, "accepted")

    def enter(self, state: State, to: str, by: str) -> None:
        """Leaves one stage and enters another."""
        was, now = self.stages[str(state.facts["stage"])], self.stages[to]
        state.facts["stage"], state.facts["stalled"] = to, False
        state.stage_since, state.stall_told = state.now, False
        self.log(state, "stage", who=by, was=was.id, now=to)
        self.happen(state, "leaving", was.id)
        if was.closed and not now.closed:
            state.facts["closed"], state.facts["reopened"], state.closed_at = False, True, None
            self.log(state, "reopened", who=by)
            self.happen(state, "reopened")
        self.happen(state, "entering", to)
        if now.closed and not was.closed:
            state.facts["closed"], state.closed_at = True, state.now
            self.log(state, "closed", who=by)
            self.happen(state, "closed")
            for run in state.clocks.values():
                run.stopped = run.stopped or state.now

    def extend(self, state: State, clock_id: str, by: str) -> None:
        run = state.clocks.get(clock_id)
        rule = next((one for one in self.process.rules if one.kind == "extension" and one.id == clock_id), None)
        bypass = self.personas[state.users[by]].bypass
        if run is None or rule is None or run.extended or run.clock.extension is None or run.stopped is not None:
            state.happened.blocked_by = frozenset((clock_id,))
            return
        if not bypass and not holds(rule.require, self.view(state, state.facts, by)):
            state.happened.blocked_by = frozenset((clock_id,))
            return
        extension = run.clock.extension
        run.extended = True
        run.due = self.calendars.later(extension.days, extension.calendar, run.due)
        if run.warns is not None and not run.warned:
            run.warns = self.calendars.later(extension.days, extension.calendar, run.warns)
        self.log(state, "extended", who=by, now=clock_id)

    def verify(self, state: State, identifier: str) -> None:
        new = identifier not in state.verified
        state.verified |= {identifier}
        state.patient = "verified"
        state.facts["patient_verified"] = True
        state.facts["verified_identifiers"] = ", ".join(sorted(state.verified))
        if new:
            self.log(state, "verified", who="person", now=identifier)
