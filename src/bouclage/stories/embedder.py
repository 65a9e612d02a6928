"""The port for a model that turns texts into vectors of their meaning. Without one nothing of it is used."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

MOST_CHARACTERS = 600  # what is news stands at the beginning, and a longer text costs more than it tells


class Embedder(Protocol):
    """Any function that gives each text a vector: texts of like meaning, in whatever language, lie near each other."""

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of unit length a text, in their order: (texts, dimensions). Equal texts, equal vectors."""
