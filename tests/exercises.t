#!/usr/bin/env perl
# Every exercise, proved: its starter compiles and fails with a message that
# helps, its answer passes, and each known wrong answer fails with the message
# meant for it. An empty file fails, and so do numbers learned by heart. None
# needs a later chapter.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Basename qw(basename dirname);
use Gradus qw(root capture scratch slurp spit apply_fault read_faults place compiler sanitizers quick_linker
    engine_sources harness_sources in_one_line);
use Test::More;

my $root = root();
my $here = scratch();
my @WRAPPED = map { "-Wl,--wrap=$_" } qw(judge_ask expect_close expect_equal);
my %quiet = (SEED => undef, JUDGE_SECONDS => 6, ASAN_OPTIONS => undef);
my (%harness, %engine_of);    # by their flags; by the number of the chapter
my $made = 0;

my @linker = quick_linker(sanitizers());

my @exercises = find_exercises();
ok scalar(@exercises), 'there are exercises' or diag "nothing like exercises/01/1.1-predict-... is there";
no_strays();
my $desk = compile_engine('the whole engine', "$root/code", sanitizers());
my $by_heart = $desk && compile_by_heart();
my $quick;
if ($desk) {
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
                chapter => $folder,
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
    my ($exit, $text) = capture(60, 'git', '-C', $root, 'show', "HEAD:./$exercise->{path}");
    return $exit == 0 ? $text : slurp("$root/$exercise->{path}");
}

# ---- compiling and asking ----

# The engine in a folder, and the harness: what a judge and an answer are linked with.
sub compile_engine {
    my ($name, $code, @flags) = @_;
    my $harness = harness(@flags) or return;
    my $engine = {cc => [cc(@flags), '-I', $code]};
    my @objects = objects($name, $engine->{cc}, engine_sources(dirname($code))) or return;
    $engine->{objects} = [@$harness, @objects];
    return $engine;
}

# Compiled once for each set of flags.
sub harness {
    my (@flags) = @_;
    $harness{"@flags"} //= [objects('the harness', [cc(@flags)], harness_sources($root))];
    return @{$harness{"@flags"}} && $harness{"@flags"};
}

sub cc {
    my (@flags) = @_;
    return (compiler(), qw(-std=c11 -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -ffp-contract=off),
        @flags, '-I', "$root/tests/judge");
}

sub objects {
    my ($name, $cc, @sources) = @_;
    my @objects;
    for my $source (@sources) {
        push @objects, sprintf '%s/%d.o', $here, ++$made;
        my ($done, $output) = compile($cc, $objects[-1], $source, '-Werror');
        ok $done, "$name: " . basename($source) . ' compiles without a warning' or diag $output;
        return unless $done;
    }
    return @objects;
}

# The engine as of the chapter that the exercise is in; without sanitizers, for speed.
sub engine_of {
    my ($exercise) = @_;
    my $chapter = $exercise->{chapter};
    $engine_of{$chapter} //=
        compile_engine("the engine as of chapter $chapter", code_of($chapter)) // 0;
    return $engine_of{$chapter};
}

sub code_of {
    my ($chapter) = @_;
    my $step = "$root/build/steps/$chapter";
    return "$step/code" if -d "$step/code";
    my @chapters = map { "chapters/$_" } grep { /\.nw$/ } files("$root/chapters");
    my ($exit, $output) = capture({seconds => 60, dir => $root},
        'book/tangle', '--through', $chapter, '--out', "$here/step-$chapter", @chapters);
    diag $output if $exit != 0;
    return "$here/step-$chapter/code";
}

sub compile {
    my ($cc, $object, $source, @flags) = @_;
    my ($exit, $output) = capture(60, @$cc, @flags, '-c', $source, '-o', $object);
    return ($exit == 0, $output);
}

# Compiles the judge alone, once for all that it will judge.
sub compile_judge {
    my ($engine, $exercise) = @_;
    my ($done, $output) = compile($engine->{cc}, "$here/judging.o", $exercise->{judge}, '-Werror');
    diag $output unless $done;
    return $done;
}

# -> a program that judges this text, or undef; the flags are for the text alone.
sub program_for {
    my ($engine, $exercise, $text, @flags) = @_;
    return link_judge($engine, $exercise) if $exercise->{kind} eq 'predict';
    spit("$here/reader.c", $text);
    my ($done, $output) = compile($engine->{cc}, "$here/reader.o", "$here/reader.c", @flags);
    return $done ? link_judge($engine, $exercise, "$here/reader.o") : (undef, $output);
}

sub link_judge {
    my ($engine, $exercise, @more) = @_;
    my $program = "$here/$exercise->{number}";
    my ($exit, $output) = capture(60, @{$engine->{cc}}, "$here/judging.o", @{$engine->{objects}},
        @more, @linker, '-lm', '-o', $program);
    return $exit == 0 ? $program : undef, $output;
}

