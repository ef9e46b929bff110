"""XML, read safely and written canonically: in the spelling that a Metadata API retrieve uses."""

import re

from lxml import etree

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.w3.org/2001/XMLSchema"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
INDENT = "    "
LARGEST = 20_000_000
"""Bytes of one file that are read."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document can hold, in whatever spelling."""
SPELLED = re.compile("[&<>\"'\r]")
KEPT = {f"{{{INSTANCE}}}type": "xsi:type", f"{{{INSTANCE}}}nil": "xsi:nil"}
"""The only attributes that metadata files have."""


class NotXml(Exception):  # noqa: N818  (a verdict on the input)
    """Content that is no well-formed XML, or XML that we refuse to read. `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        self.message = message
        self.line = line
        super().__init__(message)


def parse(content: bytes) -> etree._Element:
    """The root element, without comments and processing instructions. No entities, no document type, no network, no
    more than `LARGEST` bytes; raises NotXml."""
    if len(content) > LARGEST:
        raise NotXml(f"the file is larger than {LARGEST:,} bytes", 1)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise NotXml("the file is not in UTF-8", 1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise NotXml(str(problem.msg or "not well-formed"), problem.lineno or 1) from None
    info = root.getroottree().docinfo
    if getattr(info, "doctype", None):
        raise NotXml("a document type is not allowed", 1)
    return root


def canonical(content: bytes) -> bytes:
    """The same document with a declaration, four spaces, `&quot;` and `&apos;`, and one final newline.

    Raises NotXml, also for text between elements: metadata has none.
    """
    root = parse(content)
    lines: list[str] = []
    write(root, "", spaces(root), lines)
    return (DECLARATION + "\n".join(lines) + "\n").encode("utf-8")


def spaces(root: etree._Element) -> str:
    """The namespaces that a root declares: the others only where an attribute needs them."""
    declared = f' xmlns="{NAMESPACE}"'
    if root.xpath("boolean(//@*)"):
        declared += f' xmlns:xsi="{INSTANCE}" xmlns:xsd="{SCHEMA}"'
    return declared


def write(element: etree._Element, indent: str, attributes: str, lines: list[str]) -> None:
    name, text = local(element), element.text
    for key, value in element.items():
        attributes += f' {attribute(element, str(key))}="{escaped(str(value))}"'
    if len(element):
        stray(text, element)
        lines.append(f"{indent}<{name}{attributes}>")
        deeper = indent + INDENT
        for child in element:
            write(child, deeper, "", lines)
            tail = child.tail
            if tail is not None:
                stray(tail, child)
        lines.append(f"{indent}</{name}>")
    elif text:
        lines.append(f"{indent}<{name}{attributes}>{escaped(text)}</{name}>")
    else:
        lines.append(f"{indent}<{name}{attributes}/>")


def escaped(text: str) -> str:
    """Text as a retrieve spells it. A carriage return would be read back as a line feed if it stood bare."""
    if SPELLED.search(text) is None:
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&apos;").replace("\r", "&#13;")


def attribute(element: etree._Element, key: str) -> str:
    if key not in KEPT:
        raise NotXml(f"the attribute `{key}` is not allowed", line_of(element))
    return KEPT[key]


def stray(text: str | None, element: etree._Element) -> None:
    if text and text.strip(" \t\r\n"):
        raise NotXml(f"there is text beside elements: {text.strip()[:40]!r}", line_of(element))


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    assert isinstance(tag, str)  # comments and processing instructions are not read
    return tag.rpartition("}")[2]


def line_of(element: etree._Element) -> int:
    """Where an element begins, from 1; 0 when it was not read from a file."""
    line = element.sourceline
    return line if isinstance(line, int) else 0
