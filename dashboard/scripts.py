"""Scripts of the app's own components, served once by address, so that no run of the app sends them again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

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
