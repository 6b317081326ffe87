# 'make' alone explains itself.

PREFIX ?= /usr/local
DESTDIR ?=
# Of each fuzz target.
FUZZ_SECONDS ?= 60
# A million is what the README shows.
BENCH_ROWS ?= 100000
# Only the tests whose name matches, as in 'make test FILTER=CLITests'.
FILTER ?=

SETUP := Tests/Support/setup.sh
RELEASE := .build/release/plumb
SHARE := $(DESTDIR)$(PREFIX)/share
MAKEFLAGS += --no-print-directory
# Only what is not ours is left out.
export LSAN_OPTIONS := suppressions=$(CURDIR)/Tests/Support/lsan.supp

.DEFAULT_GOAL := help
.PHONY: help demo build test check lint format linkage sanitize bench bench-dedupe bench-formats bench-qdrant bench-s3 fuzz install clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## install what is missing, build, and tell the story of one collection
	@$(SETUP) demo
	@examples/demo.sh $(RELEASE)

build: ## the release program, in .build/release
	@$(SETUP) build
	@$(call quietly,build,swift build -c release --product plumb)

test: ## all tests, or those that match FILTER
	@$(SETUP) test
	@$(call quietly,build,swift build --build-tests)
	@$(call run_tests)

check: lint build linkage test ## everything that must hold before a change is merged

lint: ## is the code formatted as the house does it?
	@swift format lint --strict --recursive Package.swift Sources Tests
	@bash -n $(SETUP) && bash -n examples/demo.sh && bash -n .ci/run

format: ## format the code
	@swift format --in-place --recursive Package.swift Sources Tests

linkage: build ## the program must not need Foundation or ICU
	@! ldd $(RELEASE) | grep -E 'libFoundation|lib_FoundationICU|libicu' \
	  || { echo 'error: $(RELEASE) links what is shown above'; exit 1; }

sanitize: ## all tests under the address and the thread sanitizer
	@$(SETUP) test
	@for kind in address thread; do \
	  echo "$$kind sanitizer"; \
	  export PLUMB_SANITIZED=$$kind; \
	  $(call quietly,$$kind,swift build --build-tests --sanitize=$$kind --scratch-path .build/$$kind) \
	    && $(call run_tests,--sanitize=$$kind --scratch-path .build/$$kind) || exit 1; \
	done

bench: ## seconds, points a second and peak memory, with BENCH_ROWS points
	@$(SETUP) build
	@$(call quietly,bench,(swift build -c release --product plumb && swift build -c release --product bench))
	@.build/release/bench $(CURDIR)/$(RELEASE) $(BENCH_ROWS) \
	  "$$(mktemp -u "$${PLUMB_BENCH_DIR:-$${TMPDIR:-/tmp}}/plumb-bench-XXXXXX")"

bench-qdrant: ## Qdrant beside its Python client; QDRANT='--rows N' and others of compare.py for other sizes
	@$(SETUP) test && $(SETUP) bench
	@$(call quietly,bench,(swift build -c release --product plumb && swift build -c release --product bench-qdrant))
	@cc -O2 -Wall -Wextra -o .build/null_server Tests/Benchmarks/qdrant/null_server.c -lnghttp2 -lpthread
	@folder=$$(mktemp -d "$${PLUMB_BENCH_DIR:-$${TMPDIR:-/tmp}}/plumb-bench-XXXXXX") \
	  && .venv/bin/python3 Tests/Benchmarks/qdrant/compare.py $(RELEASE) .build/release/bench-qdrant \
	    .build/null_server "$$folder" $(QDRANT); code=$$?; rm -rf -- "$$folder"; exit $$code

bench-dedupe: ## dedupe beside pandas, polars, faiss and semhash; DEDUPE='--rows N' for other sizes
	@$(SETUP) test
	@$(call quietly,build,swift build -c release --product plumb)
	@test -x .build/bench-dedupe/bin/python || python3 -m venv .build/bench-dedupe
	@.build/bench-dedupe/bin/pip install -q --disable-pip-version-check -r Tests/Benchmarks/requirements.txt
	@folder=$$(mktemp -d "$${PLUMB_BENCH_DIR:-$${TMPDIR:-/tmp}}/plumb-dedupe-XXXXXX") \
	  && .build/bench-dedupe/bin/python Tests/Benchmarks/dedupe.py $(RELEASE) "$$folder" $(DEDUPE); \
	  code=$$?; rm -rf -- "$$folder"; exit $$code

