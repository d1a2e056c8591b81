"""The stages wired together: what the command line and the dashboard call."""

from __future__ import annotations

import glob
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import datetime
from functools import partial
from pathlib import Path

import platformdirs

from territory.control.histories import ControlModel, Histories
from territory.control.ledger import Ledger
from territory.errors import StoreError
from territory.event_table import read_events
from territory.extract.claims import ClaimExtractor, Extraction
from territory.extract.documents import Given
from territory.extract.documents.language import names_only
from territory.extract.toponyms import Geoparser
from territory.extract.undated import extract_undated
from territory.gazetteer.dumps import dump_files, dump_folder
from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.tables import read_actors, read_places
from territory.ingest import ingest_articles, ingest_file
from territory.model import Actor, ActorCode, Article, Mention, Place, PlaceId, PlaceRule, Rejected
from territory.reading import Reader
from territory.resources import seeds_path
from territory.store import Batch, Outcome, ProgressFn, Store

__all__ = [
    "TextPipeline",
    "default_store_url",
    "fill_from_seeds",
    "import_tables",
    "ingest_articles",
    "ingest_file",
    "load_gazetteer",
    "load_histories",
    "load_pipeline",
    "make_reader",
    "open_store",
]

_SQLITE = "sqlite:///"
_DRAFT = ".new"


def _silent(_what: str, _done: int, _total: int) -> None:
    return None


def default_store_url() -> str:
    """Return `TERRITORY_STORE`, or else a SQLite file in the user's data folder."""
    folder = Path(platformdirs.user_data_dir("territory", appauthor=False))
    return os.environ.get("TERRITORY_STORE") or f"{_SQLITE}{folder / 'territory.db'}"


def open_store(url: str | None = None, *, seed: bool = True, progress: ProgressFn = _silent) -> Store:
    """Open a store; one that does not exist yet is made, and filled from `seeds/` unless `seed` is false.

    A new SQLite store is built beside its place and moved there when it is whole, so that a process killed while
    building leaves nothing half done.

    Raises
    ------
    StoreError
        If the store cannot be opened or made.
    """
    url = url or default_store_url()
    path = _sqlite_path(url)
    if not seed or path is None or path.exists():
        store = Store.open(url)
        if seed and path is None and store.version() == 0:
            fill_from_seeds(store, progress)
        return store
    _build(path, progress)
    return Store.open(url)


def _sqlite_path(url: str) -> Path | None:
    if not url.startswith(_SQLITE) or url == f"{_SQLITE}:memory:":
        return None
    name = url.removeprefix(_SQLITE).partition("?")[0]
    return Path(name) if name else None


