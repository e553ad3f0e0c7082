"""Templates of the scripts and test benches that synthesis hands to other programs."""

from __future__ import annotations

from typing import Any

import jinja2


def render(name: str, /, **values: Any) -> str:
    """Return the template `NAME.j2` of this folder, filled in; a value that is missing is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("synth"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    return environment.get_template(f"{name}.j2").render(**values)
