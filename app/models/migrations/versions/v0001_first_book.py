"""The first book: reports, clients, documents, entries, work, policy, journal."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE client (
        id INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        name_key TEXT NOT NULL,
        inn TEXT DEFAULT '' NOT NULL,
        code TEXT DEFAULT '' NOT NULL,
        manager TEXT DEFAULT '' NOT NULL,
        client_type TEXT DEFAULT '' NOT NULL,
        terms TEXT DEFAULT '' NOT NULL,
        avg_order INTEGER,
        core_share TEXT DEFAULT '' NOT NULL,
        search TEXT DEFAULT '' NOT NULL,
        merged_into INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(merged_into) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX client_merged ON client (merged_into) WHERE merged_into IS NOT NULL
    """,
    """
    CREATE INDEX ix_client_inn ON client (inn)
    """,
    """
    CREATE INDEX ix_client_name_key ON client (name_key)
    """,
    """
    CREATE TABLE meta (
        "key" TEXT NOT NULL,
        value TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY ("key")
    ) STRICT
    """,
    """
    CREATE TABLE operation (
        id INTEGER NOT NULL,
        at TEXT DEFAULT '' NOT NULL,
        who TEXT DEFAULT '' NOT NULL,
        layer TEXT DEFAULT '' NOT NULL,
        text TEXT DEFAULT '' NOT NULL,
        undone INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE TABLE pack (
        id INTEGER NOT NULL,
        as_of INTEGER NOT NULL,
        meeting INTEGER NOT NULL,
        made_at TEXT DEFAULT '' NOT NULL,
        content TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE TABLE policy (
        id INTEGER NOT NULL,
        "key" TEXT DEFAULT '' NOT NULL,
        valid_from INTEGER NOT NULL,
        value TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        UNIQUE ("key", valid_from)
    ) STRICT
    """,
    """
    CREATE TABLE report (
        id INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        as_of INTEGER NOT NULL,
        layout TEXT DEFAULT '' NOT NULL,
        level TEXT DEFAULT '' NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        organisation TEXT DEFAULT '' NOT NULL,
        filters TEXT DEFAULT '' NOT NULL,
        narrowed INTEGER NOT NULL CHECK (narrowed IN (0, 1)),
        scope TEXT DEFAULT '' NOT NULL,
        rows INTEGER NOT NULL,
        facts INTEGER NOT NULL,
        control INTEGER,
        total INTEGER NOT NULL,
        debt INTEGER NOT NULL,
        advances INTEGER NOT NULL,
        files_sha TEXT DEFAULT '' NOT NULL,
        content_sha TEXT DEFAULT '' NOT NULL,
        loaded_at TEXT DEFAULT '' NOT NULL,
        loaded_by TEXT DEFAULT '' NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('accepted','withdrawn','superseded')),
        replaced_by INTEGER,
        problems TEXT DEFAULT '' NOT NULL,
        skipped TEXT DEFAULT '' NOT NULL,
        period_from INTEGER,
        period_to INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(replaced_by) REFERENCES report (id)
    ) STRICT
    """,
    """
    CREATE TABLE client_alias (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        name_key TEXT NOT NULL,
        inn TEXT DEFAULT '' NOT NULL,
        code TEXT DEFAULT '' NOT NULL,
        manager TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (client_id, name, inn, code, manager),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_client_alias_client_id ON client_alias (client_id)
    """,
    """
    CREATE INDEX ix_client_alias_name_key ON client_alias (name_key)
    """,
    """
    CREATE TABLE contact (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        channel TEXT DEFAULT '' NOT NULL,
        manager TEXT DEFAULT '' NOT NULL,
        person TEXT DEFAULT '' NOT NULL,
        result TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        next_contact INTEGER,
        recorded_at TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_contact_client_id ON contact (client_id)
    """,
    """
    CREATE TABLE invoice (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        "key" TEXT DEFAULT '' NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        contract TEXT DEFAULT '' NOT NULL,
        doc_date INTEGER,
        due_date INTEGER,
        due_origin TEXT DEFAULT '' NOT NULL,
        amount INTEGER,
        terms TEXT DEFAULT '' NOT NULL,
        terms_days INTEGER,
        manager TEXT DEFAULT '' NOT NULL,
        avg_order INTEGER,
        core_share TEXT DEFAULT '' NOT NULL,
        client_type TEXT DEFAULT '' NOT NULL,
        organisation TEXT DEFAULT '' NOT NULL,
        opened_date INTEGER,
        settled_date INTEGER,
        PRIMARY KEY (id),
        UNIQUE (client_id, "key"),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX invoice_open ON invoice (settled_date, opened_date, client_id, due_date)
    """,
    """
    CREATE TABLE journal (
        id INTEGER NOT NULL,
        operation_id INTEGER NOT NULL,
        table_name TEXT DEFAULT '' NOT NULL,
        row_id INTEGER NOT NULL,
        "before" TEXT,
        "after" TEXT,
        PRIMARY KEY (id),
        FOREIGN KEY(operation_id) REFERENCES operation (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_journal_operation_id ON journal (operation_id)
    """,
    """
    CREATE TABLE payment (
        id INTEGER NOT NULL,
        report_id INTEGER NOT NULL,
        client_id INTEGER,
        answered INTEGER,
        payer TEXT DEFAULT '' NOT NULL,
        inn TEXT DEFAULT '' NOT NULL,
        day INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        purpose TEXT DEFAULT '' NOT NULL,
        named TEXT DEFAULT '' NOT NULL,
        live INTEGER DEFAULT '1' NOT NULL CHECK (live IN (0, 1)),
        PRIMARY KEY (id),
        FOREIGN KEY(report_id) REFERENCES report (id),
        FOREIGN KEY(client_id) REFERENCES client (id),
        FOREIGN KEY(answered) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_payment_report_id ON payment (report_id)
    """,
    """
    CREATE INDEX payment_client ON payment (client_id, day) WHERE live = 1
    """,
    """
    CREATE INDEX payment_day ON payment (day) WHERE live = 1
    """,
    """
    CREATE TABLE report_file (
        id INTEGER NOT NULL,
        report_id INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        sha256 TEXT DEFAULT '' NOT NULL,
        size INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(report_id) REFERENCES report (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_report_file_report_id ON report_file (report_id)
    """,
    """
    CREATE TABLE sale (
        id INTEGER NOT NULL,
        report_id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        amount INTEGER NOT NULL,
        live INTEGER DEFAULT '1' NOT NULL CHECK (live IN (0, 1)),
        PRIMARY KEY (id),
        FOREIGN KEY(report_id) REFERENCES report (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_sale_report_id ON sale (report_id)
    """,
    """
    CREATE INDEX sale_client ON sale (client_id, day, amount) WHERE live = 1
    """,
    """
    CREATE INDEX sale_day ON sale (day, amount) WHERE live = 1
    """,
    """
    CREATE TABLE entry (
        id INTEGER NOT NULL,
        invoice_id INTEGER NOT NULL,
        report_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        amount INTEGER NOT NULL CHECK (amount <> 0),
        payment_id INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id),
        FOREIGN KEY(report_id) REFERENCES report (id),
        FOREIGN KEY(payment_id) REFERENCES payment (id)
    ) STRICT
    """,
    """
    CREATE INDEX entry_balance ON entry (invoice_id, day, amount)
    """,
    """
    CREATE INDEX entry_payment ON entry (payment_id) WHERE payment_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_entry_report_id ON entry (report_id)
    """,
    """
    CREATE TABLE line (
        report_id INTEGER NOT NULL,
        invoice_id INTEGER NOT NULL,
        rows TEXT DEFAULT '' NOT NULL,
        balance INTEGER NOT NULL,
        amount INTEGER,
        due_date INTEGER,
        due_origin TEXT DEFAULT '' NOT NULL,
        overdue_days INTEGER,
        terms TEXT DEFAULT '' NOT NULL,
        terms_days INTEGER,
        contract TEXT DEFAULT '' NOT NULL,
        manager TEXT DEFAULT '' NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        inn TEXT DEFAULT '' NOT NULL,
        client_type TEXT DEFAULT '' NOT NULL,
        avg_order INTEGER,
        core_share TEXT DEFAULT '' NOT NULL,
        organisation TEXT DEFAULT '' NOT NULL,
        moves TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (report_id, invoice_id),
        FOREIGN KEY(report_id) REFERENCES report (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    )
     WITHOUT ROWID,
     STRICT
    """,
    """
    CREATE INDEX line_invoice ON line (invoice_id)
    """,
    """
    CREATE TABLE payment_hand (
        id INTEGER NOT NULL,
        payment_id INTEGER NOT NULL,
        invoice_id INTEGER NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0),
        PRIMARY KEY (id),
        FOREIGN KEY(payment_id) REFERENCES payment (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_payment_hand_payment_id ON payment_hand (payment_id)
    """,
    """
    CREATE TABLE payment_part (
        id INTEGER NOT NULL,
        payment_id INTEGER NOT NULL,
        report_id INTEGER,
        invoice_id INTEGER,
        amount INTEGER NOT NULL CHECK (amount <> 0),
        why TEXT DEFAULT '' NOT NULL,
        day INTEGER,
        was_day INTEGER,
        was_kind TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(payment_id) REFERENCES payment (id),
        FOREIGN KEY(report_id) REFERENCES report (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_payment_part_payment_id ON payment_part (payment_id)
    """,
    """
    CREATE INDEX ix_payment_part_report_id ON payment_part (report_id)
    """,
    """
    CREATE TABLE promise (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        contact_id INTEGER NOT NULL,
        made_on INTEGER NOT NULL,
        due INTEGER NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0),
        who TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id),
        FOREIGN KEY(contact_id) REFERENCES contact (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_promise_client_id ON promise (client_id)
    """,
    """
    CREATE INDEX ix_promise_contact_id ON promise (contact_id)
    """,
    """
    CREATE INDEX ix_promise_due ON promise (due)
    """,
    """
    CREATE TABLE revision (
        id INTEGER NOT NULL,
        report_id INTEGER NOT NULL,
        invoice_id INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        "before" INTEGER NOT NULL,
        "after" INTEGER NOT NULL,
        overdue_effect INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(report_id) REFERENCES report (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_revision_report_id ON revision (report_id)
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in TABLES:
        op.execute(statement)
