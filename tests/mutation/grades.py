"""What the catalogue of deploy rules says of the rules that are broken here: when an org acts, and how sure that is."""

from generator.verify.families import rules
from tests.mutation.kinds import KINDS

SURE = ("doc", "maint", "comm")
WHEN = {"deploy": "D", "activation": "A", "warning": "W", "run": "R", "unknown": "?"}
UNJUDGED = {
    "DSH-001": ("D", "doc"), "FLOW-004": ("D", "doc"), "FLOW-156": ("D", "doc"), "NOT-001": ("D", "doc"),
    "PERM-009": ("D", "comm"), "QUE-003": ("D", "comm"), "QUE-005": ("D", "doc"), "RPT-001": ("D", "doc"),
    "RTY-002": ("D", "doc"), "RTY-005": ("D", "doc"), "VAL-001": ("D", "doc"),
}  # fmt: skip
"""Rows that no rule of their own judges: the schema does."""
OTHERWISE = {"FLOW-230": ("D", "doc"), "FLD-031": ("D", "doc"), "PERM-004": ("D", "comm")}
"""Rows whose rule is milder than the catalogue."""


def grade(code: str) -> tuple[str, str]:
    """When, and how sure."""
    if code in UNJUDGED or code in OTHERWISE:
        return {**UNJUDGED, **OTHERWISE}[code]
    made = rules()[code]
    return WHEN[made.when], made.confidence


def refused(code: str) -> bool:
    """Whether the catalogue says that an org refuses what breaks the rule, and is sure of it."""
    when, sure = grade(code)
    return when in "DA" and sure in SURE


def kind_of_files(files: str) -> str:
    """What kind of file a pattern names, for the table by type."""
    return files.removeprefix("*").removeprefix(".").removesuffix("-meta.xml") or "any"


def types() -> tuple[str, ...]:
    return tuple(sorted({kind_of_files(one.files) for one in KINDS}))
