"""What a rule is: an id of the catalogue of deploy rules, what it looks at, and a function that finds what breaks it.

A rule is written as a function with a decorator; its docstring is the manual page that `carepath explain FLOW-013`
shows. How sure the catalogue is of a rule decides how a finding is judged: what an org is known to refuse is an error,
what is only likely, or deploys and then misbehaves, is a warning.
"""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from generator.diagnostics import Severity
from generator.frozen import record

When = Literal["deploy", "activation", "warning", "run", "unknown"]
"""When an org acts on it: refused at deploy (D), refused only when the flow is active (A), deploys with a warning or
silently wrong (W), fails or misbehaves at run time (R), not known (?)."""
Confidence = Literal["doc", "maint", "comm", "code", "inf", "unconf"]
"""How sure: official documents, maintainers, the community with the org's own text; then what is only read from the
name of a check, inferred, or unconfirmed."""
SURE = ("doc", "maint", "comm")
REFUSED = ("deploy", "activation")


@record
class Fault:
    """Something that breaks a rule. `at` is the record inside the component that does (the very object, found again by
    identity; None for the whole), `field` the element of it, `number` which of that name. `missing`: it names what is
    not in the tree or not in this version of the API, which an org may have all the same. `of`: the component, for
    rules that look at a whole tree. `line`: for rules that look at the text of a file instead of at records."""

    message: str
    at: object = None
    field: str = ""
    help: str | None = None
    missing: bool = False
    of: Any = None
    line: int | None = None
    number: int = 0


def fault(
    message: str,
    at: object = None,
    field: str = "",
    help: str | None = None,
    *,
    missing: bool = False,
    of: Any = None,
    line: int | None = None,
    number: int = 0,
) -> Fault:
    return Fault(message=message, at=at, field=field, help=help, missing=missing, of=of, line=line, number=number)


def said(value: object) -> bool:
    """Whether an element stands in the file."""
    return value is not None and value != ()


Check = Callable[[Any], Iterable[Fault]]


@record
class Rule:
    """`kinds`: the metadata types whose components `check` is given, one `Subject` at a time; empty: it is given the
    `World`. `page`: the manual page; its first line is the rule in one sentence."""

    code: str
    when: When
    confidence: Confidence
    kinds: tuple[str, ...]
    check: Check
    page: str

    @property
    def severity(self) -> Severity:
        return "error" if self.when in REFUSED and self.confidence in SURE else "warning"

    @property
    def title(self) -> str:
        return self.page.strip().partition("\n")[0]


def rule(code: str, when: When, confidence: Confidence, *kinds: str) -> Callable[[Check], Rule]:
    """Make a rule of a function whose docstring is its manual page."""

    def made(check: Check) -> Rule:
        return Rule(
            code=code, when=when, confidence=confidence, kinds=kinds, check=check, page=(check.__doc__ or "").strip()
        )

    return made
