"""Every action of the window in one place: words, keys, what is called."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu

from app.i18n import _
from app.ui.theme import Mode, icon, theme

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class WindowMenu(QMenu):
    """The menu behind «☰». Its actions also belong to the window, so that their keys always work."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._pictures: list[tuple[QAction, str]] = []
        self._book()
        self.addSeparator()
        self._work()
        self._settings()
        self._inside.addSeparator()
        self._view()
        self.addSeparator()
        self._help()
        self.aboutToShow.connect(self._refresh)
        self.aboutToShow.connect(self._draw)

    def _book(self) -> None:
        window = self._window
        self._add(_("Load report…"), window.choose_report, "Ctrl+O", "load")
        self._add(_("Papers for the commission"), window.print_pack, "Ctrl+P", "print")
        self._add(_("Export the table to Excel…"), window.export, "Ctrl+E", "excel")
        self._add(_("Load what is known of clients…"), window.clients.known.load_list)
        self._add(_("Export what is known of clients…"), window.clients.known.export_list)
        self._add(_("Back up the book now"), window.back_up, "", "backup")
        self._add(_("Check the book"), window.check_book)

    def _work(self) -> None:
        window = self._window
        self._undo = self._add(_("Undo"), window.undo, "Ctrl+Z", "undo")
        self._add(_("Log a call"), window.log_call, "Ctrl+N", "call")
        self._add(_("Letters of the day…"), self._letters, "Ctrl+L")
        self._add(_("Outgoing letters…"), self._register)
        self._add(_("Find a client"), window.search, "Ctrl+F", "search")
        self._add(_("Client's file…"), self._file, "F4")
        self._add(_("What is known of the client…"), partial(self._on_clients, window.clients.edit_known), "F2")
        self._add(_("Change for the selected…"), partial(self._on_clients, window.clients.known.edit_selected))
        self._add(_("Groups of related clients…"), window.clients.known.show_groups)
        self._add(_("As-of date"), window.choose_date, "Ctrl+D", "calendar")
        self._add(_("Read the book again"), window.reload, "F5")

    def _settings(self) -> None:
        """Rules that hold from a day on: a menu of their own, lest the first one grow over the screen."""
        inside = self._inside = self.addMenu(_("Settings"))
        for text, act in (
            (_("Regulation of work…"), self._regulation),
            (_("Words of talks…"), self._words),
            (_("Ladder of letters…"), self._ladder),
            (_("Templates of letters…"), self._templates),
            (_("Our requisites…"), self._own),
            (_("Intervals and zones…"), self._window.edit_rules),
            (_("Limits and groups of the analysis…"), self._limits),
            (_("Risk categories…"), self._categories),
            (_("Table of payment terms…"), self._terms),
            (_("Key rate and working days…"), self._law),
        ):
            inside.addAction(text).triggered.connect(lambda _checked=False, act=act: act())

    def _view(self) -> None:
        group = QActionGroup(self)
        words = {
            Mode.SYSTEM: _("Colours of the system"),
            Mode.LIGHT: _("Light"),
            Mode.DARK: _("Dark"),
        }
        for mode, text in words.items():
            action = self._inside.addAction(text)
            action.triggered.connect(lambda _checked=False, mode=mode: self._window.set_mode(mode))
            action.setCheckable(True)
            action.setChecked(mode is theme().mode)
            group.addAction(action)

    def _help(self) -> None:
        window = self._window
        self._add(_("Keys"), window.show_keys, "F1", "help")
        self._add(_("About"), window.show_about)
        self._add(_("Quit"), window.close, "Ctrl+Q")

    def _add(self, text: str, act: Callable[[], object], key: str = "", picture: str = "") -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: act())
        if key:
            action.setShortcut(QKeySequence(key))
        if picture:
            self._pictures.append((action, picture))
        self.addAction(action)
        self._window.addAction(action)
        return action

    def _on_clients(self, act: Callable[[], object]) -> None:
        """What is done to a client is done where it is seen."""
        from app.ui.main_window import CLIENTS

        shown = self._on_screen()
        if shown:
            self._window.open_client(shown)
        else:
            self._window.show_tab(CLIENTS)
        act()

    def _on_screen(self) -> int:
        """The client of the tab on screen, where it has one of its own."""
        tab = self._window.tabs[self._window.pages.currentIndex()]
        return tab.client_on_screen() if tab is not None else 0

    def _file(self) -> None:
        """The file of the client to call opens where the call is; any other from its card."""
        window, shown = self._window, self._on_screen()
        if shown and window.ledger is not None and window.as_of is not None:
            from app.ui.dossier_window import open_dossier

            open_dossier(window, window.ledger, shown, window.as_of)
        else:
            self._on_clients(window.clients.open_dossier)

    def _letters(self) -> None:
        if self._window.ledger is not None and self._window.as_of is not None:
            from app.ui.letters_dialog import open_batch

            open_batch(self._window, self._window.ledger, self._window.as_of)

    def _register(self) -> None:
        if self._window.ledger is not None:
            from app.ui.letters_register import show_register

            show_register(self._window, self._window.ledger)

    def _own(self) -> None:
        if self._window.ledger is not None:
            from app.ui.requisites_dialog import edit_own

            edit_own(self._window, self._window.ledger)

    def _law(self) -> None:
        if self._window.ledger is not None:
            from app.ui.law_window import LawWindow

            _show(LawWindow(self._window, self._window.ledger))

    def _limits(self) -> None:
        if self._window.ledger is not None and self._window.as_of is not None:
            from app.ui.limits_dialog import LimitsDialog

            if LimitsDialog(self._window, self._window.ledger, self._window.as_of).ask():
                self._window.toast(_("The rules are changed."), undo=True)

    def _categories(self) -> None:
        if self._window.ledger is not None and self._window.as_of is not None:
            from app.ui.category_dialog import CategoryDialog

            _show(CategoryDialog(self._window, self._window.ledger, self._window.as_of))

    def _regulation(self) -> None:
        if self._window.ledger is not None and self._window.as_of is not None:
            from app.ui.regulation_dialog import RegulationDialog

            day = self._window.ledger.worklist.working_day(self._window.as_of)
            rules = self._window.ledger.worklist.regulation(day)
            RegulationDialog(rules, day, self._window, self._window.ledger).ask()

    def _terms(self) -> None:
        if self._window.ledger is not None and self._window.as_of is not None:
            from app.ui.terms_dialog import TermsDialog

            TermsDialog(self._window, self._window.ledger, self._window.as_of).ask()

    def _templates(self) -> None:
        if self._window.ledger is not None:
            from app.ui.templates_window import TemplatesWindow

            _show(TemplatesWindow(self._window, self._window.ledger))

    def _ladder(self) -> None:
        if self._window.ledger is not None and self._window.as_of is not None:
            from app.ui.ladder_dialog import edit_ladder

            edit_ladder(self._window, self._window.ledger, self._window.as_of)

    def _words(self) -> None:
        if self._window.ledger is not None:
            from app.ui.words_window import WordsWindow

            _show(WordsWindow(self._window, self._window.ledger))

    def _refresh(self) -> None:
        words = self._window.undo_text()
        self._undo.setText(_("Undo: {what}").format(what=words) if words else _("Undo"))
        self._undo.setEnabled(bool(words))

    def _draw(self) -> None:
        for action, picture in self._pictures:
            action.setIcon(icon(picture))


def _show(dialog: QDialog) -> None:
    dialog.exec()
    dialog.deleteLater()
