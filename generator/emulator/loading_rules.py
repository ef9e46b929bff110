"""Validation rules and the entries of assignment, auto-response and escalation rules, ready to run."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from generator.emulator.criteria import entry_test
from generator.emulator.logic import Test
from generator.emulator.schema import Shape
from generator.frozen import record
from generator.metadata.objects import ValidationRule
from generator.metadata.people import EscalationAction, RuleEntry

if TYPE_CHECKING:
    from generator.emulator.loading import Package


@record
class Rule:
    """A validation rule: true is an error."""

    name: str
    test: Callable[[Any], Any]
    message: str
    fields: tuple[str, ...]


@record
class Entry:
    """`owner`: the kind (User, Queue) and name that a record goes to."""

    rule: str
    name: str
    test: Test
    owner: tuple[str, str] | None = None
    template: str = ""
    sender: str = ""


@record
class Escalation(Entry):
    anchor: str
    only_unmodified: bool
    hours_source: str
    hours: str
    actions: tuple[EscalationAction, ...]


def validation_rule(package: "Package", shape: Shape, body: ValidationRule) -> Rule:
    where = f"{shape.name}.{body.fullName}"
    test = package.compiled(package.rule_names(shape), body.errorConditionFormula, where)
    fields = (body.errorDisplayField,) if body.errorDisplayField else ()
    return Rule(name=body.fullName, test=test, message=body.errorMessage, fields=fields)


def entries(package: "Package", shape: Shape, rule: str, given: Iterable[RuleEntry]) -> tuple[Entry, ...]:
    """Numbered from 1 in the order of the rule."""
    names, made = package.rule_names(shape), []
    for number, entry in enumerate(given, start=1):
        where = f"{rule} entry {number}"
        test = entry_test(package, names, entry, where)
        owner = (entry.assignedToType or "User", entry.assignedTo) if entry.assignedTo else None
        template, sender = entry.template or "", entry.senderEmail or ""
        if not entry.escalationAction:
            made.append(Entry(rule=rule, name=str(number), test=test, owner=owner, template=template, sender=sender))
            continue
        made.append(
            Escalation(
                rule=rule,
                name=str(number),
                test=test,
                anchor=entry.escalationStartTime or "CaseCreation",
                only_unmodified=bool(entry.disableEscalationWhenModified),
                hours_source=entry.businessHoursSource or "None",
                hours=entry.businessHours or "",
                actions=entry.escalationAction,
            )
        )
    return tuple(made)
