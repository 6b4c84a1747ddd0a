# Two commands matter: `make demo` and `make test`. Both install what they need; nothing but Python (>= 3.11) and make is asked for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVERYTHING := --override-ini addopts="-q --import-mode=importlib -p tests.environment -p tests.skips --strict-markers"
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test test-pg test-all e2e lint fix arch counts docs screens migration assets bench-figures bench-claims clean

demo: $(VENV)/.base
	$(BIN)/zelian demo

test: $(VENV)/.dev
	$(BIN)/pytest -n 2

test-pg: $(VENV)/.dev
	$(BIN)/python -m tests.postgres -- $(BIN)/pytest -n 2

test-all: $(VENV)/.ci
	$(BIN)/pytest -n 2 -m "not e2e" $(EVERYTHING)
	$(BIN)/pytest -m e2e $(EVERYTHING)
	$(BIN)/python -m tests.postgres -- $(BIN)/pytest -n 2 -m "not e2e" $(EVERYTHING)

e2e: $(VENV)/.ci
	$(BIN)/pytest -m e2e $(EVERYTHING)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	ZELIAN_DATA=build/lint $(BIN)/python -m django makemigrations --check --dry-run --settings zelian.config.settings

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

arch: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest tests/architecture

counts: $(VENV)/.dev
	ZELIAN_WRITE_COUNTS=true $(BIN)/pytest tests/web -k query_count

docs: $(VENV)/.dev
	$(BIN)/python -m docs.build

screens: $(VENV)/.ci
	$(BIN)/python -m tests.e2e.screens

migration: $(VENV)/.dev
	@test -n "$(app)" -a -n "$(name)" || { echo "用法：make migration app=ledger name=add_place"; exit 2; }
	@case "$(name)" in auto*) echo "请给迁移起一个说明内容的名字"; exit 2;; esac
	$(BIN)/python -m django makemigrations $(app) --name $(name) --no-header --settings zelian.config.settings

assets: $(VENV)/.base
	$(BIN)/python hatch_build.py

SIZE ?= L
# Both databases, each filled afresh: an empty SQLite file under build/, then a throw-away PostgreSQL.
bench-figures: $(VENV)/.dev
	rm -rf build/bench && mkdir -p build/bench
	ZELIAN_DATA=build/bench $(BIN)/python -m benchmarks.dataset --size $(SIZE)
	ZELIAN_DATA=build/bench $(BIN)/python -m benchmarks.bench_figures --size $(SIZE)
	ZELIAN_DATA=build/bench $(BIN)/python -m tests.postgres -- sh -c '$(BIN)/python -m benchmarks.dataset --size $(SIZE) && $(BIN)/python -m benchmarks.bench_figures --size $(SIZE)'

bench-claims: $(VENV)/.dev
	$(BIN)/python -m benchmarks.bench_claims

clean:
	rm -rf $(VENV) build dist zelian/web/static/built zelian/web/static/vendor

# Each level is installed once and again when its lock file changes.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新的版本，现在是 " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.lock pyproject.toml package-lock.json | $(VENV)/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements/base.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.base
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.ci: requirements/ci.lock $(VENV)/.dev
	$(BIN)/pip install --quiet --require-hashes -r requirements/ci.lock
	@touch $@
