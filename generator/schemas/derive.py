"""`python -m generator.schemas.derive WSDL`: the schema of the kinds we handle, from the metadata WSDL of any org."""

from pathlib import Path

import click

from generator.metadata.registry import BESIDE, KINDS
from generator.schemas import declarations, wsdl
from generator.schemas.joining import join
from generator.schemas.trimming import trim
from generator.schemas.validation import SCHEMA
from generator.schemas.writing import write

NOTE = "Derived by `python -m generator.schemas.derive`; not written by hand."


def derive(definition: bytes, declared: str | None) -> str:
    """A WSDL, and the declarations of a newer API where it is an older one -> the trimmed schema.

    Raises NotXml for a WSDL that is not XML, KeyError for a kind that it does not know.
    """
    types = wsdl.read(definition)
    if declared is not None:
        types = join(types, declarations.read(declared))
    return write(trim(types, (kind.name for kind in (*KINDS, *BESIDE))), NOTE)


@click.command()
@click.argument("definition", metavar="WSDL", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--types",
    "declared",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="metadata.d.ts of @salesforce/types: brings an older WSDL to its API.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=SCHEMA, show_default=False)
def command(definition: Path, declared: Path | None, output: Path) -> None:
    """Write the schema that metadata files are validated against, from an org's metadata WSDL."""
    text = None if declared is None else declared.read_text(encoding="utf-8")
    output.write_text(derive(definition.read_bytes(), text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    command()
