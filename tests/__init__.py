"""Tests mirror app/: what a floor promises is checked on that floor."""
