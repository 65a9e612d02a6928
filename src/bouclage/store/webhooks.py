"""Keep the addresses that are told what happens, and each call until it was answered."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from bouclage.records import CallState, Webhook, WebhookCall, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_HOOKS = schema.webhooks
_CALLS = schema.webhook_calls


class Webhooks:
    """The webhooks of one transaction. A call is entered with the thing it tells of, or not at all."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, hook: Webhook) -> None:
        """Add an address, or change it."""
        self._link.put(_HOOKS, [{"id": hook.id, "record": to_plain(hook)}])

    def remove(self, hook_id: str) -> bool:
        """Tell an address no more; calls that wait are dropped."""
        return bool(self._link.change(_HOOKS.delete().where(_HOOKS.c.id == hook_id)))

    def all(self) -> tuple[Webhook, ...]:
        """Return all addresses, the oldest first."""
        found = [from_plain(Webhook, row.record) for row in self._link.rows(select(_HOOKS.c.record))]
        return tuple(sorted(found, key=lambda hook: (hook.made, hook.id)))

    def tell(self, event: str, told: Mapping[str, Any], now: datetime, *, only: str | None = None) -> int:
        """Enter a call to every address that wants `event`, or to `only` one; return how many."""
        hooks = [hook for hook in self.all() if (hook.id == only if only else hook.wants(event))]
        rows = []
        for hook in hooks:
            call_id = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(6)}"
            body = {"id": call_id, "event": event, "at": to_plain(now), **told}
            rows.append(
                {
                    "id": call_id,
                    "webhook_id": hook.id,
                    "event": event,
                    "body": json.dumps(body, ensure_ascii=True, sort_keys=True),
                    "state": CallState.WAITING.value,
                    "attempts": 0,
                    "next_try": now,
                    "answer": None,
                    "changed": now,
                }
            )
        self._link.insert_new(_CALLS, rows)
        return len(rows)

    def due(self, now: datetime, limit: int) -> tuple[WebhookCall, ...]:
        """Return calls to make now, the oldest first."""
        waiting = and_(_CALLS.c.state == CallState.WAITING.value, _CALLS.c.next_try <= now)
        rows = self._link.rows(select(_CALLS).where(waiting).order_by(_CALLS.c.id).limit(limit))
        return tuple(_call(row) for row in rows)

    def mark(self, call: WebhookCall) -> bool:
        """Note where a call stands now."""
        values = {
            "state": call.state.value,
            "attempts": call.attempts,
            "next_try": call.next_try,
            "answer": call.answer,
            "changed": call.changed,
        }
        return bool(self._link.change(_CALLS.update().where(_CALLS.c.id == call.id).values(values)))

    def calls(self, *, limit: int = 50) -> tuple[WebhookCall, ...]:
        """Return the newest calls."""
        return tuple(_call(row) for row in self._link.rows(select(_CALLS).order_by(_CALLS.c.id.desc()).limit(limit)))

    def forget(self, before: datetime) -> int:
        """Drop calls that were answered or given up before a time."""
        over = and_(_CALLS.c.state != CallState.WAITING.value, _CALLS.c.changed < before)
        return self._link.change(_CALLS.delete().where(over))


def _call(row: Row[Any]) -> WebhookCall:
    return WebhookCall(
        id=row.id,
        webhook_id=row.webhook_id,
        event=row.event,
        body=row.body,
        state=CallState(row.state),
        attempts=row.attempts,
        next_try=row.next_try,
        answer=row.answer,
        changed=row.changed,
    )
