"""A schema as data: the part of XML Schema that Salesforce's WSDL uses."""

from collections.abc import Mapping

from generator.frozen import record

BUILT_IN = "xsd:"
"""Types of XML Schema itself carry this prefix; Salesforce's own have none."""


@record
class Element:
    name: str
    type: str
    least: int = 1
    many: bool = False
    nillable: bool = False


@record
class Complex:
    """Elements in order, after those of `base`."""

    elements: tuple[Element, ...]
    base: str | None = None


@record
class Simple:
    """Text: one of `values`, or any where there are none. `unions`: one of these types instead."""

    values: tuple[str, ...] = ()
    length: int | None = None
    unions: tuple[str, ...] = ()


Types = Mapping[str, Complex | Simple]


def ancestry(name: str, types: Types) -> tuple[str, ...]:
    """A type's bases, nearest first."""
    found: list[str] = []
    here = types.get(name)
    while isinstance(here, Complex) and here.base is not None:
        found.append(here.base)
        here = types.get(here.base)
    return tuple(found)


def content(name: str, types: Types) -> tuple[Element, ...]:
    """All elements of a type in the order of a file: those of its bases first."""
    chain = [types[one] for one in (*reversed(ancestry(name, types)), name)]
    return tuple(element for one in chain if isinstance(one, Complex) for element in one.elements)
