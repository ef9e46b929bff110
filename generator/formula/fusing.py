"""A formula as one Python function, instead of a closure for every node.

The generated flows look for thousands of words and count hours in long sums; a formula of theirs becomes one expression
of Python over local variables, made when it is first worked out. A node that has no spelling here is called through the
closure that it already has, and every function through its row, so the meaning stays in one place. The source is built
from names that are counted here; what an author wrote enters it only as a bound value.
"""

from collections.abc import Callable, Sequence
from operator import eq, ne, neg
from typing import TYPE_CHECKING, Any

from generator.formula.compiled import NOWHERE, TEXTS, Compiled
from generator.formula.functions import FUNCTIONS, to_text
from generator.formula.kinds import joins_texts
from generator.formula.knowing import always_known, cannot_fail, never_nothing, references, worth_fusing
from generator.formula.operators import operation
from generator.formula.repeating import Turn, turns, words_of
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary, chain
from generator.formula.values import Run, Scope, Value

if TYPE_CHECKING:
    from generator.formula.evaluation import Compiler

DEEPEST = 20
"""Nesting in one expression: Python reads no more than 200 parentheses, and every level takes up to six."""
BLANK = (None, "")
UNSET = object()
"""Stands in a local variable until its reference is asked for."""
SIGNS = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Fused:
    """The value of a formula from one function, which is made when it is first needed."""

    __slots__ = ("compiler", "made", "tree")

    def __init__(self, compiler: "Compiler", tree: Formula) -> None:
        self.compiler = compiler
        self.tree = tree
        self.made: Run | None = None

    def function(self) -> Run:
        if self.made is None:
            self.made = Fusing(self.compiler, self.tree).function()
        return self.made

    def __call__(self, scope: Scope) -> Value:
        return (self.made or self.function())(scope)


def fused(compiler: "Compiler", tree: Formula, compiled: Compiled) -> Compiled:
    """The same value as `compiled`."""
    return Compiled(run=Fused(compiler, tree), kind=compiled.kind, constant=compiled.constant)


