"""The file itself: opening, refusing, locking, transactions, integrity.

At rest the book is one file: rollback journal, ``synchronous=EXTRA``. WAL is refused on purpose: a copy made
without its ``-wal`` silently lacks the last imports, and a left-over ``-wal`` silently undoes a restore. Two
connections live as long as the window: one writes (``BEGIN IMMEDIATE``), one only reads.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection as Connection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from app.errors import BookError
from app.i18n import _
from app.models.lock import BookLock, default_owner
from app.models.schema import APPLICATION_ID, SCHEMA_VERSION
from app.progress import TICK, Cancelled, Progress

HEADER = b"SQLite format 3\x00"
_OPCODES = 100_000
"""Steps of SQLite between two looks at whether the person asked to stop: some milliseconds."""
_PRAGMAS = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 3000",
    "PRAGMA cache_size = -65536",
)


_WRITING = frozenset({
    driver.SQLITE_INSERT, driver.SQLITE_UPDATE, driver.SQLITE_DELETE, driver.SQLITE_CREATE_TABLE,
    driver.SQLITE_CREATE_INDEX, driver.SQLITE_CREATE_TRIGGER, driver.SQLITE_CREATE_VIEW, driver.SQLITE_DROP_TABLE,
    driver.SQLITE_DROP_INDEX, driver.SQLITE_DROP_TRIGGER, driver.SQLITE_DROP_VIEW, driver.SQLITE_ALTER_TABLE,
    driver.SQLITE_ANALYZE, driver.SQLITE_REINDEX,
})  # fmt: skip


class Store:
    """An open book. Every method may be called from any thread; readers and the writer each take turns."""

    def __init__(self, path: Path, owner: str | None = None) -> None:
        self.path = path
        self.owner = owner or default_owner()
        self._lock = BookLock(path, self.owner)
        self._write_turn = threading.RLock()
        self._read_turn = threading.RLock()
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        self.version = 0

    def open(self) -> None:
        """Lock and connect. Raises ``BookError`` for a book that is held, newer, foreign or damaged; the file
        is not touched then."""
        self._make_folder()
        version = inspect(self.path)
        self._lock.take()
        try:
            self.version = version
            self._writer = _engine(self.path, write=True)
            self._reader = _engine(self.path, write=False)
            with self.read() as connection:
                self.version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
        except driver.DatabaseError as error:
            self.close()
            raise damaged(self.path) from error
        except Exception as error:
            self.close()
            if _is_database_error(error):
                raise damaged(self.path) from error
            raise

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise BookError(
                _("The folder for the book «{name}» cannot be made.").format(name=self.path.parent.name),
                _("Choose another place with --book."),
            ) from error

    def close(self) -> None:
        """Disconnect and give the lock back."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None
        self._lock.release()

    @contextlib.contextmanager
    def write(self, progress: Progress | None = None) -> Iterator[Connection]:
        """One write transaction: committed at the end, rolled back whole on any exception. A stop asked of
        ``progress`` ends even a long statement, with ``Cancelled``; only the commit itself is not stopped."""
        assert self._writer is not None
        with self._write_turn, self._writer.connect() as connection:
            transaction = connection.begin()
            try:
                with _heard(connection, progress):
                    yield connection
            except BaseException:
                transaction.rollback()
                raise
            _waited(transaction.commit, progress)

    @contextlib.contextmanager
    def rehearse(self, progress: Progress | None = None) -> Iterator[Connection]:
        """A write transaction that is never kept: what an import would do, found by doing it; ``progress`` as in
        ``write``."""
        assert self._writer is not None
        with self._write_turn, self._writer.connect() as connection:
            transaction = connection.begin()
            try:
                with _heard(connection, progress):
                    yield connection
            finally:
                transaction.rollback()

    @contextlib.contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[Connection]:
        """A connection that cannot write; ``progress`` as in ``write``."""
        assert self._reader is not None
        with self._read_turn, self._reader.connect() as connection, _heard(connection, progress):
            yield connection

    @contextlib.contextmanager
    def aside(self) -> Iterator[Connection]:
        """A connection of its own for a long reading, so that the window need not wait for its turn. It may make
        temporary tables, which live in memory; the book itself it cannot write."""
        engine = _engine(self.path, write=False, scratch=True)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def seen_version(self) -> int:
        """A number that changes with every commit to the book: what was read under the same number still holds."""
        with self.raw() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    @contextlib.contextmanager
    def raw(self) -> Iterator[driver.Connection]:
        """The driver's own reading connection, for copies and checks."""
        with self.read() as connection:
            yield connection.connection.driver_connection


