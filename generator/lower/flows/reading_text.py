"""Reading a text: normal form, windows, words, identifiers. Intake reads a case so, and the reply flow a mail."""

from generator.formula.syntax import Formula
from generator.lower import identifiers, matching, normalising
from generator.lower.flows.here import NOW, Here
from generator.lower.flows.reading_words import (
    AT,
    BEHIND,
    CANDIDATE,
    FLAT,
    FOUND,
    MARKED,
    MASK,
    NORMAL,
    PIECE,
    finders,
)
from generator.lower.programs import Each, Item, Kind, Set, Step, when
from generator.lower.trees import (
    binary,
    call,
    choose,
    joined,
    number,
    ref,
    text,
)
from generator.lower.zones import local_date
from generator.process.characters import LONGEST_TEXT
from generator.process.model import Finder


def cleaning(source: Formula) -> tuple[Item, ...]:
    """Cleans a piece, counts what it holds and adds it to the whole."""
    items = [Item(target="Piece", value=tree) for tree in normalising.cleaning(source)]
    items += [
        Item(target="Unknown_Marks", value=normalising.unknown_count(PIECE), kind="Number", operator="Add"),
        Item(
            target="Letters_And_Unknown",
            value=normalising.letters_and_unknown_count(PIECE),
            kind="Number",
            operator="Add",
        ),
        Item(target="Normal_Text", value=PIECE, operator="Add"),
    ]
    return tuple(items)


def read_subject(here: Here) -> Set:
    start = [
        Item(target="Normal_Text", value=joined((text(" "), text("")))),
        *(Item(target=name, value=text("|")) for name in ("Words_Found", "Words_Behind_Cues")),
        *(Item(target=name, value=number(0), kind="Number") for name in ("Unknown_Marks", "Letters_And_Unknown")),
        Item(target="Received_On", value=local_date(here.process.identity.zone, NOW), kind="Date"),
    ]
    line_break = Item(target="Normal_Text", value=joined((text(" | "), text(""))), operator="Add")
    return Set(
        label="Read the subject",
        items=(*start, *cleaning(here.subject), line_break),
        what="Puts the subject into normal form.",
    )


def find_quote(here: Here) -> Set:
    reading = here.process.reading
    forwarded = normalising.begins_forwarded(reading, NORMAL)
    mark, before = ref("Quote_Mark"), ref("Before_Quote")
    start = normalising.quote_start(here.body, mark, before, ref("Forwarded"))
    return Set(
        label="Find where quoted text begins",
        what="The sender's own words end at the first mark of quoted text, unless nothing stands above it.",
        items=(
            Item(target="Forwarded", value=forwarded, kind="Boolean"),
            Item(target="Quote_Mark", value=normalising.first_mark(reading, here.body), kind="Number"),
            Item(target="Before_Quote", value=normalising.before_mark(here.body, mark)),
            Item(target="Quote_Start", value=start, kind="Number"),
        ),
    )


def starts(name: str, size: int, last: int) -> tuple[Item, ...]:
    return tuple(
        Item(target=name, value=number(place), kind="Number", operator="Add")
        for place in range(1 + size, last + 1, size)
    )


def read_body(here: Here) -> tuple[Step, ...]:
    """The sender's own words, piece by piece."""
    longer = when(
        "Is the text long",
        binary(">", call("LEN", here.body), number(normalising.PIECE)),
        (Set(label="Read all pieces", items=starts("Piece_Starts", normalising.PIECE, LONGEST_TEXT * 2)[:28]),),
        yes="Longer than a piece",
        no="One piece",
    )
    piece = normalising.piece_of_body(here.body, ref("Piece_Start"), ref("Quote_Start"))
    return (
        Set(
            label="Begin with the first piece",
            items=(Item(target="Piece_Starts", value=number(1), kind="Number", operator="Add"),),
        ),
        longer,
        Each(
            label="Each piece",
            name="Piece_Start",
            of="Piece_Starts",
            steps=(Set(label="Read a piece", items=cleaning(piece)),),
        ),
        Set(
            label="End the text",
            items=(Item(target="Normal_Text", value=joined((text(" "), text(""))), operator="Add"),),
        ),
    )


