"""Pages: one frozen class each, rendered in the reader's language inside the site's frame."""

import dataclasses
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal, Protocol
from urllib.parse import quote, unquote

import brotli
from jinja2 import Environment
from litestar import Request
from litestar.datastructures import Cookie
from litestar.response.base import ASGIResponse
from markupsafe import Markup

from helpdesk.errors import Message
from helpdesk.text.translation import Language, translate, translations
from helpdesk.web.assets import Assets

AnyRequest = Request[Any, Any, Any]
Theme = Literal["auto", "light", "dark"]
TextSize = Literal["normal", "large", "largest"]

THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
TEXT_SIZES: tuple[TextSize, ...] = ("normal", "large", "largest")
LANGUAGES: tuple[Language, ...] = ("vi", "en")

_SMALLEST_COMPRESSED = 1_000  # bytes; below this the compressed page is hardly smaller


class Page(Protocol):
    """A frozen dataclass whose fields are exactly what its template shows."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One entry of the navigation; made once, and told from others by being that one."""

    label: Message
    address: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page; header and footer are made once for what they depend on."""

    viewer_name: str | None
    header: str
    footer: str
    language: Language
    theme: Theme
    text_size: TextSize
    notice: str | None
    demonstration: bool
    asset: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Site:
    """What the assembly hands to the pages: words, assets, and who looks at them."""

    environments: Mapping[Language, Environment]
    assets: Assets
    demonstration: bool
    viewer_name: Callable[[AnyRequest], str | None]
    navigation: Callable[[AnyRequest], tuple[Link, ...]]


def language_of(request: AnyRequest) -> Language:
    language: Language = _chosen(request, "language", LANGUAGES)
    return language


def frame_of(request: AnyRequest) -> Frame:
    site: Site = request.app.state.site
    language = language_of(request)
    theme = _chosen(request, "theme", THEMES)
    text_size = _chosen(request, "text_size", TEXT_SIZES)
    viewer_name = site.viewer_name(request)
    speaking = site.environments[language]
    links = site.navigation(request)
    current = _current(tuple(link.address for link in links), request.scope["path"])
    return Frame(
        viewer_name=viewer_name,
        header=_header(speaking, viewer_name, links, current),
        footer=_footer(speaking, language, theme, text_size),
        language=language,
        theme=theme,
        text_size=text_size,
        notice=_notice(request, language),
        demonstration=site.demonstration,
        asset=site.assets.address,
    )


def _current(addresses: tuple[str, ...], path: str) -> str:
    """Of the links that lead to the page or above it, the longest."""
    fitting = [address for address in addresses if f"{path}/".startswith(f"{address}/")]
    return max(fitting, key=len, default="")


@lru_cache(maxsize=2_000)
def _header(
    speaking: Environment, viewer_name: str | None, links: tuple[Link, ...], current: str
) -> str:
    template = speaking.get_template("components/header.html")
    return Markup(template.render(viewer_name=viewer_name, links=links, current=current))  # noqa: S704


@lru_cache(maxsize=100)
def _footer(speaking: Environment, language: Language, theme: Theme, text_size: TextSize) -> str:
    template = speaking.get_template("components/footer.html")
    return Markup(template.render(language=language, theme=theme, text_size=text_size))  # noqa: S704


def html_of(request: AnyRequest, page: Page) -> str:
    """The page as HTML text, in the language the reader chose."""
    site: Site = request.app.state.site
    template = site.environments[language_of(request)].get_template(page.template)
    names = [f.name for f in dataclasses.fields(page)]  # type: ignore[arg-type]
    return template.render({name: getattr(page, name) for name in names}, frame=frame_of(request))


def render(request: AnyRequest, page: Page, *, status: int = 200) -> ASGIResponse:
    """The page as an answer; never stored by a browser or a proxy, for it may be personal."""
    body, headers = encoded(html_of(request, page).encode(), request.headers.get("accept-encoding"))
    cookies = [_forgotten_notice(request)] if "notice" in request.cookies else []
    return ASGIResponse(
        body=body,
        status_code=status,
        media_type="text/html",
        headers={"cache-control": "no-store", **headers},
        cookies=cookies,
    )


def redirect(to: str, *, notice: Message | None = None) -> ASGIResponse:
    """303 to an address of this site; the notice is shown once, on the next page."""
    cookies = []
    if notice is not None:
        text = quote(notice.id, safe="")
        cookies = [Cookie("notice", value=text, max_age=60, httponly=True, samesite="lax")]
    return ASGIResponse(
        status_code=303,
        media_type="text/plain",
        headers={"location": location(to), "cache-control": "no-store"},
        cookies=cookies,
    )


def local_address(text: str) -> str:
    """An address of this site to go to, or the start page for anything that leads away."""
    safe = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if safe and len(text) < 2_000 else "/"


def location(to: str) -> str:
    """An address as a header takes it, Latin letters and percent signs only."""
    return quote(to, safe="/?&=#%:+,.~!@", errors="replace")


def encoded(body: bytes, accepted: str | None) -> tuple[bytes, dict[str, str]]:
    """The body in the best encoding that the client takes, and the headers that say so."""
    if accepted is None or len(body) < _SMALLEST_COMPRESSED:
        return body, {}
    if "br" in accepted:
        return brotli.compress(body, quality=4), {
            "content-encoding": "br",
            "vary": "accept-encoding",
        }
    if "gzip" in accepted:
        gzip = zlib.compressobj(5, zlib.DEFLATED, 31)
        packed = gzip.compress(body) + gzip.flush()
        return packed, {"content-encoding": "gzip", "vary": "accept-encoding"}
    return body, {}


def _chosen(request: AnyRequest, name: str, choices: tuple[Any, ...]) -> Any:
    value = request.cookies.get(name)
    return value if value in choices else choices[0]


def _notice(request: AnyRequest, language: Language) -> str | None:
    """Only our own sentences are shown: a cookie can be planted, a translated message cannot."""
    text = unquote(request.cookies.get("notice", ""))
    if not text:
        return None
    known = translations("vi").gettext(text) != text
    return translate(Message(text), language) if known else None


def _forgotten_notice(request: AnyRequest) -> Cookie:
    return Cookie("notice", value="", max_age=0, httponly=True, samesite="lax")
