"""The runbook of one project, for the people who deploy it: RUNBOOK.md, each step with where and how, a check and an
undo. One module is one chapter; every step is derived from the process and from what the directories hold."""

from collections.abc import Mapping

from generator.lower.naming import Names
from generator.markdown import Markup, blocks, bullets, code, heading, said, table
from generator.metadata.component import Component
from generator.process.model import Process
from generator.runbook import channels, deployment, expectations, operation, people, way_back
from generator.runbook.plan import Plan
from generator.runbook.step import Chapter, Step, prose

__all__ = ["Step", "runbook", "steps"]

INTRODUCTION = (
    "How this package comes into an org, and how it goes out again. Carepath writes this document from the same "
    "spec as "
    "the package, anew with every build: change the spec, not this file, and keep your ticks elsewhere under the "
    "steps' "
    "ids, which stay."
)
RULES = (
    "Take the steps in order. Do not go on while a check fails.",
    "ORG, HUB, USER, JOB, ORG_ID, FLOW, COMMIT and N in a command stand for what only you know.",
    "`sf org display --target-org ORG` gives ORG_ID.",
    "Commands are for the shell of macOS or Linux.",
    "Two people: one does, one reads and signs.",
)


def runbook(process: Process, names: Names, directories: Mapping[str, tuple[Component, ...]]) -> str:
    """The whole runbook as Markdown, ending in one line break. Texts of the spec are shown, never interpreted."""
    chapters = written(Plan(process=process, names=names, directories=directories))
    rows = [(chapter.title, code(step.id), step.title, "☐") for chapter in chapters for step in chapter.steps]
    return (
        blocks(
            heading(1, said("{}: runbook", process.identity.label)),
            Markup(INTRODUCTION),
            bullets(prose(one) for one in RULES),
            table(("Chapter", "Step", "What", "Done"), rows),
            *(one.shown() for one in chapters if one.steps),
        )
        + "\n"
    )


def steps(process: Process, names: Names, directories: Mapping[str, tuple[Component, ...]]) -> tuple[Step, ...]:
    """The steps in order."""
    plan = Plan(process=process, names=names, directories=directories)
    return tuple(step for chapter in written(plan) for step in chapter.steps)


def written(plan: Plan) -> tuple[Chapter, ...]:
    """The chapters in the order of a first deployment."""
    return (
        expectations.chapter(plan),
        deployment.chapter(plan),
        people.chapter(plan),
        channels.chapter(plan),
        operation.chapter(plan),
        way_back.chapter(plan),
    )
