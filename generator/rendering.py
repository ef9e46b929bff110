"""Component -> bytes: a template writes the elements, the canonical writer owns white space and escaping."""

import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator.metadata.component import Component
from generator.metadata.registry import content_path, path_of
from generator.xml import FORBIDDEN, NotXml, canonical, escaped

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates" if (HERE / "templates").is_dir() else HERE.parent / "templates"
"""In a wheel the templates lie inside the package, in a checkout beside it."""
BETWEEN = re.compile(r">[ \t\n]+<")
"""White space of the templates. A value that is nothing but white space is spelled in numbers until it is read back."""
COMPILED = HERE / "__pycache__" / "templates"
"""Templates as bytecode, beside Python's own: to compile them takes longer than to build a package."""


class Bytecode(jinja2.FileSystemBytecodeCache):
    """Keeps bytecode where it may be written, and does without where it may not."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            COMPILED.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def environment() -> jinja2.Environment:
    """Templates only transcribe: values are escaped, a missing one fails, yes and no are spelled as XML does."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=Bytecode(str(COMPILED)),
        finalize=spelled,
    )


def spelled(value: Any) -> Any:
    """A value as a template writes it. Raises TypeError for what is absent or is no single value."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return Markup("".join(f"&#{ord(one)};" for one in value) if value.isspace() else escaped(value))
    if isinstance(value, int):
        return value
    raise TypeError(f"a template wrote {value!r}, which is no text, number or truth")


def template_of(kind: str) -> str:
    """`ValidationRule` is written by `validation_rule.xml.j2`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower() + ".xml.j2"


def render(component: Component) -> bytes:
    """The canonical XML file of a component, UTF-8.

    Raises NotXml for a character that XML cannot hold: the front end refuses such text long before.
    """
    text = environment().get_template(template_of(component.kind)).render(body=component.body)
    found = FORBIDDEN.search(text)
    if found:
        raise NotXml(f"{component.kind} {component.name}: U+{ord(found[0]):04X} cannot stand in XML", 0)
    return canonical(BETWEEN.sub("><", text).encode("utf-8"))


def files_of(component: Component) -> dict[str, bytes]:
    """The XML file, and the one beside it where a kind has one: path below a directory's `main/default` -> bytes.

    Raises NotXml as `render` does, and ValueError when the content of such a kind is absent.
    """
    files = {path_of(component): render(component)}
    beside = content_path(component)
    if beside:
        if component.content is None:
            raise ValueError(f"{component.kind} {component.name} has no content")
        files[beside] = component.content
    return files
