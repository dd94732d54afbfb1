#!/usr/bin/env perl
# Each allocation of the engine is made to fail in turn: is that said, is nothing
# lost, nothing freed twice, and does the graph go on when memory is back?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(engine_copy flags);
use Gradus qw(root capture scratch sanitizers compiler read_faults);
use Test::More;

my $root = root();
my $here = "$root/tests/allocations";
my $home = scratch();
plan skip_all => 'the engine has no value.c yet' unless -f "$root/code/value.c";

my @sanitizers = sanitizers();
my %env = (ASAN_OPTIONS => 'detect_leaks=1', UBSAN_OPTIONS => 'halt_on_error=1:print_stacktrace=1');

# Only the engine's own sources are counted, so they are compiled apart.
sub built {
    my ($name, $fault, @sanitizers) = @_;
    my $code = engine_copy("$home/$name", $fault);
    my @objects = (the_test($code, @sanitizers), map { object("$code/$_.c", $code, '-include', "$here/counted.h", @sanitizers) } qw(graph value));
    my ($exit, $output) = capture(60, compiler(), @sanitizers, @objects, '-lm', '-o', "$code/each");
    is("$exit:$output", '0:', "can it be built, $name?");
    return "$code/each";
}

# The test's own objects, made once for each way to compile.
my %made;
sub the_test {
    my ($code, @sanitizers) = @_;
    return @{$made{"@sanitizers"} //= [map { object("$here/$_.c", $code, @sanitizers) } qw(each counted)]};
}

my $objects = 0;
sub object {
    my ($source, $code, @flags) = @_;
    my $object = sprintf '%s/%d.o', $home, ++$objects;
    my ($exit, $output) = capture(60, compiler(), flags(), @flags, '-I', $here, '-I', $code, '-c', $source, '-o', $object);
    is("$exit:$output", '0:', "does $source compile?") if "$exit:$output" ne '0:';
    return $object;
}

sub run { my ($program) = @_; return capture({seconds => 60, env => \%env}, $program) }

for my $build (['plain'], @sanitizers ? ['with sanitizers', @sanitizers] : ()) {
    my ($name, @flags) = @$build;
    my ($exit, $output) = run(built($name, undef, @flags));
    is($exit, 0, "each allocation fails in turn, $name: does all go well?") or diag($output);
    unlike($output, qr/Sanitizer|runtime error/, 'have the sanitizers nothing to say?');
    my ($allocations) = $output =~ /^allocations: (\d+), trouble: 0$/m;
    cmp_ok($allocations // 0, '>=', 5, 'were there several, of the graph and of its blocks?') or diag($output);
}

my $number = 0;
for my $fault (read_faults("$here/faults")) {
    my ($exit, $output) = run(built('fault ' . ++$number, $fault, @sanitizers));
    isnt($exit, 0, "is it noticed when $fault->{name}?") or diag($output);
}

done_testing;
