"""How the words of one process are called in an org: read from the lock file alone, never from the lowering."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.conditions.syntax import Value
from generator.emulator.organisation import Org
from generator.emulator.results import Error
from generator.emulator.rows import Row
from generator.naming import api_name
from generator.process.events import Observation
from generator.process.model import Link, Mail, MakeTask, Notify, Process

STATES_APART = ("clock", "consent")
"""Kinds of facts that no single field holds."""


class Lexicon:
    """Between the words of a process and the names, ids and rows of an org, in both directions."""

    def __init__(self, process: Process, lock: Mapping[str, Any]) -> None:
        self.process = process
        self.lock = lock
        self.fields: Mapping[str, str] = lock["facts"]
        self.rules: Mapping[str, str] = lock["rules"]
        self.objects: Mapping[str, Any] = lock["objects"]
        self.facts = [one for one in process.facts if one.type.kind not in STATES_APART]
        self.channels = {origin: channel for channel, origin in lock["origins"].items()}
        self.parties = {("Queue", name): team for team, name in lock["teams"].items()}
        self.parties |= {("Regular", name): team for team, name in lock["groups"]["teams"].items()}
        self.parties |= {("Regular", name): people for people, name in lock["groups"]["people"].items()}
        self.leads = {team.id: team.lead or team.id for team in process.teams}
        prefix = process.identity.prefix
        self.templates = {one.api_name or api_name(prefix, one.id): one.id for one in process.messages}
        self.alerts = tuple(self.texts())

    def texts(self) -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
        """Of each alert and each step of a ladder: id, what its text looks like, and who is told."""
        for effect in self.process.effects:
            if isinstance(effect.act, Notify):
                yield effect.id, pattern(effect.act.text), effect.act.to
        for clock in self.process.clocks:
            for rung in clock.ladder:
                yield clock.id, pattern(rung.text), rung.notify

    # -- names -------------------------------------------------------------------------------------------------------

    def of(self, own: str, key: str) -> str:
        """The API name of a field of one of the workflow's own objects."""
        return str(self.objects[own]["fields"][key])

    def rows(self, org: Org, own: str, case: str) -> Iterator[Row]:
        """The rows of one of our own objects about a case, in the order of creation."""
        lookup = self.of(own, "case")
        for row in org.rows(self.objects[own]["name"]):
            if row.get(lookup) == case:
                yield row

    def rule(self, error: Error) -> str:
        """The id of the rule that stopped a save; what no rule of the process says is called as the org calls it."""
        return self.rules.get(error.rule, error.rule or error.message)

    # -- people ------------------------------------------------------------------------------------------------------

    def party(self, org: Org, id: object) -> str:
        """The process's word for who has this id: a user's name, a team, people who are told."""
        row = org.get(str(id)) if id else None
        if row is None:
            return str(id or "")
        name = str(row.get("DeveloperName"))
        return str(row.get("Name")) if "Username" in row else self.parties.get((str(row.get("Type")), name), name)

    def id(self, org: Org, party: str) -> str:
        """The id of a user by name, or of a team's queue."""
        queue = self.lock["teams"].get(party)
        found = org.find("Group", DeveloperName=queue, Type="Queue") if queue else org.find("User", Name=party)
        if found is None:
            raise KeyError(party)
        return str(found["Id"])

    def meant(self, name: str, seen: Observation) -> str:
        """Who a role is at the moment: `owner`, `team` and `team_lead` are somebody, everybody else is named."""
        team = str(seen.facts.get("team"))
        return {"owner": seen.owner, "team": team, "team_lead": self.leads.get(team, team)}.get(name, name)

    def named(self, party: str, names: tuple[str, ...], seen: Observation) -> str:
        """Whichever of `names` means this party now, else the party itself."""
        return next((name for name in names if self.meant(name, seen) == party), party)

    # -- what stands in rows -------------------------------------------------------------------------------------------

    def values(self, org: Org, row: Row) -> dict[str, Value]:
        """Every fact as a case holds it."""
        return {fact.id: self.value(org, fact.id, fact.type.kind, row) for fact in self.facts}

    def value(self, org: Org, fact: str, kind: str, row: Row) -> Value:
        found: Value = row.get(self.fields[fact])
        if fact == "channel":
            return self.channels.get(str(found), found)
        if fact == "owner" or (kind == "person" and found):
            return self.party(org, found)
        return found

    def task(self, subject: str) -> tuple[str, tuple[str, ...]]:
        """The task with this subject: its id, and whom it is for."""
        acts = [(one.id, one.act) for one in self.process.effects if isinstance(one.act, MakeTask)]
        return next(((id, (act.to,)) for id, act in acts if act.subject == subject), (f"task «{subject}»", ()))

    def link(self, label: str, category: str, team: str) -> str | None:
        """The linked case of this label, category and team."""
        acts = [(one.id, one.act) for one in self.process.effects if isinstance(one.act, Link)]
        wanted = (label, category, team)
        return next((id for id, act in acts if (act.label, act.category, act.team) == wanted), None)

    def addressees(self, message: str) -> tuple[str, ...]:
        """To whom a message goes: sender, patient or both."""
        acts = [one.act for one in self.process.effects if isinstance(one.act, Mail)]
        return tuple(dict.fromkeys(act.to for act in acts if act.message == message))


def pattern(text: str) -> re.Pattern[str]:
    """What a text with merge fields can look like when they are filled."""
    return re.compile("(?s:.*)".join(re.escape(part) for part in re.split(r"\{\w+\}", text)))
