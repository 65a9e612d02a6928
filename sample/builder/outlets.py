"""The invented outlets: how each one publishes."""

from dataclasses import dataclass

PORT = 8471  # the demo server puts its own port in place of this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One publisher of the sample."""

    id: str
    name: str
    language: str
    channel: str  # rss, rss-full, atom, json, none, ninjs, newsml, dead
    design: str = ""  # page design: classic, graph, soup, micro, overline
    paywalled: bool = False
    credit: str = " /{}"  # how a printing names its agency at the end of the text
    fault: str = ""  # wrong-encoding, truncated, lying-dates
    agency: bool = False
    weight: float = 1.0

    @property
    def base(self) -> str:
        """Address of the outlet's site on loopback."""
        return f"http://{self.id}.localhost:{65533 if self.channel == 'dead' else PORT}"

    @property
    def listing(self) -> str:
        """Path of what a reader polls."""
        return {
            "rss": "/rss.xml",
            "rss-full": "/rss.xml",
            "atom": "/atom.xml",
            "json": "/feed.json",
            "none": "/",
            "ninjs": "/ninjs/latest.json",
            "newsml": "/newsml/latest.xml",
            "dead": "/rss.xml",
        }[self.channel]


OUTLETS = {
    outlet.id: outlet
    for outlet in (
        Outlet(id="le-rivage", name="Le Rivage", language="fr", channel="rss", design="classic", weight=1.2),
        Outlet(id="echo-trois-lacs", name="L’Écho des Trois-Lacs", language="fr", channel="atom", design="graph", credit=" ({})"),
        Outlet(id="radio-jorat", name="Radio Jorat", language="fr", channel="json", design="soup"),
        Outlet(id="quotidien-arve", name="Le Quotidien de l’Arve", language="fr", channel="rss", design="overline", paywalled=True, credit=" (avec {})"),
        Outlet(id="feuille-vallon", name="La Feuille du Vallon", language="fr", channel="none", design="soup"),
        Outlet(id="nouveau-chablais", name="Le Nouveau Chablais", language="fr", channel="rss", design="graph", credit=" ({})"),
        Outlet(id="journal-orbe", name="Le Journal de l’Orbe", language="fr", channel="rss-full", design="micro"),
        Outlet(id="depeche-saleve", name="La Dépêche du Salève", language="fr", channel="atom", design="overline"),
        Outlet(id="sarine-info", name="Sarine Info", language="fr", channel="rss", design="classic", credit=" ({})"),
        Outlet(id="atr", name="Agence télégraphique des Rives", language="fr", channel="ninjs", design="micro", agency=True),
        Outlet(id="sdr", name="Schweizer Depeschenring", language="de", channel="newsml", design="micro", agency=True),
        Outlet(id="mna", name="Meridian News Agency", language="en", channel="newsml", design="micro", agency=True),
        Outlet(id="limmatbote", name="Der Limmatbote", language="de", channel="rss", design="classic", credit=" ({})", weight=1.2),
        Outlet(id="aaretaler", name="Aaretaler Tagblatt", language="de", channel="atom", design="overline", credit=" ({})", fault="wrong-encoding"),
        Outlet(id="saentis-anzeiger", name="Säntis-Anzeiger", language="de", channel="rss", design="graph", credit=" ({})"),
        Outlet(id="rheinwelle", name="Rheinwelle", language="de", channel="json", design="soup", credit=" ({})"),
        Outlet(id="foglio-ceresio", name="Il Foglio del Ceresio", language="it", channel="rss", design="overline"),
        Outlet(id="voce-valli", name="La Voce delle Valli", language="it", channel="atom", design="micro", fault="truncated"),
        Outlet(id="gazzetta-verbano", name="Gazzetta del Verbano", language="it", channel="rss", design="graph", fault="lying-dates"),
        Outlet(id="lakeside-herald", name="The Lakeside Herald", language="en", channel="rss", design="classic", credit=" ({})"),
        Outlet(id="alpine-observer", name="Alpine Observer", language="en", channel="atom", design="graph", credit=" ({})"),
        Outlet(id="meteo-vallees", name="Météo Vallées", language="fr", channel="rss-full", design="soup", weight=0.5),
        Outlet(id="mattino-valle", name="Il Mattino di Valle", language="it", channel="dead"),
    )
}  # fmt: skip


def credit_name(agency_id: str) -> str:
    """Return the agency's short name as papers print it."""
    return {"atr": "ATR", "sdr": "sdr", "mna": "MNA"}[agency_id]
