"""XML is read safely and written one way only."""

import pytest

from generator.xml import LARGEST, NotXml, canonical, parse

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
OPEN = b'<Flow xmlns="http://soap.sforce.com/2006/04/metadata"'
ARABIC = "<label>\u0645\u0631\u062d\u0628\u0627 \U0001f691</label>"


def written(inside: bytes) -> bytes:
    return canonical(OPEN + b">" + inside + b"</Flow>")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (b"<label>a</label>", b"    <label>a</label>\n"),
        (b"<label>\n\t a </label>", b"    <label>\n\t a </label>\n"),
        (b"<label> </label>", b"    <label> </label>\n"),
        (b"<label></label>", b"    <label/>\n"),
        (b"<a><b>1</b>\n<b>2</b></a>", b"    <a>\n        <b>1</b>\n        <b>2</b>\n    </a>\n"),
        (b"<label>\"it's\" &lt;b&gt; &amp;</label>", b"    <label>&quot;it&apos;s&quot; &lt;b&gt; &amp;</label>\n"),
        (b"<label><![CDATA[a & b ]]>]]&gt;</label>", b"    <label>a &amp; b ]]&gt;</label>\n"),
        (b"<label>a&#13;&#10;b\r\nc</label>", b"    <label>a&#13;\nb\nc</label>\n"),
        (b"<!-- said --><label>a<!-- not said -->b<?pi?>c</label>", b"    <label>abc</label>\n"),
        (ARABIC.encode(), b"    " + ARABIC.encode() + b"\n"),
        (b"<label>&#x1F691;</label>", "    <label>\U0001f691</label>\n".encode()),
    ],
)  # fmt: skip
def test_one_spelling(inside: bytes, expected: bytes) -> None:
    """Four spaces, quotes and apostrophes as entities, no CDATA, no comments, leaf text to the letter."""
    content = written(inside)
    assert content == HEAD + OPEN + b">\n" + expected + b"</Flow>\n"
    assert canonical(content) == content


def test_types_and_nulls_keep_their_attributes() -> None:
    """Custom metadata says types and nulls in attributes; the root declares their namespaces, and only then."""
    spaces = b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    inside = b'<value xsi:type="xsd:string">a</value><value xsi:nil="true"/>'
    content = canonical(b"<CustomMetadata" + OPEN[5:] + spaces + b">" + inside + b"</CustomMetadata>")
    lines = content.decode().splitlines()
    assert lines[1] == (b"<CustomMetadata" + OPEN[5:] + spaces + b">").decode()
    assert lines[2:4] == ['    <value xsi:type="xsd:string">a</value>', '    <value xsi:nil="true"/>']
    assert canonical(content) == content


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"<Flow>\n<label>a</Flow>", "mismatch", 2),
        (b"", "empty", 1),
        (b"plain text", "Start tag expected", 1),
        (b"<a/>\n<b/>", "Extra content", 2),
        (b"<a>\x00</a>", "", 1),
        (b"<a>&#7;</a>", "invalid", 1),
        (b"<a>\xff</a>", "", 1),
        (b"<!DOCTYPE a><a/>", "document type", 1),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type", 1),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type", 1),
        (b"<a>&unknown;</a>", "Entity", 1),
        (b"<a>" * 300 + b"</a>" * 300, "depth", 1),
    ],
)
def test_what_is_refused(content: bytes, message: str, line: int) -> None:
    """Not well-formed, or a document that brings its own definitions."""
    with pytest.raises(NotXml) as refused:
        parse(content)
    assert message.lower() in refused.value.message.lower()
    assert refused.value.line == line


def test_a_file_past_the_limit_is_not_parsed() -> None:
    with pytest.raises(NotXml, match="larger than 20,000,000 bytes"):
        parse(b"<a>" + b" " * LARGEST + b"</a>")


@pytest.mark.parametrize(
    ("inside", "message"),
    [(b"<a>stray<b>1</b></a>", "stray"), (b"<a><b>1</b>stray</a>", "stray"), (b'<a b="1"/>', "attribute `b`")],
)
def test_what_is_not_written(inside: bytes, message: str) -> None:
    """Metadata has no text beside elements, and no attributes but types and nulls."""
    with pytest.raises(NotXml, match=message):
        written(inside)
