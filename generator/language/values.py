"""What stands in a spec's places: every scalar is `Written` text with its span; the key says how it is to be read."""

from dataclasses import field
from typing import Annotated, Any

from generator.frozen import because, record
from generator.source import NOWHERE, Span


@record
class Written:
    """Text as the author wrote it. `inset` as in `nodes.Scalar`: lets a part of the text be pointed at."""

    text: str
    inset: int | None = None
    plain: bool = True
    span: Span = because()

    def part(self, start: int, end: int) -> Span:
        """The span of text[start:end]; the whole span where positions do not map one to one."""
        if self.inset is None:
            return self.span
        column = self.span.column + self.inset
        return Span(
            path=self.span.path,
            line=self.span.line,
            column=column + start,
            end_line=self.span.line,
            end_column=column + max(end, start + 1),
        )


@record
class Pair:
    key: Written
    value: Written


@record
class Pairs:
    """A map from words to scalars, sorted by key."""

    pairs: tuple[Pair, ...] = ()
    span: Span = because()

    def get(self, key: str) -> Written | None:
        return next((pair.value for pair in self.pairs if pair.key.text == key), None)


@record
class Reads:
    """A marker on a field: how its text is read. `what` names the form; `of` the section that a reference points to."""

    what: str
    of: str = ""
    longest: int | None = None


KEYED = Reads(what="keyed")
"""A map by id: order means nothing."""
ORDERED = Reads(what="ordered")
"""A list of entries with ids: order means something."""

Id = Annotated[Written, Reads(what="id")]
Text = Annotated[Written, Reads(what="text")]
Label = Annotated[Written, Reads(what="filled", longest=40)]
Sentence = Annotated[Written, Reads(what="filled", longest=255)]
Guidance = Annotated[Written, Reads(what="filled", longest=1000)]
Value = Annotated[Written, Reads(what="text", longest=255)]
Template = Annotated[Written, Reads(what="filled")]
ApiName = Annotated[Written, Reads(what="api_name")]
Phrase = Annotated[Written, Reads(what="phrase")]
ConditionText = Annotated[Written, Reads(what="condition")]
DurationText = Annotated[Written, Reads(what="duration")]
WarningText = Annotated[Written, Reads(what="warning")]
MomentText = Annotated[Written, Reads(what="moment")]
DateText = Annotated[Written, Reads(what="date")]
HoursText = Annotated[Written, Reads(what="hours")]
Zone = Annotated[Written, Reads(what="zone")]
Pattern = Annotated[Written, Reads(what="pattern")]

TeamRef = Annotated[Written, Reads(what="ref", of="teams")]
PeopleRef = Annotated[Written, Reads(what="ref", of="people")]
StageRef = Annotated[Written, Reads(what="ref", of="stages")]
ListRef = Annotated[Written, Reads(what="ref", of="word_lists")]
LevelRef = Annotated[Written, Reads(what="ref", of="urgency")]
CategoryRef = Annotated[Written, Reads(what="ref", of="categories")]
PersonaRef = Annotated[Written, Reads(what="ref", of="personas")]
ClockRef = Annotated[Written, Reads(what="ref", of="clocks")]
MessageRef = Annotated[Written, Reads(what="ref", of="messages")]
FactName = Annotated[Written, Reads(what="ref", of="facts")]
Recipient = Annotated[Written, Reads(what="recipient")]

Words = tuple[Phrase, ...]
PerUrgencyText = Annotated[Written | Pairs, Reads(what="per_urgency")]
Names = Annotated[Written | tuple[Written, ...], Reads(what="names")]
"""A list of names, or the word `none`."""


def said(help: str, **settings: Any) -> Any:
    """A field of the language: `help` is shown by editors and in the reference."""
    return field(metadata={"help": help}, **settings)


NOTHING = Pairs(span=NOWHERE)
"""The default of a map that may be left out."""
