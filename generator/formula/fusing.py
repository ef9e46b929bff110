"""Tests and joined texts as one Python function each, instead of a closure for every node.

The generated flows look for thousands of words; a formula of theirs is a tree of IF, `||`, `&`, CONTAINS and `=`. Such
a tree becomes one expression of Python over local variables, made when it is first worked out. Every other node is
called through the closure that it already has, so the meaning stays in one place. The source is built from names that
are counted here; what an author wrote enters it only as a bound value.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from generator.formula.compiled import TEXTS, Compiled
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.formula.values import Run, Scope, Value

if TYPE_CHECKING:
    from generator.formula.evaluation import Compiler

DEEPEST = 25
"""Nesting in one expression: Python reads no more than 200 parentheses, and every level takes up to four."""
CALLS = ("IF", "AND", "OR")
OPERATORS = ("&", "&&", "||")
ALWAYS_KNOWN = ("ISBLANK", "ISNULL", "ISPICKVAL", "ISNEW", "ISCHANGED", "IN", "AND", "OR")
"""Functions that give yes or no and never nothing, so that NOT of them can be turned round."""


def worth_fusing(tree: Formula) -> bool:
    return (isinstance(tree, Binary) and tree.op in OPERATORS) or (isinstance(tree, Call) and tree.function in CALLS)


def fused(compiler: "Compiler", tree: Formula, compiled: Compiled) -> Compiled:
    """The same value as `compiled`, from one function that is made when it is first needed."""
    made: Run | None = None

    def run(scope: Scope) -> Value:
        nonlocal made
        if made is None:
            made = Fusing(compiler).function(tree, compiled)
        return made(scope)

    return Compiled(run=run, kind=compiled.kind, constant=compiled.constant)


class Fusing:
    """One function under construction. `test` writes what is true where a formula is TRUE and false for FALSE and
    nothing; `text` writes a str, empty for nothing; `value` writes the value itself."""

    def __init__(self, compiler: "Compiler") -> None:
        self.compiler = compiler
        self.bound: dict[str, Any] = {}
        self.locals: dict[tuple[str, str], str] = {}

    def function(self, tree: Formula, compiled: Compiled) -> Run:
        if isinstance(tree, Call) and tree.function == "IF":
            body = self.value(tree, 0)
        elif compiled.kind == "boolean":
            body = self.test(tree, 0)
        else:
            body = f"{self.text(tree, 0)} or None"
        start = "".join(f"    {name} = None\n" for name in self.locals.values())
        space = dict(self.bound)
        exec(compile(f"def run(s):\n{start}    return {body}\n", "<formula>", "exec"), space)
        made: Run = space["run"]
        return made

    def bind(self, value: Any) -> str:
        name = f"k{len(self.bound)}"
        self.bound[name] = value
        return name

    def called(self, tree: Formula) -> str:
        return f"{self.bind(self.compiler.plain(tree).run)}(s)"

    def kind(self, tree: Formula) -> str:
        return self.compiler.plain(tree).kind

    def reference(self, name: str, kind: str) -> str:
        """A field is asked for once, when it is first needed."""
        local = self.locals.setdefault((name, kind), f"v{len(self.locals)}")
        made = f"s.value({self.bind(name)})"
        made = f"{made} or ''" if kind == "text" else f"{made} is True"
        return f"({local} if {local} is not None else ({local} := {made}))"

    def value(self, tree: Formula, depth: int) -> str:
        if depth < DEEPEST and isinstance(tree, Call) and tree.function == "IF":
            test, yes, no = tree.args
            return f"({self.value(yes, depth + 1)} if {self.test(test, depth + 1)} else {self.value(no, depth + 1)})"
        if isinstance(tree, Literal):
            return self.bind(tree.value)
        if isinstance(tree, Binary) and tree.op == "&":
            return f"({self.text(tree, depth + 1)} or None)"
        if self.kind(tree) == "boolean" and always_known(tree):
            return self.test(tree, depth + 1)
        return self.called(tree)

    def test(self, tree: Formula, depth: int) -> str:
        made = self.test_of(tree, depth + 1) if depth < DEEPEST else None
        return made or f"({self.called(tree)} is True)"

    def test_of(self, tree: Formula, depth: int) -> str | None:
        match tree:
            case Literal(value=bool(value)):
                return str(value)
            case Ref(name=name) if self.kind(tree) == "boolean":
                return self.reference(name, "boolean")
            case Unary(op="!", operand=inner) | Call(function="NOT", args=(inner,)) if always_known(inner):
                return f"(not {self.test(inner, depth)})"
            case Binary(op="||" | "&&" as op):
                word = " or " if op == "||" else " and "
                return f"({word.join(self.test(part, depth) for part in parts_of(tree, op))})"
            case Binary(op="=" | "<>" as op, left=left, right=right) if self.is_text(left) and self.is_text(right):
                sign = "==" if op == "=" else "!="
                return f"({self.text(left, depth)} {sign} {self.text(right, depth)})"
            case Call(function="AND" | "OR" as word, args=args) if args:
                return f"({f' {word.lower()} '.join(self.test(arg, depth) for arg in args)})"
            case Call(function="IF", args=(test, yes, no)):
                return f"({self.test(yes, depth)} if {self.test(test, depth)} else {self.test(no, depth)})"
            case Call(function="CONTAINS", args=(where, Literal(value=str(what)))) if what:
                return f"({self.bind(what)} in {self.text(where, depth)})"
            case Call(function="BEGINS", args=(where, Literal(value=str(what)))) if what:
                return f"{self.text(where, depth)}.startswith({self.bind(what)})"
            case Call(function="ISBLANK", args=(inner,)) if self.is_text(inner):
                return f"(not {self.text(inner, depth)})"
        return None

    def is_text(self, tree: Formula) -> bool:
        return self.kind(tree) in TEXTS

    def text(self, tree: Formula, depth: int) -> str:
        made = self.text_of(tree, depth + 1) if depth < DEEPEST else None
        return made or f"({self.called(tree)} or '')"

    def text_of(self, tree: Formula, depth: int) -> str | None:
        match tree:
            case Literal(value=str() | None as value):
                return self.bind(value or "")
            case Ref(name=name) if self.is_text(tree):
                return self.reference(name, "text")
            case Binary(op="&"):
                joined = ", ".join(self.text(part, depth) for part in parts_of(tree, "&"))
                return f"''.join(({joined},))"
            case Call(function="IF", args=(test, yes, no)):
                return f"({self.text(yes, depth)} if {self.test(test, depth)} else {self.text(no, depth)})"
            case Call(function="LOWER", args=(inner,)):
                return f"{self.text(inner, depth)}.lower()"
        return None


def parts_of(tree: Binary, op: str) -> Iterable[Formula]:
    """The parts of a chain of one operator, left to right."""
    parts: list[Formula] = []
    node: Formula = tree
    while isinstance(node, Binary) and node.op == op:
        parts.append(node.right)
        node = node.left
    parts.append(node)
    return reversed(parts)


def always_known(tree: Formula) -> bool:
    """Whether a test is never nothing."""
    match tree:
        case Literal(value=bool()):
            return True
        case Binary(op="||" | "&&"):
            return True
        case Call(function=name):
            return name in ALWAYS_KNOWN
    return False
