"""Tree -> closure: a formula is compiled once and worked out often.

Kinds are known when it is compiled (`kinds`), so that no operator decides at run time what it is. Chains of `&&`, `||`,
`&` and SUBSTITUTE become loops; constants are folded. Errors are FormulaError; nothing else is raised on the normal
path.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal as Choice

from generator.formula.compiled import NOWHERE, Compiled, Place, asked, constant, folded
from generator.formula.forms import FORMS, compile_form
from generator.formula.functions import FUNCTIONS, Function
from generator.formula.fusing import Fused, fused
from generator.formula.kinds import Kinds
from generator.formula.knowing import worth_fusing
from generator.formula.operators import compile_binary
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.formula.values import Run, Scope, Value

Blanks = Choice["zero", "blank"]
"""`zero`: a blank number field counts as 0 (formula fields); `blank` stays blank (rules, flows)."""
Branch = Callable[[int], None]


class Compiler:
    """Compiles formulas of one context. `kind_of` gives the kind of a reference: text, number, percent, boolean, date,
    datetime, time, picklist, multipicklist, geolocation; it raises FormulaTypeError for an unknown one. `branch` is
    told which arm of an IF or CASE was taken (coverage); None costs nothing. `place` says how a reference is read."""

    def __init__(
        self,
        kind_of: Callable[[str], str],
        blanks: Blanks = "blank",
        branch: Callable[[Formula, int], None] | None = None,
        place: Callable[[str], Place] = asked,
    ) -> None:
        self.kind_of = kind_of
        self.place = place
        self.blanks = blanks
        self.branch = branch
        self.seen: dict[int, tuple[Formula, Compiled]] = {}
        self.kinds = Kinds(kind_of, lambda tree: self.part(tree).constant)

    def compile(self, tree: Formula) -> Compiled:
        """The closure of `tree` and the kind of its value. Raises FormulaTypeError."""
        self.kinds.of(tree)
        return self.part(tree)

    def when_asked(self, tree: Formula) -> Run:
        """What works out `tree`, compiled when it is first called. Raises FormulaTypeError now."""
        self.kinds.of(tree)
        return Fused(self, tree) if self.branch is None and worth_fusing(tree) else self.part(tree).run

    def part(self, tree: Formula) -> Compiled:
        """A node of the tree: what chooses, tests or joins is fused with what stands below it, unless somebody wants to
        be told of branches."""
        compiled = self.plain(tree)
        if self.branch is None and not compiled.constant and worth_fusing(tree):
            return fused(self, tree, compiled)
        return compiled

    def plain(self, tree: Formula) -> Compiled:
        """A node as closures alone. Each is compiled once; the tree is kept, so that its identity stays its own."""
        known = self.seen.get(id(tree))
        if known is None:
            known = self.seen[id(tree)] = tree, self.made(tree)
        return known[1]

    def made(self, tree: Formula) -> Compiled:
        match tree:
            case Literal(value=value):
                return constant(value)
            case Ref(name=name):
                return self.reference(name)
            case Unary(op=op, operand=operand):
                return self.unary(op, operand)
            case Binary():
                return compile_binary(self, tree)
            case Call(function=name) if name in FORMS:
                return compile_form(self, tree)
            case Call():
                return self.call(tree)

    def reference(self, name: str) -> Compiled:
        kind = self.kind_of(name)
        get = self.place(name).get
        if kind == "percent":
            zero = Decimal(0) if self.blanks == "zero" else None

            def percent(scope: Scope) -> Value:
                value = get(scope)
                return value / 100 if isinstance(value, Decimal) else zero

            return Compiled(run=percent, kind="number")
        if kind == "number" and self.blanks == "zero":
            nothing = Decimal(0)

            def number(scope: Scope) -> Value:
                value = get(scope)
                return nothing if value is None else value

            return Compiled(run=number, kind=kind)
        if kind == "boolean":
            return Compiled(run=lambda scope: get(scope) is True, kind=kind)
        return Compiled(run=get, kind=kind)

    def unary(self, op: str, operand: Formula) -> Compiled:
        if op == "!":
            return compile_form(self, Call(function="NOT", args=(operand,)))
        inner = self.part(operand)
        run = inner.run
        if op == "+":
            return inner

        def negated(scope: Scope) -> Value:
            value = run(scope)
            return -value if isinstance(value, Decimal) else None

        return folded(Compiled(run=negated, kind="number", constant=inner.constant))

    def call(self, tree: Call) -> Compiled:
        if tree.function == "SUBSTITUTE" and (chain := self.substitutions(tree.args)):
            return chain
        args = [self.part(arg) for arg in tree.args]
        run = applied(FUNCTIONS[tree.function], tuple(one.run for one in args))
        constant = all(one.constant for one in args)
        return folded(Compiled(run=run, kind=self.kinds.of(tree), constant=constant))

    def substitutions(self, args: tuple[Formula, ...]) -> Compiled | None:
        """A nest of SUBSTITUTE with constant arguments as one loop over pairs; None when it is none."""
        pairs: list[tuple[str, str]] = []
        node: Formula = args[0]
        while pair := self.constant_pair(args):
            pairs.append(pair)
            node = args[0]
            if not (isinstance(node, Call) and node.function == "SUBSTITUTE" and len(node.args) == len(args)):
                break
            args = node.args
        if not pairs:
            return None
        inner = self.part(node)
        run, ordered = inner.run, tuple(reversed(pairs))

        def replaced(scope: Scope) -> Value:
            text = run(scope)
            if not isinstance(text, str):
                return None
            for old_text, new_text in ordered:
                text = text.replace(old_text, new_text)
            return text or None

        return folded(Compiled(run=replaced, kind="text", constant=inner.constant))

    def constant_pair(self, args: tuple[Formula, ...]) -> tuple[str, str] | None:
        """What SUBSTITUTE replaces by what, where both are known now and there is something to replace."""
        old, new = self.part(args[1]), self.part(args[2])
        if not (old.constant and new.constant):
            return None
        found, replacement = old.run(NOWHERE), new.run(NOWHERE)
        if not isinstance(found, str) or not found or not isinstance(replacement, str | None):
            return None
        return found, replacement or ""


def applied(row: Function, runs: tuple[Run, ...]) -> Run:
    """A row on its compiled arguments; short forms for one and two of them, which are most."""
    run, strict = row.run, row.strict
    texts = row.gives == "text"
    blank = (None, "") if row.takes[:1] == ("text",) else (None,)
    if len(runs) == 1:
        (first,) = runs

        def one(scope: Scope) -> Value:
            value = first(scope)
            if strict and value in blank:
                return None
            found: Value = run(value)
            return found or None if texts else found

        return one

    def many(scope: Scope) -> Value:
        values = [argument(scope) for argument in runs]
        if strict and (None in values or (values and values[0] in blank)):
            return None
        found: Value = run(*values)
        return found or None if texts else found

    return many
