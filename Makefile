# Every target sets up what it needs: uv (fetched into .tools/ where missing) and the environment in .venv.
# ARGS is handed on: make test ARGS="-k scoring"

UV = sh scripts/uv
RUN = $(UV) run
ARGS =

.PHONY: help demo test spark setup lint format types imports docs bench lock clean
.DEFAULT_GOAL := help

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: ## Set everything up and run the whole job on a bundled example
	@$(RUN) --no-dev dsds-audit demo $(ARGS)

test: ## Set everything up and run all tests but Spark's
	@$(RUN) pytest -n auto --maxprocesses 4 --ignore tests/spark $(ARGS)

spark: ## Fetch Spark (400 MB; needs Java 17 or 21) and run its tests
	@$(RUN) --extra spark pytest tests/spark $(ARGS)

setup: ## Set up .venv with everything a developer needs
	@$(RUN) python --version

lint: ## Check style and format
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .

format: ## Put the code in format
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .

types: ## Check types (mypy strict)
	@$(RUN) mypy

imports: ## Check that imports go downwards only
	@$(RUN) lint-imports --no-logo

docs: ## Generate the reference pages and build docs/_build/html
	@$(RUN) python docs/generate.py
	@$(RUN) sphinx-build --quiet --fail-on-warning docs docs/_build/html

bench: ## Measure the speed
	@UV_COMPILE_BYTECODE=1 $(RUN) python -m benchmarks $(ARGS)

lock: ## Pin the dependencies anew (ARGS=--upgrade: take the newest)
	@$(RUN) scripts/lock.py $(ARGS)

clean: ## Remove what was set up, built or cached
	rm -rf .venv .tools build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
