# Compile the book as of one chapter, and test it. In a step's folder this file
# is its Makefile ("make", "make test"); the build calls it from the root, with
#   S=build/steps/NN        where programs go
#   L=build/steps/NN/.lines the same C with #line, so that messages point into the chapters
# ONLY=... names the programs and the judges of problems that are wanted; without it, all.
S ?= .
L ?= $S
CFLAGS ?= -O2 -g -std=c11 -Wall -Wextra -Wpedantic -Werror -ffp-contract=off
LDLIBS ?= -lm

O := $S/.objects
wanted   = $(if $(filter command,$(origin ONLY)),$(filter $(ONLY:%=$L/%),$1),$1)
headers  := $(wildcard $L/code/*.h)
modules  := $(patsubst $L/code/%.c,$O/%.o,$(wildcard $L/code/*.c))
judge    := $(patsubst $S/tests/judge/%.c,$O/judge/%.o,$(wildcard $S/tests/judge/*.c))
programs := $(patsubst $L/code/programs/%.c,$S/%,$(call wanted,$(wildcard $L/code/programs/*.c)))
tests    := $(patsubst $L/%.c,$S/%,$(wildcard $L/tests/*/test.c))
judges   := $(foreach file,$(wildcard $S/exercises/*/*-predict-*.txt),\
              $L/tests/$(notdir $(patsubst %/,%,$(dir $(file))))/$(firstword $(subst -, ,$(notdir $(file)))).c)
puzzles  := $(patsubst $L/%.c,$S/%,$(call wanted,$(wildcard $(judges))))

.PHONY: all test clean
all: $(modules) $(programs) $(tests) $(puzzles)

$O/%.o: $L/code/%.c $(headers)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -I $L/code -c -o $@.new $< && mv $@.new $@

$O/judge/%.o: $S/tests/judge/%.c $(wildcard $S/tests/judge/*.h)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -I $S/tests/judge -c -o $@.new $< && mv $@.new $@

$(programs): $S/%: $L/code/programs/%.c $(modules) $(headers)
	$(CC) $(CFLAGS) -I $L/code -o $@.new $< $(modules) $(LDLIBS) && mv $@.new $@

$(tests) $(puzzles): $S/tests/%: $L/tests/%.c $(judge) $(modules) $(headers)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -I $S/tests/judge -I $L/code -o $@.new $< $(judge) $(modules) $(LDLIBS) && mv $@.new $@

test: all
	@for test in $(tests); do echo "# $$test"; $$test || exit 1; done

clean:
	rm -rf $O $(programs) $(tests) $(puzzles)
