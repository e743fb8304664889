"""What makes the window open sooner. Imports nothing of Qt until asked."""

import builtins
import gc


def load_qt() -> None:
    """Import Qt without its hook on every later import, and with the cycle collector at rest.

    Qt for Python watches all imports for ``from __feature__``, which this program does not use; the watching
    costs a quarter of SQLAlchemy's import. The collector is taken over by ``app.ui.start`` once the window is up.
    """
    gc.disable()
    plain = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401 - imported for its effect

    builtins.__import__ = plain
