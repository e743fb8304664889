"""The rules: money, days, debt, aging, promises. Plain functions over frozen dataclasses, standard library
only; the date is always an argument."""
