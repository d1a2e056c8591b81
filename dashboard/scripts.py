"""Scripts of the app's own components, served once by address, so that no run of the app sends them again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from territory.render.served import DEFAULT_BASE


@dataclass(frozen=True)
class Script:
    """A module whose default export draws a component."""

    name: str
    text: str

    @property
    def path(self) -> str:
        """Where the app serves it."""
        return f"{DEFAULT_BASE}/app/{self.name}"

    @property
    def loader(self) -> str:
        """A small module that loads it, with an address of its content. (One line would pass for a file's name)."""
        address = f"{self.path}?v={hashlib.sha256(self.text.encode()).hexdigest()[:12]}"
        return f"export default c=>\nvoid import(location.origin+'{address}').then(m=>m.default(c))"


def with_inside(folder: Path, name: str) -> str:
    """Return a script of a folder, with its style and elements before it as the text `INSIDE`."""
    html, css, js = ((folder / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return f"const INSIDE = {json.dumps(f'<style>{css}</style>{html}')};\n{js}"
