"""Rules as validation rules, edge-triggered (design.md section 5): they hold on a person's save that makes the change,
never on creation, never on what automation writes (its token moves in the same save), never for an override."""

import re
from collections.abc import Iterator

from generator.conditions.syntax import Constant, FactValue, Found, Is
from generator.formula.printing import text_of
from generator.formula.syntax import Formula
from generator.lower.conditions import Place, literal, lowered, verified_in
from generator.lower.naming import Names
from generator.lower.trees import all_of, any_of, call, equal, negation, ref, text
from generator.lower.zones import local_date
from generator.metadata.component import Component, component
from generator.metadata.objects import ValidationRule
from generator.process.model import Process, Rule

NOT_YET = ("consent", "clock")
"""Kinds of facts whose state no flow of this package keeps; rules that name them are not emitted."""


def rules(process: Process, names: Names) -> Iterator[Component]:
    """One validation rule for each rule that this package can hold."""
    kinds = {fact.id: fact.type.kind for fact in process.facts}
    for rule in process.rules:
        if rule.kind != "extension" and not any(kinds[fact] in NOT_YET for fact in rule.reads):
            yield validation_rule(process, names, rule)


def rule_name(names: Names, rule: Rule) -> str:
    """`transition.triage` -> `NGH_Transition_Triage`."""
    return names.own(re.sub(r"\W+", "_", rule.id))


def validation_rule(process: Process, names: Names, rule: Rule) -> Component:
    place = place_of(process, names)
    watched = moment(names, rule)
    parts = [
        equal(ref(names.field("workflow")), text(process.identity.id)),
        negation(call("ISNEW")),
        negation(call("ISCHANGED", ref(names.field("token")))),
        negation(ref(f"$Permission.{names.own('override')}")),
        watched,
        *([lowered(rule.when, place)] if rule.when else []),
        negation(lowered(rule.require, place)),
    ]
    cites = f" Serves {', '.join(rule.cites)}." if rule.cites else ""
    body = ValidationRule(
        fullName=rule_name(names, rule),
        active=True,
        description=f"{rule.label}.{cites}"[:255],
        errorConditionFormula=text_of(all_of(parts), "rule"),
        errorMessage=rule.message[:255],
    )
    return component(f"Case.{body.fullName}", body, rule.because)


def moment(names: Names, rule: Rule) -> Formula:
    """The change that the rule watches."""
    if rule.on is None:
        return any_of(call("ISCHANGED", ref(names.field(fact))) for fact in rule.reads)
    stage = ref(names.field("stage"))
    there = stage if rule.on.kind == "entering" else call("PRIORVALUE", stage)
    return all_of((call("ISCHANGED", stage), call("ISPICKVAL", there, text(rule.on.of or ""))))


def place_of(process: Process, names: Names) -> Place:
    """How conditions are written in a validation rule."""
    origins = {one.id: one.origin for one in process.channels}

    def fact(one: FactValue) -> Formula:
        there: Formula = ref(names.field(one.fact))
        there = call("PRIORVALUE", there) if one.was else there
        return call("TEXT", there) if one.type.kind in ("choice", "urgency") else there

    def constant(one: FactValue, value: Constant) -> Formula:
        return text(origins[str(value.value)]) if one.fact == "channel" else literal(value)

    def found(_: Found) -> Formula:
        raise ValueError("a rule on a save cannot look into the text")

    def state(one: Is) -> Formula:
        if one.state != "verified":
            raise ValueError(f"a validation rule of this package cannot ask `{one.state}`")
        return verified_in(ref(names.field("verified_identifiers")), one.fact.fact)

    return Place(
        fact=fact,
        changed=lambda one: call("ISCHANGED", ref(names.field(one.fact))),
        found=found,
        user_is=lambda persona: ref(f"$Permission.{names.own(persona)}"),
        state=state,
        today=local_date(process.identity.zone, call("NOW")),
        constant=constant,
    )
