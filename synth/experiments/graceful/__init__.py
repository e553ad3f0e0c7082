"""Which PE fails gracefully: ways to build the multiply-accumulate, timed, weighed and overclocked alike.

For docs/decisions/0004-graceful.md. Run it as ``python -m synth.experiments.graceful PDK...``.
"""
