"""Is a metadata file valid? lxml decides, fast; xmlschema explains, and is loaded only when there is a fault."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from generator.xml import NAMESPACE, NotXml, local, parse

if TYPE_CHECKING:
    from xmlschema import XMLSchema

SCHEMA = Path(__file__).resolve().parent / "metadata-66.xsd"
MOST = 20
"""Faults of one file that are told."""


def validate(content: bytes) -> tuple[str, ...]:
    """What is wrong with a metadata file by the schema of API 66, each with its line; empty when it is valid."""
    try:
        root = parse(content)
    except NotXml as problem:
        return (f"line {problem.line}: {problem.message}",)
    if decider().validate(root):
        return ()
    return explained(root) or (str(decider().error_log),)


def explained(root: etree._Element) -> tuple[str, ...]:
    """The faults in xmlschema's words, with the element that each is about."""
    told: list[str] = []
    for fault in explainer().iter_errors(root):  # an lxml tree: only that keeps lines and the prefixes of xsi:type
        about = place(fault)
        reason = (fault.reason or fault.message).replace(f"{{{NAMESPACE}}}", "").replace("tns:", "")
        told.append(f"line {about.sourceline}: `{local(about)}`: {reason}")
        if len(told) == MOST:
            break
    return tuple(told)


def place(fault: Any) -> etree._Element:
    """The element that a fault is about: the child that may not stand where it does, else the one that is refused."""
    child = getattr(fault, "invalid_child", None)
    found: etree._Element = fault.elem if child is None else child
    return found


@cache
def decider() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@cache
def explainer() -> "XMLSchema":
    from xmlschema import XMLSchema

    return XMLSchema(str(SCHEMA))
