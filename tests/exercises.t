#!/usr/bin/env perl
# Every exercise, proved: its starter compiles and fails with a message that
# helps, its answer passes, and each known wrong answer fails with the message
# meant for it.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Basename qw(basename);
use Gradus qw(root capture scratch slurp spit apply_fault read_faults place compiler sanitizers
    engine_sources harness_sources in_one_line);
use Test::More;

my $root = root();
my $here = scratch();
my $SECONDS = 2;
my @cc = (compiler(), qw(-std=c11 -Wall -Wextra -Wpedantic -ffp-contract=off), sanitizers(),
    '-I', "$root/tests/judge", '-I', "$root/code");
my %quiet = (SEED => undef, JUDGE_SECONDS => 6, ASAN_OPTIONS => undef);
my ($harness, @engine);

my @exercises = find_exercises();
ok scalar(@exercises), 'there are exercises' or diag "nothing like exercises/01/1.1-predict-... is there";
no_strays();
if (compile_common()) {
    for my $exercise (@exercises) {
        subtest "$exercise->{number}, $exercise->{kind}: $exercise->{base}" => sub { prove_one($exercise) };
    }
}
done_testing();

# ---- what there is ----

# In order of number, from the starters given out: freshly tangled ones, or ours.
sub find_exercises {
    my %found;
    my $fresh = -d "$root/build/tangle/exercises" ? "$root/build/tangle/exercises" : "$root/exercises";
    for my $folder (folders($fresh)) {
        for my $file (files("$fresh/$folder")) {
            my ($base, $number, $kind) =
                $file =~ /^((\d+\.\d+)-(predict|build|break|explain)-[^.]+)\.(?:c|txt)$/ or next;
            my $path = "exercises/$folder/$file";
            fail "two exercises have the number $number: $found{$number}{path}, $path" if $found{$number};
            $found{$number} = {number => $number, kind => $kind, base => $base, path => $path,
                hints => "$root/exercises/$folder/hints/$base.txt",
                answer => "$root/exercises/$folder/answers/$file",
                judge => "$root/tests/$folder/$number.c", table => "$root/tests/$folder/$number.wrong"};
        }
    }
    return map { $found{$_} } sort { padded($a) cmp padded($b) } keys %found;
}

sub padded { return join '.', map { sprintf '%05d', $_ } split /\./, $_[0] }

sub folders { return grep { /^\d+$/ && -d "$_[0]/$_" } entries($_[0]) }
sub files   { return grep { -f "$_[0]/$_" } entries($_[0]) }

sub entries {
    my ($folder) = @_;
    opendir my $handle, $folder or return;
    return sort grep { !/^\./ } readdir $handle;
}

# Judges, tables, hints and answers that belong to no exercise are misnamed.
sub no_strays {
    my %wanted = map { $_ => 1 } map { @$_{qw(hints answer judge table)} } @exercises;
    my @strays;
    for my $folder (folders("$root/tests")) {
        push @strays, map { "$root/tests/$folder/$_" } grep { /^\d+\.\d+\./ } files("$root/tests/$folder");
    }
    for my $folder (folders("$root/exercises")) {
        for my $part (qw(hints answers)) {
            push @strays, map { "$root/exercises/$folder/$part/$_" } files("$root/exercises/$folder/$part");
        }
    }
    @strays = grep { !$wanted{$_} } @strays;
    is "@strays", '', 'every hint, answer, judge and table belongs to an exercise';
    return;
}

# The starter as it was given out: freshly tangled, or committed, or as it lies here.
sub pristine {
    my ($exercise) = @_;
    my $fresh = "$root/build/tangle/$exercise->{path}";
    return slurp($fresh) if -f $fresh;
    my ($exit, $text) = capture(20, 'git', '-C', $root, 'show', "HEAD:./$exercise->{path}");
    return $exit == 0 ? $text : slurp("$root/$exercise->{path}");
}

# ---- compiling and asking ----

sub compile {
    my ($object, $source, @flags) = @_;
    my ($exit, $output) = capture(60, @cc, @flags, '-c', $source, '-o', $object);
    return ($exit == 0, $output);
}

