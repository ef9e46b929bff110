"""Waivers as data: rule, scope, reason, last day. A waived finding stays in the record and fails nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic, Rejected
from generator.source import Source
from generator.verify.finding import Finding
from generator.verify.pages import codes

if TYPE_CHECKING:
    from generator.language.values import Written
    from generator.language.waivers import Waiver

WAIVERS = "carepath-waivers.yaml"
"""The file in a tree that holds its own waivers."""


def waivers_of(source: Source) -> "tuple[Waiver, ...]":
    """The waivers in a file (YAML: `waivers:` and a list). Raises Rejected with everything that is wrong with it."""
    from generator.binding import MISSING, Binder  # the language of specs: most trees have no such file
    from generator.language.waivers import Waivers
    from generator.nodes import error, read

    binder = Binder({})
    bound = binder.record(Waivers, read(source), "a file of waivers")
    listed: tuple[Waiver, ...] = () if bound is MISSING else bound.waivers
    unknown = [
        error("CP571", f"there is no rule `{one.rule.text}`", one.rule.span, "`carepath explain CODE` shows each rule")
        for one in listed
        if one.rule.text not in codes()
    ]
    unreasoned = [
        error("CP572", "a waiver needs a reason", one.reason.span, "say why the finding stands")
        for one in listed
        if not one.reason.text.strip()
    ]
    if binder.found or unknown or unreasoned:
        raise Rejected([*binder.found, *unknown, *unreasoned])
    return listed


def waived(found: Iterable[Finding], waivers: "tuple[Waiver, ...]", today: date) -> tuple[Finding, ...]:
    """The findings, those that a waiver covers marked with its reason."""
    standing = [one for one in waivers if not ran_out(one, today)]
    return tuple(
        replace(one, waived=next((waiver.reason.text for waiver in standing if covers(waiver, one)), None))
        for one in found
    )


def stale(found: Iterable[Finding], waivers: "tuple[Waiver, ...]", today: date) -> tuple[Diagnostic, ...]:
    """Warnings about waivers that ran out or cover nothing."""
    listed = tuple(found)
    warnings = []
    for one in waivers:
        used = any(covers(one, each) for each in listed)
        if ran_out(one, today):
            assert one.until is not None
            warnings.append(warning("WAIVER-001", f"the waiver ended on {one.until.text}", one.until))
        elif not used:
            warnings.append(warning("WAIVER-002", "the waiver covers nothing", one.scope))
    return tuple(warnings)


def warning(code: str, message: str, at: "Written") -> Diagnostic:
    return Diagnostic(code=code, severity="warning", message=message, span=at.span, help="take it out, or mend it")


def ran_out(one: "Waiver", today: date) -> bool:
    return one.until is not None and date.fromisoformat(one.until.text) < today


def covers(one: "Waiver", found: Finding) -> bool:
    scope = one.scope.text
    return one.rule.text == found.code and any(fnmatchcase(name, scope) for name in (found.component, found.span.path))
