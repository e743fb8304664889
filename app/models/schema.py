"""Tables of the book.

Money is INTEGER kopecks. Days are INTEGER ordinals (``date.toordinal``): overdue days are a subtraction inside
SQL, and a comparison never depends on how a date was written. ``line`` keeps what each report stated, untouched;
``entry`` is what the ledger makes of it; both are facts, nothing else writes there.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

APPLICATION_ID = 0x44454254  # 'DEBT'
SCHEMA_VERSION = 4

SHOWN = "(SELECT p.id AS party_id, c.* FROM client p JOIN client c ON c.id = coalesce(p.merged_into, p.id))"
"""Every client with the one under which it is shown: itself, or the one it was merged into. Joined by ``party_id``."""

FAMILY = "(SELECT id FROM client WHERE id = :client OR merged_into = :client)"
"""A shown client with those merged into it."""

LAST_START = 4_000_000
"""In place of the day a card begins with, for reports that are no cards: later than any day."""


def place(report: str) -> str:
    """Where a report (the alias of its table) stands in the order of the book: one number to sort and compare by.

    By date; within a day cards come first (the earlier begun before the later), for they tell what led to the balances
    that the others state; then by number.
    """
    day = f"{report}.as_of * {LAST_START + 1} + coalesce({report}.period_from, {LAST_START})"
    return f"(({day}) * 1000000 + {report}.id)"


def place_number(as_of: int, starts: int | None, report_id: int) -> int:
    """The same of a report (days as ordinals) that may not be written yet."""
    return (as_of * (LAST_START + 1) + (LAST_START if starts is None else starts)) * 1_000_000 + report_id


metadata = MetaData()


def key_column() -> Column[int]:
    """The number of a row."""
    return Column("id", Integer, primary_key=True)


def text_column(name: str) -> Column[str]:
    """Words, empty by default."""
    return Column(name, Text, nullable=False, server_default="")


def int_column(name: str) -> Column[int]:
    """Kopecks, a day, a count: always there."""
    return Column(name, Integer, nullable=False)


def strict_table(name: str, *parts: Column[int] | Column[str] | CheckConstraint | UniqueConstraint | Index) -> Table:
    """A table that refuses values of another type."""
    return Table(name, metadata, *parts, sqlite_strict=True)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), text_column("value"), sqlite_strict=True)

report = strict_table(
    "report",
    key_column(),
    text_column("kind"),
    int_column("as_of"),
    text_column("layout"),
    text_column("level"),
    text_column("title"),
    text_column("organisation"),
    text_column("filters"),  # JSON list
    Column("narrowed", Integer, CheckConstraint("narrowed IN (0, 1)"), nullable=False),
    text_column("scope"),  # JSON list of our own companies the report speaks for; empty: all
    int_column("rows"),
    int_column("facts"),
    Column("control", Integer),
    int_column("total"),
    int_column("debt"),
    int_column("advances"),
    text_column("files_sha"),
    text_column("content_sha"),
    text_column("loaded_at"),
    text_column("loaded_by"),
    Column("state", Text, CheckConstraint("state IN ('accepted','withdrawn','superseded')"), nullable=False),
    Column("replaced_by", Integer, ForeignKey("report.id")),  # the corrected report of the same date
    text_column("problems"),  # JSON list
    text_column("skipped"),  # JSON list
    Column("period_from", Integer),  # of a card that has its rows: the day it begins with
    Column("period_to", Integer),
)

report_file = strict_table(
    "report_file",
    key_column(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    text_column("name"),
    text_column("sha256"),
    int_column("size"),
)

client = strict_table(
    "client",
    key_column(),
    text_column("name"),
    Column("name_key", Text, nullable=False, index=True),
    Column("inn", Text, nullable=False, server_default="", index=True),
    text_column("code"),
    text_column("manager"),
    text_column("client_type"),
    text_column("terms"),
    Column("avg_order", Integer),
    text_column("core_share"),
    text_column("search"),
    Column("merged_into", Integer, ForeignKey("client.id")),  # the client under which this one is shown and counted
    Index("client_merged", "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
)

client_alias = strict_table(
    "client_alias",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    text_column("name"),
    Column("name_key", Text, nullable=False, index=True),
    text_column("inn"),
    text_column("code"),
    text_column("manager"),  # only this manager's rows of that name; empty: all of them
    UniqueConstraint("client_id", "name", "inn", "code", "manager"),
)

invoice = strict_table(
    "invoice",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False),
    text_column("key"),
    text_column("kind"),
    text_column("number"),
    text_column("contract"),
    Column("doc_date", Integer),
    Column("due_date", Integer),
    text_column("due_origin"),
    Column("amount", Integer),  # of the whole document, when the newest report states it
    text_column("terms"),
    Column("terms_days", Integer),
    text_column("manager"),
    Column("avg_order", Integer),
    text_column("core_share"),
    text_column("client_type"),
    text_column("organisation"),
    Column("opened_date", Integer),
    Column("settled_date", Integer),
    UniqueConstraint("client_id", "key"),
    # one search answers «open on any date»: settled later than it, or not at all
    Index("invoice_open", "settled_date", "opened_date", "client_id", "due_date"),
)

line = Table(
    "line",
    metadata,
    Column("report_id", Integer, ForeignKey("report.id"), primary_key=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), primary_key=True),
    text_column("rows"),  # row numbers of the file, comma separated
    int_column("balance"),
    Column("amount", Integer),
    Column("due_date", Integer),
    text_column("due_origin"),
    Column("overdue_days", Integer),
    text_column("terms"),
    Column("terms_days", Integer),
    text_column("contract"),
    text_column("manager"),
    text_column("name"),
    text_column("inn"),
    text_column("client_type"),
    Column("avg_order", Integer),
    text_column("core_share"),
    text_column("organisation"),
    text_column("moves"),  # JSON list of [day, kind, kopecks], when the file has true dates
    Index("line_invoice", "invoice_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

card_row = Table(
    "card_row",
    metadata,
    Column("report_id", Integer, ForeignKey("report.id"), primary_key=True),
    Column("nth", Integer, primary_key=True),  # in the order of the file
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False),
    int_column("day"),
    int_column("amount"),
    text_column("movement"),
    text_column("number"),
    text_column("kind"),
    text_column("contract"),
    text_column("organisation"),
    text_column("manager"),
    text_column("name"),
    text_column("inn"),
    text_column("settles"),
    text_column("comment"),
    int_column("row"),
    Index("card_row_client", "client_id", "day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

entry = strict_table(
    "entry",
    key_column(),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    int_column("day"),
    text_column("kind"),
    Column("amount", Integer, CheckConstraint("amount <> 0"), nullable=False),
    Column("payment_id", Integer, ForeignKey("payment.id")),  # the payment that gives it its day
    Index("entry_balance", "invoice_id", "day", "amount"),
    Index("entry_payment", "payment_id", sqlite_where=text("payment_id IS NOT NULL")),
)

sale = strict_table(
    "sale",
    key_column(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False),
    int_column("day"),
    text_column("number"),
    text_column("kind"),
    int_column("amount"),
    # of overlapping registers the newest speaks: only its rows are live
    Column("live", Integer, CheckConstraint("live IN (0, 1)"), nullable=False, server_default="1"),
    text_column("name"),  # the client as the register words it, and its manager: what a split goes by
    text_column("manager"),
    Index("sale_client", "client_id", "day", "amount", sqlite_where=text("live = 1")),
    Index("sale_day", "day", "amount", sqlite_where=text("live = 1")),
)

payment = strict_table(
    "payment",
    key_column(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("client_id", Integer, ForeignKey("client.id")),  # derived from the payer; NULL: not known
    Column("answered", Integer, ForeignKey("client.id")),  # the client a person said it is
    text_column("payer"),
    text_column("inn"),
    int_column("day"),
    int_column("amount"),
    text_column("number"),
    text_column("purpose"),
    text_column("named"),  # JSON list of documents named in the purpose
    # of overlapping statements one speaks: only its rows are live
    Column("live", Integer, CheckConstraint("live IN (0, 1)"), nullable=False, server_default="1"),
    Index("payment_client", "client_id", "day", sqlite_where=text("live = 1")),
    Index("payment_day", "day", sqlite_where=text("live = 1")),
)

payment_part = strict_table(
    "payment_part",
    key_column(),
    Column("payment_id", Integer, ForeignKey("payment.id"), nullable=False, index=True),
    Column("report_id", Integer, ForeignKey("report.id"), index=True),  # the debt report it explains, or its own
    Column("invoice_id", Integer, ForeignKey("invoice.id")),  # NULL: covers no document
    Column("amount", Integer, CheckConstraint("amount <> 0"), nullable=False),
    text_column("why"),
    Column("day", Integer),  # of the entry it became
    Column("was_day", Integer),  # of the entry it explains: what the report alone would have said
    text_column("was_kind"),
)

payment_hand = strict_table(
    "payment_hand",
    key_column(),
    Column("payment_id", Integer, ForeignKey("payment.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False),
    Column("amount", Integer, CheckConstraint("amount > 0"), nullable=False),
)

revision = strict_table(
    "revision",
    key_column(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False),
    text_column("kind"),
    text_column("note"),
    int_column("before"),
    int_column("after"),
    int_column("overdue_effect"),
)

contact = strict_table(
    "contact",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    int_column("day"),
    text_column("channel"),
    text_column("manager"),
    text_column("person"),
    text_column("result"),
    text_column("note"),
    Column("next_contact", Integer),
    text_column("recorded_at"),
    text_column("reason"),  # of the delay: a key of the list of reasons
    text_column("evasion"),  # kind of the phrase of evasion recognised in the words
    Column("asked", Integer),  # the small part asked for, kopecks
)

promise = strict_table(
    "promise",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    Column("contact_id", Integer, ForeignKey("contact.id"), nullable=False, index=True),
    int_column("made_on"),
    Column("due", Integer, nullable=False, index=True),
    Column("amount", Integer, CheckConstraint("amount > 0"), nullable=False),
    text_column("who"),
    text_column("manager"),
    Column("moved_to", Integer),  # the promise that took its place
    Column("schedule_id", Integer),  # the repayment schedule it is a line of
)

policy = strict_table(
    "policy",
    key_column(),
    text_column("key"),
    int_column("valid_from"),
    text_column("value"),  # JSON
    UniqueConstraint("key", "valid_from"),
)

operation = strict_table(
    "operation",
    key_column(),
    text_column("at"),
    text_column("who"),
    text_column("layer"),
    text_column("text"),
    Column("undone", Integer, nullable=False, server_default="0"),
)

journal = strict_table(
    "journal",
    key_column(),
    Column("operation_id", Integer, ForeignKey("operation.id"), nullable=False, index=True),
    text_column("table_name"),
    int_column("row_id"),
    Column("before", Text),  # JSON image, NULL: the row was made
    Column("after", Text),  # JSON image, NULL: the row was removed
)

pack = strict_table(
    "pack",
    key_column(),
    int_column("as_of"),
    int_column("meeting"),
    text_column("made_at"),
    text_column("content"),  # JSON: what was on the table
)
