"""Forms: shown as they were typed, and answered with 303, 422 or 409.

Nothing that was typed is lost: a form that cannot be taken comes back with all of it.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeVar

from litestar import Request
from litestar.response.base import ASGIResponse

from helpdesk.errors import Invalid, Message, Problem, Stale
from helpdesk.web.fields import Field, Label, Option, described
from helpdesk.web.pages import Page, redirect, render
from helpdesk.web.parsing import YES, parse
from helpdesk.web.typed import Typed, new_key, read

F = TypeVar("F")

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as a template shows it."""

    name: str
    kind: str
    label: Label
    hint: Label | None
    value: Any
    problem: Message | None
    options: Sequence[Option]
    required: bool
    limit: int
    rows: int
    least: int
    most: int
    autocomplete: str | None
    inputmode: str | None
    prefix: str = "field"

    @property
    def id(self) -> str:
        return f"{self.prefix}-{self.name}"


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as a template shows it: where it goes, its key, its problems, its fields by name."""

    action: str
    key: str
    problems: tuple[Problem, ...]
    fields: SimpleNamespace
    has_files: bool
    prefix: str = "field"


def shown(
    form: type[Any],
    action: str,
    *,
    typed: Typed | None = None,
    problems: Iterable[Problem] = (),
    options: Mapping[str, Sequence[Option]] | None = None,
    values: Mapping[str, Any] | None = None,
    key: str | None = None,
    prefix: str = "field",
) -> FormView:
    """The form for a template: with what was typed, else with the first `values`.

    `prefix` begins the ids of the fields: each form of a page needs its own.
    """
    problems = tuple(problems)
    by_name = {problem.field: problem.message for problem in reversed(problems)}
    descriptions = described(form)
    fields = SimpleNamespace(
        **{
            name: _field_view(
                name,
                description,
                _shown_value(description, name, typed, values or {}),
                by_name.get(name),
                (options or {}).get(name, description.options or ()),
                prefix,
            )
            for name, description in descriptions.items()
        }
    )
    own_key = key or (typed.one("key") if typed else "") or new_key()
    has_files = any(description.kind == "files" for description in descriptions.values())
    return FormView(action, own_key, problems, fields, has_files, prefix)


def _field_view(
    name: str,
    of: Field,
    value: Any,
    problem: Message | None,
    options: Sequence[Option],
    prefix: str,
) -> FieldView:
    return FieldView(
        name=name, kind=of.kind, label=of.label, hint=of.hint, value=value, problem=problem,
        options=options, required=of.required, limit=of.limit, rows=of.rows, least=of.least,
        most=of.most, autocomplete=of.autocomplete, inputmode=of.inputmode, prefix=prefix,
    )  # fmt: skip


def _shown_value(
    description: Field, name: str, typed: Typed | None, values: Mapping[str, Any]
) -> Any:
    if description.kind in ("password", "files"):
        return ""
    if typed is None:
        value = values.get(name)
        if description.kind == "choices":
            return tuple(value or ())
        if description.kind == "checkbox":
            return bool(value)
        return "" if value is None else str(value)
    if description.kind == "choices":
        return typed.all(name)
    if description.kind == "checkbox":
        return typed.one(name) in YES
    return typed.one(name)


async def submit(
    request: Request[Any, Any, Any],
    form: type[F],
    *,
    perform: Callable[[F, str], Awaitable[A]],
    then: Callable[[A], str],
    again: Callable[[Typed, tuple[Problem, ...]], Awaitable[Page]],
    notice: Message | None = None,
    typed: Typed | None = None,
) -> ASGIResponse:
    """Read the form, perform the verb, and answer.

    303 to `then(answer)` when it went well; 422 for Invalid and 409 for Stale with the page that
    `again` makes of what was typed and what is wrong with it.
    """
    typed = await read(request) if typed is None else typed
    try:
        answer = await perform(parse(form, typed), typed.key)
    except Invalid as invalid:
        return render(request, await again(typed, invalid.problems), status=422)
    except Stale as stale:
        problems = (Problem("", stale.message),)
        return render(request, await again(typed, problems), status=409)
    return redirect(then(answer), notice=notice)
