"""Hand-built editions for the tests of render: one small one with every feature, and big ones for sizes."""

# ruff: noqa: E501 (quoted texts and tables)

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bouclage.records import (
    Counts,
    DisputeKind,
    Edition,
    EditionStory,
    Fate,
    Ledger,
    LedgerEntry,
    Notice,
    Photo,
    Quote,
    Report,
    Section,
    ShownDispute,
    ShownEvent,
    ShownStatement,
    Sky,
    SourceTrouble,
    StatementKind,
    VerbClass,
    Weather,
    WeatherDay,
    WeatherService,
)

DAY = date(2026, 9, 8)


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    """Return a UTC time in September 2026."""
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


def quote(outlet: str, text: str, *, new: bool = False, slug: str = "") -> Quote:
    """Return words of an outlet's article."""
    host = "".join(char for char in outlet.casefold() if char.isascii() and char.isalnum())
    return Quote(
        article_id=f"{host}{slug}",
        start=0,
        end=len(text),
        text=text,
        outlet=outlet,
        url=f"https://{host}.example/2026/09/08/{slug or 'article'}?a=1&b=2",
        new=new,
    )


def report(outlet: str, headline: str, *, language: str | None = "fr", time: datetime | None = None, slug: str = "",
           copy_of: str | None = None, agency: str | None = None, paywalled: bool = False, corrected: bool = False,
           edited: bool = False) -> Report:  # fmt: skip
    """Return one line of a story's sources."""
    words = quote(outlet, headline, slug=slug)
    return Report(article_id=words.article_id, item=f"item-{words.article_id}", outlet=outlet, url=words.url,
                  headline=words, language=language, time=time or at(12), paywalled=paywalled, agency=agency,
                  copy_of=copy_of, wire_copy="w1" if copy_of else None, corrected=corrected, edited=edited)  # fmt: skip


def story(identity: str, *reports: Report, summary: tuple[Quote, ...] = (), kicker: str | None = None,
          origins: int = 1, photo: Photo | None = None, continues: date | None = None, series: str | None = None,
          why: tuple[str, ...] = ()) -> EditionStory:  # fmt: skip
    """Return a story whose first report speaks for it."""
    times = [one.time for one in reports]
    return EditionStory(
        id=identity, headline=reports[0].headline, kicker=kicker, language=reports[0].language, summary=summary,
        reports=reports, outlets=len({one.outlet for one in reports}), origins=origins,
        languages=tuple(sorted({one.language for one in reports if one.language})), first=min(times), last=max(times),
        score=1.0, why=why, photo=photo, photo_outlet=reports[0].outlet if photo else None, continues=continues,
        series=series,
    )  # fmt: skip


def statement(outlet: str, text: str, speaker: str, name: str | None = None, **given: Any) -> ShownStatement:
    """Return a statement as shown."""
    usual: dict[str, Any] = {
        "kind": StatementKind.INDIRECT, "verb": "dit", "verb_class": VerbClass.ASSERTS, "negated": False,
        "language": "fr", "time": at(12, 20), "also": (),
    }  # fmt: skip
    return ShownStatement(quote=quote(outlet, text), speaker=quote(outlet, speaker), name=name, **(usual | given))


def said() -> dict[str, Any]:
    """Return what the lead's reports say: a dispute in two languages, three speakers, a timeline with a gap."""
    yes = statement("Le Rivage", "Les habitants avaient été avertis samedi", "le commandant Luc Dayer", "Luc Dayer",
                    also=("sarineinfo",))  # fmt: skip
    no = statement("Der Limmatbote", "«Uns hat niemand gewarnt»", "Rosa Imhof", "Rosa Imhof", language="de", negated=True,
                   kind=StatementKind.DIRECT, time=at(13, 5))  # fmt: skip
    denial = statement("ATR", "tout retard de l’alerte", "le canton", verb_class=VerbClass.DENIES, time=at(11, 40))
    text = "Le versant avait été surveillé du 2 au 4 août, puis plus."
    events = (
        ShownEvent(quote=quote("Le Rivage", text), date=replace(quote("Le Rivage", "du 2 au 4 août"), start=31, end=45),
                   from_="2026-08-02", to="2026-08-04", language="fr", sources=("lerivage", "sarineinfo")),
        ShownEvent(quote=quote("Der Limmatbote", "Am Montag um 14 Uhr brach der Hang."),
                   date=replace(quote("Der Limmatbote", "Montag um 14 Uhr"), start=3, end=19), from_="2026-09-07T14:00",
                   to="2026-09-07T14:00", language="de", sources=("derlimmatbote",), gap_days=33),
    )  # fmt: skip
    return {
        "statements": (yes, denial, no), "unshown": 2, "timeline": events,
        "disputes": (ShownDispute(kind=DisputeKind.CONTRADICTS, about="avertis", left=yes, right=no),),
    }  # fmt: skip


