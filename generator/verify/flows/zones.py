"""What in a formula depends on the zone of whoever runs it, or is in Greenwich's where people mean their own.

`TODAY()`, `$Flow.CurrentDate` and DATEVALUE of an instant are days of the running user; DATETIMEVALUE of a day is its
midnight in Greenwich, and so are the hours that TIMEVALUE gives (runtime-semantics 3.6).
"""

import re
from collections.abc import Callable, Iterator

from generator.formula.knowing import all_parts, references
from generator.formula.syntax import Binary, Call, Formula, Ref
from generator.metadata.flow import FlowElementReferenceOrValue
from generator.verify.flows.view import FlowView, tree_of

KindOf = Callable[[str], str | None]
TODAY = "$Flow.CurrentDate"
INSTANTS = ("$Flow.CurrentDateTime", "$Flow.InterviewStartTime")
SPELLINGS = re.compile(r"\bTODAY\b|\bDATEVALUE\b|\.CurrentDate\b", re.IGNORECASE)


def may_depend(text: str) -> bool:
    """Without one of the spellings no formula depends on a zone."""
    return SPELLINGS.search(text) is not None


def users_day(tree: Formula, kind_of: KindOf) -> Iterator[str]:
    """What of a formula is a day of the running user, as it is spelled."""
    for one in all_parts(tree):
        match one:
            case Call(function="TODAY"):
                yield "TODAY()"
            case Ref(name=name) if name == TODAY:
                yield TODAY
            case Call(function="DATEVALUE", args=(inner,)) if is_instant(inner, kind_of):
                yield "DATEVALUE of an instant"


def mixed(tree: Formula, kind_of: KindOf) -> Iterator[str]:
    """Days of the running user that are made into an instant, as if they were Greenwich's."""
    for one in all_parts(tree):
        if isinstance(one, Call) and one.function == "DATETIMEVALUE":
            yield from users_day(one.args[0], kind_of) if one.args else ()


def hours(tree: Formula, kind_of: KindOf) -> Iterator[str]:
    """Hours of the day in Greenwich."""
    for one in all_parts(tree):
        match one:
            case Call(function="HOUR", args=(Call(function="TIMENOW"),)):
                yield "HOUR(TIMENOW())"
            case Call(function="HOUR", args=(Call(function="TIMEVALUE", args=(inner,)),)) if is_instant(inner, kind_of):
                yield "HOUR(TIMEVALUE())"


def is_instant(tree: Formula, kind_of: KindOf) -> bool:
    match tree:
        case Ref(name=name):
            return name in INSTANTS or kind_of(name) == "datetime"
        case Call(function="NOW" | "DATETIMEVALUE"):
            return True
        case Call(function="IF" | "BLANKVALUE" | "NULLVALUE", args=args):
            return any(is_instant(one, kind_of) for one in args[-2:])
        case Binary(op="+" | "-", left=left, right=right):
            return is_instant(left, kind_of) != is_instant(right, kind_of)
        case _:
            return False


def trees_behind(view: FlowView, value: FlowElementReferenceOrValue | None) -> Iterator[Formula]:
    """The formulas that a value of a flow is worked out from, through the variables between."""
    seen: set[str] = set()
    waiting = [] if value is None else [value]
    while waiting:
        given = waiting.pop()
        tree = tree_of(given.formulaExpression) if given.formulaExpression else None
        if given.elementReference:
            tree = Ref(name=given.elementReference)
        names = [tree] if tree is not None else []
        while names:
            one = names.pop()
            yield one
            for name in references(one):
                if name not in seen:
                    seen.add(name)
                    names += [view.trees[name]] if name in view.trees else []
                    waiting += values_given(view, name)


def values_given(view: FlowView, name: str) -> list[FlowElementReferenceOrValue]:
    items = (item for each in view.flow.assignments for item in each.assignmentItems)
    return [item.value for item in items if item.assignToReference == name and item.value is not None]
