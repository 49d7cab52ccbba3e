"""What is shipped is whole: a wheel made from the sdist runs in an empty folder, alone."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CARRIED = {
    "helpdesk": "helpdesk",
    "training": "training",
    "templates": "helpdesk/templates",
    "content": "helpdesk/content",
}


def run(*command: object, folder: Path, **environment: str) -> str:
    """What a program said; fails with it when it went wrong."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, folder=ROOT)
    [packed] = folder.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / packed.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def wheel(sdist: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", folder=sdist)
    [made] = (sdist / "dist").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment: the wheel is its own, the rest is borrowed."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index")
    run(*pip, wheel, folder=folder)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return python.parent


def shipped_files(folder: str) -> set[str]:
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in found
        if "__pycache__" not in path.parts
    }


def test_the_wheel_carries_every_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    for folder, place in CARRIED.items():
        assert {f"{place}/{name}" for name in shipped_files(folder)} <= carried
    assert not [name for name in carried if name.startswith(("tests/", "templates/", "content/"))]
    assert [name for name in carried if name.endswith("licenses/LICENSE")]


def test_the_sdist_carries_the_tests_and_the_licence(sdist: Path) -> None:
    for name in ("LICENSE", "README.md", "pyproject.toml", "tests/conftest.py"):
        assert (sdist / name).is_file()


def test_the_wheel_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    where = run(
        installed / "python", "-c", "import helpdesk; print(helpdesk.__file__)", folder=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parent)
    run(installed / "helpdesk", "migrate", folder=tmp_path)
    said = run(installed / "helpdesk", "check", folder=tmp_path)
    assert "NOT OK" not in said
    assert (tmp_path / "helpdesk-data").is_dir()
