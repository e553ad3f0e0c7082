"""Cell libraries for tests that map real cells; they are skipped, with the reason, where one is missing."""

from __future__ import annotations

import functools

import pytest

from synth import opensta
from synth.liberty import LibertyError
from synth.pdk import Library, load_pdk

needs_opensta = pytest.mark.skipif(opensta.program() is None, reason=f"no OpenSTA; {opensta.REMEDY}")


@functools.cache
def _osu018() -> Library | str:
    try:
        return load_pdk("osu018")
    except LibertyError as error:
        return str(error)


def osu018() -> Library:
    """Return the 180 nm library of Debian's package, or skip the test."""
    library = _osu018()
    if isinstance(library, str):
        pytest.skip(library)
    return library
