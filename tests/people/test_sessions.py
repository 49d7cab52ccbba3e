"""Signing in: nothing tells who exists, tries are limited, sessions end when they should."""

import pytest

from helpdesk.clock import DAY, HOUR, MINUTE
from helpdesk.database import rows
from helpdesk.errors import Invalid, NotAllowed
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts import passwords
from helpdesk.people.accounts.links import hash_of
from helpdesk.people.sessions import operations, queries
from helpdesk.people.sessions.expiry import MOST_PER_ACCOUNT, WINDOW
from helpdesk.people.sessions.forms import NewPassword, SignIn
from helpdesk.people.sessions.operations import Device, SignedIn, TooManyTries
from tests.people import NOW, PASSWORD, Province

DEVICE = Device("198.51.100.7", "Mozilla/5.0 (Windows NT 10.0)")


def typed(email: str = "an@example.gov.vn", password: str = PASSWORD) -> SignIn:
    return SignIn(email=email, password=password, shared=False, next="/")


async def signed_in(now: int = NOW) -> str:
    answer = await operations.sign_in(typed(), device=DEVICE, now=now)
    assert isinstance(answer, SignedIn)
    return answer.token


async def fail(email: str = "an@example.gov.vn", *, now: int = NOW) -> TooManyTries | None:
    try:
        answer = await operations.sign_in(typed(email, "sai mật khẩu"), device=DEVICE, now=now)
    except Invalid as invalid:
        if invalid.problems == (operations.WRONG,):
            return None
        raise
    assert isinstance(answer, TooManyTries)
    return answer


async def test_the_right_password_begins_a_session(province: Province) -> None:
    token = await signed_in()
    found = await queries.open_session(hash_of(token), NOW)
    assert found is not None
    assert found.viewer == province.an
    kept = await rows("SELECT token_hash FROM session")
    assert token not in str(kept)


async def test_the_session_of_a_technician_carries_roles_and_teams(province: Province) -> None:
    token = await operations.begin_session(province.chi.id, now=NOW)
    found = await queries.open_session(hash_of(token), NOW)
    assert found is not None
    assert found.viewer == province.chi
    assert found.viewer.teams == {province.team}


async def test_every_failure_reads_the_same(province: Province) -> None:
    await accounts.deactivate(province.binh.id, by=province.giang, now=NOW)
    await rows("UPDATE person SET password_hash = NULL WHERE id = {}", province.dung.id)
    for email in ("an@example.gov.vn", "nobody@example.vn", "dung@example.gov.vn"):
        assert await fail(email) is None
    with pytest.raises(Invalid):
        await operations.sign_in(typed("binh@example.gov.vn"), device=DEVICE, now=NOW)


async def test_the_address_may_be_typed_in_capitals(province: Province) -> None:
    answer = await operations.sign_in(typed("AN@Example.gov.vn"), device=DEVICE, now=NOW)
    assert isinstance(answer, SignedIn)


async def test_an_account_rests_after_five_failures(province: Province) -> None:
    for n in range(MOST_PER_ACCOUNT):
        assert await fail(now=NOW + n) is None
    refused = await operations.sign_in(typed(), device=DEVICE, now=NOW + MINUTE)
    assert refused == TooManyTries(NOW + WINDOW)
    assert await fail("binh@example.gov.vn", now=NOW + MINUTE) is None
    await signed_in(NOW + WINDOW + 10)


async def test_an_address_rests_after_forty_failures(province: Province) -> None:
    await rows("DELETE FROM sign_in_attempt")
    for n in range(40):
        await rows(
            "INSERT INTO sign_in_attempt (account, address, has_succeeded, attempted_at)"
            " VALUES ({}, {}, FALSE, {})",
            str(n), DEVICE.address, NOW - MINUTE,
        )  # fmt: skip
    assert await fail() == TooManyTries(NOW - MINUTE + WINDOW)


async def test_success_does_not_count_against_anybody(province: Province) -> None:
    for _ in range(MOST_PER_ACCOUNT + 1):
        await signed_in()


async def test_a_session_ends_after_idling(province: Province) -> None:
    token = await signed_in()
    assert await queries.open_session(hash_of(token), NOW + 12 * HOUR - 1) is not None
    assert await queries.open_session(hash_of(token), NOW + 12 * HOUR) is None
    found = await queries.open_session(hash_of(token), NOW + HOUR)
    assert found is not None
    await operations.mark_seen(found, NOW + HOUR)
    assert await queries.open_session(hash_of(token), NOW + 13 * HOUR - 1) is not None


@pytest.mark.parametrize("verb", ["close", "roles", "link"])
async def test_a_change_of_trust_ends_sessions(province: Province, verb: str) -> None:
    token = await signed_in()
    now, an = NOW + MINUTE, province.an.id
    if verb == "close":
        await accounts.deactivate(an, by=province.giang, now=now)
        await accounts.reactivate(an, by=province.giang, key=None, now=now)
    elif verb == "roles":
        await accounts.move(an, province.long_cang, by=province.giang, now=now)
    else:
        link = await accounts.issue_link(an, by=province.giang, now=now)
        chosen = NewPassword(old="", password="một câu đủ dài", again="một câu đủ dài")
        await accounts.accept_link(link, chosen, now=now)
    assert await queries.open_session(hash_of(token), now) is None


