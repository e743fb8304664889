"""Tables of work and of our own words about clients: nothing here comes from bookkeeping's files.

Money is INTEGER kopecks, days are ordinals, as in ``app.models.schema``.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text

from app.models.schema import int_column, key_column, strict_table, text_column

trait = strict_table(
    "trait",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False),
    text_column("key"),  # app.domain.traits: what kind of client it is in our own words
    text_column("value"),
    UniqueConstraint("client_id", "key"),
    Index("trait_value", "key", "value", "client_id"),
)

saved_view = strict_table(
    "saved_view",
    key_column(),
    Column("name", Text, nullable=False, unique=True),
    text_column("content"),  # JSON
)

threshold = strict_table(
    "threshold",
    key_column(),
    Column("scope", Text, CheckConstraint("scope IN ('company', 'manager', 'client')"), nullable=False),
    text_column("subject"),  # manager's name or client's id; empty for the company
    text_column("measure"),
    int_column("valid_from"),
    Column("value", Integer),  # kopecks, days or hundredths of a percent, by the measure; NULL: no limit from then on
    UniqueConstraint("scope", "subject", "measure", "valid_from"),
)

acknowledgment = strict_table(
    "acknowledgment",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id")),  # NULL: all documents of the client due by that day
    int_column("day"),
    text_column("document"),
    text_column("signatory"),
    text_column("powers"),  # what empowers the signatory; without it the clock is not restarted
)

schedule = strict_table(
    "schedule",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    int_column("day"),
    int_column("amount"),  # the debt acknowledged
    text_column("document"),
    text_column("note"),
    Column("closed_on", Integer),
)

dispute = strict_table(
    "dispute",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id")),
    int_column("day"),
    Column("amount", Integer, CheckConstraint("amount > 0"), nullable=False),
    text_column("reason"),
    text_column("owner"),
    Column("answer_by", Integer),
    Column("closed_on", Integer),
    text_column("outcome"),
)

pause = strict_table(
    "pause",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    int_column("since"),
    int_column("until"),
    text_column("reason"),
    Column("lifted_on", Integer),
)

handover = strict_table(
    "handover",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    int_column("day"),
    text_column("role"),  # manager, head, finance, legal, security, agency
    text_column("owner"),
    text_column("basis"),
    text_column("given_by"),
    Column("answer_by", Integer),
    Column("returned_on", Integer),
    text_column("outcome"),
    Index("handover_open", "client_id", unique=True, sqlite_where=text("returned_on IS NULL")),
)

put_off = strict_table(
    "put_off",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    text_column("action"),  # kind of the action of the work list
    int_column("day"),
    int_column("until"),
    text_column("reason"),
)

letter = strict_table(
    "letter",
    key_column(),
    int_column("year"),
    int_column("number"),
    int_column("day"),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    text_column("kind"),
    text_column("step"),  # of the ladder
    int_column("amount"),
    text_column("files"),  # JSON list of names
    text_column("content"),  # JSON: what was put into the template
    text_column("signatory"),
    text_column("powers"),
    text_column("made_at"),
    Column("void", Integer, CheckConstraint("void IN (0, 1)"), nullable=False, server_default="0"),
    Column("sent_on", Integer),
    text_column("sent_how"),
    Column("returned_on", Integer),
    text_column("returned_by"),
    text_column("returned_powers"),
    UniqueConstraint("year", "number"),
)

letter_item = strict_table(
    "letter_item",
    key_column(),
    Column("letter_id", Integer, ForeignKey("letter.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False, index=True),
    text_column("level"),
    int_column("amount"),
)

legal_case = strict_table(
    "legal_case",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    int_column("opened_on"),
    text_column("court"),
    text_column("number"),
    text_column("owner"),
    Column("next_hearing", Integer),
    Column("closed_on", Integer),
    text_column("note"),
)

legal_event = strict_table(
    "legal_event",
    key_column(),
    Column("case_id", Integer, ForeignKey("legal_case.id"), nullable=False, index=True),
    int_column("day"),
    text_column("stage"),
    Column("amount", Integer),
    Column("costs", Integer),
    text_column("document"),
    text_column("note"),
)

legal_item = strict_table(
    "legal_item",
    key_column(),
    Column("case_id", Integer, ForeignKey("legal_case.id"), nullable=False, index=True),
    Column("invoice_id", Integer, ForeignKey("invoice.id"), nullable=False, index=True),
    UniqueConstraint("case_id", "invoice_id"),
)

person = strict_table(
    "person",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    text_column("name"),
    text_column("role"),
    text_column("part"),  # decides, pays, both or neither
    text_column("phone"),
    text_column("email"),
    text_column("note"),
    Column("gone_on", Integer),
)

contract = strict_table(
    "contract",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    text_column("number"),
    Column("day", Integer),
    text_column("organisation"),
    text_column("terms"),  # JSON: kind of term, days, from what it runs, whether it moves to a working day
    text_column("penalty"),  # JSON: percent a day or share of the key rate, cap, grace; empty: article 395
    Column("claim_days", Integer),  # of answer to a claim; NULL: 30 calendar days from sending
    text_column("signatory"),
    text_column("powers"),
    Column("ends_on", Integer),
)

intake = strict_table(
    "intake",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    int_column("started_on"),
    text_column("answers"),  # JSON by question of the checklist
    text_column("owner"),
    Column("decided_on", Integer),
    text_column("decision"),
    text_column("reason"),
)

client_event = strict_table(
    "client_event",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    int_column("day"),
    text_column("kind"),
    text_column("note"),
)

attachment = strict_table(
    "attachment",
    key_column(),
    Column("client_id", Integer, ForeignKey("client.id"), nullable=False, index=True),
    Column("contact_id", Integer, ForeignKey("contact.id")),
    text_column("name"),  # as the person sees it
    text_column("stored"),  # file in the folder of the book
    text_column("sha256"),
    int_column("size"),
    text_column("added_at"),
)
