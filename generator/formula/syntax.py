"""Salesforce formulas as trees: five nodes. Names are kept as written; keywords and functions in upper case."""

from decimal import Decimal

from generator.frozen import record


@record
class Literal:
    """Text, number, TRUE/FALSE, or NULL (None)."""

    value: str | Decimal | bool | None


@record
class Ref:
    """A field or resource: `NGH_Stage__c`, `$Record.NGH_Stage__c`, `$Permission.NGH_Override`, `Account.Name`, `words`.

    Printing for a flow wraps it as `{!...}`; for a rule or a field it stands bare.
    """

    name: str


@record
class Unary:
    op: str
    """`-`, `+`, `!` (NOT as a call is `Call("NOT")`)."""
    operand: "Formula"


@record
class Binary:
    op: str
    """`||` `&&` `=` `<>` `<` `>` `<=` `>=` `+` `-` `&` `^` `*` `/` (`==` reads as `=`, `!=` as `<>`)."""
    left: "Formula"
    right: "Formula"


@record
class Call:
    function: str
    args: "tuple[Formula, ...]"


Formula = Literal | Ref | Unary | Binary | Call


def chain(tree: Formula, op: str) -> list[Formula]:
    """The parts of a chain of one associative operator, left to right."""
    parts: list[Formula] = []
    node = tree
    while isinstance(node, Binary) and node.op == op:
        parts.append(node.right)
        node = node.left
    parts.append(node)
    return parts[::-1]
