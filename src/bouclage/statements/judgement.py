"""Judgement: how likely two claims clash, from their measures, with learned weights.

A logistic regression for each kind of dispute; its weights are in `lexicon/judgement.toml`, written by
`python -m tests.gates.disputes.learn`. Nothing is learned at closing, and every weight can be read.
"""

import math
import tomllib
from functools import cache
from importlib.resources import files


def likelihood(kind: str, measured: dict[str, float]) -> float:
    """Return the likelihood, 0 to 1, that two claims of these measures are a clash of this kind."""
    weights = _weights()[kind]
    total = sum(weights.get(name, 0.0) * value for name, value in measured.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def threshold(kind: str) -> float:
    """Return the likelihood from which a clash of a kind is one."""
    return _weights()[kind]["threshold"]


@cache
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads((files("bouclage.statements.lexicon") / "judgement.toml").read_text(encoding="utf-8"))