async def test_changing_the_password_keeps_this_browser_only(province: Province) -> None:
    here, there = await signed_in(), await signed_in()
    form = NewPassword(old=PASSWORD, password="một câu đủ dài", again="một câu đủ dài")
    token = await operations.change_password(
        form, by=province.an, device=DEVICE, is_shared=False, now=NOW + 1
    )
    open_sessions = [
        await queries.open_session(hash_of(t), NOW + 1) is not None for t in (here, there, token)
    ]
    assert open_sessions == [False, False, True]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (NewPassword(old="sai", password="một câu đủ dài", again="một câu đủ dài"), "old"),
        (NewPassword(old=PASSWORD, password="ngắn", again="ngắn"), "password"),
        (NewPassword(old=PASSWORD, password="một câu đủ dài", again="câu khác"), "again"),
    ],
)
async def test_a_password_that_cannot_be_changed_so(
    province: Province, form: NewPassword, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await operations.change_password(
            form, by=province.an, device=DEVICE, is_shared=False, now=NOW
        )
    assert [problem.field for problem in refused.value.problems] == [field]


async def test_guessing_the_old_password_is_limited_too(province: Province) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        await fail()
    form = NewPassword(old=PASSWORD, password="một câu đủ dài", again="một câu đủ dài")
    with pytest.raises(Invalid) as refused:
        await operations.change_password(
            form, by=province.an, device=DEVICE, is_shared=False, now=NOW
        )
    assert "quarter" in refused.value.problems[0].message.id


async def test_an_outdated_hash_is_renewed_at_sign_in(province: Province) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    await rows("UPDATE person SET password_hash = {} WHERE id = {}", weak, province.an.id)
    await signed_in()
    (kept,) = await rows("SELECT password_hash FROM person WHERE id = {}", province.an.id)
    assert kept["password_hash"] != weak
    await signed_in()


async def test_one_signs_out_here_and_there(province: Province) -> None:
    here, there = await signed_in(), await signed_in(NOW + 1)
    (latest, first) = await queries.browsers_of(province.an.id, None, NOW + 2)
    assert latest.name == "Windows"
    with pytest.raises(NotAllowed):
        await operations.sign_out_there(first.id, by=province.binh)
    await operations.sign_out_there(first.id, by=province.an)
    await operations.sign_out_there(first.id, by=province.an)
    assert await queries.open_session(hash_of(here), NOW + 2) is None
    await operations.sign_out(there)
    assert not await queries.browsers_of(province.an.id, None, NOW + 2)


async def test_a_demonstration_signs_in_as_its_samples_only(province: Province) -> None:
    samples = await queries.sample_people()
    assert [sample.full_name for sample in samples] == [
        "Nguyễn Văn An", "Lê Thị Hoa", "Phạm Ngọc Chi", "Võ Tiến Dũng", "Đặng Anh Khoa",
        "Hồ Trường Giang",
    ]  # fmt: skip
    token = await operations.sign_in_as_sample(province.chi.id, device=DEVICE, now=NOW)
    assert await queries.open_session(hash_of(token), NOW) is not None
    with pytest.raises(NotAllowed):
        await operations.sign_in_as_sample(province.lan.id, device=DEVICE, now=NOW)


async def test_old_sessions_and_attempts_are_forgotten(province: Province) -> None:
    await signed_in()
    assert await operations.forget_old(NOW + HOUR) == 0
    assert await operations.forget_old(NOW + 31 * DAY) == 1
    assert await rows("SELECT id FROM sign_in_attempt") == []


async def test_a_password_changed_while_signing_in_stays_changed(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parameters have grown: the old password is hashed anew just while it is being changed."""

    async def meanwhile(_: str) -> str:
        await rows("UPDATE person SET password_hash = 'new' WHERE id = {}", province.an.id)
        return "old, made anew"

    monkeypatch.setattr(passwords, "is_outdated", lambda _: True)
    monkeypatch.setattr(passwords, "hash_of", meanwhile)
    await operations.sign_in(typed(), device=DEVICE, now=NOW)
    (kept,) = await rows("SELECT password_hash FROM person WHERE id = {}", province.an.id)
    assert kept["password_hash"] == "new"


async def test_asking_for_a_reset_tells_nothing_and_is_limited(province: Province) -> None:
    """For nobody there is as much to write: a commit without it would be quicker."""
    for email in ("an@example.gov.vn", "nobody@example.gov.vn"):
        for turn in range(MOST_PER_ACCOUNT):
            assert await operations.ask_for_reset(email, device=DEVICE, now=NOW + turn) is None
        assert await operations.ask_for_reset(email, device=DEVICE, now=NOW + 9) is not None
    assert len(await rows("SELECT id FROM sign_in_attempt")) == 2 * MOST_PER_ACCOUNT
    asked = await rows("SELECT person FROM account_event WHERE kind = 'reset_asked'")
    assert asked == [{"person": province.an.id}]
    await signed_in()
