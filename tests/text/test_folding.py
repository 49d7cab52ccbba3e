"""Vietnamese text compared, ordered and cleaned; every promise holds for any text at all."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.text.folding import alike, clean, fold, name_sort_key, sort_key, words

ANY = st.text(st.characters(codec=None), max_size=60)
"""Lone surrogates and controls included."""
VIETNAMESE = st.text(
    "aăâeêioôơuưyđĐÐð àảãáạ\u0300\u0309\u0303\u0301\u0323\u0302\u031bNqh", max_size=30
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đường truyền", "duong truyen"),
        ("ĐƯỜNG", "duong"),
        ("Ðường ðây", "duong day"),
        ("hoà hòa HÒA", "hoa hoa hoa"),
        ("Thuỷ THỦY", "thuy thuy"),
        ("ký kí", "ky ki"),
        ("1806/SKHCN-CĐS", "1806/skhcn-cds"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folds(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@given(ANY | VIETNAMESE)
def test_every_form_of_a_text_folds_alike(text: str) -> None:
    folded = fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded
    assert words(folded) == words(text)


@given(VIETNAMESE)
def test_marks_and_case_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)
    assert fold(text).isascii()


def test_words_are_letters_and_digits() -> None:
    assert words("Số 1806/SKHCN-CĐS, ngày 5_6") == ["so", "1806", "skhcn", "cds", "ngay", "5", "6"]
    assert words(unicodedata.normalize("NFD", "đường")) == ["duong"]
    assert words("… -- 🙂") == []


def test_i_and_y_are_alike_in_some_syllables() -> None:
    assert [alike(word) for word in words("kí lí mĩ quí kim ti")] == [
        *("ky", "ly", "my", "quy"),
        *("kim", "ti"),
    ]


@given(ANY)
def test_cleaned_text_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    cleaned.encode()


def test_cleaning_keeps_what_people_wrote() -> None:
    assert clean("a\r\nb\rc\td") == "a\nb\nc\td"
    assert clean("1\0\ud8002\ufeff3\u202e4") == "1234"
    assert clean(unicodedata.normalize("NFD", "Đường 👩‍💻")) == "Đường 👩‍💻"


def test_vietnamese_order() -> None:
    names = "An Áo Ăn Ân Bù Dầu đak Đồng Ea Tam Tân Thạnh Xuân".split()  # noqa: SIM905
    assert sorted(set(names), key=sort_key) == names
    tones = ["la", "là", "lả", "lã", "lá", "lạ"]
    assert sorted(set(tones), key=sort_key) == tones
    assert sorted(["Bình 10", "Bình", "Bình A", "Binh"], key=sort_key) == [
        *("Binh", "Bình", "Bình 10", "Bình A")
    ]


@given(VIETNAMESE, VIETNAMESE)
def test_letters_come_before_tones(one: str, other: str) -> None:
    first, second = (sort_key(text).partition("00")[0] for text in (one, other))
    if first < second:
        assert sort_key(one) < sort_key(other)


@given(ANY)
def test_a_sort_key_sorts_the_same_in_every_collation(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert key == sort_key(unicodedata.normalize("NFD", text))


def test_old_and_new_tones_sort_together() -> None:
    assert sort_key("Hòa Khánh") == sort_key("Hoà Khánh") == sort_key("HÒA khánh")


def test_people_sort_by_their_given_name() -> None:
    people = ["Trần Văn An", "Lê Thị Ánh", "Nguyễn Bình", "Đỗ Văn Đức", "Đỗ Yên"]
    assert sorted(set(people), key=name_sort_key) == people
    assert name_sort_key("") == sort_key("")


@pytest.mark.parametrize("flood", ["a" + "\u0301\u0323" * 200_000, "\u0301\u05b4\u0323" * 100_000])
def test_a_flood_of_marks_is_soon_over(flood: str) -> None:
    begun = time.process_time()
    for function in (clean, fold, words, sort_key, name_sort_key):
        function(flood)
    assert time.process_time() - begun < 5
