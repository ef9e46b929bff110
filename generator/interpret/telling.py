"""Tells what becomes of a case: the process carried out event by event, as its definition says.

Where the reference is silent: the floor is the highest of all categories with a word, so that a second topic never
lowers the urgency; a word found sets its facts before conditions of flags are tried; a re-classification
by a person keeps the stage; a clock whose `when` becomes true counts from its start moment, so that a legal promise
counts from receipt; a raise of the urgency moves `warn` with `due`; a re-opened case stands in the stage after intake
with its team; a patient's mail needs a patient who is known, and one who signed is.
"""

from datetime import timedelta
from typing import assert_never

from generator.conditions.syntax import Value
from generator.interpret.evaluating import holds
from generator.interpret.happening import AUTOMATION
from generator.interpret.reading import Read, Reader
from generator.interpret.saving import Saving
from generator.interpret.state import Happened, State
from generator.process.events import (
    SIGNED,
    Accept,
    Adopt,
    Arrival,
    Edit,
    Event,
    Extend,
    Move,
    Observation,
    Reply,
    SetStatus,
    Sign,
    Switch,
    Verify,
    Wait,
)
from generator.process.model import (
    Category,
    FactRef,
    Process,
    Stage,
)

MINUTE = timedelta(minutes=1)
STATES_APART = ("clock", "consent")
"""Kinds of facts that are not stored as values."""


