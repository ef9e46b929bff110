"""One component under judgement: what it is, where it was read, and the tree that it belongs to."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.metadata.component import Component
from generator.metadata.registry import BY_NAME
from generator.reading import Read

if TYPE_CHECKING:
    from generator.verify.flows.view import FlowView
    from generator.verify.world import World


class Subject:
    """`context`: part of what the tree stands on (`--org`), looked up in and never judged itself."""

    def __init__(self, path: str, read: Read, world: "World", *, context: bool = False) -> None:
        self.path = path
        self.read = read
        self.world = world
        self.context = context

    @property
    def component(self) -> Component:
        return self.read.component

    @property
    def name(self) -> str:
        return self.read.component.name

    @property
    def kind(self) -> str:
        return self.read.component.kind

    @property
    def body(self) -> Any:
        """The metadata record; a rule knows its class by the kind that it asked for."""
        return self.read.component.body

    @property
    def parent(self) -> str:
        """The object that a field, rule or record type belongs to; of others, their own name."""
        return self.name.partition(".")[0]

    @property
    def is_custom(self) -> bool:
        """Whether it is an author's own, and no standard field or object."""
        return self.name.endswith("__c")

    @property
    def is_source(self) -> bool:
        """Whether its file is in source format, and no part of a metadata package."""
        return self.path.endswith("-meta.xml")

    @property
    def root(self) -> str:
        """The folder of the package that it belongs to: what is deployed at once."""
        return self.path.rpartition(f"{BY_NAME[self.kind].folder.partition('/')[0]}/")[0]

    @cached_property
    def view(self) -> "FlowView":
        """A flow as a graph with names and types."""
        from generator.verify.flows.view import FlowView

        return FlowView(self)

    def let_go(self) -> None:
        """Hold nothing any more. A component and its tree hold each other, and its view holds both: once that ends,
        their memory is free at once, without a search for circles through all of it."""
        vars(self).clear()


class Paper(Subject):
    """A file beside the components, or of a kind that is not read: findings stand at its lines."""

    def __init__(self, path: str, world: "World") -> None:
        self.path = path
        self.world = world
        self.context = False

    @property
    def kind(self) -> str:
        return "file"

    @property
    def name(self) -> str:
        return self.path

    @property
    def body(self) -> None:
        return None
