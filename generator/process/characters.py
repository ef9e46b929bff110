"""The fixed tables of reading (language.md section 6): what every character of a message becomes. Data only.

The interpreter and the lowering both build on these tables, each in its own way. A character that stands in none of
them is *unknown*: a text that holds one is matched without word borders, which errs upward.
"""

GONE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u0300\u0301\u0302\u0303\u0304\u0308\u030a\u030c\u0327"
"""Removed without a trace: soft hyphen, zero-width marks, variation selectors, combining accents."""

SPACES = " \t\r\n\v\f\u00a0\u2002\u2003\u2009\u202f\u2028\u2029\u3000"
"""White space. The line breaks among them are boundaries too."""

BOUNDARIES = "\n\r\u2028\u2029.?!;:,()[]{}<>\u2013\u2014-\u2026\u00bf\u00a1\u2022"
"""Sentence marks, brackets, dashes and line breaks: a cue never reaches across one."""

OTHER_SEPARATORS = (
    "'\"\u2018\u2019\u201c\u201d\u00b4`/\\|_*#+=~^&%$@"
    "\u00a3\u20ac\u00a9\u00ae\u2122\u00b0\u00b7\u00ab\u00bb\u2032\u00d7\u00bd\u00bc"
)
"""Become a space, and a cue reaches across them (`don't`, `and/or`)."""

SEPARATORS = "".join(dict.fromkeys(SPACES + BOUNDARIES + OTHER_SEPARATORS))
"""All characters that become a space."""

ACCENTS = {
    "a": "àáâãäåāăą", "c": "çćč", "d": "ďđ", "e": "èéêëēėęě", "g": "ğ", "i": "ìíîïīı", "l": "ł", "n": "ñńň",
    "o": "òóôõöøō", "r": "ř", "s": "śşšș", "t": "ťț", "u": "ùúûüūůű", "y": "ýÿ", "z": "źżž",
    "ss": "ß", "ae": "æ", "oe": "œ",
}  # fmt: skip
"""Accented Latin letters, in lower case, by what they become."""

KNOWN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 ")
"""What a normal text is made of."""

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

FEWEST_LETTERS = 20
"""A text with fewer letters and no word found cannot be read."""

LONGEST_TEXT = 32_000
"""Case.Description holds no more characters: a text of this length was cut off."""

TAG = "</"
"""A text that holds this came as HTML."""

REPLACED = {
    **dict.fromkeys(GONE, ""),
    **dict.fromkeys(SEPARATORS, " "),
    **{letter: base for base, letters in ACCENTS.items() for letter in letters},
}
TABLE = str.maketrans(REPLACED)


def normal(text: str) -> str:
    """The normal form of a phrase: lower case, no accents, words separated by one space, none at the ends."""
    return " ".join(text.lower().translate(TABLE).split())


def collapsed(text: str) -> str:
    """Runs of white space become one space, none at the ends."""
    return " ".join(text.split())


MACHINES = ("noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster")
"""What stands in the address of a machine: an answer to one might be answered in turn (RFC 3834 section 2)."""
