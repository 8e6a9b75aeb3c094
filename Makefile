# `make` alone lists the targets. Everything generated goes to build/ and .venv/.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Twice the same site from the same commit.
export PYTHONHASHSEED := 0

# How `check` and `changes` write, what `changes` compares with, how far `remind` looks ahead, where `serve` is.
FORMAT ?= text
export BASE ?= origin/main
WITHIN ?= 14d
PORT ?= 8000

.PHONY: help html pdf export check changes gate remind test bench soak serve clean browser

help: ## List the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

html: $(READY) ## Check the plan and build the site in build/html
	$(BIN)/sphinx-build -W -q -b html -d build/doctrees . build/html
	@echo "build/html/index.html"

pdf: $(READY) ## Write the official documents as PDF to build/export
	$(BIN)/kehoach export pdf

export: $(READY) ## Write all documents, workbooks, calendars and data to build/export
	$(BIN)/kehoach export all

check: $(READY) ## Report everything that is wrong with needs/
	$(BIN)/kehoach check --format $(FORMAT)

# By the environment: the name of a branch is nothing for make to expand.
changes: $(READY) ## Tell what has changed in the plan since BASE
	$(BIN)/kehoach changes "$$BASE" --format $(FORMAT)

gate: $(READY) ## Fail where an obligation changed since BASE without a document
	$(BIN)/kehoach changes "$$BASE" --gate

remind: $(READY) ## Write a reminder for each agency to build/nhac-viec
	$(BIN)/kehoach remind --within $(WITHIN) --format markdown --out build/nhac-viec

test: $(READY) browser ## Run all tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

bench: $(READY) ## Measure speed against the references, in docs/performance.md
	$(BIN)/python bench/run.py
	$(BIN)/python bench/imports.py

soak: $(READY) ## The long, randomised test runs
	$(BIN)/pytest -n 2 -m soak

serve: $(READY) ## Show the site at http://127.0.0.1:8000 and follow edits
	$(BIN)/sphinx-autobuild -q -D kehoach_serve=1 -d build/serve-doctrees --port $(PORT) --watch scripts --ignore build \
		. build/serve

clean: ## Remove everything generated
	rm -rf build .venv

# uv installs exactly what uv.lock names, checked by hash.
$(READY): pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	@UV_PROJECT_ENVIRONMENT=.venv UV_COMPILE_BYTECODE=1 $(BIN)/uv sync --quiet --frozen --inexact
	@touch $@

browser: $(READY)
	@$(BIN)/python tests/browser.py >/dev/null
