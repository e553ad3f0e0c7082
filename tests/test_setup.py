"""Set-up: what is missing is installed where that is allowed, and named where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "tools" / "install-debian-packages"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder that is all of PATH: what the script itself calls, and pretended tools."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "ls"):
        (folder / name).symlink_to(str(shutil.which(name)))
    for name in ("make", "g++", "sta", "iverilog", "python3"):
        pretend(folder, name)
    return folder


def pretend(folder: Path, name: str, script: str = "exit 0") -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def install(programs: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", SCRIPT],
        env={"PATH": str(programs), "PYTHON": "python3", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_compiler_ends_the_set_up(programs: Path) -> None:
    (programs / "g++").unlink()
    done = install(programs, APT="no")
    assert done.returncode == 1
    assert "Can not go on without: g++" in done.stderr
    assert "apt-get install g++" in done.stderr


def test_python_without_venv_is_named(programs: Path) -> None:
    pretend(programs, "python3", "exit 1")
    done = install(programs, APT="no")
    assert done.returncode == 1
    assert "python3-venv" in done.stderr


def test_a_missing_timing_analyser_is_named_and_the_work_goes_on(programs: Path) -> None:
    (programs / "sta").unlink()
    done = install(programs, APT="no")
    assert done.returncode == 0
    assert "opensta" in done.stderr
    assert "Going on" in done.stderr


def test_no_right_to_install_means_naming(programs: Path) -> None:
    (programs / "sta").unlink()
    pretend(programs, "id", "echo 1000")
    pretend(programs, "apt-get", "echo called >&2; exit 1")
    done = install(programs)
    assert done.returncode == 0
    assert "called" not in done.stderr
    assert "Missing Debian packages: opensta" in done.stderr


@pytest.mark.parametrize("sudo", [False, True])
def test_root_or_passwordless_sudo_installs(programs: Path, tmp_path: Path, sudo: bool) -> None:
    (programs / "sta").unlink()
    log = tmp_path / "log"
    pretend(programs, "id", f"echo {1000 if sudo else 0}")
    pretend(programs, "sudo", 'shift; "$@"')
    pretend(programs, "true")
    # Installing opensta brings the program sta.
    pretend(programs, "apt-get", f'echo "$@" >>{log}; [ "$1" = update ] || echo >{programs}/sta')
    done = install(programs)
    assert "Installing Debian packages: opensta" in done.stdout
    lines = log.read_text().splitlines()
    assert lines[0] == "update"
    assert "install -y --no-install-recommends opensta" in lines


def test_the_browser_is_for_the_long_tests_only(programs: Path) -> None:
    assert install(programs, APT="no").stderr == ""
    done = install(programs, APT="no", BROWSER="yes")
    assert done.returncode == 0
    assert "Missing Debian packages: chromium" in done.stderr
    pretend(programs, "chromium")
    assert install(programs, APT="no", BROWSER="yes").stderr == ""
    makefile = (ROOT / "Makefile").read_text()
    assert makefile.count("BROWSER=yes") == 1
    assert "BROWSER=yes" in makefile.partition("regress: setup")[2].partition("synth: setup")[0]


def test_make_lists_its_targets() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("demo", "test", "regress", "synth", "bench", "lint", "rtl"):
        assert f"make {target} " in done.stdout


def test_continuous_integration_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec make test" in script.read_text()


def test_an_old_python_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    copy = tmp_path / "project"
    copy.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, copy)
    (copy / "tools").mkdir()
    (copy / "tools" / "install-debian-packages").write_text("#!/bin/sh\n")
    (copy / "tools" / "install-debian-packages").chmod(0o755)
    done = subprocess.run(
        ["make", "setup", f"PYTHON={old}"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert not (copy / ".venv").exists()
