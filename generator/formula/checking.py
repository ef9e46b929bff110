"""Whether an org would save a formula: syntax, names, kinds, the functions that its place allows, and its size.

Typing is the compiler's own (`kinds`); this module goes on behind each mistake, so that all are told at once.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal as Choice

from generator.diagnostics import Diagnostic, Severity
from generator.formula.compiled import TEXTS, nearest
from generator.formula.evaluation import Compiler
from generator.formula.kinds import Kinds
from generator.formula.parsing import MOST_KEPT, FormulaSyntaxError, Places, located
from generator.formula.places import ENGINE_ONLY, PICKLIST_USES, Place, refused_in
from generator.formula.sizing import LONGEST, STORED, WARN_COMPILED, compiled_size
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.formula.values import FormulaTypeError
from generator.frozen import record
from generator.source import Span

Kind = Choice["text", "number", "boolean", "date", "datetime", "time", "geolocation"]
KindOf = Callable[[str], str | None]
"""The kind of a field or resource; None: there is none of this name; `any`: not known here, fits everywhere."""


@record
class Problem:
    """One finding. `offset`: characters from the start of the formula; `rule`: its row in the deploy rules."""

    code: str
    rule: str
    message: str
    offset: int
    severity: Severity = "error"
    help: str | None = None


RULES = {
    "CP401": "FML-019", "CP402": "FML-006", "CP403": "FML-006", "CP404": "FML-007", "CP405": "FML-007",
    "CP406": "FML-009", "CP407": "FML-011", "CP408": "FML-008", "CP409": "FML-001", "CP410": "FML-003",
    "CP411": "FML-002", "CP412": "FML-010", "CP413": "FML-019", "CP414": "FML-006",
}  # fmt: skip
FLOW_RULES = {"CP401": "FLOW-194", "CP406": "FLOW-192", "CP407": "FLOW-193", "CP408": "FLOW-191", "CP409": "FLOW-190"}
"""The same mistakes where the formula stands in a flow."""


def check(
    text: str, place: Place, kind_of: KindOf, result: Kind | None = None, known: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """Everything that is wrong with a formula at its place, in the order of the text. `result` is the kind that is
    wanted of its value (yes or no for rules); `known` are names for proposals. Rules FML-*, FLOW-190 to 199."""
    problems = list(oversized(text))
    try:
        tree, places = located(text)
    except FormulaSyntaxError as broken:
        problems.append(problem("CP401", broken.message, broken.offset))
    else:
        problems += typed(tree, places, kind_of, result, tuple(known))
        problems += misplaced(tree, places, place, kind_of)
        problems += misread(tree, places) if "^" in text else ()
        if place in ("rule", "field", "entry"):
            problems += compiled_too_big(tree)
    if place in ("flow", "flow_entry"):
        problems = [in_flow(one) for one in problems]
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: (one.offset, one.code, one.message)))


def diagnostics(problems: Iterable[Problem], span: Span, what: str) -> tuple[Diagnostic, ...]:
    """The findings at the place where the formula was written, or at what it was made from."""
    return tuple(
        Diagnostic(
            code=one.code,
            severity=one.severity,
            message=f"{what}, character {one.offset + 1}: {one.message}",
            span=span,
            help=one.help,
        )
        for one in problems
    )


def problem(code: str, message: str, offset: int, severity: Severity = "error", proposal: str | None = None) -> Problem:
    return Problem(code=code, rule=RULES[code], message=message, offset=offset, severity=severity, help=proposal)


def in_flow(one: Problem) -> Problem:
    return Problem(
        code=one.code,
        rule=FLOW_RULES.get(one.code, one.rule),
        message=one.message,
        offset=one.offset,
        severity=one.severity,
        help=one.help,
    )


def oversized(text: str) -> Iterator[Problem]:
    """Characters and stored bytes."""
    if len(text) > LONGEST:
        yield problem("CP409", f"the formula has {len(text):,} characters, and {LONGEST:,} are allowed", 0)
    elif (size := len(text.encode("utf-8", "replace"))) > STORED:
        yield problem("CP411", f"the formula takes {size:,} bytes, and {STORED:,} are stored", 0)


def compiled_too_big(tree: Formula) -> Iterator[Problem]:
    size = compiled_size(tree)
    if size > WARN_COMPILED:
        message = f"the formula compiles to about {size:,} characters, and 5,000 are allowed"
        yield problem("CP410", message, 0, "warning", "split it into fields, or move it into a flow")


class Typing(Kinds):
    """Kinds, going on behind a mistake: what failed fits everywhere."""

    def __init__(self, kind_of: KindOf, places: Places, known: tuple[str, ...]) -> None:
        def certain(name: str) -> str:
            kind = kind_of(name)
            if kind is None:
                raise FormulaTypeError(f"there is no `{name}`", "CP403", proposed(name, known))
            return "text" if kind == "longtext" else kind

        super().__init__(certain, lambda tree: written_out(tree, certain))
        self.places = places
        self.problems: list[Problem] = []

    def failed(self, tree: Formula, wrong: FormulaTypeError) -> str:
        self.problems.append(problem(wrong.code, wrong.message, self.places.of(tree), proposal=wrong.help))
        return "any"

    def elsewhere(self, tree: Call) -> str:
        for arg in tree.args:
            self.of(arg)
        return "any"


def written_out(tree: Formula, kind_of: Callable[[str], str]) -> bool:
    """Whether its value is known now."""
    try:
        return Compiler(kind_of).compile(tree).constant
    except FormulaTypeError:
        return False


@lru_cache(maxsize=MOST_KEPT)
def proposed(name: str, known: tuple[str, ...]) -> str | None:
    """`nearest`, once for all that ask for the same: it compares with every name. A path is no misspelt bare name."""
    return nearest(name, [one for one in known if ("." in one) == ("." in name)])


def typed(
    tree: Formula, places: Places, kind_of: KindOf, result: Kind | None, known: tuple[str, ...]
) -> Iterator[Problem]:
    typing = Typing(kind_of, places, known)
    kind = typing.of(tree)
    yield from typing.problems
    kind = "text" if kind in TEXTS else kind
    taken = (result, "any", "null", *(("datetime",) if result == "date" else ()))  # orgs keep the day of an instant
    if result is not None and kind not in taken:
        yield problem("CP408", f"the formula gives a {kind}, and a {result} is wanted", 0)


def misplaced(tree: Formula, places: Places, place: Place, kind_of: KindOf) -> Iterator[Problem]:
    """Functions that the place does not know, and fields in functions that do not take them."""
    doubtful = any(refused_in(place, one) or one in ENGINE_ONLY for one in places.functions)
    if not doubtful and all(kind_of(name) not in CHOOSY for name in places.names):
        return
    for node, parent in nodes(tree):
        if isinstance(node, Call):
            severity = refused_in(place, node.function)
            if severity:
                what = f"{node.function} may not be used in {NAMES[place]}"
                yield problem("CP406", what, places.of(node), severity)
            elif node.function in ENGINE_ONLY:
                what = f"{node.function} is not on Salesforce's published list of functions"
                yield problem("CP414", what, places.of(node), "warning")
        elif isinstance(node, Ref):
            yield from unsupported(node, parent, places, place, kind_of(node.name))


NAMES = {
    "rule": "a validation rule",
    "field": "a formula field",
    "entry": "the criteria of an assignment, escalation or response rule",
    "flow": "a flow formula",
    "flow_entry": "the entry formula of a flow",
}


CHOOSY = ("picklist", "multipicklist", "longtext")
"""Kinds of fields that not every function takes."""


def unsupported(node: Ref, parent: Formula | None, places: Places, place: Place, kind: str | None) -> Iterator[Problem]:
    function = parent.function if isinstance(parent, Call) else None
    if kind in ("picklist", "multipicklist") and function not in PICKLIST_USES[kind]:
        uses = ", ".join(PICKLIST_USES[kind][:4])
        message = f"`{node.name}` is a {kind}, which only certain functions take"
        yield problem("CP407", message, places.of(node), proposal=f"wrap it in one of {uses}")
    takes_long_text = place in ("rule", "flow", "flow_entry") or function in ("ISBLANK", "ISCHANGED", "CONTAINS")
    if kind == "longtext" and not takes_long_text:
        yield problem("CP412", f"`{node.name}` is a long text, which formulas do not read", places.of(node))


def misread(tree: Formula, places: Places) -> Iterator[Problem]:
    """`2 * 3 ^ 2` is 36 to Salesforce and 18 to its readers (runtime-semantics 3.1)."""
    for node, _ in nodes(tree):
        if isinstance(node, Binary) and node.op == "^":
            for side in (node.left, node.right):
                tighter = isinstance(side, Unary) or (isinstance(side, Binary) and side.op in ("*", "/"))
                if tighter and id(side) not in places.grouped:
                    message = "Salesforce works out `*`, `/` and signs before `^`"
                    yield problem("CP413", message, places.of(node), "warning", "say what is meant with parentheses")


def nodes(tree: Formula) -> Iterator[tuple[Formula, Formula | None]]:
    """Every node and what it stands in, without recursion."""
    waiting: list[tuple[Formula, Formula | None]] = [(tree, None)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        match node:
            case Unary(operand=operand):
                waiting.append((operand, node))
            case Binary(left=left, right=right):
                waiting += [(left, node), (right, node)]
            case Call(args=args):
                waiting += [(arg, node) for arg in args]
            case Literal() | Ref():
                pass
