"""TypeScript declarations of the metadata types (`metadata.d.ts` of @salesforce/types) -> types.

They tell order, optionality, lists and enumerations of a newer API; what they cannot tell (whole or decimal number,
date or time, nillable) stays open here and is settled by a WSDL.
"""

import re

from generator.schemas.model import Complex, Element, Simple

TYPE = re.compile(r"^export type (\w+) = (?:(\w+) & )?\{\n(.*?)^\};", re.MULTILINE | re.DOTALL)
ENUMERATION = re.compile(r"^export type (\w+) = ('[^;\n]*');", re.MULTILINE)
NAMED = re.compile(r"^export type (\w+) = (string|\w+);", re.MULTILINE)
PROPERTY = re.compile(r"^ {4}(\w+)(\?)?: ([\w.]+)(\[\])?;$", re.MULTILINE)
OPEN = "?"
"""Before a type that the declarations leave open: `?string`, `?number`, `?Date`."""
PRIMITIVES = {"string": "?string", "number": "?number", "Date": "?Date", "boolean": "xsd:boolean", "any": "xsd:anyType"}


def read(text: str) -> dict[str, Complex | Simple | str]:
    """The declared types by name; a name whose declaration says no more than `string` maps to that word."""
    types: dict[str, Complex | Simple | str] = dict(NAMED.findall(text))
    for name, base, body in TYPE.findall(text):
        types[name] = Complex(elements=tuple(properties(body)), base=base or None)
    for name, values in ENUMERATION.findall(text):
        types[name] = Simple(values=tuple(re.findall(r"'([^']*)'", values)))
    return types


def properties(body: str) -> list[Element]:
    found = [
        Element(name=name, type=PRIMITIVES.get(type, type), least=0 if optional or many else 1, many=bool(many))
        for name, optional, type, many in PROPERTY.findall(body)
    ]
    if len(found) != len(body.splitlines()):
        raise ValueError(f"a declaration that is not understood: {body[:200]}")
    return found
