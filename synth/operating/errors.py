"""What can not be costed."""

from drift_hw.errors import UserError


class OperatingError(UserError):
    """A supply, a parameter or a bound with which there is no energy, time or operating point."""
