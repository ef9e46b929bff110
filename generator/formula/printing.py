"""Tree -> formula text: the one place where formulas are spelled, so that quoting cannot be forgotten."""

from typing import Literal as Choice

from generator.formula.parsing import POWER
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref

Context = Choice["flow", "rule"]
"""`flow` writes references as `{!x}`; `rule` (validation rules, formula fields, rule entries) writes them bare."""

ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
LOOSEST = 0
TIGHTEST = 9


def text_of(tree: Formula, context: Context) -> str:
    """The text of a formula. `parse(text_of(t, c))` is `t` again. Around `^` there are always parentheses, because
    Salesforce binds it looser than readers expect."""
    parts: list[str] = []
    write(tree, LOOSEST, context, parts)
    return "".join(parts)


def write(tree: Formula, least: int, context: Context, parts: list[str]) -> None:
    if isinstance(tree, Literal):
        parts.append(literal(tree.value))
    elif isinstance(tree, Ref):
        parts.append(f"{{!{tree.name}}}" if context == "flow" else tree.name)
    elif isinstance(tree, Call):
        opening = f"{tree.function}("
        for arg in tree.args:
            parts.append(opening)
            write(arg, LOOSEST, context, parts)
            opening = ", "
        parts.append(")" if tree.args else f"{opening})")
    elif isinstance(tree, Binary):
        binary(tree, least, context, parts)
    else:
        parts.append(tree.op)
        write(tree.operand, TIGHTEST - 1, context, parts)


def binary(tree: Binary, least: int, context: Context, parts: list[str]) -> None:
    """A chain of one operator is written along its left side, so that long chains need no recursion."""
    power = POWER[tree.op]
    chain: list[Formula] = []
    ops: list[str] = []
    node: Formula = tree
    while isinstance(node, Binary) and POWER[node.op] == power:
        chain.append(node.right)
        ops.append(node.op)
        node = node.left
    guarded = power <= least or (tree.op == "^" and least > LOOSEST)
    if guarded:
        parts.append("(")
    write(node, TIGHTEST - 2 if tree.op == "^" else power - 1, context, parts)
    for op, right in zip(reversed(ops), reversed(chain), strict=True):
        parts.append(f" {op} ")
        write(right, TIGHTEST - 2 if tree.op == "^" else power, context, parts)
    if guarded:
        parts.append(")")


def literal(value: object) -> str:
    if isinstance(value, str):
        return f'"{value.translate(ESCAPED)}"'
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return format(value, "f")
