"""What a search box is understood to ask; nothing typed is an error."""

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.text.search import query
from helpdesk.text.search.asking import MOST_WORDS, Term
from helpdesk.text.search.sqlite import _match


def terms(typed: str) -> list[list[tuple[str, ...]]]:
    asked = query(typed)
    return [[term.words for term in clause] for clause in asked.clauses] if asked else []


def test_abbreviations_go_both_ways() -> None:
    assert terms("CKS lỗi") == [[("cks",), ("chu", "ky", "so")], [("loi",)]]
    assert terms("chữ kí số lỗi") == [[("chu", "ky", "so"), ("cks",)], [("loi",)]]


def test_the_longest_meaning_wins() -> None:
    assert terms("thủ tục hành chính công") == [
        [("thu", "tuc", "hanh", "chinh"), ("tthc",)],
        [("cong",)],
    ]


def test_codes_stay_whole() -> None:
    assert terms("1806/SKHCN-CĐS") == [[("1806skhcncds",), ("1806", "skhcn", "cds")]]
    assert terms("văn bản đến/đi") == [[("van", "ban"), ("vb",)], [("den",)], [("di",)]]


def test_only_a_number_is_a_number() -> None:
    numbers = {"42": 42, "#42": 42, "phiếu 042": 42, "phiếu số 42": 42, "win 42": None, "0": None}
    for typed, number in numbers.items():
        asked = query(typed)
        assert asked
        assert asked.number == number


def test_an_unfinished_word_can_be_completed() -> None:
    asked = query("lỗi truy")
    assert asked
    assert asked.unfinished == "truy"
    assert asked.completed(["truyen"]).clauses[-1] == (Term(("truy",)), Term(("truyen",)))
    assert asked.completed([]) == asked
    for typed in ("lỗi truy ", "lỗi 12a", "x", "cks", "chữ ký số"):
        finished = query(typed)
        assert finished
        assert not finished.unfinished


def test_nothing_to_look_for() -> None:
    assert [query(typed) for typed in ("", "  ", "…", "\0", "🙂")] == [None] * 5


@given(st.text(st.characters(codec=None), max_size=400))
def test_terms_hold_only_letters_and_digits(typed: str) -> None:
    asked = query(typed)
    if asked:
        assert len(asked.clauses) <= MOST_WORDS
        words = [word for clause in asked.clauses for term in clause for word in term.words]
        assert all(word.isalnum() for word in words)
        assert "\0" not in _match(asked, None)
