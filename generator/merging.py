"""One layer over another: maps by key, lists with ids by id, other lists replaced or edited. Language.md section 9."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from generator.binding import suggestion
from generator.diagnostics import Diagnostic
from generator.frozen import because, record
from generator.language.spec import Spec
from generator.nodes import Entry, Listing, Node, Scalar, Table, error
from generator.shapes import MERGE_KEYS, Place, Shape, places
from generator.source import Span


@record
class Removal:
    """What a layer took away: `path` of keys and ids, the text of it, and the reason when one was given."""

    path: tuple[str, ...]
    what: str
    why: str | None
    node: Node | None = None
    """The entry that went, as it was; None for an item of a list, and for one of SAFEGUARDS in an entry that stays."""
    span: Span = because()


SAFEGUARDS: Mapping[str, Callable[[Node], bool]] = {
    "only_to": lambda node: isinstance(node, Listing) and bool(node.items),
    "never_negate": lambda node: isinstance(node, Scalar) and node.text == "true",
}
"""Keys of levels, word lists and categories by which cases and words are kept from going astray, and when they do."""


class Merge:
    """One merge of a layer over what lies below; collects findings and removals. `strays` are findings of entries that
    mean what is not there: merging goes on without them, so that whatever else names it is reported as well."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.strays: list[Diagnostic] = []
        self.removals: list[Removal] = []

    def specs(self, low: Table | None, high: Table) -> Table:
        """The whole of `high` over `low` (None: nothing lies below)."""
        return self.tables(low, high, {place.key: place for place in places(Spec) if place.key != "extends"}, ())

    def tables(self, low: Table | None, high: Table, known: dict[str, Place], path: tuple[str, ...]) -> Table:
        entries = {entry.key.text: entry for entry in low.entries} if low else {}
        for entry in high.entries:
            key = entry.key.text
            below = entries[key].value if key in entries else None
            place = known.get(key)
            if is_null(entry.value):
                self.reset(entry, place, below, (*path, key))
                entries.pop(key, None)
            elif place is None:
                entries[key] = entry
            else:
                entries[key] = Entry(key=entry.key, value=self.nodes(place.shape, below, entry.value, (*path, key)))
        return Table(entries=tuple(entries.values()), span=high.span, beneath=low)

    def reset(self, entry: Entry, place: Place | None, below: Node | None, path: tuple[str, ...]) -> None:
        if isinstance(below, Listing):
            self.taken(list(below.items), None, entry.value.span, path)
        if place is not None and place.required:
            message = f"`{entry.key.text}` is needed and has no default to go back to"
            self.found.append(error("CP141", message, entry.value.span, "give a value, or remove the whole entry"))

    def nodes(self, shape: Shape, low: Node | None, high: Node, path: tuple[str, ...]) -> Node:
        if shape.kind == "keyed" and isinstance(high, Table):
            return self.keyed(shape, low if isinstance(low, Table) else None, high, path)
        if shape.kind == "ordered" and isinstance(high, Listing):
            return self.ordered(shape, low if isinstance(low, Listing) else None, high, path)
        if shape.kind == "record" and isinstance(high, Table) and shape.of is not None:
            below = low if isinstance(low, Table) else None
            return self.tables(below, high, {place.key: place for place in places(shape.of)}, path)
        if (shape.kind == "pairs" or shape.kind == "either") and isinstance(high, Table):
            return self.tables(low if isinstance(low, Table) else None, high, {}, path)
        if shape.kind == "listing":
            return self.listing(low if isinstance(low, Listing) else None, high, path)
        return replace(high, beneath=low)

    def keyed(self, shape: Shape, low: Table | None, high: Table, path: tuple[str, ...]) -> Table:
        entries = {entry.key.text: entry for entry in low.entries} if low else {}
        now = renamed((entry.key.text, entry.value) for entry in low.entries) if low else {}
        for entry in high.entries:
            below = entries.get(entry.key.text)
            here = (*path, entry.key.text)
            if below is None and entry.key.text in now:
                self.under_old_name(entry.key, now[entry.key.text])
            elif removed(entry.value):
                self.remove(entry.key, entry.value, below.value if below else None, here)
                entries.pop(entry.key.text, None)
            else:
                value = self.entry(shape, below.value if below else None, entry.value, here)
                entries[entry.key.text] = Entry(key=entry.key, value=value)
        return Table(entries=tuple(entries.values()), span=high.span, beneath=low)

    def ordered(self, shape: Shape, low: Listing | None, high: Listing, path: tuple[str, ...]) -> Listing:
        items = list(low.items) if low else []
        now = renamed((said.text, item) for item, said in named(items))
        written: set[str] = set()
        for item in high.items:
            name = item.get("id") if isinstance(item, Table) else None
            if not isinstance(item, Table) or not isinstance(name, Scalar):
                items.append(item)
                continue
            place = index_of(items, name.text)
            here = (*path, name.text)
            if place is None and name.text in now:
                self.under_old_name(name, now[name.text])
                continue
            if removed(item):
                self.remove(name, item, items[place] if place is not None else None, here)
                items = [one for number, one in enumerate(items) if number != place]
                continue
            if place is None and low is not None and self.is_stray(shape, items, name, item):
                continue
            value = self.entry(shape, items[place] if place is not None else None, item, here)
            if name.text in written:
                self.found.append(error("CP108", f"`{name.text}` stands twice in this list", name.span, "rename one"))
            written.add(name.text)
            self.put(items, value, item, place)
        return Listing(items=tuple(items), span=high.span, beneath=low)

    def under_old_name(self, name: Scalar, now: str) -> None:
        message = f"`{name.text}` is called `{now}` in the layers below"
        self.strays.append(error("CP145", message, name.span, f"write `{now}`"))

    def is_stray(self, shape: Shape, items: list[Node], name: Scalar, item: Table) -> bool:
        """Reports an entry without a place; it is a stray when it lacks what a new entry needs."""
        if anchored(item)[1] is not None:
            return False
        message = f"`{name.text}` is new in this list, and the order of the list means something"
        near = suggestion(name.text, (said.text for _, said in named(items)))
        help = "say where with `before:` or `after:`"
        lacks = shape.of is not None and any(one.required and item.get(one.key) is None for one in places(shape.of))
        self.strays.append(
            error("CP134", message, name.span, f"{near} if it is new, {help}" if lacks and near else help)
        )
        return lacks

    def put(self, items: list[Node], value: Node, written: Table, place: int | None) -> None:
        """Into its place: where `before` or `after` say, else where it stood, else at the end."""
        side, anchor = anchored(written)
        if anchor is None:
            if place is not None:
                items[place] = value
            else:
                items.append(value)
            return
        if place is not None:
            del items[place]
        target = index_of(items, anchor.text)
        if target is None:
            self.found.append(error("CP135", f"no entry `{anchor.text}` in the list", anchor.span, nearest(items)))
            items.append(value)
        else:
            items.insert(target + (side == "after"), value)

    def entry(self, shape: Shape, low: Node | None, high: Node, path: tuple[str, ...]) -> Node:
        if not isinstance(high, Table) or shape.of is None:
            return replace(high, beneath=low)
        kept = replace(high, entries=tuple(one for one in high.entries if one.key.text not in MERGE_KEYS[shape.kind]))
        self.found += [found for one in high.entries if one not in kept.entries for found in misused(one)]
        below = low if isinstance(low, Table) else None
        made = self.tables(below, kept, {place.key: place for place in places(shape.of)}, path)
        self.removals += loosened(below, made, high, path)
        return made

    def remove(self, name: Scalar, entry: Node, gone: Node | None, path: tuple[str, ...]) -> None:
        if gone is None:
            message = f"`{name.text}` is not in the layers below and cannot be removed"
            self.strays.append(error("CP133", message, name.span, "take the entry out"))
            return
        self.removals.append(Removal(path=path, what=name.text, why=reason(entry), node=gone, span=name.span))

    def listing(self, low: Listing | None, high: Node, path: tuple[str, ...]) -> Node:
        old = low.items if low else ()
        if not isinstance(high, Table):
            if isinstance(high, Listing):
                kept = {text_of(item) for item in high.items}
                self.taken([item for item in old if text_of(item) not in kept], None, high.span, path)
            return replace(high, beneath=low)
        for entry in high.entries:
            if entry.key.text not in ("add", "remove", "because"):
                message = f"`{entry.key.text}` does not edit a list"
                self.found.append(error("CP136", message, entry.key.span, "use `add:` and `remove:`"))
        added, dropped = high.get("add"), high.get("remove")
        gone = dropped.items if isinstance(dropped, Listing) else ()
        for item in gone:
            if text_of(item) not in {text_of(one) for one in old}:
                message = f"`{text_of(item)}` is not in the list below and cannot be removed"
                self.found.append(error("CP133", message, item.span, "take it out of `remove:`"))
        names = {text_of(item) for item in gone}
        for item in gone:
            self.taken([item], reason(high), item.span, path)
        items = [item for item in old if text_of(item) not in names]
        items += added.items if isinstance(added, Listing) else ()
        return Listing(items=tuple(items), span=high.span, beneath=low)

    def taken(self, items: list[Node], why: str | None, span: Span, path: tuple[str, ...]) -> None:
        texts = [item.text for item in items if isinstance(item, Scalar)]
        self.removals += [Removal(path=path, what=text, why=why, span=span) for text in texts]


