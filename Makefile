# Everything a person or a continuous-integration run does with Ponte. `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install run test lint unit messages format clean test-packages format-check types imports \
	messages-check bot-data bot-tests tests

BIN := .venv/bin
BOT_PYTHON := bot/.venv/bin/python
# Without compiled modules the bot's Python would need 25 s more at each start.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME VIRTUAL_ENV

help: ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## Install what is missing, in this folder: uv, two Python environments, messages
	@sh tools/install.sh

run: install ## Install what is missing and start the demo; Ctrl-C ends all of it
	@PONTE_DEMO=1 exec $(BIN)/ponte serve

test: install test-packages lint bot-tests tests ## Install what is missing and run every check and test

lint: install format-check types imports messages-check bot-data ## Every check that runs no test

unit: install ## The fast tests: no Rasa, no browser
	@echo "Tests without Rasa and browser"
	@$(BIN)/python -m pytest -q -n 2 -m "not e2e and not browser"

test-packages: install
	@$(BIN)/python -B tools/test_packages.py

format-check:
	@echo "Style (ruff)"
	@$(BIN)/ruff format --check --quiet . || { echo "Run \`make format\`." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .

types:
	@echo "Types (mypy)"
	@$(BIN)/mypy --strict --no-error-summary matcher api

imports:
	@echo "Who may import whom (import-linter)"
	@$(BIN)/lint-imports --no-logo > .tools/log/imports.log || { cat .tools/log/imports.log >&2; exit 1; }

messages-check:
	@echo "Messages: extracted and translated"
	@$(BIN)/ponte messages check

bot-data:
	@echo "The bot's files (rasa data validate)"
	@$(BIN)/ponte bot validate

bot-tests:
	@echo "Tests of the bot, in its own environment"
	@RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1 \
		$(BOT_PYTHON) -m pytest -q -p no:cacheprovider tests/bot

tests:
	@echo "Tests of everything else, without Rasa and browser"
	@$(BIN)/python -m pytest -q -n 2 -m "not e2e and not browser"
	@echo "Whole conversations, and pages in a browser"
	@$(BIN)/python -m pytest -q -m "e2e or browser"

messages: install ## Collect the messages from code and bot into the catalogues, and compile them
	@$(BIN)/ponte messages extract
	@$(BIN)/ponte messages update
	@$(BIN)/ponte messages compile

format: install ## Bring the code into the house's style
	@$(BIN)/ruff check --quiet --fix-only . ; $(BIN)/ruff format .

clean: ## Remove the environments, the trained models, the demo's data and the caches
	@rm -rf .venv bot/.venv .tools var bot/models .mypy_cache .ruff_cache .pytest_cache .import_linter_cache \
		.hypothesis bot/.rasa
	@find . -name __pycache__ -prune -exec rm -rf {} +
