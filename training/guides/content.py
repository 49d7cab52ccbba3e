"""The text of a guide, read: front matter, sections, steps, links. Must not touch a database.

The form is `content/<slug>/index.md`: front matter between two `---` lines, an optional lead, then
headings of the second level. `## Bước 2: Làm gì {#ten-buoc}` begins a step, every other `## …` a
section. Steps stand together, are numbered from 1, and each says **Kết quả mong đợi:** (what to
expect). Its name between `{#` and `}` is what tickets and cards point at, and outlives edits.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from helpdesk.errors import Invalid, Message, Problem, message
from helpdesk.text.folding import clean, words
from training.guides.front_matter import FrontMatter, read_front_matter
from training.guides.tables import PartKind

MOST_CHARACTERS = 200_000
EXPECTED = "**Kết quả mong đợi:**"
RESERVED = frozenset({"main", "nguon", "toc-heading"})
"""What the page around the guide calls its own."""

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"## +(?P<title>.+?)(?: +\{#(?P<name>[^}]*)\})?\s*")
_STEP = re.compile(r"Bước (?P<number>\d{1,3}): +(?P<title>.+)")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINK = re.compile(
    r"(?P<code>(?P<ticks>`+).*?(?P=ticks))"
    r"|(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]*)\)"
)
_GUIDE = re.compile(r"\.\./(?P<slug>[a-z0-9-]+)/index\.md(?:#(?P<step>[a-z0-9-]+))?")
_PICTURE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*\.(?:png|jpe?g|webp|svg)")


@dataclass(frozen=True, slots=True)
class PartText:
    """A step or a section as Markdown; `line` is that of its heading, counted from 1."""

    kind: PartKind
    name: str
    title: str
    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A link inside the text: to a step of this guide (`slug` "") or to another guide."""

    slug: str
    step: str
    line: int


@dataclass(frozen=True, slots=True)
class GuideText:
    """One guide, as its file says it."""

    about: FrontMatter
    lead: str
    parts: tuple[PartText, ...]
    references: tuple[Reference, ...]
    pictures: frozenset[str]

    @property
    def steps(self) -> tuple[PartText, ...]:
        return tuple(part for part in self.parts if part.kind is PartKind.step)

    @property
    def names(self) -> frozenset[str]:
        """Everything in this guide that an address may point at."""
        return frozenset(part.name for part in self.parts)


def read_guide(source: str) -> GuideText:
    """The guide in `source`. Raises Invalid with every problem: which line, which field."""
    lines = clean(source[: MOST_CHARACTERS + 1]).split("\n")
    end = _end_of_front_matter(lines)
    if len(source) > MOST_CHARACTERS or end is None:
        raise Invalid([_problem("", 1, NO_FRONT_MATTER if end is None else TOO_LONG)])
    about, problems = read_front_matter("\n".join(lines[1:end]), 2)
    body = [(number, line) for number, line in enumerate(lines, 1) if number > end + 1]
    lead, parts = _split(body, problems)
    references, pictures = _links(body, problems)
    problems += _shape_problems(parts)
    problems += _lost_steps(references, {part.name for part in parts})
    if problems or about is None:
        raise Invalid(problems)
    return GuideText(about, lead, tuple(parts), tuple(references), frozenset(pictures))


def lost_references(guides: Mapping[str, GuideText]) -> list[tuple[str, Problem]]:
    """Links from guide to guide that lead nowhere, each with the slug that it stands in."""
    return [
        (slug, _problem("body", link.line, NO_SUCH_GUIDE))
        for slug, guide in guides.items()
        for link in guide.references
        if link.slug and not _resolves(link, guides)
    ]


def other_guide(target: str) -> tuple[str, str] | None:
    """The slug and step ("" for none) that a link of the form ../slug/index.md#step names."""
    found = _GUIDE.fullmatch(target)
    return (found["slug"], found["step"] or "") if found else None


NO_FRONT_MATTER = message("a guide begins with “---”, its front matter, and “---” again")
TOO_LONG = message("there is too much text here")
BAD_STEP = message("a step looks like “## Bước 2: Làm gì {#ten-buoc}”")
BAD_NUMBER = message("this step must have the number {number}")
BAD_NAME = message("a name has small letters without marks, digits and hyphens")
SAME_NAME = message("another heading already has the name “{name}”")
NO_STEPS = message("a guide needs at least one step")
STEPS_APART = message("the steps must stand together; this one comes after a section")
NO_EXPECTATION = message("this step does not say “Kết quả mong đợi:”")
NO_ENDING = message("after the steps, say what to do if they did not help")
FIRST_HEADING = message("the title stands in the front matter; begin headings with “##”")
NO_SUCH_STEP = message("no heading of this guide has the name “{name}”")
NO_SUCH_GUIDE = message("this link leads to a guide or a step that is not there")
BAD_LINK = message("links look like https://…, #ten-buoc or ../ten-bai/index.md#ten-buoc")
BAD_PICTURE = message("a picture is a file beside the guide: png, jpg, webp or svg")
NO_DESCRIPTION = message("say between [ and ] what the picture shows, for those who cannot see it")


