"""One metadata item: its kind, its full name, its body, and where in a spec it comes from."""

from typing import TYPE_CHECKING

from generator.frozen import because, record
from generator.source import NOWHERE, Span

if TYPE_CHECKING:
    from generator.metadata.bodies import Body


@record
class Component:
    """`name` is the full name as a manifest spells it: `Case.NGH_Stage__c`, `NGH_Intake`, `Folder/Report`. `content` is
    the file beside the XML, for kinds that have one: the code of a class, the text of a template. `parts`: elements
    inside it and the spans that caused them, for the source map."""

    name: str
    body: "Body"
    content: bytes | None = None
    parts: tuple[tuple[str, Span], ...] = because()
    because: Span = because()

    @property
    def kind(self) -> str:
        """The metadata type's name, which is the body's class."""
        return type(self.body).__name__


def component(
    name: str,
    body: "Body",
    span: Span = NOWHERE,
    parts: tuple[tuple[str, Span], ...] = (),
    content: bytes | None = None,
) -> Component:
    return Component(name=name, body=body, content=content, parts=parts, because=span)
