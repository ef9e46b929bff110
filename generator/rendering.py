"""Component -> bytes: a template writes the elements, the canonical writer owns white space and escaping."""

import hashlib
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.ext import Extension

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


class Written(CodeGenerator):
    """Spells every value that a template writes. What a macro gives, and templates call nothing else, is XML already.
    Autoescaping would come to the same, and takes twice the time to mark what is XML as such."""

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if not isinstance(node, nodes.Call):
            self.write("environment.finalize(")

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if not isinstance(node, nodes.Call):
            self.write(")")


class Inlined(Extension):
    """Writes the macros of `macros.xml.j2`, each a line, out where they are called: a build calls them 30,000 times."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return CALL.sub(written_out, source) if name != MACROS else source


class Environment(jinja2.Environment):
    code_generator_class = Written


MACROS = "macros.xml.j2"
DEFINED = re.compile(r"\{% macro (\w+)\(name, (\w+)\) %\}(.*)\{% endmacro %\}")
CALL = re.compile(r'\{\{ (\w+)\("(\w+)", ([\w.]+)\) \}\}')


@cache
def shorthands() -> dict[str, tuple[str, str]]:
    """The macros of `macros.xml.j2`: what the second argument is called, and the text."""
    text = (TEMPLATES / MACROS).read_text(encoding="utf-8")
    return {name: (argument, body) for name, argument, body in DEFINED.findall(text)}


def written_out(call: re.Match[str]) -> str:
    macro, name, value = call.groups()
    argument, body = shorthands()[macro]
    return re.sub(rf"\b{argument}\b", value, body).replace("{{ name }}", name)


@cache
def environment() -> jinja2.Environment:
    """Templates only transcribe: values are escaped, a missing one fails, yes and no are spelled as XML does."""
    how = hashlib.sha256(Path(__file__).read_bytes() + (TEMPLATES / MACROS).read_bytes()).hexdigest()[:16]
    return Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=Bytecode(str(COMPILED), f"{how}-%s"),
        extensions=[Inlined],
        finalize=spelled,
    )


def spelled(value: Any) -> str:
    """A value as a template writes it. Raises TypeError for what is absent or is no single value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "".join(f"&#{ord(one)};" for one in value) if value.isspace() else escaped(value)
    if isinstance(value, int):
        return str(value)
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
