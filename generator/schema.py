"""JSON Schema (draft 2020-12) of the spec language, from the same records that specs are bound to: editors complete
from it. A layer requires nothing but its version, edits lists, removes entries, and may put any optional value back
with null. An editor reads `true` and `1` as what they look like, the language as text, quoted or not: both pass."""

from typing import Any

from generator.binding import API_NAME, HOURS, ID, LONGEST_ID
from generator.language.scenarios import Scenario
from generator.language.spec import Spec
from generator.shapes import MERGE_KEYS, Shape, places

SCALAR = {"type": ["string", "number", "boolean"]}
NULL = {"type": "null"}
YES_NO = {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false"]}]}


def written(form: str, longest: int | None = None) -> dict[str, Any]:
    """A text that is of the form and nothing else."""
    made = {"type": "string", "pattern": f"^({form})$"}
    return {**made, "maxLength": longest} if longest else made


AN_ID = written(ID.pattern, LONGEST_ID)
FORMS = {
    "id": AN_ID,
    "ref": AN_ID,
    "api_name": written(API_NAME.pattern),
    "date": written(r"\d{4}-\d{2}-\d{2}"),
    "hours": written(HOURS.pattern),
}
BROUGHT = {"was": AN_ID, "remove": YES_NO, "because": SCALAR, "before": AN_ID, "after": AN_ID}
"""Keys that a list or a layer brings to an entry with an id."""


def schema(*, layer: bool) -> dict[str, Any]:
    """The schema of whole specs, or of layers."""
    made = Schema(layer)
    body = made.record(Spec, ())
    body["properties"]["extends"] = {"type": "array", "items": {"type": "string"}, "description": "layers below"}
    body["required"] = body.get("required", ["carepath"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A layer of a Carepath spec" if layer else "A Carepath spec",
        **body,
        "$defs": dict(sorted(made.definitions.items())),
    }


class Schema:
    def __init__(self, layer: bool) -> None:
        self.layer = layer
        self.definitions: dict[str, Any] = {}

    def record(self, cls: type[Any], extra: tuple[str, ...]) -> dict[str, Any]:
        """An object with the record's keys, and with `extra` ones that a list or a layer brings."""
        properties: dict[str, Any] = {}
        required = []
        for place in places(cls):
            inner = {**self.of(place.shape), "description": place.help}
            if self.layer and not place.required:
                inner = {"anyOf": [inner, NULL], "description": place.help}
            properties[place.key] = inner
            required += [place.key] if place.required and not self.layer else []
        for key in extra:
            properties[key] = BROUGHT[key]
        made: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**made, "required": required} if required else made

    def of(self, shape: Shape) -> dict[str, Any]:
        if shape.kind == "scalar":
            return FORMS.get(shape.reads.what if shape.reads else "", SCALAR)
        if shape.kind == "boolean":
            return YES_NO
        if shape.kind == "choice":
            return {"enum": [*(int(one) for one in shape.choices if one.isdigit()), *shape.choices]}
        if shape.kind == "pairs":
            return {"type": "object", "additionalProperties": {"anyOf": [SCALAR, NULL]} if self.layer else SCALAR}
        if shape.kind == "either":
            return {"anyOf": [self.of(option) for option in shape.options]}
        if shape.kind == "listing":
            assert shape.item is not None
            items = {"type": "array", "items": self.of(shape.item)}
            return {"anyOf": [items, edits(items)]} if self.layer else items
        assert shape.of is not None
        return self.entries(shape, shape.of)

    def entries(self, shape: Shape, cls: type[Any]) -> dict[str, Any]:
        extra: tuple[str, ...] = ()
        if shape.kind != "record":
            keys = {place.key for place in places(cls)}
            merge = MERGE_KEYS[shape.kind] if self.layer else ()
            extra = tuple(key for key in ("was", *merge) if key not in keys)
        ordered = shape.kind == "ordered"
        name = f"{cls.__module__.rpartition('.')[2]}_{cls.__name__}_{shape.kind}"
        if name not in self.definitions:
            self.definitions[name] = {}
            body = self.record(cls, extra)
            if ordered:
                body["properties"]["id"] = AN_ID
                body["required"] = ["id", *body.get("required", [])]
            self.definitions[name] = {**body, "description": (cls.__doc__ or "").strip()}
        reference = {"$ref": f"#/$defs/{name}"}
        if shape.kind == "keyed":
            made = {"type": "object", "additionalProperties": reference}
            return made if cls is Scenario else {**made, "propertyNames": AN_ID}
        return {"type": "array", "items": reference} if ordered else reference


def edits(items: dict[str, Any]) -> dict[str, Any]:
    """`{add: [...], remove: [...], because: TEXT}`."""
    properties = {"add": items, "remove": items, "because": SCALAR}
    return {"type": "object", "properties": properties, "additionalProperties": False}
