# make run    start everything on this machine
# make quick  while you change a line: ruff, what may import what, and each test that starts nothing of its own (a minute and a half)
# make test   before you hand it on: checks and tests everything, as CI does (≤ 12 minutes)
# make test-all  before a release: the slow tests too      make soak   for hours of it: kills, faults, chance
# make check  ruff, what may import what, mypy      make lock  pin the requirements anew       make bench, make screens, make fresh
.PHONY: run install install-tests prepare check quick test test-all soak bench screens fresh lock clean
.NOTPARALLEL:
BIN = .venv/bin
FILES = schemas server workers tests bench
ARGS ?=
# What may import what (pyproject.toml, docs/architecture.md): says something only when it is broken.
IMPORTS = told=$$($(BIN)/lint-imports --no-logo) || { echo "$$told"; exit 1; }
export PYTHON
# What is drawn by chance, and in which order Python walks a set: always the same, where two runs of one commit must not
# differ by luck; else from a fresh number, which the run tells, and make test-all SEED=… repeats (tests/support/chance.py).
SEED := $(shell date +%s)
test quick: export PYTHONHASHSEED = 0
test-all soak: export PYTHONHASHSEED = $(SEED)
# Tests start some hundred processes, and each would compile all our code anew.
unexport PYTHONDONTWRITEBYTECODE

run: ## make run ARGS="--port 8001 --data /srv/peerboard"
	@scripts/install --run $(ARGS)
	@exec $(BIN)/peerboard run $(ARGS)

install:
	@scripts/install

install-tests:
	@scripts/install --tests

# Debian's packages and npm's come while Python's are installed.
prepare:
	@scripts/browser early & scripts/install --tests; status=$$?; wait; exit $$status
	@scripts/browser

check: install-tests
	$(BIN)/ruff check $(FILES)
	$(BIN)/ruff format --check $(FILES)
	@$(IMPORTS)
	$(BIN)/mypy

quick: install-tests
	$(BIN)/ruff check $(FILES)
	@$(IMPORTS)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "quick and not slow and not soak and not bench" $(ARGS)

test: prepare
	@MAKE="$(MAKE)" scripts/test "not slow and not soak and not bench" $(ARGS)

test-all: prepare
	@MAKE="$(MAKE)" scripts/test "not soak and not bench" --seed $(SEED) $(ARGS)

soak: install-tests
	$(BIN)/python -m pytest -m soak -s --seed $(SEED) $(ARGS)

screens: prepare ## pictures of every page and phase, in screens/; ARGS=steps: the three screens side by side, in docs/pictures/steps/; ARGS=help: those of the help
	$(BIN)/python -m tests.browser.$(if $(filter help,$(ARGS)),help_pictures,$(if $(filter steps,$(ARGS)),steps,screens $(ARGS)))

bench: install-tests ## what it costs, on one core; on a machine that does nothing else (docs/performance.md)
	$(BIN)/python -m bench.run $(ARGS)

fresh: install-tests ## bare machines, built as root with debootstrap: every kind of user types make run, and make test
	$(BIN)/python -m tests.fresh --write $(ARGS)

# One file for every platform and Python from 3.11 on. It names no index: which one is asked is the machine's own affair.
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11
lock: install-tests
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements-test.in -o requirements-test.txt
	@! grep -nE '://|^-' requirements.txt requirements-test.txt || { echo "An address stands in the lock: look at the lines above."; exit 1; }

clean:
	rm -rf .venv web/node_modules tests/browser/node_modules web/static/vendor .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
