"""Text -> condition trees, typed against a spec's names: language.md section 3, one function for each line of its
grammar. Every mistake points at its word."""

from dataclasses import replace
from decimal import Decimal

from generator.binding import suggestion
from generator.conditions.naming import Names, Where
from generator.conditions.scanning import Malformed, Token, scan
from generator.conditions.syntax import (
    And,
    Changed,
    Compare,
    Condition,
    Constant,
    FactValue,
    Found,
    Holds,
    In,
    Is,
    Not,
    Operand,
    Or,
    State,
    Today,
    Type,
    UserIs,
)
from generator.conditions.typing import STATES, constant, refuse_mixed, unknown_fact
from generator.diagnostics import Diagnostic
from generator.language.values import Written
from generator.nodes import MAX_DEPTH, error
from generator.source import Span

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
WORDS = ("and", "or", "not", "found", "user", "was", "today", "in", "is", "changed")


def parse(written: Written, names: Names, where: Where) -> tuple[Condition | None, tuple[Diagnostic, ...]]:
    """The condition, or None with the findings (CP201 to CP212) that stand in its way."""
    try:
        parser = Parser(scan(written), names, where)
        tree = parser.condition()
        parser.expect_end()
    except Malformed as malformed:
        return None, (malformed.diagnostic,)
    return (None if parser.found else tree), tuple(parser.found)


