"""Sessions: a random cookie whose hash is kept in the store, and the token that each form carries.

The cookie is new at each sign-in (an old or planted one is worth nothing), not readable by scripts, not sent from
other sites' forms, and kept to https where the site is. A form's token is made from the cookie with the house's secret,
so that another site, which cannot read the cookie, cannot make one.
"""

import hmac
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from fastapi import Request, Response

from bouclage.records import User
from bouclage.web.desk.house import House
from bouclage.web.desk.passwords import digest_of, new_secret

COOKIE = "bouclage-desk"
EDITION = "bouclage-desk-edition"


def cookie_of(request: Request) -> str | None:
    """Return what a browser sent as our cookie."""
    return request.cookies.get(COOKIE) or None


def user_of(house: House, cookie: str | None) -> User | None:
    """Return who is signed in with this cookie, and note that the session is in use."""
    if not cookie:
        return None
    key, now = digest_of(cookie), house.clock()
    with house.store.read() as tx:
        found = tx.sign_ins.of(key)
    if found is None:
        return None
    hours, days = house.config.desk.session_hours, house.config.desk.session_days
    if now - found.seen > timedelta(hours=hours) or now - found.began > timedelta(days=days):
        with house.store.begin() as tx:
            tx.sign_ins.end(key)
        return None
    if now - found.seen > timedelta(minutes=1):
        with house.store.begin() as tx:
            tx.sign_ins.touch(key, now)
    return found.user


def begin(house: House, user: User, answer: Response, *, old: str | None) -> str:
    """Sign a user in: a new cookie on `answer`; the one before ends. Return the cookie."""
    cookie = new_secret()
    with house.store.begin() as tx:
        if old:
            tx.sign_ins.end(digest_of(old))
        tx.sign_ins.begin(digest_of(cookie), user.id, house.clock())
    set_cookie(house, answer, cookie)
    return cookie


def end(house: House, cookie: str | None, answer: Response) -> None:
    """Sign out."""
    if cookie:
        with house.store.begin() as tx:
            tx.sign_ins.end(digest_of(cookie))
    answer.delete_cookie(COOKIE, path=f"{house.base}/desk", secure=house.secure, httponly=True, samesite="lax")


def set_cookie(house: House, answer: Response, cookie: str) -> None:
    """Give a browser our cookie; it lasts as long as the browser is open, and the session in the store may end it."""
    answer.set_cookie(COOKIE, cookie, path=f"{house.base}/desk", secure=house.secure, httponly=True, samesite="lax")


def form_token(house: House, cookie: str) -> str:
    """Return the token that a form of this session carries.

    It is of the edition on the table too: a form left open in another window acts on that edition or on none.
    """
    of = "" if house.chosen is None else f":{house.chosen}"
    return hmac.new(house.secret.encode(), f"form:{cookie}{of}".encode(), sha256).hexdigest()


def chosen_edition(house: House, request: Request) -> House:
    """Return the house with the edition on its table that this browser chose."""
    return house.making(request.cookies.get(EDITION))


def choose_edition(house: House, answer: Response, name: str) -> None:
    """Let a browser keep which edition it looks at, as long as it is open."""
    path = f"{house.base}/desk"
    answer.set_cookie(EDITION, name, path=path, secure=house.secure, httponly=True, samesite="lax")


def form_is_ours(house: House, request: Request, cookie: str | None, sent: str) -> bool:
    """Say whether a form was sent from a page of ours to this very browser."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    if not cookie or not sent.isascii():
        return False
    return hmac.compare_digest(form_token(house, cookie), sent)


def network_of(house: House, request: Request) -> str:
    """Return the network a request comes from: an IPv4 address, or an IPv6 /64, which is one household."""
    here = request.client.host if request.client else ""
    proxies = [ip_network(one, strict=False) for one in house.config.desk.proxies.replace(",", " ").split()]

    def trusted(host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in proxies)

    if trusted(here):
        # from the right: what the nearest proxy wrote; the first that is no proxy of ours is the browser's
        for hop in reversed(request.headers.get("x-forwarded-for", "").split(",")):
            here = hop.strip()
            if not trusted(here):
                break
    try:
        address = ip_address(here)
    except ValueError:
        return "unknown"
    return str(address) if address.version == 4 else str(ip_network(f"{address}/64", strict=False))
