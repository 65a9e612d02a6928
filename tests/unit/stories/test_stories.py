"""Stories: what comes together, what stays apart, and what stays as it was."""

import random
from datetime import UTC, datetime

import pytest

from bouclage.records import Article, Story, digest, item_id
from bouclage.stories import StorySettings, stories
from tests.builders import NOON, a_wire_copy, an_article, hours

QUAKE = {
    "fr": (
        "Un séisme de magnitude 5,9 frappe l'île d'Aronne",
        "La terre a tremblé lundi à 5h12 sur l'île d'Aronne. Deux personnes sont mortes et 90 ont été blessées.",
        "Le maire Tullio Serra parle de 1300 sans-abri. Les ferries sont suspendus jusqu'à mercredi.",
    ),
    "de": (
        "Erdbeben der Stärke 5,9 auf der Insel Aronne",
        "Auf der Insel Aronne hat am Montag um 5.12 Uhr die Erde gebebt. Zwei Menschen starben, 90 wurden verletzt.",
        "Laut Bürgermeister Tullio Serra sind 1300 Personen obdachlos. Die Fähren stehen bis Mittwoch still.",
    ),
    "it": (
        "Terremoto di magnitudo 5,9 sull'isola di Aronne",
        "La terra ha tremato lunedì alle 5.12 sull'isola di Aronne. Due i morti, 90 i feriti.",
        "Il sindaco Tullio Serra parla di 1300 sfollati. I traghetti sono sospesi fino a mercoledì.",
    ),
    "en": (
        "Magnitude 5.9 quake hits island of Aronne",
        "An earthquake struck the island of Aronne at 5:12 on Monday, leaving two dead and 90 injured.",
        "Mayor Tullio Serra said 1,300 people were homeless. Ferries are suspended until Wednesday.",
    ),
}
STRIKE = (
    "Les dockers de Port Sarrance débraient 48 heures",
    "Trente et un navires attendent au large de Port Sarrance, où les dockers ont cessé le travail dimanche soir.",
    "Yvon Kerdal, chef du syndicat, réclame des embauches. La direction du port dit perdre deux millions par jour.",
)


def report(source: str, told: tuple[str, ...] = QUAKE["fr"], *, after: float = 0, **given: object) -> Article:
    """Return a report with this headline and these paragraphs."""
    headline, *body = told
    return an_article(headline, source=source, body=body, **({"published": NOON + hours(after)} | given))


def groups(found: tuple[Story, ...]) -> set[frozenset[str]]:
    """Return the stories as sets of article ids."""
    return {frozenset(story.article_ids) for story in found}


def retold(told: tuple[str, ...]) -> tuple[str, ...]:
    """Return a report with the same facts in other order."""
    headline, one, two = told
    return (two.split(". ")[0], f"{headline}.", two.split(". ")[1], one)


def test_reports_of_one_event_are_one_story() -> None:
    """Two papers' reports of one event stand together, another event's report apart."""
    one, other, apart = report("a"), report("b", retold(QUAKE["fr"]), after=2), report("c", STRIKE, after=1)
    assert groups(stories([one, other, apart], ())) == {frozenset({one.id, other.id}), frozenset({apart.id})}


def test_languages_meet() -> None:
    """Reports of one event in four languages are one story, though little of their letters agrees."""
    told = [report(language, QUAKE[language], language=language, after=n) for n, language in enumerate(QUAKE)]
    apart = report("x", STRIKE)
    assert groups(stories([*told, apart], ())) == {frozenset(one.id for one in told), frozenset({apart.id})}


def test_few_reports_of_two_languages_are_not_one_for_being_few() -> None:
    """The first two reports in two languages do not match for want of others."""
    assert len(stories([report("a", STRIKE), report("b", QUAKE["de"], language="de")], ())) == 2


def test_printings_stand_together_whatever_they_say() -> None:
    """Printings of one wire copy are in one story, and the reason names whose text it is."""
    agency, paper = report("atr"), report("b", STRIKE, after=1)
    (story,) = stories([agency, paper], [a_wire_copy(agency, paper)])
    assert story.article_ids == (agency.id, paper.id)
    assert story.members[1].reason == "prints the same text as ATR"


def test_versions_of_one_item_stand_together() -> None:
    """A rewritten version of an item stays in its story."""
    one = report("a", guid="1")
    other = report("a", STRIKE, guid="1", version=2, after=3)
    (story,) = stories([one, other], ())
    assert story.members[1].reason == "another version of the same item"


