"""Which functions a formula may use, by where it stands (deploy rules FML-009, FML-011, FLOW-192)."""

from typing import Literal

from generator.diagnostics import Severity
from generator.formula.forms import FORMS
from generator.formula.functions import FUNCTIONS, KNOWN_ELSEWHERE

Place = Literal["rule", "field", "entry", "flow", "flow_entry"]
"""Validation rule, formula field, criteria of an assignment, escalation or auto-response rule, formula resource of a
flow, entry formula of a flow."""

PAGES = (
    "GETRECORDIDS", "IMAGEPROXYURL", "INCLUDE", "JSINHTMLENCODE", "LINKTO", "PARENTGROUPVAL", "PREVGROUPVAL",
    "REQUIRESCRIPT", "URLENCODE", "URLFOR",
)  # fmt: skip
"""Functions of pages, buttons and reports: in no other formula."""
ESCAPING = ("JSENCODE",)
"""Of pages too, and in formulas of flows: an active one was seen to use it."""
DISPLAY = ("HYPERLINK", "IMAGE")
CHANGE = ("ISCHANGED", "ISCLONE", "PRIORVALUE")
REFUSED: dict[str, tuple[str, ...]] = {
    "rule": (*PAGES, *ESCAPING, *DISPLAY, "PREDICT"),
    "field": (*PAGES, *ESCAPING, *CHANGE, "ISNEW", "REGEX", "VLOOKUP"),
    "entry": (*PAGES, *ESCAPING, *DISPLAY, "VLOOKUP", "PREDICT"),
    "flow": (*PAGES, *CHANGE, "IMAGE", "VLOOKUP", "PREDICT"),
    "flow_entry": (*PAGES, *ESCAPING, "IMAGE", "VLOOKUP", "PREDICT"),
}
DOUBTED: dict[str, tuple[str, ...]] = {"flow": ("TIMENOW", "TIMEVALUE"), "flow_entry": ("TIMENOW", "TIMEVALUE")}
"""On the published list of 2022 of what flows lack: a warning, since later releases may have them."""
ENGINE_ONLY = ("FORMATCURRENCY", "IFERROR", "IFS", "IN", "JSONPATHVALUE", "JSONVALUE", "LIKE", "SUBSTR")
"""In Salesforce's open engine, but not on the list of functions that its help gives for orgs."""

PICKLIST_USES: dict[str, tuple[str, ...]] = {
    "picklist": (
        "ISPICKVAL", "TEXT", "CASE", "ISBLANK", "ISNULL", "ISCHANGED", "PRIORVALUE", "NULLVALUE", "BLANKVALUE",
    ),
    "multipicklist": ("INCLUDES", "ISBLANK", "PICKLISTCOUNT", "ISCHANGED", "ISNULL", "PRIORVALUE"),
}  # fmt: skip


def refused_in(place: Place, function: str) -> Severity | None:
    """How bad it is to use a function there; None: it is fine, or no function at all."""
    if function in REFUSED[place]:
        return "error"
    return "warning" if function in DOUBTED.get(place, ()) else None


def allowed_in(place: Place) -> tuple[str, ...]:
    """Every function that a formula there may use, sorted."""
    every = {*FUNCTIONS, *FORMS, *KNOWN_ELSEWHERE} - set(REFUSED[place]) - set(ENGINE_ONLY)
    return tuple(sorted(every))
