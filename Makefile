# `make` alone lists the targets. Everything generated goes to build/ and .venv/.
.DEFAULT_GOAL := help
# 3.11 to 3.13. One that is named makes .venv anew where that is of another, and stays.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Twice the same site from the same commit.
export PYTHONHASHSEED := 0

# How `check` and `changes` write, what `changes` compares with, which revision `gate` judges (none: the files), how
# far `remind` looks ahead, where `serve` is.
FORMAT ?= text
export BASE ?= origin/main
export HEAD ?=
WITHIN ?= 14d
PORT ?= 8000

.PHONY: help html pdf export check changes gate remind dist test serve clean other

help: ## List the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

html: $(READY) ## Check the plan and build the site in build/html
	$(BIN)/kehoach build --out build/html

pdf: $(READY) ## Write the official documents as PDF to build/export
	$(BIN)/kehoach pdf

export: $(READY) ## Write all documents, workbooks, calendars and data to build/export
	$(BIN)/kehoach export all

# Of the last commit, wherever and whenever it is made; built anew, with nothing left of former builds.
dist: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
dist: $(READY) ## Pack the site into a zip archive in build/dist, the same for the same commit
	@rm -rf build/dist
	$(BIN)/kehoach build --out build/dist/html
	$(BIN)/kehoach archive build/dist/html --revision "$$(git describe --always --dirty)"

check: $(READY) ## Report everything that is wrong with needs/
	$(BIN)/kehoach check --format $(FORMAT)

# By the environment: the name of a branch is nothing for make to expand.
changes: $(READY) ## Tell what has changed in the plan since BASE
	$(BIN)/kehoach changes "$$BASE" --format $(FORMAT)

gate: $(READY) ## Fail where an obligation changed since BASE without a document
	$(BIN)/kehoach changes "$$BASE" $${HEAD:+"$$HEAD"} --gate

remind: $(READY) ## Write a reminder for each agency to build/nhac-viec
	$(BIN)/kehoach remind --within $(WITHIN) --format markdown --out build/nhac-viec

test: $(READY) ## Try what is here: check, build, links
	$(BIN)/kehoach test

serve: $(READY) ## Show the site at http://127.0.0.1:8000 and follow edits
	$(BIN)/kehoach serve --port $(PORT)

clean: ## Remove everything generated
	rm -rf build .venv

ifneq ($(origin PYTHON),file)
ifneq ($(shell $(PYTHON) -V),$(shell $(BIN)/python -V 2>/dev/null))
OTHER := other
endif
endif

# One at a time; a set-up that is killed lets the next one in.
ALONE := $(PYTHON) -c 'import fcntl, subprocess, sys; held = open("build/.set-up", "w"); fcntl.flock(held, 2); \
	sys.exit(subprocess.call(sys.argv[1:]))'

# uv installs exactly what uv.lock names, checked by hash; where there is none yet, it writes one. What was left
# unfinished is made anew: nothing tells what of it is whole. Whoever waited for another finds it done.
$(READY): pyproject.toml $(wildcard uv.lock) $(OTHER)
	@mkdir -p build 2>/dev/null && : 2>/dev/null >build/.set-up || \
		{ echo "Không ghi được gì vào $(CURDIR). Chép cả thư mục sang nơi ghi được rồi chạy lại." >&2; exit 1; }
	@$(ALONE) sh -ec 'same() { [ -z "$(OTHER)" ] || [ "$$($(PYTHON) -V)" = "$$($(BIN)/python -V 2>/dev/null)" ]; }; \
		if same && [ $@ -nt pyproject.toml ] && [ $@ -nt uv.lock ]; then exit 0; fi; \
		if ! same || [ -e .venv/.unfinished ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
			mkdir -p .venv; touch .venv/.unfinished; $(PYTHON) -m venv --clear .venv; fi; \
		touch .venv/.unfinished; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9; \
		UV_PROJECT_ENVIRONMENT=.venv UV_COMPILE_BYTECODE=1 \
			$(BIN)/uv sync --quiet $(if $(wildcard uv.lock),--frozen) --inexact --all-extras; \
		rm .venv/.unfinished; touch $@'