def test_every_article_is_in_exactly_one_story() -> None:
    """Nothing is lost, nothing doubled, singletons included; the id comes from the founder's item."""
    articles = [report(f"s{n}", (f"Brève {n}", *random.Random(n).sample(STRIKE, 2)), after=n) for n in range(30)]
    found = stories(articles, ())
    ids = [one for story in found for one in story.article_ids]
    assert sorted(ids) == sorted(article.id for article in articles)
    by_id = {article.id: article for article in articles}
    assert all(story.id == digest(by_id[story.article_ids[0]].item, kind="story") for story in found)
    assert all(story.members[0].reason == "first report" for story in found)


def test_reasons_are_words() -> None:
    """A member says which names and figures it shares, and how far apart it came."""
    (story,) = stories([report("a"), report("b", retold(QUAKE["fr"]), after=2)], ())
    reason = story.members[1].reason
    assert reason.startswith("same names: ")
    assert "Serra" in reason
    assert "same figures: " in reason
    assert "same day" in reason
    assert reason.endswith("shared terms")
    assert 0 < story.members[1].score <= 1


def test_order_of_input_means_nothing() -> None:
    """The same articles in any order give the same stories, reasons included."""
    articles = [report(language, QUAKE[language], language=language, after=n) for n, language in enumerate(QUAKE)]
    articles += [report(f"s{n}", STRIKE, after=n, guid=str(n)) for n in range(3)]
    expected = stories(articles, ())
    for seed in range(5):
        assert stories(random.Random(seed).sample(articles, len(articles)), ()) == expected


def test_days_given_together_or_one_by_one() -> None:
    """Days read one by one, each with the stories of the days before, give the stories of all days at once."""
    days = [
        [
            report("a", after=day * 24),
            report("b", retold(QUAKE["fr"]), after=day * 24 + 1),
            report("c", STRIKE, after=day * 24),
        ]
        for day in range(3)
    ]
    days = [[report_of(one, day) for one in articles] for day, articles in enumerate(days)]
    at_once = stories([one for day in days for one in day], ())
    found: tuple[Story, ...] = ()
    past: dict[str, Article] = {}
    for day in days:
        found = stories(day, (), before=found, articles_before=past)
        past |= {one.id: one for one in day}
    assert {(story.id, story.article_ids, story.thread) for story in found} == {
        (story.id, story.article_ids, story.thread) for story in at_once
    }


def report_of(one: Article, day: int) -> Article:
    """Return the article as another item of another day."""
    return an_article(
        one.headline, source=one.source_id, body=one.body, guid=f"{one.guid}-{day}", published=one.published
    )


def test_a_story_of_before_keeps_id_and_members() -> None:
    """A story goes on under its id with all its members, and the new report says why it came."""
    monday = [report("a"), report("b", retold(QUAKE["fr"]), after=1)]
    (was,) = stories(monday, ())
    tuesday = report("c", after=24)
    (now,) = stories([tuesday], (), before=[was], articles_before={one.id: one for one in monday})
    assert now.id == was.id == now.thread
    assert now.members[: len(was.members)] == was.members
    assert now.article_ids[-1] == tuesday.id
    assert "a day apart" in now.members[-1].reason


def test_a_story_of_before_is_kept_though_its_articles_are_gone() -> None:
    """A story whose articles are not at hand any more comes back as it was."""
    (was,) = stories([report("a")], ())
    found = stories([report("c", STRIKE, after=24)], (), before=[was])
    assert was in found
    assert len(found) == 2


def test_two_stories_become_one_under_the_older_id() -> None:
    """Where a wire copy shows that two stories are one, the older id stays and both keep their members."""
    one, other = report("a"), report("b", STRIKE, after=1)
    was = stories([one, other], ())
    assert len(was) == 2
    past = {article.id: article for article in (one, other)}
    (now,) = stories([], [a_wire_copy(one, other)], before=was, articles_before=past)
    assert now.id == was[0].id
    assert set(now.article_ids) == {one.id, other.id}


def test_the_same_news_weeks_later_is_another_story() -> None:
    """What recurs after weeks is not one story with what was."""
    early, late = report("a"), report("b", retold(QUAKE["fr"]), after=24 * 40)
    told = [report(f"x{n}", (*STRIKE, f"Jour {n}"), after=24 * 20 + n, guid=str(n)) for n in range(3)]
    found = groups(stories([early, late, *told], (), settings=StorySettings(least_kept=2)))
    assert frozenset({early.id}) in found
    assert frozenset({late.id}) in found


