"""The ways in which a passage is seen, and how near the nearest few of them are to a question."""

import re
from typing import TYPE_CHECKING

from coach.library.articles import Passage
from coach.library.embedding import Embedding

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Rows = NDArray[np.int64]

TOP = 3
"""How many of a passage's views are heard, the best among them."""
LEAST = 4
"""Words of the shortest sentence that is a view."""
SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n+")


def views(passage: Passage, embedding: Embedding) -> list[str]:
    """The texts by which a passage is found: its body under its heading, then its questions, then its sentences.

    The sentences of a document without questions are left out: there may be many, and each costs an embedding. So are
    all of them where the embedding gains nothing by them.
    """
    body = f"{passage.title}\n{passage.title}\n{passage.text}"
    parts = SENTENCE.split(passage.text) if passage.answers and embedding.shares.told else []
    return [body, *passage.answers, *(part for part in parts if len(part.split()) >= LEAST)]


def best_of(scores: "Floats", counts: "Rows") -> "Floats":
    """Of each passage, the mean of its best score and of its TOP best ones; `counts` says how many of `scores`, which lie
    one passage after the other, are each one's (none has nought).

    One question that is put alike by chance says less than several that come near.
    """
    import numpy as np

    starts = np.cumsum(counts) - counts
    place = np.arange(len(scores)) - np.repeat(starts, counts)
    table = np.full((len(counts), max(TOP, int(counts.max()))), -np.inf, dtype=np.float32)
    table[np.repeat(np.arange(len(counts)), counts), place] = scores
    few = -np.partition(-table, TOP - 1, axis=1)[:, :TOP]
    there = np.isfinite(few)
    mean = np.where(there, few, 0).sum(axis=1) / there.sum(axis=1)
    found: Floats = ((few.max(axis=1) + mean) / 2).astype(np.float32)
    return found


def runs(starts: "Rows", counts: "Rows") -> "Rows":
    """The numbers from each start on, as many as its count, one run after the other."""
    import numpy as np

    ends = np.cumsum(counts)
    found: Rows = np.repeat(starts - ends + counts, counts) + np.arange(ends[-1])
    return found


def cosines(vectors: "Floats", vector: "Floats") -> "Floats":
    """Of each row. Not by `@`, which starts threads for this little, and they wait for one another on a busy machine."""
    import numpy as np

    found: Floats = np.einsum("ij,j->i", vectors, vector)
    return found
