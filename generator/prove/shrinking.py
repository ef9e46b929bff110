"""The smallest message on which the two still differ: pieces are taken away while the difference stays."""

from collections.abc import Callable

from generator.prove.messages import Draft


def shrunk(draft: Draft, differs: Callable[[Draft], bool]) -> Draft:
    """A draft with as few pieces, and as short ones, as still differ."""
    while True:
        smaller = next((one for one in simpler(draft) if differs(one)), None)
        if smaller is None:
            return draft
        draft = smaller


def simpler(draft: Draft) -> list[Draft]:
    """Drafts with a piece less, then with a long piece halved."""
    made = [Draft(subject=without(draft.subject, place), body=draft.body) for place in range(len(draft.subject))]
    made += [Draft(subject=draft.subject, body=without(draft.body, place)) for place in range(len(draft.body))]
    for place, piece in enumerate(draft.body):
        if len(piece) > 12:
            half = piece[: len(piece) // 2]
            made.append(Draft(subject=draft.subject, body=(*draft.body[:place], half, *draft.body[place + 1 :])))
    return made


def without(pieces: tuple[str, ...], place: int) -> tuple[str, ...]:
    return pieces[:place] + pieces[place + 1 :]
