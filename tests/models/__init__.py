"""Tests of the floor of the same name, on a real book."""
