"""Which timesteps are sensitive, and which write checkpoints: as `drift_hw.control.job_policy` decides."""

from __future__ import annotations


def is_sensitive(timestep: int, timesteps: int, leading: int, trailing: int) -> bool:
    """Return whether a timestep, from 0 on, is of the `leading` first or `trailing` last of `timesteps`."""
    return timestep < leading or timestep + trailing >= timesteps


def has_checkpoint(timestep: int, interval: int) -> bool:
    """Return whether outputs of a timestep are written as a checkpoint: the first, and one each interval.

    An interval of 0 means none at all.
    """
    return interval > 0 and (timestep == 0 or timestep % interval == 1 % interval)