def test_undated_reports_join() -> None:
    """A report without a time is compared by what it says."""
    one, other = report("a"), report("b", retold(QUAKE["fr"]), published=None, seen=NOON)
    (story,) = stories([one, other], ())
    assert "day" not in story.members[1].reason


FORECAST = {
    "fr": "Ciel variable sur {} aujourd'hui, avec des températures entre {} et {} degrés. Le vent soufflera à {} km/h.",
    "de": "Wechselnd bewölkt heute in {}, die Temperaturen liegen zwischen {} und {} Grad. Der Wind weht mit {} km/h.",
}


def forecasts(day: int = 0) -> list[Article]:
    """Return a day's forecasts for five places in each of two languages."""
    places = {"fr": ("Nyon", "Aigle", "Bulle", "Orbe", "Sion"), "de": ("Baden", "Thun", "Chur", "Olten", "Wil")}
    return [
        an_article(
            f"{'Météo à' if language == 'fr' else 'Wetter in'} {place}",
            source="meteo",
            body=[FORECAST[language].format(place, 8 + n, 17 + n, 5 * n + day)],
            language=language,
            published=NOON + hours(24 * day + n / 60),
            guid=f"{place}-{day}",
        )
        for language, names in places.items()
        for n, place in enumerate(names)
    ]


def test_a_machine_made_series_is_one_story_a_day() -> None:
    """Forecasts of one template are one story for each day, over languages, marked as a series; news stays news."""
    news = report("meteo")
    found = stories([*forecasts(0), *forecasts(1), news], ())
    assert sorted((len(story.members), story.series is not None) for story in found) == [
        (1, False),
        (10, True),
        (10, True),
    ]


def test_three_alike_are_no_series() -> None:
    """Updates of one event by one source are news, however alike."""
    updates = [report("a", (f"Séisme : {n} morts", *QUAKE["fr"][1:]), after=n, guid=str(n)) for n in range(1, 6)]
    assert all(story.series is None for story in stories(updates, ()))


@pytest.mark.parametrize("text", ["", "un", "🌋🚒🏔️", "Пожар 火災が発生した حريق עִברִית", "mot " * 250_000, "I " * 20])
def test_strange_texts_do_no_harm(text: str) -> None:
    """Empty, tiny, mixed and enormous texts each find a story."""
    articles = [an_article(None, source=f"s{n}", body=(text,) if text else (), guid=str(n)) for n in range(3)]
    assert sum(len(story.members) for story in stories([*articles, report("a")], ())) == 4


def test_other_scripts_are_compared_too() -> None:
    """Languages without a list of common words, or without spaces between words, are grouped by what they share."""
    quake = "アロンネ島で月曜日、マグニチュード五・九の地震があり、二人が死亡、九十人が負傷した。セッラ市長が発表した。"
    again = "月曜日にアロンネ島で起きた地震で、セッラ市長は二人の死亡と九十人の負傷を発表した。フェリーは運休している。"
    strike = "サランス港の港湾労働者が四十八時間のストライキに入り、三十一隻の船が沖合で待機している。"
    articles = [
        an_article(None, source=s, body=(t,), language="ja") for s, t in (("a", quake), ("b", again), ("c", strike))
    ]
    assert groups(stories(articles, ())) == {
        frozenset({articles[0].id, articles[1].id}),
        frozenset({articles[2].id}),
    }


def test_ten_thousand_identical_items() -> None:
    """Ten thousand equal reports by ten thousand outlets are placed in bounded time, each once."""
    articles = [report(f"s{n}", guid=str(n)) for n in range(10_000)]
    found = stories(articles, [a_wire_copy(*articles)])
    assert [len(story.members) for story in found] == [10_000]


def test_a_word_is_no_evidence() -> None:
    """Two reports that say "Sport" and nothing else are not one story."""
    assert len(stories([an_article("Sport", source=source) for source in "abc"], ())) == 3


def test_a_thousand_alike_without_wire_copies() -> None:
    """A thousand equal reports are one story even if nobody said that they print one text."""
    assert len(stories([report(f"s{n}", guid=str(n)) for n in range(1000)], ())) == 1


