"""An older WSDL and newer declarations -> the newer schema.

The declarations say which types, elements, bases and values there are, and in which order. The WSDL says what they
cannot: kinds of number and date, what may be nil, and how often a list must occur.
"""

from dataclasses import replace

from generator.schemas.declarations import OPEN
from generator.schemas.model import BUILT_IN, Complex, Element, Simple, Types

WIDEST = {"string": "xsd:string", "number": "xsd:double", "Date": "DateOrTime"}
"""For what only the declarations know: no value that Salesforce would take is refused."""
DATE_OR_TIME = Simple(unions=("xsd:dateTime", "xsd:date", "xsd:time"))


def join(wsdl: Types, declared: dict[str, Complex | Simple | str]) -> dict[str, Complex | Simple]:
    """All types of both, the declarations deciding where both know one."""
    bases = {one.base for one in declared.values() if isinstance(one, Complex)}
    types: dict[str, Complex | Simple] = {"DateOrTime": DATE_OR_TIME, **wsdl}
    for name, newer in declared.items():
        older = wsdl.get(name)
        if isinstance(newer, Complex):
            types[name] = joined(newer, older)
        elif isinstance(newer, Simple):
            types[name] = newer
        elif older is None:
            types[name] = Complex(elements=()) if name in bases else Simple()  # both are declared as plain text
    return types


def joined(newer: Complex, older: Complex | Simple | None) -> Complex:
    known = {one.name: one for one in older.elements} if isinstance(older, Complex) else {}
    return replace(newer, elements=tuple(element(one, known.get(one.name)) for one in newer.elements))


def element(newer: Element, older: Element | None) -> Element:
    if older is None:
        return replace(newer, type=settled(newer.type))
    occurs = older.least if older.nillable or newer.many else newer.least
    kept = newer.type.startswith(OPEN) and (older.type.startswith(BUILT_IN) or newer.type == "?string")
    return replace(newer, type=older.type if kept else settled(newer.type), least=occurs, nillable=older.nillable)


def settled(type: str) -> str:
    return WIDEST[type.removeprefix(OPEN)] if type.startswith(OPEN) else type
