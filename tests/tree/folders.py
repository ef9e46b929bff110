"""What stands below a folder, as a value to compare; two versions of a small project; a stranger's files in it."""

import os
from collections.abc import Mapping
from pathlib import Path

OLD = {
    "sfdx-project.json": b"{}\n",
    "force-app/main/flows/NGH_Intake.flow-meta.xml": b"<Flow>1</Flow>\n" * 400,
    "force-app/main/queues/NGH_Nurses.queue-meta.xml": b"<Queue/>\n",
    "force-app/main/queues/NGH_Doctors.queue-meta.xml": b"<Queue/>\n",
    "shape": b"a file that becomes a folder\n",
}
NEW = {
    "sfdx-project.json": b"{}\n",
    "force-app/main/flows/NGH_Intake.flow-meta.xml": b"<Flow>2</Flow>\n" * 500,
    "force-app/main/groups/NGH_Leads.group-meta.xml": b"<Group/>\n",
    "shape/within": b"a folder that was a file\n",
}
STRANGERS = {
    "README.md": b"notes of a colleague\n",
    "force-app/main/queues/notes.txt": b"beside a file that goes\n",
    "force-app/main/flows/notes.txt": b"beside a file that stays\n",
    "node_modules/deep/er/index.js": b"many\n",
}


def contents(folder: Path) -> dict[str, bytes | str]:
    """Path -> bytes for files, the target for links, and `/` for empty folders. Empty when there is no such folder."""
    found: dict[str, bytes | str] = {}
    for at, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(at, name)
            key = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[key] = os.readlink(path)
            elif path.is_file():
                found[key] = path.read_bytes()
            elif not path.is_dir():
                found[key] = "no file"
            elif not any(path.iterdir()):
                found[key] = "/"
    return found


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
