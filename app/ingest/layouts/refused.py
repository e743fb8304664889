"""A layout that knows a sheet and cannot read it: better a named reason than «unknown file»."""


class Declined(Exception):
    """``text`` has a place for ``{name}`` of the file; ``hint`` is the way out."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        self.text, self.hint = text, hint
