"""Work with the debtor: schedules, disputes, pauses, hand-overs, letters, the legal track, the client's file; rows of
cards of account 62, which earlier books keep as documents alone."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = (
    "ALTER TABLE contact ADD COLUMN reason TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE contact ADD COLUMN evasion TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE contact ADD COLUMN asked INTEGER",
    "ALTER TABLE promise ADD COLUMN manager TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE promise ADD COLUMN moved_to INTEGER",
    "ALTER TABLE promise ADD COLUMN schedule_id INTEGER",
    """
    CREATE TABLE card_row (
        report_id INTEGER NOT NULL,
        nth INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        movement TEXT DEFAULT '' NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        contract TEXT DEFAULT '' NOT NULL,
        organisation TEXT DEFAULT '' NOT NULL,
        manager TEXT DEFAULT '' NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        inn TEXT DEFAULT '' NOT NULL,
        settles TEXT DEFAULT '' NOT NULL,
        comment TEXT DEFAULT '' NOT NULL,
        "row" INTEGER NOT NULL,
        PRIMARY KEY (report_id, nth),
        FOREIGN KEY(report_id) REFERENCES report (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX card_row_client ON card_row (client_id, day)
    """,
    """
    CREATE TABLE client_event (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_client_event_client_id ON client_event (client_id)
    """,
    """
    CREATE TABLE contract (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        day INTEGER,
        organisation TEXT DEFAULT '' NOT NULL,
        terms TEXT DEFAULT '' NOT NULL,
        penalty TEXT DEFAULT '' NOT NULL,
        claim_days INTEGER,
        signatory TEXT DEFAULT '' NOT NULL,
        powers TEXT DEFAULT '' NOT NULL,
        ends_on INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_contract_client_id ON contract (client_id)
    """,
    """
    CREATE TABLE handover (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        role TEXT DEFAULT '' NOT NULL,
        owner TEXT DEFAULT '' NOT NULL,
        basis TEXT DEFAULT '' NOT NULL,
        given_by TEXT DEFAULT '' NOT NULL,
        answer_by INTEGER,
        returned_on INTEGER,
        outcome TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX handover_open ON handover (client_id) WHERE returned_on IS NULL
    """,
    """
    CREATE INDEX ix_handover_client_id ON handover (client_id)
    """,
    """
    CREATE TABLE intake (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        started_on INTEGER NOT NULL,
        answers TEXT DEFAULT '' NOT NULL,
        owner TEXT DEFAULT '' NOT NULL,
        decided_on INTEGER,
        decision TEXT DEFAULT '' NOT NULL,
        reason TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_intake_client_id ON intake (client_id)
    """,
    """
    CREATE TABLE legal_case (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        opened_on INTEGER NOT NULL,
        court TEXT DEFAULT '' NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        owner TEXT DEFAULT '' NOT NULL,
        next_hearing INTEGER,
        closed_on INTEGER,
        note TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_legal_case_client_id ON legal_case (client_id)
    """,
    """
    CREATE TABLE letter (
        id INTEGER NOT NULL,
        year INTEGER NOT NULL,
        number INTEGER NOT NULL,
        day INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        step TEXT DEFAULT '' NOT NULL,
        amount INTEGER NOT NULL,
        files TEXT DEFAULT '' NOT NULL,
        content TEXT DEFAULT '' NOT NULL,
        signatory TEXT DEFAULT '' NOT NULL,
        powers TEXT DEFAULT '' NOT NULL,
        made_at TEXT DEFAULT '' NOT NULL,
        void INTEGER DEFAULT '0' NOT NULL CHECK (void IN (0, 1)),
        sent_on INTEGER,
        sent_how TEXT DEFAULT '' NOT NULL,
        returned_on INTEGER,
        returned_by TEXT DEFAULT '' NOT NULL,
        returned_powers TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (year, number),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_letter_client_id ON letter (client_id)
    """,
    """
    CREATE TABLE pause (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER NOT NULL,
        reason TEXT DEFAULT '' NOT NULL,
        lifted_on INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_pause_client_id ON pause (client_id)
    """,
    """
    CREATE TABLE person (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        role TEXT DEFAULT '' NOT NULL,
        part TEXT DEFAULT '' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        email TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        gone_on INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_person_client_id ON person (client_id)
    """,
    """
    CREATE TABLE put_off (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        action TEXT DEFAULT '' NOT NULL,
        day INTEGER NOT NULL,
        until INTEGER NOT NULL,
        reason TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_put_off_client_id ON put_off (client_id)
    """,
    """
    CREATE TABLE schedule (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        document TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        closed_on INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_schedule_client_id ON schedule (client_id)
    """,
    """
    CREATE TABLE attachment (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        contact_id INTEGER,
        name TEXT DEFAULT '' NOT NULL,
        stored TEXT DEFAULT '' NOT NULL,
        sha256 TEXT DEFAULT '' NOT NULL,
        size INTEGER NOT NULL,
        added_at TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id),
        FOREIGN KEY(contact_id) REFERENCES contact (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_attachment_client_id ON attachment (client_id)
    """,
    """
    CREATE TABLE dispute (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        invoice_id INTEGER,
        day INTEGER NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0),
        reason TEXT DEFAULT '' NOT NULL,
        owner TEXT DEFAULT '' NOT NULL,
        answer_by INTEGER,
        closed_on INTEGER,
        outcome TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_dispute_client_id ON dispute (client_id)
    """,
    """
    CREATE TABLE legal_event (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        stage TEXT DEFAULT '' NOT NULL,
        amount INTEGER,
        costs INTEGER,
        document TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES legal_case (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_legal_event_case_id ON legal_event (case_id)
    """,
    """
    CREATE TABLE legal_item (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        invoice_id INTEGER NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (case_id, invoice_id),
        FOREIGN KEY(case_id) REFERENCES legal_case (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_legal_item_case_id ON legal_item (case_id)
    """,
    """
    CREATE INDEX ix_legal_item_invoice_id ON legal_item (invoice_id)
    """,
    """
    CREATE TABLE letter_item (
        id INTEGER NOT NULL,
        letter_id INTEGER NOT NULL,
        invoice_id INTEGER NOT NULL,
        level TEXT DEFAULT '' NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(letter_id) REFERENCES letter (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_letter_item_invoice_id ON letter_item (invoice_id)
    """,
    """
    CREATE INDEX ix_letter_item_letter_id ON letter_item (letter_id)
    """,
)


def upgrade() -> None:
    """Make the tables and columns."""
    for statement in TABLES:
        op.execute(statement)