class Interpreter(Saving):
    """The process, made ready once. `begin` and `step` are pure: they give a new state and what can be seen of it."""

    def __init__(self, process: Process) -> None:
        super().__init__(process)
        self.reader = Reader(process)
        self.facts = {fact.id: fact for fact in process.facts}
        self.finders = {finder.fact: finder for finder in process.finders}
        self.verifiable = frozenset(one.fact for one in process.finders if one.found_on != "nothing")
        self.first_open = self.after_intake()

    def after_intake(self) -> Stage:
        first = self.process.stages[0]
        return self.stages[first.next[0]] if first.automatic and first.next else first

    # -- arrival ---------------------------------------------------------------------------------------------------

    def begin(self, arrival: Arrival) -> tuple[State, Observation]:
        """A message comes in: it is read, classified and routed, and the case stands in the stage after intake."""
        today = self.calendars.local_date(arrival.at)
        read = self.reader.read(arrival.subject, arrival.text, today)
        facts: dict[str, Value] = {}
        for fact in self.process.facts:
            if fact.type.kind not in STATES_APART:
                plain = False if fact.type.kind == "yes_no" else None
                facts[fact.id] = plain if isinstance(fact.default, FactRef) or fact.default is None else fact.default
        state = State(
            now=arrival.at,
            facts=facts,
            owner="",
            users={**{persona: persona for persona in self.personas}, **dict(arrival.users)},
            patient=arrival.patient,
            sender=arrival.sender,
            received=arrival.at,
            found=read.found,
            discounted=read.discounted,
            sets=read.sets | frozenset(read.identifiers),
            visible_text=arrival.text,
            confidential_text="",
            stage_since=arrival.at,
            opened=arrival.at,
            verified=self.verifiable if arrival.patient == "verified" else frozenset(),
        )
        facts.update(read.identifiers)
        facts.update(
            channel=arrival.channel,
            received_at=arrival.at,
            received_on=today,
            unreadable=read.unreadable,
            classified_by=AUTOMATION,
            patient_verified=arrival.patient == "verified",
            verified_identifiers=", ".join(sorted(state.verified)) or None,
        )
        self.classify(state, read)
        self.fill_defaults(state)
        self.mask(state, arrival, read)
        self.route(state)
        state.owner = str(facts["team"])
        self.log(state, "classified", now=f"{facts['category']} {facts['urgency']}")
        first = self.process.stages[0]
        facts["stage"] = first.id
        self.happen(state, "created")
        self.happen(state, "entering", first.id)
        self.log(state, "routed", now=str(facts["team"]), why=str(facts["route"]))
        self.happen(state, "routed")
        if first.automatic:
            self.enter(state, self.first_open.id, AUTOMATION)
        for consent, answer in dict(arrival.answers).items() if arrival.patient != "unknown" else ():
            self.answered(state, consent, answer)
        return self.settled(state, state)

    def classify(self, state: State, read: Read) -> None:
        facts, last = state.facts, self.process.categories[-1]
        hit = [one for one in self.process.categories if read.sets & set(one.sets)] or [last]
        category = hit[0]
        floor = min(one.floor for one in hit)
        if read.unreadable:
            floor = min(floor, self.process.unreadable_floor)
        rank = min([floor, *(level.rank for level in self.process.levels if read.sets & set(level.sets))])
        facts["category"] = facts["first_category"] = category.id
        facts["urgency"] = facts["first_urgency"] = self.process.levels[rank].id
        self.set_by_words(state, read.sets, intake=True)
        self.set_special(state)

    def set_by_words(self, state: State, sets: frozenset[str], *, intake: bool) -> None:
        """Words first, then conditions, in the order of the process; the first value of a choice wins."""
        setters = [one for one in self.process.setters if intake or self.facts[one.fact].origin == "flag"]
        done: set[str] = set()
        for setter in setters:
            if sets & set(setter.sets) and setter.fact not in done:
                state.facts[setter.fact] = setter.value
                done.add(setter.fact)
        before = dict(state.facts)
        for setter in setters:
            if setter.when is not None and holds(setter.when, self.view(state, before, "")):
                state.facts[setter.fact] = setter.value

    def fill_defaults(self, state: State) -> None:
        """Defaults that are another fact's value, once that is known."""
        for fact in self.process.facts:
            if isinstance(fact.default, FactRef) and state.facts[fact.id] in (None, False):
                state.facts[fact.id] = state.facts[fact.default.fact]

    def mask(self, state: State, arrival: Arrival, read: Read) -> None:
        """A number that must not be seen moves the whole text out of sight."""
        if any(self.finders[fact].on_find == "mask" for fact in read.identifiers):
            state.visible_text, state.confidential_text = "", arrival.text

    # -- events ----------------------------------------------------------------------------------------------------

    def step(self, before: State, event: Event) -> tuple[State, Observation]:
        """One event. A save that a rule stops changes nothing but `blocked_by`."""
        state = before.copy()
        match event:
            case Wait(minutes=minutes, until=until):
                self.pass_time(state, until if until is not None else state.now + minutes * MINUTE)
            case Accept(by=by):
                self.save(state, {"owner": by}, by)
            case Move(to=to, by=by, through=through):
                self.move(state, to, by, through)
            case Edit(values=values, by=by):
                self.save(state, dict(values), by)
            case Extend(clock=clock, by=by):
                self.extend(state, clock, by)
            case Reply(subject=subject, text=text):
                self.reply(state, subject, text)
            case Verify(identifier=identifier):
                self.verify(state, identifier)
            case Sign(consent=consent, answer=answer):
                self.answered(state, consent, answer)
                state.patient = "known" if state.patient == "unknown" else state.patient
            case SetStatus(status=status, by=by):
                self.ask_by_status(state, status, by)
            case Adopt():
                pass  # every case that is told of is in the workflow
            case Switch():
                raise ValueError("switches are no part of a process: this history needs an org")
            case _:
                assert_never(event)
        return self.settled(before, state)

    def settled(self, before: State, state: State) -> tuple[State, Observation]:
        """Everything that is due by now has happened; and what can be seen."""
        if not state.happened.blocked_by:
            self.update_clocks(state)
            self.pass_time(state, state.now)
        elif state is not before:
            blocked = state.happened.blocked_by
            state = before.copy()
            state.happened = Happened(blocked_by=blocked)
        return state, self.observe(state)

    def answered(self, state: State, consent: str, answer: str) -> None:
        """The newest answer to a form counts, and it is a consent when it is signed."""
        if answer != SIGNED:
            state.signed -= {consent}
        elif consent not in state.signed:
            state.signed |= {consent}
            self.log(state, "consent", who="patient", now=consent)

    # -- replies ---------------------------------------------------------------------------------------------------

    def reply(self, state: State, subject: str, text: str) -> None:
        """Only raises; a closed case re-opens within its time, else a linked one is made."""
        read = self.reader.read(subject, text, self.calendars.local_date(state.now))
        self.log(state, "replied", who="sender")
        if state.facts["closed"] and not self.may_reopen(state):
            state.happened.linked.add("reply")
            self.log(state, "linked", now="reply")
            return
        state.sets = read.sets | frozenset(read.identifiers)
        self.set_by_words(state, read.sets, intake=False)
        was_closed = bool(state.facts["closed"])
        raised = self.raise_by(state, read, reopens=was_closed)
        self.set_special(state)
        self.happen(state, "replied")
        moved = False
        if raised:
            team = str(state.facts["team"])
            if self.route(state):
                self.hand_over(state, team, reopens=was_closed)
                moved = True
            self.happen(state, "raised")
        if was_closed and not moved:
            state.owner = str(state.facts["team"])
        if (moved or was_closed) and state.facts["stage"] != self.first_open.id:
            self.enter(state, self.first_open.id, AUTOMATION)

    def may_reopen(self, state: State) -> bool:
        within = self.process.replies.reopen_within
        return (
            within is not None
            and state.closed_at is not None
            and state.now <= self.calendars.due(within, state.closed_at)
        )

    def raise_by(self, state: State, read: Read, *, reopens: bool) -> bool:
        """Category and urgency go up, never down; says whether either did."""
        facts = state.facts
        old_category, old_level = self.categories[str(facts["category"])], self.levels[str(facts["urgency"])]
        said = next((one for one in self.process.categories if read.sets & set(one.sets)), old_category)
        category: Category = min(said, old_category, key=lambda one: one.rank)
        ranks = [level.rank for level in self.process.levels if read.sets & set(level.sets)]
        if category.rank < old_category.rank:
            ranks.append(category.floor)
        rank = min([old_level.rank, *ranks])
        if category is old_category and rank == old_level.rank:
            return False
        facts["category"], facts["urgency"] = category.id, self.process.levels[rank].id
        was = f"{old_category.id} {old_level.id}"
        self.log(state, "raised", was=was, now=f"{category.id} {facts['urgency']}")
        self.urgency_changed(state, old_level.id, reopens=reopens)
        return True

    # -- seeing -------------------------------------------------------------------------------------------------------

    def observe(self, state: State) -> Observation:
        seen = state.happened
        return Observation(
            at=state.now,
            facts={**state.facts, "owner": state.owner},
            owner=state.owner,
            priority=self.levels[str(state.facts["urgency"])].priority,
            found=frozenset(state.found),
            discounted=frozenset(state.discounted),
            visible_text=state.visible_text,
            confidential_text=state.confidential_text,
            blocked_by=seen.blocked_by,
            clocks=tuple(run.seen() for _, run in sorted(state.clocks.items())),
            tasks=frozenset(seen.tasks),
            notified=frozenset(seen.notified),
            emailed=frozenset(seen.emailed),
            warned=frozenset(seen.warned),
            breached=frozenset(seen.breached),
            stalled=frozenset(seen.stalled),
            linked=frozenset(seen.linked),
            log=tuple(seen.log),
        )
