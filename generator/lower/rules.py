"""Rules as validation rules, edge-triggered (design.md section 5): they hold on a person's save that makes the change,
never on creation, never on what automation writes (its token moves in the same save), never for an override.

What automation writes in consequence of a save is judged as it stood before: a rule looks at what the person did.
"""

import re
from collections.abc import Iterator

from generator.conditions.syntax import Constant, FactValue, Found, Is
from generator.formula.printing import text_of
from generator.formula.syntax import Formula
from generator.lower.conditions import Place, literal, lowered, verified_in
from generator.lower.naming import Names
from generator.lower.trees import TRUE, all_of, any_of, binary, call, equal, negation, number, ref, text
from generator.lower.zones import local_date
from generator.metadata.component import Component, component
from generator.metadata.objects import ValidationRule
from generator.process.model import Process, Rule

STATUS, STATUS_RULE = "status", "status_follows_stage"
"""What the rule that holds Status and stage together is called in the process, and in the org."""
STATUS_MESSAGE = "This status says no single stage. Choose the stage instead; the status follows."


def rules(process: Process, names: Names) -> Iterator[Component]:
    """One validation rule for each rule that every org can hold, and the one that keeps Status with the stage."""
    for rule in process.rules:
        if not needs_consent(process, rule):
            yield validation_rule(process, names, rule)
    yield status_rule(process, names)


def consent_rules(process: Process, names: Names) -> Iterator[Component]:
    """Rules that ask for a signed form: only where the org keeps consents is there a flow that knows of it."""
    for rule in process.rules:
        if needs_consent(process, rule):
            yield validation_rule(process, names, rule)


def needs_consent(process: Process, rule: Rule) -> bool:
    consents = {one.id for one in process.consents}
    return bool(consents & set(rule.reads))


def rule_name(names: Names, rule: Rule) -> str:
    """`transition.triage` -> `NGH_Transition_Triage`; an extension carries its clock's id."""
    id = f"extension.{rule.id}" if rule.kind == "extension" else rule.id
    return names.own(re.sub(r"\W+", "_", id))


def validation_rule(process: Process, names: Names, rule: Rule) -> Component:
    place = place_of(process, names)
    when = (lowered(rule.when, place),) if rule.when else ()
    broken = all_of((*while_they_hold(process, names), *when, negation(lowered(rule.require, place))))
    if rule.kind == "extension":
        broken = any_of((negation(all_of(may_extend(names, rule))), broken))
    parts = (*by_a_person(process, names), moment(names, rule), broken)
    cites = f" Serves {', '.join(rule.cites)}." if rule.cites else ""
    body = ValidationRule(
        fullName=rule_name(names, rule),
        active=True,
        description=f"{rule.label}.{cites}"[:255],
        errorConditionFormula=text_of(all_of(parts), "rule"),
        errorMessage=rule.message[:255],
    )
    return component(f"Case.{body.fullName}", body, rule.because)


def by_a_person(process: Process, names: Names) -> tuple[Formula, ...]:
    """A save of a case of ours by a person, while the workflow acts."""
    mode = call("BLANKVALUE", setting(names, "mode"), text(process.control.mode))
    return (
        equal(ref(names.field("workflow")), text(process.identity.id)),
        negation(call("ISNEW")),
        negation(call("ISCHANGED", ref(names.field("token")))),
        binary("<>", call("LOWER", mode), text("shadow")),
    )


def while_they_hold(process: Process, names: Names) -> tuple[Formula, ...]:
    """Rules hold for everybody without the override, while they are switched on."""
    default = "on" if dict(process.control.switches).get("guardrails", True) else "off"
    switch = call("BLANKVALUE", setting(names, "guardrails"), text(default))
    return negation(ref(f"$Permission.{names.own('override')}")), binary("<>", call("LOWER", switch), text("off"))


def setting(names: Names, id: str) -> Formula:
    return ref(f"$Setup.{names.object('control')}.{names.of(id)}")


