"""A document as an index keeps it: words, codes, facets. Must not know which engine keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from helpdesk.text.folding import clean, fold
from helpdesk.text.personal import masked
from helpdesk.text.search.abbreviations import comparable
from helpdesk.text.search.asking import PIECE, squeezed

Field = Literal["title", "summary", "body"]
FIELDS: tuple[Field, ...] = get_args(Field)

# A tsvector takes 1 MB. A letter takes up to 4 bytes, and stands in a word and again in a code.
_MOST_CHARACTERS = 120_000
_LONGEST_WORD = 64
_VOCABULARY = range(2, 25)


@dataclass(frozen=True, slots=True)
class Document:
    """`words` of each field in reading order, `codes`, `facets`; `original` as typed."""

    words: dict[Field, list[str]]
    codes: tuple[str, ...]
    facets: tuple[str, ...]
    original: str

    def vocabulary(self) -> list[str]:
        """The plain words that an unfinished word may be completed to, in order."""
        every = {word for words in self.words.values() for word in words}
        return sorted(word for word in every if word.isalpha() and len(word) in _VOCABULARY)


def document(
    fields: Mapping[Field, str], facets: Iterable[str], also_known_as: Iterable[str] = ()
) -> Document:
    """What to keep of a thing. Identity numbers, codes and passwords in it are left out."""
    originals = {field: masked(clean(fields.get(field, "")[:_MOST_CHARACTERS])) for field in FIELDS}
    folded = {field: fold(text) for field, text in originals.items()}
    return Document(
        words={field: _kept(comparable(text)) for field, text in folded.items()},
        codes=tuple(dict.fromkeys([*also_known_as, *_codes(folded.values())])),
        facets=tuple(map(facet, facets)),
        original="\n".join(filter(None, originals.values())),
    )


def facet(name: str) -> str:
    """A facet such as `unit:25195` as one word. Raises ValueError when nothing is left of it."""
    word = squeezed(name.lower())
    if not word or not word.isascii():
        raise ValueError(f"not a facet: {name!r}")
    return word


def _kept(words: Iterable[str]) -> list[str]:
    return [word[:_LONGEST_WORD] for word in words]


def _codes(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for piece in PIECE.findall(text):
            if not piece.isalnum():
                yield squeezed(piece)[:_LONGEST_WORD]
