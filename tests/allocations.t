#!/usr/bin/env perl
# Each allocation of the engine is made to fail in turn, while graphs are built, and
# while data are read and models trained and saved: is that said, is nothing lost,
# nothing freed twice, and does a graph go on when memory is back?

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
push @sanitizers, '-O0' if @sanitizers;    # quicker to compile, and it is compiled often
my %env = (ASAN_OPTIONS => 'detect_leaks=1', UBSAN_OPTIONS => 'halt_on_error=1:print_stacktrace=1');

# Which modules of the engine each program is about.
my %modules = (each => [qw(graph value)], learner => [qw(graph value rng nn loss optim data model)]);
my @programs = ('each', -f "$root/code/model.c" ? 'learner' : ());

# Only the engine's own sources are counted, so they are compiled apart.
sub built {
    my ($which, $name, $fault, @sanitizers) = @_;
    my $code = engine_copy("$home/$which $name", $fault);
    my @objects = ((map { the_test($_, $code, @sanitizers) } $which, 'counted'), map { counted($_, $code, $fault, @sanitizers) } @{$modules{$which}});
    my ($exit, $output) = capture(60, compiler(), @sanitizers, @objects, '-lm', '-o', "$code/$which");
    is("$exit:$output", '0:', "can $which.c be built, $name?");
    return "$code/$which";
}

# An object is made once for each way to compile; of an engine with a fault only
# the one that has it.
my %made;
sub the_test { my ($name, $code, @flags) = @_; return $made{"$name @flags"} //= object("$here/$name.c", $code, @flags) }

sub counted {
    my ($module, $code, $fault, @flags) = @_;
    my @how = ("$code/$module.c", $code, '-include', "$here/counted.h", @flags);
    return object(@how) if $fault && $fault->{file} eq "code/$module.c";
    return $made{"code/$module @flags"} //= object(@how);
}

my $objects = 0;
sub object {
    my ($source, $code, @flags) = @_;
    my $object = sprintf '%s/%d.o', $home, ++$objects;
    my ($exit, $output) = capture(60, compiler(), flags(), @flags, '-I', $here, '-I', $code, '-c', $source, '-o', $object);
    is("$exit:$output", '0:', "does $source compile?") if "$exit:$output" ne '0:';
    return $object;
}

sub run { my ($program) = @_; return capture({seconds => 60, env => \%env}, $program, "$home/file") }

my %least = (each => 5, learner => 70);
for my $which (@programs) {
    for my $build (['plain'], @sanitizers ? ['with sanitizers', @sanitizers] : ()) {
        my ($name, @flags) = @$build;
        my ($exit, $output) = run(built($which, $name, undef, @flags));
        is($exit, 0, "$which: each allocation fails in turn, $name: does all go well?") or diag($output);
        unlike($output, qr/Sanitizer|runtime error/, 'have the sanitizers nothing to say?');
        my ($allocations) = $output =~ /^allocations: (\d+), trouble: 0$/m;
        cmp_ok($allocations // 0, '>=', $least{$which}, 'were there as many as there should be?') or diag($output);
    }
}

my $number = 0;
for my $fault (read_faults("$here/faults")) {
    my ($exit, $output) = run(built($fault->{says}[0] // 'each', 'fault ' . ++$number, $fault, @sanitizers));
    isnt($exit, 0, "is it noticed when $fault->{name}?") or diag($output);
}

done_testing;
