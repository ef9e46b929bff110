"""Manual pages by code: those of rules are their docstrings; these are of findings that no rule makes."""

from collections.abc import Mapping
from inspect import cleandoc

from generator.verify.families import rules

PAGES: Mapping[str, str] = {
    "FILE-001": """A file is too large to be read.

        Metadata has some thousand bytes; this may be something else under its name, or an attack. Take it out.
        """,
    "FILE-002": """A link is not followed.

        It could lead out of the tree. Put the file itself where the link is.
        """,
    "FILE-003": """It is no plain file.

        A pipe or a device could be waited for without end. Take it out.
        """,
    "FILE-004": """The system does not let the file be read.

        Nothing of it was checked. See to the rights.
        """,
    "FILE-005": """A file's name holds characters that cannot be shown.

        No component is called so, and a report with it would mislead. Rename it.
        """,
    "FILE-006": """A folder holds no metadata.

        Nothing was checked. A path that is written wrong looks just so in a job that passes: name the folder of the
        project, or the one with `package.xml`.
        """,
    "WAIVER-001": """A waiver has run out.

        Its last day is over, so it covers nothing any more. Mend what it waived, or look at it again and set a new day.
        """,
    "WAIVER-002": """A waiver covers nothing.

        What it waived is gone, or its rule or scope is misspelt. Take it out, so that it cannot hide a new finding.
        """,
}


def page_of(code: str) -> str | None:
    """The page of a code of verify, whatever its case; None for a code that it does not have."""
    found = rules().get(code.upper())
    if found is not None:
        sure = "an error" if found.severity == "error" else "a warning"
        how = HOW[found.when]
        return f"{cleandoc(found.page)}\n\n{how} Judged as {sure} (confidence of the source: {found.confidence})."
    text = PAGES.get(code.upper())
    return cleandoc(text) if text is not None else None


HOW = {
    "deploy": "An org refuses it at deploy.",
    "activation": "An org refuses it when the flow is activated; a deploy as Draft hides it.",
    "warning": "It deploys, with a warning or silently wrong.",
    "run": "It deploys, and fails or misbehaves at run time.",
    "unknown": "When an org refuses it is not known.",
}


def codes() -> tuple[str, ...]:
    return tuple(sorted({*rules(), *PAGES}))
