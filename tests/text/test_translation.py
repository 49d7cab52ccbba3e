"""Messages in the reader's language, from the files of several rooms."""

from pathlib import Path

import pytest

from helpdesk.errors import Message, message
from helpdesk.text.translation import LANGUAGES, merged, translate, translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_a_message_is_filled_after_translation() -> None:
    assert translate(message("Note"), "vi") == "Lưu ý"
    assert translate(message("Note"), "en") == "Note"
    assert translate(message("{n} of {all}", n=1, all=2), "vi") == "1 of 2"


def test_values_may_be_messages() -> None:
    assert translate(message("[{what}]", what=message("Tip")), "vi") == "[Mẹo]"


def test_braces_in_values_are_only_text() -> None:
    assert translate(message("{name}", name="{name.__class__} {0}"), "en") == "{name.__class__} {0}"


def test_no_message_is_no_words() -> None:
    assert [translate(Message(""), language) for language in LANGUAGES] == ["", ""]


def test_catalogues_are_compiled_once() -> None:
    assert translations("vi") is translations("vi")


def test_rooms_must_agree(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(f'{HEADER}msgid "Open"\nmsgstr "Mở"\n', "utf-8")
    (tmp_path / "b.po").write_text(f'{HEADER}msgid "Close"\nmsgstr "Đóng"\n', "utf-8")
    assert {entry.string for entry in merged(tmp_path, "vi") if entry.id} == {"Mở", "Đóng"}
    (tmp_path / "b.po").write_text(f'{HEADER}msgid "Open"\nmsgstr "Đang mở"\n', "utf-8")
    with pytest.raises(ValueError, match=r"b\.po: 'Open'"):
        merged(tmp_path, "vi")
