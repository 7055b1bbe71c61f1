"""The vectors on the disk, as Chroma leaves and finds them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from coach.library.vectors import Chroma, write_chroma


def test_an_index_is_written_whole_so_that_whoever_opens_it_adds_nothing(tmp_path: Path) -> None:
    chance = np.random.default_rng(7)
    vectors = chance.normal(size=(2_500, 4)).astype(np.float32)
    ids = [str(number) for number in range(len(vectors))]
    told: list[tuple[int, int, str]] = []
    write_chroma(tmp_path / "chroma", ids, vectors, lambda *step: told.append(step))
    with closing(sqlite3.connect(tmp_path / "chroma" / "chroma.sqlite3")) as base:
        waiting = base.execute("SELECT count(*) FROM embeddings_queue").fetchone()[0]
    assert waiting <= 1  # Chroma keeps the last one
    chroma = Chroma(tmp_path / "chroma", ids)
    assert chroma.nearest(vectors[2_400], 1)[0][0] == 2_400
    chroma.close()
    assert [done for done, _, _ in told] == [1_250, 2_500]


def test_an_index_of_nothing_is_written_too(tmp_path: Path) -> None:
    write_chroma(tmp_path / "chroma", [], np.zeros((0, 4), dtype=np.float32))
    assert (tmp_path / "chroma" / "chroma.sqlite3").is_file()
