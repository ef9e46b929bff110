"""JSON Schema (draft 2020-12) of the spec language, from the same records that specs are bound to: editors complete
from it. A layer has nothing required, edits lists, removes entries, and may put any optional value back with null."""

from typing import Any

from generator.binding import API_NAME, ID
from generator.language.spec import Spec
from generator.shapes import MERGE_KEYS, Shape, places

SCALAR = {"type": ["string", "number", "boolean"]}
FORMS = {"id": ID.pattern, "ref": ID.pattern, "api_name": API_NAME.pattern, "date": r"\d{4}-\d{2}-\d{2}"}


def schema(*, layer: bool) -> dict[str, Any]:
    """The schema of whole specs, or of layers."""
    made = Schema(layer)
    body = made.record(Spec, ())
    body["properties"]["extends"] = {"type": "array", "items": {"type": "string"}, "description": "layers below"}
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
                inner = {"anyOf": [inner, {"type": "null"}], "description": place.help}
            properties[place.key] = inner
            required += [place.key] if place.required and not self.layer else []
        for key in extra:
            properties[key] = {"type": ["string", "boolean"]}
        made: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**made, "required": required} if required else made

    def of(self, shape: Shape) -> dict[str, Any]:
        if shape.kind == "scalar":
            form = FORMS.get(shape.reads.what) if shape.reads else None
            return {"type": "string", "pattern": f"^({form})$"} if form else dict(SCALAR)
        if shape.kind == "boolean":
            return {"type": "boolean"}
        if shape.kind == "choice":
            return {"enum": [int(one) if one.isdigit() else one for one in shape.choices]}
        if shape.kind == "pairs":
            return {"type": "object", "additionalProperties": dict(SCALAR)}
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
                body["properties"]["id"] = {"type": "string", "pattern": f"^({ID.pattern})$"}
                body["required"] = ["id", *body.get("required", [])]
            self.definitions[name] = {**body, "description": (cls.__doc__ or "").strip()}
        reference = {"$ref": f"#/$defs/{name}"}
        if shape.kind == "keyed":
            return {"type": "object", "additionalProperties": reference}
        return {"type": "array", "items": reference} if ordered else reference


def edits(items: dict[str, Any]) -> dict[str, Any]:
    """`{add: [...], remove: [...], because: TEXT}`."""
    properties = {"add": items, "remove": items, "because": {"type": "string"}}
    return {"type": "object", "properties": properties, "additionalProperties": False}
