"""The metadata WSDL of any org -> types. Reads its XML Schema part; messages and ports do not matter."""

from lxml import etree

from generator.schemas.model import BUILT_IN, Complex, Element, Simple
from generator.xml import parse

XSD = "{http://www.w3.org/2001/XMLSchema}"


def read(content: bytes) -> dict[str, Complex | Simple]:
    """The named types of a WSDL. Raises NotXml for what is not XML."""
    types: dict[str, Complex | Simple] = {}
    for schema in parse(content).iter(f"{XSD}schema"):
        for node in schema:
            if node.tag == f"{XSD}complexType":
                types[text(node, "name")] = complex_type(node)
            elif node.tag == f"{XSD}simpleType":
                types[text(node, "name")] = simple_type(node)
    return types


def complex_type(node: etree._Element) -> Complex:
    extension = node.find(f"{XSD}complexContent/{XSD}extension")
    holder = node if extension is None else extension
    return Complex(
        elements=tuple(element(one) for one in holder.iterfind(f"{XSD}sequence/{XSD}element")),
        base=None if extension is None else named(text(extension, "base")),
    )


def element(node: etree._Element) -> Element:
    return Element(
        name=text(node, "name"),
        type=named(text(node, "type")),
        least=int(node.get("minOccurs", "1")),
        many=node.get("maxOccurs") == "unbounded",
        nillable=node.get("nillable") == "true",
    )


def simple_type(node: etree._Element) -> Simple:
    length = node.find(f"{XSD}restriction/{XSD}length")
    return Simple(
        values=tuple(text(one, "value") for one in node.iter(f"{XSD}enumeration")),
        length=None if length is None else int(text(length, "value")),
    )


def text(node: etree._Element, attribute: str) -> str:
    return str(node.attrib[attribute])


def named(reference: str) -> str:
    """`tns:Flow` -> `Flow`; types of XML Schema keep their prefix."""
    return reference if reference.startswith(BUILT_IN) else reference.rpartition(":")[2]
