# make test is the one door: what it passes, the CI passes.
PY := .venv/bin/python
WORKERS ?= auto

.PHONY: setup test fmt format lint types floors catalogue-check tests catalogue demo run bench torture \
	lock installer clean
.DEFAULT_GOAL := test

setup:
	@tools/setup.sh

test: setup
	@$(MAKE) --no-print-directory format lint types floors catalogue-check tests

format:
	@$(PY) -m ruff format -q --check . || { echo "Not formatted: make fmt"; exit 1; }

lint:
	@$(PY) -m ruff check -q .

types:
	@$(PY) -m mypy --no-error-summary

floors:
	@.venv/bin/lint-imports --no-logo >.venv/floors.log || { cat .venv/floors.log; exit 1; }

catalogue-check:
	@$(PY) -m tools.catalogue check

tests:
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $(WORKERS)

# Damaged files, kills and random books, twenty times as many as the tests try.
torture: setup
	@TORTURE=$${TORTURE:-20} QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $(WORKERS) -m torture --timeout 7200

bench: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m tools.bench

fmt: setup
	@$(PY) -m ruff check -q --fix . ; $(PY) -m ruff format -q .

catalogue: setup
	@$(PY) -m tools.catalogue extract && $(PY) -m tools.catalogue compile && $(PY) -m tools.catalogue check

demo: setup
	@$(PY) -m app demo demo/
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then tools/setup.sh --window && $(PY) -m app --book demo/demo.debt; \
	else echo "No display: the window is not opened."; fi

run: setup
	@tools/setup.sh --window
	@$(PY) -m app

lock: setup
	@tools/lock.sh

installer: setup
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-installer.lock
	@$(PY) -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build installer/debitorka.spec
	@echo "The program is in dist/debitorka"

clean:
	@rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	@find app tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
