"""YAML text -> own nodes with spans. Everything is text; anchors, aliases, tags and second documents are refused.

Built from parser events, so that nesting is capped before any recursion and no Python object is ever constructed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from generator.diagnostics import Diagnostic, Note, Rejected
from generator.frozen import because, record
from generator.source import Source, Span

MAX_DEPTH = 40
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (W3C Recommendation, production 2)."""
LINE_ENDS = re.compile("[\u0085\u2028\u2029]")
"""Characters at which YAML 1.1 ends a line (section 4.2) and no editor does: a text with one is folded into another."""

Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@record
class Scalar:
    """`inset`: characters between the start of the span and the text, None where they do not map one to one."""

    text: str
    plain: bool
    inset: int | None
    span: Span = because()
    beneath: "Node | None" = because()


@record
class Listing:
    items: "tuple[Node, ...]"
    span: Span = because()
    beneath: "Node | None" = because()


@record
class Entry:
    key: Scalar
    value: "Node"


@record
class Table:
    entries: tuple[Entry, ...]
    span: Span = because()
    beneath: "Node | None" = because()

    def get(self, key: str) -> "Node | None":
        """The value under `key`, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


Node = Scalar | Listing | Table

WORDS_FOR = (
    ("found character '\\t'", "a tab cannot indent or begin a value"),
    ("mapping values are not allowed", "a `:` followed by a space begins a value here, where none can stand"),
    ("did not find expected key", "a key was expected here"),
    ("did not find expected '-' indicator", "a list item that begins with `- ` was expected here"),
    ("did not find expected ',' or ']'", "a list in brackets needs `,` or `]` here"),
    ("did not find expected ',' or '}'", "a table in braces needs `,` or `}` here"),
    ("could not find expected ':'", "a key needs `:` and a space behind it"),
    ("found unexpected end of stream", "a quoted text is not closed"),
    ("unexpected end of stream", "a quoted text is not closed"),
    ("unknown escape", "unknown escape in a text between double quotes"),
    ("found unknown escape", "unknown escape in a text between double quotes"),
    ("hexadecimal", "an escape needs hexadecimal digits"),
    ("block sequence entries are not allowed", "a list cannot begin here"),
    ("cannot start any token", "a value cannot begin with this character; put it between quotes"),
    ("did not find expected node content", "a value was expected here"),
    ("found undefined tag handle", "tags (`!name`) are not part of the language"),
    ("expected <document start>", "the file holds more than one document, or text behind its end"),
    ("did not find expected <document start>", "the file holds more than one document, or text behind its end"),
    ("indentation", "the indentation does not fit the lines above"),
    ("incompatible YAML", "the YAML version is not 1.1 or 1.2"),
)


@lru_cache(maxsize=256)
def read(source: Source) -> Table:
    """The one document of `source` as a table; layers that many specs of a build share are read once.

    Raises Rejected (CP104 to CP110) with every mistake that the parser lets us reach.
    """
    found = NOT_XML.search(source.text)
    if found:
        span = at(source, found.start())
        message = f"the character U+{ord(found.group()):04X} cannot stand in XML, which everything becomes"
        raise Rejected([error("CP104", message, span, "remove it")])
    found = LINE_ENDS.search(source.text)
    if found:
        spelled = f"U+{ord(found.group()):04X}"
        message = f"the character {spelled} ends a line to YAML, though it does not look so"
        help = f'write a new line, or "\\u{ord(found.group()):04X}" between double quotes'
        raise Rejected([error("CP104", message, at(source, found.start()), help)])
    reader = Reader(source)
    try:
        node = reader.document()
    except yaml.MarkedYAMLError as problem:
        raise Rejected([*reader.found, syntax(source, problem)]) from None
    except yaml.YAMLError:
        whole = Span(path=source.path, line=1, column=1, end_line=1, end_column=2)
        raise Rejected([*reader.found, error("CP105", "the file is not YAML", whole)]) from None
    if reader.found:
        raise Rejected(reader.found)
    if not isinstance(node, Table):
        span = node.span if node else Span(path=source.path, line=1, column=1, end_line=1, end_column=2)
        raise Rejected([error("CP107", "a spec is a table of keys and values", span, "begin with `carepath: 1`")])
    return node


class Reader:
    """Walks the events of one source; collects findings and goes on where it can."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self.events: Iterator[Event] = yaml.parse(source.text, Loader=Loader)

    def document(self) -> Node | None:
        documents = 0
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("CP107", "a spec is one document, and a second begins here", event, "remove `---`")
                    return root
            elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent):
                root = self.node(event, 1)
        return root

    def node(self, event: Event, depth: int) -> Node:
        self.refuse_references(event)
        if depth > MAX_DEPTH:
            span = self.span(event)
            raise Rejected([*self.found, error("CP109", f"nested deeper than {MAX_DEPTH} levels", span)])
        if isinstance(event, SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self.events), SequenceEndEvent):
                items.append(self.node(inner, depth + 1))
            return Listing(items=tuple(items), span=self.span(event, inner), beneath=None)
        if isinstance(event, MappingStartEvent):
            return self.table(event, depth)
        return self.scalar(event)

    def table(self, event: Event, depth: int) -> Table:
        entries: dict[str, Entry] = {}
        while not isinstance(inner := next(self.events), MappingEndEvent):
            key = self.node(inner, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.found.append(error("CP110", "a key must be a word, not a list or a table", key.span))
            elif key.text in entries:
                first = Note(message="first written here", span=entries[key.text].key.span)
                twice = error("CP108", f"the key `{key.text}` is written twice", key.span, "keep one of them")
                self.found.append(replace(twice, notes=(first,)))
            else:
                entries[key.text] = Entry(key=key, value=value)
        return Table(entries=tuple(entries.values()), span=self.span(event, inner), beneath=None)

    def scalar(self, event: Event) -> Scalar:
        text = event.value if isinstance(event, ScalarEvent) else ""
        style = event.style if isinstance(event, ScalarEvent) else None
        span = self.span(event)
        quoted = style in ("'", '"')
        one_line = span.line == span.end_line
        same = one_line and span.end_column - span.column == len(text) + (2 if quoted else 0)
        inset = (1 if quoted else 0) if same else None
        return Scalar(text=text, plain=style in (None, ""), inset=inset, span=span, beneath=None)

    def refuse_references(self, event: Event) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            self.refuse("CP106", "anchors and aliases are not part of the language", event, "write the value out")
        elif getattr(event, "tag", None) not in (None, "!"):
            self.refuse("CP106", "tags (`!name`) are not part of the language", event, "remove the tag")

    def refuse(self, code: str, message: str, event: Event, help: str) -> None:
        self.found.append(error(code, message, self.span(event), help))

    def span(self, first: Event, last: Event | None = None) -> Span:
        start, end = first.start_mark, (last or first).end_mark
        assert start is not None
        assert end is not None
        return Span(
            path=self.source.path,
            line=start.line + 1,
            column=start.column + 1,
            end_line=end.line + 1,
            end_column=max(end.column + 1, start.column + 2 if end.line == start.line else 1),
        )


def error(code: str, message: str, span: Span, help: str | None = None) -> Diagnostic:
    """An error; `help` says what to do."""
    return Diagnostic(code=code, severity="error", message=message, span=span, help=help)


def at(source: Source, offset: int) -> Span:
    """The span of the one character at `offset`."""
    line = source.text.count("\n", 0, offset) + 1
    column = offset - (source.text.rfind("\n", 0, offset) + 1) + 1
    return Span(path=source.path, line=line, column=column, end_line=line, end_column=column + 1)


def syntax(source: Source, problem: yaml.MarkedYAMLError) -> Diagnostic:
    """The parser's complaint in our own words, so that frozen messages do not depend on its version."""
    said = f"{problem.context or ''} {problem.problem or ''}"
    words = next((ours for theirs, ours in WORDS_FOR if theirs in said), "this is not YAML")
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    span = Span(path=source.path, line=line, column=column, end_line=line, end_column=column + 1)
    return error("CP105", words, span, "texts with `:`, `#`, quotes or brackets go between double quotes")