def is_null(node: Node) -> bool:
    """Plain `null` as a whole value: back to the default."""
    return isinstance(node, Scalar) and node.plain and node.text == "null"


def removed(node: Node) -> bool:
    """Whether an entry says `remove: true`."""
    said = node.get("remove") if isinstance(node, Table) else None
    return isinstance(said, Scalar) and said.text == "true"


def misused(entry: Entry) -> Iterator[Diagnostic]:
    """A key of layers that says neither yes nor no, or is no single word: it would do nothing (CP147)."""
    key, value = entry.key.text, entry.value
    if not isinstance(value, Scalar):
        yield error("CP147", f"`{key}` is one text", value.span, "write one")
    elif key == "remove" and value.text not in ("true", "false"):
        message = f"`remove` cannot be `{value.text}`"
        yield error("CP147", message, value.span, "write `remove: true` to take the entry out")


def loosened(low: Table | None, made: Table, high: Table, path: tuple[str, ...]) -> Iterator[Removal]:
    """What kept patients safe in an entry below and no longer does, as a removal from the entry."""
    for key, is_set in SAFEGUARDS.items():
        before, now = (low.get(key) if low else None), made.get(key)
        said = high.get(key)
        if len(path) == 2 and before is not None and is_set(before) and said and not (now and is_set(now)):
            yield Removal(path=path, what=key, why=reason(high), span=said.span)


