"""Settings, headers and turn-taking."""

import asyncio
from datetime import UTC, datetime

import pytest

from bouclage.fetch import FetchSettings
from bouclage.fetch.gate import Gate
from bouclage.fetch.headers import MAX_SECONDS, max_age_s, retry_after_s, validator

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def test_the_user_agent_is_honest() -> None:
    """It names us, where to read about us and whom to write to; no browser is played."""
    assert FetchSettings().user_agent == "Bouclage/0.1"
    settings = FetchSettings(about_url="https://news.example/about", contact="editor@news.example")
    assert settings.user_agent == "Bouclage/0.1 (+https://news.example/about; editor@news.example)"


@pytest.mark.parametrize(
    "wrong", [{"max_bytes": 0}, {"total_s": -1.0}, {"min_delay_s": -0.1}, {"contact": "a\r\nX-Evil: 1"}]
)
def test_impossible_settings_are_refused(wrong: dict[str, object]) -> None:
    """A limit of nothing, time that runs back and a header smuggled in are caught at the start."""
    with pytest.raises(ValueError, match=r"above|below|plain ASCII"):
        FetchSettings(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 02 Mar 2026 14:10:00 GMT", 600.0),
        ("Mon, 02 Mar 2026 13:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2026 14:10:00 -0000", 600.0),
        ("9" * 18, float(MAX_SECONDS)),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("Mon, 99 Foo 9999 99:99:99 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_with_care(value: str | None, seconds: float | None) -> None:
    """Seconds and dates are understood, nonsense is nothing said, and nobody can ask for centuries."""
    assert retry_after_s(value, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("public, max-age=300", 300),
        ('max-age="60"', 60),
        ("s-maxage=900", None),
        ("max-age=300, no-cache", None),
        ("no-store", None),
        ("max-age=99999999999999", MAX_SECONDS),
        ("max-age=-1", None),
        (None, None),
    ],
)
def test_max_age_is_read_with_care(value: str | None, seconds: int | None) -> None:
    """Only our own max-age counts, and only where the answer may be kept."""
    assert max_age_s(value) == seconds


def test_a_validator_that_cannot_be_sent_back_is_dropped() -> None:
    """Bytes that are no text would come back as others."""
    assert validator('W/"é"') == 'W/"é"'
    assert validator('"\udce9"') is None
    assert validator("") is None


class FakeTime:
    """A clock that moves when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.waits.append(seconds)
        self.now += seconds


def _gate(time: FakeTime, **settings: object) -> Gate:
    return Gate(FetchSettings(**settings), now=lambda: time.now, sleep=time.sleep)  # type: ignore[arg-type]


async def _take_turns(gate: Gate, *hosts: str) -> None:
    for host in hosts:
        async with gate.turn(host):
            pass


async def test_requests_to_one_host_are_spaced_and_others_are_not_held_up() -> None:
    """The second request to a host waits its second; another host's first does not wait."""
    time = FakeTime()
    await _take_turns(_gate(time, min_delay_s=1.0), "a", "b", "a", "b")
    assert time.waits == [1.0]  # b's second turn comes a second after its first by then


async def test_a_crawl_delay_is_obeyed_within_reason() -> None:
    """robots.txt may ask for 5 seconds, but a day between two pages would mean never."""
    time = FakeTime()
    gate = _gate(time, min_delay_s=1.0, max_crawl_delay_s=10.0)
    gate.slow_down("a", 5.0)
    gate.slow_down("b", 86_400.0)
    await _take_turns(gate, "a", "a", "b", "b")
    assert time.waits == [5.0, 10.0]


async def test_waiting_for_one_host_takes_no_place_from_others() -> None:
    """With one place in all, a request that waits for its host's turn lets another host go first."""
    release = asyncio.Event()

    async def sleep(_: float) -> None:
        await release.wait()

    gate = Gate(FetchSettings(max_concurrent=1, min_delay_s=1.0), now=lambda: 0.0, sleep=sleep)
    await _take_turns(gate, "slow")
    waiting = asyncio.create_task(_take_turns(gate, "slow"))
    await asyncio.sleep(0)
    await asyncio.wait_for(_take_turns(gate, "quick"), timeout=5)
    assert not waiting.done()
    release.set()
    await waiting


def test_a_host_that_asked_for_rest_rests_that_long() -> None:
    """A shorter wish does not cut a longer one short, and time ends it."""
    time = FakeTime()
    gate = _gate(time)
    gate.rest("a", 60)
    gate.rest("a", 10)
    assert (gate.resting_s("a"), gate.resting_s("b")) == (60, 0)
    time.now += 61
    assert gate.resting_s("a") == 0
