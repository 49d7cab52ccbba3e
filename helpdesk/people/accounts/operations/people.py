"""The verbs on an account: added, changed, moved, left, come back. Each is one transaction."""

from typing import TYPE_CHECKING

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows, transaction
from helpdesk.errors import Invalid, NotAllowed, Problem, Stale, message
from helpdesk.people.accounts import queries
from helpdesk.people.accounts.operations.recording import (
    EMAIL_TAKEN,
    NewPerson,
    grant,
    insert_person,
    record,
    search_text,
    sign_out_everywhere,
)
from helpdesk.people.accounts.tables import AccountEventKind
from helpdesk.people.numbers import row_number
from helpdesk.people.trust import roles_from
from helpdesk.people.viewer import Role, Viewer
from helpdesk.text.folding import name_sort_key

if TYPE_CHECKING:
    from helpdesk.people.accounts.forms import Details, Invite, Profile, Roles


async def add_person(new: NewPerson, *, by: int | None, now: Instant) -> int:
    """Add somebody without asking who may: for the demonstration, imports and tests.

    Answers the person's id. Raises Invalid when the e-mail address is taken.
    """
    async with transaction():
        return await insert_person(new, by=by, now=now)


@idempotent
async def invite(form: "Invite", *, by: Viewer, key: str | None, now: Instant) -> int:
    """Add somebody to a unit of the administrator's province; a link is issued separately.

    Answers the person's id. Raises Invalid for a taken address or a unit elsewhere.
    """
    if not by.is_administrator:
        raise NotAllowed
    new = NewPerson(
        full_name=form.full_name,
        called=form.called,
        email=form.email,
        phone=form.phone,
        position=form.position,
        unit=await _unit_within(form.unit, by.province),
        roles=_roles(form.roles),
    )
    return await insert_person(new, by=by.id, now=now)


@idempotent
async def edit_profile(form: "Profile", *, by: Viewer, key: str | None, now: Instant) -> int:
    """Change one's own name, form of address, telephone and language."""
    account = await queries.find_account(by.id)
    if account is None:
        raise NotAllowed(hidden=True)
    await rows(
        "UPDATE person SET full_name = {}, called = {}, phone = {}, language = {}, sort_key = {},"
        " folded = {}, revision = revision + 1 WHERE id = {}",
        form.full_name, form.called, form.phone, form.language, name_sort_key(form.full_name),
        search_text(form.full_name, account.email, form.phone), by.id,
    )  # fmt: skip
    await record(by.id, by.id, AccountEventKind.details_changed, now, name=form.full_name)
    return by.id