def test_a_story_is_named_by_the_first_of_its_items() -> None:
    """The id is made from the item, so that a corrected headline does not move the story's page."""
    one = report("a", published=datetime(2026, 9, 8, tzinfo=UTC))
    (story,) = stories([one], ())
    assert story.id == digest(item_id("a", one.guid), kind="story")


def test_a_version_of_the_next_day_joins_the_story_of_the_item() -> None:
    """A correction of tomorrow stands in the story that holds today's version, founder or not, whatever it says now."""
    monday = [report("a", guid="1"), report("b", retold(QUAKE["fr"]), guid="2", after=1)]
    was = stories(monday, ())
    for source, guid in (("a", "1"), ("b", "2")):
        corrected = report(source, STRIKE, guid=guid, version=2, after=25)
        (now,) = stories([corrected], (), before=was, articles_before={one.id: one for one in monday})
        assert now.id == was[0].id
        assert now.article_ids[-1] == corrected.id


def test_two_stories_never_have_one_id() -> None:
    """A later version of a founding item joins its story even if the earlier version is not at hand any more."""
    was = stories([report("a", guid="1")], ())
    corrected = report("a", STRIKE, guid="1", version=2, after=25)
    found = stories([corrected, report("b", STRIKE, after=25)], (), before=was)
    assert len({story.id for story in found}) == len(found)
    (holder,) = [story for story in found if corrected.id in story.article_ids]
    assert holder.id == was[0].id


def test_a_sequel_shares_the_thread() -> None:
    """A later day's story about the same people and place that is another event shares the thread of the first."""
    strike = [report("a", STRIKE), report("b", retold(STRIKE), after=1)]
    after = (
        "Une enquête vise les embauches de Port Sarrance",
        "Le parquet de Valmer enquête sur des contrats signés en mars. Yvon Kerdal sera entendu lundi.",
        "Selon le tribunal, 71 dossiers auraient disparu. L'avocate Maëlle Duroc réclame l'accès aux pièces.",
    )
    news = [report("c", after, after=48), report("d", retold(QUAKE["fr"]), after=48)]
    strict = StorySettings(join=2.0)  # to a few short texts the default would grant that they are one story
    found = stories([*strike, *news], (), settings=strict)
    story_of = {article_id: story for story in found for article_id in story.article_ids}
    first, sequel, apart = (story_of[one.id] for one in (strike[0], *news))
    assert len({first.id, sequel.id, apart.id}) == 3
    assert first.thread == sequel.thread == first.id
    assert apart.thread is None
    later = stories(
        news, (), before=stories(strike, ()), articles_before={one.id: one for one in strike}, settings=strict
    )
    assert [story.thread for story in later] == [first.id, first.id, None]


def test_ten_thousand_equal_texts_that_nobody_called_copies() -> None:
    """Ten thousand equal reports without a wire copy are one story, in bounded time."""
    articles = [report(f"s{n}", guid=str(n)) for n in range(10_000)]
    assert len(stories(articles, ())) == 1


SHARES = "L'action {} gagne {} % à {} francs mardi à la bourse. Le volume échangé atteint {} titres depuis l'ouverture."
RESULTS = "{} bat {} par {} à {} mardi soir en championnat, devant {} spectateurs. Le prochain match aura lieu samedi."


def test_share_prices_and_results_are_series() -> None:
    """What a machine fills in for each company and each match is one series; it cannot lead."""
    firms = [
        ("Novalp", 1.2, 34.5, 1200),
        ("Brévine", 0.4, 120.1, 800),
        ("Suchard", 2.1, 9.8, 15000),
        ("Zelk", 3, 71, 90),
    ]
    games = [
        ("Orbe", "Nyon", 3, 1, 900),
        ("Sion", "Thoune", 2, 0, 7400),
        ("Bulle", "Morges", 4, 2, 310),
        ("Wil", "Coire", 1, 0, 55),
    ]
    shares = [an_article(f"{f[0]} en hausse", source="ticker", body=[SHARES.format(*f)], guid=f[0]) for f in firms]
    results = [an_article(f"{g[0]} gagne", source="scores", body=[RESULTS.format(*g)], guid=g[0]) for g in games]
    found = stories([*shares, *results, report("a")], ())
    assert sorted((len(story.members), story.series is not None) for story in found) == [
        (1, False),
        (4, True),
        (4, True),
    ]
