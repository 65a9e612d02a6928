"""Sending an edition: personalised, signed, out of the store, to a sink on loopback, beside the plain Python way.

Three figures in one run, all by CPU time so that a busy machine slows nobody's, and by wall time for what it is worth:

- the bound: RSA-2048 signatures a second, which nothing in Python can make cheaper;
- the plain way: a message built by the standard library's `email`, signed by dkimpy, sent by smtplib;
- ours: planned into the store, claimed, composed, signed, sent, written down, by two processes.

Processes have to start first; what that costs is measured by starting them once more with nothing left to send, and is
told apart: it weighs on 20,000 readers, not on a million.

The sink (`tests/smtp_server.py`) runs on the same cores; its time is not ours and is told apart.

    python benchmarks/delivery.py [--subscribers 20000] [--processes 2] [--postgresql URL]
"""

import argparse
import multiprocessing
import os
import resource
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import dkim
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from tests.builders import an_article, an_edition, an_edition_story

from bouclage.config import Config, DkimConfig, MailConfig, SendingConfig, StoreConfig, WebConfig
from bouclage.deliver import load_key, new_key
from bouclage.pipeline import preview_message, send_edition
from bouclage.pipeline.post import Post
from bouclage.pipeline.send import _plan
from bouclage.pipeline.senders import _processes
from bouclage.records import DeliveryState, Edition, EditionStory, Ledger, Subscriber, SubscriberStatus
from bouclage.store import Store, open_store

SECRET = "a secret of the benchmark alone"
WORDS = "Der Grosse Rat hat am Dienstag über die Brücke beraten, dont les travaux dureront deux ans selon la ville. "


def an_edition_of(size: int) -> Edition:
    """Return an edition whose mail has about `size` octets."""
    stories: list[EditionStory] = []
    while True:
        number = len(stories)
        body = f"Meldung Nummer {number} aus Rivemont. " + WORDS * 3
        stories.append(
            an_edition_story(an_article(f"Ein Titel zur Meldung Nummer {number}, à lire ce soir", body=[body]))
        )
        if number % 5 == 0 and len(preview_message(Config(), an_edition(*stories), secret=SECRET)) >= size:
            return an_edition(*stories)


def bound(key: rsa.RSAPrivateKey, count: int = 2000) -> float:
    """Return milliseconds of CPU for one RSA-2048 signature."""
    data = b"x" * 900
    began = time.process_time()
    for _ in range(count):
        key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return (time.process_time() - began) / count * 1000


def plain_way(message: bytes, pem: bytes, port: int, count: int = 60) -> float:
    """Return milliseconds of CPU for one message built, signed and sent as a careful person would in plain Python."""
    text, html = _parts(message)
    began = time.process_time()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            mail = EmailMessage(policy=SMTP)
            mail["From"] = "Bouclage <edition@news.example>"
            mail["To"] = f"Reader {number} <reader{number}@reader.example>"
            mail["Subject"] = "Edition du soir"
            mail["Message-ID"] = f"<{number}.plain@news.example>"
            mail["List-Unsubscribe"] = f"<https://news.example/unsubscribe/{number:058d}>"
            mail.set_content(text + f"\nhttps://news.example/unsubscribe/{number:058d}\n")
            mail.add_alternative(
                html + f'<a href="https://news.example/unsubscribe/{number:058d}">.</a>', subtype="html"
            )
            raw = mail.as_bytes()
            signature = dkim.sign(raw, b"r1", b"news.example", pem, canonicalize=(b"relaxed", b"relaxed"))
            server.sendmail("bounce@news.example", [f"reader{number}@reader.example"], signature + raw)
    return (time.process_time() - began) / count * 1000


