"""How reports are brought together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingConfig:
    """What grouping may use besides words, names and figures."""

    model: str | None = None  # folder of a sentence-transformers model; needs bouclage[embeddings]; None = no model
