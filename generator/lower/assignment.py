"""Whose rule assigns cases that our flows have routed already: nobody's, ours, or the org's with one entry of ours on
top. One rule of an object is active at a time (ASG-002), so a second one of ours would switch the org's off."""

from collections.abc import Iterator
from dataclasses import replace

from generator.formula.printing import text_of
from generator.lower.naming import Names
from generator.lower.trees import call, equal, negation, ref, text
from generator.metadata.component import Component, component
from generator.metadata.people import AssignmentRule, AssignmentRules, RuleEntry
from generator.process.model import Process


def assignment(process: Process, names: Names) -> Iterator[Component]:
    """Mode `own`: an entry that leaves cases of the workflow as they are, the same table, then the safe fallback."""
    if process.assignment_rule != "own":
        return
    workflow = equal(ref(names.field("workflow")), text(process.identity.id))
    entries = [RuleEntry(formula=text_of(workflow, "rule"))]
    for team in process.teams:
        test = call("ISPICKVAL", ref(names.field("team")), text(team.id))
        entries.append(
            RuleEntry(assignedTo=names.queue(team.id), assignedToType="Queue", formula=text_of(test, "rule"))
        )
    ours = equal(ref("RecordType.DeveloperName"), text(process.identity.record_type))
    fallback = next(route.team for route in process.routes if route.id == "unreadable")
    entries.append(RuleEntry(assignedTo=names.queue(fallback), assignedToType="Queue", formula=text_of(ours, "rule")))
    rule = AssignmentRule(fullName=names.own("routing"), active=True, ruleEntry=tuple(entries))
    yield component("Case", AssignmentRules(assignmentRule=(rule,)), process.identity.because)


def merged(process: Process, names: Names, theirs: AssignmentRules | None) -> Iterator[Component]:
    """Mode `merge`: the org's file as it is, and first in its active rule an entry that assigns nobody. Merging twice
    is merging once. Nothing for other modes, or where the org's file is not known."""
    if process.assignment_rule != "merge" or theirs is None:
        return
    ours = unassigned(names)
    rules = tuple(
        replace(rule, ruleEntry=(ours, *(one for one in rule.ruleEntry if one != ours))) if rule.active else rule
        for rule in theirs.assignmentRule
    )
    yield component("Case", replace(theirs, assignmentRule=rules), process.identity.because)


def unassigned(names: Names) -> RuleEntry:
    """An entry that matches cases of the workflow and names no owner: «do not reassign» (ASG-009)."""
    ours = negation(call("ISBLANK", ref(names.field("workflow"))))
    return RuleEntry(formula=text_of(ours, "rule"))
