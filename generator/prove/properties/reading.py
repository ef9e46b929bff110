"""How a message is read, by its first mail and by a reply: what more text, a cue and a full stop can never do; and what
the staff's own mails never do."""

from functools import partial
from itertools import product
from random import Random

from generator.process.events import Reply
from generator.process.model import Word
from generator.prove.messages import SCRIPTS, Draft, filler, spelled
from generator.prove.observing import standing
from generator.prove.properties.standing import Checks
from generator.prove.running import AT, Proof
from generator.source import NOWHERE

STOPS = (". ", ".", "? ", "! ", "\n", ".\r\n", "... ")
LONG = (2_600, 7_150, 31_000)
"""Places in long texts: at a border of the windows that a text is read in, and close to its end."""
PLACES = ("in the text", "in the subject", "another script", "in a long text")
FIRST = 5
"""Cues that are tried before each word at the beginning of a text."""
SENTENCES = 500


def classified(proof: Proof, draft: Draft) -> tuple[int, str, str]:
    """Urgency as a rank, category and team that the metadata gives a message; a save that fails is worse than any."""
    seen = proof.emulate(draft, proof.channels[0], AT)
    levels = [level.id for level in proof.process.levels]
    if "errors" in seen:
        return len(levels), "", str(seen["errors"])
    return levels.index(str(seen["fact urgency"])), str(seen["fact category"]), str(seen["fact team"])


def red_flags(proof: Proof) -> list[Word]:
    """The words of the highest urgency."""
    sets = {one.id: one.words for one in proof.process.reading.sets}
    return [word for id in proof.process.levels[0].sets for word in sets[id]]


def a_stop_ends_a_cue(proof: Proof, random: Random) -> Checks:
    """A cue, a full stop and a word of the highest urgency are read as the word alone: anywhere in the text, in a long
    one, between subject and text, beside letters of another script."""
    cues = proof.process.reading.cues
    for number, word in enumerate(red_flags(proof)):
        elsewhere = PLACES[number % len(PLACES)]
        alone = {place: classified(proof, placed(place, "", word)) for place in ("first", elsewhere)}
        for place in ("first",) * min(FIRST, len(cues)) + (elsewhere,) * min(1, len(cues)):
            said = random.choice(cues) + random.choice(STOPS)
            yield f"{said!r} {spelled(word)}, {place}", classified(proof, placed(place, said, word)) == alone[place]


def placed(place: str, before: str, word: Word) -> Draft:
    """A text with something before a word, in one of several places."""
    text, rest = spelled(word), " and it is bad"
    match place:
        case "first":
            return Draft(body=(before, text, rest))
        case "in the text":
            return Draft(body=("I wrote to you on Tuesday. ", before, text, rest))
        case "in the subject":
            return Draft(subject=(before.strip(),), body=(text, rest))
        case "another script":
            return Draft(body=("I have ", SCRIPTS[0], " too. ", before, text, rest))
        case _:
            length = LONG[len(text) % len(LONG)]
            return Draft(body=(filler(Random(length), length), ". ", before, text, rest))


def more_never_lowers(proof: Proof, random: Random) -> Checks:
    """Another sentence, before, behind or in the subject, never makes a message less urgent that has said what it is
    about: what no category names may be anything, and starts higher than what one does."""
    sets = {one.id: one.words for one in proof.process.reading.sets}
    words = [word for category in proof.process.categories for id in category.sets for word in sets[id]]
    for _ in range(SENTENCES):
        first = spelled(random.choice(words))
        base = f"I would like to talk about {first} when you have time"
        before = classified(proof, Draft(body=(base,)))[0]
        more = sentence(proof, words, random)
        place, draft = random.choice((
            ("behind", Draft(body=(base, ". ", more))),
            ("before", Draft(body=(more, ". ", base))),
            ("in the subject", Draft(subject=(more,), body=(base,))),
        ))  # fmt: skip
        yield f"{first} + {more[:60]!r} {place}", classified(proof, draft)[0] <= before


def sentence(proof: Proof, words: list[Word], random: Random) -> str:
    """A sentence: a word, a word behind a cue, words of another script, or very many of none."""
    word = spelled(random.choice(words))
    cues = proof.process.reading.cues or ("not",)
    kinds = (
        f"And about {word}", f"Besides, {word}", f"There is {random.choice(cues)} {word}",
        f"It is {random.choice(cues)}",
        f"{random.choice(SCRIPTS)} {random.choice(SCRIPTS)}", "спасибо " * random.randrange(1, 400),
        filler(random, random.choice((300, *LONG))).strip(),
    )  # fmt: skip
    return random.choice(kinds)


def a_reply_says_as_much(proof: Proof, random: Random) -> Checks:
    """A word of the highest urgency raises a case by a reply as it would have by the first mail, a cue and a full stop
    before it or not; and what a reply says of other things lowers nothing."""
    levels = [level.id for level in proof.process.levels]
    _, state = proof.ordinary()
    field = proof.lexicon.fields["urgency"]
    for word in red_flags(proof):
        cue = random.choice(("", *(cue + random.choice(STOPS) for cue in proof.process.reading.cues)))
        draft = Draft(body=(cue, spelled(word), " and it is bad"))
        subject, body = draft.texts
        played, _ = proof.player.step(state, Reply(subject=subject, text=body, because=NOWHERE))
        raised = (played.org.get(str(played.case)) or {}).get(field)
        yield (
            f"a reply {cue!r} {spelled(word)}",
            raised in levels and levels.index(str(raised)) <= classified(proof, draft)[0],
        )
        played, _ = proof.player.step(played, Reply(subject="", text="Thank you, all is well.", because=NOWHERE))
        yield f"thanks after {spelled(word)}", (played.org.get(str(played.case)) or {}).get(field) == raised


def what_staff_send_changes_nothing(proof: Proof, random: Random) -> Checks:
    """A mail that staff send from the case is none of the sender's: with any word of the highest urgency in it, as
    advice or as a quote, it changes no fact, moves nothing and tells nobody."""
    _, state = proof.ordinary()
    case = str(state.case)
    before = standing(proof.lexicon, state.org, state.org.get(case) or {})
    user = proof.lexicon.id(state.org, proof.process.personas[0].id)
    for word, said in product(red_flags(proof), ("Call us at once if you have ", "You wrote:\n> I have ")):
        mail = {
            "ParentId": case,
            "Incoming": False,
            "Status": "3",
            "Subject": random.choice(("Re: your question", spelled(word))),
            "TextBody": f"{said}{spelled(word)}.",
            "ToAddress": state.sender,
            "MessageDate": state.org.now,
        }
        played, seen = proof.player.happen(state, partial(state.org.insert, "EmailMessage", mail, user=user))
        told = (*seen.faults, *seen.log, *seen.notified, *seen.emailed, *seen.linked, *seen.tasks)
        after = standing(proof.lexicon, played.org, played.org.get(case) or {})
        yield f"staff send {said!r} {spelled(word)}", not told and after == before
