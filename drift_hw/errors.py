"""The one exception that a user may see: every rejection of bad input is a `UserError`."""


class UserError(Exception):
    """Bad input or a missing tool; the message says what, which value, what is allowed, what to do.

    The command line prints the message on one line and exits with code 2.
    """
