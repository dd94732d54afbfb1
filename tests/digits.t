#!/usr/bin/env perl
# Does training come to the same digits, and to the same bytes in the model's file,
# whichever compiler made the engine, and however hard it optimised?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(flags);
use Gradus qw(root capture scratch slurp spit there engine_sources);
use Test::More;

my $root = root();
my $home = scratch();
plan skip_all => 'the engine has no model.c yet' unless -f "$root/code/model.c";

my @ways = (['gcc', '-O0'], ['gcc', '-O3'], ['clang', '-O0'], ['clang', '-O3']);
my @careless = ('-O3', '-ffast-math', '-ffp-contract=fast');

# ---- what is trained: nothing that is printed or saved may depend on the way

my @trainings = (
    {name => 'two moons by hinge and relu', make => [qw(moons --seed 5)], train => [qw(--loss hinge --test 0.2)]},
    {name => 'three spirals by cross-entropy and tanh', make => [qw(spirals --arms 3)], train => [qw(--activation tanh --layers 12 --batch 10)]},
    {name => 'circles by binary cross-entropy and sigmoid', make => [qw(circles)], train => [qw(--loss binary --activation sigmoid --decay 0.01)]},
    {name => 'circles by squared errors', make => [qw(circles --noise 0.3)], train => [qw(--loss mse --layers 8 --batch 0)]},
);

sub built {
    my ($folder, $cc, @more) = @_;
    mkdir $folder;
    my @objects;
    for my $source (engine_sources($root), map {"$root/code/programs/$_.c"} qw(moons gradus)) {
        my ($name) = $source =~ m{([^/]+)\.c$};
        my ($exit, $output) = capture(60, $cc, flags(), '-g0', @more, '-I', "$root/code", '-c', $source, '-o', "$folder/$name.o");
        is("$exit:$output", '0:', "$cc @more: does $name.c compile?") if "$exit:$output" ne '0:';
        push @objects, "$folder/$name.o" unless $name =~ /^(?:moons|gradus)$/;
    }
    for my $program (qw(moons gradus)) {
        my ($exit, $output) = capture(60, $cc, "$folder/$program.o", @objects, '-lm', '-o', "$folder/$program");
        is("$exit:$output", '0:', "$cc @more: is there the program $program?");
    }
    return $folder;
}

# All that the programs of a folder say and write, by name.
sub found {
    my ($folder) = @_;
    my %found = ('the moons of chapter 9' => join ':', capture(60, "$folder/moons"));
    for my $training (@trainings) {
        my ($exit, $points) = capture(60, "$folder/gradus", 'make', @{$training->{make}});
        spit("$folder/points.csv", $points);
        ($exit, my $output) = capture({seconds => 60, dir => $folder}, './gradus', 'train', '--data', 'points.csv', '--epochs', 20, @{$training->{train}},
            '--log', 'log.tsv', '--save', 'saved.model');
        is($exit, 0, "$training->{name}: does it learn?") or diag($output);
        my ($answered, $answers) = capture({seconds => 60, dir => $folder}, './gradus', 'predict', '--model', 'saved.model', '--data', 'points.csv');
        $found{$training->{name}} = join "\n", $points, $output, slurp("$folder/log.tsv"), slurp("$folder/saved.model"), "$answered:$answers";
    }
    return \%found;
}

# ---- every way beside the first

my $first;
for my $way (@ways) {
    my ($cc, @more) = @$way;
    SKIP: {
        skip "$cc is not here", 1 unless there($cc);
        my $found = found(built("$home/$cc@more", $cc, @more));
        $first //= $found;
        is(join('; ', grep { $found->{$_} ne $first->{$_} } sort keys %$first), '', "$cc @more: is all the same, byte for byte?");
    }
}
cmp_ok(length join('', values %$first), '>', 30_000, 'was there much to compare?');

# ---- a compiler that may round in its own way

my ($cc) = grep { there($_) } qw(gcc clang);
my $careless = found(built("$home/careless", $cc, @careless));
my @other = grep { $careless->{$_} ne $first->{$_} } sort keys %$first;
cmp_ok(scalar @other, '>', 1, "is it noticed when $cc takes sums in another order (@careless)?") or diag("only @other");

done_testing;
