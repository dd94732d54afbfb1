#!/usr/bin/env perl
# Does the engine say what PyTorch says, of single operations and of whole networks,
# in tables that are kept here? And where PyTorch is, does it still say the same?

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

my @checks = -f "$root/code/optim.h" ? qw(check networks) : qw(check);
my %table = (check => 'table', networks => 'networks');

sub check {
    my ($which, $name, $fault) = @_;
    my $code = engine_copy("$home/$which $name", $fault);
    my ($exit, $output) = build_program("$code/$which", $code, "$here/$which.c", $fault ? qw(-O0 -g0) : ());
    is("$exit:$output", '0:', "does $which.c compile, $name?");
    return capture({seconds => 60, input => slurp("$here/$table{$which}.tsv")}, "$code/$which");
}

# The lines of a table, without its comments.
sub lines_of { my ($text) = @_; return map { [split /\t/, $_, -1] } grep { !/^#/ } split /\n/, $text }

# Another machine's PyTorch may round in another way.
sub alike {
    my ($x, $y) = @_;
    return 1 if $x eq $y;
    return 0 if grep { !/^-?\d/ } $x, $y;
    my $larger = abs $x > abs $y ? abs $x : abs $y;
    return abs($x - $y) <= 1e-12 * $larger;
}

# Whatever is a number in both may differ a little.
sub same_line {
    my ($x, $y) = map { [map { split / / } @$_] } @_;
    return @$x == @$y && !grep { !alike($x->[$_], $y->[$_]) } 0 .. $#$x;
}

# ---- the tables and the engine

for my $which (@checks) {
    my @lines = lines_of(slurp("$here/$table{$which}.tsv"));
    my ($exit, $output) = check($which, 'whole');
    my %said = map { /^((?:not )?ok) \d+ - (.*): as PyTorch\?$/ ? ($2 => $1) : () } split /\n/, $output;
    is(scalar keys %said, scalar @lines, "$table{$which}.tsv: is each line looked at, under a name of its own?") or diag($output);
    is($said{$_->[0]} // 'silence', 'ok', "$_->[0]: as PyTorch?") for @lines;
    is($exit, 0, 'all of them?') or diag($output =~ /^(?:not ok|#|Bail).*\n/mg);
}

my $number = 0;
for my $fault (read_faults("$here/faults")) {
    my $which = $fault->{says}[0] // 'check';
    my ($exit, $output) = check($which, 'fault ' . ++$number, $fault);
    ok($exit == 1 && $output =~ /^not ok/m, "is it noticed when $fault->{name}?") or diag($output);
}

# ---- the tables and PyTorch

for my $which (@checks) {
    SKIP: {
        my $table = $table{$which};
        my @lines = lines_of(slurp("$here/$table.tsv"));
        my ($exit, $output) = capture({seconds => 60, input => slurp("$here/$table.tsv")}, $python, "$here/$table.py");
        skip "PyTorch is not here (Debian's python3-torch, optional); the tables are as they were made", 2
            if $output =~ /^ModuleNotFoundError: No module named 'torch'$/m || $exit == 127;
        is($exit, 0, "does $table.py run?") or diag($output);
        my @now = lines_of($output);
        my @other = grep { !same_line($lines[$_], $now[$_] // []) } 0 .. $#lines;
        is(join("\n", map { join "\t", @{$now[$_] // ['nothing']} } @other), '', "does PyTorch here say what $table.tsv says?");
    }
}

done_testing;
