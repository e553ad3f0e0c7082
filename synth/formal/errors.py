"""The one way in which a proof fails."""


class FormalError(AssertionError):
    """A property does not hold, or the proof says nothing; the message names it and shows a trace."""
