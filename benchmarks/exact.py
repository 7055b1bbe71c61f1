"""From how many vectors on Chroma finds neighbours sooner than an exact search does: `python -m benchmarks.exact`.

What `coach.library.index.EXACT` rests on. For each size, vectors in clusters, written as the library writes them, and 200
questions near some of them; the two are asked by turns for 40 neighbours. `found` is the share of the exact neighbours that
Chroma finds.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from coach.library.vectors import Chroma, write_chroma
from coach.library.views import cosines, highest

WANTED, ASKED = 40, 200
CLUSTER = 25
"""Vectors of a cluster, as many as the views of one passage of a digest."""


def scaled(rows: Any) -> Any:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def made(chance: np.random.Generator, size: int, numbers: int) -> tuple[Any, Any]:
    """The vectors, and the questions."""
    middles = chance.normal(size=(max(8, size // CLUSTER), numbers))
    vectors = scaled(
        middles[chance.integers(0, len(middles), size)] + 0.9 * chance.normal(size=(size, numbers))
    )
    near = vectors[chance.integers(0, size, ASKED)]
    return vectors, scaled(near + scaled(chance.normal(size=(ASKED, numbers))))


def timed(run: Callable[[], list[int]], times: list[float]) -> set[int]:
    began = time.perf_counter()
    found = run()
    times.append(1000 * (time.perf_counter() - began))
    return set(found)


def measure(size: int, numbers: int) -> None:
    vectors, questions = made(np.random.default_rng(5), size, numbers)
    ids = [f"article/passage-{row}" for row in range(size)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_chroma(folder / "chroma", ids, vectors)
        np.save(folder / "vectors.npy", vectors)
        kept = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
        chroma = Chroma(folder / "chroma", ids)
        theirs: list[float] = []
        ours: list[float] = []
        found = 0
        for question in questions:
            nearest = timed(lambda q=question: [row for row, _ in chroma.nearest(q, WANTED)], theirs)  # type: ignore[misc]
            exact = timed(lambda q=question: highest(cosines(kept, q), WANTED), ours)  # type: ignore[misc]
            found += len(nearest & exact)
        chroma.close()
    print(
        f"{numbers:>5} numbers {size:>7,} vectors   exact {statistics.median(ours):5.2f} ms   "
        f"Chroma {statistics.median(theirs):5.2f} ms, found {found / (WANTED * ASKED):.3f}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_800, 4_000, 10_000, 20_000, 30_000])
    given = parser.parse_args()
    for numbers in (512, 384):
        for size in given.sizes:
            measure(size, numbers)
