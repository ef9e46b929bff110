"""How conditions are joined: `and`, `or`, numbers as in `1 AND (2 OR NOT 3)`; what is wrong with such a text."""

import re
from collections.abc import Iterator, Sequence

TOKEN = re.compile(r"\s*(?:(\d+)|(AND\b|OR\b)|(NOT\b)|([()])|(\S))", re.IGNORECASE)
WORDS = frozenset(("and", "or", "no_conditions", "formula_evaluates_to_true"))
"""Spellings without numbers; the last stands where a formula decides instead."""
LONGEST = 1_000


def problems(logic: str, count: int) -> Iterator[str]:
    """What an org would not take of the logic of `count` conditions."""
    if logic.strip().lower() in WORDS:
        return
    if len(logic) > LONGEST:
        yield f"the condition logic has {len(logic)} characters, and {LONGEST} are allowed"
    numbers = numbers_of(logic)
    if numbers is None:
        yield f"`{logic}` is no condition logic"
        return
    beyond = sorted({one for one in numbers if not 1 <= one <= count})
    if beyond:
        yield f"the condition logic names condition {beyond[0]}, and there are {count}"
    unused = sorted(set(range(1, count + 1)) - set(numbers))
    if unused:
        yield f"the condition logic leaves out condition {unused[0]}"


def beyond(logic: str, count: int) -> bool:
    """Whether a logic names more than `count` conditions."""
    return any(one > count for one in numbers_of(logic) or ())


def numbers_of(logic: str) -> list[int] | None:
    """The numbers of a logic in order; None for a text that is none."""
    numbers: list[int] = []
    depth, value_next = 0, True
    for number, joint, negation, bracket, other in tokens(logic):
        opens = bool(negation) or bracket == "("
        if other or value_next != (bool(number) or opens):
            return None
        depth += {"(": 1, ")": -1}.get(bracket, 0)
        if depth < 0:
            return None
        numbers += [int(number)] if number else []
        value_next = bool(joint) or opens
    return None if depth or value_next else numbers


def tokens(logic: str) -> Sequence[tuple[str, str, str, str, str]]:
    return TOKEN.findall(logic)
