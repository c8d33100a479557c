# Two commands matter: `make demo` and `make test`. `make` alone lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PROJECT_ENVIRONMENT := $(VENV)
# uv from the machine, else from the project's own environment
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
SYNC := $(UV) sync --frozen --inexact --quiet

.PHONY: help install demo test check format bench bench-scale accuracy chaos soak dev dashboard docs clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(UV):
	@$(PYTHON) -m venv $(VENV) || { echo "python venv is missing: apt-get install python3-venv (or install uv)"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(BIN)/.run-stamp: pyproject.toml uv.lock | $(UV)
	@echo "installing into $(VENV) …"
	@$(SYNC)
	@touch $@

$(BIN)/.dev-stamp: pyproject.toml uv.lock | $(UV)
	@echo "installing into $(VENV), with tests, OCR, dashboard and lake …"
	@$(SYNC) --group dev --extra ocr --extra dashboard --extra lake
	@touch $@ $(BIN)/.run-stamp

install: $(BIN)/.run-stamp ## install what a run needs into .venv

demo: $(BIN)/.run-stamp ## crawl, read and compare the built-in sample portal
	@$(BIN)/gongkai demo

test: $(BIN)/.dev-stamp ## all tests, offline
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(BIN)/.dev-stamp ## lint: ruff, mypy, import contracts, sqlfluff, the graph loads
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@PYTHONWARNINGS=ignore $(BIN)/sqlfluff lint sql --processes 2 --disable-progress-bar
	@PYTHONWARNINGS=ignore $(BIN)/dagster definitions validate -m assets.definitions -d . > /dev/null

format: $(BIN)/.dev-stamp ## format Python and SQL
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . ; $(BIN)/sqlfluff fix sql --disable-progress-bar

bench: $(BIN)/.dev-stamp ## speed and memory, as ratios to the bare libraries
	@$(BIN)/python -m benchmarks.speed

bench-scale: $(BIN)/.dev-stamp ## time, memory and disk per report at 1,000, 10,000 and 100,000 reports
	@$(BIN)/python -m benchmarks.scale

accuracy: $(BIN)/.dev-stamp ## what is read right, wrong or refused, per set of documents
	@$(BIN)/python -m benchmarks.accuracy

chaos: $(BIN)/.dev-stamp ## a hundred nights killed at random moments, each followed by a whole one
	@GONGKAI_KILLS=100 $(BIN)/python -m pytest tests/chaos/test_kill.py -s

soak: $(BIN)/.dev-stamp ## fifty nights over the sample portal: release notes against the truth, memory and disk
	@GONGKAI_SOAK_NIGHTS=50 $(BIN)/python -m pytest tests/test_nights.py -s

dev: $(BIN)/.dev-stamp ## Dagster's UI on http://127.0.0.1:3000, with the history of all runs
	@$(BIN)/gongkai dev

dashboard: $(BIN)/.dev-stamp ## the dashboard on http://127.0.0.1:8501, over the published version
	@$(BIN)/gongkai dashboard

docs: $(BIN)/.dev-stamp ## write docs/dictionary.md and the answers of docs/questions.md anew
	@$(BIN)/python tests/test_docs.py

clean: ## remove the environment; data stays
	rm -rf $(VENV)
