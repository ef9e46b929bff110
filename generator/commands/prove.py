"""`carepath prove SPEC`"""

import sys
from datetime import datetime
from random import Random

import click

from generator.commands.running import reported
from generator.compiler import compile_spec, understand
from generator.source import Source


@click.command()
@click.argument("spec")
@click.option("--cases", default=1000, show_default=True, help="How many random messages, after the obligations.")
@click.option("--seed", default=1, show_default=True)
def command(spec: str, cases: int, seed: int) -> None:
    """Compare the generated metadata with the spec's meaning, message by message and move by move."""
    from generator.prove.messages import Draft
    from generator.prove.properties import PROPERTIES
    from generator.prove.running import INSTANTS, Proof
    from generator.prove.shrinking import shrunk

    sources: dict[str, Source] = {}
    with reported(sources):
        understood = understand(spec)
        proof = Proof(understood.resolved.process, compile_spec(understood))
    count, wrong = 0, 0
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
    sys.exit(1 if wrong else 0)
