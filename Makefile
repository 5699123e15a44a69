# Each command sets up what it needs by itself. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
SETUP = $(PYTHON) -m tools.setup
export PYTHONPATH := src

.PHONY: help demo test check build dist soak bench pictures lock python
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s  %s\n", $$1, $$2 }' Makefile

demo: python ## the phone, a SIP server, a door station (PORT=8088 fixes the port, SOURCE=1 edits live)
	@$(SETUP) demo
	@exec $(BIN)/python -m demo

# Two files at a time: what the tests do most is wait.
test: check ## every test, in real browsers against real servers (ARGS= goes to pytest)
	@$(SETUP) test
	@$(BIN)/python -m tools.build
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

soak: python ## a thousand calls in one page, for leaks (CALLS=, or MINUTES=30 by the clock)
	@$(SETUP) test
	@$(BIN)/python -m tools.build
	@$(BIN)/python -m tests.e2e.soak

check: python ## formatting, lint, types, layers, twins: seconds
	@$(SETUP) check
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary -p sipwidget -p tools -p demo -p bench
	@$(BIN)/python -m tools.twins
	@$(BIN)/python -m tools.toml
	@$(BIN)/python -m tools.openhab
	@$(BIN)/python -m tools.manual
	@$(BIN)/python -m pytest --quiet --no-header tests/test_layers.py

build: python ## build/sipwidget/, which starts in a blink: the memory of a Python that is ready
	@$(SETUP) demo
	@$(BIN)/python -m tools.build

dist: python ## dist/sipwidget-VERSION.zip, the folder for openHAB or any static host
	@$(SETUP) demo
	@$(BIN)/python -m tools.dist

bench: python ## sipwidget beside plain PyScript, JsSIP and SIP.js: a table, bench/results.json
	@$(SETUP) test
	@$(BIN)/python -m bench $(ARGS)

pictures: python # docs/looks.md shows them
	@$(SETUP) test
	@$(BIN)/python -m tools.pictures

lock: python # lock files anew, for newer versions with UPGRADE=1
	@$(PYTHON) -m tools.lock

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Needs Python 3.11 or newer: make PYTHON=python3.x ...")'