@idempotent
async def edit_details(
    person_id: int, form: "Details", *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Correct what an account says of a person. Raises Stale when it was changed meanwhile."""
    await queries.administered_account(by, person_id)
    email = form.email.casefold()
    if await queries.person_by_email(email) not in (None, person_id):
        raise Invalid([EMAIL_TAKEN])
    await _seen(person_id, form.revision)
    await rows(
        "UPDATE person SET full_name = {}, called = {}, email = {}, phone = {}, position = {},"
        " sort_key = {}, folded = {} WHERE id = {}",
        form.full_name, form.called, email, form.phone, form.position,
        name_sort_key(form.full_name), search_text(form.full_name, email, form.phone), person_id,
    )  # fmt: skip
    await record(
        person_id, by.id, AccountEventKind.details_changed, now, name=form.full_name, email=email
    )
    return person_id


@idempotent
async def change_roles(
    person_id: int, form: "Roles", *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Entrust a person with other roles; they sign in again with them.

    Raises Stale, or Invalid when the province would be left without an administrator.
    """
    account = await queries.administered_account(by, person_id)
    wanted = _roles(form.roles)
    if wanted == account.roles:
        return person_id
    if Role.administrator not in wanted:
        await _keep_an_administrator(account)
    await _seen(person_id, form.revision)
    await _set_roles(person_id, wanted, by=by, now=now)
    await record(
        person_id, by.id, AccountEventKind.roles_changed, now,
        before=sorted(account.roles), after=sorted(wanted),
    )  # fmt: skip
    return person_id


async def _set_roles(person_id: int, wanted: frozenset[Role], *, by: Viewer, now: Instant) -> None:
    kept = ", ".join("{}" for _ in wanted)
    await rows(
        f"DELETE FROM role_grant WHERE person = {{}} AND role NOT IN ({kept})",
        person_id, *(role.value for role in sorted(wanted)),
    )  # fmt: skip
    await grant(person_id, wanted, by=by.id, now=now)
    await sign_out_everywhere(person_id, now)


async def move(person_id: int, unit: int, *, by: Viewer, now: Instant) -> None:
    """Let a person work in another unit of the province, as an official only.

    Roles and teams belonged to the work left behind; the administrator gives new ones.
    Raises Invalid for a unit elsewhere or the last administrator. Nests in a transaction.
    """
    async with transaction():
        account = await queries.administered_account(by, person_id)
        await _unit_within(str(unit), by.province)
        if unit == account.unit:
            text = message("The person already works in this unit.")
            raise Invalid([Problem("unit", text)])
        await _keep_an_administrator(account)
        await rows(
            "UPDATE person SET unit = {}, revision = revision + 1 WHERE id = {}", unit, person_id
        )
        await rows("DELETE FROM team_member WHERE person = {}", person_id)
        await _set_roles(person_id, frozenset({Role.official}), by=by, now=now)
        await record(
            person_id, by.id, AccountEventKind.moved, now,
            before=account.unit_name, after=await _name_of(unit),
        )  # fmt: skip


async def deactivate(person_id: int, *, by: Viewer, now: Instant) -> None:
    """Close an account: the person cannot sign in, their name stays in every history.

    Raises Invalid for oneself and for the last administrator. Nests in a transaction.
    """
    async with transaction():
        account = await queries.administered_account(by, person_id)
        if person_id == by.id:
            text = message("You cannot close your own account; another administrator can.")
            raise Invalid([Problem("", text)])
        await _keep_an_administrator(account)
        await _set_active(person_id, is_active=False)
        await sign_out_everywhere(person_id, now)
        await rows(
            "UPDATE invitation SET used_at = {} WHERE person = {} AND used_at IS NULL",
            now, person_id,
        )  # fmt: skip
        await record(person_id, by.id, AccountEventKind.deactivated, now)


@idempotent
async def reactivate(person_id: int, *, by: Viewer, key: str | None, now: Instant) -> int:
    """Open a closed account again, with the roles it had; the password stays what it was."""
    await queries.administered_account(by, person_id)
    await _set_active(person_id, is_active=True)
    await record(person_id, by.id, AccountEventKind.reactivated, now)
    return person_id


async def _set_active(person_id: int, *, is_active: bool) -> None:
    changed = await rows(
        "UPDATE person SET is_active = {}, revision = revision + 1"
        " WHERE id = {} AND is_active <> {} RETURNING id",
        is_active, person_id, is_active,
    )  # fmt: skip
    if not changed:
        raise Stale(message("Somebody changed this account meanwhile. Please look again."))


async def _seen(person_id: int, revision: str) -> None:
    guarded = await rows(
        "UPDATE person SET revision = revision + 1 WHERE id = {} AND revision = {} RETURNING id",
        person_id, row_number(revision),
    )  # fmt: skip
    if not guarded:
        raise Stale(message("Somebody changed this account meanwhile. Please look again."))


async def _keep_an_administrator(account: queries.Account) -> None:
    if Role.administrator not in account.roles or not account.is_active:
        return
    # One at a time in a province, or two who dismiss each other would both be let go.
    await rows("UPDATE unit SET revision = revision WHERE id = {}", account.province)
    if not await queries.other_administrators(account.id, account.province):
        text = message("The province needs an administrator: make somebody else one first.")
        raise Invalid([Problem("roles", text)])


async def _unit_within(unit: str, province: int) -> int:
    wanted = row_number(unit)
    if await queries.province_of(wanted) != province:
        raise Invalid([Problem("unit", message("Please choose a unit of your province."))])
    return wanted


def _roles(names: tuple[str, ...]) -> frozenset[Role]:
    try:
        return roles_from(names)
    except ValueError:
        raise Invalid([Problem("roles", message("Please choose among the roles shown."))]) from None


async def _name_of(unit: int) -> str:
    (found,) = await rows("SELECT shown_name FROM unit WHERE id = {}", unit)
    return str(found["shown_name"])
