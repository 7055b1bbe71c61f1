"""The built-in embedding: hashed stems, word pairs, concepts and character n-grams. No model and no download.

A text is the sum of its words' features, each in a bucket with a sign, scaled to length one by the caller.
"""

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coach.library.words import concepts, is_stop, stem, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DIMENSIONS = 512
"""384 lose a question in twenty to collisions, 2048 gain none."""
_STOP, _PAIR, _STOP_PAIR = 0.4, 0.4, 0.4
"""Weights of a stop word, of two words in a row, and of such a pair with a stop word in it: "who came up
with" and "what is" tell questions apart that have all else in common."""
AT_ONCE = 32
"""Texts that go through each step together: a step costs more than a question's few words do, and what it makes of more
than these, where they are long, is slow to reach in memory.
"""
_KEY = 24
"""Bits of the hash of a pair."""
_CONCEPT, _GRAMS = 1.0, 0.6
"""Weights of a word's concepts, each, and of its character n-grams, together, beside 1 for its stem."""


class _Word(NamedTuple):
    buckets: "NDArray[np.int64]"
    weights: "NDArray[np.float32]"
    """Of each bucket, with its sign."""
    mark: int
    """Stands for the stem in the hash of a pair."""
    stop: bool


def embed(texts: Sequence[str]) -> "Vectors":
    """One row a text, not scaled; a text without words is a row of noughts."""
    import numpy as np

    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for at in range(0, len(texts), AT_ONCE):
        told = [tokens(text) for text in texts[at : at + AT_ONCE]]
        if any(told):
            rows[at : at + AT_ONCE] = _sums(told)
    return rows


def _sums(told: Sequence[Sequence[str]]) -> "NDArray[np.float64]":
    """One row for each text's words."""
    import numpy as np

    counts = [Counter(some) for some in told]
    words = [_word(word) for some in counts for word in some]
    often = np.array([1 + math.log(count) for some in counts for count in some.values()], dtype=np.float32)
    sizes = [len(word.buckets) for word in words]
    rows = np.repeat(np.arange(len(told)), [len(some) for some in counts])
    pairs, signs = _pairs(told)
    buckets = np.concatenate([word.buckets for word in words]) + np.repeat(rows * DIMENSIONS, sizes)
    weights = np.repeat(often, sizes) * np.concatenate([word.weights for word in words])
    found = np.bincount(
        np.concatenate([buckets, pairs]), np.concatenate([weights, signs]), len(told) * DIMENSIONS
    )
    return np.asarray(found, dtype=np.float64).reshape(len(told), DIMENSIONS)


def _pairs(told: Sequence[Sequence[str]]) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
    """Buckets, counted on from text to text, and signed weights of the pairs in a row, each once a text: of meaningful
    words with the stop words between them left out, and of neighbours of which one is a stop word.
    """
    import numpy as np

    words = [_word(word) for some in told for word in some]
    marks = np.array([word.mark for word in words], dtype=np.uint64)
    stop = np.array([word.stop for word in words])
    rows = np.repeat(np.arange(len(told), dtype=np.uint64), [len(some) for some in told])
    mixed = stop[:-1] | stop[1:]
    keys = np.unique(
        np.concatenate([_keys(marks[~stop], rows[~stop], True, 0), _keys(marks, rows, mixed, 1)])
    )
    weights = np.array([_PAIR, _STOP_PAIR], dtype=np.float32)[(keys >> np.uint64(_KEY)) & np.uint64(1)]
    # The lowest bit is the sign, so that collisions cancel out instead of adding up.
    slots = keys % np.uint64(2 * DIMENSIONS)
    buckets = (slots >> np.uint64(1)) + (keys >> np.uint64(_KEY + 1)) * np.uint64(DIMENSIONS)
    return buckets.astype(np.int64), np.where(slots & np.uint64(1), weights, -weights)


def _keys(
    marks: "NDArray[np.uint64]", rows: "NDArray[np.uint64]", wanted: "NDArray[np.bool_] | bool", kind: int
) -> "NDArray[np.uint64]":
    """Of each wanted pair of neighbours in one text: the text, the kind, and a hash of _KEY bits."""
    import numpy as np

    some = (rows[:-1] == rows[1:]) & wanted
    above = ((rows[1:][some] << np.uint64(1)) | np.uint64(kind)) << np.uint64(_KEY)
    keys: NDArray[np.uint64] = above | _mix(marks[:-1][some], marks[1:][some], 1 + 2 * kind)
    return keys


def _mix(left: "NDArray[np.uint64]", right: "NDArray[np.uint64]", salt: int) -> "NDArray[np.uint64]":
    """A hash of each pair, by multiplication with odd numbers (they wrap around)."""
    import numpy as np

    mixed = (left * np.uint64(0x9E3779B97F4A7C15) + right) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((mixed + np.uint64(salt)) >> np.uint64(64 - _KEY))


@lru_cache(maxsize=50_000)
def _word(word: str) -> _Word:
    import numpy as np

    stop = is_stop(word)
    base = stem(word)
    if stop:
        found = [(word, _STOP)]
    else:
        grams = {f"<{word}>"[at : at + size] for size in (3, 4) for at in range(len(word) + 3 - size)}
        each = _GRAMS / math.sqrt(len(grams)) if grams else 0.0
        found = [(base, 1.0), *((f"~{row}", _CONCEPT) for row in concepts().get(base, ()))]
        found += [("#" + gram, each) for gram in sorted(grams)]
    # Python's own hash() differs from run to run.
    slots = np.array([zlib.crc32(feature.encode()) % (2 * DIMENSIONS) for feature, _ in found])
    weights = np.array([weight for _, weight in found], dtype=np.float32)
    return _Word(slots >> 1, np.where(slots & 1, weights, -weights), zlib.crc32(base.encode()), stop)
