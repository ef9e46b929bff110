"""XML -> the same metadata records that lowering makes: one reader for verify, emulator and plan."""

from generator.metadata.component import Component
from generator.metadata.registry import BY_NAME
from generator.reading.folders import files_below
from generator.reading.projects import Broken, Found, Project, kind_of, read_files
from generator.reading.records import Read, Repeated, Unknown, Unreadable, read

__all__ = [
    "BY_NAME",
    "Broken",
    "Component",
    "Found",
    "Project",
    "Read",
    "Repeated",
    "Unknown",
    "Unreadable",
    "files_below",
    "kind_of",
    "read",
    "read_files",
]
