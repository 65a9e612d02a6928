# Everything Bouclage needs is Python and pip: `make edition` on a fresh machine does the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: edition serve test check gates bench lock sample clean help

help: ## What there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

edition: $(VENV)/ready ## Set up, read the bundled days, close the edition, mail it to a local mailbox, say where to look
	@$(BIN)/bouclage demo --out edition

serve: $(VENV)/ready ## The same, then show the edition and the outlets' sites in a browser until Ctrl-C
	@$(BIN)/bouclage demo --out edition --serve

test: $(VENV)/ready-dev ## Everything that needs nothing but pip; says what it skipped
	@$(BIN)/python -m pytest -q tests --ignore=tests/gates

gates: $(VENV)/ready-dev ## Quality scores against their floors
	@$(BIN)/python -m pytest -q tests/gates

check: $(VENV)/ready-dev ## Style, types, the arrow of imports
	@$(BIN)/ruff format --check -q src tests benchmarks sample docs
	@$(BIN)/ruff check -q src tests benchmarks sample docs
	@$(BIN)/python docs/generate.py --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache

bench: $(VENV)/ready-dev ## Measure, beside the peers
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

sample: $(VENV)/ready-dev ## Build sample/site and sample/gold.json from sample/texts
	@$(BIN)/python -m sample.builder

lock: ## Pin the dependencies again (needs uv)
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove what was built
	rm -rf $(VENV) edition build dist .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bouclage needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing the pinned dependencies…"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing the pinned dependencies, those for tests too…"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@ $(VENV)/ready
