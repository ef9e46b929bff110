"""How a message is read: what counts as a finding, what turns one off, and what is noticed besides."""

import re
from collections.abc import Iterator

from generator.handbook.chapter import Chapter, section
from generator.handbook.conditions import sentence
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, bold, bullets, code, codes, lines, listed, said, table
from generator.process.characters import FEWEST_LETTERS, LONGEST_TEXT
from generator.process.model import Finder, Process, Setter

LOST_APOSTROPHE = re.compile(r"n t\b")
CHECKS = {"nhs": "NHS check digit (modulus 11)", "luhn": "card check digit (Luhn)"}
FOUND_ON = {
    "patient": "the patient's record",
    "identifier_record": "an identifier record of the patient",
    "nothing": "nothing",
}
ON_FIND = {
    "store": "kept on the case",
    "flag": "noted on the case",
    "mask": "taken out of sight together with the text",
}


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="How a message is read",
        body=blocks(
            Markup("The chapter “The words” lists every word. These are the rules by which they are looked for."),
            bullets(rules(terms)),
            section("What turns a finding off", cues(terms)),
            section("What belongs to an older message", history(terms)),
            section("Messages that cannot be read", unreadable(terms)),
            section("Numbers and dates that are read out of the text", identifiers(terms)),
            section("What is noticed besides", setters(terms)),
        ),
    )


def rules(terms: Terms) -> Iterator[str]:
    yield "Subject and text are read together. Capitals, accents and the kind of apostrophe make no difference."
    yield said(
        "A phrase counts across line breaks, hyphens and punctuation: {}, {} and {} are one phrase.",
        code("chest pain"),
        code("chest-pain"),
        code("chest. Pain"),
    )
    yield said("A word counts only where it stands whole: {} is not found in {}.", code("pus"), code("campus"))
    yield said("A word that ends in {} counts wherever a word begins so.", code("*"))
    yield (
        "A text that holds characters of another script or an emoji is read without these borders and without cues: "
        "there a word counts wherever its letters stand. This errs towards more urgency."
    )
    yield "A long text is read to its end."
    yield "Words that count, and words that were turned off, are both kept on the case in a restricted field."


def cues(terms: Terms) -> Markup:
    reading = terms.process.reading
    if not reading.cues:
        return Markup("Nothing: every word counts wherever it stands.")
    stubborn = sorted({word.shown for one in reading.sets for word in one.words if word.never_negate})
    kept = (
        said("These count even behind a cue: {}.", codes(stubborn))
        if stubborn
        else said("{}: no word is exempt from this; any red flag can be turned off by a cue.", bold("Note"))
    )
    return blocks(
        said(
            "A word does not count where one of these cues stands directly before it: {}.",
            codes(spelled(cue) for cue in reading.cues),
        ),
        bullets(
            (
                "A cue never reaches across a full stop, comma, bracket, dash or line break.",
                "A word that stands once without a cue counts, however often it stands behind one elsewhere.",
                "A word that holds a cue itself (“not feeding”) counts as written.",
                kept,
            )
        ),
    )


def spelled(cue: str) -> str:
    """A cue with the apostrophe that its normal form has lost: `don t have` was `don't have`."""
    return LOST_APOSTROPHE.sub("n't", cue)


def history(terms: Terms) -> Markup:
    reading = terms.process.reading
    if not reading.history:
        return Markup("Nothing is taken for an older message: all of the text is read.")
    marks = codes(one.replace("\n", "⏎") for one in reading.history)
    return bullets(
        (
            said("What follows the first of these marks is an older message and is not read: {}.", marks),
            said("{} stands for the beginning or end of a line.", code("⏎"))
            if any("\n" in one for one in reading.history)
            else "Capitals make no difference in them.",
            "Where nothing stands before the mark (an answer typed below the quotation), all of the text is read.",
            said("A forwarded message is read whole: its subject begins with {}.", codes(reading.forwards))
            if reading.forwards
            else "Forwarded messages are cut like replies.",
            "Lines that begin with “>” are read like all others.",
        )
    )


def unreadable(terms: Terms) -> Markup:
    process = terms.process
    team = next((one.team for one in process.routes if one.id == "unreadable"), process.routes[-1].team)
    return blocks(
        said(
            "They go to {} with at least the urgency {}, so that a person looks at them:",
            bold(terms.team(team)),
            bold(terms.level(process.unreadable_floor)),
        ),
        bullets(
            (
                f"fewer than {FEWEST_LETTERS} letters, and no word found;",
                "mostly characters of another script;",
                f"cut off, because it has {LONGEST_TEXT:,} characters or more;",
                "HTML that came without a plain text.",
            )
        ),
        Markup("An exception to the routes that holds comes first."),
    )


def identifiers(terms: Terms) -> Markup:
    rows = [
        (terms.facts[one.fact].label, shapes(one), check(one), FOUND_ON[one.found_on], ON_FIND[one.on_find])
        for one in terms.process.finders
    ]
    head = ("What", "Written as (9 is any digit)", "Counts only with", "Verified against", "When found")
    return blocks(table(head, rows), bullets(verification(terms))) if rows else Markup("")


def verification(terms: Terms) -> Iterator[Markup | str]:
    """Who says that the patient is verified."""
    yield "What is read only proposes who the patient is."
    looked_up = [terms.facts[id].label for id in looked_up_by_automation(terms.process)]
    if looked_up:
        yield said(
            "When a case is made, and when one of these changes, the patients' records are searched: {}. The patient "
            "is verified when exactly one record has the number and a second of these agrees with that record. Two "
            "records with one number, or two numbers of two records, verify nothing.",
            bold(listed(looked_up)),
        )
        yield "This part goes in only where the org keeps such records."
    yield (
        "A person who has compared them with the record ties the case to it, and says by which of these the patient is "
        "verified."
    )


def looked_up_by_automation(process: Process) -> tuple[str, ...]:
    """The identifiers that are compared with the patients' records; none where no two could agree."""
    numbers = {id for id, of, _ in process.expects.identifiers if of == "Account"}
    finding, agreeing = [], []
    for one in process.finders:
        on_patient = one.found_on == "patient" and process.expects.person_accounts
        if one.found_on == "identifier_record" or (on_patient and one.kind != "date" and one.fact in numbers):
            finding.append(one.fact)
        elif on_patient and one.kind == "date":
            agreeing.append(one.fact)
    both = sorted([*finding, *agreeing])
    return tuple(both) if finding and len(both) > 1 else ()


def shapes(finder: Finder) -> str:
    return codes(finder.shapes) if finder.shapes else Markup("filled in by people or the web form")


def check(finder: Finder) -> str:
    if finder.kind == "date":
        order = "day, month, year" if finder.order == "dmy" else "month, day, year"
        return f"a real date, not in the future ({order})"
    return CHECKS.get(finder.check or "", "–")


def setters(terms: Terms) -> Markup:
    rows = [(setter_label(one, terms), causes(one, terms), effect(one, terms)) for one in terms.process.setters]
    return table(("What is set", "When", "Then"), rows)


def setter_label(setter: Setter, terms: Terms) -> str:
    label = terms.facts[setter.fact].label
    return label if setter.value is True else f"{label}: {terms.value(setter.fact, setter.value)}"


def causes(setter: Setter, terms: Terms) -> Markup:
    sets = {one.id: one for one in terms.process.reading.sets}
    said_of = [
        said("one of {} is found", codes(word.shown for word in sets[id].words)) for id in setter.sets if id in sets
    ]
    return lines([*said_of, *([sentence(setter.when, terms)] if setter.when else [])])


def effect(setter: Setter, terms: Terms) -> Markup:
    effects = []
    if setter.fact in terms.process.special_flags:
        effects.append("special handling")
    if setter.fact in terms.process.quiet_flags:
        effects.append("no automatic mail to anybody outside")
    if terms.facts[setter.fact].origin == "flag":
        effects.append("only a person clears it")
    return listed(effects, none="–")
