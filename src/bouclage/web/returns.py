"""Returns: what a mail provider reports of bounces, complaints and wishes to leave, posted to an address it was given.

The address holds the secret `returns.webhook_token`; without it there is nothing here. Answers are JSON and say no more
than how many events were taken. A provider comes again after anything but a 2xx.
"""

import json
import logging
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest

from fastapi import HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from bouclage.deliver import Report, report_of
from bouclage.pipeline import Taken, take_report
from bouclage.web.answers import JSON, passing
from bouclage.web.reception import Reception, network_of, reception_of

_LONGEST = 512 * 1024  # octets: SNS sends 256 KB at most, Mailgun's events are a few KB
_GUESSES = 20  # wrong tokens from one network in an hour; more are told to wait
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

log = logging.getLogger(__name__)


async def take(request: Request) -> Response:
    """Take what a provider reports."""
    reception = reception_of(request)
    settings = reception.config.returns
    if settings.webhook_token is None:
        raise HTTPException(404)
    given = str(request.path_params["token"])
    right = compare_digest(given.encode("utf-8", "replace"), settings.webhook_token.encode())
    network = network_of(request, proxies=reception.config.subscribers.proxies)
    if not await run_in_threadpool(_may_come, reception, network, right=right):
        return _told({"error": "too many"}, 429, {"Retry-After": "60" if right else "3600"})
    if not right:
        raise HTTPException(404)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            return _told({"error": f"at most {_LONGEST} bytes are taken"}, 413)
    try:
        report = report_of(json.loads(body))
    except (ValueError, RecursionError) as error:  # no UTF-8 and no JSON are ValueErrors too
        words = str(error) if type(error) is ValueError else "the body is no JSON"
        log.warning("a provider's report cannot be read", extra={"told": words})
        return _told({"error": words}, 400)
    if report.confirm_at is not None:
        log.warning(
            "Amazon SNS asks whether to report to us: open its page to say yes", extra={"told": report.confirm_at}
        )
    taken = await run_in_threadpool(take_report, reception.store, reception.config, report, now=reception.clock())
    return _told(_counts(taken, report), 200)


def _may_come(reception: Reception, network: str, *, right: bool) -> bool:
    """Count a call; return whether it is within bounds: those of a provider, or those of somebody who guesses."""
    whose = sha256(reception.secrets[0] + network.encode()).hexdigest()[:32]
    now = reception.clock()
    with reception.store.begin() as tx:
        if right:
            most = reception.config.returns.webhook_per_minute
            return tx.rates.take("returns", "provider", now, limit=most, span=_MINUTE)
        return tx.rates.take("returns guessed", whose, now, limit=_GUESSES, span=_HOUR)


def _counts(taken: Taken, report: Report) -> dict[str, int]:
    return {"taken": sum(taken.kinds.values()), "known": taken.known, "passed_over": report.passed_over}


def _told(plain: dict[str, int] | dict[str, str], status: int, headers: dict[str, str] | None = None) -> Response:
    return passing(json.dumps(plain), kind=JSON, status=status, headers=headers)
