"""Atomic output: whole or not there, and every refusal before anything is written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from drift_hw.files import (
    OutputError,
    atomic,
    check_writable,
    check_writable_folder,
    write_bytes,
    write_json,
    write_text,
)


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_writers_create_missing_folders(tmp_path: Path) -> None:
    assert write_text(tmp_path / "a" / "b" / "text", "größe\n").read_bytes() == "größe\n".encode()
    assert write_bytes(tmp_path / "bytes", b"\x00\xff").read_bytes() == b"\x00\xff"
    assert json.loads(write_json(tmp_path / "data.json", {"x": [1]}).read_text()) == {"x": [1]}
    assert files_below(tmp_path) == ["a/b/text", "bytes", "data.json"]


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        path = write_text(tmp_path / "file", "")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_failed_writer_leaves_the_old_content_and_nothing_else(tmp_path: Path) -> None:
    path = write_text(tmp_path / "file.txt", "old")

    def fail_half_way() -> None:
        with atomic(path) as temporary:
            assert temporary.suffix == ".txt"
            temporary.write_text("half")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        fail_half_way()
    assert path.read_text() == "old"
    assert files_below(tmp_path) == ["file.txt"]


def test_refusals_name_path_and_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path, reason in (
        (tmp_path, "it is a folder; give the path of a file"),
        (tmp_path / "file" / "below", "is not a folder; choose another output path"),
        (tmp_path / "file" / "far" / "below", "is not a folder; choose another output path"),
    ):
        for refuse in (check_writable, lambda path: write_text(path, "x")):
            with pytest.raises(OutputError) as refusal:
                refuse(path)
            assert str(refusal.value).startswith(f"can not write {path}: ")
            assert reason in str(refusal.value)
    with pytest.raises(OutputError, match="it is a file; give the path of a folder"):
        check_writable_folder(tmp_path / "file")
    assert files_below(tmp_path) == ["file"]


def test_a_full_disk_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError, match="No space left on device; choose another output path"):
        write_text(tmp_path / "file", "x")
    assert files_below(tmp_path) == []


def test_permission_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match=rf"can not write .*: no permission in {tmp_path}; choose another"):
        check_writable(tmp_path / "file")
