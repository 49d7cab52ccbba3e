"""Style sheets, scripts and icons: joined and compressed once at start, served from memory."""

import hashlib
import mimetypes
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

_TEXT = (".css", ".js", ".svg", ".json", ".webmanifest", ".txt")
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: by encoding ("" is as it stands), with its type and tag."""

    media_type: str
    etag: str
    bodies: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Assets:
    """All files below `static/` by name; the build in their address lets caches keep them."""

    build: str
    files: Mapping[str, Asset]

    def address(self, name: str) -> str:
        """Where a file is served. Raises KeyError for a name that does not exist."""
        if name not in self.files:
            raise KeyError(name)
        return f"/assets/{self.build}/{name}"


def load_assets(folder: Path) -> Assets:
    """Every file below `folder`; the parts in `css/` become one `helpdesk.css`, in name order."""
    contents = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    sheets = [contents.pop(name) for name in sorted(contents) if name.startswith("css/")]
    contents["helpdesk.css"] = b"\n".join(sheets)
    build = hashlib.sha256()
    for name, content in sorted(contents.items()):
        build.update(name.encode() + b"\0" + content)
    files = {name: _asset(name, content) for name, content in contents.items()}
    return Assets(build.hexdigest()[:12], files)


def _asset(name: str, content: bytes) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    bodies = {"": content}
    if name.endswith(_TEXT):
        gzip = zlib.compressobj(9, zlib.DEFLATED, 31)
        bodies["gzip"] = gzip.compress(content) + gzip.flush()
        bodies["br"] = brotli.compress(content)
    media_type = f"{kind}; charset=utf-8" if name.endswith(_TEXT) else kind
    return Asset(media_type, f'"{hashlib.sha256(content).hexdigest()[:16]}"', bodies)


@get("/assets/{build:str}/{name:path}", name="assets.show", opt={"public": True})
async def show(
    request: Request[Any, Any, Any], build: FromPath[str], name: FromPath[str]
) -> ASGIResponse:
    assets: Assets = request.app.state.site.assets
    asset = assets.files.get(str(name).lstrip("/"))
    if asset is None:
        raise NotFoundException
    current = build == assets.build
    headers = {
        "cache-control": _FOREVER if current else "no-cache",
        "etag": asset.etag,
        "vary": "accept-encoding",
    }
    if request.headers.get("if-none-match") == asset.etag:
        return ASGIResponse(status_code=304, headers=headers)
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((e for e in ("br", "gzip") if e in accepted and e in asset.bodies), "")
    if encoding:
        headers["content-encoding"] = encoding
    return ASGIResponse(
        body=asset.bodies[encoding], headers={**headers, "content-type": asset.media_type}
    )


handlers = [show]
