"""Journeys end to end: through the doors a person uses."""
