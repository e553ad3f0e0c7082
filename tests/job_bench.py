"""Surroundings of the job control: software, memory and the takers of its streams; and what they must see.

What is expected is worked out here from descriptors, registers and `drift_hw.memory.layout` alone.
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import count
from random import Random

from drift_hw.control.descriptor import (
    DESCRIPTOR_BYTES,
    FIELDS,
    FLAGS,
    RECOMPUTE_TILES,
    STATUS_FIELDS,
    STATUS_OFFSET,
    Code,
    Policy,
)
from drift_hw.control.records import JOB_SLOTS, FeedRecord, RetireRecord
from drift_hw.memory.layout import Layout, ceiling

LOADS = ("panel_load", "stream_load", "table_load")
STREAMS = (*LOADS, "feed", "retire")


@dataclass
class Registers:
    """What software has written to the registers."""

    blocks: list[dict[str, int]]
    interval: int = 10
    timesteps: int = 50
    leading: int = 2
    trailing: int = 0

    def ports(self):
        table = 0
        for number, block in enumerate(self.blocks):
            word = block["tolerant"] | block["sensitive"] << 4 | block["correct"] << 8 | block["action"] << 9
            # Bits that are no field are read as zero, and are not looked at.
            table |= (word | 0xABCDE000) << 32 * number
        return {
            "blocks_table": table,
            "checkpoint_interval": self.interval,
            "timesteps": self.timesteps,
            "leading": self.leading,
            "trailing": self.trailing,
        }


@dataclass(frozen=True)
class Meaning:
    """What a job is with these registers; `code` is PENDING when it can run."""

    code: Code
    correct: int
    action: int
    point: int
    checkpoint_write: int


@dataclass
class Job:
    """A descriptor, what memory answers when it is read, and what has become of it."""

    fields: dict[str, int]
    flags: dict[str, int]
    response: int = 0
    """AXI response of one of the descriptor's beats."""
    number: int = 0
    """Of all jobs, in order of submission."""
    meaning: Meaning | None = None
    error: tuple[Code, int, int] = (Code.DONE, 0, 0)
    """Code, response and address of the first memory error."""
    tiles: int = 0
    """To be retired, as far as it is known."""
    retired: int = 0
    in_flight: int = 0
    masked: int = 0
    discarded: list[int] = field(default_factory=list)

    @property
    def slot(self):
        return self.number % JOB_SLOTS

    @property
    def outcome(self):
        """Code, response and address, once it is finished."""
        return self.error if self.meaning.code == Code.PENDING else (self.meaning.code, 0, 0)

    def bytes(self):
        bits = sum(self.flags[name] << low for name, (low, _) in FLAGS.items())
        values = self.fields | {"flags": self.fields["flags"] | bits}
        content = bytearray(STATUS_OFFSET)
        for item in FIELDS:
            size = item.width // 8
            content[item.offset : item.offset + size] = values[item.name].to_bytes(size, "little")
        return bytes(content)


def meaning(config, registers, job):
    value, flag = job.fields, job.flags
    checks = config.protection.abft and flag["abft"]
    known = value["block"] < config.power.blocks
    block = registers.blocks[value["block"]] if known else dict.fromkeys(registers.blocks[0], 0)
    t, n = value["timestep"], registers.interval
    sensitive = t < registers.leading or t >= registers.timesteps - registers.trailing
    point = block["sensitive" if sensitive else "tolerant"]
    source = flag if flag["override"] else block
    action = source["action"] if checks else Policy.NONE
    due = n > 0 and (t == 0 or t % n == 1 % n)
    return Meaning(
        code=refusal(config, job, action, known),
        correct=source["correct"] if checks and config.correction_entries else 0,
        action=action,
        point=point if point < config.power.points else 0,
        checkpoint_write=int(flag["checkpoint_write"] and due),
    )