@contextlib.contextmanager
def _heard(connection: Connection, progress: Progress | None) -> Iterator[None]:
    if progress is None:
        yield
        return
    raw = connection.connection.driver_connection
    assert raw is not None
    mine = threading.get_ident()

    def look() -> bool:
        if threading.get_ident() == mine:
            progress.tick()
        return progress.cancelled

    raw.set_progress_handler(look, _OPCODES)
    try:
        yield
    except Exception as error:
        if progress.cancelled and (isinstance(error, driver.DatabaseError) or _is_database_error(error)):
            raise Cancelled from error
        raise
    finally:
        raw.set_progress_handler(None, 0)


def _waited(work: Callable[[], None], progress: Progress | None) -> None:
    """Do what may take a while and cannot be stopped, with signs of life. Raises what it raises."""
    if progress is None:
        work()
        return
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised in the job's thread
            trouble.append(error)

    thread = threading.Thread(target=run, name="commit")
    thread.start()
    while thread.is_alive():
        thread.join(TICK)
        progress.tick()
    if trouble:
        raise trouble[0]


def inspect(path: Path) -> int:
    """Version of the book's tables by a look at the first page, 0 for a book yet to be made. Raises
    ``BookError`` for anything that is no book of ours; opens nothing for writing."""
    try:
        if not path.exists():
            return 0
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise BookError(
            _("The book «{name}» cannot be read.").format(name=path.name),
            _("Check that it is a file, that the disk is connected and that you have the rights."),
        ) from error
    if not head:
        return 0
    if len(head) < 100 or not head.startswith(HEADER):
        raise BookError(
            _("«{name}» is not a book of this program.").format(name=path.name),
            _("Choose a file made by this program or restore a copy."),
        )
    version = int.from_bytes(head[60:64], "big")
    application = int.from_bytes(head[68:72], "big")
    if application != APPLICATION_ID:
        raise BookError(
            _("«{name}» belongs to another program.").format(name=path.name),
            _("Choose a file made by this program."),
        )
    if version > SCHEMA_VERSION:
        raise BookError(
            _("The book «{name}» was made by a newer version of the program.").format(name=path.name),
            _("Install the newer version; nothing was changed in the book."),
        )
    return version


def damaged(path: Path) -> BookError:
    """The refusal of a damaged book."""
    return BookError(
        _("The book «{name}» is damaged and cannot be used.").format(name=path.name),
        _("Restore the last copy from the folder «{folder}».").format(folder=f"{path.name}-copies"),
    )


def integrity(store: Store) -> tuple[str, ...]:
    """What SQLite itself finds wrong; empty when nothing."""
    with store.raw() as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        broken = [f"foreign key: {row[0]} {row[1]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return tuple(text for text in found if text != "ok") + tuple(broken[:20])


def _is_database_error(error: Exception) -> bool:
    return isinstance(getattr(error, "orig", None), driver.DatabaseError)


def _spare_the_book(action: int, _first: str | None, _second: str | None, database: str | None, _by: str | None) -> int:
    """Asked by SQLite of each step of a statement: writing is for temporary tables alone."""
    return int(driver.SQLITE_DENY if action in _WRITING and database == "main" else driver.SQLITE_OK)


def _engine(path: Path, *, write: bool, scratch: bool = False) -> Engine:
    def connect() -> driver.Connection:
        connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if scratch:
            connection.set_authorizer(_spare_the_book)
        elif not write:
            connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine("sqlite://", module=driver, creator=connect, poolclass=StaticPool, hide_parameters=True)
    if write:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