def reason(node: Node) -> str | None:
    said = node.get("because") if isinstance(node, Table) else None
    return said.text if isinstance(said, Scalar) else None


def anchored(entry: Table) -> tuple[str, Scalar | None]:
    for side in ("before", "after"):
        anchor = entry.get(side)
        if isinstance(anchor, Scalar):
            return side, anchor
    return "", None


def index_of(items: list[Node], name: str) -> int | None:
    return next((number for number, item in enumerate(items) for _, said in named((item,)) if said.text == name), None)


def named(items: Iterable[Node]) -> Iterator[tuple[Table, Scalar]]:
    """The entries of a list that have an id, with it."""
    for item in items:
        said = item.get("id") if isinstance(item, Table) else None
        if isinstance(item, Table) and isinstance(said, Scalar):
            yield item, said


def renamed(entries: Iterable[tuple[str, Node]]) -> dict[str, str]:
    """Old id -> new id, of the entries that say `was`."""
    found = {}
    for name, node in entries:
        was = node.get("was") if isinstance(node, Table) else None
        if isinstance(was, Scalar):
            found[was.text] = name
    return found


def nearest(items: list[Node]) -> str:
    names = [said.text for _, said in named(items)]
    return f"the list has {', '.join(f'`{name}`' for name in names)}" if names else "the list is empty"


def text_of(node: Node) -> str:
    """A scalar's text; for anything else a text that no scalar has."""
    return node.text if isinstance(node, Scalar) else f"\0{node!r}"
