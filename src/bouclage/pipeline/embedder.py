"""A sentence-transformers model from a folder on disk, as the embedder that grouping may use. Nothing is downloaded."""

import importlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bouclage.errors import ConfigError
from bouclage.stories import Embedder

_KEY = "grouping.model"


@lru_cache(maxsize=1)
def load_embedder(folder: Path) -> Embedder:
    """Return the model in `folder`, as sentence-transformers saves one (modules.json, tokenizer, weights).

    Raise ConfigError where there is none, it cannot be read, or the extra `bouclage[embeddings]` is not installed.
    A model is loaded once a process: it takes seconds.
    """
    if not (folder / "modules.json").is_file():
        raise ConfigError(f"no sentence-transformers model is in {str(folder)!r}", key=_KEY, origin="the configuration")
    try:
        library = importlib.import_module("sentence_transformers")
    except ImportError as error:
        raise ConfigError("needs the extra bouclage[embeddings]", key=_KEY, origin="the configuration") from error
    try:
        model = library.SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigError(f"the model cannot be loaded: {said}", key=_KEY, origin="the configuration") from error

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        found = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    return embed
