"""What is true of any safe triage, checked on the emulator alone: the interpreter and it could share a misreading."""

from collections.abc import Callable, Iterator
from random import Random

from generator.prove.messages import Draft, any_message, every_word, spelled
from generator.prove.running import AT, Proof

Property = Callable[[Proof, Random], Iterator[tuple[str, bool]]]


def urgency_of(proof: Proof, draft: Draft) -> int:
    """The rank that the metadata gives a message; a save that fails is worse than any rank."""
    seen = proof.emulate(draft, proof.channels[0], AT)
    levels = [level.id for level in proof.process.levels]
    return levels.index(str(seen["fact urgency"])) if "fact urgency" in seen else len(levels)


def a_stop_ends_a_cue(proof: Proof, random: Random) -> Iterator[tuple[str, bool]]:
    """A cue, a full stop and a word of the highest urgency are as urgent as the word alone."""
    sets = {one.id: one.words for one in proof.process.reading.sets}
    words = [word for id in proof.process.levels[0].sets for word in sets[id]]
    for word in words:
        alone = urgency_of(proof, Draft(body=("I have ", spelled(word), " and it is bad")))
        for cue in proof.process.reading.cues:
            draft = Draft(body=(cue, ". ", spelled(word), " and it is bad"))
            yield f"{cue}. {spelled(word)}", urgency_of(proof, draft) <= alone


def more_never_lowers(proof: Proof, random: Random) -> Iterator[tuple[str, bool]]:
    """Another sentence never makes a message less urgent that has said what it is about: what no category names may be
    anything, and starts higher than what one does."""
    sets = {one.id: one.words for one in proof.process.reading.sets}
    words = [word for category in proof.process.categories for id in category.sets for word in sets[id]]
    for _ in range(1000):
        first, second = spelled(random.choice(words)), spelled(random.choice(words))
        base = f"I would like to talk about {first} when you have time"
        before = urgency_of(proof, Draft(body=(base,)))
        after = urgency_of(proof, Draft(body=(base, ". ", f"And about {second}")))
        yield f"{first} + {second}", after <= before


def every_insert_succeeds(proof: Proof, random: Random) -> Iterator[tuple[str, bool]]:
    """No message fails to be saved, and each has a team that is one of ours."""
    words = every_word(proof.process)
    teams = {team.id for team in proof.process.teams}
    marks = "".join(chr(random.randrange(32, 0x2FF)) for _ in range(200)) + "\U0001f600\u202e{!x}]]><&'\"\\"
    for number in range(2000):
        draft = any_message(proof.process, words, random)
        if number % 4 == 0:
            draft = Draft(
                subject=draft.subject, body=(*draft.body, "".join(random.choices(marks, k=random.randrange(600))))
            )
        seen = proof.emulate(draft, random.choice(proof.channels), AT)
        yield f"message {number}", "errors" not in seen and seen["owner"] in teams


PROPERTIES: dict[str, Property] = {
    "a full stop ends a cue": a_stop_ends_a_cue,
    "more text never lowers urgency": more_never_lowers,
    "every insert succeeds and has a team": every_insert_succeeds,
}
