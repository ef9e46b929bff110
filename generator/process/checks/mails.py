"""Mails of ours: what they say, and whether the one who gets them is the patient."""

from collections.abc import Iterator

from generator.conditions.syntax import And, Condition, Holds, Not, Or
from generator.diagnostics import Diagnostic
from generator.process.characters import normal
from generator.process.checks.stages import walk
from generator.process.checks.words import warning
from generator.process.model import Effect, Mail, Process


def alarming(process: Process) -> Iterator[Diagnostic]:
    """A listed word in a mail of ours: a reply that quotes it would alarm (CP323)."""
    for message in process.messages:
        said = f" {normal(message.subject)} | {normal(message.body)} "
        for one in process.reading.sets:
            for word in one.words:
                if (f" {word.text}" if word.is_prefix else f" {word.text} ") in said:
                    text = f"the mail `{message.id}` says `{word.shown}`, which counts when a reply quotes it"
                    yield warning("CP323", text, message.because, "say it in other words")


def unverified(process: Process) -> Iterator[Diagnostic]:
    """A mail to the patient while nobody has verified who that is (CP329)."""
    guarded = {
        rule.on.of
        for rule in process.rules
        if rule.kind == "guardrail" and rule.on and rule.on.kind == "entering" and rule.when is None
        if implies_verified(rule.require)
    }
    following = {stage.id: stage.next for stage in process.stages if stage.id not in guarded}
    open_to_all = walk(following, process.stages[0].id) - guarded
    for effect in process.effects:
        if isinstance(effect.act, Mail) and effect.act.to == "patient" and not is_safe(effect, open_to_all):
            message = f"`{effect.id}` mails the patient of a case whose patient may not be verified"
            help = "add `when: patient_verified`, or a guardrail that requires it on entering the stage"
            yield warning("CP329", message, effect.because, help)


def is_safe(effect: Effect, open_to_all: set[str]) -> bool:
    if effect.when is not None and implies_verified(effect.when):
        return True
    return effect.on.kind == "entering" and effect.on.of not in open_to_all


def implies_verified(condition: Condition) -> bool:
    """Whether a condition cannot hold while the patient is not verified."""
    match condition:
        case Holds(fact=fact):
            return fact.fact == "patient_verified" and not fact.was
        case And(parts=parts):
            return any(implies_verified(part) for part in parts)
        case Or(parts=parts):
            return all(implies_verified(part) for part in parts)
        case Not(part=Not(part=inner)):
            return implies_verified(inner)
        case _:
            return False
