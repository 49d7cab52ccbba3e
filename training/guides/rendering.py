"""A guide's Markdown as the HTML that readers get, made when it is stored; no database."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.text import markdown
from helpdesk.text.folding import alike, words
from training.guides.content import GuideText, PartText, other_guide, plain_title


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """A step or a section with safe HTML; the title of a step is without its number."""

    kind: str
    name: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class RenderedGuide:
    """Safe HTML of a guide; `folded` is what search looks into."""

    lead: str
    parts: tuple[RenderedPart, ...]
    folded: str


def rendered(guide: GuideText, slug: str, pictures: Mapping[str, str]) -> RenderedGuide:
    """`pictures` maps the names in the text to the names that they are kept under."""

    def address(target: str) -> str:
        other = other_guide(target)
        if other:
            return "/guides/" + "#".join(filter(None, other))
        return f"/guides/{slug}/files/{pictures[target]}" if target in pictures else target

    def html(text: str) -> str:
        # Steps are also shown away from their page, where "#step" alone would lead nowhere.
        made = markdown.render(text, address=address) if text else ""
        return made.replace('<a href="#', f'<a href="/guides/{slug}#')

    parts = tuple(
        RenderedPart(part.kind, part.name, plain_title(part), html(part.markdown))
        for part in guide.parts
    )
    return RenderedGuide(html(guide.lead), parts, _folded(guide))


def _folded(guide: GuideText) -> str:
    about = guide.about
    texts = (about.title, about.summary, guide.lead, *map(_text, guide.parts))
    return " ".join(alike(word) for word in words(" ".join(texts)))


def _text(part: PartText) -> str:
    return f"{part.title} {part.markdown}"
