"""Keep the newest forecast of each place: what a closing prints, and when the service may be asked again."""

from sqlalchemy import select

from bouclage.records import Forecast, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_FORECASTS = schema.forecasts


class Forecasts:
    """The forecasts of one transaction, by a place's service and coordinates."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def get(self, place: str) -> Forecast | None:
        """Return the newest forecast of a place, if there is one."""
        row = self._link.row(select(_FORECASTS.c.record).where(_FORECASTS.c.place == place))
        return None if row is None else from_plain(Forecast, row.record)

    def save(self, place: str, forecast: Forecast) -> None:
        """Keep a forecast in place of the one before."""
        self._link.put(_FORECASTS, [{"place": place, "record": to_plain(forecast)}])
