"""Assets are joined, compressed and named by their content."""

import zlib
from pathlib import Path

import brotli
import pytest

from helpdesk import resources
from helpdesk.web.assets import load_assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "js").mkdir()
    (tmp_path / "css/20-second.css").write_text("b{}")
    (tmp_path / "css/10-first.css").write_text("a{}")
    (tmp_path / "js/main.js").write_text("export {}")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    return tmp_path


def test_style_sheets_are_joined_in_the_order_of_their_names(folder: Path) -> None:
    assets = load_assets(folder)
    assert assets.files["helpdesk.css"].bodies[""] == b"a{}\nb{}"
    assert set(assets.files) == {"helpdesk.css", "js/main.js", "photo.png"}


def test_text_is_compressed_and_pictures_are_not(folder: Path) -> None:
    files = load_assets(folder).files
    sheet = files["helpdesk.css"].bodies
    assert brotli.decompress(sheet["br"]) == sheet[""]
    assert zlib.decompress(sheet["gzip"], 31) == sheet[""]
    assert set(files["photo.png"].bodies) == {""}


def test_a_changed_file_changes_every_address(folder: Path) -> None:
    before = load_assets(folder)
    (folder / "js/main.js").write_text("export const a = 1")
    after = load_assets(folder)
    assert before.address("helpdesk.css") != after.address("helpdesk.css")
    assert before.address("js/main.js").endswith("/js/main.js")


def test_an_unknown_name_is_a_mistake_of_the_template(folder: Path) -> None:
    with pytest.raises(KeyError):
        load_assets(folder).address("missing.css")


def test_the_shipped_files_are_found() -> None:
    assert "helpdesk.css" in load_assets(resources.folder("static")).files
