"""What every step of the runbook is: where and how, how to see that it worked, and the way back."""

from generator.frozen import record
from generator.markdown import Markup, blocks, bold, bullets, code, fenced, heading, said


@record
class Step:
    """`id` says what the step is about, never where it stands: it stays when steps come and go. `title` is ours, the
    rest may hold an author's words. `table` stands between what to do and the commands that do it."""

    id: str
    title: str
    where: str
    how: tuple[str, ...]
    table: Markup = Markup("")
    commands: tuple[str, ...] = ()
    check: str
    checks: tuple[str, ...] = ()
    undo: str
    undoes: tuple[str, ...] = ()

    def shown(self) -> Markup:
        return blocks(
            heading(3, self.title),
            said("Step {} · {}", code(self.id), bold(self.where)),
            bullets(prose(one) for one in self.how),
            self.table,
            fenced(self.commands) if self.commands else "",
            said("{} {}", bold("Check"), prose(self.check)),
            fenced(self.checks) if self.checks else "",
            said("{} {}", bold("Undo"), prose(self.undo)),
            fenced(self.undoes) if self.undoes else "",
        )


def prose(text: str) -> Markup:
    """A sentence with code between backquotes; what is Markup already stays."""
    if isinstance(text, Markup):
        return text
    pieces = text.split("`")
    shown = [code(piece) if number % 2 else spaced(piece) for number, piece in enumerate(pieces)]
    return Markup("".join(shown))


def spaced(piece: str) -> str:
    """Text beside code, with the spaces at its ends."""
    if not piece.strip():
        return piece
    before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    return f"{before}{said('{}', piece)}{after}"


@record
class Chapter:
    """`why`: what the steps are for, and who takes them."""

    title: str
    why: str
    steps: tuple[Step, ...]

    def shown(self) -> Markup:
        return blocks(heading(2, self.title), prose(self.why), *(one.shown() for one in self.steps))
