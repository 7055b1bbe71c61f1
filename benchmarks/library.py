"""What the library costs beside bare Chroma and bare bm25s: `python -m benchmarks.library [--sizes 100 10000 50000]`.

For each size, in one run: the time to open and to warm, a query's p50 and p99 (ours, Chroma and bm25s by turns), an
ingest, the same again without a change and with one file changed, Chroma's own `add` of the same passages, and the
peak memory. Each side runs in a process of its own for its memory and its ingest. The digests are copied first, so that
an edit of them in the meantime changes nothing; and a line is printed only if the ingest did what the line says.

A library of 100 passages is the bundled digests, with their questions, and enough documents to make up the number; the
larger ones are the digests and documents of random words, the same every time. Chroma gets the same passages' texts
and ready-made vectors, so that it embeds nothing and reads no file; bm25s the same terms. Imports are not counted.
"""

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coach.library.articles import knowledge_folder
from coach.library.ingest import ingest
from coach.library.search import Library
from coach.library.shelf import Shelf
from coach.library.views import views
from coach.library.words import terms

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "library" / "questions.jsonl"
FOUND = 40
"""Neighbours asked of the bare libraries: as many as ours lets each ranking put forward."""
BATCH = 5_000
"""Rows a call of Chroma's add: its limit is a little higher."""
FEW = 1_000
"""Passages below which most of ours are of the digests, so that Chroma is given the same vectors in a further run."""


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def spread(times: Sequence[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    cut = statistics.quantiles(times, n=100)
    return cut[49] * 1000, cut[98] * 1000


def write(folder: Path, passages: int) -> None:
    """Documents of five sections of a hundred random words, the same every time."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    ends = [f"{b}{c}" for b in "bdfgklmnprst" for c in ("a", "er", "ing", "o")]
    words = [f"{a}{end}" for a in ("ka", "lo", "mi", "ne", "pu") for end in ends]
    words += "market client price offer growth brand sale goal process skill trend story risk plan".split()
    folder.mkdir()
    for number in range(-(-passages // 5)):
        count = min(5, passages - 5 * number)
        parts = []
        for section in range(count):
            body = " ".join(chance.choices(words, k=100))
            parts.append(f"## Part {section} {chance.choice(words)}\n\n{body}.")
        (folder / f"{number}.md").write_text("\n\n".join(parts), encoding="utf-8")


def opened(data: Path) -> Library:
    """The library of a data folder, over the copy of the digests that lies beside it."""
    return Library.open(data, articles=data.parent / "articles")


def ingested(docs: Path, data: Path) -> dict[str, float]:
    """One ingest: its seconds, how many files it read, and the number of the version that is served after it."""
    found: dict[str, float] = {}

    def run() -> None:
        report = ingest([docs], data, articles=data.parent / "articles")
        found.update(read=len(report.read), passages=report.passages)
        if report.removed or report.refused:
            raise SystemExit(f"an ingest took away or refused files: {report.removed + report.refused}")

    took = seconds(run)
    version = Shelf(data / "library").current()
    if version is None:
        raise SystemExit("an ingest left no version")
    return {**found, "seconds": took, "peak": peak(), "version": int(version.name.removeprefix("v"))}


def questions(library: Library) -> list[str]:
    """Half of them plain questions, half words out of the documents."""
    plain = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    texts = [passage.text for passage in library.passages() if passage.kind == "added"]
    step = max(1, len(texts) // len(plain))
    return plain + [" ".join(text.split()[10:18]) for text in texts[::step]][: len(plain)]


def fill(folder: Path, library: Path, what: str) -> dict[str, float]:
    """Seconds that bare Chroma takes to make its client and collection, and for its `add` of a library's passages: of
    "vectors" alone, of "documents" too, or of "views", which is every vector that ours holds with its text.
    """
    import chromadb
    import numpy as np

    ours = opened(library)
    texts = [passage.text for passage in ours.passages()]
    if what == "views":
        texts = [text for passage in ours.passages() for text in views(passage, ours.embedding)]
    vectors: Any = np.array(ours.embedding.embed(texts))
    began = time.perf_counter()
    collection = chromadb.PersistentClient(str(folder)).create_collection("bare", embedding_function=None)
    made = time.perf_counter() - began

    def add() -> None:
        for at in range(0, len(texts), BATCH):
            some = slice(at, at + BATCH)
            collection.add(
                ids=[str(number) for number in range(at, at + len(texts[some]))],
                embeddings=vectors[some],
                documents=None if what == "vectors" else texts[some],
            )

    return {"made": made, "seconds": seconds(add), "rows": len(texts), "peak": peak()}


def queries(library: Path, *bare: Path) -> dict[str, float]:
    """Milliseconds of a query: ours, and what the bare ones take for embedding, neighbours and BM25, by turns.

    The second of the `bare` folders, if there is one, is asked in a round of its own ("same ..."), so that it is in nobody's way.
    """
    import bm25s
    import chromadb

    found: dict[str, float] = {}
    ours = opened(library)
    found["open"] = seconds(lambda: opened(library))
    found["warm"] = seconds(ours.warm)
    assert ours.notes == ()
    asked = questions(ours)
    model = bm25s.BM25()
    model.index([terms(passage.text) for passage in ours.passages()], show_progress=False)

    def words(question: str) -> object:
        return model.retrieve([terms(question)], k=FOUND, show_progress=False)

    for prefix, folder in zip(("", "same "), bare, strict=False):
        collection = chromadb.PersistentClient(str(folder)).get_collection("bare", embedding_function=None)

        def neighbours(question: str, collection: Any = collection) -> object:
            return collection.query(
                query_embeddings=[ours.embedding.embed_query(question)],
                n_results=FOUND,
                include=["distances"],
            )

        for side, times in by_turns(
            {"ours": ours.search, "chroma": neighbours, "bm25s": words}, asked
        ).items():
            found[f"{prefix}{side} p50"], found[f"{prefix}{side} p99"] = spread(times)
    ours.close()
    return found


def by_turns(sides: Mapping[str, Callable[[str], object]], asked: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each side for each question. Every other time the first side comes last: whoever comes first stems the
    words that no question had before, and the others find them stemmed.
    """
    times: dict[str, list[float]] = {side: [] for side in sides}
    first, *others = sides
    for number, question in enumerate(asked):
        for side in (first, *others) if number % 2 == 0 else (*others, first):
            run = sides[side]
            run(question) if number == 0 else None
            times[side].append(seconds(lambda run=run, question=question: run(question)))  # type: ignore[misc]
    return times


def child(task: str, *arguments: object) -> dict[str, float]:
    """Run one task in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks.library", "--task", task, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def task(name: str, arguments: Sequence[str]) -> dict[str, float]:
    first, second = Path(arguments[0]), Path(arguments[1])
    if name == "ingest":
        import bm25s  # noqa: F401 - importing is measured elsewhere
        import chromadb  # noqa: F401
        import snowballstemmer  # type: ignore[import-untyped]  # noqa: F401

        return ingested(first, second)
    if name == "add":
        return fill(first, second, arguments[2])
    if name == "serve":
        library = opened(second)
        library.warm()
        library.search("What should I charge?")
        return {"peak": peak()}
    return queries(first, *map(Path, arguments[1:]))


def size(folder: Path, passages: int) -> None:
    docs, data = folder / "docs", folder / "data"
    shutil.copytree(knowledge_folder() / "articles", folder / "articles")
    write(docs, passages - len(opened(folder / "none").passages()))
    built = child("ingest", docs, data)
    again = child("ingest", docs, data)
    if built["passages"] != passages or again["read"] or again["version"] != built["version"]:
        raise SystemExit(f"not {passages:,} passages ingested twice without a change: {built}, {again}")
    plain = child("add", folder / "vectors", data, "vectors")
    texts = child("add", folder / "bare", data, "documents")
    # Each passage of a digest has some 25 vectors, each of the other documents' one.
    same = child("add", folder / "same", data, "views") if passages < FEW else None
    asked = child("queries", data, folder / "bare", *([folder / "same"] if same else []))
    memory = child("serve", docs, data)
    (docs / "0.md").write_text("## One more\n\nWords of another kind.", encoding="utf-8")
    changed = child("ingest", docs, data)
    if changed["read"] != 1 or changed["version"] == built["version"]:
        raise SystemExit(f"not one file changed: {changed}")
    both = asked["chroma p50"] + asked["bm25s p50"], asked["chroma p99"] + asked["bm25s p99"]
    print(f"\n{passages:,} passages")
    print(
        f"  ratio of a query, ours to Chroma and bm25s together     p50 {asked['ours p50'] / both[0]:5.2f}   "
        f"p99 {asked['ours p99'] / both[1]:5.2f}"
    )
    print(
        f"  ratio of the ingest's rate to Chroma's add              texts and vectors "
        f"{texts['seconds'] / built['seconds']:5.2f}   vectors alone {plain['seconds'] / built['seconds']:5.2f}"
    )
    print(
        f"  the same, Chroma's client and collection being made too texts and vectors "
        f"{(texts['made'] + texts['seconds']) / built['seconds']:5.2f}   vectors alone "
        f"{(plain['made'] + plain['seconds']) / built['seconds']:5.2f}"
    )
    if same:
        both = (
            asked["same chroma p50"] + asked["same bm25s p50"],
            asked["same chroma p99"] + asked["same bm25s p99"],
        )
        print(
            f"  Chroma holding the same {same['rows']:,.0f} vectors as ours: a query   p50 "
            f"{asked['same ours p50'] / both[0]:5.2f}   p99 {asked['same ours p99'] / both[1]:5.2f}   "
            f"ingest {(same['made'] + same['seconds']) / built['seconds']:5.2f}"
        )
        print(
            f"  query, chroma with the same vectors{asked['same chroma p50']:>25.2f} ms p50 {asked['same chroma p99']:>8.2f} ms p99"
        )
    for side in ("ours", "chroma", "bm25s"):
        print(f"  query, {side:<45}{asked[side + ' p50']:>8.2f} ms p50 {asked[side + ' p99']:>8.2f} ms p99")
    print(f"  open {asked['open'] * 1000:.0f} ms, warm {asked['warm'] * 1000:.0f} ms")
    print(f"  ingest, files to a served index                 {built['seconds']:>8.2f} s")
    print(f"  Chroma add, texts and vectors                   {texts['seconds']:>8.2f} s")
    print(f"  Chroma add, vectors alone                       {plain['seconds']:>8.2f} s")
    if same:
        print(f"  Chroma add, the same vectors and their texts    {same['seconds']:>8.2f} s")
    print(f"  Chroma's client and collection made             {texts['made']:>8.2f} s")
    print(f"  ingest again, nothing changed                   {again['seconds']:>8.2f} s")
    print(f"  ingest again, one file changed                  {changed['seconds']:>8.2f} s")
    print(
        f"  peak memory: ingest {built['peak']:,.0f} MB, Chroma add {texts['peak']:,.0f} MB, "
        f"searching {memory['peak']:,.0f} MB"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000, 50_000])
    parser.add_argument("--task", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        print(json.dumps(task(given.task[0], given.task[1:])))
    else:
        for passages in given.sizes:
            with tempfile.TemporaryDirectory() as name:
                size(Path(name), passages)