def read_windows(here: Here) -> tuple[Step, ...]:
    """Windows of the clean text, each searched for words and identifiers."""
    longer = when(
        "Is the clean text long",
        binary(">", call("LEN", NORMAL), number(normalising.WINDOW)),
        (
            Set(
                label="Search all windows",
                items=starts("Window_Starts", normalising.STEP, LONGEST_TEXT * 3 + 3000),
            ),
        ),
        yes="Longer than a window",
        no="One window",
    )
    first = (Item(target="Window_Starts", value=number(1), kind="Number", operator="Add"),)
    tries = tuple(
        Item(target="Tries", value=number(one), kind="Number", operator="Add")
        for one in range(1, identifiers.TRIES + 1)
    )
    inside: list[Step] = [search(here), *(look_for(here, finder) for finder in finders(here))]
    return (
        Set(label="Begin with the first window", items=(*first, *tries)),
        longer,
        Each(label="Each window", name="Window_Start", of="Window_Starts", steps=tuple(inside)),
    )


def search(here: Here) -> Set:
    process = here.process
    start = ref("Window_Start")
    window = normalising.window_of(NORMAL, start)
    marks = matching.marking(process.reading, window, MARKED)
    plain = normalising.flat(window)
    unknown = ref("Has_Unknown")
    items = [Item(target="Window_Marked", value=tree) for tree in marks]
    items += [
        Item(target="Window_Marked", value=normalising.without_lead(MARKED, start)),
        Item(target="Window_Text", value=plain),
        Item(target="Window_Mask", value=identifiers.masked(FLAT)),
    ]
    for tree in matching.hits(process, MARKED, FLAT, unknown):
        items.append(Item(target="Words_Found", value=joined((tree, text("|"))), operator="Add"))
    for tree in matching.behind_cues(process, MARKED, unknown):
        items.append(Item(target="Words_Behind_Cues", value=joined((tree, text("|"))), operator="Add"))
    return Set(
        label="Search a window for words", items=tuple(items), what="Marks what is negated, then looks for every word."
    )


def look_for(here: Here, finder: Finder) -> Step:
    """A few candidates of one identifier in this window; the first that passes its check is kept."""
    name = f"Id_{finder.fact}"
    here_next = identifiers.next_place(finder, AT, FLAT, MASK)
    written = identifiers.candidate(finder, AT, FLAT, MASK)
    blank = call("ISBLANK", ref(name))
    kind: Kind
    if finder.kind == "date":
        year, month, day = (ref(name) for name in ("Try_Year", "Try_Month", "Try_Day"))
        made = call("DATE", year, month, day)
        good = call("AND", identifiers.is_date(year, month, day), binary("<=", made, ref("Received_On")))
        kind, keep = "Date", choose(call("AND", blank, good), made, ref(name))
        texts = [Item(target="Try_Text", value=written)]
        parts = identifiers.date_parts(finder, CANDIDATE)
        for target, part in zip(("Try_Year", "Try_Month", "Try_Day"), parts, strict=True):
            texts.append(Item(target=target, value=part, kind="Number"))
    else:
        good = identifiers.accepted(finder, CANDIDATE)
        kind, keep = "String", choose(call("AND", blank, good), CANDIDATE, ref(name))
        texts = [Item(target="Try_Text", value=identifiers.compact(written))]
    label = finder.fact.replace("_", " ")
    trying = Set(
        label=f"Try a {label}",
        items=(
            Item(target="Try_Place", value=here_next, kind="Number"),
            *texts,
            Item(target=name, value=keep, kind=kind),
        ),
        because=finder.because,
    )
    first = binary("<", identifiers.next_place(finder, number(0), FLAT, MASK), number(identifiers.LAST))
    begin = Set(label=f"Begin to look for a {label}", items=(Item(target="Try_Place", value=number(0), kind="Number"),))
    each = Each(
        label=f"Each try for a {label}", name=f"Try_{finder.fact}", of="Tries", steps=(trying,), because=finder.because
    )
    return when(
        f"May there be a {label}",
        call("AND", blank, first),
        (begin, each),
        yes=f"Something like a {label}",
        no=f"No {label}",
        because=finder.because,
    )


def keep_words(here: Here) -> Set:
    process = here.process
    items = [
        Item(target="List_Found", value=tree, operator="Add") for tree in guarded(matching.listed(process, FOUND, None))
    ]
    items += [
        Item(target="List_Discounted", value=tree, operator="Add")
        for tree in guarded(matching.listed(process, BEHIND, FOUND))
    ]
    empty = [Item(target=name, value=joined((text(" "), text("")))) for name in ("List_Found", "List_Discounted")]
    return Set(
        label="List the words",
        items=(*empty, *items),
        what="What was found and what was discounted, for those who may see it.",
    )


def guarded(trees: list[Formula]) -> list[Formula]:
    """Never blank: what is added to a text is a text."""
    return [joined((text(" "), tree)) for tree in trees]
