#!/usr/bin/env perl
# Does the engine say what PyTorch says, in a table that is kept here? And where
# PyTorch is, does it still say the same?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(engine_copy build_program);
use Gradus qw(root capture scratch slurp read_faults);
use Test::More;

my $root = root();
my $here = "$root/tests/pytorch";
my $home = scratch();
my $python = -x '/usr/bin/python3' ? '/usr/bin/python3' : 'python3';    # Debian's, which has Debian's torch
plan skip_all => 'the engine has no value.c yet' unless -f "$root/code/value.c";

sub check {
    my ($name, $fault) = @_;
    my $code = engine_copy("$home/$name", $fault);
    my ($exit, $output) = build_program("$code/check", $code, "$here/check.c");
    is("$exit:$output", '0:', "does check.c compile, $name?");
    return capture({seconds => 30, input => slurp("$here/table.tsv")}, "$code/check");
}

# The lines of a table, without its comments.
sub lines_of { my ($text) = @_; return map { [split /\t/, $_, -1] } grep { !/^#/ } split /\n/, $text }

# Another machine's PyTorch may round in another way.
sub alike {
    my ($x, $y) = @_;
    return 1 if $x eq $y;
    return 0 if "$x$y" =~ /nan|inf/;
    my $larger = abs $x > abs $y ? abs $x : abs $y;
    return abs($x - $y) <= 1e-12 * $larger;
}

sub same_line {
    my ($x, $y) = @_;
    my @x = (@$x[0 .. 2], map { split / / } @$x[3, 4]);
    my @y = (@$y[0 .. 2], map { split / / } @$y[3, 4]);
    return @x == @y && !grep { $_ < 3 ? $x[$_] ne $y[$_] : !alike($x[$_], $y[$_]) } 0 .. $#x;
}

# ---- the table and the engine

my @lines = lines_of(slurp("$here/table.tsv"));
my ($exit, $output) = check('whole');
my %said = map { /^((?:not )?ok) \d+ - (.*): as PyTorch\?$/ ? ($2 => $1) : () } split /\n/, $output;
is(scalar keys %said, scalar @lines, 'is each line of the table looked at, under a name of its own?') or diag($output);
is($said{$_->[0]} // 'silence', 'ok', "$_->[0]: as PyTorch?") for @lines;
is($exit, 0, 'all of them?') or diag($output =~ /^(?:not ok|#|Bail).*\n/mg);

my $number = 0;
for my $fault (read_faults("$here/faults")) {
    my ($exit, $output) = check('fault ' . ++$number, $fault);
    ok($exit == 1 && $output =~ /^not ok/m, "is it noticed when $fault->{name}?") or diag($output);
}

# ---- the table and PyTorch

SKIP: {
    my ($without) = capture(60, $python, '-c', 'import torch');
    skip "PyTorch is not here (Debian's python3-torch, optional); the table is as it was made", 2 if $without;
    my ($exit, $output) = capture({seconds => 60, input => slurp("$here/table.tsv")}, $python, "$here/table.py");
    is($exit, 0, 'does table.py run?') or diag($output);
    my @now = lines_of($output);
    my @other = grep { !same_line($lines[$_], $now[$_] // []) } 0 .. $#lines;
    is(join("\n", map { join "\t", @{$now[$_] // ['nothing']} } @other), '', 'does PyTorch here say what the table says?');
}

done_testing;
