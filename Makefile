# Gradus: one entry to everything. The rules themselves are in book/rules.mk.
.DEFAULT_GOAL := all
EX ?=
SEED ?=
CORES := $(shell nproc 2>/dev/null || echo 1)
RULES  = +@book/locked $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(CORES)) -f book/rules.mk
DESK  := @exercises/desk

# What is there needs no second look: a stamp for each group of packages.
build/.setup-%: book/packages.txt book/setup
	@book/locked book/setup $*
	@touch $@

.PHONY: all engine web pdf epub step list check watch progress hint answer reset practice break start compare read test sync picture bench measure setup clean help

all: build/.setup-book ## Set up, tangle, compile, learn double(x), weave the web book, the PDF and the e-book
	$(RULES) all

engine: build/.setup-book ## Tangle and compile only
	$(RULES) engine

web: build/.setup-book ## The web book: build/html/index.html
	$(RULES) web

pdf: build/.setup-book ## The printed book: build/gradus.pdf
	$(RULES) pdf

epub: build/.setup-book ## The e-book: build/gradus.epub
	$(RULES) epub

read: build/.setup-book ## Open the web book, or serve it on this machine and print its address
	$(RULES) web
	@book/read build/html

step: build/.setup-book ## The book's code as of one chapter, in build/steps: make step CH=1
	$(RULES) step CH=$(CH)

list: ## The exercises that there are
	$(DESK) list

check: ## Judge your exercises, all or one: make check EX=1.3
	$(DESK) check $(EX) || [ $$? -eq 1 ]

watch: ## Judge the exercise that you edit, at each save: make watch [EX=1.3]
	$(DESK) watch $(EX)

progress: ## How far you have come, and where to go next
	$(DESK) progress

hint: ## The next hint: make hint EX=1.3
	$(DESK) hint $(EX)

answer: ## The answer to an exercise that you have tried: make answer EX=1.3
	$(DESK) answer $(EX)

reset: ## A fresh starter; your file stays beside it: make reset EX=1.3
	$(DESK) reset $(EX)

practice: ## Problems to predict, without end: make practice [EX=1.2] [CH=1] [SEED=7]
	$(DESK) practice $(EX)

break: ## Find a fault, then mend it: make break EX=1.4, or any of a chapter's: make break CH=4
	$(DESK) break $(EX)

# ---- an engine of the reader's own, which needs nothing but perl and a C compiler

start: ## Lay out an engine of your own, a chapter at a time: make start MINE=path [CH=1]
	$(DESK) start

compare: ## Your engine beside the book's, piece by piece: make compare CH=5 MINE=path
	$(DESK) compare

# Of all that is to be tested, the reader's engine alone when it is named.
ifneq ($(filter command,$(origin MINE) $(origin ENGINE)),)
test:
	$(DESK) test || [ $$? -eq 1 ]
else
test: build/.setup-book build/.setup-test ## Test everything, or an engine of your own: make test CH=5 MINE=path
	$(RULES) test
endif

sync: build/.setup-book ## For authors: write code/, exercises/ and tests/ from the chapters
	$(RULES) sync

picture: build/.setup-book build/.setup-test ## For authors: the page that README shows
	$(RULES) picture

bench: build/.setup-book ## Time the engine against the same arithmetic in plain C
	$(RULES) bench

measure: build/.setup-book ## For authors: time what the chapters quote, into book/measured
	$(RULES) measure

setup: ## Look again for missing packages and install them
	@rm -f build/.setup-*
	@$(MAKE) --no-print-directory build/.setup-book build/.setup-test

clean: ## Remove everything made; your exercises stay
	@if [ -d build ]; then book/locked rm -rf build; else rm -f build; fi

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