def moment(names: Names, rule: Rule) -> Formula:
    """The change that the rule watches."""
    if rule.kind == "extension":
        return call("ISCHANGED", ref(names.field(f"{rule.id}.extended")))
    if rule.on is None:
        return any_of(call("ISCHANGED", ref(names.field(fact))) for fact in rule.reads)
    stage = ref(names.field("stage"))
    there = stage if rule.on.kind == "entering" else call("PRIORVALUE", stage)
    return all_of((call("ISCHANGED", stage), call("ISPICKVAL", there, text(rule.on.of or ""))))


def may_extend(names: Names, rule: Rule) -> tuple[Formula, ...]:
    """Only a clock that runs can be extended, and no extension can be taken back."""
    due, stopped = (call("PRIORVALUE", ref(names.field(f"{rule.id}.{part}"))) for part in ("due", "stopped"))
    return (
        ref(names.field(f"{rule.id}.extended")),
        negation(call("ISBLANK", due)),
        call("ISBLANK", stopped),
    )


def status_rule(process: Process, names: Names) -> Component:
    """A Status that several stages have, or none, says no stage: then everybody chooses the stage itself."""
    statuses = [part for one in process.stages for part in (text(one.id), text(one.status))]
    status = call("TEXT", ref("Status"))
    follows = call("CASE", ref(names.field("stage")), *statuses, status)
    parts = (*by_a_person(process, names), call("ISCHANGED", ref("Status")), binary("<>", status, follows))
    body = ValidationRule(
        fullName=names.own(STATUS_RULE),
        active=True,
        description="Status follows the stage.",
        errorConditionFormula=text_of(all_of(parts), "rule"),
        errorMessage=STATUS_MESSAGE,
    )
    return component(f"Case.{body.fullName}", body, process.identity.because)


def place_of(process: Process, names: Names) -> Place:
    """How conditions are written in a validation rule."""
    origins = {one.id: one.origin for one in process.channels}
    automatic = {fact.id for fact in process.facts if fact.written_by == "automation"}
    consents = {one.id: one for one in process.consents}

    def there(key: str, *, was: bool) -> Formula:
        field = ref(names.field(key))
        return call("PRIORVALUE", field) if was else field

    def fact(one: FactValue) -> Formula:
        was = one.was or one.fact in automatic
        if one.fact == "closed":
            stage = call("TEXT", there("stage", was=True))
            return any_of(equal(stage, text(each.id)) for each in process.stages if each.closed)
        found = there(one.fact, was=was)
        return call("TEXT", found) if one.type.kind in ("choice", "urgency") else found

    def constant(one: FactValue, value: Constant) -> Formula:
        return text(origins[str(value.value)]) if one.fact == "channel" else literal(value)

    def found(_: Found) -> Formula:
        raise ValueError("a rule on a save cannot look into the text")

    def state(one: Is) -> Formula:
        id = one.fact.fact
        match one.state:
            case "verified":
                return verified_in(ref(names.field("verified_identifiers")), id)
            case "signed":
                return ref(names.field(f"{id}.signed"))
            case "missing":
                needed = consents[id].when
                needs = lowered(needed, place) if needed else TRUE
                return all_of((negation(ref(names.field(f"{id}.signed"))), needs))
            case "warned" | "breached":
                return ref(names.field(f"{id}.{one.state}"))
            case _:
                due, stopped = (ref(names.field(f"{id}.{part}")) for part in ("due", "stopped"))
                runs = all_of((negation(call("ISBLANK", due)), call("ISBLANK", stopped)))
                if one.state == "running":
                    return runs
                days = number(one.days or 0)
                return all_of((runs, binary("<=", due, binary("+", call("NOW"), days))))

    place = Place(
        fact=fact,
        changed=lambda one: call("ISCHANGED", ref(names.field(one.fact))),
        found=found,
        user_is=lambda persona: ref(f"$Permission.{names.own(persona)}"),
        state=state,
        today=local_date(process.identity.zone, call("NOW")),
        constant=constant,
    )
    return place
