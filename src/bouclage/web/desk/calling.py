"""Calling webhooks: what waits in the store is told, signed, and told again until it is answered.

The signature is HMAC-SHA256 over `<seconds since 1970>.<body>` with the webhook's secret, in the header
`Bouclage-Signature: t=<seconds>,v1=<hex>`: who receives it checks the signature and that the time is near, so that a
call that was overheard cannot be played again. Addresses are guarded as those of sources are: judged as written, as
resolved and at the socket; redirects are not followed.
"""

import asyncio
import hmac
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from bouclage.errors import FetchError
from bouclage.fetch.guard import checked_url, guarded_socket
from bouclage.fetch.resolver import GuardedResolver, SystemResolver
from bouclage.records import CallState, Webhook, WebhookCall
from bouclage.web.desk.house import House
from bouclage.web.loops import EVERY_S, Pause, repeat

SIGNATURE = "Bouclage-Signature"
_BATCH = 20


async def calling(house: House, *, pause: Pause, every_s: float = EVERY_S / 6) -> None:
    """Make the calls that are due, again and again, until `pause` says stop."""

    def call() -> None:
        call_due(house)

    await repeat("calling", call, pause=pause, every_s=every_s)


def call_due(house: House) -> tuple[WebhookCall, ...]:
    """Make the calls that are due now, each once; return them as they stand after."""
    settings, now = house.settings, house.clock()
    with house.store.read() as tx:
        due = tx.webhooks.due(now, _BATCH)
        hooks = {hook.id: hook for hook in tx.webhooks.all()} if due else {}
    if not due:
        return ()
    with house.store.exclusive("webhooks"):
        answers = asyncio.run(_answers(house, [(hooks[one.webhook_id], one) for one in due if one.webhook_id in hooks]))
        made = []
        with house.store.begin() as tx:
            for call, (done, answer) in answers:
                after = _after(house, call, done=done, answer=answer)
                tx.webhooks.mark(after)
                made.append(after)
            tx.webhooks.forget(now - timedelta(days=settings.hook_kept_days))
    return tuple(made)


def signature(secret: str, body: bytes, seconds: int) -> str:
    """Return the value of the signature's header."""
    mac = hmac.new(secret.encode(), f"{seconds}.".encode() + body, sha256)
    return f"t={seconds},v1={mac.hexdigest()}"


def _after(house: House, call: WebhookCall, *, done: bool, answer: str) -> WebhookCall:
    settings, now = house.settings, house.clock()
    attempts = call.attempts + 1
    if done:
        return replace(call, state=CallState.DONE, attempts=attempts, next_try=None, answer=answer, changed=now)
    if attempts >= settings.hook_tries:
        return replace(call, state=CallState.GIVEN_UP, attempts=attempts, next_try=None, answer=answer, changed=now)
    wait = settings.hook_waits_s[min(attempts - 1, len(settings.hook_waits_s) - 1)]
    return replace(call, attempts=attempts, next_try=now + timedelta(seconds=wait), answer=answer, changed=now)


async def _answers(
    house: House, calls: Iterable[tuple[Webhook, WebhookCall]]
) -> list[tuple[WebhookCall, tuple[bool, str]]]:
    settings = house.config.fetch
    resolver = GuardedResolver(SystemResolver(4), hosts=settings.hosts, allow_loopback=settings.allow_loopback)
    connector = TCPConnector(
        resolver=resolver, socket_factory=guarded_socket(allow_loopback=settings.allow_loopback), limit=4
    )
    async with ClientSession(
        connector=connector,
        timeout=ClientTimeout(total=house.settings.hook_timeout_s),
        headers={"User-Agent": settings.user_agent},
        cookie_jar=DummyCookieJar(),
        trust_env=False,
    ) as client:
        pairs = list(calls)
        answers = await asyncio.gather(*(_answer(house, client, hook, call) for hook, call in pairs))
    return [(call, answer) for (_, call), answer in zip(pairs, answers, strict=True)]


async def _answer(house: House, client: ClientSession, hook: Webhook, call: WebhookCall) -> tuple[bool, str]:
    """Make one call; return whether it was taken, and the answer in a line."""
    body = call.body.encode()
    try:
        url = checked_url(hook.url, allow_loopback=house.config.fetch.allow_loopback, asked=hook.url, source_id="")
        headers = {
            "Content-Type": "application/json",
            "Bouclage-Event": call.event,
            "Bouclage-Call": call.id,
            SIGNATURE: signature(hook.secret, body, int(house.clock().timestamp())),
        }
        async with client.post(url, data=body, headers=headers, allow_redirects=False) as response:
            said = await response.content.read(house.settings.hook_answer_bytes)
            line = " ".join(said.decode("utf-8", "replace").split())[:200]
            return 200 <= response.status < 300, f"{response.status} {line}".strip()
    except (ClientError, FetchError, OSError, TimeoutError, ValueError) as error:
        cause = getattr(error, "os_error", None)
        shown = cause if isinstance(cause, FetchError) else error
        return False, f"{type(error).__name__}: {' '.join(str(shown).split())[:200]}"
