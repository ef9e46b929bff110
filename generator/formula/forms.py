"""Forms: what chooses among its arguments, or looks at the case and the clock. Null rules: runtime-semantics 3.4."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.formula.compiled import TEXTS, Compiled, check_count
from generator.formula.functions import to_text
from generator.formula.moments import read_date
from generator.formula.syntax import Call, Formula, Literal, Ref
from generator.formula.values import FormulaError, FormulaTypeError, Run, Scope, Value

if TYPE_CHECKING:
    from generator.formula.evaluation import Compiler


def compile_form(compiler: "Compiler", tree: Call) -> Compiled:
    return FORMS[tree.function](compiler, tree)


def check(tree: Call, least: int, most: int | None) -> None:
    check_count(tree.function, len(tree.args), least, most)


def booleans(compiler: "Compiler", tree: Call) -> tuple[Run, ...]:
    compiled = [compiler.part(arg) for arg in tree.args]
    for one in compiled:
        if one.kind not in ("boolean", "null", "any"):
            raise FormulaTypeError(f"{tree.function} takes yes or no, not a {one.kind}")
    return tuple(one.run for one in compiled)


def all_of(compiler: "Compiler", tree: Call, written: Formula | None = None) -> Compiled:
    """The first that is not true decides; later ones are not reached. `written`: the operators that mean this call."""
    runs, branch = booleans(compiler, tree), compiler.branch
    if branch is not None:
        return deciding(runs, lambda side: branch(written or tree, side), stops_at=False)

    def run(scope: Scope) -> Value:
        return all(one(scope) is True for one in runs)

    return Compiled(run=run, kind="boolean")


def any_of(compiler: "Compiler", tree: Call, written: Formula | None = None) -> Compiled:
    runs, branch = booleans(compiler, tree), compiler.branch
    if branch is not None:
        return deciding(runs, lambda side: branch(written or tree, side), stops_at=True)

    def run(scope: Scope) -> Value:
        return any(one(scope) is True for one in runs)

    return Compiled(run=run, kind="boolean")


def deciding(runs: tuple[Run, ...], told: Callable[[int], None], *, stops_at: bool) -> Compiled:
    """AND (stops at what is not true) and OR (stops at what is), and tells which side did; past the last: none."""

    def run(scope: Scope) -> Value:
        side = next((side for side, one in enumerate(runs) if (one(scope) is True) is stops_at), len(runs))
        told(side)
        return (side < len(runs)) is stops_at

    return Compiled(run=run, kind="boolean")


def negation(compiler: "Compiler", tree: Call) -> Compiled:
    """NOT of nothing is nothing."""
    check(tree, 1, 1)
    (inner,) = booleans(compiler, tree)

    def run(scope: Scope) -> Value:
        value = inner(scope)
        return None if value is None else value is False

    return Compiled(run=run, kind="boolean")


def common(kinds: list[str]) -> str:
    """The kind that several results share; nothing fits every kind."""
    real = list(dict.fromkeys("text" if kind in TEXTS else kind for kind in kinds if kind not in ("null", "any")))
    if len(real) > 1:
        raise FormulaTypeError(f"the results are a {real[0]} and a {real[1]}")
    return real[0] if real else "null"


def choice(compiler: "Compiler", tree: Call) -> Compiled:
    """IF: nothing counts as false; only the chosen arm is worked out."""
    check(tree, 3, 3)
    (test,) = booleans(compiler, Call(function="IF", args=tree.args[:1]))
    then, otherwise = (compiler.part(arg) for arg in tree.args[1:])
    yes, no, branch = then.run, otherwise.run, compiler.branch
    kind = common([then.kind, otherwise.kind])
    if branch is None:
        return Compiled(run=lambda scope: yes(scope) if test(scope) is True else no(scope), kind=kind)

    def told(scope: Scope) -> Value:
        taken = test(scope) is True
        branch(tree, 0 if taken else 1)
        return yes(scope) if taken else no(scope)

    return Compiled(run=told, kind=kind)


def choices(compiler: "Compiler", tree: Call) -> Compiled:
    """IFS(test, value, ..., else)."""
    check(tree, 3, None)
    tests = booleans(compiler, Call(function="IFS", args=tree.args[:-1:2]))
    values = [compiler.part(arg) for arg in (*tree.args[1:-1:2], tree.args[-1])]
    arms = tuple(zip(tests, (one.run for one in values), strict=False))
    last = values[-1].run

    def run(scope: Scope) -> Value:
        for test, value in arms:
            if test(scope) is True:
                return value(scope)
        return last(scope)

    return Compiled(run=run, kind=common([one.kind for one in values]))


def cases(compiler: "Compiler", tree: Call) -> Compiled:
    """CASE: all arguments are worked out; blank texts match "", blank numbers and dates match nothing."""
    check(tree, 4, None)
    if len(tree.args) % 2:
        raise FormulaTypeError("CASE takes pairs of value and result, and a result for the rest")
    subject = compiler.part(tree.args[0])
    keys = [compiler.part(arg) for arg in tree.args[1:-1:2]]
    results = [compiler.part(arg) for arg in (*tree.args[2:-1:2], tree.args[-1])]
    for one in (subject, *keys, *results):
        if one.kind in ("boolean", "geolocation"):
            raise FormulaTypeError(f"CASE takes no {one.kind}")
    as_text = any(one.kind in TEXTS for one in (subject, *keys))
    first, pairs, last = subject.run, tuple(zip(keys, results, strict=False)), results[-1].run
    branch = compiler.branch

    def run(scope: Scope) -> Value:
        value = first(scope)
        found, arm = last(scope), len(pairs)
        for number in range(len(pairs) - 1, -1, -1):
            key, result = pairs[number]
            wanted, given = key.run(scope), result.run(scope)
            same = (value or "") == (wanted or "") if as_text else value is not None and value == wanted
            if same:
                found, arm = given, number
        if branch is not None:
            branch(tree, arm)
        return found

    common([subject.kind, *(one.kind for one in keys)])
    return Compiled(run=run, kind=common([one.kind for one in results]))


def if_error(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 2, 2)
    tried, otherwise = (compiler.part(arg) for arg in tree.args)

    def run(scope: Scope) -> Value:
        try:
            return tried.run(scope)
        except FormulaError:
            return otherwise.run(scope)

    return Compiled(run=run, kind=common([tried.kind, otherwise.kind]))


def is_blank(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 1, 1)
    inner = compiler.part(tree.args[0]).run
    return Compiled(run=lambda scope: inner(scope) in (None, ""), kind="boolean")


def is_null(compiler: "Compiler", tree: Call) -> Compiled:
    """A text is never null to ISNULL."""
    check(tree, 1, 1)
    compiled = compiler.part(tree.args[0])
    inner = compiled.run
    if compiled.kind in TEXTS:
        return Compiled(run=lambda scope: False, kind="boolean")
    return Compiled(run=lambda scope: inner(scope) is None, kind="boolean")


def blank_value(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 2, 2)
    value, other = (compiler.part(arg) for arg in tree.args)

    def run(scope: Scope) -> Value:
        found = value.run(scope)
        return other.run(scope) if found in (None, "") else found

    return Compiled(run=run, kind=common([value.kind, other.kind]))


def null_value(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 2, 2)
    value, other = (compiler.part(arg) for arg in tree.args)
    kind = common([value.kind, other.kind])
    if value.kind in TEXTS:
        return Compiled(run=lambda scope: value.run(scope) or None, kind=kind)

    def run(scope: Scope) -> Value:
        found = value.run(scope)
        return other.run(scope) if found is None else found

    return Compiled(run=run, kind=kind)


def is_pick_value(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 2, 2)
    field, wanted = compiler.part(tree.args[0]).run, tree.args[1]
    if not isinstance(wanted, Literal) or not isinstance(wanted.value, str | None):
        raise FormulaTypeError("ISPICKVAL compares with a text that is written out")
    text = wanted.value or ""
    return Compiled(run=lambda scope: (field(scope) or "") == text, kind="boolean")


def is_among(compiler: "Compiler", tree: Call) -> Compiled:
    """IN: nothing is in no list."""
    check(tree, 2, None)
    first, *rest = (compiler.part(arg) for arg in tree.args)
    common([first.kind, *(one.kind for one in rest)])

    def run(scope: Scope) -> Value:
        value = first.run(scope)
        return value not in (None, "") and any(one.run(scope) == value for one in rest)

    return Compiled(run=run, kind="boolean")


def field_of(tree: Call) -> str:
    check(tree, 1, 1)
    if not isinstance(tree.args[0], Ref):
        raise FormulaTypeError(f"{tree.function} takes a field")
    return tree.args[0].name


def is_changed(compiler: "Compiler", tree: Call) -> Compiled:
    """False on create; compares with the row before this save, line ends normalised."""
    name = field_of(tree)
    compiler.kind_of(name)

    def run(scope: Scope) -> Value:
        if scope.is_new():
            return False
        now, was = scope.value(name), scope.prior(name)
        if isinstance(now, str) and isinstance(was, str):
            return now.replace("\r\n", "\n") != was.replace("\r\n", "\n")
        return (now or None) != (was or None) if isinstance(now, str) or isinstance(was, str) else now != was

    return Compiled(run=run, kind="boolean")


def prior_value(compiler: "Compiler", tree: Call) -> Compiled:
    """On create the current value (runtime-semantics 3.7)."""
    name = field_of(tree)
    kind = compiler.kind_of(name)

    def run(scope: Scope) -> Value:
        value = scope.value(name) if scope.is_new() else scope.prior(name)
        if kind == "percent":
            return value / 100 if isinstance(value, Decimal) else None
        return value is True if kind == "boolean" else value

    return Compiled(run=run, kind="number" if kind == "percent" else kind)


def is_new(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 0, 0)
    return Compiled(run=lambda scope: scope.is_new(), kind="boolean")


def is_clone(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 0, 0)
    return Compiled(run=lambda scope: False, kind="boolean")


def now(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 0, 0)
    return Compiled(run=lambda scope: scope.now, kind="datetime")


def today(compiler: "Compiler", tree: Call) -> Compiled:
    """The date on the running user's calendar."""
    check(tree, 0, 0)
    return Compiled(run=lambda scope: scope.local(scope.now).date(), kind="date")


