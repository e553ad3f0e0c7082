"""Find cell libraries: by path, in Debian's qflow packages, or in an installed PDK under PDK_ROOT.

The project ships no library. A library is named by a PDK and a corner (process, temperature, supply), or
by one or more Liberty files of the user.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from synth import liberty
from synth.liberty import Cell, Liberty, LibertyError

QFLOW_ROOT = Path("/usr/share/qflow/tech")
PDK_ROOTS = ("~/.ciel", "~/.volare", "/usr/local/share/pdk", "/usr/share/pdk")
"""Where PDKs are looked for when PDK_ROOT is not set."""


@dataclass(frozen=True)
class Pdk:
    """A process design kit that is known by name."""

    name: str
    description: str
    folder: str
    """Folder of its Liberty files, below `QFLOW_ROOT` or PDK_ROOT."""
    file_prefix: str
    """File names are this prefix, the corner and `.lib`; without corners, the prefix and `.lib`."""
    default_corner: str | None
    remedy: str
    """How to get it."""
    avoid: tuple[str, ...] = ()
    """Cells that logic synthesis must leave alone, as patterns: clock, delay, level-shifter cells."""


PDKS: Mapping[str, Pdk] = {
    pdk.name: pdk
    for pdk in (
        *(
            Pdk(
                name,
                f"Oklahoma State University cells, {process}, typical",
                name,
                prefix,
                None,
                f"install the Debian package qflow-tech-{name} (apt install qflow-tech-{name})",
                ("CLKBUF*", "TBUF*"),
            )
            for name, prefix, process in (
                ("osu018", "osu018_stdcells", "TSMC 180 nm, 1.8 V"),
                ("osu035", "osu035_stdcells", "AMI 350 nm, 3.3 V"),
                ("osu050", "osu05_stdcells", "AMI 500 nm, 5 V"),
            )
        ),
        Pdk(
            "sky130",
            "SkyWater 130 nm, high density cells",
            "sky130A/libs.ref/sky130_fd_sc_hd/lib",
            "sky130_fd_sc_hd__",
            "tt_025C_1v80",
            "install it (pip install ciel; ciel enable --pdk sky130 VERSION) and set PDK_ROOT",
            ("*lpflow*", "*probe*", "*__dly*", "*__clk*", "*__dlc*", "*macro_sparecell*"),
        ),
        Pdk(
            "ihp-sg13g2",
            "IHP 130 nm SiGe BiCMOS, standard cells",
            "ihp-sg13g2/libs.ref/sg13g2_stdcell/lib",
            "sg13g2_stdcell_",
            "typ_1p20V_25C",
            "install it (pip install ciel; ciel enable --pdk ihp-sg13g2 VERSION) and set PDK_ROOT",
            ("*dlygate*", "*lgcp*", "*sighold*", "*antenna*"),
        ),
    )
}


@dataclass(frozen=True)
class Library:
    """The cells that a design is mapped to: one or more Liberty files of one corner."""

    name: str
    """Name of the PDK and corner, or of the first Liberty file."""
    files: tuple[Liberty, ...]
    avoid: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell by name; the first file that has it wins."""
        return {name: cell for file in reversed(self.files) for name, cell in file.cells.items()}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The Liberty files."""
        return tuple(file.path for file in self.files)

    @property
    def voltage(self) -> float:
        """Supply in volts."""
        return self.files[0].voltage

    @property
    def temperature(self) -> float:
        """Temperature in degrees Celsius."""
        return self.files[0].temperature

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the files: what a cached result depends on."""
        digest = hashlib.sha256(repr(self.avoid).encode())
        for path in self.paths:
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def avoids(self, cell: str) -> bool:
        """Return True for a cell that logic synthesis leaves alone."""
        return any(fnmatchcase(cell, pattern) for pattern in self.avoid)

    def ties(self) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        """Return (cell, pin) of the smallest tie-high and tie-low cell, None where the library has none."""

        def smallest(value: str) -> tuple[str, str] | None:
            found = [
                (cell.area, cell.name, pin.name)
                for cell in self.cells.values()
                if not cell.inputs and not self.avoids(cell.name)
                for pin in cell.outputs
                if pin.function == value
            ]
            return min(found)[1:] if found else None

        return smallest("1"), smallest("0")

    @cached_property
    def _buffers(self) -> list[Cell]:
        """The buffers, smallest first."""
        found = [
            cell
            for cell in self.cells.values()
            if len(cell.inputs) == 1
            and len(cell.outputs) == 1
            and (cell.outputs[0].function or "").strip("() ") == cell.inputs[0].name
            and not self.avoids(cell.name)
        ]
        if not found:
            raise LibertyError(f"{self.name} has no buffer; give the Liberty file of a standard-cell library")
        return sorted(found, key=lambda cell: (cell.area, cell.name))

    def buffer(self) -> Cell:
        """Return the second smallest buffer (the smallest if there is one only): it stands for a neighbour.

        Raises `LibertyError` when the library has no buffer.
        """
        return self._buffers[min(1, len(self._buffers) - 1)]

    def strong_buffer(self) -> Cell:
        """Return the buffer that drives most for the load that it is. Raises as `buffer`."""
        return max(self._buffers, key=lambda c: c.outputs[0].max_capacitance / c.inputs[0].capacitance)


