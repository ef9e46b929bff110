"""Forms: what chooses among its arguments, or looks at the case and the clock. Null rules: runtime-semantics 3.4.

Each is given a call that `kinds` has looked at: so many arguments as it takes, of kinds that it takes.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.formula.compiled import TEXTS, Compiled
from generator.formula.functions import to_text
from generator.formula.moments import read_date
from generator.formula.syntax import Call, Formula, Literal, Ref
from generator.formula.values import FormulaError, Run, Scope, Value

if TYPE_CHECKING:
    from generator.formula.evaluation import Compiler


def compile_form(compiler: "Compiler", tree: Call) -> Compiled:
    return Compiled(run=FORMS[tree.function](compiler, tree), kind=compiler.kinds.of(tree))


def runs_of(compiler: "Compiler", args: Iterable[Formula]) -> tuple[Run, ...]:
    return tuple(compiler.part(arg).run for arg in args)


def all_of(compiler: "Compiler", tree: Call, written: Formula | None = None) -> Run:
    """The first that is not true decides; later ones are not reached. `written`: the operators that mean this call."""
    runs, branch = runs_of(compiler, tree.args), compiler.branch
    if branch is not None:
        return deciding(runs, lambda side: branch(written or tree, side), stops_at=False)

    def run(scope: Scope) -> Value:
        return all(one(scope) is True for one in runs)

    return run


def any_of(compiler: "Compiler", tree: Call, written: Formula | None = None) -> Run:
    runs, branch = runs_of(compiler, tree.args), compiler.branch
    if branch is not None:
        return deciding(runs, lambda side: branch(written or tree, side), stops_at=True)

    def run(scope: Scope) -> Value:
        return any(one(scope) is True for one in runs)

    return run


def deciding(runs: tuple[Run, ...], told: Callable[[int], None], *, stops_at: bool) -> Run:
    """AND (stops at what is not true) and OR (stops at what is), and tells which side did; past the last: none."""

    def run(scope: Scope) -> Value:
        side = next((side for side, one in enumerate(runs) if (one(scope) is True) is stops_at), len(runs))
        told(side)
        return (side < len(runs)) is stops_at

    return run


def negation(compiler: "Compiler", tree: Call) -> Run:
    """NOT of nothing is nothing."""
    (inner,) = runs_of(compiler, tree.args)

    def run(scope: Scope) -> Value:
        value = inner(scope)
        return None if value is None else value is False

    return run


def choice(compiler: "Compiler", tree: Call) -> Run:
    """IF: nothing counts as false; only the chosen arm is worked out."""
    (test, yes, no), branch = runs_of(compiler, tree.args), compiler.branch
    if branch is None:
        return lambda scope: yes(scope) if test(scope) is True else no(scope)

    def told(scope: Scope) -> Value:
        taken = test(scope) is True
        branch(tree, 0 if taken else 1)
        return yes(scope) if taken else no(scope)

    return told


def choices(compiler: "Compiler", tree: Call) -> Run:
    """IFS(test, value, ..., else)."""
    *runs, last = runs_of(compiler, tree.args)
    arms = tuple(zip(runs[::2], runs[1::2], strict=True))

    def run(scope: Scope) -> Value:
        for test, value in arms:
            if test(scope) is True:
                return value(scope)
        return last(scope)

    return run


def cases(compiler: "Compiler", tree: Call) -> Run:
    """CASE: all arguments are worked out; blank texts match "", blank numbers and dates match nothing."""
    subject = compiler.part(tree.args[0])
    keys = [compiler.part(arg) for arg in tree.args[1:-1:2]]
    results = [compiler.part(arg) for arg in (*tree.args[2:-1:2], tree.args[-1])]
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

    return run


def if_error(compiler: "Compiler", tree: Call) -> Run:
    tried, otherwise = (compiler.part(arg) for arg in tree.args)

    def run(scope: Scope) -> Value:
        try:
            return tried.run(scope)
        except FormulaError:
            return otherwise.run(scope)

    return run


def is_blank(compiler: "Compiler", tree: Call) -> Run:
    (inner,) = runs_of(compiler, tree.args)
    return lambda scope: inner(scope) in (None, "")


def is_null(compiler: "Compiler", tree: Call) -> Run:
    """A text is never null to ISNULL."""
    compiled = compiler.part(tree.args[0])
    inner = compiled.run
    if compiled.kind in TEXTS:
        return lambda scope: False
    return lambda scope: inner(scope) is None


def blank_value(compiler: "Compiler", tree: Call) -> Run:
    value, other = (compiler.part(arg) for arg in tree.args)

    def run(scope: Scope) -> Value:
        found = value.run(scope)
        return other.run(scope) if found in (None, "") else found

    return run


def null_value(compiler: "Compiler", tree: Call) -> Run:
    value, other = (compiler.part(arg) for arg in tree.args)
    if value.kind in TEXTS:
        return lambda scope: value.run(scope) or None

    def run(scope: Scope) -> Value:
        found = value.run(scope)
        return other.run(scope) if found is None else found

    return run


def is_pick_value(compiler: "Compiler", tree: Call) -> Run:
    field, wanted = compiler.part(tree.args[0]).run, tree.args[1]
    assert isinstance(wanted, Literal)
    text = wanted.value or ""
    return lambda scope: (field(scope) or "") == text


def is_among(compiler: "Compiler", tree: Call) -> Run:
    """IN: nothing is in no list."""
    first, *rest = (compiler.part(arg) for arg in tree.args)

    def run(scope: Scope) -> Value:
        value = first.run(scope)
        return value not in (None, "") and any(one.run(scope) == value for one in rest)

    return run


def field_of(tree: Call) -> str:
    (field,) = tree.args
    assert isinstance(field, Ref)
    return field.name


def is_changed(compiler: "Compiler", tree: Call) -> Run:
    """False on create; compares with the row before this save, line ends normalised."""
    name = field_of(tree)

    def run(scope: Scope) -> Value:
        if scope.is_new():
            return False
        now, was = scope.value(name), scope.prior(name)
        if isinstance(now, str) and isinstance(was, str):
            return now.replace("\r\n", "\n") != was.replace("\r\n", "\n")
        return (now or None) != (was or None) if isinstance(now, str) or isinstance(was, str) else now != was

    return run


def prior_value(compiler: "Compiler", tree: Call) -> Run:
    """On create the current value (runtime-semantics 3.7)."""
    name = field_of(tree)
    kind = compiler.kind_of(name)

    def run(scope: Scope) -> Value:
        value = scope.value(name) if scope.is_new() else scope.prior(name)
        if kind == "percent":
            return value / 100 if isinstance(value, Decimal) else None
        return value is True if kind == "boolean" else value

    return run


def is_new(compiler: "Compiler", tree: Call) -> Run:
    return lambda scope: scope.is_new()


def is_clone(compiler: "Compiler", tree: Call) -> Run:
    return lambda scope: False


def now(compiler: "Compiler", tree: Call) -> Run:
    return lambda scope: scope.now


def today(compiler: "Compiler", tree: Call) -> Run:
    """The date on the running user's calendar."""
    return lambda scope: scope.local(scope.now).date()


