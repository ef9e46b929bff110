"""Structure, names and order of flows (deploy rules, section 1.1)."""

import re
from collections.abc import Iterator

from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
LONGEST_NAME = 80


@rule("FLOW-005", "deploy", "doc", "Flow")
def element_names(one: Subject) -> Iterator[Fault]:
    """Elements and resources have API names of at most 80 characters.

    A name begins with a letter, holds letters, digits and single underscores, and does not end with one. An org refuses
    the file (ELEMENT_NAME_INVALID). Rename the element, and every reference to it.
    Source: Metadata API, FlowElement.
    """
    for element in one.view.named:
        if not NAME.fullmatch(element.name) or len(element.name) > LONGEST_NAME:
            yield fault(
                f"`{element.name}` is no API name", element, "name",
                "begin with a letter; letters, digits and single underscores, at most 80",
            )  # fmt: skip


@rule("FLOW-013", "deploy", "comm", "Flow")
def connects_to_itself(one: Subject) -> Iterator[Fault]:
    """No element is connected to itself.

    A run would never leave it, so the org refuses it: "The element "X" cannot be connected to itself." Connect it to
    the element that is meant.
    """
    for edge in one.view.edges:
        if edge.source == edge.target:
            yield fault(f"the element `{edge.source}` is connected to itself", edge.connector, "targetReference")
