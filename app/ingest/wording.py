"""The child's codes in words: one sentence that names the file, and a way out."""

from app.errors import InputRefused
from app.i18n import _


def refused(name: str, code: str) -> InputRefused:
    """The error a person reads for a code of ``refusal`` or of ``sandbox``."""
    text, hint = _sentences().get(code, _sentences()["damaged"])
    return InputRefused(text.format(name=name), hint)


def _sentences() -> dict[str, tuple[str, str]]:
    save_xlsx = _("Save it in Excel or 1C as .xlsx and load that file.")
    report = _("A table is needed: .xlsx, .xls, .ods, .csv or .html.")
    again = _("Open it in Excel, save it as .xlsx and repeat; if Excel cannot either, ask for the file again.")
    return {
        "empty": (_("«{name}» holds nothing."), _("Ask for the file again.")),
        "blank": (_("«{name}» has no filled cells."), _("Ask for the file again.")),
        "encrypted": (
            _("«{name}» is protected by a password."),
            _("Open it in Excel, remove the password and save."),
        ),
        "mxl": (_("«{name}» is a 1C spreadsheet document (.mxl), which only 1C can read."), _(
            "Open it in 1C and save it as .xlsx: «Файл», «Сохранить как», «Лист Excel2007-…»."
        )),
        "word": (_("«{name}» is a text document, not a table."), report),
        "slides": (_("«{name}» is a presentation, not a table."), report),
        "pdf": (_("«{name}» is a PDF: figures cannot be taken from it safely."), report),
        "picture": (_("«{name}» is a picture."), report),
        "locked": (
            _("«{name}» is an archive with a password."),
            _("Unpack it and load the table inside."),
        ),
        "xml": (_("«{name}» is an exchange file (XML), not a table."), report),
        "cut": (_("«{name}» is cut short: the table in it does not end."), _("Ask for the file again.")),
        "archive": (_("«{name}» is an archive."), _("Unpack it and load the table inside.")),
        "database": (_("«{name}» is a database, not a table."), report),
        "mail": (_("«{name}» is a saved letter or web archive."), save_xlsx),
        "bank": (
            _("«{name}» is an exchange file of a bank (1CClientBankExchange), not a report on debts."),
            _("Load it into 1C and bring the report."),
        ),
        "binary": (_("«{name}» is not a table."), report),
        "bomb": (_("«{name}» unpacks to more than a table can hold; it was not opened."), again),
        "rows": (
            _("«{name}» has too many rows for one report."),
            _("Ask for a shorter period or for open documents only."),
        ),
        "memory": (_("«{name}» does not fit into the memory allowed for reading."), save_xlsx),
        "damaged": (_("«{name}» cannot be read: it is damaged."), again),
        "died": (_("«{name}» could not be read: it is damaged or too large."), again),
        "timeout": (_("«{name}» took too long to read and was given up."), again),
        "nonsense": (_("«{name}» could not be read: it is damaged."), again),
    }  # fmt: skip
