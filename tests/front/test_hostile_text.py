"""A text of an author stays a text: wherever it stands, it is refused at its line or arrives in the files as written.

Each hostile text is put into every place of the language that takes any text, all at once; what is refused is taken
out. The rest is built, and compared with what the same spec becomes with harmless texts of the same length.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from generator.diagnostics import Rejected
from generator.formula.parsing import parse
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.loading import load
from generator.process.characters import collapsed, normal
from generator.process.resolving.facts import value_id
from tests.front.planting import MARKED, WHOLE, Outcome, Place, declared, first_of_each, outcome, written
from tests.front.small import small

HOSTILE = {
    "quotes": "say \"hi\" and 'bye'",
    "a quote that ends a literal": '") || TRUE || CONTAINS("x',
    "CHR": 'x" & CHR(10) & "y',
    "backslashes": 'c:\\new\\table \\" \\',
    "a reference of flows": "see {!x} now",
    "a reference of pages": "see {{x}} now",
    "a variable": "see ${x} now",
    "an open brace": "open { brace",
    "a closed brace": "closed } brace",
    "the end of a section": "a ]]> b",
    "a tag": "a <b> c </label>",
    "an entity": "R & D &amp; &#10;",
    "an emoji": "call \U0001f600 now",
    "right to left": "a \u202eb\u200f c",
    "a line separator": "a\u2028b\u00a0c",
    "spaces": "two  spaces",
    "a long text": ("long " * 60).strip(),
}
PATHS = {"Spec.extends", "Spec.extra"}
"""Places that name files: what is no file is refused."""
VARIABLE = "Spec.vars (key)"
"""The name of a variable; another name would leave the texts that use it without one."""
TOO_MUCH_FOR_A_PATTERN = ("spaces", "a long text")
"""See test_a_long_pattern_is_refused."""
FORMULAS = {"expression", "formula", "errorConditionFormula", "filterFormula", "defaultValue"}
STAMP = re.compile(r"\[content [0-9a-f]+\]|[0-9a-f]{12,}")


def test_every_place_of_the_language_is_in_the_small_spec() -> None:
    """A new place of the language must be tried here as well."""
    assert set(declared(WHOLE, "")) - {one.said for one in first_of_each()} == PATHS


def harmless(hostile: str) -> str:
    """A text of the same length with words of the same lengths, and nothing in it that any syntax knows."""
    return re.sub("[A-Za-z0-9]", "m", re.sub("[^A-Za-z0-9]", "-", hostile))


def words(text: str) -> list[str]:
    return re.findall("[A-Za-z0-9]+", text)


AS_WRITTEN: Callable[[str], str] = str
FORMS: tuple[Callable[[str], str], ...] = (
    AS_WRITTEN,
    value_id,
    lambda text: " ".join(words(text)),
    lambda text: "_".join(words(text)),
)
"""How a text may stand outside of formulas: ids of values, and names of a flow's elements, are made from it."""


IN_FORMULAS: tuple[Callable[[str], str], ...] = (AS_WRITTEN, str.lower, normal, collapsed)
"""How a text may stand in a literal of a formula: marks of quoted text in lower case, words in normal form, and words
as people read them with single spaces."""
CONDITION = Place(("guardrails", "noted", "when"), "a text in a condition", "condition", "note = ")


@cache
def tried(said: str) -> tuple[dict[Place, str], dict[Place, str]]:
    """For each place the hostile text and a harmless one; both begin with a mark of the place."""
    hostile = HOSTILE[said]
    texts, plain = {}, {}
    for number, place in enumerate(first_of_each()):
        start = (place.text if place.reads == "pattern" else "") + f"qz{number:02}"
        if place.said != VARIABLE and not (place.reads == "pattern" and said in TOO_MUCH_FOR_A_PATTERN):
            texts[place], plain[place] = start + hostile, start + harmless(hostile)
    if '"' not in hostile:
        texts[CONDITION], plain[CONDITION] = f'note = "qz99{hostile}"', f'note = "qz99{harmless(hostile)}"'
    return texts, plain


def exchanged(text: str, plain: str, hostile: str) -> str:
    """`text` with `hostile` wherever `plain` stands; where `plain` was cut short, `hostile` is cut as well."""
    made, start = "", 0
    while (place := text.find(plain[:MARKED], start)) >= 0:
        size = next(size for size in range(len(plain), 0, -1) if text.startswith(plain[:size], place))
        made += text[start:place] + (hostile if size == len(plain) else hostile[:size])
        start = place + size
    return made + text[start:]


class Built:
    """One hostile text in all places: what became of it, and of harmless texts in the places that took it."""

    def __init__(self, folder: Path, said: str) -> None:
        self.texts, plain = tried(said)
        self.hostile = outcome(folder, self.texts)
        self.plain: Outcome = outcome(folder, {place: plain[place] for place in self.hostile.taken})
        taken = self.hostile.taken
        self.pairs = [(plain[place], self.texts[place]) for place in taken if place != CONDITION]
        if CONDITION in taken:
            self.pairs.append((plain[CONDITION][len('note = "') : -1], self.texts[CONDITION][len('note = "') : -1]))
        self.marks = {plain[:MARKED] for plain, _ in self.pairs}

    def replaced(self, text: str, form: Callable[[str], str] = str) -> str:
        """A text of the harmless files as it is to be in the hostile ones."""
        for plain, hostile in self.pairs:
            text = exchanged(text, form(plain), form(hostile))
        return text

    def forms(self, text: str) -> set[str]:
        """A literal of the harmless files as it may be in the hostile ones: as written, in lower case, or cleaned as
        words are."""
        forms = {text}
        for plain, hostile in self.pairs:
            if plain[:MARKED] in text:
                forms |= {text.replace(form(plain), form(hostile)) for form in IN_FORMULAS}
        return forms - {text} or {text}


