"""XML, read safely and written canonically: in the spelling that a Metadata API retrieve uses."""

from lxml import etree

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
INDENT = "    "
LARGEST = 20_000_000
"""Bytes of one file that are read."""
TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


class NotXml(Exception):  # noqa: N818  (a verdict on the input)
    """Content that is no well-formed XML, or XML that we refuse to read. `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        self.message = message
        self.line = line
        super().__init__(message)


def parse(content: bytes) -> etree._Element:
    """The root element. No entities, no document type, no network; raises NotXml."""
    if len(content) > LARGEST:
        raise NotXml(f"the file is larger than {LARGEST:,} bytes", 1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise NotXml(str(problem.msg or "not well-formed"), problem.lineno or 1) from None
    info = root.getroottree().docinfo
    if getattr(info, "doctype", None):
        raise NotXml("a document type is not allowed", 1)
    return root


def canonical(content: bytes) -> bytes:
    """The same document with a declaration, four spaces, `&quot;` and `&apos;`, and one final newline."""
    lines: list[str] = []
    write(parse(content), "", lines)
    return (DECLARATION + "\n".join(lines) + "\n").encode("utf-8")


def write(element: etree._Element, indent: str, lines: list[str]) -> None:
    name = local(element)
    attributes = f' xmlns="{NAMESPACE}"' if not indent else ""
    children = [child for child in element if isinstance(child.tag, str)]
    if children:
        lines.append(f"{indent}<{name}{attributes}>")
        for child in children:
            write(child, indent + INDENT, lines)
        lines.append(f"{indent}</{name}>")
    elif element.text:
        lines.append(f"{indent}<{name}{attributes}>{element.text.translate(TEXT)}</{name}>")
    else:
        lines.append(f"{indent}<{name}{attributes}/>")


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname
