"""Messages as lists of pieces, so that a counter-example can be shrunk piece by piece and stay a message."""

from collections.abc import Sequence
from random import Random

from generator.frozen import record
from generator.process.model import Finder, Process, Word

FILLERS = ("the", "and", "about", "my", "on Tuesday", "hello", "please", "I wrote to you", "thank you", "since then")
SEPARATORS = (
    " ",
    "\n",
    ". ",
    ", ",
    "? ",
    "! ",
    "; ",
    ": ",
    " - ",
    "-",
    " (",
    ") ",
    "\u00a0",
    "\t",
    "\r\n",
    "/",
    "  ",
    "'",
    "’",
    "...",
)
SCRIPTS = ("😀", "спасибо", "שלום", "疼痛", "\u200b", "ß", "é", "№", "\ufe0f", "İ")
GAPS = (" ", "-", "", "  ")


@record
class Draft:
    """A message before it is text: pieces stand side by side, separators are pieces of their own."""

    subject: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, str]:
        """Subject (cut at the field's 255 characters, trimmed as a save trims it) and body (at 32,000)."""
        return "".join(self.subject)[:255].strip(), "".join(self.body)[:32000].strip()


def every_word(process: Process) -> tuple[Word, ...]:
    """All words of all sets, each text once, in order."""
    return tuple({word.text: word for words in process.reading.sets for word in words.words}.values())


def spelled(word: Word) -> str:
    """A word as a sender would type it: a prefix without its star."""
    return word.shown.rstrip("*")


def filler(random: Random, length: int) -> str:
    """Neutral text of exactly `length` characters, ending in a space."""
    text = " ".join(random.choice(FILLERS) for _ in range(length // 3 + 1))
    return text[: max(length - 1, 0)] + " "


def identifiers(finder: Finder, random: Random) -> tuple[str, ...]:
    """Texts for one identifier: right, with a wrong check digit, one digit too many, and with each gap."""
    if finder.kind == "date":
        day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1930, 2020)
        first, second = (day, month) if finder.order == "dmy" else (month, day)
        return (*(f"{first:02}{gap}{second:02}{gap}{year}" for gap in ("/", "-", ".")), f"31/02/{year}")
    if finder.kind == "text":
        return ()
    made = []
    for shape in finder.shapes:
        digits = checked(finder, shape.count("9"), random)
        right = fill(shape, digits)
        made += [right, fill(shape, wrong(digits)), right + "7", "7" + right]
        made += [fill(shape.replace(" ", gap), digits) for gap in GAPS if " " in shape]
        if shape[0].isalpha():
            letters = len(shape) - len(shape.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
            made += [right[:letters] + gap + right[letters:] for gap in (" ", "-", "\n", ": ")]
            made += [right.lower(), "X" + right]
    return tuple(dict.fromkeys(made))


def fill(shape: str, digits: str) -> str:
    """A shape with its nines replaced by `digits` in order."""
    rest = iter(digits)
    return "".join(next(rest) if mark == "9" else mark for mark in shape)


def wrong(digits: str) -> str:
    """The same digits with another last one: a check that must fail."""
    return digits[:-1] + str((int(digits[-1]) + 1) % 10)


def checked(finder: Finder, count: int, random: Random) -> str:
    """`count` digits that pass the finder's check. NHS numbers come from the range reserved for tests (999...)."""
    while True:
        start = "999" if finder.check == "nhs" else ""
        body = start + "".join(str(random.randrange(10)) for _ in range(count - 1 - len(start)))
        for last in "0123456789":
            if passes(finder, body + last):
                return body + last


def passes(finder: Finder, digits: str) -> bool:
    """The check digit of language.md's identifiers: nhs is modulus 11 with weights 10..2, luhn doubles every second."""
    values = [int(digit) for digit in digits]
    if finder.check == "nhs":
        remainder = 11 - sum(weight * value for weight, value in zip(range(10, 1, -1), values, strict=False)) % 11
        return remainder != 10 and remainder % 11 == values[-1]
    if finder.check == "luhn":
        doubled = [value if place % 2 == 0 else value * 2 for place, value in enumerate(reversed(values))]
        return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
    return True


def any_message(process: Process, words: Sequence[Word], random: Random) -> Draft:
    """One random message built from the spec's own words, cues, identifiers and marks of quoted text."""
    pieces: list[str] = []
    for _ in range(random.choice((0, 1, 1, 2, 2, 3, 5))):
        pieces.append(random.choice(SEPARATORS) if random.random() < 0.5 else " ")
        pieces += any_phrase(process, words, random)
    if random.random() < 0.02:
        pieces.insert(random.randrange(len(pieces) + 1), filler(random, random.choice((2600, 2700, 3900, 8000, 31000))))
    cut = random.randrange(len(pieces) + 1) if random.random() < 0.5 else 0
    return Draft(subject=tuple(pieces[:cut]), body=tuple(pieces[cut:]))


def any_phrase(process: Process, words: Sequence[Word], random: Random) -> list[str]:
    chance = random.random()
    if chance < 0.55:
        word = spelled(random.choice(words))
        cue = [random.choice(process.reading.cues), random.choice(SEPARATORS)] if process.reading.cues else []
        said = cue if random.random() < 0.35 else []
        return [*said, disguised(word, random), random.choice((" ", " ", "", "s", "x"))]
    if chance < 0.7:
        return [random.choice(FILLERS), random.choice(SEPARATORS)]
    if chance < 0.8 and process.finders:
        found = identifiers(random.choice(process.finders), random)
        return [random.choice(found), " "] if found else [" "]
    if chance < 0.85 and process.reading.history:
        return [random.choice(process.reading.history)]
    if chance < 0.9 and process.reading.forwards:
        return [random.choice(process.reading.forwards), ": "]
    if chance < 0.94:
        return [random.choice(SCRIPTS)]
    return [random.choice(process.reading.cues), " "] if process.reading.cues else [" "]


def disguised(word: str, random: Random) -> str:
    """A word with other letters case, or with its inner spaces as separators."""
    chance = random.random()
    if chance < 0.15:
        return word.upper()
    if chance < 0.3:
        return word.replace(" ", random.choice(SEPARATORS))
    if chance < 0.35:
        return word.replace("'", random.choice(("’", "‘", "`", "´", " ")))
    return word
