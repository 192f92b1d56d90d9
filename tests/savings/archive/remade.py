"""A backup with something changed in it, as damage or another hand would: whole otherwise, and sealed anew."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from savings.archive.sealed import ROOM, Sealing


def manifest_of(path: Path) -> dict:
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read("manifest.json"))


def remade(
    path: Path, change: Callable[[dict[str, bytes]], None], *, listed: bool = False
) -> bytes:
    """The backup once `change` has changed its parts, by name; `listed`: the manifest is made to agree with them."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    change(parts)
    if listed:
        manifest = json.loads(parts["manifest.json"])
        manifest["parts"] = {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in parts.items()
            if name != "manifest.json"
        }
        parts["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    sealing = Sealing(out)
    with zipfile.ZipFile(sealing, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = ROOM
        for name, content in parts.items():
            file.writestr(name, content)
    sealing.seal()
    return out.getvalue()


def in_manifest(**changes) -> Callable[[dict[str, bytes]], None]:
    """Change what the manifest says under these names: each is given what was there."""

    def change(parts):
        manifest = json.loads(parts["manifest.json"])
        for name, new in changes.items():
            manifest[name] = new(manifest[name])
        parts["manifest.json"] = json.dumps(manifest).encode()

    return change