def small_edition(language: str = "fr") -> Edition:
    """Return an edition with every feature once."""
    lead = story(
        "0f1e2d3c4b5a69788796",
        report("Le Rivage", "Praz-Verney : deux corps retrouvés sous la coulée", time=at(12, 20)),
        report("Der Limmatbote", "Zwei Tote nach dem Erdrutsch im Wallis", language="de", time=at(13, 5), corrected=True),
        report("ATR", "Deux morts à Praz-Verney, un disparu", agency="ATR", time=at(11, 40)),
        report("L’Écho des Trois-Lacs", "Deux morts en Valais", copy_of="ATR", agency="ATR", time=at(12, 1)),
        report("Le Quotidien de l’Arve", "Drame en Valais", paywalled=True, edited=True, time=at(15, 0, day=7)),
        report("Sarine Info", "Éboulement mortel", agency="ATR", time=at(12, 2)),
        summary=(
            quote("Le Rivage", "Deux corps ont été retrouvés mardi matin sous la coulée de Praz-Verney, a indiqué la police."),
            quote("Le Rivage", "Une troisième personne « reste introuvable », selon le commandant des secours.", new=True),
            quote("ATR", "La route du col est fermée jusqu’à nouvel avis & les écoles aussi.", new=True),
        ),
        kicker="Valais", origins=4, continues=date(2026, 9, 7),
        photo=Photo(url="https://lerivage.example/p/1.jpg", caption="Des secouristes à Praz-Verney, mardi.", credit="Marc Oberson"),
        why=("4 independent origins", "6 outlets", "same names: Praz-Verney"),
    )  # fmt: skip
    lead = replace(lead, **said())
    second = story(
        "1111aaaa2222bbbb3333",
        report("The Lakeside Herald", "Norvalia’s parliament votes to leave the customs pact", language="en"),
        report("Meridian News Agency", "Norvalia votes to quit pact", language="en", agency="MNA", slug="wire"),
        summary=(quote("The Lakeside Herald", "“We keep our word,” the prime minister said after the vote."),),
        origins=2,
        photo=Photo(url="https://lakeside.example/v.jpg", caption="Members rise for the vote."),
    )
    arabic = story("2222", report("Al-Khabar", "انتخابات في أوستيرا", language="ar", slug="ar"), origins=1)
    plain = story(
        "3333",
        report("Il Foglio del Ceresio", "La funicolare riapre dopo tre anni", language="it"),
        report("Gazzetta del Verbano", "Funicolare, si riparte", language="it", copy_of="SDR"),
        summary=(quote("Il Foglio del Ceresio", "La funicolare riaprirà sabato, ha annunciato il municipio."),),
        kicker="Lugano",
    )
    unlinked = story(
        "4444",
        replace(
            report("La Feuille du Vallon", "Le marché déménage place du Puits", slug="m"), url="javascript:alert(1)"
        ),
    )
    weather = tuple(
        story(
            f"5555{place}",
            report("Météo Vallées", f"Météo {place} : {low} à {high} degrés", slug=place),
            summary=(quote("Météo Vallées", f"À {place}, ciel variable et {high} degrés l’après-midi.", slug=place),),
            series="weather: Météo Vallées",
        )
        for place, low, high in (("Sion", 12, 24), ("Aigle", 11, 23))
    )
    return Edition(
        name="evening", day=DAY, title="Le Bouclage", language=language, time_zone="Europe/Zurich",
        opens=at(14, 30, day=7), closes=at(14, 30), closed=at(16, 2), late=True,
        sections=(
            Section(name="front", stories=(lead, second)),
            Section(name="international", stories=(arabic,)),
            Section(name="regions", stories=(plain, unlinked)),
            Section(name="weather", stories=weather),
        ),
        counts=Counts(read=1204, printed=797, merged=402, held=3, refused=2, stories=7, sources=21, sources_failed=1),
        notices=(
            Notice(kind="withdrawn", outlet="Le Rivage", url="https://lerivage.example/old", headline="Le maire démissionne",
                   printed_on=date(2026, 9, 7), note="Information erronée."),
            Notice(kind="corrected", outlet="Sarine Info", url="ftp://sarine.example/x", headline="Budget en baisse", printed_on=None),
        ),
        troubles=(SourceTrouble(source_id="mattino-valle", outlet="Il Mattino di Valle", error="no connection: name unknown"),),
        weather=Weather(
            place="Genève", service=WeatherService.MET_NORWAY, made=at(13, 30),
            days=(
                WeatherDay(day=date(2026, 9, 9), sky=Sky.SHOWERS, low=-1.6, high=8.4, rain_mm=3.2),
                WeatherDay(day=date(2026, 9, 10), sky=Sky.CLEAR, low=9.0, high=9.3, rain_mm=0.2),
                WeatherDay(day=date(2026, 9, 11), high=14.0),
            ),
        ),
    )  # fmt: skip


