"""The whole schema of API 66, made from Salesforce's own two publications, and sharing no code with the package: the
schema of the WSDL is edited in place until it says what the declarations say.
"""

import re
from pathlib import Path

import simple_salesforce
from lxml import etree

from tests.peers.node import MODULES

WSDL = Path(simple_salesforce.__file__).parent / "metadata.wsdl"
DECLARATIONS = MODULES / "@salesforce" / "types" / "lib" / "metadata.d.ts"
X = "{http://www.w3.org/2001/XMLSchema}"
NUMBERS = {"int", "double", "long", "decimal"}
TIMES = {"date", "dateTime", "time"}


def official() -> etree.XMLSchema:
    """Every type and every root that API 66 has."""
    schema = etree.parse(str(WSDL)).find(f".//{X}schema")
    assert schema is not None
    for old in schema.findall(f"{X}element"):
        schema.remove(old)
    named = {node.get("name"): node for node in schema}
    bases: dict[str, str] = {}
    for statement in re.split(r"^export ", DECLARATIONS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, tail = statement.partition("=")
        name, tail = head.removeprefix("type ").strip(), tail.strip()
        if not head.startswith("type "):
            continue
        if tail.startswith("'"):
            swap(schema, named, enumeration(name, tail))
        elif "{" in tail:
            base = tail.split("{")[0].replace("&", "").strip()
            bases[name] = base
            swap(schema, named, compound(name, base, tail, named.get(name)))
        elif name not in named:
            swap(schema, named, enumeration(name, ""))
    for name in set(bases.values()) - {""}:
        if named[name].tag == f"{X}simpleType":  # declared as plain text for want of elements
            swap(schema, named, etree.Element(f"{X}complexType", name=name))
    for name in named:
        extended = named[name].find(f"{X}complexContent/{X}extension")
        if extended is not None:
            bases.setdefault(name, extended.get("base").split(":")[-1])
    for name in named:
        above = name
        while above in bases:
            above = bases[above]
            if above == "Metadata":
                etree.SubElement(schema, f"{X}element", name=name, type=f"tns:{name}")
    return etree.XMLSchema(etree.fromstring(etree.tostring(schema)))


def swap(schema: etree._Element, named: dict[str, etree._Element], new: etree._Element) -> None:
    old = named.get(new.get("name"))
    if old is None:
        schema.append(new)
    else:
        schema.replace(old, new)
    named[new.get("name")] = new


def enumeration(name: str, text: str) -> etree._Element:
    made = etree.Element(f"{X}simpleType", name=name)
    inner = etree.SubElement(made, f"{X}restriction", base="xsd:string", nsmap={"xsd": X[1:-1]})
    for value in filter(None, text.rstrip(";\n ").split(" | ")):
        etree.SubElement(inner, f"{X}enumeration", value=value.strip("'"))
    return made


def compound(name: str, base: str, text: str, old: etree._Element | None) -> etree._Element:
    names = {"xsd": X[1:-1], "tns": "http://soap.sforce.com/2006/04/metadata"}
    made = etree.Element(f"{X}complexType", name=name, nsmap=names)
    holder = made
    if base:
        holder = etree.SubElement(etree.SubElement(made, f"{X}complexContent"), f"{X}extension", base=f"tns:{base}")
    sequence = etree.SubElement(holder, f"{X}sequence")
    before = {} if old is None else {one.get("name"): one for one in old.iter(f"{X}element")}
    for line in text.splitlines()[1:]:
        if ": " not in line:
            continue
        key, _, kind = line.strip().rstrip(";").partition(": ")
        sequence.append(member(key, kind, before.get(key.rstrip("?"))))
    return made


def member(key: str, kind: str, old: etree._Element | None) -> etree._Element:
    """One element: the WSDL's where it says more than the declaration, else the declaration's."""
    several = kind.endswith("[]")
    kind = kind.removesuffix("[]")
    was = "" if old is None else old.get("type", "")
    prefix, _, local = was.partition(":")
    agrees = (kind == "string" and bool(was) and local not in NUMBERS | TIMES | {"boolean", "anyType"}) or (
        prefix == "xsd" and {"number": local in NUMBERS, "Date": local in TIMES}.get(kind, False)
    )
    fresh = {"string": "xsd:string", "number": "xsd:double", "boolean": "xsd:boolean",
             "any": "xsd:anyType", "Date": "xsd:anySimpleType"}.get(kind, f"tns:{kind}")  # fmt: skip
    made = etree.Element(f"{X}element", name=key.rstrip("?"), type=was if agrees else fresh)
    nil = old is not None and old.get("nillable") == "true"
    if nil:
        made.set("nillable", "true")
    least = old.get("minOccurs", "1") if old is not None and (nil or several) else "0" if several or "?" in key else "1"
    if least == "0":
        made.set("minOccurs", "0")
    if several:
        made.set("maxOccurs", "unbounded")
    return made