class Parser:
    def __init__(self, tokens: list[Token], names: Names, where: Where) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.names = names
        self.where = where
        self.found: list[Diagnostic] = []

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.now
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def at(self, text: str) -> bool:
        return self.now.text == text and self.now.kind in ("name", "mark")

    def expect(self, text: str, why: str) -> Token:
        if not self.at(text):
            raise Malformed(error("CP201", f"expected `{text}` {why}, found `{self.now.text}`", self.now.span))
        return self.take()

    def expect_end(self) -> None:
        if self.now.kind != "end":
            help = "join tests with `and` or `or`"
            raise Malformed(error("CP201", f"expected the end or `and`, found `{self.now.text}`", self.now.span, help))

    def refuse(self, code: str, message: str, span: Span, help: str | None = None) -> None:
        self.found.append(error(code, message, span, help))

    def deeper(self) -> None:
        """One level more; conditions nest no deeper than YAML does."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Malformed(error("CP201", f"nested deeper than {MAX_DEPTH} levels", self.now.span))

    def condition(self) -> Condition:
        parts = [self.conjunction()]
        while self.at("or"):
            self.take()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(parts=tuple(parts), because=parts[0].because)

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.at("and"):
            self.take()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(parts=tuple(parts), because=parts[0].because)

    def negation(self) -> Condition:
        if self.at("not"):
            word = self.take()
            self.deeper()
            inner = self.negation()
            self.depth -= 1
            return Not(part=inner, because=word.span)
        return self.test()

    def test(self) -> Condition:
        if self.at("("):
            self.take()
            self.deeper()
            inner = self.condition()
            self.depth -= 1
            self.expect(")", "after the condition in parentheses")
            return inner
        if self.at("found"):
            return self.text_holds()
        if self.at("user"):
            return self.who_saves()
        left = self.operand(None)
        if self.now.text in COMPARISONS and self.now.kind == "mark":
            return self.comparison(left)
        if not isinstance(left, FactValue):
            raise Malformed(error("CP203", "a value alone is not a test", left.because, "compare it with a fact"))
        if self.at("in"):
            return self.membership(left)
        if self.at("is"):
            return self.state(left)
        if self.at("changed"):
            word = self.take()
            if not self.where.changed:
                self.refuse("CP206", f"{self.where.name} cannot say `changed`", word.span)
            return Changed(fact=left, because=left.because)
        if left.type.kind != "yes_no" and left.fact in self.names.facts:
            help = "compare it, or ask `is filled`"
            self.refuse("CP203", f"`{left.fact}` alone is not a test: it is not yes or no", left.because, help)
        return Holds(fact=left, because=left.because)

    def text_holds(self) -> Condition:
        word, name = self.take(), self.name("a word list, category or identifier")
        if not self.where.found:
            help = "set a flag with it and name the flag"
            self.refuse("CP206", f"{self.where.name} cannot say `found`: the text is gone by then", word.span, help)
        if name.text in self.names.word_lists:
            return Found(name=self.names.word_lists[name.text], what="words", because=name.span)
        if name.text in self.names.categories:
            return Found(name=self.names.categories[name.text], what="category", because=name.span)
        if name.text not in self.names.identifiers:
            known = [*self.names.word_lists, *self.names.categories, *self.names.identifiers]
            message = f"`{name.text}` is no word list, category or identifier"
            self.refuse("CP204", message, name.span, suggestion(name.text, known))
        return Found(name=name.text, what="identifier", because=name.span)

    def who_saves(self) -> Condition:
        word = self.take()
        self.expect("is", "after `user`")
        name = self.name("a persona")
        if not self.where.user:
            self.refuse("CP206", f"{self.where.name} cannot ask who the user is", word.span)
        if name.text not in self.names.personas:
            message = f"there is no persona `{name.text}`"
            self.refuse("CP204", message, name.span, suggestion(name.text, self.names.personas))
        return UserIs(persona=name.text, because=name.span)

    def comparison(self, left: Operand) -> Condition:
        op = self.take()
        right = self.operand(left)
        if self.is_known(left) and self.is_known(right):
            refuse_mixed(left, op, right, self.refuse)
            if isinstance(right, FactValue) and isinstance(left, FactValue) and not self.where.compares_facts:
                self.refuse("CP206", f"{self.where.name} cannot compare a fact with a fact", right.because)
        comparison = next(one for one in COMPARISONS if one == op.text)
        return Compare(left=left, op=comparison, right=right, because=left.because)  # type: ignore[arg-type]

    def is_known(self, operand: Operand) -> bool:
        """Nothing more is said of an operand whose name is already reported."""
        return not isinstance(operand, FactValue) or operand.fact in self.names.facts

    def membership(self, left: FactValue) -> Condition:
        one_of = replace(self.take(), text="=")
        self.expect("[", "after `in`")
        values = [self.value_of(left, one_of)]
        while self.at(","):
            self.take()
            values.append(self.value_of(left, one_of))
        self.expect("]", "at the end of the list")
        return In(left=left, values=tuple(values), because=left.because)

    def value_of(self, left: FactValue, one_of: Token) -> Constant:
        operand = self.operand(left)
        if isinstance(operand, FactValue) and not self.is_known(operand):
            return Constant(value=operand.fact, type=left.type, because=operand.because)
        if not isinstance(operand, Constant):
            raise Malformed(error("CP203", "a list after `in` holds values only", operand.because))
        if self.is_known(left):
            refuse_mixed(left, one_of, operand, self.refuse)
        return operand

    def state(self, left: FactValue) -> Condition:
        word = self.take()
        if self.at("not"):
            raise Malformed(error("CP202", "`is not` is not part of the language", self.now.span, "put `not` in front"))
        name = self.name("a state")
        days = None
        said = name.text
        if said == "due":
            self.expect("within", "after `due`")
            days = int(self.number())
            self.expect("days", "after the number")
            said = "due_within"
            if not self.where.due_within:
                self.refuse("CP206", f"{self.where.name} cannot ask what is due soon", name.span)
        if said not in STATES:
            message = f"`{said}` is no state"
            self.refuse("CP205", message, name.span, suggestion(said, STATES) or "it is one of " + ", ".join(STATES))
        elif left.fact in self.names.facts and left.type.kind not in STATES[said]:
            message = f"`{left.fact}` cannot be `{said}`"
            self.refuse("CP205", message, name.span, f"that is said of {' and '.join(STATES[said])}")
        state: State = said if said in STATES else "filled"  # type: ignore[assignment]
        return Is(fact=left, state=state, days=days, because=word.span if left is None else left.because)

    def operand(self, beside: Operand | None) -> Operand:
        token = self.now
        if token.kind == "string":
            self.take()
            return Constant(value=token.text[1:-1], type=Type(kind="text"), because=token.span)
        if token.kind == "number":
            return Constant(value=self.number(), type=Type(kind="number"), because=token.span)
        if self.at("today"):
            return self.today()
        was = self.at("was")
        if was:
            word = self.take()
            if not self.where.was:
                self.refuse("CP206", f"{self.where.name} cannot ask what was before", word.span)
        name = self.name("a fact")
        if beside is not None and not was:
            value = constant(name, beside, self.names)
            if value is not None:
                return value
        return self.fact(name, was, beside)

    def fact(self, name: Token, was: bool, beside: Operand | None) -> FactValue:
        type = self.names.facts.get(name.text)
        if type is None:
            self.found.append(unknown_fact(name, beside, self.names))
            return FactValue(fact=name.text, was=was, type=Type(kind="text"), because=name.span)
        self.check_place(name, type)
        return FactValue(fact=name.text, was=was, type=type, because=name.span)

    def check_place(self, name: Token, type: Type) -> None:
        where = self.where
        refused = (
            (type.kind == "clock" and not where.clocks, "name a clock"),
            (type.kind == "consent" and not where.consents, "name a consent"),
            (name.text == "owner" and not where.owner, "name the owner"),
            (name.text in self.names.people_fill and not where.people_fill, "name what is known only later"),
            (type.kind == "long_text" and not where.long_text, "name a long text"),
        )
        for holds, what in refused:
            if holds:
                self.refuse("CP206", f"{where.name} cannot {what}: `{name.text}`", name.span)

    def today(self) -> Operand:
        word = self.take()
        if not (self.at("+") or self.at("-")):
            return Today(days=0, because=word.span)
        sign = 1 if self.take().text == "+" else -1
        days = int(self.number())
        self.expect("days", "after the number")
        return Today(days=sign * days, because=word.span)

    def name(self, what: str) -> Token:
        if self.now.kind != "name" or self.now.text in ("and", "or", "not", "in", "is"):
            raise Malformed(error("CP201", f"expected {what}, found `{self.now.text}`", self.now.span))
        return self.take()

    def number(self) -> Decimal:
        if self.now.kind != "number":
            raise Malformed(error("CP201", f"expected a number, found `{self.now.text}`", self.now.span))
        return Decimal(self.take().text)