def _parts(message: bytes) -> tuple[str, str]:
    from email import message_from_bytes, policy  # noqa: PLC0415

    parsed = message_from_bytes(message, policy=policy.default)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _sink_cpu(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / 100


def filled(url: str, count: int) -> None:
    """Put so many confirmed subscribers into an empty store."""
    now = datetime.now(UTC)
    with open_store(url) as store:
        for start in range(0, count, 5000):
            readers = [
                Subscriber(
                    address=f"reader{number}@domain{number % 997}.example", name=f"Reader {number}",
                    status=SubscriberStatus.CONFIRMED, created=now, changed=now,
                )
                for number in range(start, min(start + 5000, count))
            ]  # fmt: skip
            with store.begin() as tx:
                tx.subscribers.import_many(readers)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return (wall, CPU with children) seconds of an act."""
    wall, cpu = time.perf_counter(), _cpu(resource.RUSAGE_SELF) + _cpu(resource.RUSAGE_CHILDREN)
    act()
    used = _cpu(resource.RUSAGE_SELF) + _cpu(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - wall, used - cpu


def _starting(store: Store, config: Config, edition: Edition, count: int) -> float:
    """Return the CPU seconds of as many senders that find nothing to send."""
    quiet = {"progress": lambda _more: None, "clock": lambda: datetime.now(UTC)}
    return timed(lambda: _processes(store, config, edition, secret=SECRET, count=count, **quiet))[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--size", type=int, default=60_000, help="octets of a message")
    parser.add_argument("--postgresql", help="address of an empty database; SQLite if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pem = new_key("rsa")
        (folder / "key.pem").write_bytes(pem)
        command = [sys.executable, "-m", "tests.smtp_server"]
        sink = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
        assert sink.stdout is not None
        port = int(sink.stdout.readline())
        try:
            _run(given, folder, pem, port, sink.pid)
        finally:
            sink.kill()
            sink.wait()


def _run(given: argparse.Namespace, folder: Path, pem: bytes, port: int, sink: int) -> None:
    key = load_key(pem, "key")
    assert isinstance(key, rsa.RSAPrivateKey)
    url = given.postgresql or f"sqlite:///{folder}/bouclage.db"
    config = Config(
        store=StoreConfig(url=url),
        mail=MailConfig(
            host="127.0.0.1", port=port, from_address="edition@news.example", bounce_address="bounce@news.example"
        ),
        sending=SendingConfig(processes=given.processes),
        dkim=DkimConfig(selector="r1", key_file=str(folder / "key.pem")),
        web=WebConfig(public_url="https://news.example"),
    )
    edition = an_edition_of(given.size)
    message = preview_message(config, edition, secret=SECRET)
    rsa_ms = bound(key)
    plain_ms = plain_way(message, pem, port)
    filled(url, given.subscribers)
    with open_store(url) as store:
        with store.begin() as tx:
            tx.editions.close(edition, Ledger(name=edition.name, day=edition.day, entries=()))
        post = Post(config, edition, SECRET, store)
        plan_s, _ = timed(lambda: _plan(store, post, datetime.now(UTC)))
        before = _sink_cpu(sink)
        wall, cpu = timed(
            lambda: send_edition(
                store, config, edition, secret=SECRET, clock=lambda: datetime.now(UTC), wait=time.sleep
            )
        )
        taken = _sink_cpu(sink) - before
        start_s = _starting(store, config, edition, given.processes) if given.subscribers >= 4000 else 0.0
        with store.read() as tx:
            accepted = tx.deliveries.counts(edition.name, edition.day)[DeliveryState.ACCEPTED]
    rsa_ms = (rsa_ms + bound(key)) / 2
    assert accepted == given.subscribers, accepted
    count = given.subscribers
    ours_ms = cpu / count * 1000
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    cores = min(given.processes, multiprocessing.cpu_count())
    wall_share = count / wall / (cores * 1000 / rsa_ms)
    print("load of the machine:", *(f"{one:.1f}" for one in os.getloadavg()))
    for name, figure, words in (
        ("message", f"{len(message):,}", "octets"),
        ("subscribers", f"{count:,}", f"planned in {plan_s:.1f} s, {count / plan_s:,.0f}/s"),
        ("RSA-2048 bound", f"{1000 / rsa_ms:,.0f}", f"signatures a CPU second: {rsa_ms:.3f} ms each"),
        ("email + dkimpy + smtplib", f"{1000 / plain_ms:,.0f}", f"messages a CPU second: {plain_ms:.2f} ms each"),
        ("ours", f"{1000 / ours_ms:,.0f}", f"messages a CPU second: {ours_ms:.3f} ms each"),
        ("of it starting", f"{start_s:.2f}", f"CPU seconds of {given.processes} processes"),
        ("ours by wall", f"{count / wall:,.0f}", f"messages a second by {given.processes} processes"),
        ("the sink", f"{taken / count * 1000:.3f}", "ms of CPU a message, on the same cores"),
        ("of the bound, CPU", f"{rsa_ms / ours_ms:.2f}", ""),
        ("the same without the start", f"{rsa_ms / (ours_ms - start_s / count * 1000):.2f}", ""),
        ("of the bound, wall", f"{wall_share:.2f}", f"of {cores} cores, the sink on them too"),
        ("times the plain way", f"{plain_ms / ours_ms:.1f}", ""),
        ("peak memory of a process", f"{peak:.0f}", "MB"),
    ):
        print(f"{name:28}{figure:>10} {words}")


if __name__ == "__main__":
    main()
