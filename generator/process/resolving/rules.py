"""Guardrails, consents, the transition table, `edited_by` and extensions: rules of one shape."""

from collections.abc import Callable, Iterator

from generator.conditions.naming import SAVE, STORED, Where
from generator.conditions.syntax import (
    And,
    Changed,
    Compare,
    Condition,
    Constant,
    FactValue,
    Holds,
    In,
    Is,
    Not,
    Or,
    UserIs,
)
from generator.diagnostics import Diagnostic
from generator.language.rules import Clock, Consent, Guardrail, Stage
from generator.language.spec import Spec
from generator.language.values import Written
from generator.nodes import error
from generator.process.model import Fact, Moment, Rule

Parse = Callable[[Written, Where], Condition | None]


def facts_in(condition: Condition | None) -> frozenset[str]:
    """Every fact that a condition reads."""
    match condition:
        case None | UserIs():
            return frozenset()
        case And(parts=parts) | Or(parts=parts):
            return frozenset().union(*(facts_in(part) for part in parts))
        case Not(part=part):
            return facts_in(part)
        case Compare(left=left, right=right):
            return frozenset(side.fact for side in (left, right) if isinstance(side, FactValue))
        case In(left=fact) | Is(fact=fact) | Changed(fact=fact) | Holds(fact=fact):
            return frozenset((fact.fact,))
        case _:
            return frozenset()


class Rules:
    """The rules of one spec; collects findings (CP226)."""

    def __init__(self, spec: Spec, facts: dict[str, Fact], parse: Parse) -> None:
        self.spec = spec
        self.facts = facts
        self.parse = parse
        self.found: list[Diagnostic] = []

    def all(self) -> tuple[Rule, ...]:
        """Transitions first, in order of stages; then guardrails, consents, editors, extensions by id."""
        found = [self.transition(stage) for stage in self.spec.stages]
        found += [rule for guardrail in self.spec.guardrails if (rule := self.guardrail(guardrail))]
        found += [self.consent(consent) for consent in self.spec.consents]
        found += list(self.editors())
        found += [rule for clock in self.spec.clocks if clock.extend and (rule := self.extension(clock))]
        return tuple(found)

    def transition(self, stage: Stage) -> Rule:
        fact = self.facts["stage"]
        labels = {one.id.text: one.label.text for one in self.spec.stages}
        allowed = [labels[one.text] for one in stage.next if one.text in labels]
        where = " or ".join(allowed)
        message = (
            f"From {stage.label.text} a case goes to {where} only." if allowed else f"{stage.label.text} is final."
        )
        return Rule(
            id=f"transition.{stage.id.text}",
            kind="transition",
            label=f"Moves out of {stage.label.text}",
            on=Moment(kind="leaving", of=stage.id.text, because=stage.id.span),
            reads=("stage",),
            when=None,
            require=In(
                left=FactValue(fact="stage", type=fact.type, because=stage.id.span),
                values=tuple(Constant(value=one.text, type=fact.type, because=one.span) for one in stage.next),
                because=stage.id.span,
            ),
            message=message[:255],
            cites=(),
            because=stage.id.span,
        )

    def guardrail(self, one: Guardrail) -> Rule | None:
        if one.entering and one.leaving:
            message = "a guardrail is checked on entering a stage or on leaving one, not both"
            self.found.append(error("CP226", message, one.leaving.span, "make two guardrails"))
        when = self.parse(one.when, SAVE) if one.when else None
        require = self.parse(one.require, SAVE)
        if require is None:
            return None
        on = None
        if one.entering:
            on = Moment(kind="entering", of=one.entering.text, because=one.entering.span)
        elif one.leaving:
            on = Moment(kind="leaving", of=one.leaving.text, because=one.leaving.span)
        return Rule(
            id=one.id.text,
            kind="guardrail",
            label=one.id.text.replace("_", " ").capitalize(),
            on=on,
            reads=tuple(sorted(facts_in(when) | facts_in(require))),
            when=when,
            require=require,
            message=one.message.text,
            cites=tuple(text.text for text in one.satisfies),
            because=one.id.span,
        )

    def consent(self, one: Consent) -> Rule:
        when = self.parse(one.when, STORED) if one.when else None
        stage = next((s.label.text for s in self.spec.stages if s.id.text == one.before.text), one.before.text)
        message = one.message.text if one.message else f"«{one.label.text}» must be signed before {stage}."
        fact = self.facts[one.id.text]
        return Rule(
            id=one.id.text,
            kind="consent",
            label=one.label.text,
            on=Moment(kind="entering", of=one.before.text, because=one.before.span),
            reads=tuple(sorted(facts_in(when) | {one.id.text})),
            when=when,
            require=Is(
                fact=FactValue(fact=one.id.text, type=fact.type, because=one.id.span),
                state="signed",
                because=one.id.span,
            ),
            message=message[:255],
            cites=(),
            because=one.id.span,
        )

    def editors(self) -> Iterator[Rule]:
        labels = {one.id.text: one.label.text for one in self.spec.personas}
        for field in self.spec.fields:
            if not field.edited_by:
                continue
            allowed = [UserIs(persona=one.text, because=one.span) for one in field.edited_by]
            who = " or ".join(labels.get(one.text, one.text) for one in field.edited_by)
            yield Rule(
                id=f"edited_by.{field.id.text}",
                kind="edited_by",
                label=f"Who changes {field.label.text}",
                on=None,
                reads=(field.id.text,),
                when=None,
                require=allowed[0] if len(allowed) == 1 else Or(parts=tuple(allowed), because=field.id.span),
                message=f"Only {who} may change «{field.label.text}»."[:255],
                cites=(),
                because=field.edited_by[0].span,
            )

    def extension(self, clock: Clock) -> Rule | None:
        assert clock.extend is not None
        require = self.parse(clock.extend.require, SAVE)
        if require is None:
            return None
        return Rule(
            id=clock.id.text,
            kind="extension",
            label=f"Extension of {clock.label.text}",
            on=None,
            reads=(clock.id.text,),
            when=None,
            require=require,
            message=clock.extend.message.text,
            cites=(),
            because=clock.extend.require.span,
        )
