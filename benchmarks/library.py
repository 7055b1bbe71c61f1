"""What the library costs and finds: `python benchmarks/library.py [--large]`.

Prints, for the bundled digests: the time to open, to warm and to search, with Chroma and without; and how often the
questions in tests/library/questions.jsonl find their passage, with the refusals at each threshold. With `--large`:
ingest, search and a re-ingest without change at 10,000 passages, beside bare Chroma and bare bm25s in the same run.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.library.ingest import ingest
from coach.library.search import Library
from coach.library.words import terms

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "library" / "questions.jsonl"


def timed(what: str, run: Callable[[], object]) -> object:
    began = time.perf_counter()
    result = run()
    print(f"{what:<58}{(time.perf_counter() - began) * 1000:>10.1f} ms")
    return result


def spread(what: str, asked: Sequence[str], run: Callable[[str], object]) -> None:
    run(asked[0])
    times = []
    for question in asked:
        began = time.perf_counter()
        run(question)
        times.append((time.perf_counter() - began) * 1000)
    cut = statistics.quantiles(times, n=100)
    print(f"{what:<58}{cut[49]:>10.2f} ms p50 {cut[98]:>8.2f} ms p99")


def quality(library: Library, questions: Sequence[dict[str, object]]) -> None:
    ranks: list[int] = []
    known: list[float] = []
    unknown: list[float] = []
    for question in questions:
        hits = library.search(str(question["question"]))
        best = max((hit.evidence for hit in hits), default=0.0)
        wanted = question["passages"]
        if not isinstance(wanted, list) or not wanted:
            unknown.append(best)
            continue
        known.append(best)
        ranks.append(next((n for n, hit in enumerate(hits, 1) if hit.passage.id in wanted), 0))
    print(f"\n{len(known)} questions with an answer, {len(unknown)} without")
    print(f"hit@1 {share(rank == 1 for rank in ranks)}  hit@5 {share(rank > 0 for rank in ranks)}  ", end="")
    print(f"MRR {statistics.mean(1 / rank if rank else 0 for rank in ranks):.3f}")
    for at in (0.38, 0.40, 0.42, library.embedding.threshold, 0.45, 0.48):
        right = share(best < at for best in unknown)
        false = share(best < at for best in known)
        print(f"threshold {at:.2f}: refused rightly {right}, refused wrongly {false}")


def share(found: object) -> str:
    return f"{statistics.mean(map(float, found)):.3f}"  # type: ignore[call-overload]


def small(folder: Path) -> None:
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    asked = [question["question"] for question in questions]
    library = timed("open, nothing stored yet", lambda: Library.open(folder))
    assert isinstance(library, Library)
    print(f"{len(library.passages())} passages")
    spread("search before warming (exact)", asked, library.search)
    timed("warm: import Chroma, store, open", library.warm)
    spread("search after warming (Chroma)", asked, library.search)
    timed("open again", lambda: Library.open(folder))
    quality(library, questions)


def write(folder: Path, files: int, sections: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - the same documents every time
    words = [
        f"{a}{b}{c}"
        for a in ("ka", "lo", "mi", "ne", "pu")
        for b in "bdfgklmnprst"
        for c in ("a", "er", "ing", "o")
    ]
    words += "market client price offer growth brand sale goal process skill trend story risk plan".split()
    texts = []
    for number in range(files):
        parts = []
        for section in range(sections):
            body = " ".join(chance.choices(words, k=100))
            texts.append(body)
            parts.append(f"## Part {section} {chance.choice(words)}\n\n{body}.")
        (folder / f"{number}.md").write_text("\n\n".join(parts), encoding="utf-8")
    return texts


def large(folder: Path, files: int = 2_000, sections: int = 5) -> None:
    import bm25s
    import chromadb
    import numpy as np

    docs, data = folder / "docs", folder / "data"
    docs.mkdir()
    texts = write(docs, files, sections)
    print(f"\n{len(texts)} passages in {files} files")
    timed("ingest", lambda: ingest([docs], data))
    timed("ingest again, nothing changed", lambda: ingest([docs], data))
    (docs / "0.md").write_text("## One more\n\nWords of another kind.", encoding="utf-8")
    timed("ingest again, one file changed", lambda: ingest([docs], data))
    library = timed("open", lambda: Library.open(data))
    assert isinstance(library, Library)
    timed("warm", library.warm)
    asked = [" ".join(text.split()[10:18]) for text in texts[::50]]
    spread("search", asked, library.search)

    embed = library.embedding
    vectors = timed("bare: embed", lambda: embed.embed(texts))
    assert isinstance(vectors, np.ndarray)
    client = chromadb.PersistentClient(str(folder / "bare"))
    bare = client.create_collection("bare", embedding_function=None)

    def fill() -> None:
        for at in range(0, len(texts), 5_000):
            some = slice(at, at + 5_000)
            bare.add(ids=[str(n) for n in range(at, at + len(texts[some]))], embeddings=vectors[some])

    timed("bare: Chroma add", fill)
    model = bm25s.BM25()
    model.index([terms(text) for text in texts], show_progress=False)
    spread(
        "bare: embed and Chroma query",
        asked,
        lambda q: bare.query(query_embeddings=[embed.embed_query(q)], n_results=40),
    )
    spread("bare: bm25s", asked, lambda q: model.retrieve([terms(q)], k=40, show_progress=False))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also measure at 10,000 passages")
    with tempfile.TemporaryDirectory() as name:
        small(Path(name) / "small")
        if parser.parse_args().large:
            large(Path(name))
