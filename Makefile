# make demo: a virtual environment, the install, and the main job on a sample.
# make test: the same environment; linters, types and all tests.
# make fuzz: reads broken files of every format for ten minutes (SECONDS=60 SEED=7, or COUNT=800 of each).
# make clean: without it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SAMPLE ?= $(firstword $(wildcard samples/web-page/notice.txt samples/*/notice.txt))

.PHONY: demo test install install-dev lint types pytest bench clean fuzz

demo: install
	@echo; echo '$$ wpkit show $(SAMPLE)'
	@$(BIN)/wpkit show $(SAMPLE)
	@echo; echo '$$ wpkit validate $(SAMPLE)'
	@$(BIN)/wpkit validate $(SAMPLE) || true
	@mkdir -p out && $(BIN)/wpkit export --xlsx $(SAMPLE) -o out/demo.xlsx \
	  && $(BIN)/wpkit export --csv $(SAMPLE) -o out/demo.csv && $(BIN)/wpkit parse $(SAMPLE) -o out/demo.json \
	  && echo && echo 'written: out/demo.json out/demo.csv out/demo.xlsx'

test: install-dev lint types pytest

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

pytest:
	$(BIN)/python -m pytest -n 2

fuzz: install-dev
	$(BIN)/python tests/fuzz.py --seconds $(or $(SECONDS),$(if $(COUNT),0,600)) --count $(or $(COUNT),0) --seed $(or $(SEED),0)

# make bench: every speed figure in one table, beside its peers. (`benchmarks/speed.py --write` puts it into README.md.)
bench: install-dev
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[bench]' || echo 'some peers are not installed'
	$(BIN)/python benchmarks/speed.py

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# compileall: an editable install is never compiled, and reading the source anew costs each run its start;
# wpkit.precompile does the same for the regular expressions.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[xlsx]'
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m wpkit.precompile
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[all,dev]'
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m wpkit.precompile
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
