"""How big a formula is: characters, stored bytes, and an estimate of what it compiles to (FML-001 to FML-003).

Rules and fields compile to SQL of at most 5,000 characters. Its text is not published; the estimate counts what every
node must at least become (a column, a bound literal, CASE WHEN ... END for a choice, guards for what can fail) and how
often a function repeats its argument. It is meant to warn early, not to be exact; flows do not compile to SQL.
"""

from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary

LONGEST = 3_900
STORED = 4_000
WARN_COMPILED = 4_000
COLUMN = 22
STEP = 6
OWN = {
    "IF": 32, "CASE": 30, "CONTAINS": 30, "BEGINS": 40, "ISPICKVAL": 18, "SUBSTITUTE": 12, "TEXT": 14, "VALUE": 30,
    "DATE": 70, "DATEVALUE": 40, "DATETIMEVALUE": 40, "ADDMONTHS": 60, "WEEKDAY": 40, "YEAR": 28, "MONTH": 28,
    "DAY": 28, "ISBLANK": 12, "ISNULL": 12, "BLANKVALUE": 24, "NULLVALUE": 10, "FIND": 14, "MOD": 20, "REGEX": 18,
}  # fmt: skip
CALL = 12
REPEATED = {"BLANKVALUE": 2, "MOD": 2, "FLOOR": 2, "CEILING": 2, "ADDMONTHS": 3, "WEEKDAY": 2, "DATE": 2, "BEGINS": 2}
"""How often the first argument stands in what these become."""
LARGEST = 10**9
"""Repeats multiply; past this no exact number is of use."""


def compiled_size(tree: Formula) -> int:
    """About how many characters of SQL a formula becomes. A formula field that it reads counts as one column here;
    who knows its formula adds its size for each use."""
    match tree:
        case Literal(value=str(value)):
            return len(value) + 2
        case Literal():
            return STEP
        case Ref():
            return COLUMN
        case Unary(operand=operand):
            return STEP + compiled_size(operand)
        case Binary():
            return chain_size(tree)
        case Call(function=name, args=args):
            sizes = [compiled_size(arg) for arg in args]
            again = (REPEATED.get(name, 1) - 1) * sizes[0] if sizes else 0
            branches = STEP * len(sizes) if name == "CASE" else 0
            return min(OWN.get(name, CALL) + sum(sizes) + again + branches, LARGEST)


def chain_size(tree: Binary) -> int:
    size = 0
    node: Formula = tree
    while isinstance(node, Binary):
        size += STEP + compiled_size(node.right)
        node = node.left
    return size + compiled_size(node)
