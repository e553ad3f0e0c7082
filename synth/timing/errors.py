"""The error that the timing simulation and its delays raise."""

from drift_hw.errors import UserError


class TimingError(UserError):
    """Delays, a period or a stimulus that can not be simulated; the message says what, why and what to do."""
