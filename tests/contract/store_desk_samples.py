"""What the desk keeps in the store: rows to fill it with, and each method once."""

from collections.abc import Callable
from typing import Any

from store_samples import DAY, NOON

from bouclage.records import DecisionKind, EditorialDecision, Role, User, Webhook, WebhookCall
from bouclage.store import Transaction


def decision(story: str = "s") -> EditorialDecision:
    """Return a decision to hold a story."""
    return EditorialDecision(edition="evening", day=DAY, kind=DecisionKind.HOLD, story_id=story, by="ada", at=NOON)


USER = User(id="u", name="Ada", role=Role.ADMIN, made=NOON)
HOOK = Webhook(id="h", url="https://hooks.example/x", secret="a secret", made=NOON)
CALL = WebhookCall(id="c", webhook_id="h", event="edition.closed", body="{}", changed=NOON)


def fill_desk(tx: Transaction) -> None:
    """Put a row into every table of the desk."""
    tx.decisions.decide(decision())
    tx.users.add(USER, "hashed")
    tx.users.set_second_factor("u", "secret", ["code"])
    tx.sign_ins.begin("session", "u", NOON)
    tx.sign_ins.give_token("token", "u", "a program", Role.READER, NOON)
    tx.sign_ins.attempt("key", NOON)
    tx.audit.note(NOON, by="Ada", action="story.hold", about="s", detail="later")
    tx.webhooks.add(HOOK)
    tx.webhooks.tell("edition.closed", {"day": "2026-09-08"}, NOON)


DESK_METHODS: dict[str, Callable[[Transaction], Any]] = {
    "alarms.unheard": lambda tx: tx.alarms.unheard(["source_silent:a"]),
    "alarms.ring": lambda tx: tx.alarms.ring(["source_silent:a"], NOON),
    "decisions.decide": lambda tx: tx.decisions.decide(decision()),
    "decisions.lift": lambda tx: tx.decisions.lift("evening", DAY, "s"),
    "decisions.of": lambda tx: tx.decisions.of("evening", DAY),
    "users.add": lambda tx: tx.users.add(USER, "hashed"),
    "users.replace": lambda tx: tx.users.replace(USER),
    "users.remove": lambda tx: tx.users.remove("u"),
    "users.by_id": lambda tx: tx.users.by_id("u"),
    "users.by_name": lambda tx: tx.users.by_name("ada"),
    "users.all": lambda tx: tx.users.all(),
    "users.count": lambda tx: tx.users.count(),
    "users.credentials": lambda tx: tx.users.credentials("u"),
    "users.set_password": lambda tx: tx.users.set_password("u", "hashed"),
    "users.set_second_factor": lambda tx: tx.users.set_second_factor("u", None),
    "users.take_step": lambda tx: tx.users.take_step("u", 1),
    "users.take_recovery": lambda tx: tx.users.take_recovery("u", "code"),
    "sign_ins.begin": lambda tx: tx.sign_ins.begin("session", "u", NOON),
    "sign_ins.of": lambda tx: tx.sign_ins.of("session"),
    "sign_ins.touch": lambda tx: tx.sign_ins.touch("session", NOON),
    "sign_ins.end": lambda tx: tx.sign_ins.end("session"),
    "sign_ins.end_all": lambda tx: tx.sign_ins.end_all("u"),
    "sign_ins.give_token": lambda tx: tx.sign_ins.give_token("token", "u", "x", Role.READER, NOON),
    "sign_ins.of_token": lambda tx: tx.sign_ins.of_token("token"),
    "sign_ins.tokens": lambda tx: tx.sign_ins.tokens("u"),
    "sign_ins.revoke": lambda tx: tx.sign_ins.revoke("u", "x"),
    "sign_ins.attempt": lambda tx: tx.sign_ins.attempt("key", NOON),
    "sign_ins.attempts": lambda tx: tx.sign_ins.attempts("key", NOON),
    "sign_ins.forget_attempts": lambda tx: tx.sign_ins.forget_attempts(key="key", before=NOON),
    "audit.note": lambda tx: tx.audit.note(NOON, by="Ada", action="a", about="b"),
    "audit.lines": lambda tx: tx.audit.lines(),
    "webhooks.add": lambda tx: tx.webhooks.add(HOOK),
    "webhooks.remove": lambda tx: tx.webhooks.remove("h"),
    "webhooks.all": lambda tx: tx.webhooks.all(),
    "webhooks.tell": lambda tx: tx.webhooks.tell("edition.closed", {}, NOON),
    "webhooks.due": lambda tx: tx.webhooks.due(NOON, 10),
    "webhooks.mark": lambda tx: tx.webhooks.mark(CALL),
    "webhooks.calls": lambda tx: tx.webhooks.calls(),
    "webhooks.forget": lambda tx: tx.webhooks.forget(NOON),
}
