#!/usr/bin/env perl
# Small faults put into the engine: does the test of the chapter that wrote the
# line notice each? A fault that only a sanitizer sees (a leak, say) counts.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Basename qw(basename);
use Gradus qw(root capture scratch slurp spit apply_fault read_faults place compiler sanitizers quick_linker
    engine_sources harness_sources);
use Test::More;

my $WORKERS = 2;
my $root = root();
my $here = scratch();
my @sanitizers = sanitizers();
my @ways = map { {flags => $_, objects => {}} } [], @sanitizers ? [@sanitizers] : ();    # quick first; what survives is tried again
my @linker = quick_linker(@sanitizers);
my $made = 0;
my %quiet = (SEED => undef, JUDGE_SECONDS => undef, ASAN_OPTIONS => undef);

my @tables = sort grep { -f } map { "$root/tests/$_/mutants" } chapter_folders();
ok scalar(@tables), 'there are tables of mutants' or diag 'nothing like tests/01/mutants is there';
prove_table($_) for @tables;
done_testing();

sub chapter_folders {
    opendir my $handle, "$root/tests" or return;
    return grep { /^\d+$/ } readdir $handle;
}

sub prove_table {
    my ($table) = @_;
    my ($chapter) = $table =~ m{(\d+)/mutants$};
    my @faults = eval { read_faults($table) };
    is $@, '', "tests/$chapter/mutants can be read" or return;
    ok scalar(@faults), "tests/$chapter/mutants has mutants";
    ok -f "$root/tests/$chapter/test.c", "there is a test, tests/$chapter/test.c" or return;
    my ($found, $words) = trial($chapter, "$here/none-$chapter", undef);
    is $found, 'passes', "without a fault the test of chapter $chapter passes" or return diag $words;
    my @results = in_parallel($chapter, @faults);
    for my $fault (@faults) {
        my ($outcome, $said) = @{shift @results};
        ok $outcome eq 'caught', place($fault) . " $fault->{name}: caught"
            or diag "$outcome: " . place($fault) . " $fault->{name}\n$said";
    }
    return;
}

# Each worker takes every n-th fault and writes what it finds into files.
sub in_parallel {
    my ($chapter, @faults) = @_;
    my @workers;
    for my $worker (0 .. $WORKERS - 1) {
        my $child = fork // die "cannot start a process: $!\n";
        push @workers, $child;
        next if $child != 0;
        for my $i (grep { $_ % $WORKERS == $worker } 0 .. $#faults) {
            my @result = eval { outcome($chapter, "$here/worker-$worker-$chapter", $faults[$i]) };
            @result = ('error', $@) if $@;
            spit("$here/result-$chapter-$i", join "\n", @result);
        }
        POSIX::_exit(0);
    }
    waitpid $_, 0 for @workers;
    return map { result("$here/result-$chapter-$_") } 0 .. $#faults;
}

sub result {
    my ($file) = @_;
    return ['error', 'the worker broke off'] unless -f $file;
    return [split /\n/, slurp($file), 2];
}

# -> ('caught' | 'survived' | 'error', what was said)
sub outcome {
    my ($chapter, $folder, $fault) = @_;
    my ($found, $words) = trial($chapter, $folder, $fault);
    return $found eq 'passes' ? ('survived', '') : $found eq 'fails' ? ('caught', '') : ('error', $words);
}

# Runs the chapter's test with the fault, until it fails or all ways to compile have
# been tried.
sub trial {
    my ($chapter, $folder, $fault) = @_;
    mkdir $folder;
    my ($found, $words);
    for my $way (@ways) {
        ($found, $words) = run_test($chapter, $folder, $fault, $way);
        return ($found, $words) if $found ne 'passes';
    }
    return ($found, $words);
}

# Of the engine with a fault only the source that has it is compiled; whatever else the
# test is made of is compiled once in each way.
sub run_test {
    my ($chapter, $folder, $fault, $way) = @_;
    my $faulty = $fault && mutated($folder, $fault);
    my ($exit, $output) = $faulty ? compile($way, $faulty, "$folder/mutant.o") : (0, '');
    return ('does not compile', "it does not compile:\n$output") if $exit != 0;
    my @objects = map { $fault && "code/" . basename($_) eq $fault->{file} ? "$folder/mutant.o" : object($way, $_) } engine_sources($root);
    push @objects, map { object($way, $_) } harness_sources($root), "$root/tests/$chapter/test.c";
    ($exit, $output) = capture(120, compiler(), @{$way->{flags}}, @objects, @linker, '-lm', '-o', "$folder/test");
    die "the test of chapter $chapter cannot be linked:\n$output" if $exit != 0;
    ($exit, $output) = capture({seconds => 120, env => \%quiet}, "$folder/test");
    return ($exit == 0 ? 'passes' : 'fails', $output);
}

# The source with the fault put in, in the folder.
sub mutated {
    my ($folder, $fault) = @_;
    my $file = $fault->{file} // die place($fault) . ": a mutant without \"file:\"\n";
    die place($fault) . ": $file is not a source of the engine (code/NAME.c)\n"
        unless grep { "$root/$file" eq $_ } engine_sources($root);
    my $source = "$folder/" . basename($file);
    spit($source, apply_fault(slurp("$root/$file"), $fault));
    return $source;
}

sub compile {
    my ($way, $source, $object) = @_;
    return capture(120, compiler(), '-std=c11', '-w', '-O0', '-ffp-contract=off', @{$way->{flags}},
        '-I', "$root/tests/judge", '-I', "$root/code", '-c', $source, '-o', $object);
}

sub object {
    my ($way, $source) = @_;
    return $way->{objects}{$source} //= do {
        my $object = sprintf '%s/%d-%d.o', $here, $$, ++$made;
        my ($exit, $output) = compile($way, $source, $object);
        die "$source does not compile:\n$output" if $exit != 0;
        $object;
    };
}
