"""Files are kept whole or not at all, once, and only under a digest."""

import asyncio
import hashlib
import os
import stat
from pathlib import Path

import pytest

from helpdesk import clock
from helpdesk.clock import MINUTE
from helpdesk.database.files import DamagedFile, FileStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def kept(store: FileStore) -> list[Path]:
    return [path for path in store.path("0" * 64).parents[2].rglob("*") if path.is_file()]


async def test_what_was_put_is_got(store: FileStore) -> None:
    digest = await store.put("Biên bản".encode())
    assert digest == hashlib.sha256("Biên bản".encode()).hexdigest()
    assert await store.get(digest) == "Biên bản".encode()
    assert store.path(digest).parts[-3:] == (digest[:2], digest[2:4], digest)


async def test_the_same_content_is_kept_once(store: FileStore) -> None:
    digests = await asyncio.gather(*(store.put(b"same") for _ in range(8)))
    assert len(set(digests)) == 1
    assert kept(store) == [store.path(digests[0])]


async def test_nobody_else_may_read_it(store: FileStore) -> None:
    path = store.path(await store.put(b""))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "wrong", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" + "a" * 63, "٣" * 64]
)
async def test_only_digests_become_paths(store: FileStore, wrong: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(wrong)
    with pytest.raises(ValueError, match="SHA-256"):
        await store.get(wrong)
    with pytest.raises(ValueError, match="SHA-256"):
        await store.remove(wrong, before=0)


async def test_a_failed_write_leaves_nothing(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError("disk full")

    await store.put(b"before")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        await store.put(b"after")
    assert len(kept(store)) == 1


async def test_what_was_cut_short_is_written_again(store: FileStore) -> None:
    path = store.path(await store.put(b"whole"))
    os.truncate(path, 2)
    with pytest.raises(DamagedFile):
        await store.get(path.name)
    await store.put(b"whole")
    assert await store.get(path.name) == b"whole"


async def test_removed_is_gone(store: FileStore) -> None:
    digest = await store.put(b"x")
    assert await store.remove(digest, before=clock.now() + MINUTE)
    assert not await store.remove(digest, before=clock.now() + MINUTE)
    with pytest.raises(FileNotFoundError):
        await store.get(digest)


async def test_what_was_put_again_meanwhile_stays(store: FileStore) -> None:
    digest = await store.put(b"x")
    os.utime(store.path(digest), (0, 0))
    await store.put(b"x")
    assert not await store.remove(digest, before=clock.now() - MINUTE)
    assert await store.get(digest) == b"x"