def refusal(config, job, action, known):
    """Return why a job is refused: the first in the order of codes; PENDING when it is not."""
    layout, value, flag = Layout(config), job.fields, job.flags
    m, k, n = value["m"], value["k"], value["n"]
    dimensions = all(0 < size < 65536 for size in (m, k, n))
    tiles = layout.row_blocks(m) * layout.column_blocks(n)
    size = layout.output_bytes(m, n, row_major=bool(flag["row_major"]))
    tensors = [
        ("a", layout.bus, layout.a_bytes(m, k)),
        ("b", layout.bus, layout.b_bytes(k, n)),
        ("table", layout.bus, layout.table_bytes(n)),
        ("output", layout.output_alignment, size),
    ]
    if flag["checkpoint_read"] or flag["checkpoint_write"]:
        tensors.append(("checkpoint", layout.output_alignment, size))
    end = 1 << config.memory.address_width
    return next(
        (
            code
            for code, bad in (
                (Code.FETCH_ERROR, job.response >= 2),
                (Code.RESERVED_BITS, value["flags"] or value["reserved"]),
                (Code.RESERVED_BITS, not flag["override"] and (flag["correct"] or flag["action"])),
                (Code.DIMENSION, not dimensions),
                (Code.DIMENSION, action == Policy.RECOMPUTE and tiles > RECOMPUTE_TILES),
                (Code.BLOCK, not known),
                (Code.POLICY, action > 3),
                (Code.ALIGNMENT, any(value[name] % unit or value[name] >= end for name, unit, _ in tensors)),
                (Code.WRAP, any(value[name] + size > end for name, _, size in tensors)),
            )
            if bad
        ),
        Code.PENDING,
    )


@dataclass
class Tile:
    job: Job
    number: int
    redo: bool


