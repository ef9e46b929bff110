"""`carepath prove SPEC`"""

import sys
from datetime import datetime
from random import Random

import click

from generator.commands.running import emulated, reported
from generator.compiler import compile_spec, understand
from generator.source import Source


@click.command()
@click.argument("spec")
@click.option("--cases", default=1000, show_default=True, help="How many random messages, after the obligations.")
@click.option("--seed", default=1, show_default=True)
def command(spec: str, cases: int, seed: int) -> None:
    """Show that no generated write can trip a generated rule, and compare the generated metadata with the spec's
    meaning, message by message and move by move."""
    sources: dict[str, Source] = {}
    with reported(sources), emulated():
        wrong = disagreements(spec, cases, seed)
    sys.exit(1 if wrong else 0)


def disagreements(spec: str, cases: int, seed: int) -> int:
    """Says what was tried and what is wrong; how much is."""
    from generator.prove.inserts import prove_inserts
    from generator.prove.messages import Draft
    from generator.prove.playing import components_of
    from generator.prove.properties import PROPERTIES
    from generator.prove.running import INSTANTS, Proof
    from generator.prove.shrinking import shrunk
    from generator.prove.writes import prove_writes

    understood = understand(spec)
    files = compile_spec(understood)
    components = tuple(components_of(files))
    wrong = 0
    for shown in (prove_writes(components), prove_inserts(components)):
        click.echo(shown.summary)
        wrong += len(shown.unproved)
        for doubt in shown.unproved:
            click.echo(f"  {doubt}")
    proof = Proof(understood.resolved.process, files)
    count = 0
    for count, (label, draft) in enumerate(proof.messages(cases, seed), 1):
        channel, at = proof.channels[count % len(proof.channels)], INSTANTS[count % len(INSTANTS)]
        found = proof.message(label, draft, channel, at)
        if found is None:
            continue
        wrong += 1
        if wrong <= 5:

            def differs(other: Draft, channel: str = channel, at: datetime = at) -> bool:
                return proof.message("", other, channel, at) is not None

            small = shrunk(draft, differs)
            subject, body = small.texts
            click.echo(f"disagreement ({label}):")
            click.echo(f"  given: {{channel: {channel}, subject: {subject!r}, text: {body!r}}}")
            lines = proof.message("", small, channel, at)
            for line in lines.lines if lines else ():
                click.echo(f"    {line}")
    click.echo(f"messages: {count} compared, {wrong} disagreements")
    for name, story in (("moves", proof.moves()), ("edits", proof.edits())):
        rows = list(story)
        differing = [row for row in rows if row[1]]
        wrong += len(differing)
        for label, lines_of in differing[:5]:
            click.echo(f"  {label}: {'; '.join(lines_of)}")
        click.echo(f"{name}: {len(rows)} compared, {len(differing)} disagreements")
    for name, check in PROPERTIES.items():
        results = list(check(proof, Random(seed)))
        failed = [label for label, holds in results if not holds]
        wrong += len(failed)
        click.echo(f"property «{name}»: {len(results)} tried, {len(failed)} failed")
        for label in failed[:5]:
            click.echo(f"  {label!r}")
    return wrong
