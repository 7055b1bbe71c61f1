# make run       install what changed and serve the coach in the browser
# make test      everything that .ci/run runs
# make install   make .venv, no more
# make evals     measure the coach offline, and fail if it got worse (evals/README.md)
# make lock      write constraints.txt anew from pyproject.toml

WORKERS ?= 2

.PHONY: install run test lint evals lock
install:
	@scripts/install

run: install
	@exec .venv/bin/coach serve

lint:
	@scripts/install dev
	.venv/bin/ruff check .
	.venv/bin/mypy --strict coach evals

evals:
	@scripts/install dev
	.venv/bin/coach eval --quiet

# pytest comes last, so that its closing line is the last one. One file stays on one worker: a file that starts a
# server or builds an index does it once.
test: lint evals
	@CHROMIUM="$$(scripts/chromium)" && export CHROMIUM && \
	echo ".venv/bin/pytest -n $(WORKERS) --dist loadfile" && \
	.venv/bin/python -m pytest -q -n $(WORKERS) --dist loadfile

lock:
	@scripts/lock
