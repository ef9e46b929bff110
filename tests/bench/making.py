"""Specs to measure with: layers over Northgate for as many clients as wanted, and a Northgate with many times the
words, categories and routes."""

import shutil
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from string import ascii_uppercase

from generator.compiler import understand
from generator.process.model import Category, Process, Word

ROOT = Path(__file__).resolve().parents[2]
NORTHGATE = "specs/northgate.yaml"
PLACES = ("Abbey", "Bridge", "Castle", "Dale", "Elm", "Ford", "Grange", "Heath")
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "America/Chicago")


def copied(folder: Path) -> Path:
    """A copy of the specs, so that a layer in `folder` may extend them."""
    (folder / "pyproject.toml").touch()
    shutil.copytree(ROOT / "specs", folder / "specs", dirs_exist_ok=True)
    return folder


def clients(folder: Path, count: int) -> list[Path]:
    """So many clients, each a layer as a consultant writes it: names, numbers, hours, some words, one route."""
    copied(folder)
    letters = ("".join(three) for three in product(ascii_uppercase, repeat=3))
    return [client(folder, number, prefix) for number, prefix in zip(range(count), letters, strict=False)]


def client(folder: Path, number: int, prefix: str) -> Path:
    place = f"{PLACES[number % len(PLACES)]} {number}"
    path = folder / f"client-{number:03}.yaml"
    path.write_text(
        f"""\
carepath: 1
extends: [{NORTHGATE}]
workflow: {{prefix: C{prefix}, zone: {ZONES[number % len(ZONES)]}}}
vars: {{organisation: {place} Hospitals, phone: 020 7946 0{number:03}}}
calendars: {{working: {{hours: "0{7 + number % 3}:00-18:00"}}}}
expects: {{sender: {{address: desk@client{number}.example}}}}
word_lists: {{worrying_signs: {{words: {{add: [ward {number} alarm, stoma {number} leaks]}}}}}}
categories:
  - {{id: billing, words: {{add: [tariff {number}]}}}}
  - {{id: travel, label: Travel to {place}, team: enquiries, at_least: routine, words: [bus {number}, tram {number}],
     before: general}}
routing:
  - {{id: travel_soon, when: category = travel and urgency = soon, to: bookings, after: emergency}}
""",
        encoding="utf-8",
    )
    return path


def grown(folder: Path, times: int) -> Path:
    """Northgate with so many times (at least twice) the words, categories and exceptions to the routes."""
    process = understand(str(ROOT / NORTHGATE)).resolved.process
    copies = range(1, times)
    sets = {one.id: one.words for one in process.reading.sets}
    lists = {
        id: f"{{words: {{add: [{', '.join(more(words, copies))}]}}}}" for id, words in sets.items() if "." not in id
    }
    levels = {level.id: more(sets.get(f"level.{level.id}", ()), copies) for level in process.levels}
    lines = [
        *("carepath: 1", f"extends: [{NORTHGATE}]", "workflow: {prefix: GRW}"),
        *("word_lists:", *(f"  {id}: {words}" for id, words in lists.items())),
        *(
            "urgency:",
            *(f"  - {{id: {id}, words: {{add: [{', '.join(words)}]}}}}" for id, words in levels.items() if words),
        ),
        *("categories:", *(category(process, one, number) for number in copies for one in process.categories[:-1])),
        *("routing:", *(exception(process, one, number) for number in copies for one in process.categories[1:3])),
    ]
    path = copied(folder) / f"grown-{times}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def category(process: Process, one: Category, number: int) -> str:
    """Another category like `one`, with words of its own."""
    own = next((found.words for found in process.reading.sets if found.id == f"category.{one.id}"), ())
    team = next(route.team for route in process.routes if route.id == f"category.{one.id}")
    return (
        f"  - {{id: {one.id}_{number}, label: {one.label[:30]} {number}, team: {team}, before: general, "
        f"at_least: {process.levels[one.floor].id}, words: [{', '.join(more(own, (number,)))}]}}"
    )


def exception(process: Process, one: Category, number: int) -> str:
    """Another exception, for one level of a category that was made by `category`."""
    team = process.teams[number % len(process.teams)].id
    return (
        f"  - {{id: {one.id}_{number}, when: category = {one.id}_{number} and urgency = urgent, to: {team}, "
        "after: emergency}"
    )


def more(words: tuple[Word, ...], copies: Iterable[int]) -> list[str]:
    """Words of the same shape that nothing else finds: every word of a phrase gets a number."""
    return [
        " ".join(f"{token}q{number}" for token in word.text.split(" ")) + ("*" if word.is_prefix else "")
        for number in copies
        for word in words
    ]
