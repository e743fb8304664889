"""Filling a form as a person would, by the keys of its fields."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit

from app.ui.form import Choice, Form, Words

Filling = Callable[..., list[str]]


def fill(form: Form, values: dict[str, Any]) -> None:
    """Put values into fields."""
    for key, value in values.items():
        field = form.fields[key]
        if isinstance(field, Choice):
            field.choose(value)
        elif isinstance(field, Words):
            field.setEditText(str(value))
        elif isinstance(field, QCheckBox):
            field.setChecked(bool(value))
        elif isinstance(field, QLineEdit):
            field.setText(str(value))
        else:
            raise TypeError(key)
