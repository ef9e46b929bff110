"""The stages of a case: ways between them, what happens on entering, and when a case has stood too long."""

from generator.handbook.chapter import Chapter, section
from generator.handbook.conditions import sentence
from generator.handbook.terms import Terms
from generator.handbook.times import allowance
from generator.markdown import Markup, blocks, bold, lines, listed, said, table, text
from generator.process.model import Effect, MakeTask, Stage


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="Stages",
        body=blocks(
            Markup(
                "A case moves only along these ways. A person who tries another is stopped. "
                "The Case Status follows the stage."
            ),
            diagram(terms),
            stages(terms),
            section("Tasks", Markup("Each task is made once for a case."), tasks(terms)),
            section("Cases that do not move", stalls(terms)),
        ),
    )


def diagram(terms: Terms) -> Markup:
    """A state diagram that GitHub and most editors draw."""
    stages = terms.process.stages
    names = {one.id: f"s{one.rank}" for one in stages}
    drawn = [f'    state "{plain(one.label)}" as {names[one.id]}' for one in stages]
    drawn += [f"    [*] --> {names[stages[0].id]}"] if stages else []
    drawn += [f"    {names[one.id]} --> {names[to]}" for one in stages for to in one.next if to in names]
    drawn += [f"    {names[one.id]} --> [*]" for one in stages if one.closed]
    return Markup("\n".join(["```mermaid", "stateDiagram-v2", *drawn, "```"]))


def plain(label: str) -> str:
    """A label without any mark that the diagram's language could read."""
    kept = "".join(mark if mark.isalnum() or mark in " -/()," else " " for mark in label)
    return " ".join(kept.split()) or "stage"


def stages(terms: Terms) -> Markup:
    rows = [
        (str(one.rank + 1), bold(one.label), one.status, ways(one, terms), remarks(one)) for one in terms.process.stages
    ]
    return table(("", "Stage", "Case Status", "May move to", "Remarks"), rows)


def ways(stage: Stage, terms: Terms) -> Markup:
    return listed([terms.stage(one) for one in stage.next], "or", none="nowhere: final")


def remarks(stage: Stage) -> Markup:
    said_of = []
    if stage.automatic:
        said_of.append("left by itself once a team is chosen")
    if stage.closed:
        said_of.append("the case is closed")
    if stage.help:
        said_of.append(stage.help)
    return lines(said_of) if said_of else text("–")


def tasks(terms: Terms) -> Markup:
    rows = [row for effect in terms.process.effects if (row := task(effect, terms))]
    return table(("On entering", "Task", "For", "Due", "Made when"), rows)


def task(effect: Effect, terms: Terms) -> tuple[str, ...] | None:
    if not isinstance(effect.act, MakeTask):
        return None
    act = effect.act
    due = f"after {allowance(act.due)}" if act.due else "no date"
    stage = terms.stage(effect.on.of or "")
    return (stage, act.subject, terms.recipient(act.to), due, sentence(effect.when, terms))


def stalls(terms: Terms) -> Markup:
    rows = [
        (bold(one.label), *(allowance(time, "never") for time in one.stall))
        for one in terms.process.stages
        if one.stall
    ]
    if not any(any(one.stall) for one in terms.process.stages):
        return said("{}: no stage has a time after which a case counts as stalled.", bold("Note"))
    return blocks(
        Markup("A case has stalled when it has stood in a stage for so long. It is told once for each stay."),
        table(("Stage", *(level.label for level in terms.process.levels)), rows),
    )
