"""F1: the keys; and who the program is."""

from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app import __version__
from app.i18n import _
from app.ui.controls import button, label
from app.ui.theme import theme


def keys() -> tuple[tuple[str, str], ...]:
    """Key and what it does, in the order of use."""
    return (
        ("Ctrl+O", _("load a report; files may also be dropped on the window")),
        ("Ctrl+F", _("find a client, INN, document; arrows move the list, Esc clears")),
        ("Ctrl+N", _("log a call for the client on the card")),
        ("Ctrl+L", _("letters of the day")),
        ("Ctrl+Z", _("undo the last action")),
        ("Ctrl+P", _("papers for the commission")),
        ("Ctrl+D", _("choose the as-of date")),
        ("Ctrl+1 … 8", _("tabs from left to right")),
        ("Enter", _("open the row")),
        ("J, K", _("next and previous client of the work list (on the Russian layout too)")),
        ("Enter, P", _("log the call, put off (in the work list)")),
        ("Ctrl+A, Ctrl+C", _("copy the table, then paste it into Excel")),
        ("Ctrl+E", _("export the table to Excel")),
        ("F4", _("the client's file: people, contracts, disputes, court")),
        ("F2", _("what is known of the client on the card")),
        ("Shift+F2", _("change one thing for all selected clients")),
        ("Delete", _("delete a contact in the history")),
        ("F3", _("files of the talk under the cursor")),
        ("Ctrl+Enter, Backspace", _("groups: only this line, and back")),
        ("F5", _("read the book again")),
        ("F10", _("menu")),
        ("F1", _("this window")),
    )


class KeysWindow(QDialog):
    """All keys on one page."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(20))
        grid.setVerticalSpacing(px(7))
        for row, (key, meaning) in enumerate(keys()):
            grid.addWidget(label(key, "strong"), row, 0)
            grid.addWidget(label(meaning), row, 1)
        _dress(self, _("Keys"), grid, (_("In days: 25.11, +3, fri. In sums: 200 k, 1.5 m"),))


class AboutWindow(QDialog):
    """Name, version, and the one promise."""

    def __init__(self, parent: QWidget | None, book: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About"))
        words = (
            _("Version {version}").format(version=__version__),
            _("Receivables control for a commercial director, on one laptop."),
            _("The program opens no network connection: the book never leaves this computer."),
            _("The book: {path}").format(path=book),
        )
        _dress(self, _("Debitorka"), QGridLayout(), words)


def _dress(window: QDialog, title: str, body: QGridLayout, words: tuple[str, ...]) -> None:
    px = theme().px
    layout = QVBoxLayout(window)
    layout.setContentsMargins(px(24), px(20), px(24), px(18))
    layout.setSpacing(px(12))
    layout.addWidget(label(title, "title"))
    layout.addLayout(body)
    for sentence in words:
        layout.addWidget(label(sentence, "muted", wrap=True))
    close = button(_("Close"), window.accept, "accent")
    close.setDefault(True)
    foot = QGridLayout()
    foot.setColumnStretch(0, 1)
    foot.addWidget(close, 0, 1)
    layout.addLayout(foot)
