"""The rulebook of one process, for the people who must approve it: RULEBOOK.md in the clinic's own words.

One module is one chapter. Everything is derived from the process; nothing depends on the day or the machine.
"""

from generator.handbook import (
    access,
    classification,
    clocks,
    guardrails,
    hazards,
    overview,
    reading,
    records,
    running,
    stages,
    telling,
    traceability,
    words,
)
from generator.handbook.chapter import Chapter
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, heading, said
from generator.process.model import Process

INTRODUCTION = (
    "These are the rules of the workflow in words, for the people who must approve them. Carepath writes this document "
    "from the same spec as the package, anew with every build: change the spec, not this file."
)


def rulebook(process: Process) -> str:
    """The whole rulebook as Markdown, ending in one line break. Texts of the spec are shown, never interpreted."""
    terms = Terms(process)
    chapters = written(terms)
    contents = "\n".join(f"{number}. [{one.title}](#{one.anchor()})" for number, one in enumerate(chapters, start=1))
    title = heading(1, said("{}: rulebook", process.identity.label))
    return blocks(title, Markup(INTRODUCTION), Markup(contents), *(one.shown() for one in chapters)) + "\n"


def written(terms: Terms) -> tuple[Chapter, ...]:
    """The chapters in the order of a review: what happens to a message, who does what, then words and hazards."""
    return (
        overview.chapter(terms),
        reading.chapter(terms),
        classification.chapter(terms),
        stages.chapter(terms),
        clocks.chapter(terms),
        guardrails.chapter(terms),
        telling.chapter(terms),
        access.chapter(terms),
        records.chapter(terms),
        running.chapter(terms),
        words.chapter(terms),
        hazards.chapter(terms),
        traceability.chapter(terms),
        traceability.not_automated(terms),
    )
