#!/usr/bin/env perl
# Do compilers and the debugger point into the chapters, and does the C that is
# read know nothing of that?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gradus qw(root scratch slurp there);
use SmallBook qw(small_book build in_book put edit line_of);
use File::Path qw(remove_tree);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $book = small_book(scratch() . '/a small book');
my ($one, $two) = ('chapters/01-first.nw', 'chapters/02-second.nw');
my %text = map { $_ => slurp("$book/$_") } $one, $two;

# ---- the C to be read

my ($exit, $output) = build($book, 'steps', 'build/tangle/.done', 'sync');
is($exit, 0, 'does a small book tangle and compile?') or die $output;

is(slurp("$book/code/twice.c"), <<'C', 'does the pretty tangle read as if written by hand?');
/* twice.c: tangled from chapters 1, 2, of Gradus. */
#include "twice.h"

double twice(double x)
{
    /* double x */
    x = x + x;
    return x;
}

double thrice(double x)
{
    return twice(x) + x;
}
C
my @read = map { glob "'$_'" } map { ("$_/*.[ch]", "$_/programs/*.c") } "$book/code", "$book/build/steps/01/code",
    "$book/build/steps/02/code", root() . '/code';
is(join(' ', grep { slurp($_) =~ /^\s*#\s*line\b/m } @read), '', 'is there no #line in what is read?');
for my $file (map { glob "'$_'" } "$book/code/*.[ch]", "$book/code/programs/*.c") {
    my $name = substr $file, length "$book/";
    is(slurp($file), slurp("$book/build/tangle/$name"), "$name: is it the pretty tangle?");
    is(slurp($file), slurp("$book/build/steps/02/$name"), "$name: and that of the last step?");
}
like(slurp("$book/build/steps/02/.lines/code/twice.c"), qr/^#line \d+ "chapters\/02-second\.nw"$/m, 'has what is compiled a #line?');

# ---- compilers

my @errors = (
    ['in a chunk within a function', $one, 'x = x + x;', 'x = "two";'],
    ['after the use of a chunk', $one, '    return x;', '    return "x";'],
    ['after a chunk that is dropped', $one, 'printf("twice', 'int twice = "printf(\"twice'.'"; ("twice'],
    ['in an interface', $one, 'double twice(double x);', 'double twice(duoble x);'],
    ['in a test', $one, 'twice(3), 6, 0)', '"twice", 6, 0)'],
    ['in what chapter 2 adds to a file of chapter 1', $two, 'return twice(x) + x;', 'return "thrice";'],
    ['in what chapter 2 puts into a function of chapter 1', $two, 'printf("eight', 'int eight = "8"; printf("eight'],
);
for my $cc (grep { there($_) || !diag("$_ is not here") } qw(gcc clang)) {
    for my $error (@errors) {
        my ($name, $file, $right, $wrong) = @$error;
        put($book, $_, $text{$_}) for $one, $two;
        edit($book, $file, $right, $wrong);
        my $line = line_of($book, $file, $wrong);
        my ($exit, $output) = in_book($book, {env => {CC => $cc}}, 'make', '-f', 'book/rules.mk', 'steps');
        ok($exit && $output =~ /^\Q$file:$line:\E\d+: (?:fatal )?error: /m, "$cc: is a type error $name reported at $file:$line?")
            or diag("exit $exit; came:\n$output");
    }
}

# ---- the debugger

SKIP: {
    skip 'gdb is not here', 4 unless there('gdb');
    put($book, $_, $text{$_}) for $one, $two;
    remove_tree("$book/build/steps");
    ($exit, $output) = in_book($book, {env => {CFLAGS => '-O0 -g -std=c11'}}, 'make', '-f', 'book/rules.mk', 'engine');
    is($exit, 0, 'does the book compile again, now for a debugger?') or diag($output);
    my $inside = line_of($book, $one, 'x = x + x;');
    my $added = line_of($book, $two, 'return twice(x) + x;');
    my @gdb = ('gdb', '-nx', '-batch', '-iex', 'set debuginfod enabled off', '-ex', 'set startup-with-shell off',
        '-ex', 'set disable-randomization off');
    my ($found) = (in_book($book, {}, @gdb, '-ex', "info line $one:$inside", '-ex', "info line $two:$added",
        '-ex', "list $one:$inside", 'build/steps/02/thrice'))[1];
    like($found, qr/Line $inside of "\Q$one\E" starts at/, 'does gdb find code at a line of a chapter?');
    like($found, qr/Line $added of "\Q$two\E" starts at/, 'and in chapter 2?');
    like($found, qr/<<double x>>=\n$inside\s+x = x \+ x;\n/, 'does it list the chapter there?');
    my $ran = (in_book($book, {}, @gdb, '-ex', "break $one:$inside", '-ex', "tbreak $two:$added", '-ex', 'run',
        '-ex', 'continue', '-ex', 'backtrace', 'build/steps/02/thrice'))[1];
    skip 'this machine lets no debugger run a program', 2 if $ran =~ /ptrace|not permitted|Cannot PTRACE/i;
    like($ran, qr/^(?:Temporary b|B)reakpoint \d, thrice [^\n]* at \Q$two:$added\E$/m, 'does the program stop at a line of chapter 2?') or diag($ran);
    like($ran, qr/^Breakpoint [\d.]+, twice [^\n]* at \Q$one:$inside\E$/m, 'and at one of chapter 1?') or diag($ran);
}

done_testing;