sub compile_common {
    for my $source (harness_sources($root), engine_sources($root)) {
        my $object = "$here/" . @engine . '-' . basename($source, '.c') . '.o';
        my ($done, $output) = compile($object, $source, '-Werror');
        ok $done, "$source compiles without a warning" or diag $output;
        return 0 unless $done;
        push @engine, $object;
    }
    return 1;
}

# Compiles the judge alone, once for all that it will judge.
sub compile_judge {
    my ($exercise) = @_;
    my ($done, $output) = compile("$here/judging.o", $exercise->{judge}, '-Werror');
    return $done || !diag $output;
}

# -> a program that judges this text, or undef; the flags are for the text alone.
sub program_for {
    my ($exercise, $text, @flags) = @_;
    my $program = "$here/$exercise->{number}";
    my @readers;
    if ($exercise->{kind} ne 'predict') {
        spit("$here/reader.c", $text);
        my ($done, $output) = compile("$here/reader.o", "$here/reader.c", @flags);
        return undef, $output unless $done;
        @readers = "$here/reader.o";
    }
    my ($exit, $output) = capture(60, @cc, "$here/judging.o", @engine, @readers, '-lm', '-o', $program);
    return $exit == 0 ? $program : undef, $output;
}

sub ask {
    my ($exercise, $program, $text, $seed) = @_;
    spit("$here/reader.txt", $text);
    my @file = $exercise->{kind} eq 'predict' ? "$here/reader.txt" : ();
    return capture({seconds => 60, env => {%quiet, SEED => $seed}}, $program, @file);
}

sub judge_text {
    my ($exercise, $text, $seed, @flags) = @_;
    my ($program, $output) = program_for($exercise, $text, @flags);
    return defined $program ? ask($exercise, $program, $text, $seed) : (undef, $output);
}

# ---- what is asked of each exercise ----

sub prove_one {
    my ($exercise) = @_;
    three_hints($exercise);
    my $answered = ok -s $exercise->{answer}, 'there is an answer';
    return explain_has_no_judge($exercise) if $exercise->{kind} eq 'explain';
    return unless ok -s $exercise->{judge}, "there is a judge, $exercise->{judge}";
    return unless ok compile_judge($exercise), 'the judge compiles without a warning';
    starter_fails($exercise);
    return unless $answered;
    answer_passes($exercise);
    my $known = wrong_answers_fail($exercise);
    $known += practice_works($exercise) if $exercise->{kind} eq 'predict';
    cmp_ok $known, '>=', 3, 'at least three wrong answers are known';
    return;
}

sub three_hints {
    my ($exercise) = @_;
    my $text = -f $exercise->{hints} ? slurp($exercise->{hints}) : '';
    is scalar(grep { /\S/ } split /\n\s*\n/, $text), 3, 'there are three hints'
        or diag "three paragraphs, with empty lines between, are expected in $exercise->{hints}";
    return;
}

sub explain_has_no_judge {
    my ($exercise) = @_;
    ok !-e $exercise->{judge}, 'an explanation has no judge';
    return;
}

sub starter_fails {
    my ($exercise) = @_;
    my ($exit, $output) = judge_text($exercise, pristine($exercise), 1, '-Werror');
    ok defined $exit, 'the starter compiles without a warning' or return diag $output;
    is $exit, 1, 'the starter fails' or diag $output;
    like $output, qr/^# exercise \Q$exercise->{number}\E$/m, '... its judge says which exercise it judges';
    like $output, qr/^1\.\.[1-9]/m, '... and all its questions were asked';
    unlike $output, qr/^#   (?:crashed|undefined|never ended|took |printed without|left by|leaked|not asked)/m,
        '... without a crash or a limit';
    like $output, qr/^#   read again: \S.* \(\S+#\S+\)$/m, '... says what to read again';
    like $output, qr/^#   (?!read again|your code printed|to repeat it)\S+(?: \S+){2}/m, '... and says what is missing';
    return;
}

sub answer_passes {
    my ($exercise) = @_;
    my $text = slurp($exercise->{answer});
    for my $seed (1, 2) {
        my $before = children_seconds();
        my ($program, $output) = program_for($exercise, $text, '-Werror');
        ok defined $program, 'the answer compiles without a warning' or return diag $output;
        $before = children_seconds();
        (my $exit, $output) = ask($exercise, $program, $text, $seed);
        is $exit, 0, "the answer passes (SEED=$seed)" or diag $output;
        cmp_ok children_seconds() - $before, '<', $SECONDS, '... soon';
    }
    return;
}

