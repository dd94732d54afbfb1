#!/usr/bin/env perl
# Does the book know its identifiers: of what kind each is, where it is defined, and
# which words in the code mean it?

use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Gradus qw(scratch slurp);
use SmallBook qw(in_book small_book build put);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $book = small_book(scratch() . '/book');

# Chapter 3 of it has words that look like uses, and are none.
put($book, 'chapters/03-third.nw', <<'END');
# Third {#third}

Here [[helper]] is what chapter 1 knows, and so is [[Pair]]; [[twice]] is everybody's.

<<code/pair.h>>=
#ifndef PAIR_H
#define PAIR_H

#define PAIRS 3
typedef struct Pair { double left, right; } Pair;
enum { PAIR_LEFT, PAIR_RIGHT };
extern int pair_count;
<<what pairs do>>

#endif
@

<<what pairs do>>=
/* As pair_sum, and the total twice. */
double pair_sum(Pair pair);
@

<<code/pair.c>>=
#include "pair.h"

int pair_count;

static double total(double x) { return x; }

<<the sum of a pair>>
<<a parameter that is called total>>
<<a member that is called total>>
<<words that say total>>
@

<<the sum of a pair>>=
double pair_sum(Pair pair)
{
    return total(pair.left) + total(pair.right);
}
@

<<a parameter that is called total>>=
static double half(double total)
{
    <<halve the total>>
}
@

<<halve the total>>=
return total / 2;
@

<<a member that is called total>>=
struct Sum { double total; };
static double sum_of(struct Sum *sum, struct Sum other)
{
    return sum->total + other.total + half(1);
}
@

<<words that say total>>=
/* The total of "it". */
static struct Sum no_sum(void) { return (struct Sum){.total = 1}; }
static const char *words(void) { return "a \" total"; }
const char *pair_words(void) { return words(); }
@

<<code/programs/sum.c>>=
#include "pair.h"
#include <stdio.h>

static double total(double x) { return 3 * x; }

int main(void)
{
    <<print the total>>
}
@

<<print the total>>=
printf("%g %d\n", total(PAIRS), PAIR_LEFT);
return 0;
@

<<tests/03/test.c>>=
#include "pair.h"

static int half(int x) { return x / 2; }

int main(void)
{
    double total = pair_sum((Pair){1, 2});
    return total > 3 + half(1);
}
@

## Answers {#answers-3 .answers}

None.
END

my ($exit, $output) = build($book, 'build/weave/.done');
is($exit, 0, 'are the chapters indexed?') or diag($output);
my %entries;
for (split /\n/, slurp("$book/build/weave/identifiers.tsv")) {
    my ($name, $kind, $id, $uses) = split /\t/, $_, -1;
    push @{ $entries{$name} }, "$kind in $id, used in: " . ($uses || 'nothing');
}
my %files = map { (split /\t/, $_, -1)[0, 5] } split /\n/, slurp("$book/build/weave/labels.tsv");

sub entries_of { return join "\n", @{ $entries{ $_[0] } // ['none'] } }

is(entries_of('PAIRS'), 'macro in chunk-code-pair.h, used in: chunk-print-the-total', 'is a macro one, and its use found?');
like(entries_of('Pair'), qr/^type in chunk-code-pair\.h, used in: chunk-what-pairs-do chunk-the-sum-of-a-pair chunk-tests-03-test\.c$/, 'a type?');
is(entries_of('PAIR_LEFT'), 'constant in chunk-code-pair.h, used in: chunk-print-the-total', 'a constant?');
is(entries_of('pair_count'), 'variable in chunk-code-pair.c, used in: chunk-code-pair.h', 'a variable?');
is(entries_of('pair_sum'), 'function in chunk-the-sum-of-a-pair, used in: chunk-what-pairs-do chunk-tests-03-test.c',
   'a function, declared in the header and used in a test?');
is(entries_of('total'), "function in chunk-code-pair.c, used in: chunk-the-sum-of-a-pair\nfunction in chunk-code-programs-sum.c, used in: chunk-print-the-total",
   'two functions of a name, each in its own file, but no local, no member, no string and no comment?');
is(entries_of('half'), 'function in chunk-a-parameter-that-is-called-total, used in: chunk-a-member-that-is-called-total', 'is a static function found in its file, and not in another that has its own?');
is(entries_of('left'), 'none', 'is a member no identifier?');
is(entries_of('main'), 'none', 'is main none?');

# What a chunk on the page says of its names' uses.
($exit, $output) = in_book($book, {env => {CFLAGS => "-O0"}}, qw(make -f book/rules.mk build/html/03-third.html));
is($exit, 0, "does its page build?") or diag($output);
my ($foot) = slurp("$book/build/html/03-third.html") =~ m{id="chunk-code-pair\.c".*?<div class="chunk-foot">(.*?)</div>}s;
like($foot, qr{<code>total</code> \(used in <a href="#chunk-the-sum-of-a-pair">[\d.]+</a>\)}, 'is a name said to be used where it is meant, and not where a namesake is?');

# What a use leads to on the page.
my $stream = slurp("$book/build/weave/03-third.stream");
my ($leads) = $stream =~ /\@defn print the total\n.*?\@xref ref (\S+)\n\@index use total\n/s;
is($leads, 'chunk-code-programs-sum.c', 'does a use lead to the definition in its own file?');
unlike($stream =~ /\@defn halve the total\n(.*?)\@end code/s ? $1 : '', qr/\@index use total/, 'does a parameter lead nowhere?');
like($stream, qr/\@quote\n(?:\@xref ref \S+\n)?\@index use twice/, 'does a name in the prose lead to what the engine offers?');
unlike($stream, qr/\@index use helper/, 'and a word that is no identifier nowhere?');

done_testing;
