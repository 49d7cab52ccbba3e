"""Forms say all problems at once and never lose what was typed."""

from dataclasses import dataclass
from typing import Any

import pytest

from helpdesk.errors import Invalid, message
from helpdesk.web import fields
from helpdesk.web.fields import Option
from helpdesk.web.forms import shown
from helpdesk.web.parsing import parse
from helpdesk.web.typed import Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    name: str = fields.text(message("Name"), limit=10)
    story: str = fields.text(message("Story"), limit=20, rows=4, required=False)
    email: str = fields.email(message("E-mail"), required=False)
    phone: str = fields.phone(message("Phone"), required=False)
    count: int | None = fields.whole_number(message("Count"), least=1, most=9, required=False)
    kind: str = fields.choice(message("Kind"), {"a": "A", "b": "B"})
    place: str = fields.choice(message("Place"), style="select", required=False)
    tags: tuple[str, ...] = fields.choices(message("Tags"), {"x": "X", "y": "Y"})
    agreed: bool = fields.checkbox(message("Agreed"))
    day: str = fields.date(message("Day"), required=False)
    secret: str = fields.password(message("Password"), required=False)


def typed(**values: str | tuple[str, ...]) -> Typed:
    return Typed({k: v if isinstance(v, tuple) else (v,) for k, v in values.items()})


def problems_of(**values: str | tuple[str, ...]) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        parse(Sample, typed(**{"name": "An", "kind": "a", **values}))
    return {problem.field: problem.message.id for problem in caught.value.problems}


def test_a_form_is_read_into_its_types() -> None:
    form = parse(
        Sample,
        typed(
            name="  Nguyễn \n An ",
            story=" dòng 1\ndòng 2 ",
            email="An@DongNai.gov.vn",
            phone="0912 345.678",
            count="7",
            kind="b",
            place="28108",
            tags=("x", "y"),
            agreed="on",
            day="2026-11-23",
            secret="  spaces stay  ",
        ),
    )
    assert form == Sample(
        name="Nguyễn An",
        story="dòng 1\ndòng 2",
        email="An@DongNai.gov.vn",
        phone="0912345678",
        count=7,
        kind="b",
        place="28108",
        tags=("x", "y"),
        agreed=True,
        day="2026-11-23",
        secret="  spaces stay  ",
    )


def test_what_may_stay_empty_may() -> None:
    form = parse(Sample, typed(name="An", kind="a"))
    assert (form.count, form.tags, form.agreed, form.place) == (None, (), False, "")


def test_all_problems_are_told_at_once() -> None:
    found = problems_of(name="", kind="z", email="an@", count="x", phone="12", day="23/11")
    assert set(found) == {"name", "kind", "email", "count", "phone", "day"}


@pytest.mark.parametrize("count", ["0", "10", "-1", "1.5", "٣", "9" * 40, "0x1"])
def test_a_number_outside_its_bounds_is_refused(count: str) -> None:
    assert "count" in problems_of(count=count)


@pytest.mark.parametrize(
    "phone", ["0912345678", "02513822345", "+84912345678", "1022", "18001166", "19006789", "113"]
)
def test_numbers_that_people_dial_are_taken(phone: str) -> None:
    assert parse(Sample, typed(name="An", kind="a", phone=phone)).phone == phone


@pytest.mark.parametrize(
    "email", ["an", "an@", "@x.vn", "an@x", "a b@x.vn", "<an>@x.vn", "an@@x.vn"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    assert "email" in problems_of(email=email)


def test_length_is_counted_in_characters_not_bytes() -> None:
    assert parse(Sample, typed(name="đườngđườnđ", kind="a")).name == "đườngđườnđ"
    assert "name" in problems_of(name="đườngđườngg")


def test_choices_outside_the_list_are_refused() -> None:
    assert "tags" in problems_of(tags=("x", "z"))


def test_a_form_shows_again_what_was_typed() -> None:
    was = typed(name="", story="câu chuyện", kind="z", tags=("x", "z"), agreed="on", key="k" * 22)
    with pytest.raises(Invalid) as caught:
        parse(Sample, was)
    view = shown(Sample, "/samples", typed=was, problems=caught.value.problems)
    shown_fields: Any = view.fields
    assert view.key == "k" * 22
    assert shown_fields.story.value == "câu chuyện"
    assert shown_fields.kind.value == "z"
    assert shown_fields.tags.value == ("x", "z")
    assert shown_fields.agreed.value is True
    assert shown_fields.name.problem is not None
    assert shown_fields.story.problem is None


def test_a_password_is_never_shown_again() -> None:
    view = shown(Sample, "/samples", typed=typed(secret="typed"))
    shown_fields: Any = view.fields
    assert shown_fields.secret.value == ""


def test_a_fresh_form_has_first_values_options_and_a_key_of_its_own() -> None:
    places = [Option("28108", "xã Cần Đước")]
    first = shown(Sample, "/", values={"name": "An", "count": 3}, options={"place": places})
    second = shown(Sample, "/")
    shown_fields: Any = first.fields
    assert (shown_fields.name.value, shown_fields.count.value) == ("An", "3")
    assert shown_fields.place.options == places
    assert first.key != second.key


def test_the_first_problem_of_a_field_is_the_one_shown() -> None:
    from helpdesk.errors import Problem

    one, two = message("one"), message("two")
    shown_fields: Any = shown(
        Sample, "/", problems=(Problem("name", one), Problem("name", two))
    ).fields
    assert shown_fields.name.problem is one