bench-formats: ## reading large stores beside the libraries that write them; FORMATS='numpy' for some
	@$(SETUP) test
	@$(call quietly,build,swift build -c release --product plumb)
	@test -x .build/formats/bin/python || python3 -m venv .build/formats
	@.build/formats/bin/pip install -q --disable-pip-version-check \
	  $(addprefix -r ,$(wildcard Tests/Benchmarks/formats/requirements_*.txt))
	@for script in $(or $(FORMATS:%=Tests/Benchmarks/formats/bench_%.py),Tests/Benchmarks/formats/bench_*.py); do \
	  folder=$$(mktemp -u "$${PLUMB_BENCH_DIR:-$${TMPDIR:-/tmp}}/plumb-formats-XXXXXX"); \
	  .build/formats/bin/python $$script $(RELEASE) "$$folder" || exit 1; \
	done

bench-s3: ## bytes on the wire, and downloads beside boto3 and rclone; S3='--megabytes N'
	@$(SETUP) test
	@$(call quietly,build,(swift build -c release --product plumb && swift build -c release --product s3fetch))
	@test -x .build/bench-s3/bin/python || python3 -m venv .build/bench-s3
	@.build/bench-s3/bin/pip install -q --disable-pip-version-check -r Tests/Benchmarks/s3/requirements.txt
	@folder=$$(mktemp -d "$${PLUMB_BENCH_DIR:-$${TMPDIR:-/tmp}}/plumb-wire-XXXXXX") \
	  && .build/bench-s3/bin/python Tests/Benchmarks/s3/wire.py $(RELEASE) "$$folder" $(S3) \
	  && .build/bench-s3/bin/python Tests/Benchmarks/s3/download.py .build/release/s3fetch "$$folder" $(S3); \
	  code=$$?; rm -rf -- "$$folder"; exit $$code

fuzz: ## every target in Tests/Fuzz for FUZZ_SECONDS
	@$(SETUP) build
	@Tests/Fuzz/run.sh $(FUZZ_SECONDS)

install: ## the program and its completions, under DESTDIR and PREFIX
	@$(SETUP) build
	@$(call quietly,static,swift build -c release --product plumb --static-swift-stdlib \
	  --scratch-path .build/static)
	@install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/bash-completion/completions \
	  $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	@install -s -m 755 .build/static/release/plumb $(DESTDIR)$(PREFIX)/bin/plumb
	@.build/static/release/plumb completions bash > $(SHARE)/bash-completion/completions/plumb
	@.build/static/release/plumb completions zsh > $(SHARE)/zsh/site-functions/_plumb
	@.build/static/release/plumb completions fish > $(SHARE)/fish/vendor_completions.d/plumb.fish
	@echo "installed $(DESTDIR)$(PREFIX)/bin/plumb"

clean: ## remove everything that was built
	@rm -rf .build .venv

# Runs a command whose output matters only when it fails: $(call quietly,NAME,COMMAND).
quietly = { mkdir -p .build && $(2) > .build/$(1).log 2>&1; } \
  || { grep -E 'error|warning' .build/$(1).log || cat .build/$(1).log; exit 1; }

# Suites that hold calls to deadlines run by themselves: beside a hundred busy ones on two cores, what
# they would measure is the machine.
TIMED := ^(HTTPTests|HostTests|GitTests|SQLiteTests)\.

# So do those that kill and interrupt programs of ours at moments they wait for.
KILLS := ^EndToEndTests\.

# Runs the tests and shows what failed, what was skipped, and the closing lines.
run_tests = $(if $(FILTER),$(call run_some,$(1),--filter '$(FILTER)'),\
  $(call run_some,$(1),--filter '$(TIMED)') && $(call run_some,$(1),--filter '$(KILLS)') \
  && $(call run_some,$(1),--skip '$(TIMED)' --skip '$(KILLS)'))

run_some = { swift test --skip-build --disable-xctest $(1) $(2) > .build/test.log 2>&1; code=$$?; \
  grep '^➜' .build/test.log; \
  [ $$code -eq 0 ] || grep -A 12 -E '^✘.*recorded' .build/test.log | grep -vE '^(✔|◇|--)'; \
  grep -E '^(✔|✘) Test run|^error:' .build/test.log; [ $$code -eq 0 ]; }
