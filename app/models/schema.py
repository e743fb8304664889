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
SCHEMA_VERSION = 2

SHOWN = "(SELECT p.id AS party_id, c.* FROM client p JOIN client c ON c.id = coalesce(p.merged_into, p.id))"
"""Every client with the one under which it is shown: itself, or the one it was merged into. Joined by ``party_id``."""

FAMILY = "(SELECT id FROM client WHERE id = :client OR merged_into = :client)"
"""A shown client with those merged into it."""

metadata = MetaData()


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _int(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _table(name: str, *parts: Column[int] | Column[str] | CheckConstraint | UniqueConstraint | Index) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value"), sqlite_strict=True)

report = _table(
    "report",
    _id(),
    _text("kind"),
    _int("as_of"),
    _text("layout"),
    _text("level"),
    _text("title"),
    _text("organisation"),
    _text("filters"),  # JSON list
    Column("narrowed", Integer, CheckConstraint("narrowed IN (0, 1)"), nullable=False),
    _text("scope"),  # JSON list of our own companies the report speaks for; empty: all
    _int("rows"),
    _int("facts"),
    Column("control", Integer),
    _int("total"),
    _int("debt"),
    _int("advances"),
    _text("files_sha"),
    _text("content_sha"),
    _text("loaded_at"),
    _text("loaded_by"),
    Column("state", Text, CheckConstraint("state IN ('accepted','withdrawn','superseded')"), nullable=False),
    Column("replaced_by", Integer, ForeignKey("report.id")),  # the corrected report of the same date
    _text("problems"),  # JSON list
    _text("skipped"),  # JSON list
    Column("period_from", Integer),
    Column("period_to", Integer),
)

report_file = _table(
    "report_file",
    _id(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    _text("name"),
    _text("sha256"),
    _int("size"),
)

client = _table(
    "client",
    _id(),
    _text("name"),
    Column("name_key", Text, nullable=False, index=True),
    Column("inn", Text, nullable=False, server_default="", index=True),
    _text("code"),
    _text("manager"),
    _text("client_type"),
    _text("terms"),
    Column("avg_order", Integer),
    _text("core_share"),
    _text("search"),
    Column("merged_into", Integer, ForeignKey("client.id")),  # the client under which this one is shown and counted
    Index("client_merged", "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
)

client_alias = _table(
    "client_alias",
    _id(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    _text("name"),
    Column("name_key", Text, nullable=False, index=True),
    _text("inn"),
    _text("code"),
    _text("manager"),  # only this manager's rows of that name; empty: all of them
    UniqueConstraint("client_id", "name", "inn", "code", "manager"),
)

invoice = _table(
    "invoice",
    _id(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False),
    _text("key"),
    _text("kind"),
    _text("number"),
    _text("contract"),
    Column("doc_date", Integer),
    Column("due_date", Integer),
    _text("due_origin"),
    Column("amount", Integer),  # of the whole document, when the newest report states it
    _text("terms"),
    Column("terms_days", Integer),
    _text("manager"),
    Column("avg_order", Integer),
    _text("core_share"),
    _text("client_type"),
    _text("organisation"),
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
    _text("rows"),  # row numbers of the file, comma separated
    _int("balance"),
    Column("amount", Integer),
    Column("due_date", Integer),
    _text("due_origin"),
    Column("overdue_days", Integer),
    _text("terms"),
    Column("terms_days", Integer),
    _text("contract"),
    _text("manager"),
    _text("name"),
    _text("inn"),
    _text("client_type"),
    Column("avg_order", Integer),
    _text("core_share"),
    _text("organisation"),
    _text("moves"),  # JSON list of [day, kind, kopecks], when the file has true dates
    Index("line_invoice", "invoice_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

entry = _table(
    "entry",
    _id(),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    _int("day"),
    _text("kind"),
    Column("amount", Integer, CheckConstraint("amount <> 0"), nullable=False),
    Column("payment_id", Integer, ForeignKey("payment.id")),  # the payment that gives it its day
    Index("entry_balance", "invoice_id", "day", "amount"),
    Index("entry_payment", "payment_id", sqlite_where=text("payment_id IS NOT NULL")),
)

sale = _table(
    "sale",
    _id(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False),
    _int("day"),
    _text("number"),
    _text("kind"),
    _int("amount"),
    # of overlapping registers the newest speaks: only its rows are live
    Column("live", Integer, CheckConstraint("live IN (0, 1)"), nullable=False, server_default="1"),
    Index("sale_client", "client_id", "day", "amount", sqlite_where=text("live = 1")),
    Index("sale_day", "day", "amount", sqlite_where=text("live = 1")),
)

payment = _table(
    "payment",
    _id(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("client_id", Integer, ForeignKey("client.id")),  # derived from the payer; NULL: not known
    Column("answered", Integer, ForeignKey("client.id")),  # the client a person said it is
    _text("payer"),
    _text("inn"),
    _int("day"),
    _int("amount"),
    _text("number"),
    _text("purpose"),
    _text("named"),  # JSON list of documents named in the purpose
    # of overlapping statements one speaks: only its rows are live
    Column("live", Integer, CheckConstraint("live IN (0, 1)"), nullable=False, server_default="1"),
    Index("payment_client", "client_id", "day", sqlite_where=text("live = 1")),
    Index("payment_day", "day", sqlite_where=text("live = 1")),
)

payment_part = _table(
    "payment_part",
    _id(),
    Column("payment_id", Integer, ForeignKey("payment.id"), nullable=False, index=True),
    Column("report_id", Integer, ForeignKey("report.id"), index=True),  # the debt report it explains, or its own
    Column("invoice_id", Integer, ForeignKey("invoice.id")),  # NULL: covers no document
    Column("amount", Integer, CheckConstraint("amount <> 0"), nullable=False),
    _text("why"),
    Column("day", Integer),  # of the entry it became
    Column("was_day", Integer),  # of the entry it explains: what the report alone would have said
    _text("was_kind"),
)

payment_hand = _table(
    "payment_hand",
    _id(),
    Column("payment_id", Integer, ForeignKey("payment.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False),
    Column("amount", Integer, CheckConstraint("amount > 0"), nullable=False),
)

revision = _table(
    "revision",
    _id(),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False),
    _text("kind"),
    _text("note"),
    _int("before"),
    _int("after"),
    _int("overdue_effect"),
)

contact = _table(
    "contact",
    _id(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    _int("day"),
    _text("channel"),
    _text("manager"),
    _text("person"),
    _text("result"),
    _text("note"),
    Column("next_contact", Integer),
    _text("recorded_at"),
)

promise = _table(
    "promise",
    _id(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    Column("contact_id", Integer, ForeignKey("contact.id"), nullable=False, index=True),
    _int("made_on"),
    Column("due", Integer, nullable=False, index=True),
    Column("amount", Integer, CheckConstraint("amount > 0"), nullable=False),
    _text("who"),
)

policy = _table(
    "policy",
    _id(),
    _text("key"),
    _int("valid_from"),
    _text("value"),  # JSON
    UniqueConstraint("key", "valid_from"),
)

operation = _table(
    "operation",
    _id(),
    _text("at"),
    _text("who"),
    _text("layer"),
    _text("text"),
    Column("undone", Integer, nullable=False, server_default="0"),
)

journal = _table(
    "journal",
    _id(),
    Column("operation_id", Integer, ForeignKey("operation.id"), nullable=False, index=True),
    _text("table_name"),
    _int("row_id"),
    Column("before", Text),  # JSON image, NULL: the row was made
    Column("after", Text),  # JSON image, NULL: the row was removed
)

pack = _table(
    "pack",
    _id(),
    _int("as_of"),
    _int("meeting"),
    _text("made_at"),
    _text("content"),  # JSON: what was on the table
)

trait = _table(
    "trait",
    _id(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False),
    _text("key"),  # app.domain.traits: what kind of client it is in our own words
    _text("value"),
    UniqueConstraint("client_id", "key"),
    Index("trait_value", "key", "value", "client_id"),
)

saved_view = _table(
    "saved_view",
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("content"),  # JSON
)

threshold = _table(
    "threshold",
    _id(),
    Column("scope", Text, CheckConstraint("scope IN ('company', 'manager', 'client')"), nullable=False),
    _text("subject"),  # manager's name or client's id; empty for the company
    _text("measure"),
    _int("valid_from"),
    Column("value", Integer),  # kopecks, days or hundredths of a percent, by the measure; NULL: no limit from then on
    UniqueConstraint("scope", "subject", "measure", "valid_from"),
)

acknowledgment = _table(
    "acknowledgment",
    _id(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id")),  # NULL: all documents of the client due by that day
    _int("day"),
    _text("document"),
    _text("signatory"),
    _text("powers"),  # what empowers the signatory; without it the clock is not restarted
)
