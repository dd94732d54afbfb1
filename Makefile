# Gradus: one entry to everything. The rules themselves are in book/rules.mk.
.DEFAULT_GOAL := all
EX ?= $(ex)
SEED ?= $(seed)
CORES := $(shell nproc 2>/dev/null || echo 1)
RULES  = +@book/locked $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(CORES)) -f book/rules.mk
DESK  := @exercises/desk

# What is there needs no second look: a stamp for each group of packages.
build/.setup-%: book/packages.txt book/setup
	@book/locked book/setup $*
	@touch $@

.PHONY: all engine web page pdf epub step list check watch progress hint answer reset practice break start compare read test sync picture bench measure fuzz setup clean help

all: build/.setup-book ## Build it all: the engine, the web book, the PDF, the e-book
	$(RULES) all

engine: build/.setup-book ## Tangle and compile only
	$(RULES) engine

web: build/.setup-book ## The web book: build/html/index.html
	$(RULES) web

page: build/.setup-book ## For authors: one chapter's page, in a moment: CH=3
	$(RULES) page $(if $(CH),CH=$(CH))

pdf: build/.setup-book ## The printed book: build/gradus.pdf
	$(RULES) pdf

epub: build/.setup-book ## The e-book: build/gradus.epub
	$(RULES) epub

read: build/.setup-book ## Open the web book, or serve it here and say where
	$(RULES) web
	@book/read build/html

step: build/.setup-book ## The code as of one chapter, CH=1, or of its checkpoint, CH=2.1
	$(RULES) step $(if $(CH),CH=$(CH))

list: ## The exercises that there are
	$(DESK) list

check: ## Judge your exercises: all, a chapter's CH=1, one EX=1.3
	$(DESK) check $(EX) || [ $$? -eq 1 ]

watch: ## Judge what you edit at each save [EX=1.3]
	$(DESK) watch $(EX)

progress: ## How far you have come, and where to go next
	$(DESK) progress

hint: ## The next hint: EX=1.3
	$(DESK) hint $(EX)

answer: ## The answer to an exercise that you have tried: EX=1.3
	$(DESK) answer $(EX)

reset: ## A fresh starter; your file stays beside it: EX=1.3
	$(DESK) reset $(EX)

practice: ## Problems to predict, without end [EX=1.2] [CH=1] [SEED=7]
	$(DESK) practice $(EX)

break: ## Find a fault and mend it: EX=1.4, or one of a chapter's CH=4
	$(DESK) break $(EX)

# ---- an engine of the reader's own, which needs nothing but perl and a C compiler

start: ## Lay out an engine of your own, by chapters: MINE=path [CH=1]
	$(DESK) start

compare: ## Your engine beside the book's: MINE=path [CH=5]
	$(DESK) compare

# Of all that is to be tested, the reader's engine alone when it is named.
ifneq ($(filter command,$(origin MINE) $(origin ENGINE)),)
test:
	$(DESK) test || [ $$? -eq 1 ]
else
test: build/.setup-book build/.setup-test ## Test everything; or your own engine: MINE=path [CH=5]
	$(RULES) test
endif

sync: build/.setup-book ## For authors: write code/, exercises/ and tests/ from the chapters
	$(RULES) sync

picture: build/.setup-book build/.setup-test ## For authors: the page that README shows
	$(RULES) picture

bench: build/.setup-book ## Time the engine against plain C, and the exercises' checks
	$(RULES) bench

measure: build/.setup-book ## For authors: time what the chapters quote, into book/measured
	$(RULES) measure

fuzz: build/.setup-test ## For authors: look for files that break the readers: SECONDS=60
	@FUZZ_SECONDS='$(or $(SECONDS),60)' perl tests/fuzz.t

setup: ## Look again for missing packages and install them
	@rm -f build/.setup-*
	@$(MAKE) --no-print-directory build/.setup-book build/.setup-test

clean: ## Remove everything made; your exercises stay
	@if [ -d build ]; then book/locked rm -rf build; else rm -f build; fi

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
