"""Where a piece of text stands: files and spans. Lines and columns count from 1, in characters."""

from generator.frozen import record


@record
class Source:
    """One file's text, under the path that messages show (relative, with forward slashes)."""

    path: str
    text: str

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its line break; empty when there is no such line."""
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 1 <= number <= len(lines) else ""


@record
class Span:
    """From (line, column) up to but not including (end_line, end_column) in the file at `path`."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Span(path="", line=1, column=1, end_line=1, end_column=1)
"""The span of what no author wrote (built-in facts, defaults)."""
