"""Texts of a spec are shown in Markdown, never read as Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown import Markup, bullets, code, quoted, said, table, text

SHOWN = (
    ("plain words", "plain words"),
    ("a|b", "a&#124;b"),
    ("<script>", "&lt;script&gt;"),
    ("a & b", "a &amp; b"),
    ("*bold* _it_ `code`", "\\*bold\\* \\_it\\_ \\`code\\`"),
    ("[link](http://x)", "\\[link\\](htt&#112;://x)"),
    ("https://x.example", "http&#115;://x.example"),
    ("WWW.x.example", "WW&#87;.x.example"),
    ("two\nlines\r\nof it", "two lines of it"),
    ("- no list", "\\- no list"),
    ("12. no list", "12\\. no list"),
    ("# no heading", "\\# no heading"),
    ("right \u202e to left", "right (U+202E) to left"),
    ("back\\slash", "back\\\\slash"),
    ("", ""),
)


@pytest.mark.parametrize(("given_text", "expected"), SHOWN)
def test_text_is_escaped(given_text: str, expected: str) -> None:
    assert text(given_text) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("pus", "`pus`"), ("a`b", "a\\`b"), ("a|b", "a&#124;b"), ("<b>", "`<b>`"), ("a\\", "a\\\\")]
)
def test_code_falls_back_to_text_where_a_span_would_break(word: str, expected: str) -> None:
    assert code(word) == expected


def test_parts_of_a_sentence_are_escaped_and_markup_is_not() -> None:
    assert said("{} is {}", "*it*", Markup("**bold**")) == "\\*it\\* is **bold**"
    assert said("{}", "{0} {x}") == "{0} {x}"


def test_quotation_keeps_its_lines() -> None:
    assert quoted("one\ntwo\n\n> three\n") == "> one\\\n> two\n>\n> &gt; three"


@given(st.text())
def test_no_text_leaves_its_cell(hostile: str) -> None:
    """One line, no bar, no tag, whatever comes in; an entity or an escape stands for each mark."""
    for shown in (text(hostile), code(hostile)):
        assert not re.search(r"[\n\r\u2028\u2029\x85|]", shown)
        assert shown.startswith("`") or "<" not in shown.replace("\\<", "")
    assert len(table(("a", "b"), [(hostile, hostile)]).splitlines()) == 3
    assert len(bullets([hostile]).splitlines()) == 1
    assert all(line.startswith(">") for line in quoted(hostile).split("\n"))