sub ask {
    my ($exercise, $program, $text, $seed, %env) = @_;
    spit("$here/reader.txt", $text);
    my @file = $exercise->{kind} eq 'predict' ? "$here/reader.txt" : ();
    return capture({seconds => 60, env => {%quiet, SEED => $seed, %env}}, $program, @file);
}

sub judge_text {
    my ($exercise, $text, $seed, @flags) = @_;
    my ($program, $output) = program_for($desk, $exercise, $text, @flags);
    return defined $program ? ask($exercise, $program, $text, $seed) : (undef, $output);
}

# ---- what is asked of each exercise ----

sub prove_one {
    my ($exercise) = @_;
    three_hints($exercise);
    my $answered = ok -s $exercise->{answer}, 'there is an answer';
    return explain_has_no_judge($exercise) if $exercise->{kind} eq 'explain';
    return unless ok -s $exercise->{judge}, "there is a judge, $exercise->{judge}";
    return unless ok compile_judge($desk, $exercise), 'the judge compiles without a warning';
    points_to_sections($exercise);
    my $said = starter_fails($exercise);
    nothing_fails($exercise);
    return unless $answered;
    answer_passes($exercise);
    if ($exercise->{kind} eq 'predict') { practice_works($exercise) }
    else                                { wrong_answers_fail($exercise, $said) }
    needs_no_later_chapter($exercise);
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

# What is to be read again: sections that there are, in this chapter or before.
sub points_to_sections {
    my ($exercise) = @_;
    my @see = slurp($exercise->{judge}) =~ /"([^"]+)",\s*"((\d+)-[^"]*\.html#[^"]+)"/g;
    my @wrong;
    while (my ($title, $address, $chapter) = splice @see, 0, 3) {
        push @wrong, "$title ($address)"
            if $chapter > $exercise->{chapter} || !is_section($title, $address);
    }
    is "@wrong", '', 'what is to be read again is a section, and none of a later chapter';
    return;
}

sub is_section {
    my ($title, $address) = @_;
    my ($chapter, $id) = $address =~ /^(.*)\.html#(.*)$/;
    return -f "$root/chapters/$chapter.nw"
        && slurp("$root/chapters/$chapter.nw") =~ /^#+ \Q$title\E \{#\Q$id\E[ }]/m;
}

# -> what the judge said to the starter.
sub starter_fails {
    my ($exercise) = @_;
    my ($exit, $output) = judge_text($exercise, pristine($exercise), 1, '-Werror');
    return fail('the starter compiles without a warning') || diag $output unless defined $exit;
    is $exit, 1, 'the starter compiles without a warning, and fails' or diag $output;
    like $output, qr/^# exercise \Q$exercise->{number}\E$/m, '... its judge says which exercise it judges';
    like $output, qr/^1\.\.[1-9]/m, '... and all its questions were asked';
    unlike $output, qr/^#   (?:crashed|undefined|never ended|took |printed without|left by|leaked|not asked)/m,
        '... without a crash or a limit';
    like $output, qr/^#   read again: \S.* \(\S+#\S+\)$/m, '... says what to read again';
    like $output, qr/^#   (?!read again|your code printed|to repeat it)\S+(?: \S+){2}/m, '... and says what is missing';
    return $output;
}

sub nothing_fails {
    my ($exercise) = @_;
    return no_values_fail($exercise) if $exercise->{kind} eq 'predict';
    for my $nothing ('', "/* nothing */\n") {
        my ($exit, $output) = judge_text($exercise, $nothing, 1);
        my $what = $nothing eq '' ? 'an empty file fails' : 'so does a mere comment';
        isnt $exit // 1, 0, $what or diag $output;
        like $output, qr/undefined/i, '... since something is not defined' unless defined $exit;
    }
    return;
}

