"""What every chapter of the rulebook is."""

from generator.frozen import record
from generator.markdown import Markup, blocks, heading


@record
class Chapter:
    """`title` is ours, never an author's: the table of contents links to it."""

    title: str
    body: Markup

    def anchor(self) -> str:
        return "".join(mark for mark in self.title.lower().replace(" ", "-") if mark.isalnum() or mark == "-")

    def shown(self) -> Markup:
        return blocks(heading(2, self.title), self.body)


def section(title: str, *body: str) -> Markup:
    """A part of a chapter; nothing where it has no body."""
    filled = [one for one in body if one]
    return blocks(heading(3, title), *filled) if filled else Markup("")
