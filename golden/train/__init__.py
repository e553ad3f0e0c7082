"""Training of the shipped networks: `python -m golden.train --help`."""
