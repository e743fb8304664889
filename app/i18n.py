"""Words of the screen: English message ids, Russian by default, bound once when the program starts.

``APP_LANG=en`` leaves the ids as they are; any other value takes the catalogue in
``resources/locale/<lang>``. The language is read at import and never changes while running, so that a
table drawn twice has the same words.
"""

import gettext
import os
from pathlib import Path

LANG = os.environ.get("APP_LANG", "ru").strip().lower()[:2] or "ru"
LOCALE_DIR = Path(__file__).resolve().parent.parent / "resources" / "locale"

_catalogue: gettext.NullTranslations = (
    gettext.NullTranslations()
    if LANG == "en"
    else gettext.translation("debitorka", str(LOCALE_DIR), languages=[LANG], fallback=True)
)


def _(msgid: str) -> str:
    """The message in the bound language; the id itself when the catalogue lacks it."""
    return _catalogue.gettext(msgid)


def ngettext(one: str, many: str, count: int) -> str:
    """The form that fits ``count`` (Russian has three: 1 день, 2 дня, 5 дней)."""
    return _catalogue.ngettext(one, many, count)


def pgettext(context: str, msgid: str) -> str:
    """The message in a context, where one English word needs two Russian ones."""
    return _catalogue.pgettext(context, msgid)
