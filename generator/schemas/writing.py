"""Types -> an XML Schema document."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from generator.schemas.model import BUILT_IN, Complex, Element, Simple, Types
from generator.schemas.trimming import roots
from generator.xml import DECLARATION, NAMESPACE


def write(types: Types, note: str) -> str:
    """The schema, one line for each node, roots first. `note` says where it comes from."""
    return DECLARATION + "\n".join(lines(types, note)) + "\n"


def lines(types: Types, note: str) -> Iterator[str]:
    yield f"<!-- {note} -->"
    yield (
        f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="{NAMESPACE}"'
        f' targetNamespace="{NAMESPACE}" elementFormDefault="qualified">'
    )
    for name in roots(types):
        yield f'  <xsd:element name="{name}" type="tns:{name}"/>'
    for name, one in types.items():
        yield from complex_lines(name, one) if isinstance(one, Complex) else simple_lines(name, one)
    yield "</xsd:schema>"


def complex_lines(name: str, type: Complex) -> Iterator[str]:
    yield f'  <xsd:complexType name="{name}">'
    if type.base is not None:
        yield f'    <xsd:complexContent><xsd:extension base="{reference(type.base)}">'
    yield "      <xsd:sequence>"
    for one in type.elements:
        yield f"        {element_line(one)}"
    yield "      </xsd:sequence>"
    if type.base is not None:
        yield "    </xsd:extension></xsd:complexContent>"
    yield "  </xsd:complexType>"


def element_line(element: Element) -> str:
    attributes = [f'name="{element.name}" type="{reference(element.type)}"']
    attributes += ['minOccurs="0"'] if element.least == 0 else []
    attributes += ['maxOccurs="unbounded"'] if element.many else []
    attributes += ['nillable="true"'] if element.nillable else []
    return f"<xsd:element {' '.join(attributes)}/>"


def simple_lines(name: str, type: Simple) -> Iterator[str]:
    yield f'  <xsd:simpleType name="{name}">'
    if type.unions:
        yield f'    <xsd:union memberTypes="{" ".join(type.unions)}"/>'
    else:
        yield '    <xsd:restriction base="xsd:string">'
        if type.length is not None:
            yield f'      <xsd:length value="{type.length}"/>'
        for value in type.values:
            yield f"      <xsd:enumeration value={quoteattr(value)}/>"
        yield "    </xsd:restriction>"
    yield "  </xsd:simpleType>"


def reference(type: str) -> str:
    return type if type.startswith(BUILT_IN) else f"tns:{type}"