@pytest.fixture(scope="module", params=HOSTILE)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("hostile"), request.param)


BESIDE = {
    "Stage.status", "Identifier.written", "Spec.vars (value)",
}  # fmt: skip
"""Known to be refused at the id of their entry, quoting the text; and a variable's value where it is used."""


def test_a_hostile_text_is_refused_at_its_line_or_taken(built: Built) -> None:
    """And a harmless text in the same place is taken: what is refused is refused for what it holds."""
    assert {place.said for place in built.hostile.beside} <= BESIDE
    assert built.plain.refused == {}
    assert len(built.hostile.taken) + len(built.hostile.refused) == len(built.texts)
    assert len(built.hostile.taken) >= 25
    print(f"{len(built.hostile.taken)} taken, {len(built.hostile.refused)} refused")


def test_every_file_parses(built: Built) -> None:
    for path, content in built.hostile.files.items():
        if content.lstrip().startswith(b"<"):
            etree.fromstring(content)
        elif path.endswith((".json", ".lock")):
            json.loads(content)


def test_texts_arrive_as_written_and_formulas_stay_what_they_are(built: Built) -> None:
    here, there = built.hostile.files, built.plain.files
    assert here.keys() == there.keys()

    found: list[str] = []
    count: Counter[str] = Counter()
    for path in there:
        found += [f"{path}: {one}" for one in differences(built, path, count)]
    print(f"{count['texts']} texts and {count['formulas']} formulas compared")

    assert found == []
    assert count["formulas"] > 100


def differences(built: Built, path: str, count: Counter[str]) -> Iterator[str]:
    """What differs otherwise than by the hostile text for the harmless one."""
    here, there = list(leaves(built.hostile.files[path])), list(leaves(built.plain.files[path]))
    if [tag for tag, _ in here] != [tag for tag, _ in there]:
        yield "another shape"
        return
    for (tag, text), (_, plain) in zip(here, there, strict=True):
        if tag in FORMULAS:
            count["formulas"] += 1
            yield from formula_differences(built, text, plain)
            continue
        count["texts"] += 1
        if not arrives(built, text, plain):
            yield f"<{tag}> {text[:200]!r} for {plain[:200]!r}"


def leaves(content: bytes) -> Iterator[tuple[str, str]]:
    """Element and text, in order; of other files than XML none."""
    if content.lstrip().startswith(b"<"):
        for one in etree.fromstring(content).iter(etree.Element):
            yield etree.QName(one).localname, "" if len(one) else (one.text or "")


def arrives(built: Built, text: str, plain: str) -> bool:
    """Whether `text` is `plain` with the hostile text in place of the harmless one, as written or in a form that
    Salesforce asks for: percent-encoded (values in record types), cut to the field's length, or made into a name."""
    text, plain = STAMP.sub("", text), STAMP.sub("", plain)
    if text == plain:
        return not any(mark in plain for mark in built.marks)
    expected = {built.replaced(plain, form) for form in FORMS}
    return text in expected or unquote(text) in expected


def formula_differences(built: Built, text: str, plain: str) -> Iterator[str]:
    here, there = list(flat(parse(text))), list(flat(parse(plain)))
    if [one if isinstance(one, tuple) else "" for one in here] != [
        one if isinstance(one, tuple) else "" for one in there
    ]:
        yield f"another formula: {text[:300]} for {plain[:300]}"
        return
    for one, other in zip(here, there, strict=True):
        if isinstance(one, str) and isinstance(other, str) and one not in built.forms(other):
            yield f"in a formula {one!r} for {other!r}"


def flat(tree: Formula) -> Iterator[str | tuple[object, ...]]:
    """A tree in one row: texts as they are, everything else as what it is."""
    match tree:
        case Literal(value=str() as text):
            yield text
        case Literal(value=value):
            yield ("literal", value)
        case Ref(name=name):
            yield ("ref", name)
        case Unary(op=op, operand=operand):
            yield ("unary", op)
            yield from flat(operand)
        case Binary(op=op, left=left, right=right):
            yield ("binary", op)
            yield from flat(left)
            yield from flat(right)
        case Call(function=function, args=args):
            yield ("call", function, len(args))
            for one in args:
                yield from flat(one)


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("key", ["extends", "extra"])
def test_a_path_that_is_no_file_is_refused_at_its_line(key: str, said: str, tmp_path: Path) -> None:
    tree = small()
    tree[key] = [f"qz{HOSTILE[said]}"]
    path = tmp_path / "small.yaml"
    path.write_text(written(tree), encoding="utf-8", newline="")
    with pytest.raises(Rejected) as refused:
        load(str(path))

    lines = path.read_text(encoding="utf-8").split("\n")
    assert ["qz" in lines[one.span.line - 1] for one in refused.value.diagnostics] == [True]


def test_no_flow_fills_in_what_an_author_wrote(tmp_path: Path) -> None:
    built = Built(tmp_path, "a reference of flows")
    filled = [
        f"{path}: <{tag}> {text}"
        for path, content in built.hostile.files.items()
        if path.endswith(".flow-meta.xml")
        for tag, text in leaves(content)
        if tag in ("interviewLabel", "stringValue", "text", "expression", "formula") and "{!x}" in text
    ]

    assert filled == []


def test_a_long_pattern_is_refused(tmp_path: Path) -> None:
    pattern = next(one for one in first_of_each() if one.reads == "pattern")
    made = outcome(tmp_path, {pattern: "AB" + "9" * 40})

    assert pattern in made.refused
