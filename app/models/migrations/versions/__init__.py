"""Versions of the book, oldest first."""
