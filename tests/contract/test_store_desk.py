"""Users, sessions, tokens, attempts, the audit trail and webhook calls, alike on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from store_desk_samples import HOOK, USER, fill_desk
from store_samples import NOON

from bouclage.errors import StoreError
from bouclage.records import CallState, Role
from bouclage.store import Store


def test_a_name_is_taken_once(store: Store) -> None:
    """Two users cannot share a name, however it is capitalised, and a second one changes nothing."""
    with store.begin() as tx:
        assert tx.users.add(USER, "hashed")
        assert not tx.users.add(replace(USER, id="v", name="ADA"), "other")
        assert tx.users.by_name("aDa") == USER
        assert tx.users.count() == tx.users.count(Role.ADMIN) == 1
        assert tx.users.count(Role.READER) == 0


def test_a_code_is_good_once(store: Store) -> None:
    """A time step and a recovery code are used up by their first use; an older step is refused too."""
    with store.begin() as tx:
        fill_desk(tx)
        assert tx.users.take_step("u", 7)
        assert not tx.users.take_step("u", 7)
        assert not tx.users.take_step("u", 6)
        assert tx.users.take_recovery("u", "code")
        assert not tx.users.take_recovery("u", "code")


def test_a_removed_user_is_out_at_once(store: Store) -> None:
    """Sessions and tokens go with their user; the audit trail stays."""
    with store.begin() as tx:
        fill_desk(tx)
        assert tx.sign_ins.of("session") is not None
        assert tx.sign_ins.of_token("token") is not None
        tx.users.remove("u")
        assert tx.sign_ins.of("session") is None
        assert tx.sign_ins.of_token("token") is None
        assert [line.about for line in tx.audit.lines()] == ["s"]


@pytest.mark.parametrize("statement", ["update audit set about = 'x'", "delete from audit"])
def test_the_audit_trail_cannot_be_changed(store: Store, statement: str) -> None:
    """The database itself refuses to change or delete a line, whoever asks."""
    with store.begin() as tx:
        fill_desk(tx)
    with pytest.raises(StoreError, match="only ever added to"), store.begin() as tx:
        tx.link.connection.execute(text(statement))
    with store.read() as tx:
        assert [line.detail for line in tx.audit.lines()] == ["later"]


def test_attempts_are_counted_in_their_time(store: Store) -> None:
    """Only attempts after the given time count; old ones can be forgotten without the new."""
    with store.begin() as tx:
        for minutes in (1, 20, 40):
            tx.sign_ins.attempt("key", NOON - timedelta(minutes=minutes))
        assert tx.sign_ins.attempts("key", NOON - timedelta(minutes=30)) == 2
        assert tx.sign_ins.forget_attempts(before=NOON - timedelta(minutes=30)) == 1
        assert tx.sign_ins.attempts("key", NOON - timedelta(hours=9)) == 2


def test_a_call_waits_for_its_answer(store: Store) -> None:
    """Who wants an event gets a call that stays due until it is marked; who does not gets none."""
    picky = replace(HOOK, id="picky", events=("story.hold",))
    with store.begin() as tx:
        tx.webhooks.add(HOOK)
        tx.webhooks.add(picky)
        assert tx.webhooks.tell("edition.closed", {"day": "x"}, NOON) == 1
        (call,) = tx.webhooks.due(NOON, 10)
        later = replace(call, attempts=1, next_try=NOON + timedelta(minutes=1), answer="500")
        tx.webhooks.mark(later)
        assert tx.webhooks.due(NOON, 10) == ()
        assert tx.webhooks.due(NOON + timedelta(minutes=1), 10) == (later,)
        tx.webhooks.mark(replace(later, state=CallState.DONE))
        assert tx.webhooks.due(NOON + timedelta(days=1), 10) == ()
        assert tx.webhooks.forget(NOON + timedelta(days=1)) == 1
