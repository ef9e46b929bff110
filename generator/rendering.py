"""Component -> bytes: a template writes the elements, the canonical writer owns white space and escaping."""

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from generator.metadata.component import Component
from generator.xml import canonical

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates" if (HERE / "templates").is_dir() else HERE.parent / "templates"
"""In a wheel the templates lie inside the package, in a checkout beside it."""


@cache
def environment() -> jinja2.Environment:
    """Templates only transcribe: values are escaped, a missing one fails, yes and no are spelled as XML does."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=spelled,
    )
    made.tests["record"] = dataclasses.is_dataclass
    made.tests["many"] = lambda value: isinstance(value, tuple)
    made.filters["pairs"] = pairs
    return made


def spelled(value: Any) -> Any:
    if value is None:
        raise TypeError("a template wrote a value that is absent")
    return ("true" if value else "false") if isinstance(value, bool) else value


def pairs(body: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a record in order, as Salesforce spells them."""
    for one in dataclasses.fields(body):
        yield one.name, getattr(body, one.name)


def template_of(kind: str) -> str:
    """`ValidationRule` is written by `validation_rule.xml.j2`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower() + ".xml.j2"


def render(component: Component) -> bytes:
    """The canonical file of a component, UTF-8."""
    text = environment().get_template(template_of(component.kind)).render(body=component.body)
    return canonical(text.encode("utf-8"))
