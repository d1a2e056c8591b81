"""Rebuilds every file of `geodata/` from published packages, and `SOURCES.toml` with their checksums.

Usage: python geodata/build.py [--cache FOLDER] [STEP ...]
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from pathlib import Path

import platformdirs

HERE = Path(__file__).resolve().parent
CACHE = platformdirs.user_cache_path("territory") / "packages"
sys.path.insert(0, str(HERE))

from recipes.basemap import build_basemap  # noqa: E402
from recipes.boundaries import build_boundaries, write_table  # noqa: E402
from recipes.packages import Packages  # noqa: E402
from recipes.sources import write_sources  # noqa: E402
from recipes.world import build_world  # noqa: E402
from territory.gazetteer.gazetteer import Gazetteer  # noqa: E402


def gazetteer(packages: Packages) -> dict[str, bytes]:
    """Return the gazetteer."""
    return {"gazetteer/world.gaz": build_world(packages)}


def maps(packages: Packages) -> dict[str, bytes]:
    """Return boundaries and base map; its towns come from the gazetteer, built before."""
    boundaries = build_boundaries(packages)
    tables = {
        f"boundaries/{name}.parquet": write_table(getattr(boundaries, name))
        for name in ("countries", "provinces", "districts")
    }
    return tables | build_basemap(packages, boundaries, Gazetteer.bundled())


STEPS = {"gazetteer": gazetteer, "maps": maps}


def main() -> None:
    """Run the steps asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where fetched packages are kept")
    parser.add_argument("step", nargs="*", help="what to rebuild; everything by default")
    options = parser.parse_args()
    if unknown := [step for step in options.step if step not in STEPS]:
        parser.error(f"no step {', '.join(unknown)}; there are {', '.join(STEPS)}")
    packages = Packages(options.cache)
    for name in options.step or STEPS:
        start = time.monotonic()
        print(f"{name}:", flush=True)
        for path, data in STEPS[name](packages).items():
            (HERE / path).parent.mkdir(parents=True, exist_ok=True)
            (HERE / path).write_bytes(data)
            print(f"  geodata/{path}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}", flush=True)
        print(f"  {time.monotonic() - start:.0f} s", flush=True)
    (HERE / "SOURCES.toml").write_text(write_sources(HERE), encoding="utf-8", newline="\n")
    print("geodata/SOURCES.toml: checksums written", flush=True)


if __name__ == "__main__":
    main()
