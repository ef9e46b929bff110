"""A formula as one Python function, instead of a closure for every node.

The generated flows look for thousands of words and count hours in long sums; a formula of theirs becomes one expression
of Python over local variables, made when it is first worked out. A node that has no spelling here is called through the
closure that it already has, and every function through its row, so the meaning stays in one place. The source is built
from names that are counted here; what an author wrote enters it only as a bound value.
"""

from collections.abc import Callable, Sequence
from operator import eq, ne, neg
from typing import TYPE_CHECKING, Any

from generator.formula.choosing import cases
from generator.formula.compiled import NOWHERE, TEXTS, Compiled
from generator.formula.functions import FUNCTIONS, to_text
from generator.formula.kinds import joins_texts
from generator.formula.knowing import (
    ORDERED,
    always_known,
    cannot_fail,
    never_nothing,
    parts_of,
    references,
    repeated,
    worth_fusing,
)
from generator.formula.operators import operation
from generator.formula.repeating import Unspelled, tests_in_a_table, texts_in_a_table, turns
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


class Fusing:
    """One function under construction. `test` writes what is true where a formula is TRUE and false for FALSE and
    nothing; `text` writes a str, empty for nothing; `value` writes the value itself. The methods behind them give None
    for what has no spelling. `words`: what stands for the words of a table. `strict`: what `applied` wrote, as its test
    and what is made where that fails."""

    def __init__(self, compiler: "Compiler", tree: Formula) -> None:
        self.compiler = compiler
        self.tree = tree
        self.bound: dict[str, Any] = {}
        self.names: dict[int, str] = {}
        self.locals: dict[tuple[object, str], str] = {}
        self.temporaries = 0
        self.often = references(tree)
        self.repeated = repeated(tree)
        self.strict: dict[str, tuple[str, str]] = {}
        self.words: dict[int, str] = {}
        self.looked_up: dict[str, str] = {}
        self.referring: dict[int, bool] = {}

    def function(self) -> Run:
        body = self.value(self.tree, 0)
        start = "".join(
            f"    {local} = {self.bind(UNSET) if mode == 'value' else None}\n"
            for (_, mode), local in self.locals.items()
        )
        start += "".join(f"    {local} = {made}\n" for made, local in self.looked_up.items())
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

    def refers(self, tree: Formula) -> bool:
        found = self.referring.get(id(tree))
        if found is None:
            found = self.referring[id(tree)] = isinstance(tree, Ref) or any(map(self.refers, parts_of(tree)))
        return found

    def constants(self, trees: Sequence[Formula]) -> list[Value] | None:
        """Their values, where all are known now. What refers to anything is not: nothing is compiled to see that."""
        if any(map(self.refers, trees)):
            return None
        found = [self.compiler.part(one) for one in trees]
        return [one.run(NOWHERE) for one in found] if all(one.constant for one in found) else None

    def plain(self, name: str) -> bool:
        return self.compiler.place(name).plain

    def reference(self, name: str, mode: str) -> str:
        """A field; one that stands in several places is asked for once: at the beginning where it is only looked up,
        else when it is first needed."""
        place = self.compiler.place(name)
        made = place.text.format(*(self.bind(one) for one in place.bound))
        if mode == "text" or (mode == "boolean" and not place.yes_no):
            made = f"{made} or ''" if mode == "text" else f"{made} is True"
        if place.plain and (self.words or self.often[name] > 1):
            return self.looked_up.setdefault(made, f"r{len(self.looked_up)}")
        return f"({made})" if self.often[name] == 1 else self.once(name, mode, made)

    def once(self, what: object, mode: str, made: str) -> str:
        """What stands in several places, worked out where it is first needed."""
        local = self.locals.setdefault((what, mode), f"v{len(self.locals)}")
        unset = self.bind(UNSET) if mode == "value" else "None"
        return f"({local} if {local} is not {unset} else ({local} := {made}))"

    def cannot_fail(self, tree: Formula) -> bool:
        return cannot_fail(tree, self.plain, self.kind)

    def there(self, tree: Formula) -> bool:
        """Whether its value is there without fail, so that it need not be worked out before the others."""
        if self.known(tree) and self.cannot_fail(tree):
            return True
        found = None if self.words else self.constants((tree,))
        return found is not None and found[0] not in BLANK

    def applied(
        self,
        function: Callable[..., Value],
        args: Sequence[tuple[Formula, str]],
        *,
        blank_first: bool = False,
        gives: bool = False,
    ) -> str:
        """A function of values that are there; where one is nothing (with `blank_first`: or the first an empty text),
        nothing comes out. All are worked out, in their order, before that is asked. `gives`: of values that are there
        it always makes one; where only one argument can be nothing, its test serves for the function too."""
        name = self.bind(function)
        loose = [made for tree, made in args if not self.there(tree)]
        if not loose or (not blank_first and all(self.known(tree) for tree, _ in args)):
            return f"{name}({', '.join(made for _, made in args)})"
        values = {made: self.temporary() for made in loose}
        tests = [f"(({value} := {made}) is None)" for made, value in values.items()]
        if blank_first and args[0][1] in values:
            tests[0] = f"(({values[args[0][1]]} := {args[0][1]}) in {self.bind(BLANK)})"
        elif len(loose) == 1 and loose[0] in self.strict:
            tests[0], values[loose[0]] = self.strict[loose[0]]
        done = f"{name}({', '.join(values.get(made, made) for _, made in args)})"
        found = f"(None if {' | '.join(tests)} else {done})"
        if gives and len(loose) == 1:
            self.strict[found] = tests[0], done
        return found

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
        made = made or self.called(tree)
        return self.once(tree, "value", made) if self.repeated and not self.words and tree in self.repeated else made

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
                return self.applied(neg, [(inner, self.value(inner, depth))], gives=True)
            case Unary(op="+", operand=inner):
                return self.value(inner, depth)
            case Unary(op="!", operand=inner) | Call(function="NOT", args=(inner,)):
                name = self.temporary()
                return f"(None if ({name} := {self.value(inner, depth)}) is None else {name} is False)"
            case Binary(op="=" | "<>" as op, left=left, right=right) if not any(map(self.is_text, (left, right))):
                return self.applied(eq if op == "=" else ne, self.values((left, right), depth), gives=True)
            case Binary(op=op, left=left, right=right) if op not in ("=", "<>", "&", "&&", "||"):
                kinds = self.kind(left), self.kind(right)
                if joins_texts(op, *kinds):
                    return None
                return self.applied(operation(op, *kinds), self.values((left, right), depth), gives=True)
            case Call(function="IF", args=(test, yes, no)):
                return f"({self.value(yes, depth)} if {self.test(test, depth)} else {self.value(no, depth)})"
            case Call(function="CASE", args=args):
                return cases(self, args, depth)
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
            gives = row.gives in ORDERED and all(self.kind(one) in ORDERED for one in args)
            made = self.applied(row.run, given, blank_first=row.takes[:1] == ("text",), gives=gives)
        else:
            made = f"{self.bind(row.run)}({', '.join(one for _, one in given)})"
        return f"({made} or None)" if row.gives == "text" else made

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
        sides: list[str] = []
        tests: list[str] = []
        for tree, made in values:
            if self.there(tree):
                sides.append(made)
                continue
            sides.append(self.temporary())
            tests.append(f"(({sides[-1]} := {made}) is not None)")
        ordered = f"{sides[0]} {sign} {sides[1]}"
        return f"({' & '.join(tests)} and {ordered})" if tests else f"({ordered})"

    def joined(self, parts: Sequence[Formula], word: str, depth: int) -> str:
        made = []
        for turn in turns(parts):
            table = tests_in_a_table(self, turn, word, depth) if len(turn) > 1 else None
            made += [table] if table else [self.test(one, depth) for one in turn]
        return f"({word.join(made)})"

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
            table = texts_in_a_table(self, turn, depth) if len(turn) > 1 else None
            made += [f"*{table}"] if table else [self.text(one, depth) for one in turn]
        return f"''.join(({', '.join(made)},))"
