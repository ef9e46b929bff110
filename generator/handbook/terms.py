"""The clinic's words for everything that a process names by an id."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from generator.conditions.syntax import Value
from generator.process.model import Fact, Process

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
BUILT_IN: Mapping[str, str] = {
    "channel": "the channel",
    "category": "the category",
    "first_category": "the category given at receipt",
    "urgency": "the urgency",
    "first_urgency": "the urgency given at receipt",
    "stage": "the stage",
    "team": "the team",
    "route": "the route",
    "owner": "the owner",
    "received_on": "the day of receipt",
    "received_at": "the time of receipt",
    "verified_identifiers": "the list of verified identifiers",
    "classified_by": "who classified the case last",
    "keep_until": "the date to keep it until",
    "minutes_to_first_acceptance": "the time to the first acceptance",
    "minutes_to_last_acceptance": "the time to the last acceptance",
    "time_to_triage": "the time to triage",
}
CLAIMS: Mapping[str, tuple[str, str]] = {
    "patient_verified": ("the patient is verified", "the patient is not verified"),
    "special_handling": ("the case is under special handling", "the case is not under special handling"),
    "unreadable": ("the message cannot be read", "the message can be read"),
    "reclassified": ("a person has re-classified the case", "nobody has re-classified the case"),
    "stalled": ("the case has stalled", "the case has not stalled"),
    "closed": ("the case is closed", "the case is open"),
    "reopened": ("the case has been re-opened", "the case has never been re-opened"),
    "linked": ("the case is a linked case", "the case is not a linked case"),
}
"""Built-in yes/no facts as sentences: when they hold, and when they do not."""

ROLES: Mapping[str, str] = {
    "owner": "the owner",
    "team": "everybody in the team",
    "team_lead": "the lead of the team",
    "sender": "the sender",
    "patient": "the patient",
}


def day(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


class Terms:
    """Labels by id, of one process. A name that is declared nowhere is shown as it is."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.facts: dict[str, Fact] = {one.id: one for one in process.facts}
        self.stages = {one.id: one.label for one in process.stages}
        self.teams = {one.id: one.label for one in process.teams}
        self.people = {one.id: one.label for one in process.people}
        self.levels = {one.id: one.label for one in process.levels}
        self.categories = {one.id: one.label for one in process.categories}
        self.personas = {one.id: one.label for one in process.personas}
        self.clocks = {one.id: one.label for one in process.clocks}
        self.messages = {one.id: one.label for one in process.messages}
        self.ranks = {one.id: one.rank for one in process.levels}
        own = {f"{kind}.{id}": label for kind, labels in self.owners() for id, label in labels.items()}
        self.sets = {one.id: own.get(one.id) or f"«{one.label.replace('_', ' ')}»" for one in process.reading.sets}

        self.holding: dict[tuple[str, bool], set[str]] = {}
        for one in process.reading.sets:
            for word in one.words:
                self.holding.setdefault((word.text, word.is_prefix), set()).add(one.id)

    def owners(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """Names of the sets of words that belong to one thing."""
        facts = {id: f"the words of «{one.label}»" for id, one in self.facts.items()}
        return (
            ("category", {id: f"the words of the category {label}" for id, label in self.categories.items()}),
            ("level", {id: f"the words of the urgency {label}" for id, label in self.levels.items()}),
            ("flag", facts),
            ("field", facts),
        )

    def stage(self, id: str) -> str:
        return self.stages.get(id, id)

    def team(self, id: str) -> str:
        return self.teams.get(id, id)

    def level(self, rank: int) -> str:
        """The label of the level of this rank."""
        return self.process.levels[rank].label

    def recipient(self, id: str) -> str:
        return ROLES.get(id) or self.people.get(id) or self.teams.get(id, id)

    def fact(self, id: str) -> str:
        """How a sentence names a fact: `the urgency`, `«Outcome»`."""
        return BUILT_IN.get(id) or f"«{self.facts[id].label if id in self.facts else id}»"

    def claim(self, id: str, *, holds: bool) -> str:
        """A yes/no fact as a sentence."""
        if id in CLAIMS:
            return CLAIMS[id][0 if holds else 1]
        return f"{self.fact(id)} is {'' if holds else 'not '}ticked"

    def value(self, fact: str, value: Value) -> str:
        """How people see a value of this fact."""
        known = self.facts.get(fact)
        if isinstance(value, bool):
            return "ticked" if value else "not ticked"
        if isinstance(value, datetime):
            return f"{day(value.date())} {value:%H:%M} UTC"
        if isinstance(value, date):
            return day(value)
        if isinstance(value, Decimal):
            return f"{value:f}"
        if value is None:
            return "nothing"
        labels = {one.id: one.label for one in known.choices} if known else {}
        return labels.get(value) or self.teams.get(value) or value
