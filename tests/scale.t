#!/usr/bin/env perl
# Ten million values, a million steps, a hundred megabytes of rows: does the engine
# bear them, in the memory that the book promises, and with work in proportion?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(engine_copy build_program);
use Gradus qw(root capture scratch slurp read_faults);
use Test::More;

my $NODE = 64;              # the bytes of a Value
my $MANY = 10_000_000;
my $NEEDED = 2 * 1024**3;
my @STACK = ('sh', '-c', 'ulimit -s 256 && exec "$@"', 'sh');    # kB: too few to recurse

my $root = root();
my $home = scratch();
my $free = free_memory();
plan skip_all => 'the engine has no value.c yet' unless -f "$root/code/value.c";

# What the machine says, and what a container allows.
sub free_memory {
    my ($available) = -r '/proc/meminfo' ? slurp('/proc/meminfo') =~ /^MemAvailable: +(\d+) kB/m : ();
    return 0 unless defined $available;
    my ($most, $used) = map { -r $_ ? slurp($_) : '' } map { "/sys/fs/cgroup/memory.$_" } qw(max current);
    my $left = $most =~ /^\d+$/ && $used =~ /^\d+$/ ? $most - $used : 1e15;
    return $available * 1024 < $left ? $available * 1024 : $left;
}

sub built {
    my ($name, $code, $program) = @_;
    my ($exit, $output) = build_program($program, $code, "$root/tests/scale/$name.c");
    is("$exit:$output", '0:', "does tests/scale/$name.c compile?") or BAIL_OUT("tests/scale/$name.c");
    return $program;
}

# The lines of a program, by their names: [came, expected].
sub facts {
    my ($output) = @_;
    return map { my ($name, @numbers) = split /\t/; ($name => \@numbers) } split /\n/, $output;
}

sub right {
    my ($shape, $exit, $output) = @_;
    return 0 if $exit != 0 || $output !~ /\t/;
    my %fact = facts($output);
    return !grep { @$_ == 2 && $_->[0] ne $_->[1] } values %fact;
}

my $code = engine_copy("$home/code");
my $big = built('big', $code, "$home/big");
my $steps = built('steps', $code, "$home/steps");

# ---- ten million values

SKIP: {
    skip sprintf('this machine has %.1f GB of memory free; ten million values are tried with 2 GB', $free / 1024**3), 8
        if $free < $NEEDED;
    for (['chain', $MANY], ['tree', $MANY / 2]) {
        my ($shape, $n) = @$_;
        my ($exit, $output) = capture(60, @STACK, $big, $shape, $n);
        ok(right($shape, $exit, $output), "a $shape of ten million: are its data and slopes exact, on a stack of 256 kB?")
            or diag("exit $exit\n$output");
        my %fact = facts($output);
        cmp_ok($fact{nodes}[0] // 0, '>=', $MANY - 1, 'are there so many?');
        cmp_ok($fact{'bytes a node'}[0] // 1e9, '<=', 1.1 * $NODE, 'does a value take no more than it should?');
        cmp_ok($fact{"the system's bytes a node"}[0] // 1e9, '<=', 1.1 * $NODE + ($shape eq 'tree' ? 8 : 0), 'nor of what the system gives?');
    }
}

# ---- work in proportion, as counts

for my $n (10, 1000, 100_000, 1_000_000) {
    my ($exit, $output) = capture(60, @STACK, $big, 'ladder', $n);
    ok(right('ladder', $exit, $output), "2^$n ways from root to leaf: does each of $n values pass back once?") or diag("exit $exit\n$output");
}
my %bytes;
for my $n (10_000, 100_000, 1_000_000) {
    my %fact = facts((capture(60, $big, 'chain', $n))[1]);
    $bytes{$n} = $fact{'bytes a node'}[0] // 1e9;
}
cmp_ok($bytes{$_}, '<=', 1.1 * $NODE, "of $_ values: does each take as much?") for sort { $a <=> $b } keys %bytes;

# ---- a million steps

my ($exit, $output) = capture(60, $steps);
is("$exit:$output", "0:step 1: bytes changed\nw = 2.000000000\n", 'a million steps, mark and rewind: is not one byte more needed after the first?');

# ---- rows by the hundred megabytes

my $ROW = "1.0000000000,-2.000000e+00,300000000,0.0000000000,1\n";    # 300000000 in sum

# So many megabytes of rows, through a pipe.
sub rows_read {
    my ($program, $megabytes) = @_;
    my $write = 'my ($row, $n) = @ARGV; my $some = $row x 1000; print $some for 1 .. $n';
    my $thousands = int $megabytes * 1e6 / (1000 * length $ROW);
    my ($exit, $output) = capture(60, 'sh', '-c', 'program=$1; shift; "$@" | "$program"', 'sh', $program, $^X, '-e', $write, $ROW, $thousands);
    my %fact = facts($output);
    my $right = $exit == 0 && ($fact{rows}[0] // 0) == 1000 * $thousands && $fact{sum}[0] == 300_000_000_000 * $thousands;
    return ($right, $fact{kB}[0] // 1e9, $output);
}

my $reads = -f "$root/code/data.c";
if ($reads) {
    my $rows = built('rows', $code, "$home/rows");
    my ($few_right, $few) = rows_read($rows, 1);
    my ($right, $many, $output) = rows_read($rows, 100);
    ok($few_right && $right, '100 MB of rows: is each read?') or diag($output);
    cmp_ok($many, '<=', $few + 256, 'in no more memory than 1 MB of them?');
    cmp_ok($many, '<', 8192, 'and in little?');
    note("$few kB for 1 MB, $many kB for 100 MB");
}

# ---- would it be noticed?

for my $fault (read_faults("$root/tests/scale/faults")) {
    my $folder = engine_copy("$home/" . $fault->{line}, $fault);
    if ($fault->{says}[0] eq 'rows') {
        next unless $reads;
        my ($right, $kilobytes, $output) = rows_read(built('rows', $folder, "$folder/program"), 10);
        ok(!$right || $kilobytes >= 8192, "is it noticed that $fault->{name}?") or diag($output);
        next;
    }
    my ($name, @arguments) = @{{steps => ['steps'], chain => ['big', 'chain', 1_000_000], ladder => ['big', 'ladder', 30]}->{$fault->{says}[0]}};
    my $program = built($name, $folder, "$folder/program");
    my ($exit, $output) = capture(60, @STACK, $program, @arguments);
    my %fact = facts($output);
    my $noticed = $name eq 'steps' ? "$exit:$output" ne "0:step 1: bytes changed\nw = 2.000000000\n"
        : !right('', $exit, $output) || $fact{'bytes a node'}[0] > 1.1 * $NODE;
    ok($noticed, "is it noticed that $fault->{name}?") or diag($output);
}

done_testing;