def tile_items(config, index, tile):
    """Return what each stream says of a tile; `index` is the job's in the ring."""
    layout, job, resolved = Layout(config), tile.job, tile.job.meaning
    value, flag = job.fields, job.flags
    m, k, n = value["m"], value["k"], value["n"]
    r, c = config.array.rows, config.array.columns
    p, q = divmod(tile.number, layout.column_blocks(n))
    slot, redo = job.slot, int(tile.redo)
    panel_a, panel_b = layout.panel(layout.a_word, k), layout.panel(layout.b_word, k)
    scratchpad = ceiling(config.memory.panel_words * layout.a_word, layout.bus) * layout.bus
    resident = panel_a <= scratchpad and not redo
    if flag["row_major"]:
        offset = p * r * layout.row_bytes(n) + q * layout.b_word
    else:
        offset = tile.number * layout.tile
    end = 1 << config.memory.address_width
    lanes = {"rows": min(r, m - p * r), "columns": min(c, n - q * c)}
    items = {
        "stream_load": (value["b"] + q * panel_b, panel_b // layout.bus, slot),
        "table_load": (value["table"] + q * layout.table_block, layout.table_block // layout.bus, slot),
        "feed": {
            "words": k,
            "release": int(not resident or q == layout.column_blocks(n) - 1),
            **lanes,
            "point": 0 if redo else resolved.point,
            "correct": resolved.correct,
            "job": index,
            "tile": tile.number,
            "redo": redo,
        },
        "retire": {
            "slot": slot,
            "tile": tile.number % RECOMPUTE_TILES,
            "address": value["output"] + offset,
            "checkpoint_address": (value["checkpoint"] + offset) % end,
            "row_bytes": layout.row_bytes(n),
            **lanes,
            "abft": int(flag["abft"] and config.protection.abft),
            "action": resolved.action,
            "checkpoint_read": flag["checkpoint_read"],
            "checkpoint_write": resolved.checkpoint_write,
            "row_major": flag["row_major"],
            "redo": redo,
        },
    }
    if q == 0 or not resident:
        items["panel_load"] = (value["a"] + p * panel_a, panel_a // layout.bus, slot)
    return items


def unpacked(layout, value):
    return {name: value >> item.offset & ((1 << item.width) - 1) for name, item in layout}


class Bench:
    """Runs jobs through a model of `drift_job_control` and compares all it does, cycle by cycle."""

    def __init__(self, model, config, registers, *, seed=0, ring=0x12345000, entries=7, **levels):
        """`levels` are inputs that keep their level."""
        self.levels: dict[str, int] = {}
        self.model, self.config, self.registers = model, config, registers
        self.random = Random(seed)
        self.layout = Layout(config)
        self.ring, self.entries = ring % (1 << config.memory.address_width), entries
        self.ready = 0.7
        self.error_rate = 0.0
        self.mask_rate = 0.3
        self.masked_tiles: set[int] = set()
        self.blocked: set[str] = set()
        self.writes = True
        self.records = {"feed": FeedRecord(config), "retire": RetireRecord(config)}
        self.jobs: list[Job] = []
        self.todo: deque[Job] = deque()
        self.expected: dict[str, deque] = {name: deque() for name in STREAMS}
        self.walks = self._walks()
        self.taken = dict.fromkeys(STREAMS, 0)
        self.tail = self.fetched = self.done = self.failed = 0
        self.beats: deque[tuple[int, int]] = deque()
        self.judging: deque[Tile] = deque()
        self.writing: deque[Tile] = deque()
        self.status_due = self.status_done = False
        self.seen = dict.fromkeys(("restart", "interrupt_done", "interrupt_job"), 0)
        self.extra_memory_interrupts = 0
        self.was_busy = self.last_done = False
        self.first_error: dict[str, int] | None = None
        self.enable = 1
        for name, port in model.ports.items():
            if port.is_input and name not in ("clk", *levels):
                model.write(name, 0)
        self.write(**levels)
        model.reset()
        self.write(
            ring_base=self.ring | self.random.randrange(4096),
            ring_entries=entries,
            **registers.ports(),
        )

    def write(self, **inputs):
        """Set inputs."""
        for name, value in inputs.items():
            if self.levels.get(name) != value:
                self.levels[name] = value
                self.model.write(name, value)

    # -- what is expected ------------------------------------------------------------------------

    def _walks(self):
        """Yield tile after tile; each pass must be allowed by the time that it is asked for."""
        for number in count():
            assert number < len(self.jobs), "a tile of no job"
            job = self.jobs[number]
            if job.meaning.code != Code.PENDING:
                continue
            if job.flags["fence"]:
                assert self.done == number, "walked before a fence"
            tiles = self.layout.row_blocks(job.fields["m"]) * self.layout.column_blocks(job.fields["n"])
            job.tiles = tiles
            yield from (Tile(job, tile, False) for tile in range(tiles))
            if job.meaning.action == Policy.RECOMPUTE:
                assert job.retired == tiles, "second pass before the first is through"
                assert not job.in_flight, "second pass before the first is through"
                job.tiles += len(job.discarded)
                yield from [Tile(job, tile, True) for tile in sorted(job.discarded)]

    def _take(self, stream, value):
        """Compare what a stream says with what is expected next."""
        while not self.expected[stream]:
            tile = next(self.walks)
            items = tile_items(self.config, tile.job.number % self.entries, tile)
            for name, item in items.items():
                self.expected[name].append((item, tile))
        expected, tile = self.expected[stream].popleft()
        assert value == expected, f"{stream} {self.taken[stream]}: {value} instead of {expected}"
        self.taken[stream] += 1
        if stream == "retire":
            tile.job.retired += 1
            tile.job.in_flight += 1
            self.judging.append(tile)

    # -- a cycle ---------------------------------------------------------------------------------

    def cycle(self):
        model, chance = self.model, self._chance
        inputs = {f"{name}_ready": chance(self.ready) for name in (*STREAMS, "descriptor_load", "status")}
        inputs |= {f"{name}_ready": 0 for name in self.blocked}
        inputs |= self._memory() | self._pulses()
        self.write(enable=self.enable, ring_tail=self.tail, clear_error=chance(0.01), **inputs)
        model.settle()
        for name in STREAMS:
            if inputs[f"{name}_ready"] and model.read(f"{name}_valid"):
                if name in LOADS:
                    value = tuple(model.read(f"{name}_{part}") for part in ("address", "beats", "slot"))
                else:
                    value = unpacked(self.records[name], model.read(f"{name}_record"))
                self._take(name, value)
        if inputs["descriptor_load_ready"] and model.read("descriptor_load_valid"):
            self._fetch()
        if inputs["status_ready"] and model.read("status_valid"):
            self._status()
        self._watch()
        model.clock(1)
        self._first_error()

    def _chance(self, probability):
        return int(self.random.random() < probability)

    def _memory(self):
        """Return a beat of a descriptor, or none."""
        if not self.beats or self._chance(0.3):
            return {"descriptor_data_valid": 0}
        data, response = self.beats.popleft()
        return {
            "descriptor_data_valid": 1,
            "descriptor_data": data,
            "descriptor_data_response": response,
        }

    def _pulses(self):
        """Let tiles go on their way, and things go wrong."""
        pulses = dict.fromkeys(
            (
                *("written_valid", "discarded_valid", "masked_valid"),
                *("status_written", "read_error_valid", "write_error_valid"),
            ),
            0,
        )
        if self.writing and self.writes and self._chance(0.3):
            tile = self.writing.popleft()
            tile.job.in_flight -= 1
            pulses |= {"written_valid": 1, "written_slot": tile.job.slot}
        complete = self.taken["retire"] - len(self.judging) < min(
            self.taken[name] for name in STREAMS if name != "panel_load"
        )
        if self.judging and complete and self._chance(0.5):
            tile = self.judging.popleft()
            job, slot = tile.job, tile.job.slot
            masked = self._chance(self.mask_rate) or tile.number in self.masked_tiles
            if not tile.redo and masked:
                job.masked += 1
                pulses |= {"masked_valid": 1, "masked_slot": slot}
                if job.meaning.action == Policy.RECOMPUTE:
                    job.discarded.append(tile.number)
                    job.in_flight -= 1
                    pulses |= {"discarded_valid": 1, "discarded_slot": slot, "discarded_tile": tile.number}
                    tile = None
            if tile is not None:
                self.writing.append(tile)
        for kind, code in (("read_error", Code.READ_ERROR), ("write_error", Code.WRITE_ERROR)):
            tiles = [*self.writing, *self.judging]
            if tiles and self._chance(self.error_rate):
                job = self.random.choice(tiles).job
                address = self.random.getrandbits(self.config.memory.address_width)
                response = self.random.choice((2, 3))
                if job.error[0] == Code.DONE:
                    job.error = (code, response, address)
                pulses |= {
                    f"{kind}_valid": 1,
                    f"{kind}_slot": job.slot,
                    f"{kind}_address": address,
                    f"{kind}_response": response,
                }
        if self.status_due and self._chance(0.2):
            self.status_due, self.status_done = False, True
            pulses["status_written"] = 1
        return pulses

    def _fetch(self):
        """Answer the fetch of a descriptor."""
        job, size = self.jobs[self.fetched], self.config.bus_bytes
        beats = max(1, STATUS_OFFSET // size)
        address = self.ring + DESCRIPTOR_BYTES * (self.fetched % self.entries)
        assert self.model.read("descriptor_load_address") == address, "descriptor load"
        assert self.model.read("descriptor_load_beats") == beats
        self.fetched += 1
        assert self.fetched - self.done <= JOB_SLOTS, "more jobs than slots"
        content = job.bytes() + self.random.randbytes(64)
        bad = self.random.randrange(beats)
        for beat in range(beats):
            data = int.from_bytes(content[beat * size : (beat + 1) * size], "little")
            self.beats.append((data, job.response if beat == bad else 0))

    def _status(self):
        """Compare a job's status; all its tiles must be through."""
        job = self.jobs[self.done]
        code, response, address = job.outcome
        values = {"code": code, "response": response, "masked_tiles": job.masked, "address": address}
        data = self.model.read("status_data")
        found = {
            item.name: data >> 8 * (item.offset - STATUS_OFFSET) & ((1 << item.width) - 1)
            for item in STATUS_FIELDS
        }
        assert found == values, f"job {self.done}"
        index = self.done % self.entries
        assert self.model.read("status_address") == self.ring + DESCRIPTOR_BYTES * index + STATUS_OFFSET
        assert job.retired == job.tiles, "status before the last tile"
        assert not job.in_flight, "status before the last tile"
        assert not self.status_due
        assert not self.status_done
        self.status_due = True

    def _watch(self):
        """Compare head, counts, busy and interrupts; called before the edge."""
        read = self.model.read
        head = read("ring_head")
        if head != self.done % self.entries:
            job = self.jobs[self.done]
            has_status = job.outcome[0] != Code.FETCH_ERROR
            assert self.status_done == has_status, "ring head moved without status"
            self.status_done = False
            self.done += 1
            self.failed += job.outcome[0] != Code.DONE
            assert head == self.done % self.entries, "ring head"
        assert read("jobs_done") == self.done
        assert read("jobs_failed") == self.failed
        busy = bool(read("busy"))
        rises = busy and not self.was_busy
        assert read("restart") == rises, "restart comes with the rise of busy"
        if self.was_busy and not busy:
            assert self.last_done, "busy fell without its interrupt"
            assert self.done == self.fetched, "not busy with jobs in flight"
        self.last_done = read("interrupt_done")
        for name in ("restart", "interrupt_done", "interrupt_job"):
            self.seen[name] += read(name)
        self.was_busy = busy
        errors = self.levels["read_error_valid"] | self.levels["write_error_valid"]
        assert read("interrupt_memory") >= errors
        self.extra_memory_interrupts += read("interrupt_memory") - errors

    def _first_error(self):
        """Compare the first error; called after the edge, with the inputs of the cycle before it."""
        self.model.settle()
        read, level = self.model.read, self.levels
        found = {name: read(f"error_{name}") for name in ("valid", "code", "response", "job", "address")}
        kept = None if level["clear_error"] else self.first_error
        if kept is None:
            for kind, code in (("read_error", Code.READ_ERROR), ("write_error", Code.WRITE_ERROR)):
                if kept is None and level[f"{kind}_valid"]:
                    slot = level[f"{kind}_slot"]
                    number = next(n for n in range(self.done, self.fetched) if n % JOB_SLOTS == slot)
                    kept = {
                        "valid": 1,
                        "code": code,
                        "response": level[f"{kind}_response"],
                        "job": number % self.entries,
                        "address": level[f"{kind}_address"],
                    }
        if kept is None and found["valid"]:
            # Only the job fetched last can have been refused now.
            number = self.fetched - 1
            job = self.jobs[number]
            code = job.meaning.code
            assert code != Code.PENDING, f"error of a good job: {found}"
            index = number % self.entries
            kept = {"valid": 1, "code": code, "response": 0, "job": index, "address": 0}
            if code == Code.FETCH_ERROR:
                kept |= {"response": job.response, "address": self.ring + DESCRIPTOR_BYTES * index}
        assert found == (kept or dict.fromkeys(found, 0)), "first error"
        self.first_error = kept

    # -- runs ------------------------------------------------------------------------------------

    def submit(self):
        """Put the next job into the ring, if there is room."""
        if self.todo and len(self.jobs) - self.done < self.entries - 1:
            job = self.todo.popleft()
            job.number, job.meaning = len(self.jobs), meaning(self.config, self.registers, job)
            self.jobs.append(job)
            self.tail = len(self.jobs) % self.entries

    def run(self, jobs, *, pauses=0.0, limit=100_000):
        """Run jobs to their end; with `pauses`, a probability per cycle, software stops meanwhile."""
        self.todo.extend(jobs)
        for _ in range(limit):
            if self._chance(0.05):
                self.submit()
            if self._chance(pauses):
                self._pause()
            self.cycle()
            if not self.todo and self.done == len(self.jobs) and not self.was_busy:
                break
        else:
            raise AssertionError(f"{self.done} of {len(self.jobs)} jobs finished after {limit} cycles")
        assert not any(self.expected.values())
        assert self.seen["interrupt_job"] == self.failed
        assert self.seen["interrupt_done"] == self.seen["restart"]
        # Those of descriptors, but for the ones that came with another memory error.
        failed_fetches = sum(job.response >= 2 for job in self.jobs)
        assert self.extra_memory_interrupts <= failed_fetches
        if not self.error_rate:
            assert self.extra_memory_interrupts == failed_fetches

    def _pause(self):
        """Take `enable` away until nothing is in flight, and a while longer."""
        self.enable = 0
        self.cycle()
        self.cycle()
        started = self.fetched + int(self.model.read("descriptor_load_valid"))
        for _ in range(20_000):
            self.cycle()
            if not self.was_busy:
                break
        assert not self.was_busy, "busy for long without enable"
        for _ in range(self.random.randrange(100)):
            self.submit()
            self.cycle()
            assert not self.was_busy, "busy without enable"
        assert self.fetched == started == self.done, "a fetch without enable"
        self.enable = 1
