"""Queues and groups of teams, as flows find them: by name, for no id is written down anywhere (FLOW-162)."""

from generator.formula.syntax import Formula
from generator.lower.flows.here import Here
from generator.lower.programs import Filter, Get, Variable
from generator.lower.trees import call, ref, text

GROUP_NAME = ref("Group_Name")
VARIABLES = (Variable(name="Group_Name", kind="String", what="The queue or group that is looked for."),)
NO_TEAM = "-"
"""A name that no queue and no group has."""


def queue_of(here: Here, team: Formula, otherwise: str = NO_TEAM) -> Formula:
    """The developer name of the queue of a team's id."""
    pairs = [part for one in here.process.teams for part in (text(one.id), text(here.names.queue(one.id)))]
    return call("CASE", team, *pairs, text(otherwise))


def members_of(here: Here, team: Formula) -> Formula:
    """The developer name of the public group whose members are a team."""
    pairs = [part for one in here.process.teams for part in (text(one.id), text(here.names.members(one.id)))]
    return call("CASE", team, *pairs, text(NO_TEAM))


def find(label: str, name: str, type: str) -> Get:
    """The group of a type, `Queue` or `Regular`, whose name stands in the variable `Group_Name`."""
    filters = (Filter(field="DeveloperName", value=GROUP_NAME), Filter(field="Type", value=text(type)))
    return Get(label=label, name=name, object="Group", filters=filters, fields=("Id",))


def find_queue() -> Get:
    return find("Find the team's queue", "Team_Queue", "Queue")
