"""CASE as Python: a look-up where all is known, else the one result that is taken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.formula.syntax import Formula
from generator.formula.values import Value

if TYPE_CHECKING:
    from generator.formula.fusing import Fusing


def cases(fusing: "Fusing", args: tuple[Formula, ...], depth: int) -> str | None:
    """CASE as a look-up, where its keys and results are constants; the first of two equal keys holds."""
    subject, given = args[0], (*args[2:-1:2], args[-1])
    keys, results = fusing.constants(args[1:-1:2]), fusing.constants(given)
    if keys is None:
        return None
    if results is None:
        return one_of(fusing, subject, keys, given, depth) if all(map(fusing.cannot_fail, given)) else None
    as_text = any(fusing.is_text(one) for one in (subject, *args[1:-1:2]))
    table: dict[Value, Value] = {}
    for key, result in zip(keys, results, strict=False):
        if as_text or key is not None:
            table.setdefault((key or "") if as_text else key, result)
    made = f"({fusing.value(subject, depth)} or '')" if as_text else fusing.value(subject, depth)
    return f"{fusing.bind(table.get)}({made}, {fusing.bind(results[-1])})"


def one_of(
    fusing: "Fusing", subject: Formula, keys: Sequence[Value], results: Sequence[Formula], depth: int
) -> str | None:
    """CASE of a text whose results cannot fail, so that only the one that is taken is worked out."""
    if not fusing.is_text(subject):
        return None
    name = fusing.temporary()
    tests = [f"{name} == {fusing.bind(key or '')}" for key in keys]
    tests[0] = f"({name} := {fusing.text(subject, depth)}) == {fusing.bind(keys[0] or '')}"
    arms = [f"{fusing.value(one, depth)} if {test} else " for one, test in zip(results, tests, strict=False)]
    return f"({''.join(arms)}{fusing.value(results[-1], depth)})"
