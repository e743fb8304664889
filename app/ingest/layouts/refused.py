"""A layout that knows a sheet and cannot read it: better a named reason than «unknown file»."""


class Ungrouped(Exception):
    """A grouped report whose outline was removed: groups and clients look alike, their sums would be doubled."""
