"""A folder of guides: `<slug>/index.md` with pictures beside it. Touches no database."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from helpdesk.errors import Invalid, Problem, message
from training.guides.content import GuideText, lost_references, read_guide
from training.guides.pictures import kept_names, media_type


@dataclass(frozen=True, slots=True)
class GuideFile:
    """One folder of guides' content, read and checked."""

    slug: str
    source: str
    text: GuideText
    pictures: dict[str, bytes]
    digest: str


def read_folder(folder: Path) -> list[GuideFile]:
    """Every guide of a folder, in the order of its slug. Raises Invalid with all problems."""
    files, problems = [], []
    for path in sorted(folder.glob("*/index.md")):
        try:
            files.append(_read(path))
        except Invalid as invalid:
            problems += _in_file(path.parent.name, invalid.problems)
    lost = lost_references({file.slug: file.text for file in files})
    problems += [found for slug, problem in lost for found in _in_file(slug, [problem])]
    if problems:
        raise Invalid(problems)
    return files


def _in_file(slug: str, problems: Iterable[Problem]) -> list[Problem]:
    return [
        Problem(found.field, message("{guide}: {problem}", guide=slug, problem=found.message))
        for found in problems
    ]


def _read(path: Path) -> GuideFile:
    source = path.read_text("utf-8")
    text = read_guide(source)
    missing = sorted(name for name in text.pictures if not (path.parent / name).is_file())
    if missing:
        raise Invalid([Problem("body", message("the picture {name} is missing", name=missing[0]))])
    pictures = {name: (path.parent / name).read_bytes() for name in sorted(text.pictures)}
    for name, content in pictures.items():
        media_type(name, content)
    return GuideFile(path.parent.name, source, text, pictures, _digest(source, pictures))


def _digest(source: str, pictures: dict[str, bytes]) -> str:
    whole = hashlib.sha256(source.encode())
    for name in kept_names(pictures).values():
        whole.update(name.encode())
    return whole.hexdigest()
