"""Area by component: the area of each module times the number of its instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from synth.netlist import Netlist
from synth.pdk import Library

COMPONENTS: Mapping[str, str] = {
    "drift_pe": "processing elements",
    "drift_checksum_column_pe": "checksum column PEs",
    "drift_checksum_row_pe": "checksum row PEs",
    "drift_sum_": "operand sums",
    "drift_checker": "checker",
    "drift_correct": "corrector",
    "drift_locator": "corrector",
    "drift_residue_": "row residues",
    "drift_lane": "drain lanes",
    "drift_segment": "drain bus",
    "drift_array": "drain bus",
    "drift_requantiser_": "requantiser",
    "drift_skew_": "operand skew",
    "drift_readout": "control",
    "drift_sequencer": "control",
    "drift_core": "operand registers",
    "drift_tile_bank": "tile buffer",
}
"""What each module of `docs/microarchitecture.md` is counted as, by the start of its name."""


def component(module: str) -> str:
    """Return the component that a module is counted as; an unknown module is its own."""
    return next((name for start, name in COMPONENTS.items() if module.startswith(start)), module)


@dataclass(frozen=True)
class ModuleArea:
    """The cells that stand directly in a module: instances of other modules are counted as those."""

    module: str
    component: str
    instances: int
    """How often the design holds the module."""
    cells: int
    """Library cells in one instance."""
    flops: int
    """Flops in one instance."""
    area: float
    """Area of one instance, in square micrometres."""
    memory_bits: int
    """Bits of memory in one instance: not part of `area`."""

    @property
    def total(self) -> float:
        """Area of all instances, in square micrometres."""
        return self.area * self.instances


@dataclass(frozen=True)
class Area:
    """Area of a design, without its memories (`memory_bits`)."""

    modules: tuple[ModuleArea, ...]

    @property
    def total(self) -> float:
        """Cell area of the design in square micrometres."""
        return sum(module.total for module in self.modules)

    @property
    def cells(self) -> int:
        """Library cells of the design."""
        return sum(module.cells * module.instances for module in self.modules)

    @property
    def flops(self) -> int:
        """Flops of the design."""
        return sum(module.flops * module.instances for module in self.modules)

    @property
    def memory_bits(self) -> int:
        """Bits of all memories, which an ASIC builds as macros: they are in no area here."""
        return sum(module.memory_bits * module.instances for module in self.modules)

    def by_component(self) -> dict[str, float]:
        """Return square micrometres by component, the largest first; memories are left out."""
        found: dict[str, float] = {}
        for module in self.modules:
            if module.cells:
                found[module.component] = found.get(module.component, 0.0) + module.total
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def measure(netlist: Netlist, library: Library) -> Area:
    """Return the area of a mapped netlist."""
    modules = []
    for name, instances in netlist.counts.items():
        if name not in netlist.modules:
            continue
        cells = [library.cells[instance.type] for instance in netlist.cells(name)]
        modules.append(
            ModuleArea(
                module=name,
                component=component(name),
                instances=instances,
                cells=len(cells),
                flops=sum(cell.flop is not None for cell in cells),
                area=sum(cell.area for cell in cells),
                memory_bits=netlist.modules[name].memory_bits,
            )
        )
    return Area(tuple(modules))