def load_files(paths: Sequence[Path], name: str | None = None, avoid: tuple[str, ...] = ()) -> Library:
    """Read Liberty files into one library.

    Raises `LibertyError` for a file that can not be read or is not Liberty, and when all files together
    lack cells, flops, timing or areas.
    """
    if not paths:
        raise LibertyError("no Liberty file given; give --liberty PATH, or --pdk NAME")
    files = tuple(liberty.read(Path(path)) for path in paths)
    library = Library(name or files[0].name, files, avoid)
    cells = library.cells.values()
    which = " and ".join(str(path) for path in paths)
    advice = "give the Liberty file of a standard-cell library"
    if not cells:
        raise LibertyError(f"{which} has no cells; {advice}")
    if not any(cell.flop is not None for cell in cells):
        raise LibertyError(
            f"{which} lacks flops: none of {len(cells)} cells has an ff group; {advice}, or add the file "
            "that has the flops by another --liberty"
        )
    if not any(cell.timing for cell in cells):
        raise LibertyError(f"{which} has no timing; {advice} with timing groups")
    if not any(cell.area > 0 for cell in cells):
        raise LibertyError(f"{which} has no cell areas; {advice} with area attributes")
    return library


def load_pdk(name: str, corner: str | None = None) -> Library:
    """Find and read the library of PDK `name` at `corner` (its default when None).

    Raises `LibertyError` when there is no such PDK or corner, or it is not installed: the message says
    what there is and how to get it.
    """
    if name not in PDKS:
        raise LibertyError(f"unknown PDK {name!r}; known: {', '.join(PDKS)}; or give --liberty PATH")
    pdk = PDKS[name]
    folder = _folder(pdk)
    if pdk.default_corner is None:
        if corner is not None:
            raise LibertyError(f"PDK {name} has one corner only; leave --corner out")
        return load_files([folder / f"{pdk.file_prefix}.lib"], name, pdk.avoid)
    chosen = corner or pdk.default_corner
    path = folder / f"{pdk.file_prefix}{chosen}.lib"
    if not path.is_file():
        there = ", ".join(corners(name)) or "none"
        raise LibertyError(f"PDK {name} in {folder} has no corner {chosen!r}; corners there: {there}")
    return load_files([path], f"{name} {chosen}", pdk.avoid)


def corners(name: str) -> list[str]:
    """Return the corners of an installed PDK, sorted; empty for one without corners. Raises as `load_pdk`."""
    pdk = PDKS[name]
    if pdk.default_corner is None:
        return []
    return sorted(
        path.stem.removeprefix(pdk.file_prefix) for path in _folder(pdk).glob(f"{pdk.file_prefix}*.lib")
    )


def installed() -> list[str]:
    """Return the names of the PDKs that are installed."""
    found = []
    for name, pdk in PDKS.items():
        try:
            _folder(pdk)
        except LibertyError:
            continue
        found.append(name)
    return found


def _folder(pdk: Pdk) -> Path:
    if pdk.default_corner is None:
        roots = [QFLOW_ROOT]
    elif pdk_root := os.environ.get("PDK_ROOT"):
        roots = [Path(pdk_root)]
    else:
        roots = [Path(path).expanduser() for path in PDK_ROOTS]
    for root in roots:
        folder = root / pdk.folder
        if any(folder.glob(f"{pdk.file_prefix}*.lib")):
            return folder
    searched = ", ".join(str(root / pdk.folder) for root in roots)
    raise LibertyError(f"PDK {pdk.name} is not installed (looked in {searched}); {pdk.remedy}")
