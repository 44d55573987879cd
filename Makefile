# `make` alone lists what can be done.
PORT ?= 8000
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run demo test test-sqlite test-postgres test-journeys check format lock messages bench docs clean

help: ## list all targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

setup: ## install what running needs: system packages, the locked Python environment, compiled messages
	@bash .ci/setup run

setup-test:
	@bash .ci/setup test

run: setup ## start the portal with the demo office: web, workers, scheduler, virus scanner (Ctrl-C ends all)
	@$(PY) manage.py run_portal --port $(PORT) --fetch-signatures

demo: run ## the same as run

test: setup-test ## everything: suite on SQLite and on PostgreSQL, then the stories in a browser
	@bash .ci/test all

test-sqlite: ## the suite without journeys, on SQLite
	@bash .ci/test sqlite

test-postgres: ## the suite without journeys, on PostgreSQL
	@bash .ci/test postgres

test-journeys: ## the stories in Chromium against a running portal
	@bash .ci/test journeys

check: setup-test ## style, types, layers, migrations, messages: what CI checks, in the same order
	@bash .ci/check

format: ## format the code
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

lock: ## renew the lock files (names, versions, hashes; no addresses)
	@bash .ci/lock

messages: ## collect texts for translation and compile them
	@$(PY) manage.py collect_messages

docs: ## renew what is drawn from the code (state diagrams, layers)
	@$(PY) manage.py draw_docs

bench: setup-test ## measure; prints tables and writes var/bench/*.json
	@bash .ci/bench

clean: ## remove the demo's data (keys included: what they sealed is gone)
	@rm -rf var
