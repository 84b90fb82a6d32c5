# The commands a developer needs; CI runs the same ones. PYTHON may be set from outside.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: dev lint types test check data bench bench-speed bench-peers fuzz dist clean

dev: $(BIN)/piiscan          ## make the development environment
$(BIN)/piiscan:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[dev]'

lint: dev                    ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev                   ## mypy --strict on src
	$(BIN)/mypy

test: dev                    ## every test but the slow ones
	$(BIN)/pytest -m 'not slow'

check: lint types            ## all that CI checks
	$(BIN)/pytest

data: dev                    ## rebuild the lists from their pinned sources (needs 1 GB, some minutes)
	$(BIN)/python tools/build_data.py

bench: dev                   ## quality: CORPORA=folder of the evaluation corpora
	$(BIN)/python benchmarks/quality/run.py --corpora $(CORPORA)

bench-speed: dev             ## speed by kind of text and stage, start-up, linearity
	$(BIN)/python benchmarks/speed/run.py

bench-peers: dev             ## other scanners on the same files, each in an environment of its own
	$(BIN)/python benchmarks/speed/peers.py

fuzz: dev                    ## every extractor for SECONDS (60) each, one after another; FORMATS="pdf docx" for some
	$(BIN)/pip install --quiet --editable '.[fuzz]'
	$(BIN)/python tools/fuzz/run.py --seconds $(or $(SECONDS),60) $(FORMATS)

dist: dev                    ## wheel and source archive
	$(BIN)/python -m build

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
