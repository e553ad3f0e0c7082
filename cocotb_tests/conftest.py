"""The option `--waves FOLDER`: waveforms of every cocotb run."""

import os
from pathlib import Path

import pytest

from cocotb_tests.helpers.runner import WAVES


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--waves", metavar="FOLDER", help="write the waveforms (FST) of every cocotb run there")


def pytest_configure(config: pytest.Config) -> None:
    if folder := config.getoption("waves"):
        os.environ[WAVES] = str(Path(folder).absolute())
