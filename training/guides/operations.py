"""The verbs of guides. Knows no request, no template, no language."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpdesk.clock import Instant
from helpdesk.database import rows, transaction
from helpdesk.text.folding import sort_key
from training.guides import links
from training.guides.folder import GuideFile, read_folder
from training.guides.pictures import kept_names, media_type
from training.guides.rendering import RenderedGuide, rendered


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Slugs by what became of their files; `kept` were edited here since, and win over the file."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]


async def load_guides(folder: Path, now: Instant) -> LoadReport:
    """Publish every `folder/<slug>/index.md` that is new or has changed, all of them or none.

    Doing it again changes nothing. A guide whose newest revision was written here (it has an
    author) is left alone. Raises Invalid with slug, line and field of every problem.
    """
    files = read_folder(folder)
    done: dict[str, list[str]] = {"created": [], "changed": [], "unchanged": [], "kept": []}
    async with transaction():
        newest = await _newest()
        for file in files:
            done[await _load(file, newest.get(file.slug), now)].append(file.slug)
    if done["created"] or done["changed"]:
        await links.refresh()
    return LoadReport(**{outcome: tuple(slugs) for outcome, slugs in done.items()})


async def _newest() -> dict[str, dict[str, Any]]:
    found = await rows(
        "SELECT g.slug, g.id AS guide, r.id, r.number, r.digest, r.author FROM guide g"
        " JOIN guide_revision r ON r.guide = g.id WHERE r.number ="
        " (SELECT MAX(number) FROM guide_revision WHERE guide = g.id)"
    )
    return {row["slug"]: row for row in found}


async def _load(file: GuideFile, newest: dict[str, Any] | None, now: Instant) -> str:
    if newest is None:
        await _publish(file, await _add_guide(file.slug, now), 1, now)
        return "created"
    if newest["digest"] == file.digest:
        return "unchanged"
    if newest["author"] is not None:
        return "kept"
    await _publish(file, newest["guide"], newest["number"] + 1, now)
    return "changed"


async def _add_guide(slug: str, now: Instant) -> int:
    found = await rows(
        "INSERT INTO guide (slug, created_at) VALUES ({}, {}) RETURNING id", slug, now
    )
    return int(found[0]["id"])


async def _publish(file: GuideFile, guide: int, number: int, now: Instant) -> None:
    """A new published revision; the one before is superseded."""
    names = kept_names(file.pictures)
    await rows(
        "UPDATE guide_revision SET status = 'superseded' WHERE guide = {} AND status = 'published'",
        guide,
    )
    html = rendered(file.text, file.slug, names)
    revision = await _insert("guide_revision", _columns(file, html, guide, number, now))
    await _add_parts(revision, html)
    await _add_images(guide, file, names)


def _columns(
    file: GuideFile, html: RenderedGuide, guide: int, number: int, now: Instant
) -> dict[str, Any]:
    about = file.text.about
    return {
        "guide": guide,
        "number": number,
        "status": "published",
        "title": about.title,
        "summary": about.summary,
        "category": about.category,
        "services": " ".join(about.services),
        "audience": " ".join(about.audience),
        "minutes": about.minutes,
        "owner": about.owner,
        "reviewed_on": about.reviewed_on.isoformat(),
        "review_by": about.review_by.isoformat(),
        "sources": json.dumps([asdict(s) for s in about.sources], ensure_ascii=False),
        "source": file.source,
        "digest": file.digest,
        "lead_html": html.lead,
        "folded": html.folded,
        "sort_key": sort_key(about.title),
        "created_at": now,
        "published_at": now,
    }


async def _add_parts(revision: int, html: RenderedGuide) -> None:
    positions: dict[str, int] = {}
    for part in html.parts:
        positions[part.kind] = positions.get(part.kind, 0) + 1
        await _insert(
            "guide_part",
            {
                "revision": revision,
                "kind": str(part.kind),
                "name": part.name,
                "position": positions[part.kind],
                "title": part.title,
                "html": part.html,
            },
        )


async def _add_images(guide: int, file: GuideFile, names: dict[str, str]) -> None:
    for name, content in file.pictures.items():
        await rows(
            "INSERT INTO guide_image (guide, name, media_type, content) VALUES ({}, {}, {}, {})"
            " ON CONFLICT (guide, name) DO NOTHING",
            guide,
            names[name],
            media_type(name, content),
            content,
        )


async def _insert(table: str, columns: dict[str, Any]) -> int:
    holes = ", ".join("{}" for _ in columns)
    found = await rows(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({holes}) RETURNING id",
        *columns.values(),
    )
    return int(found[0]["id"])
