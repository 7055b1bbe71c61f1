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
    for row, text in zip(rows, texts, strict=True):
        words = [_word(word) for word in tokens(text)]
        if not words:
            continue
        counts = Counter(map(id, words))
        known = {id(word): word for word in words}
        some = list(known.values())
        often = np.array([1 + math.log(counts[key]) for key in known], dtype=np.float32)
        sizes = [len(word.buckets) for word in some]
        pairs, signs = _pairs(words)
        buckets = np.concatenate([*(word.buckets for word in some), pairs])
        weights = np.concatenate(
            [np.repeat(often, sizes) * np.concatenate([word.weights for word in some]), signs]
        )
        row[:] = np.bincount(buckets, weights, DIMENSIONS)
    return rows


def _pairs(words: Sequence[_Word]) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
    """Buckets and signed weights of the pairs in a row, each pair once: of meaningful words with the stop
    words between them left out, and of neighbours of which one is a stop word.
    """
    import numpy as np

    marks = np.array([word.mark for word in words], dtype=np.uint64)
    stop = np.array([word.stop for word in words])
    plain = marks[~stop]
    mixed = stop[:-1] | stop[1:]
    near = _mix(marks[:-1][mixed], marks[1:][mixed], 3)
    keys = np.concatenate([np.unique(_mix(plain[:-1], plain[1:], 1)), np.unique(near)])
    weights = np.full(len(keys), _STOP_PAIR, dtype=np.float32)
    weights[: len(keys) - len(np.unique(near))] = _PAIR
    # The lowest bit is the sign, so that collisions cancel out instead of adding up.
    slots = keys % np.uint64(2 * DIMENSIONS)
    return (slots >> np.uint64(1)).astype(np.int64), np.where(slots & np.uint64(1), weights, -weights)


def _mix(left: "NDArray[np.uint64]", right: "NDArray[np.uint64]", salt: int) -> "NDArray[np.uint64]":
    """A hash of each pair, by multiplication with odd numbers (they wrap around)."""
    import numpy as np

    mixed = (left * np.uint64(0x9E3779B97F4A7C15) + right) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((mixed + np.uint64(salt)) >> np.uint64(40))


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