def any_in(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110  (a generator takes twice the time)
        if word in text:
            return True
    return False


class Fusing:
    """One function under construction. `test` writes what is true where a formula is TRUE and false for FALSE and
    nothing; `text` writes a str, empty for nothing; `value` writes the value itself. The methods behind them give None
    for what has no spelling."""

    def __init__(self, compiler: "Compiler", tree: Formula) -> None:
        self.compiler = compiler
        self.tree = tree
        self.bound: dict[str, Any] = {}
        self.names: dict[int, str] = {}
        self.locals: dict[tuple[str, str], str] = {}
        self.temporaries = 0
        self.often = references(tree)
        self.words: dict[int, str] = {}

    def function(self) -> Run:
        body = self.value(self.tree, 0)
        start = "".join(
            f"    {local} = {self.bind(UNSET) if mode == 'value' else None}\n"
            for (_, mode), local in self.locals.items()
        )
        exec(compile(f"def run(s):\n{start}    return {body}\n", "<formula>", "exec"), self.bound)
        made: Run = self.bound["run"]
        return made

    # Pieces

    def bind(self, value: Any) -> str:
        name = self.names.get(id(value))
        if name is None:
            name = self.names[id(value)] = f"k{len(self.bound)}"
            self.bound[name] = value
        return name

    def temporary(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    def literal(self, tree: Literal) -> str:
        """A constant; or the word of this turn, where what stands here goes over many."""
        return self.words.get(id(tree)) or self.bind(tree.value)

    def called(self, tree: Formula) -> str:
        if self.words:
            raise Unspelled
        return f"{self.bind(self.compiler.plain(tree).run)}(s)"

    def apart(self, tree: Formula) -> str:
        """A function of its own, for what stands too deep."""
        if self.words:
            raise Unspelled
        plain = self.compiler.plain(tree)
        return f"{self.bind(fused(self.compiler, tree, plain).run if worth_fusing(tree) else plain.run)}(s)"

    def kind(self, tree: Formula) -> str:
        return self.compiler.kinds.of(tree)

    def is_text(self, tree: Formula) -> bool:
        return self.kind(tree) in TEXTS

    def known(self, tree: Formula) -> bool:
        return never_nothing(tree, self.kind)

    def constants(self, trees: Sequence[Formula]) -> list[Value] | None:
        """Their values, where all are known now."""
        found = [self.compiler.part(one) for one in trees]
        return [one.run(NOWHERE) for one in found] if all(one.constant for one in found) else None

    def plain(self, name: str) -> bool:
        return self.compiler.place(name).plain

    def reference(self, name: str, mode: str) -> str:
        """A field; one that stands in several places is asked for once, when it is first needed."""
        place = self.compiler.place(name)
        made = place.text.format(*(self.bind(one) for one in place.bound))
        if mode == "text" or (mode == "boolean" and not place.yes_no):
            made = f"{made} or ''" if mode == "text" else f"{made} is True"
        if self.often[name] == 1:
            return f"({made})"
        local = self.locals.setdefault((name, mode), f"v{len(self.locals)}")
        unset = self.bind(UNSET) if mode == "value" else "None"
        return f"({local} if {local} is not {unset} else ({local} := {made}))"

    def applied(
        self, function: Callable[..., Value], args: Sequence[tuple[Formula, str]], *, blank_first: bool = False
    ) -> str:
        """A function of values that are there; where one is nothing (with `blank_first`: or the first an empty text),
        nothing comes out. All are worked out, in their order, before that is asked."""
        tests, given = [], []
        for place, (tree, made) in enumerate(args):
            looked_at = blank_first and place == 0
            if cannot_fail(tree, self.plain) and self.known(tree) and not looked_at:
                given.append(made)
                continue
            name = self.temporary()
            given.append(name)
            tests.append(
                f"(({name} := {made}) in {self.bind(BLANK)})" if looked_at else f"(({name} := {made}) is None)"
            )
        name = self.bind(function)
        if not tests or (not blank_first and all(self.known(tree) for tree, _ in args)):
            return f"{name}({', '.join(made for _, made in args)})"
        return f"(None if {' | '.join(tests)} else {name}({', '.join(given)}))"

    # Values

    def value(self, tree: Formula, depth: int) -> str:
        if depth >= DEEPEST:
            return self.apart(tree)
        if isinstance(tree, Literal):
            return self.literal(tree)
        if (found := self.constants((tree,))) and not self.words:
            return self.bind(found[0])
        if self.kind(tree) == "boolean" and (always_known(tree) or (self.known(tree) and not isinstance(tree, Ref))):
            return self.test(tree, depth)
        made = self.value_of(tree, depth + 1)
        if made is None and not isinstance(tree, Ref) and (text := self.text_of(tree, depth + 1)):
            made = f"({text} or None)"
        return made or self.called(tree)

    def value_of(self, tree: Formula, depth: int) -> str | None:
        match tree:
            case Ref(name=name):
                kind = self.compiler.kind_of(name)
                if kind == "boolean":
                    return self.reference(name, "boolean")
                if kind == "percent" or (kind == "number" and self.compiler.blanks == "zero"):
                    return None
                return self.reference(name, "value")
            case Unary(op="-", operand=inner) if self.kind(inner) == "number":
                return self.applied(neg, [(inner, self.value(inner, depth))])
            case Unary(op="+", operand=inner):
                return self.value(inner, depth)
            case Unary(op="!", operand=inner) | Call(function="NOT", args=(inner,)):
                name = self.temporary()
                return f"(None if ({name} := {self.value(inner, depth)}) is None else {name} is False)"
            case Binary(op="=" | "<>" as op, left=left, right=right) if not any(map(self.is_text, (left, right))):
                return self.applied(eq if op == "=" else ne, self.values((left, right), depth))
            case Binary(op=op, left=left, right=right) if op not in ("=", "<>", "&", "&&", "||"):
                kinds = self.kind(left), self.kind(right)
                if joins_texts(op, *kinds):
                    return None
                return self.applied(operation(op, *kinds), self.values((left, right), depth))
            case Call(function="IF", args=(test, yes, no)):
                return f"({self.value(yes, depth)} if {self.test(test, depth)} else {self.value(no, depth)})"
            case Call(function="CASE", args=args):
                return self.cases(args, depth)
            case Call(function="BLANKVALUE" | "NULLVALUE" as word, args=(first, second)) if not self.is_text(first):
                name = self.temporary()
                nothing = "is None" if word == "NULLVALUE" else f"in {self.bind(BLANK)}"
                return f"({self.value(second, depth)} if ({name} := {self.value(first, depth)}) {nothing} else {name})"
            case Call(function="BLANKVALUE", args=(first, second)):
                return f"({self.text(first, depth)} or {self.value(second, depth)})"
            case Call(function="LOWER", args=(inner,)) if self.is_text(inner):
                return None
            case Call(function="SUBSTITUTE", args=args) if self.compiler.constant_pair(args):
                return None
            case Call(function=name, args=args) if name in FUNCTIONS:
                return self.row_of_table(name, args, depth)
        return None

    def values(self, trees: Sequence[Formula], depth: int) -> list[tuple[Formula, str]]:
        return [(one, self.value(one, depth)) for one in trees]

    def row_of_table(self, name: str, args: tuple[Formula, ...], depth: int) -> str:
        row = FUNCTIONS[name]
        given = self.values(args, depth)
        if row.strict:
            made = self.applied(row.run, given, blank_first=row.takes[:1] == ("text",))
        else:
            made = f"{self.bind(row.run)}({', '.join(one for _, one in given)})"
        return f"({made} or None)" if row.gives == "text" else made

    def cases(self, args: tuple[Formula, ...], depth: int) -> str | None:
        """CASE as a look-up, where its keys and results are constants; the first of two equal keys holds."""
        subject = args[0]
        keys, results = self.constants(args[1:-1:2]), self.constants((*args[2:-1:2], args[-1]))
        if keys is None or results is None:
            return None
        as_text = any(self.is_text(one) for one in (subject, *args[1:-1:2]))
        table: dict[Value, Value] = {}
        for key, result in zip(keys, results, strict=False):
            if as_text or key is not None:
                table.setdefault((key or "") if as_text else key, result)
        made = f"({self.value(subject, depth)} or '')" if as_text else self.value(subject, depth)
        return f"{self.bind(table.get)}({made}, {self.bind(results[-1])})"

    # Tests

    def test(self, tree: Formula, depth: int) -> str:
        if depth >= DEEPEST:
            return f"({self.apart(tree)} is True)"
        made = self.test_of(tree, depth + 1)
        return made or f"({self.value_of(tree, depth + 1) or self.called(tree)} is True)"

    def test_of(self, tree: Formula, depth: int) -> str | None:
        match tree:
            case Literal(value=bool(value)):
                return str(value)
            case Ref(name=name) if self.kind(tree) == "boolean":
                return self.reference(name, "boolean")
            case Unary(op="!", operand=inner) | Call(function="NOT", args=(inner,)):
                if always_known(inner) or self.known(inner):
                    return f"(not {self.test(inner, depth)})"
                return f"({self.value(inner, depth)} is False)"
            case Binary(op="||" | "&&" as op):
                return self.joined(chain(tree, op), " or " if op == "||" else " and ", depth)
            case Call(function="AND" | "OR" as word, args=args) if args:
                return self.joined(args, f" {word.lower()} ", depth)
            case Binary(op="=" | "<>" as op, left=left, right=right) if all(map(self.is_text, (left, right))):
                return f"({self.text(left, depth)} {SIGNS[op]} {self.text(right, depth)})"
            case Binary(op=op, left=left, right=right) if op in SIGNS and not (
                self.is_text(left) or self.is_text(right)
            ):
                return self.compared(SIGNS[op], left, right, depth)
            case Call(function="IF", args=(test, yes, no)):
                return f"({self.test(yes, depth)} if {self.test(test, depth)} else {self.test(no, depth)})"
            case Call(function="CONTAINS", args=(where, Literal(value=str(what)) as word)) if what:
                return f"({self.literal(word)} in {self.text(where, depth)})"
            case Call(function="BEGINS", args=(where, Literal(value=str(what)) as word)) if what:
                return f"{self.text(where, depth)}.startswith({self.literal(word)})"
            case Call(function="ISBLANK", args=(inner,)):
                if self.is_text(inner):
                    return f"(not {self.text(inner, depth)})"
                return f"({self.value(inner, depth)} in {self.bind(BLANK)})"
            case Call(function="ISNULL", args=(inner,)) if not self.is_text(inner):
                return f"({self.value(inner, depth)} is None)"
            case Call(function="ISPICKVAL", args=(field, Literal(value=str() | None as wanted))) if self.is_text(field):
                return f"({self.text(field, depth)} == {self.bind(wanted or '')})"
        return None

    def compared(self, sign: str, left: Formula, right: Formula, depth: int) -> str:
        """An order or an equality of what are no texts, as `applied` but without a call."""
        values = self.values((left, right), depth)
        if self.known(left) and self.known(right):
            return f"({values[0][1]} {sign} {values[1][1]})"
        sides, tests = [], []
        for tree, made in values:
            if self.known(tree) and cannot_fail(tree, self.plain):
                sides.append(made)
                continue
            sides.append(self.temporary())
            tests.append(f"(({sides[-1]} := {made}) is not None)")
        return f"({' & '.join(tests)} and {sides[0]} {sign} {sides[1]})"

    def joined(self, parts: Sequence[Formula], word: str, depth: int) -> str:
        made = []
        for turn in turns(parts):
            table = self.tests_in_a_table(turn, word, depth) if len(turn) > 1 else None
            made += [table] if table else [self.test(one, depth) for one in turn]
        return f"({word.join(made)})"

    def tests_in_a_table(self, turn: Turn, word: str, depth: int) -> str | None:
        first = turn[0]
        if word == " or " and isinstance(first, Call) and first.function == "CONTAINS" and not self.words:
            where, what = first.args
            if isinstance(what, Literal) and what.value and not list(words_of(where)):
                words = tuple(one.value for tree in turn for one in words_of(tree))
                return f"{self.bind(any_in)}({self.text(where, depth)}, {self.bind(words)})"
        made = self.in_a_table(turn, lambda one: self.test(one, depth))
        return made and f"{'any' if word == ' or ' else 'all'}({made})"

    def in_a_table(self, turn: Turn, spell: Callable[[Formula], str]) -> str | None:
        """What one part says, for each row of words; None where a part holds what is only called."""
        first, table = turn[0], tuple(tuple(one.value for one in words_of(tree)) for tree in turn)
        if self.words or not table[0]:
            return None
        self.words = {id(one): f"w{number}" for number, one in enumerate(words_of(first))}
        try:
            made = spell(first)
        except Unspelled:
            return None
        finally:
            names, self.words = list(self.words.values()), {}
        return f"{made} for {', '.join(names)}, in {self.bind(table)}"

    # Texts

    def text(self, tree: Formula, depth: int) -> str:
        if depth >= DEEPEST:
            return f"({self.apart(tree)} or '')"
        made = self.text_of(tree, depth + 1)
        if made is not None:
            return made
        found = self.value_of(tree, depth + 1) or self.called(tree)
        return f"str({found} or '')" if self.kind(tree) == "any" else f"({found} or '')"

    def text_of(self, tree: Formula, depth: int) -> str | None:
        match tree:
            case Literal(value=str() | None as value):
                return self.literal(tree) if value else "''"
            case Ref(name=name) if self.is_text(tree):
                return self.reference(name, "text")
            case Binary(op="&"):
                return self.joined_texts(chain(tree, "&"), depth)
            case Call(function="IF", args=(test, yes, no)) if self.is_text(tree):
                return f"({self.text(yes, depth)} if {self.test(test, depth)} else {self.text(no, depth)})"
            case Call(function="LOWER", args=(inner,)) if self.is_text(inner):
                return f"{self.text(inner, depth)}.lower()"
            case Call(function="SUBSTITUTE"):
                return self.replaced(tree, depth)
            case Call(function="TEXT", args=(inner,)) if self.kind(inner) == "picklist":
                return self.text(inner, depth)
            case Call(function="TEXT", args=(inner,)):
                return f"({self.applied(to_text, self.values((inner,), depth))} or '')"
        return None

    def replaced(self, tree: Formula, depth: int) -> str | None:
        """A nest of SUBSTITUTE with constant arguments."""
        pairs = ""
        while (
            isinstance(tree, Call)
            and tree.function == "SUBSTITUTE"
            and (pair := self.compiler.constant_pair(tree.args))
        ):
            pairs = f".replace({self.bind(pair[0])}, {self.bind(pair[1])}){pairs}"
            tree = tree.args[0]
        return f"{self.text(tree, depth)}{pairs}" if pairs and self.is_text(tree) else None

    def joined_texts(self, parts: Sequence[Formula], depth: int) -> str:
        made = []
        for turn in turns(parts):
            table = self.in_a_table(turn, lambda one: self.text(one, depth)) if len(turn) > 1 else None
            made += [f"*[{table}]"] if table else [self.text(one, depth) for one in turn]
        return f"''.join(({', '.join(made)},))"


class Unspelled(Exception):  # noqa: N818  (a reason to go another way)
    """A part of a table holds what is only called."""
