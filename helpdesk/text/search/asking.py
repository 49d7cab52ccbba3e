"""What somebody typed into a search box, understood. Must not know how an index answers it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from helpdesk.text.folding import clean, fold
from helpdesk.text.search.abbreviations import Words, comparable, long_forms, longest, short_forms

MOST_CHARACTERS = 300
MOST_WORDS = 16
PIECE = re.compile(r"[^\W_]+(?:[-_./:@&+\\]+[^\W_]+)*")
"""A word, or a code: words held together by signs, as in `1806/SKHCN-CĐS` or `CKR_PIN_LOCKED`."""

_NUMBER = re.compile(r"(?:#|phieu(?: so)?|ticket)?\s*#?0*([1-9]\d{0,17})", re.ASCII)
_WORDS_WITH_SLASH = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)+")


@dataclass(frozen=True, slots=True)
class Term:
    """Comparable words that must all occur; `adjacent`, one right after the other."""

    words: Words
    adjacent: bool = False


Clause = tuple[Term, ...]
"""Terms of which one must occur."""


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses that must all be met.

    `typed` keeps the accents, for ranking; `unfinished` is the last word if more of it may
    follow; `number` is set when nothing but a ticket's number was typed.
    """

    typed: str
    clauses: tuple[Clause, ...]
    unfinished: str = ""
    number: int | None = None

    def completed(self, completions: list[str]) -> "Query":
        """The same with the unfinished word standing for each of `completions` as well."""
        if not completions:
            return self
        terms = dict.fromkeys([*self.clauses[-1], *(Term((word,)) for word in completions)])
        return replace(self, clauses=(*self.clauses[:-1], tuple(terms)), unfinished="")


def query(text: str) -> Query | None:
    """What was typed as a question to an index; None when it has no word at all. Never raises."""
    typed = clean(text[:MOST_CHARACTERS])
    folded = fold(typed)
    number = _NUMBER.fullmatch(folded.strip())
    if number:
        return Query(typed, ((Term((number[1],)),),), number=int(number[1]))
    pieces = [piece for found in PIECE.findall(folded) for piece in _pieces(found)][:MOST_WORDS]
    if not pieces:
        return None
    clauses = tuple(dict.fromkeys(_clauses(pieces)))
    return Query(typed, clauses, _unfinished(folded, pieces[-1], clauses[-1]))


def squeezed(code: str) -> str:
    """A folded code without its signs, so that it is one word to every index."""
    return "".join(character for character in code if character.isalnum())


def _pieces(found: str) -> list[str]:
    # Between plain words a slash means "or the other": đến/đi is no code.
    return found.split("/") if _WORDS_WITH_SLASH.fullmatch(found) else [found]


def _clauses(pieces: list[str]) -> Iterator[Clause]:
    at = 0
    while at < len(pieces):
        clause, length = _spelled_out(pieces, at) or (_clause(pieces[at]), 1)
        yield clause
        at += length


def _spelled_out(pieces: list[str], at: int) -> tuple[Clause, int] | None:
    """A clause for `chữ ký số` at this place, which also finds CKS, and its length in pieces."""
    for length in range(min(longest(), len(pieces) - at), 1, -1):
        meaning = tuple(word for piece in pieces[at : at + length] for word in comparable(piece))
        short = short_forms().get(meaning)
        if short:
            others = [term for term in _meanings(short) if term.words != meaning]
            return (Term(meaning), *others), length
    return None


def _clause(piece: str) -> Clause:
    parts = comparable(piece)
    if len(parts) == 1:
        return tuple(_meanings(parts[0]))
    whole, *meanings = _meanings(squeezed(piece))
    return (whole, Term(parts, True), *meanings)


def _meanings(short: str) -> Iterator[Term]:
    yield Term((short,))
    for meaning in long_forms().get(short, ()):
        yield Term(meaning, adjacent=True)


def _unfinished(folded: str, last: str, clause: Clause) -> str:
    ends_open = folded.endswith(last) and len(clause) == 1
    return last if ends_open and last.isalpha() and 2 <= len(last) <= 24 else ""
