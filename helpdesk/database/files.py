"""Files by their content: kept once, under their SHA-256; knows no ticket, no name, no type.

The folder must never stand in a web root.
"""

import asyncio
import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from helpdesk.clock import SECOND, Instant

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class DamagedFile(Exception):
    """What is stored under a digest is not what was put there."""


class FileStore:
    """A folder of files, fanned out by the first two pairs of letters of their digests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where the file with this digest is, or would be. Raises ValueError for a non-digest."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError("not a SHA-256 in hexadecimal")
        return self._folder / digest[:2] / digest[2:4] / digest

    async def put(self, content: bytes) -> str:
        """Keep `content`, on disk for good when this returns; its digest."""
        return await asyncio.to_thread(self._put, content)

    async def get(self, digest: str) -> bytes:
        """Raises ValueError for a non-digest, FileNotFoundError, or DamagedFile."""
        return await asyncio.to_thread(self._get, self.path(digest))

    async def remove(self, digest: str, *, before: Instant) -> bool:
        """Forget a file that was last put before then; whether there was one."""
        return await asyncio.to_thread(self._remove, self.path(digest), before)

    def _get(self, path: Path) -> bytes:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != path.name:
            raise DamagedFile(path.name)
        return content

    def _put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not _touched(path, len(content)):
            _make_folder(path.parent)
            _write(path, content)
        return digest

    def _remove(self, path: Path, before: Instant) -> bool:
        # Set aside first: whoever puts the same content meanwhile writes it anew.
        aside = path.with_name(f".aside-{path.name}")
        try:
            path.rename(aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime * SECOND >= before:
            aside.rename(path)
            return False
        aside.unlink()
        return True


def _touched(path: Path, size: int) -> bool:
    """Whether the file is there whole; it then counts as put just now."""
    try:
        os.utime(path)
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    """Under another name first: a file is there whole, or not at all."""
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(partial).unlink()
        raise
    _sync(path.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
