"""`carepath where SPEC PATH`"""

import sys

import click

from generator.binding import suggestion
from generator.commands.running import reported
from generator.loading import load
from generator.nodes import Listing, Node, Scalar, Table
from generator.source import Source


@click.command()
@click.argument("spec")
@click.argument("path")
def command(spec: str, path: str) -> None:
    """Say which layers set a value, the newest first. PATH is keys and ids with points: categories.billing.words"""
    sources: dict[str, Source] = {}
    with reported(sources):
        loaded = load(spec)
    node: Node = loaded.merged
    done: list[str] = []
    for key in path.split("."):
        inner, known = child(node, key)
        if inner is None:
            place = ".".join(done) or "the spec"
            click.echo(f"there is no `{key}` in {place}", err=True)
            help = suggestion(key, known)
            if help:
                click.echo(help, err=True)
            sys.exit(1)
        node = inner
        done.append(key)
    chain: Node | None = node
    while chain is not None:
        click.echo(f"{chain.span}: {shown(chain)}")
        chain = chain.beneath


def child(node: Node, key: str) -> tuple[Node | None, list[str]]:
    """What stands under a key or an id, and the keys that there are."""
    if isinstance(node, Table):
        return node.get(key), [entry.key.text for entry in node.entries]
    if isinstance(node, Listing):
        named = {
            name.text: item
            for item in node.items
            if isinstance(item, Table) and isinstance(name := item.get("id"), Scalar)
        }
        return named.get(key), list(named)
    return None, []


def shown(node: Node) -> str:
    """A value on one line."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())[:200]
    if isinstance(node, Listing):
        return f"[{', '.join(shown(item) for item in node.items)}]"[:400]
    return f"{{{', '.join(f'{entry.key.text}: {shown(entry.value)}' for entry in node.entries)}}}"[:400]