# -- For whoever changes the tool: its tests and measurements ---------------------------------------------------------
SEED ?= 1
SAMPLE ?= 100
# Tests start Python a thousand times: what it has compiled is kept, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: code scans neovim vscode bench mutants spark soak commands project licences audit browser

test: code

# Each mypy has a processor of its own; of three tests on two processors one may wait for a browser or a server.
code: $(READY) browser ## Check and test the code, without the site
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 scripts & $(BIN)/mypy; found=$$?; wait $$! && exit $$found
	$(BIN)/pytest -n 3 --dist worksteal

# With SCANS its tests fail where Tesseract is missing, which are left out otherwise.
scans: $(READY) ## Test what reads scans
	SCANS=1 $(BIN)/pytest tests/importing/test_scans.py

# With EDITORS its tests fail where Neovim is missing, which are left out otherwise.
neovim: $(READY) ## Test the language server in Neovim
	EDITORS=1 $(BIN)/pytest tests/editor/test_neovim.py

# Needs Node 20 or later and npm, and nothing of .venv. No package runs a script of its own while it is installed.
VSCODE := build/vscode
vscode: ## Test and pack the extension for VS Code to build/dist
	@mkdir -p $(VSCODE) build/dist
	@find $(VSCODE) -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
	@cp -R $$(find editors/vscode -mindepth 1 -maxdepth 1 ! -name node_modules ! -name dist) LICENSE $(VSCODE)
	npm --prefix $(VSCODE) ci --ignore-scripts --no-audit --no-fund
	cd $(VSCODE) && npm run check && npm test
	cd $(VSCODE) && npm run package -- --out ../dist/

bench: $(READY) ## Measure speed against the references, in docs/performance.md
	$(BIN)/python bench/run.py
	$(BIN)/python bench/imports.py
	$(BIN)/python bench/costs.py

# Not part of `make test`: each mutant that no test notices takes a minute.
mutants: $(READY) ## Break SAMPLE places of the code, drawn by SEED, and list what no test notices
	UV_PROJECT_ENVIRONMENT=build/mutants-env $(BIN)/uv run --quiet --frozen --only-group mutants \
		python bench/mutants.py --seed $(SEED) --number $(SAMPLE)

# EXAMPLES=60000 gives a million inputs over all readers, which takes hours; KILLS=100 is six hundred kills, in minutes.
spark: $(READY) ## Count a part of a country with Spark too; needs Java
	PYTHONPATH=bench UV_PROJECT_ENVIRONMENT=build/spark-env $(BIN)/uv run --quiet --frozen --no-default-groups --group spark \
		python bench/spark.py

soak: $(READY) ## The long, randomised test runs
	$(BIN)/pytest -n 2 --dist worksteal -m "soak or fuzz" --hypothesis-profile soak
	$(MAKE) spark

commands: $(READY) ## Write docs/commands.md anew from the help of the commands
	@PYTHONPATH=tests:bench $(BIN)/python tests/commands/manual.py

project: $(READY) ## Take the files that offices get, too, into the package
	@PYTHONPATH=tests:bench $(BIN)/python tests/project/keep.py

licences: $(READY) ## List the licences of all dependencies; fail on one that is not allowed
	$(BIN)/pip-licenses

# Fails where the database cannot be asked, too: an audit of nothing is none.
audit: $(READY) ## Ask PyPI for known vulnerabilities of all that uv.lock names
	$(BIN)/uv export --quiet --frozen --all-groups --no-emit-project -o build/requirements.txt
	UV_PROJECT_ENVIRONMENT=build/audit $(BIN)/uv run --quiet --frozen --only-group audit \
		pip-audit --strict --disable-pip --require-hashes -r build/requirements.txt

browser: $(READY)
	@$(BIN)/python tests/browser.py >/dev/null
