package SmallBook;

# A book of two tiny chapters, in a folder of its own, with the real build: for
# the tests that break it. Chapter 2 adds to the files of chapter 1.

use strict;
use warnings;
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Find qw(find);
use File::Path qw(make_path remove_tree);
use Gradus qw(capture copy_project slurp spit);
use Time::HiRes qw(stat);

our @EXPORT_OK = qw(small_book without_fonts copy_of build run_make in_book put edit line_of snapshot changes sums times made of_worth);

my $FIRST = <<'END_OF_CHAPTER';
# First {#first}

::: question
Does a small book build?
:::

Twice $x$ is [[twice(x)]], as others [@karpathy2020] know. The program
says [42]{.said run=run-double}, drawn in [](#fig-line); [more](#second) follows.

## Twice {#twice}

<<code/twice.h>>=
#ifndef TWICE_H
#define TWICE_H

/* Twice x. */
double twice(double x);
<<more of the interface>>

#endif
@

<<code/twice.c>>=
#include "twice.h"

<<functions>>
<<functions that need twice>>
@

<<functions>>=
double twice(double x)
{
    <<double x>>
    return x;
}
@

It is $\term{sum}{x + x}$:

``` {.pairs chunk="double x"}
sum: x + x
```

<<double x>>=
x = x + x;
@

<<code/programs/learn.c>>=
#include "twice.h"
#include <stdio.h>

int main(void)
{
    <<greet, later on>>
    printf("twice 21 is %g\n", twice(21));
    return 0;
}
@

``` {.run #run-double cmd="./learn"}
```

![A line.](figures/line.svg){#fig-line alt="A straight line through the origin."}

<<figures/line.gp>>=
set xlabel "x"
plot 2*x title "twice x"
@

<<tests/01/test.c>>=
#include "judge.h"
#include "twice.h"

static void twice_three(void) { expect_close("twice 3", twice(3), 6, 0); }

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 1");
    judge_ask("is twice three six?", twice_three);
    return judge_end();
}
@

### Exercise 1.1. Why? {#ex-1.1 .exercise kind=explain steps=1}

Why is it twice?

<<exercises/01/1.1-explain-why.txt>>=
Write here.
@

<<exercises/01/hints/1.1-explain-why.txt>>=
Think.

Think again.

Think of [[x + x]].
@

## Answers {#answers-1 .answers}

### Answer to 1.1 {#answer-1.1}

<<exercises/01/answers/1.1-explain-why.txt>>=
Because.
@
END_OF_CHAPTER

my $SECOND = <<'END_OF_CHAPTER';
# Second {#second}

What [the first](#first) began goes on: [[thrice]] needs [[twice]].

<<more of the interface>>=

/* Three times x. */
double thrice(double x);
@

<<functions that need twice>>=

double thrice(double x)
{
    return twice(x) + x;
}
@

<<greet, later on>>=
printf("eight is %d\n", 1 @<< 3);
@

<<code/programs/thrice.c>>=
#include "twice.h"
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        return puts("digraph three { one -> three }") == EOF;
    printf("x\tthrice x\n");
    for (int x = 1; x <= 3; x++)
        printf("%d\t%g\n", x, thrice(x));
    return 0;
}
@

``` {.table #tbl-thrice cmd="./thrice" caption="Three times $x$."}
```

![Three, drawn by a program.](figures/three.svg){#fig-three alt="An arrow from one to three."}

<<figures/three.dot>>=
#! ./thrice --draw
@

Three times three is [9]{.said run=tbl-thrice}.

<<tests/02/test.c>>=
#include "judge.h"
#include "twice.h"

static void thrice_three(void) { expect_close("thrice 3", thrice(3), 9, 0); }

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 2");
    judge_ask("is thrice three nine?", thrice_three);
    return judge_end();
}
@

## Answers {#answers-2 .answers}

There is nothing to answer.
END_OF_CHAPTER

my $COVER = <<'END_OF_COVER';
# Small {#small}

[Begin](#first), or look into the [index](book-index.html).
END_OF_COVER

# What a surrounding make, shell or git would pass on.
my %CLEAN = map { $_ => undef } qw(MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES MAKEFILES GNUMAKEFLAGS
    GRADUS_LOCKED GRADUS_BUILD CC CFLAGS CPPFLAGS LDFLAGS LDLIBS EX SEED CH SOURCE_DATE_EPOCH
    GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE);

# Makes the book in a folder; returns the folder.
sub small_book {
    my ($folder) = @_;
    make_path($folder);
    copy_project($folder);
    remove_tree($_) for "$folder/chapters", "$folder/code", glob_in("$folder/exercises", qr/^\d/),
        glob_in("$folder/tests", qr/^\d/);
    put($folder, 'chapters/01-first.nw', $FIRST);
    put($folder, 'chapters/02-second.nw', $SECOND);
    put($folder, 'book/cover.md', $COVER);
    put($folder, "book/$_", '') for 'anchors.txt', 'moved.txt';
    return $folder;
}

sub glob_in {
    my ($folder, $name) = @_;
    opendir my $dir, $folder or return;
    return map { "$folder/$_" } grep { /$name/ } readdir $dir;
}

# The typefaces are slow to cut: has them taken as made.
sub without_fonts {
    my ($folder) = @_;
    put($folder, "build/html/fonts/$_", 'none') for slurp("$folder/book/rules.mk") =~ /([\w-]+\.woff2)/g;
    return $folder;
}

# A copy of a book and what was made of it.
sub copy_of {
    my ($book, $folder) = @_;
    system('cp', '-a', $book, $folder) == 0 or die "cannot copy $book\n";
    return $folder;
}

# Runs make as a reader does: ($exit, $output).
sub run_make {
    my ($folder, @arguments) = @_;
    return in_book($folder, {seconds => 240}, 'make', @arguments);
}

# Runs make on the rules, without setup: ($exit, $output).
sub build {
    my ($folder, @targets) = @_;
    return in_book($folder, {}, 'make', '--no-print-directory', '-f', 'book/rules.mk', @targets);
}

# Runs a command in the book's folder; $how as in capture, env on top of a clean one.
sub in_book {
    my ($folder, $how, @command) = @_;
    my ($exit, $output) = capture({seconds => 120, dir => $folder, %$how,
        env => {%CLEAN, %{$how->{env} // {}}}}, @command);
    utf8::decode($output);
    return ($exit, $output);
}

sub put {
    my ($folder, $file, $text) = @_;
    make_path(dirname("$folder/$file"));
    spit("$folder/$file", $text);
    return;
}

# Puts a text in place of the only occurrence of another.
sub edit {
    my ($folder, $file, $from, $to) = @_;
    my $text = slurp("$folder/$file");
    my $count = () = $text =~ /\Q$from\E/g;
    die "$file: \"$from\" occurs $count times, expected once\n" unless $count == 1;
    $text =~ s/\Q$from\E/$to/;
    spit("$folder/$file", $text);
    return;
}

# The number of the first line with a text.
sub line_of {
    my ($folder, $file, $text) = @_;
    my $before = index slurp("$folder/$file"), $text;
    die "$file: no \"$text\"\n" if $before < 0;
    return 1 + (substr(slurp("$folder/$file"), 0, $before) =~ tr/\n//);
}

# {file => what $of says of it} for the files below a folder.
sub snapshot {
    my ($folder, $of) = @_;
    my %files;
    find({no_chdir => 1, wanted => sub {
        return unless -f $_;
        $files{substr $_, 1 + length $folder} = $of->($_);
    }}, $folder) if -d $folder;
    return \%files;
}

sub sums  { return snapshot($_[0], \&slurp) }
sub made  { return sums("$_[0]/build") }
sub times { return snapshot($_[0], sub { (stat $_[0])[9] }) }

# What of a build is for readers, and what that is made from.
sub of_worth {
    return grep { m{^(?:html|figures|runs|weave|gradus|learned|steps/\d+/(?:code|tests/\d+/.*\.c|\.lines/code))} && !m{/\.|\.done} } @_;
}

# The names of files that differ between two snapshots, or are in one only.
sub changes {
    my ($before, $after) = @_;
    my %all = (%$before, %$after);
    return grep { !defined $before->{$_} || !defined $after->{$_} || $before->{$_} ne $after->{$_} }
        sort keys %all;
}

1;
