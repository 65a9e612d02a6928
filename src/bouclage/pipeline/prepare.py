"""Prepare: find ahead of a closing what takes longest in it, so that it is short however much the day brought."""

from collections.abc import Callable, Iterable

from bouclage.config import Config
from bouclage.errors import EditionNotFoundError
from bouclage.pipeline.close import Closing, asked_by
from bouclage.pipeline.said import Question, batches, find
from bouclage.store import Store


def statements_wanted(store: Store, config: Config, closing: Closing) -> tuple[Question, ...]:
    """Return what a closing would have to find in the reports stored now, and nobody has found yet.

    Nothing once the edition is closed. Groups the reports as the closing will; saves nothing.
    """
    with store.read() as tx:
        try:
            tx.editions.head(closing.edition.name, closing.day)
        except EditionNotFoundError:
            pass
        else:
            return ()
    asked = asked_by(store, config, closing)
    with store.read() as tx:
        known = tx.said.known(question.key for question in asked)
    return tuple(question for question in asked if question.key not in known)


def find_statements(
    store: Store,
    closing: Closing,
    wanted: Iterable[Question],
    *,
    going_on: Callable[[], bool] = lambda: True,
) -> int:
    """Find and keep them, batch by batch, for as long as `going_on`; return how many were found.

    May be done twice and stopped anywhere: what others found meanwhile is not found again.
    """
    found = 0
    for batch in batches(wanted):
        with store.read() as tx:
            known = tx.said.known(question.key for question in batch)
            left = [question for question in batch if question.key not in known]
            articles = tx.articles.by_ids(key for question in left for key in question.article_ids)
        answers = find(left, articles, closing.edition, going_on)
        if answers:
            with store.begin() as tx:
                found += tx.said.save(closing.edition.name, closing.day, answers)
        if not going_on():
            break
    return found
