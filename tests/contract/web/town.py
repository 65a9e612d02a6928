"""A site with its mail: what a reader who signs up meets."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import httpx
from fastapi import FastAPI
from tests.contract.web.web_samples import SECRET, Clock, reader_of

from bouclage.config import Config
from bouclage.deliver.sink import MailSink
from bouclage.pipeline import send_letters
from bouclage.records import (
    Subscriber,
)
from bouclage.store import Store

PUBLIC = "https://news.example/soir"
ADA = "ada@example.org"
MADE = re.compile(r'name="made" value="([^"]+)"')
LINK = re.compile(r"https://news\.example/soir(/\S+)")


@dataclass
class Town:
    """A site with its mail, and the clock of both."""

    app: FastAPI
    store: Store
    config: Config
    clock: Clock
    sink: MailSink

    async def page(self, path: str = "/stay-informed", **given: str) -> httpx.Response:
        async with reader_of(self.app) as reader:
            return await reader.get(path, headers=given)

    async def post(self, path: str, sent: dict[str, object], network: str = "192.0.2.1") -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False, client=(network, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as reader:
            return await reader.post(path, data=sent)

    async def sign_up(self, address: str = ADA, network: str = "192.0.2.1", **given: str) -> httpx.Response:
        """Fill in the form as a person does, who takes their time."""
        made = MADE.search((await self.page()).text)
        assert made is not None
        self.clock.move(5)
        sent = {"address": address, "language": "fr", "agree": "yes", "made": made[1], "website": ""} | given
        return await self.post("/stay-informed", sent, network)

    def letters(self) -> list[EmailMessage]:
        """Send what is due, and return all that came so far, in the order it came."""
        send_letters(self.store, self.config, secret=SECRET, clock=self.clock)
        read = [message_from_bytes(one.content, policy=policy.SMTP) for one in self.sink.received]
        return [one for one in read if isinstance(one, EmailMessage)]

    def link(self, letter: EmailMessage | None = None) -> str:
        """Return the link of the newest letter, as a path."""
        letter = letter or self.letters()[-1]
        body = letter.get_body(("plain",))
        assert body is not None
        found = LINK.search(body.get_content())
        assert found is not None
        return found[1]

    def reader(self, address: str = ADA) -> Subscriber | None:
        with self.store.read() as tx:
            return tx.subscribers.get(address)

    async def join(self, address: str = ADA, **given: str) -> Subscriber:
        """Sign up and confirm."""
        await self.sign_up(address, **given)
        assert (await self.post(self.link(), {})).status_code == 200
        reader = self.reader(address)
        assert reader is not None
        return reader