def time_now(compiler: "Compiler", tree: Call) -> Compiled:
    check(tree, 0, 0)
    return Compiled(run=lambda scope: scope.now.astimezone(UTC).time(), kind="time")


def date_value(compiler: "Compiler", tree: Call) -> Compiled:
    """An instant as a date in the running user's zone; a text as it is written."""
    check(tree, 1, 1)
    compiled = compiler.part(tree.args[0])
    if compiled.kind not in (*TEXTS, "date", "datetime", "null", "any"):
        raise FormulaTypeError(f"DATEVALUE takes a text, a date or an instant, not a {compiled.kind}")
    inner = compiled.run

    def run(scope: Scope) -> Value:
        value = inner(scope)
        if value in (None, ""):
            return None
        if isinstance(value, datetime):
            return scope.local(value).date()
        return read_date(value) if isinstance(value, str) else value

    return Compiled(run=run, kind="date")


def text_of(compiler: "Compiler", tree: Call) -> Compiled:
    """TEXT of a blank instant is "Z" (date tip-sheet); of a yes or no, or of a text, it is refused."""
    check(tree, 1, 1)
    compiled = compiler.part(tree.args[0])
    if compiled.kind in ("boolean", "geolocation", "text", "id", "multipicklist"):
        raise FormulaTypeError(f"TEXT takes no {compiled.kind}")
    inner = compiled.run

    def run(scope: Scope) -> Value:
        value = inner(scope)
        return None if value is None else to_text(value)

    return Compiled(run=run, kind="text", constant=False)


Form = Callable[["Compiler", Call], Compiled]
FORMS: dict[str, Form] = {
    "AND": all_of, "OR": any_of, "NOT": negation, "IF": choice, "IFS": choices, "CASE": cases, "IFERROR": if_error,
    "ISBLANK": is_blank, "ISNULL": is_null, "BLANKVALUE": blank_value, "NULLVALUE": null_value,
    "ISPICKVAL": is_pick_value, "IN": is_among, "ISCHANGED": is_changed, "PRIORVALUE": prior_value, "ISNEW": is_new,
    "ISCLONE": is_clone, "NOW": now, "TODAY": today, "TIMENOW": time_now, "DATEVALUE": date_value, "TEXT": text_of,
}  # fmt: skip