sub children_seconds {
    my (undef, undef, $user, $system) = times;
    return $user + $system;
}

sub wrong_answers_fail {
    my ($exercise) = @_;
    return 0 unless -f $exercise->{table};
    my @faults = eval { read_faults($exercise->{table}) };
    is $@, '', "$exercise->{number}.wrong can be read";
    wrong_answer_fails($exercise, $_) for @faults;
    return scalar @faults;
}

sub wrong_answer_fails {
    my ($exercise, $fault) = @_;
    my $at = place($fault) . " $fault->{name}";
    my $text = eval { apply_fault(slurp($exercise->{answer}), $fault) };
    return fail "$at: $@" unless defined $text;
    return fail "$at: no \"says:\"" unless @{$fault->{says}};
    my ($exit, $output) = judge_text($exercise, $text, 1);
    return fail("$at: it does not compile") && diag $output unless defined $exit;
    is $exit, 1, "$at: fails" or diag $output;
    for my $says (@{$fault->{says}}) {
        ok index(in_one_line($output), in_one_line($says)) >= 0, "... and says \"$says\"" or diag $output;
    }
    return;
}

# ---- predict ----

sub practice_works {
    my ($exercise) = @_;
    my ($program) = program_for($exercise, '');
    my (%reached, %known, @failed);
    for my $seed (1 .. 20) {
        my %right = solved($program, $seed);
        push @failed, "seed $seed: --practice refuses what --solve gives"
            unless practice_accepts($program, $seed);
        push @failed, "seed $seed: --pose says nothing"
            unless (capture(10, $program, '--pose', $seed))[1] =~ /\w/;
        push @failed, wrong_values($exercise, $program, $seed, \%right, \%known, \%reached)
            if $seed <= 5 || grep { !$reached{$_} } keys %known;
    }
    is join("\n", @failed), '', 'for seeds 1 to 20: solved, practised, each mistake recognised';
    my @never = grep { !$reached{$_} } sort keys %known;
    is join("\n", @never), '', 'each message for a mistake is reached by some seed';
    return scalar keys %known;
}

sub solved {
    my ($program, $seed) = @_;
    my @lines = split /\n/, (capture(10, $program, '--solve', $seed))[1];
    return map { /^(.*?) = (\S+)$/ ? ($1 => $2) : () } @lines;
}

sub practice_accepts {
    my ($program, $seed) = @_;
    my $answers = (capture(10, $program, '--solve', $seed))[1];
    $answers =~ s/^.* = //mg;
    my ($exit) = capture({seconds => 10, input => $answers}, $program, '--practice', $seed);
    return $exit == 0;
}

# Gives each known wrong value; a value that is near the right one, or that is
# an earlier mistake's, cannot be told from it and is left to other seeds.
sub wrong_values {
    my ($exercise, $program, $seed, $right, $known, $reached) = @_;
    my (@failed, %taken);
    for my $line (split /\n/, (capture(10, $program, '--wrong', $seed))[1]) {
        my ($name, $value, $message) = split /\t/, $line, 3;
        my $what = "$name: $message";
        $known->{$what} = 1;
        my $taken = near($value, $right->{$name}) || grep { abs($value - $_) <= 1e-8 * abs $_ } @{$taken{$name}};
        push @{$taken{$name}}, $value;
        next if $taken;
        my $text = "seed = $seed\n" . join '', map { "$_ = $right->{$_}\n" } grep { $_ ne $name } keys %$right;
        my (undef, $output) = ask($exercise, $program, "$text$name = $value\n", 1);
        if (index(in_one_line($output), in_one_line($message)) >= 0) { $reached->{$what} = 1 }
        else { push @failed, "seed $seed: $name = $value does not get \"$message\"" }
    }
    return @failed;
}

sub near {
    my ($came, $right) = @_;
    my $scale = abs $right > 1 ? abs $right : 1;
    return abs($came - $right) <= 0.00051 * $scale;
}
