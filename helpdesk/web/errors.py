"""Errors in the site's own dress: one page for people, one problem document for programs."""

import logging
import secrets
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from litestar import Request
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException
from litestar.response import Response
from litestar.serialization import encode_json
from litestar.types import ExceptionHandlersMap

from helpdesk.database.engine import Busy
from helpdesk.errors import Invalid, Message, NotAllowed, Problem, Stale, message
from helpdesk.text.translation import translate
from helpdesk.web.pages import html_of, language_of

logger = logging.getLogger("helpdesk.errors")

AnyRequest = Request[Any, Any, Any]
Step = tuple[Message, str]

_HOME: Step = (message("Go to the start page"), "/")
_TICKETS: Step = (message("See my tickets"), "/tickets")
_GUIDES: Step = (message("Read the guides"), "/guides")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words, and where to go from here."""

    template: ClassVar[str] = "errors/error.html"

    status: int
    heading: Message
    explanation: Message
    next_steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()


_SENTENCES: dict[int, tuple[Message, Message]] = {
    400: (
        message("The request could not be read"),
        message("Something was lost on the way. Please go back and send it again."),
    ),
    401: (
        message("Please sign in"),
        message("This needs you to be signed in. What you typed is still on the page before."),
    ),
    403: (
        message("This is not yours to do"),
        message("Your account may not do this. Your focal point can tell you who may."),
    ),
    404: (
        message("There is nothing here"),
        message("The address may be wrong, or what it names is not shown to your account."),
    ),
    405: (
        message("This address takes no such request"),
        message("Please use the buttons on the page instead of the address alone."),
    ),
    409: (
        message("Someone was quicker"),
        message("This has changed since you opened the page. Please open it again."),
    ),
    413: (
        message("This is too large"),
        message("At most 10 files of 20 MB each. A smaller photo or a lighter scan will do."),
    ),
    422: (
        message("Something needs correcting"),
        message("Please go back and look at what you typed."),
    ),
    429: (
        message("Too many tries"),
        message("For safety, please wait a few minutes before you try again."),
    ),
    500: (
        message("Something broke on our side"),
        message("It has been recorded as {reference}. Please try again in a few minutes."),
    ),
    503: (
        message("Very busy just now"),
        message("Please try again in a minute. Nothing of what was saved before is lost."),
    ),
}
_MOVED_METHODS = ("GET", "POST")


def handle_http(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    headers = {**(error.headers or {})}
    if error.status_code == 401 and request.method == "GET" and not wants_json(request):
        return _to_sign_in(request)
    if isinstance(error, MethodNotAllowedException):
        headers["allow"] = ", ".join(_methods_at(request))
    return _answer(request, error.status_code, headers=headers)


def handle_not_allowed(request: AnyRequest, error: NotAllowed) -> Response[bytes]:
    return _answer(request, 404 if error.hidden else 403)


def handle_stale(request: AnyRequest, error: Stale) -> Response[bytes]:
    return _answer(request, 409, explanation=error.message)


def handle_invalid(request: AnyRequest, error: Invalid) -> Response[bytes]:
    explanation = error.problems[0].message if error.problems else None
    return _answer(request, 422, explanation=explanation, problems=error.problems)


def handle_busy(request: AnyRequest, error: Busy) -> Response[bytes]:
    logger.warning("busy: %s", error)
    return _answer(request, 503, headers={"Retry-After": "30"})


def handle_unexpected(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The only place where what we did not foresee ends; its number leads to the log."""
    reference = secrets.token_hex(4)
    logger.error("unexpected error %s", reference, exc_info=error)
    explanation = _SENTENCES[500][1]
    return _answer(request, 500, explanation=Message(explanation.id, {"reference": reference}))


handlers: ExceptionHandlersMap = {
    HTTPException: handle_http,
    NotAllowed: handle_not_allowed,
    Stale: handle_stale,
    Invalid: handle_invalid,
    Busy: handle_busy,
    Exception: handle_unexpected,
}


def _answer(
    request: AnyRequest,
    status: int,
    *,
    explanation: Message | None = None,
    problems: tuple[Problem, ...] = (),
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    heading, usual = _SENTENCES.get(status) or _SENTENCES[400 if status < 500 else 503]
    said = explanation or usual
    headers = {"cache-control": "no-store", **(headers or {})}
    if wants_json(request):
        body = _problem_document(request, status, heading, said, problems)
        return Response(
            body, status_code=status, media_type="application/problem+json", headers=headers
        )
    steps = (_HOME, _TICKETS, _GUIDES) if status in (403, 404, 409) else (_HOME, _GUIDES)
    page = ErrorPage(status, heading, said, steps, problems)
    body = html_of(request, page).encode()
    return Response(
        body, status_code=status, media_type="text/html; charset=utf-8", headers=headers
    )


def _to_sign_in(request: AnyRequest) -> Response[bytes]:
    query = request.scope["query_string"].decode("latin-1")
    wanted = request.scope["path"] + (f"?{query}" if query else "")
    headers = {"location": f"/sign-in?next={quote(wanted, safe='/')}", "cache-control": "no-store"}
    return Response(b"", status_code=303, media_type="text/plain", headers=headers)


def wants_json(request: AnyRequest) -> bool:
    """Programs ask below /api/, or say that they take JSON and not HTML."""
    accepted = request.headers.get("accept", "")
    return request.scope["path"].startswith("/api/") or (
        "json" in accepted and "text/html" not in accepted
    )


def _problem_document(
    request: AnyRequest, status: int, heading: Message, said: Message, problems: tuple[Problem, ...]
) -> bytes:
    """RFC 9457."""
    language = language_of(request)
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": translate(heading, language),
        "status": status,
        "detail": translate(said, language),
    }
    if problems:
        document["problems"] = [
            {"field": problem.field, "message": translate(problem.message, language)}
            for problem in problems
        ]
    return encode_json(document)


def _methods_at(request: AnyRequest) -> list[str]:
    found = []
    for method in _MOVED_METHODS:
        try:
            request.app.asgi_router.handle_routing(path=request.scope["path"], method=method)
        except (MethodNotAllowedException, NotFoundException):
            continue
        found += ["GET", "HEAD"] if method == "GET" else [method]
    return found
