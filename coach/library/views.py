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


def lined_up(starts: "Rows", counts: "Rows", none: int) -> "NDArray[np.int32]":
    """The numbers from each start on, as many as its count, a row each; `none` fills the rows up."""
    import numpy as np

    most = max(TOP, int(counts.max(initial=0)))
    places = np.arange(most, dtype=np.int32)
    return np.where(places < counts[:, None], starts.astype(np.int32)[:, None] + places, np.int32(none))


def best_of(scores: "Floats", lines: "NDArray[np.int32]") -> "Floats":
    """Of each passage, the mean of its best score and of its TOP best ones. Each of `lines` has the numbers of one's
    scores, as `lined_up` gives them; the number after the last stands for none.

    One question that is put alike by chance says less than several that come near.
    """
    import numpy as np

    table = np.append(-scores, np.float32(np.inf))[lines]
    table.partition(TOP - 1, axis=1)
    first, *others = (-column for column in table.T[:TOP])
    best, total, count = first, first, 1
    for column in others:
        there = column > -np.inf
        best = np.maximum(best, column)
        total = total + np.where(there, column, 0)
        count = count + there
    found: Floats = ((best + total / count) / 2).astype(np.float32)
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

    found: Floats = np.vecdot(vectors, vector)
    return found


def highest(scores: "Floats", count: int) -> list[int]:
    """The rows of the `count` highest scores, best first, of equal ones the lower row first."""
    import numpy as np

    some = np.argpartition(-scores, count - 1)[:count]
    found: list[int] = some[np.lexsort((some, -scores[some]))].tolist()
    return found
