#!/usr/bin/env perl
# Does the benchmark build, and does the engine come to what the loops by hand come
# to, so that their times may be compared? Are the exercises' checks timed?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(engine_copy);
use Gradus qw(root capture scratch copy_project read_faults spit);
use Test::More;

my $root = root();
my $home = scratch();
plan skip_all => 'the engine has no optim.c yet' unless -f "$root/code/optim.c";

sub checked { my ($code) = @_; return capture(120, "$root/tests/bench/run", $code, '--check') }

my ($exit, $output) = checked("$root/code");
is("$exit:$output", "0:The engine and plain C agree.\n", 'do the engine and plain C agree?');

spit("$home/faults", "name: relu lets half through\nfile: code/value.c\n- if (!(a->data <= 0.0))\n+ if (!(a->data <= 0.1))\n");
my ($fault) = read_faults("$home/faults");
($exit, $output) = checked(engine_copy("$home/engine", $fault));
ok($exit != 0 && $output =~ /^moons: the graph and plain C differ$/m, 'is nothing timed when they differ?') or diag("$exit: $output");

# ---- the checks of the exercises

sub checks { my ($root, @which) = @_; return capture(120, "$root/tests/bench/checks", @which) }

($exit, $output) = checks($root, '1.3');
is($exit, 0, 'is the check of an exercise timed?') or diag($output);
like($output, qr/^1\.3 +\d+\.\d\d s +\d+\.\d\d s +\d+\.\d  \S.*\n\nThe median ratio of 1: \d+\.\d$/m, 'against its compiler?');

copy_project("$home/book");
spit($_, "this is no C\n") for glob "'$home/book/exercises/01/answers/'1.3-*.c";
($exit, $output) = checks("$home/book", '1.3');
ok($exit != 0 && $output =~ m{^exercises/01/answers/1\.3-\S+ does not pass \(}m, 'is none timed whose answer does not pass?') or diag("$exit: $output");

done_testing;
