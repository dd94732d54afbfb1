# What is made from what. The Makefile calls this, one at a time in a folder.
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDEXPANSION:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

export LC_ALL := C.UTF-8
export TZ := UTC
export SOURCE_DATE_EPOCH := $(shell date -u -d "$$(sed -n 's/^date: //p' book/metadata.yaml)" +%s)
export FORCE_SOURCE_DATE := 1
# Pandoc's Lua finds the book's own modules.
export LUA_PATH := ./?.lua;;

CHAPTERS := $(sort $(wildcard chapters/*.nw))
SLUGS    := $(notdir $(basename $(CHAPTERS)))
ifeq ($(CHAPTERS),)
$(error chapters/: there is no chapter; a chapter is a file chapters/NN-slug.nw)
endif
STRANGE  := $(filter-out $(wildcard chapters/[0-9][0-9]-*.nw),$(CHAPTERS)) $(filter-out chapters/%.nw,$(CHAPTERS))
ifneq ($(strip $(STRANGE)),)
$(error $(firstword $(STRANGE)): is not named like a chapter; call it chapters/NN-slug.nw, NN being its number)
endif
number   = $(firstword $(subst -, ,$1))
NUMBERS  := $(foreach slug,$(SLUGS),$(call number,$(slug)))
LAST     := $(lastword $(NUMBERS))
CH       ?= $(LAST)
# CH=3, or 3.1 for the first checkpoint of chapter 3
STEP     := $(shell printf '%02d' $(patsubst 0%,%,$(basename $(CH))) 2>/dev/null)
POINT    := $(suffix $(CH))
say      = @printf '  %-9s %s\n'
# A file is made under another name, and has its own when it is whole.
settled  = && mv $@.new $@ || { rm -f $@.new; exit 1; }

TANGLER := book/tangle book/Chunks.pm book/Noweb.pm
HTML    := build/html
PAGES   := $(SLUGS:%=$(HTML)/%.html) $(NUMBERS:%=$(HTML)/%-answers.html) $(NUMBERS:%=$(HTML)/%-tests.html)
FONTS   := $(addprefix $(HTML)/fonts/,serif.woff2 serif-italic.woff2 serif-bold.woff2 \
             mono.woff2 mono-bold.woff2 mono-italic.woff2 math.woff2)

.PHONY: all engine web page pdf epub step steps learned where
# The printed book takes a processor longest; the web book is woven beside it.
EDITIONS := pdf web epub
all: where

# ---- which chapters there are: newer only when one came, went, or changed its name
.PHONY: always
build/chapters: always
	@mkdir -p $(@D) && echo '$(CHAPTERS)' | cmp -s - $@ || echo '$(CHAPTERS)' > $@

# ---- tangle
build/tangle/.done: build/chapters $(CHAPTERS) $(TANGLER)
	$(say) tangle 'code, exercises, tests'
	@book/tangle --out build/tangle $(CHAPTERS)
	@touch $@

# ---- a step: the book as of chapter NN, made from the first NN chapters
first    = $(wordlist 1,$(patsubst 0%,%,$1),$(CHAPTERS))
# Newer only when the code of these chapters changed, or a title: after a word of prose
# no program is made again.
build/steps/%/.code: build/chapters $$(call first,$$*)
	@mkdir -p $(@D) && awk '/^<<.*>>=[ \t]*$$/ { code = 1 } /^@([ \t]|$$)/ { code = 0 } code || /^# / || /^:::+ *{\.checkpoint}/' $(call first,$*) | cksum > $@.new 2>/dev/null || \
	  { rm -f $@.new; echo '$@: error: cannot be written: is the disk full?' >&2; exit 1; }
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

build/steps/%/.tangled: build/steps/%/.code $(TANGLER) book/step.mk $(wildcard tests/judge/*.[ch])
	$(say) tangle 'step $*'
	@rm -rf build/steps/$*/tests/judge build/steps/$*/tests/judge.[ch] build/steps/$*/.objects/judge.o
	@mkdir -p build/steps/$*/tests/judge && cp -p tests/judge/*.[ch] build/steps/$*/tests/judge/
	@cp -p book/step.mk build/steps/$*/Makefile
	@book/tangle --through $* --lines --out build/steps/$*/.lines $(CHAPTERS)
	@book/tangle --through $* --out build/steps/$* $(CHAPTERS)
	@touch $@

# What was timed on one machine, once, and is quoted (make measure).
MEASURED := $(wildcard book/measured/*.tsv)

build/steps/%/.built: build/steps/%/.tangled $(MEASURED)
	$(say) compile 'step $*'
	@$(CC) --version | head -1 | cmp -s - build/steps/$*/.compiler || rm -rf build/steps/$*/.objects
	@$(CC) --version | head -1 > build/steps/$*/.compiler
	@$(MAKE) --silent --no-print-directory -f book/step.mk S=build/steps/$* L=build/steps/$*/.lines all
	@$(if $(MEASURED),mkdir -p build/steps/$*/measured && cp -p $(MEASURED) build/steps/$*/measured/)
	@cat $$(find build/steps/$*/code build/steps/$*/tests -name '*.[ch]' | sort) book/step.mk $(MEASURED) | cksum > build/steps/$*/.programs
	@touch $@

# The same with lines where they are now, for compilers and debuggers: prose moves code.
build/steps/%/.exact: build/steps/%/.built $$(call first,$$*)
	@book/tangle --through $* --lines --out build/steps/$*/.lines $(CHAPTERS)
	@$(MAKE) --silent --no-print-directory -f book/step.mk S=build/steps/$* L=build/steps/$*/.lines all
	@touch $@

# What the chapter's end says: which compilers took the step, which tests pass.
build/steps/%/.tested: build/steps/%/.built book/tested
	$(say) test 'step $*'
	@book/tested --step build/steps/$* > $@.new $(settled)

there_is = @case ' $(NUMBERS) ' in *' $(STEP) '*) ;; \
	  *) echo "There is no chapter $(CH); the chapters are: $(NUMBERS)" >&2; exit 1;; esac
# A chapter's checkpoints: as far as each of them, too, the book compiles.
build/checkpoints/.%: build/steps/%/.code $(TANGLER) book/checkpoints book/tested book/step.mk $(wildcard tests/judge/*.[ch])
	$(say) test 'checkpoints of $*'
	+@book/checkpoints --chapter $* --out build/checkpoints $(CHAPTERS)
	@mkdir -p $(@D) && touch $@

step:
	$(there_is)
	@$(MAKE) --no-print-directory -f book/rules.mk $(if $(POINT),build/checkpoints/.$(STEP),build/steps/$(STEP)/.exact)
	@test -d build/$(if $(POINT),checkpoints,steps)/$(STEP)$(POINT) || { echo 'Chapter $(STEP) has no checkpoint $(POINT:.%=%)' >&2; exit 1; }
	@echo 'Step $(STEP)$(POINT) is in build/$(if $(POINT),checkpoints,steps)/$(STEP)$(POINT) (there: make test)'

steps: $(NUMBERS:%=build/steps/%/.exact)
engine: build/steps/$(LAST)/.exact

# ---- the main job: learn double(x) = 2x
learned: build/learned.txt
build/learned.txt: build/steps/$(LAST)/.built
	$(say) learn 'double(x) = 2x'
	@build/steps/$(LAST)/learn > $@.new && sed 's/^/            /' $@.new $(settled)

# ---- runs and figures, by the programs of the chapter's own step; what neither
# the command nor a program has changed is kept
build/runs/.%: chapters/%.nw build/steps/$$(call number,$$*)/.built book/runs
	$(say) run '$*'
	@book/runs --step build/steps/$(call number,$*) --out build/runs $<
	@mkdir -p $(@D) && touch $@

build/figures/.%: chapters/%.nw build/steps/$$(call number,$$*)/.built book/draw book/figures.gp
	$(say) draw '$*'
	@for figure in $$(sed -n 's/^<<\(figures\/.*\)>>=$$/\1/p' $<); do \
	  book/draw --step build/steps/$(call number,$*) --out build/figures "$$figure" || exit 1; done
	@mkdir -p $(@D) && touch $@

# ---- weave
WEAVER  := book/moved.txt book/noweb.lua book/stream.lua book/chunks.lua book/listing.lua book/setting.lua book/escape.lua book/letters.lua book/lists.txt book/badge.lua book/code.lua book/labels.lua book/pairs.lua book/weave.lua book/whole.lua book/references.lua book/metadata.yaml build/references.json
PANDOC  = pandoc -f book/noweb.lua --lua-filter book/weave.lua --citeproc --lua-filter book/references.lua --bibliography build/references.json \
            --metadata-file book/metadata.yaml --wrap=none
FILE_PAGE = pandoc -f book/file.lua --lua-filter book/weave.lua $(TO_PAGE) --wrap=none --metadata-file book/metadata.yaml -M part=chapter
TO_PAGE = --to html5 --mathml --template book/page.html

# The bibliography, read once for all pages.
build/references.json: book/references.bib
	@mkdir -p $(@D) && pandoc -f biblatex -t csljson $< -o $@.new $(settled)

# What the code defines; prose may move it, and woven knows where to.
build/weave/lines/.done: build/steps/$(LAST)/.code $(TANGLER)
	@book/tangle --lines --out build/weave/lines $(CHAPTERS)
	@touch $@

build/weave/.done: build/chapters $(CHAPTERS) build/weave/lines/.done book/woven book/Identifiers.pm
	$(say) index 'chunks, identifiers, labels'
	@book/woven --lines build/weave/lines --out build/weave $(CHAPTERS)
	@touch $@

STREAMS  := $(foreach slug,$(SLUGS),build/weave/$(slug).stream build/weave/$(call number,$(slug)).back)
build/weave/labels.tsv build/weave/identifiers.tsv build/weave/index.stream $(STREAMS): build/weave/.done ;

made = build/weave/labels.tsv build/runs/.$1 build/figures/.$1 build/steps/$(call number,$1)/.tested build/checkpoints/.$(call number,$1) $(WEAVER)

$(SLUGS:%=$(HTML)/%.html): $(HTML)/%.html: build/weave/%.stream $$(call made,$$*) book/page.html
	$(say) weave '$@'
	@mkdir -p $(@D)
	@$(PANDOC) $(TO_PAGE) -M part=chapter -M page=$(@F) -o $@.new $< $(settled)

# One chapter's page, soon after a word of it has changed; its answers, the lists and
# the search are made by web.
PAGE := $(filter $(STEP)-%,$(SLUGS))
page: $(PAGE:%=$(HTML)/%.html) $(HTML)/gradus.css
	$(there_is)
	@echo 'The page is $(HTML)/$(PAGE).html'

slug_of = $(filter $1-%,$(SLUGS))
back_of = build/weave/$1.back $(call made,$(call slug_of,$1)) book/page.html
$(NUMBERS:%=$(HTML)/%-tests.html): $(HTML)/%-tests.html: $$(call back_of,$$*) build/weave/$$(call slug_of,$$*).stream
	$(say) weave '$@'
	@mkdir -p $(@D)
	@cat build/weave/$(call slug_of,$*).stream $< | $(PANDOC) $(TO_PAGE) -M part=tests -M page=$(@F) -o $@.new $(settled)

$(NUMBERS:%=$(HTML)/%-answers.html): $(HTML)/%-answers.html: $$(call back_of,$$*)
	$(say) weave '$@'
	@mkdir -p $(@D)
	@$(PANDOC) $(TO_PAGE) -M part=answers -M page=$(@F) -o $@.new $< $(settled)

# ---- finding one's way: the lists, the search, pages that went elsewhere
LIST_PAGES := $(patsubst %,$(HTML)/%.html,$(shell sed -n '/^\#/d; s/ .*//p' book/lists.txt))
TO_PLAIN_PAGE = --lua-filter book/weave.lua $(TO_PAGE) --wrap=none --metadata-file book/metadata.yaml -M part=chapter -M page=$(@F) -o $@.new

$(LIST_PAGES): $(HTML)/%.html: build/weave/index.stream build/weave/labels.tsv build/weave/identifiers.tsv book/lists.lua $(WEAVER) book/page.html
	$(say) weave '$@'
	@mkdir -p $(@D)
	@echo '$*' | pandoc -f book/lists.lua $(TO_PLAIN_PAGE) $(settled)

$(HTML)/index.html: book/cover.md build/weave/labels.tsv $(WEAVER) book/page.html
	$(say) weave '$@'
	@mkdir -p $(@D)
	@pandoc -f markdown+smart -M cover=yes -M pagetitle='Gradus: Building an Autograd Engine in C' $(TO_PLAIN_PAGE) $< $(settled)

$(HTML)/search.html: book/search.md build/weave/labels.tsv $(WEAVER) book/page.html
	$(say) weave '$@'
	@mkdir -p $(@D)
	@pandoc -f markdown+smart -M searched=yes $(TO_PLAIN_PAGE) $< $(settled)

OLD_PAGES := $(addprefix $(HTML)/,$(filter-out $(SLUGS:%=%.html) $(NUMBERS:%=%-answers.html) $(NUMBERS:%=%-tests.html),$(sort $(shell sed -n 's/^\([^ \#]*\)\#.*/\1/p' book/moved.txt))))
$(OLD_PAGES): build/weave/labels.tsv $(WEAVER) book/page.html
	$(say) weave '$@'
	@mkdir -p $(@D)
	@echo '# This page has moved: $(@F)' | pandoc -f markdown $(TO_PLAIN_PAGE) $(settled)

LUNR    := /usr/share/javascript/lunr
SCRIPTS := $(addprefix $(HTML)/,contents.js search.js search-index.js lunr.min.js)
$(HTML)/contents.js $(HTML)/search.js: $(HTML)/%: book/%
	@mkdir -p $(@D) && cp $< $@.new $(settled)
$(HTML)/lunr.min.js: $(LUNR)/lunr.min.js
	@mkdir -p $(@D) && cp $< $@.new $(settled)
$(HTML)/search-index.js: $(PAGES) $(HTML)/index.html build/weave/identifiers.tsv build/weave/labels.tsv book/search-index.cjs $(LUNR)/lunr.js
	$(say) index 'the text, for the search'
	@NODE_PATH=/usr/share/nodejs node book/search-index.cjs $(LUNR)/lunr.js build/weave $(PAGES) $(HTML)/index.html > $@.new $(settled)

$(HTML)/gradus.css: book/gradus.css
	@mkdir -p $(@D) && cp $< $@.new $(settled)

# ---- the engine's files, each as of each chapter; what scripts show of chunks
$(HTML)/engine-files.html: build/weave/labels.tsv build/weave/identifiers.tsv $(NUMBERS:%=build/steps/%/.tested) $(WEAVER) book/file.lua book/files book/page.html
	$(say) weave "the engine's files"
	@book/files --code build/steps/$(LAST) --out $(HTML) $(FILE_PAGE)

$(HTML)/chunks.js: book/chunks.js
	@mkdir -p $(@D) && cp $< $@.new $(settled)

$(NUMBERS:%=$(HTML)/chunks-%.js): $(HTML)/chunks-%.js: build/weave/$$(call slug_of,$$*).stream build/weave/%.back build/weave/labels.tsv book/chunk-script
	@mkdir -p $(@D) && book/chunk-script --weave build/weave --chapter $* > $@.new $(settled)

SCRIPTS += $(HTML)/chunks.js $(NUMBERS:%=$(HTML)/chunks-%.js)

$(FONTS) &: book/fonts
	$(say) subset 'fonts'
	@book/fonts $(HTML)/fonts

web: $(PAGES) $(HTML)/index.html $(HTML)/search.html $(LIST_PAGES) $(OLD_PAGES) $(HTML)/engine-files.html $(SCRIPTS) $(HTML)/gradus.css $(FONTS)

THE_BOOK := $(STREAMS) build/weave/index.stream book/cover.md build/weave/labels.tsv $(NUMBERS:%=build/steps/%/.tested) $(NUMBERS:%=build/checkpoints/.%) $(WEAVER) $(SLUGS:%=build/runs/.%) $(SLUGS:%=build/figures/.%)

# ---- the drawing of the e-book's cover and of the title page
build/cover/.done: build/learned.txt book/cover book/metadata.yaml
	$(say) draw 'the cover'
	@book/cover --steps build/learned.txt --out build/cover
	@touch $@

# ---- the printed book, and on which of its pages everything stands
pdf: build/gradus.pdf build/pages.tsv
build/tex/gradus.tex: $(THE_BOOK) book/gradus.tex build/cover/.done
	@mkdir -p $(@D)
	@cat $(STREAMS) | $(PANDOC) --to latex --template book/gradus.tex --top-level-division=chapter -M part=book -o $@.new $(settled)
build/gradus.pdf: build/tex/gradus.tex book/typeset book/ends.lua book/notes.lua book/turns.lua
	$(say) typeset '$@'
	@book/typeset $< $@
build/pages.tsv: build/gradus.pdf book/pages
	@book/pages --aux build/tex/gradus.aux --labels build/weave/labels.tsv > $@.new $(settled)

# ---- the e-book
epub: build/gradus.epub
build/gradus.epub: $(THE_BOOK) book/epub.css book/redate build/cover/.done
	$(say) bind '$@'
	@cat $(STREAMS) | $(PANDOC) --to epub3 --mathml --css book/epub.css --epub-cover-image build/cover/cover.png \
	  --toc --toc-depth=3 --epub-chapter-level=2 -M part=book -o $@.new && book/redate $@.new $(settled)

# ---- what the tests of the pages need, as tests/package-lock.json says
build/npm/.done: tests/package.json tests/package-lock.json tests/.npmrc
	$(say) install 'what the browser tests need, by npm'
	@mkdir -p $(@D) && cp $^ $(@D)/
	@cd $(@D) && npm ci --ignore-scripts --prefer-offline --loglevel=error >npm.log 2>&1 </dev/null || \
	  { tail -5 npm.log >&2; echo '$(@D): error: npm ci failed; its words are in $(@D)/npm.log' >&2; exit 1; }
	@touch $@

# ---- test and sync
# The slowest first, so that none of them is left alone at the end.
SLOW  := $(patsubst %,tests/%.t,steps browser mutants exercises own)
TESTS ?= $(SLOW) $(filter-out $(SLOW),$(wildcard tests/*.t)) $(foreach number,$(NUMBERS),build/steps/$(number)/tests/$(number)/test)
.PHONY: test sync picture
test: learned $(EDITIONS) steps build/tangle/.done build/npm/.done
	@tests/run $(TESTS)

sync: build/tangle/.done build/weave/.done
	@book/sync build/tangle
	@book/anchors build/weave/labels.tsv book

picture: web build/npm/.done
	@node book/picture.mjs $(HTML)/$(firstword $(SLUGS)).html book/page.png

# ---- time: the engine, and what the chapters quote of it
.PHONY: bench measure
bench: engine
	@tests/bench/run build/steps/$(LAST)/code
	@echo
	@tests/bench/checks

measure: engine
	@book/measure build/steps/$(LAST) book/measured

where: learned $(EDITIONS) steps
	@echo
	@echo '  The web book:  $(HTML)/index.html'
	@echo '  The PDF:       build/gradus.pdf'
	@echo '  The e-book:    build/gradus.epub'
	@echo '  The exercises: exercises/ (make check; make help lists the rest)'
