"""Hold: the reasons not to send what would be rubbish."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bouclage.edition.settings import EditionSettings
from bouclage.records import Source, SourceState


def reason_to_hold(
    sources: Mapping[str, Source],
    states: Mapping[str, SourceState],
    *,
    fit: int,
    closes: datetime,
    settings: EditionSettings,
) -> str | None:
    """Return why the edition should not be sent, or None.

    `fit` counts the items that may be printed. States are looked at only where there are sources to collect from: an
    edition made from files alone cannot be stale.
    """
    if fit < settings.min_items:
        return f"empty: {fit} items may be printed, at least {settings.min_items} are needed"
    polled = [states[key] for key in sources if key in states]
    if not polled:
        return None
    readings = [state.last_success for state in polled if state.last_success is not None]
    if not readings or max(readings) < closes - timedelta(hours=settings.stale_hours):
        last = f"{max(readings):%Y-%m-%d %H:%M} UTC" if readings else "never"
        return f"stale: no source was read in the {settings.stale_hours:g} hours before closing (last success: {last})"
    failed = sum(state.failures > 0 for state in polled)
    if failed > settings.max_failed_share * len(polled):
        return f"{failed} of {len(polled)} sources failed: more likely our network than theirs"
    return None
