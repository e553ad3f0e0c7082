"""Campaigns: many independent trials, on the cores of this machine or on a cluster, into one tidy table.

Studies, policy search, Monte Carlo over dies and faults in RTL all go through `run`. docs/campaigns.md tells
how one is stopped, continued and moved to a cluster.
"""

from drift_hw.campaign.plan import Campaign, CampaignError, Failure, Trial
from drift_hw.campaign.runner import Progress, run
from drift_hw.campaign.table import metadata, read, rows

__all__ = ["Campaign", "CampaignError", "Failure", "Progress", "Trial", "metadata", "read", "rows", "run"]