def _problem(field: str, line: int, text: Message) -> Problem:
    said = message("Line {line}, {field}: {what}", line=line, field=field or "---", what=text)
    return Problem(field, said)


Lines = list[tuple[int, str]]


def _end_of_front_matter(lines: list[str]) -> int | None:
    if lines[0].rstrip() != "---":
        return None
    return next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)


def _marked(lines: Lines) -> Iterator[tuple[int, str, bool]]:
    """Each line with whether it is code, where nothing is a heading or a link."""
    fence = ""
    for number, line in lines:
        found = _FENCE.match(line)
        if fence:
            yield number, line, True
            if found and found[1].startswith(fence):
                fence = ""
        else:
            fence = found[1] if found else ""
            yield number, line, bool(found)


def _split(body: Lines, problems: list[Problem]) -> tuple[str, list[PartText]]:
    """The lead, and the parts, cut at each heading of the second level."""
    cut: list[tuple[int, str, list[str]]] = []
    lead: list[str] = []
    for number, line, is_code in _marked(body):
        if not is_code and line.startswith("## "):
            cut.append((number, line, []))
            continue
        if not is_code and line.startswith("# "):
            problems.append(_problem("body", number, FIRST_HEADING))
        (cut[-1][2] if cut else lead).append(line)
    parts: list[PartText] = []
    for number, heading, lines in cut:
        has_steps = any(part.kind is PartKind.step for part in parts)
        parts.append(_part(number, heading, "\n".join(lines).strip(), has_steps, problems))
    return "\n".join(lead).strip(), parts


def _part(
    line: int, heading: str, markdown: str, has_steps: bool, problems: list[Problem]
) -> PartText:
    found = _HEADING.fullmatch(heading)
    title, name = (found["title"], found["name"]) if found else (heading[3:], None)
    step = _STEP.fullmatch(title)
    if not step and title.casefold().startswith("bước"):
        problems.append(_problem("body", line, BAD_STEP))
    if step and name is None:
        problems.append(_problem("body", line, BAD_STEP))
    if name is not None and not _NAME.fullmatch(name):
        problems.append(_problem("body", line, BAD_NAME))
    if step:
        return PartText(PartKind.step, name or "", title, markdown, line)
    kind = PartKind.after if has_steps else PartKind.before
    return PartText(kind, name or "-".join(words(title)), title, markdown, line)


def _shape_problems(parts: list[PartText]) -> Iterator[Problem]:
    seen = set(RESERVED)
    number, has_ended = 0, False
    for part in parts:
        if part.name in seen:
            yield _problem("body", part.line, Message(SAME_NAME.id, {"name": part.name}))
        seen.add(part.name)
        if part.kind is not PartKind.step:
            has_ended = has_ended or number > 0
            continue
        number += 1
        yield from _step_problems(part, number, has_ended)
    if number == 0:
        yield _problem("body", 1, NO_STEPS)
    elif not has_ended:
        yield _problem("body", parts[-1].line, NO_ENDING)


def _step_problems(part: PartText, number: int, has_ended: bool) -> Iterator[Problem]:
    if has_ended:
        yield _problem("body", part.line, STEPS_APART)
    said = _STEP.fullmatch(part.title)
    if said and int(said["number"]) != number:
        yield _problem("body", part.line, Message(BAD_NUMBER.id, {"number": number}))
    if EXPECTED not in part.markdown:
        yield _problem("body", part.line, NO_EXPECTATION)


def _links(body: Lines, problems: list[Problem]) -> tuple[list[Reference], set[str]]:
    references: list[Reference] = []
    pictures: set[str] = set()
    for number, line, is_code in _marked(body):
        for found in () if is_code else _LINK.finditer(line):
            target = found["target"]
            if found["code"]:
                continue
            if found["image"]:
                problems += _picture_problems(found["text"], target, number)
                pictures.add(target)
            elif target.startswith("#"):
                references.append(Reference("", target[1:], number))
            elif other := other_guide(target):
                references.append(Reference(*other, number))
            elif not target.startswith(("https://", "http://")):
                problems.append(_problem("body", number, BAD_LINK))
    return references, pictures


def _picture_problems(text: str, target: str, line: int) -> Iterator[Problem]:
    if not _PICTURE.fullmatch(target) or PurePosixPath(target).name != target:
        yield _problem("body", line, BAD_PICTURE)
    if not text.strip():
        yield _problem("body", line, NO_DESCRIPTION)


def _lost_steps(references: list[Reference], names: set[str]) -> Iterator[Problem]:
    for link in references:
        if not link.slug and link.step not in names:
            yield _problem("body", link.line, Message(NO_SUCH_STEP.id, {"name": link.step}))


def _resolves(link: Reference, guides: Mapping[str, GuideText]) -> bool:
    other = guides.get(link.slug)
    return other is not None and (not link.step or link.step in other.names)


def plain_title(part: PartText) -> str:
    """The title without its "Bước 2: ", for places that number the steps themselves."""
    step = _STEP.fullmatch(part.title)
    return step["title"] if step else part.title