def time_now(compiler: "Compiler", tree: Call) -> Run:
    return lambda scope: scope.now.astimezone(UTC).time()


def date_value(compiler: "Compiler", tree: Call) -> Run:
    """An instant as a date in the running user's zone; a text as it is written."""
    (inner,) = runs_of(compiler, tree.args)

    def run(scope: Scope) -> Value:
        value = inner(scope)
        if value in (None, ""):
            return None
        if isinstance(value, datetime):
            return scope.local(value).date()
        return read_date(value) if isinstance(value, str) else value

    return run


def text_of(compiler: "Compiler", tree: Call) -> Run:
    """TEXT of a blank instant is "Z" (date tip-sheet)."""
    (inner,) = runs_of(compiler, tree.args)

    def run(scope: Scope) -> Value:
        value = inner(scope)
        return None if value is None else to_text(value)

    return run


Form = Callable[["Compiler", Call], Run]
FORMS: dict[str, Form] = {
    "AND": all_of, "OR": any_of, "NOT": negation, "IF": choice, "IFS": choices, "CASE": cases, "IFERROR": if_error,
    "ISBLANK": is_blank, "ISNULL": is_null, "BLANKVALUE": blank_value, "NULLVALUE": null_value,
    "ISPICKVAL": is_pick_value, "IN": is_among, "ISCHANGED": is_changed, "PRIORVALUE": prior_value, "ISNEW": is_new,
    "ISCLONE": is_clone, "NOW": now, "TODAY": today, "TIMENOW": time_now, "DATEVALUE": date_value, "TEXT": text_of,
}  # fmt: skip