def _build(path: Path, progress: ProgressFn) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_drafts(path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.{os.getpid()}.", suffix=_DRAFT)
        os.close(handle)
    except OSError as error:
        raise StoreError(f"No store can be made at {path}: {error.strerror}. Name another with --store.") from error
    draft = Path(name)
    try:
        with Store.open(f"{_SQLITE}{draft}") as store:
            fill_from_seeds(store, progress)
        _move_unless_there(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _move_unless_there(draft: Path, path: Path) -> None:
    """Put a store in its place; one that another process has put there meanwhile stays."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        draft.replace(path)


def _clear_drafts(path: Path) -> None:
    """Remove what processes that were killed while building this store have left behind."""
    if os.name != "posix":  # elsewhere there is no asking whether a process lives
        return
    for draft in path.parent.glob(f".{glob.escape(path.name)}.*{_DRAFT}*"):
        owner = draft.name.removeprefix(f".{path.name}.").partition(".")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            draft.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def fill_from_seeds(store: Store, progress: ProgressFn = _silent) -> None:
    """Import the seed tables and ingest the seed articles."""
    texts = sorted(seeds_path().glob("*.txt"))
    total = 1 + len(texts)
    progress("Importing the cited tables", 0, total)
    import_tables(
        store,
        seeds_path("control_events.csv"),
        places=seeds_path("places.csv"),
        actors=seeds_path("actors.csv"),
    )
    add_actors(store, seeds_path("actors_world.csv"))
    progress("Reading the seed article", 1, total)
    gazetteer = load_gazetteer(store)
    extraction = TextPipeline(gazetteer, tuple(store.actors().values()))
    for done, path in enumerate(texts, 2):
        ingest_file(store, path, extraction)
        progress("Reading the seed article", done, total)


def load_gazetteer(store: Store) -> Gazetteer:
    """Return the bundled gazetteer with the store's curated places and country dumps on top.

    A place that came with an article is known to the gazetteer already, and stays as likely as it was: what was read
    before does not change how the next article is read. It is added only if the gazetteer has lost it since.
    """
    return _gazetteer_of(store)()


def _gazetteer_of(store: Store) -> partial[Gazetteer]:
    dumps = tuple(dump_files(dump_folder(store.file)))
    curated, places = store.places(curated=True), store.places()
    others = tuple(place for key, place in places.items() if key not in curated)
    return partial(_make_gazetteer, tuple(curated.values()), others, dumps)


def _make_gazetteer(curated: tuple[Place, ...], others: tuple[Place, ...], dumps: tuple[Path, ...]) -> Gazetteer:
    gazetteer = Gazetteer.bundled(extra=curated, dumps=dumps)
    lost = [place for place in others if place.place_id not in gazetteer]
    if lost:
        gazetteer.add(lost)
    return gazetteer


def load_histories(store: Store, *, model: ControlModel | None = None, known_at: datetime | None = None) -> Histories:
    """Return each place's states over time, by the ledger unless another `model` is given."""
    return (model or Ledger(store.actors())).histories(store.claims(), known_at=known_at)


def import_tables(store: Store, events: Path, *, places: Path | None = None, actors: Path | None = None) -> Outcome:
    """Import an events table, and the places and actors it needs, in one transaction.

    Rows that cannot be read are kept as rejected; the others are stored. The same files again change nothing.

    Raises
    ------
    TableError
        If a file as a whole cannot be read; then nothing is stored.
    """
    new_places: tuple[Place, ...] = ()
    new_actors: tuple[Actor, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    digest = hashlib.sha256()
    if places is not None:
        new_places, bad = read_places(places)
        rejected += bad
    if actors is not None:
        new_actors, bad = read_actors(actors)
        rejected += bad
    place_ids: set[PlaceId] = {*store.places(), *(place.place_id for place in new_places)}
    codes: set[ActorCode] = {*store.actors(), *(actor.code for actor in new_actors)}
    claims, bad = read_events(events, place_ids, codes)
    for path in (events, places, actors):
        digest.update(path.read_bytes() if path else b"")
    return store.add(
        Batch(
            kind="table",
            name=events.name,
            sha256=digest.hexdigest(),
            places=new_places,
            actors=new_actors,
            claims=claims,
            rejected=rejected + bad,
        )
    )


def add_places(store: Store, path: Path) -> Outcome:
    """Add the places of a table, or update those that the store has; rows that cannot be read are kept as rejected.

    Raises
    ------
    TableError
        If the file as a whole cannot be read; then nothing is stored.
    """
    places, rejected = read_places(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return store.add(Batch(kind="table", name=path.name, sha256=digest, places=places, rejected=rejected))


def add_actors(store: Store, path: Path) -> Outcome:
    """Add the actors of a table that the store does not have yet."""
    actors, rejected = read_actors(path)
    known = store.actors()
    return store.add(
        Batch(
            kind="table",
            name=path.name,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            actors=tuple(actor for actor in actors if actor.code not in known),
            rejected=rejected,
        )
    )


class TextPipeline:
    """Article → mentions → claims, with everything loaded once.

    Parameters
    ----------
    gazetteer : Gazetteer
        The places that names may mean.
    actors : Sequence[Actor]
        The parties that texts may speak of.
    rules : Iterable[PlaceRule], optional
        What an analyst has decided that names mean.
    """

    def __init__(self, gazetteer: Gazetteer, actors: Sequence[Actor], rules: Iterable[PlaceRule] = ()) -> None:
        self.gazetteer = gazetteer
        self.geoparser = Geoparser(gazetteer, rules=rules)
        self.extractor = ClaimExtractor(gazetteer, actors)

    def with_rules(self, rules: Iterable[PlaceRule]) -> TextPipeline:
        """Return a pipeline that shares everything with this one but the rules about names."""
        other = copy(self)
        other.geoparser = self.geoparser.with_rules(rules)
        return other

    def read(self, article: Article) -> tuple[tuple[Mention, ...], Extraction]:
        """Return an article's toponyms, and its claims with the sentences that could not be completed.

        Claims are read from English only: in other languages there are none, and `note_on_language` says so. Of an
        article without a date those are given whose day the text tells by itself.
        """
        mentions = self.geoparser.parse(article)
        if names_only(article.text):
            return mentions, Extraction(())
        if article.published is None:
            return mentions, extract_undated(self.extractor, article, mentions)
        return mentions, self.extractor.extract(article, mentions)


def load_pipeline(store: Store) -> TextPipeline:
    """Return the pipeline with the store's own places and actors."""
    return TextPipeline(load_gazetteer(store), tuple(store.actors().values()), store.rules())


def make_reader(store: Store, given: Given | None = None) -> Reader:
    """Return a reader of documents for this store; it can be sent to other processes."""
    make_pipeline = partial(_make_pipeline, _gazetteer_of(store), tuple(store.actors().values()), store.rules())
    return Reader(make_pipeline, given or Given())


def _make_pipeline(
    make_gazetteer: Callable[[], Gazetteer], actors: tuple[Actor, ...], rules: tuple[PlaceRule, ...]
) -> TextPipeline:
    return TextPipeline(make_gazetteer(), actors, rules)
