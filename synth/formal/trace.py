"""Counterexamples as text: the last cycles of a VCD file that yosys-smtbmc wrote."""

from __future__ import annotations

import re

CYCLES = 16
"""Cycles that an excerpt shows at most."""
WIDTH = 64
"""Bits of the widest signal that it shows."""


def excerpt(vcd: str, top: str, cycles: int = CYCLES) -> str:
    """Return a table of the last `cycles` cycles: a line per signal of module `top`, values hexadecimal.

    Signals of its instances are left out, those without a name in the source, and those wider than `WIDTH`.
    """
    names = _signals(vcd, top)
    history: list[dict[str, str]] = []
    for change in vcd.partition("$enddefinitions $end")[2].splitlines():
        if change == "1!":  # the clock event that starts each cycle
            history.append(dict(history[-1]) if history else {})
        elif (found := re.fullmatch(r"b([01x]+) (\S+)", change)) and history and found[2] in names:
            history[-1][found[2]] = _hexadecimal(found[1])
    first = max(0, len(history) - cycles)
    shown = history[first:]
    columns = [[str(first + number) for number in range(len(shown))]]
    columns += [[step.get(code, "-") for step in shown] for code in names]
    widths = [max(len(column[number]) for column in columns) for number in range(len(shown))]
    margin = max(len(name) for name in ("cycle", *names.values()))
    return "\n".join(
        f"  {name:<{margin}}  " + " ".join(map(str.rjust, column, widths))
        for name, column in zip(("cycle", *names.values()), columns, strict=True)
    )


def _signals(vcd: str, top: str) -> dict[str, str]:
    """Return code -> name of the signals in scope `top` itself."""
    names: dict[str, str] = {}
    scopes: list[str] = []
    for words in map(str.split, vcd.partition("$enddefinitions")[0].splitlines()):
        if words[0] == "$scope":
            scopes.append(words[2])
        elif words[0] == "$upscope":
            scopes.pop()
        elif words[0] == "$var" and scopes == [top]:
            width, code, name = int(words[2]), words[3], words[4]
            # Yosys adds the enable of each labelled property.
            if re.fullmatch(r"[a-zA-Z]\w*(?<!_EN)", name) and name != "clk" and width <= WIDTH:
                names[code] = name
    return names


def _hexadecimal(bits: str) -> str:
    return f"{int(bits, 2):x}" if "x" not in bits else "x"