sub no_values_fail {
    my ($exercise) = @_;
    my ($program) = program_for($desk, $exercise, '');
    my ($exit, $output) = ask($exercise, $program, '', 1);
    is $exit, 1, 'an empty file fails';
    my %asked = solved($program, 1);
    ok scalar(keys %asked), '... something is asked for';
    my @unsaid = grep { index($output, qq{#   there is no line "$_ = ..." in the file\n}) < 0 }
        sort keys %asked;
    is "@unsaid", '', '... and for each value it says that there is no line' or diag $output;
    return;
}

sub answer_passes {
    my ($exercise) = @_;
    my $text = slurp($exercise->{answer});
    for my $seed (1, 2) {
        my ($exit, $output) = judge_text($exercise, $text, $seed, '-Werror');
        ok defined $exit, "the answer compiles without a warning (SEED=$seed)" or return diag $output;
        is $exit, 0, '... and passes' or diag $output;
    }
    return;
}

# Judged again by a judge compiled with the engine as of its own chapter. It is
# the last to be asked, since it leaves that judge behind.
sub needs_no_later_chapter {
    my ($exercise) = @_;
    my $engine = engine_of($exercise);
    return unless ok $engine, "there is an engine as of chapter $exercise->{chapter}";
    return unless ok compile_judge($engine, $exercise), 'the judge needs no later chapter';
    my ($started, $words) = program_for($engine, $exercise, pristine($exercise), '-Werror');
    ok defined $started, 'nor does the starter' or diag $words;
    my $text = slurp($exercise->{answer});
    my ($program, $output) = program_for($engine, $exercise, $text, '-Werror');
    ok defined $program, 'nor does the answer' or return diag $output;
    (my $exit, $output) = ask($exercise, $program, $text, 1);
    is $exit, 0, '... which passes' or diag $output;
    return;
}

# ---- wrong answers ----

sub wrong_answers_fail {
    my ($exercise, $said_first) = @_;
    my @faults = eval { -f $exercise->{table} ? read_faults($exercise->{table}) : () };
    is $@, '', "$exercise->{number}.wrong can be read";
    my $output = join '', map { wrong_answer_fails($exercise, $_) || '' } @faults;
    messages_are_given($exercise, in_one_line($output), in_one_line($said_first // ''));
    ok $output =~ /^#   to repeat it: make check EX=\Q$exercise->{number}\E SEED=1$/m,
        'some failure has numbers that were drawn, and says how to repeat it';
    numbers_by_heart_fail($exercise, grep { $_->{name} =~ /^by heart/ } @faults);
    return;
}

# -> what the judge said, if it came to that.
sub wrong_answer_fails {
    my ($exercise, $fault) = @_;
    my $at = place($fault) . " $fault->{name}";
    my $text = eval { apply_fault(slurp($exercise->{answer}), $fault) };
    return fail "$at: $@" unless defined $text;
    return fail "$at: no \"says:\"" unless @{$fault->{says}};
    my ($exit, $output) = judge_text($exercise, $text, 1);
    return fail("$at: it does not compile") || diag $output unless defined $exit;
    is $exit, 1, "$at: fails" or diag $output;
    for my $says (@{$fault->{says}}) {
        ok index(in_one_line($output), in_one_line($says)) >= 0, "... and says \"$says\"" or diag $output;
    }
    only_drawn_fail($output) if $fault->{name} =~ /^by heart/;
    return $output;
}

sub messages_are_given {
    my ($exercise, $to_wrong, $to_starter) = @_;
    my %mistakes = map { $_ => pattern_of($_) } mistakes($exercise);
    my $own = grep { $to_wrong =~ $_ } values %mistakes;
    cmp_ok $own, '>=', 3, 'at least three mistakes get a message of their own';
    my @never = grep { "$to_wrong$to_starter" !~ $mistakes{$_} } sort keys %mistakes;
    is join("\n", @never), '', 'each message is given, to a wrong answer or the starter';
    well_said(sort keys %mistakes);
    return;
}

# The messages that a judge has for mistakes, as they stand in its source: the
# strings that are the second argument of mistake().
sub mistakes {
    my ($exercise) = @_;
    my $string = qr/"(?:[^"\\]|\\.)*"/;
    my @messages;
    my $source = slurp($exercise->{judge});
    while ($source =~ /\bmistake(\((?:[^()"]++|$string|(?1))*+\))/g) {
        my $arguments = substr $1, 1;
        $arguments =~ s/($string)|(\((?:[^()"]++|$string|(?2))*+\))/$1 \/\/ ''/ge;
        my ($second) = $arguments =~ /,\s*((?:$string\s*)+)/;
        push @messages, join '', $second =~ /"((?:[^"\\]|\\.)*)"/g;
    }
    return grep { $_ ne '%s' } map { s/\\n/\n/gr } @messages;
}

# Matches what a format was printed as.
sub pattern_of {
    my ($format) = @_;
    my $pattern = join '.*', map { quotemeta } split /%[\d.]*[zl]*[a-z]/, in_one_line($format), -1;
    return qr/$pattern/;
}

# Messages have one tone: a clause that begins as in mid-sentence, and ends without a stop.
sub well_said {
    my @badly = grep { /^(?!NaN\b)[A-Z]|!(?!=)|[.,;:\s]$/ } @_;
    is join("\n", @badly), '', 'each message begins small, does not shout, and ends without a stop';
    return;
}

# ---- by heart ----

# The object that stands between a judge and the harness, where the linker can put it there.
sub compile_by_heart {
    spit("$here/try.c", "int main(void) { return 0; }\n");
    my ($exit) = capture(60, compiler(), @WRAPPED, "$here/try.c", '-o', "$here/try");
    return if $exit != 0;
    my ($object) = objects('by heart', $desk->{cc}, "$root/tests/by-heart/by-heart.c");
    return $object;
}

# What came with one seed is given with another. A judge that lets it pass draws
# nothing anew that it compares: a reader could learn its numbers by heart. If it
# compares no numbers, a record "by heart" must answer all that is not drawn.
sub numbers_by_heart_fail {
    my ($exercise, @records) = @_;
    SKIP: {
        skip 'this linker puts nothing between a judge and the harness', 3 unless $by_heart;
        my ($program, $output) = learner_for($exercise);
        ok defined $program, 'a reader can learn by heart' or return diag $output;
        spit("$here/learned", '');
        is recited($exercise, $program, 1, 'LEARN'), 0, '... what came once';
        is recited($exercise, $program, 1, 'RECITE'), 0, '... and it passes if it is asked again';
        ok @records || recited($exercise, $program, 2, 'RECITE') == 1, '... but no other time'
            or diag 'draw a number that is compared, or write a record "by heart ..."';
    }
    return;
}

sub learner_for {
    my ($exercise) = @_;
    my ($program, $output) = program_for($desk, $exercise, slurp($exercise->{answer}));
    return undef, $output unless defined $program;
    return link_judge($desk, $exercise, "$here/reader.o", $by_heart, @WRAPPED);
}

sub recited {
    my ($exercise, $program, $seed, $way) = @_;
    return (ask($exercise, $program, '', $seed, $way => "$here/learned"))[0];
}

sub only_drawn_fail {
    my ($output) = @_;
    my $failed = () = $output =~ /^not ok /mg;
    my $drawn = () = $output =~ /^#   to repeat it: /mg;
    is $drawn, $failed, '... only where the numbers were drawn' or diag $output;
    return;
}

# ---- predict ----

# A problem and its answers are none of the reader's code: so many of them are asked
# without sanitizers, which make a program slow to start.
sub practice_works {
    my ($exercise) = @_;
    $quick //= compile_engine('the whole engine, for practice', "$root/code");
    return unless $quick && ok compile_judge($quick, $exercise), 'the judge compiles without sanitizers';
    my ($program) = program_for($quick, $exercise, '');
    my (%reached, %known, @failed);
    for my $seed (1 .. 20) {
        my %right = solved($program, $seed);
        push @failed, "seed $seed: --practice refuses what --solve gives"
            unless practice_accepts($program, $seed);
        push @failed, "seed $seed: --pose says nothing"
            unless (capture(60, $program, '--pose', $seed))[1] =~ /\w/;
        push @failed, wrong_values($exercise, $program, $seed, \%right, \%known, \%reached)
            if $seed <= 5 || grep { !$reached{$_} } keys %known;
    }
    is join("\n", @failed), '', 'for seeds 1 to 20: solved, practised, each mistake recognised';
    my @never = grep { !$reached{$_} } sort keys %known;
    is join("\n", @never), '', 'each message for a mistake is reached by some seed';
    cmp_ok scalar(keys %known), '>=', 3, 'at least three mistakes have a message of their own';
    well_said(map { s/^\S+: //r } sort keys %known);
    other_seed_fails($exercise, $program);
    return;
}

sub other_seed_fails {
    my ($exercise, $program) = @_;
    my $answers = (capture(60, $program, '--solve', 1))[1];
    for my $seed (1, 2) {
        my ($exit, $output) = ask($exercise, $program, "seed = $seed\n$answers", 1);
        my $what = $seed == 1 ? 'the right answers pass' : '... but not for another seed';
        is $exit, $seed - 1, $what or diag $output;
    }
    return;
}

sub solved {
    my ($program, $seed) = @_;
    my @lines = split /\n/, (capture(60, $program, '--solve', $seed))[1];
    return map { /^(.*?) = (\S+)$/ ? ($1 => $2) : () } @lines;
}

sub practice_accepts {
    my ($program, $seed) = @_;
    my $answers = (capture(60, $program, '--solve', $seed))[1];
    $answers =~ s/^.* = //mg;
    my ($exit) = capture({seconds => 60, input => $answers}, $program, '--practice', $seed);
    return $exit == 0;
}

# Gives each known wrong value; a value that is near the right one, or that is
# an earlier mistake's, cannot be told from it and is left to other seeds.
sub wrong_values {
    my ($exercise, $program, $seed, $right, $known, $reached) = @_;
    my (@failed, %taken);
    for my $line (split /\n/, (capture(60, $program, '--wrong', $seed))[1]) {
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
