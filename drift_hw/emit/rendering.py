"""Text from the templates beside this file."""

from __future__ import annotations

from typing import Any

import jinja2


def render(template: str, values: dict[str, Any]) -> str:
    """Return a template filled in; raises `jinja2.UndefinedError` for a value that is missing."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("drift_hw.emit"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template(template).render(values)