def small_ledger() -> Ledger:
    """Return a ledger with an item of every fate."""
    rows = (
        (
            "Le Rivage",
            "Praz-Verney : deux corps retrouvés",
            Fate.PRINTED,
            "printed with 5 other reports of the event",
            2,
        ),
        ("L’Écho des Trois-Lacs", "Deux morts en Valais", Fate.MERGED, "prints the text of ATR: 94% the same words", 1),
        ("ATR", "Nomination à la Banque", Fate.HELD, "embargoed until 2026-09-09 06:00 UTC", 1),
        ("Gazzetta del Verbano", None, Fate.REFUSED, "empty: neither headline nor text", 1),
    )
    return Ledger(
        name="evening",
        day=DAY,
        entries=tuple(
            LedgerEntry(item=f"i{n}", source_id="s", outlet=outlet, url=f"https://o{n}.example/a", headline=headline,
                        fate=fate, reason=reason, versions=versions)
            for n, (outlet, headline, fate, reason, versions) in enumerate(rows)
        ),
    )  # fmt: skip


def big_edition(stories: int) -> Edition:
    """Return an edition of so many stories, with headlines and addresses as long as real ones."""
    names = ("front", "international", "switzerland", "regions", "economy", "culture", "sport", "news")
    parts: dict[str, list[EditionStory]] = {name: [] for name in names}
    for n in range(stories):
        outlet = f"Tagblatt {n % 40}"
        text = f"Nach dem Entscheid {n} des Kantons fordern die Gemeinden eine raschere Lösung für Zürich"
        slug = f"nach-dem-entscheid-{n}-des-kantons-fordern-die-gemeinden-loesung"
        said = tuple(
            quote(outlet, f"Die Gemeinden forderten am Dienstag in Punkt {k} eine raschere Lösung, wie der Kanton mitteilte.", slug=slug)
            for k in range(3)
        )  # fmt: skip
        others = (
            (report(f"Bote {n % 30}", f"Kanton entscheidet ({n})", language="de", slug=slug),) if n % 3 == 0 else ()
        )
        made = story(
            f"{n:020x}",
            report(outlet, text, language="de", slug=slug),
            *others,
            summary=said,
            kicker="Kanton",
            origins=2,
        )
        parts["front" if n < 5 else names[1 + n % 7]].append(made)
    return replace(
        small_edition("de"),
        sections=tuple(Section(name=name, stories=tuple(found)) for name, found in parts.items() if found),
        counts=Counts(read=stories * 2, printed=stories * 2, stories=stories, sources=70),
    )
