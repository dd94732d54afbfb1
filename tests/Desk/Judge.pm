package Desk::Judge;

# An exercise put before its judge: what was asked, how it went, in words.

use strict;
use warnings;
use utf8;
use Digest::MD5 qw(md5_hex);
use Exporter qw(import);
use Desk::Compiler qw(toolchain compile object errors_of warnings_of undeclared_in headers_not_there
    linker_words work_folder);
use Desk::Exercises qw(is_pristine);
use Desk::Memory qw(remember);
use Desk::Screen qw(printable colour verdict_colour say_wrapped print_question print_read_again way counted);
use Gradus qw(capture slurp read_again);
use Text::Wrap qw(wrap);

our @EXPORT_OK = qw(examine judge_program judge_file print_result print_asked questions verdict check_seed);

my $CHECK_SECONDS = 120;

sub check_seed {
    my ($seed) = @_;
    die "the seed must be a whole number, as SEED=7, not \"$seed\"\n"
        if length($seed // '') && $seed !~ /^\d{1,9}$/;
    return;
}

# One exercise -> {verdict, questions...}; never dies for what a reader wrote,
# so that the others are still checked.
sub examine {
    my ($exercise) = @_;
    return {verdict => 'missing'} unless -e $exercise->{file};
    return {verdict => 'unreadable'} unless -f _ && -r _;
    my $digest = md5_hex(slurp($exercise->{file}));
    my $result = judged($exercise);
    my %tried = $result->{untouched} ? () : (tried => 1);
    remember($exercise, verdict => $result->{verdict}, file => $digest, %tried)
        if $result->{verdict} ne 'no judge';
    return $result;
}

sub judged {
    my ($exercise) = @_;
    my $untouched = is_pristine($exercise);
    return {verdict => 'no test', untouched => $untouched} if $exercise->{kind} eq 'explain';
    return {verdict => 'no judge', untouched => $untouched} unless -f $exercise->{judge};
    my $result = judge_file($exercise, $exercise->{file});
    $result->{untouched} = $untouched;
    $result->{verdict} = 'not begun' if $untouched && $result->{verdict} !~ /^(?:passed|no judge)$/;
    return $result;
}

# Puts a file before an exercise's judge.
sub judge_file {
    my ($exercise, $file) = @_;
    my ($program, $said, @warnings) = eval { judge_program($exercise, $file) };
    return {verdict => 'no judge', said => $@} if $@;
    return {verdict => 'does not compile', said => $said} unless defined $program;
    my @file = $exercise->{kind} eq 'predict' ? $file : ();
    my ($exit, $output) = capture(
        {seconds => $CHECK_SECONDS, env => {JUDGE_READER => $file, JUDGE_PRINTED => 1}},
        "./$program", @file);
    my @questions = questions($output);
    return {verdict => verdict($exit, $output, @questions), output => $output,
        questions => \@questions, warnings => \@warnings};
}

# -> (program, undef, warnings), or (undef, what the compiler said).
sub judge_program {
    my ($exercise, $file) = @_;
    my @objects = map { object($_) } $exercise->{judge}, sort(glob 'tests/judge/*.c'), sort glob 'code/*.c';
    my $program = work_folder() . "/$exercise->{number}";
    my $said = '';
    if ($file =~ /\.c$/) {
        my $mine = "$program-reader.o";
        (my $exit, $said) = compile(toolchain(), qw(-I tests/judge -I code -c), $file, '-o', $mine);
        return (undef, join "\n", headers_not_there($file), errors_of($file, $exit, $said)) if $exit != 0;
        push @objects, $mine;
    }
    my ($exit, $output) = compile(toolchain(), @objects, '-lm', '-o', $program);
    return (undef, join "\n", undeclared_in($file, $said), linker_words($output)) if $exit != 0;
    return ($program, undef, warnings_of($file, $said));
}

# The TAP of a judge -> {passed, question, details}.
sub questions {
    my ($output) = @_;
    my @questions;
    for my $line (split /\n/, printable($output)) {
        if ($line =~ /^(not )?ok \d+ - (.*)/) {
            push @questions, {passed => !$1, question => $2, details => []};
        }
        elsif (@questions && $line =~ /^#   (?!read again: |to repeat it: )(.*)/) {
            push @{$questions[-1]{details}}, $1;
        }
    }
    return @questions;
}

sub verdict {
    my ($exit, $output, @questions) = @_;
    my ($plan) = $output =~ /^1\.\.(\d+)$/m;
    my $whole = defined $plan && $plan == @questions && $plan > 0;
    return 'passed' if $exit == 0 && $whole && !grep { !$_->{passed} } @questions;
    my $details = join "\n", map { @{$_->{details}} } @questions;
    return $details =~ /^never ended/m ? 'never ends'
        : $details =~ /^took (?:more )?memory /m ? 'takes too much memory'
        : $details =~ /^printed without end/m ? 'prints without end'
        : $details =~ /^(?:crashed|undefined behaviour)\b/m ? 'crashed'
        : $details =~ /^left by exit/m ? 'exits too early'
        : $details =~ /^leaked memory/m ? 'leaks memory'
        : !$whole ? 'the judge broke off'
        : 'not yet';
}

# ---- in words ----

sub print_result {
    my ($exercise, $result) = @_;
    my $begun = $result->{questions} && $result->{verdict} ne 'not begun';
    print_answers($result) if $begun;
    my $verdict = $result->{verdict};
    print "\n" if $begun;
    print colour(verdict_colour($verdict), $verdict), closing($exercise, $result), "\n";
    return;
}

sub print_answers {
    my ($result) = @_;
    print_warnings($result);
    print_asked($result);
    return;
}

# What was asked, how to ask it again with the same numbers, what to read again.
sub print_asked {
    my ($result) = @_;
    print_question($_) for @{$result->{questions} // []};
    my ($repeat) = ($result->{output} // '') =~ /^#   (to repeat it: .*)/m;
    print "\n$repeat\n" if $repeat;
    print_read_again(read_again($result->{output} // ''));
    return;
}

sub print_warnings {
    my ($result) = @_;
    my @warnings = @{$result->{warnings} // []};
    return if !@warnings || $result->{verdict} eq 'passed';
    print "The compiler warns:\n";
    say_wrapped('  ', $_) for @warnings;
    print "\n";
    return;
}

# What follows the verdict: how far it went, and what to do next.
sub closing {
    my ($exercise, $result) = @_;
    my ($number, $verdict) = ($exercise->{number}, $result->{verdict});
    my $said = join '', map { "\n" . wrap('  ', '    ', $_) } split /\n/, $result->{said} // '';
    return '' if $verdict eq 'passed';
    return ": $exercise->{file} is gone\nnext: make reset EX=$number brings it back"
        if $verdict eq 'missing';
    return ": $exercise->{file} is not a file that can be read" if $verdict eq 'unreadable';
    return ": $exercise->{judge} cannot judge$said" if $verdict eq 'no judge' && length $said;
    return ": $exercise->{judge} is missing" if $verdict eq 'no judge';
    return ": write your answer into $exercise->{file}\nnext: " . way('hint', $exercise)
        if $verdict eq 'no test' && $result->{untouched};
    return ": you have written $exercise->{file}\nnext: " . way('answer', $exercise) . ', to compare with'
        if $verdict eq 'no test';
    return ": the file is as it was given; " . counted(scalar @{$result->{questions}}, 'question')
        . " will be asked of it" . (others_wait($result) ? ",\nand others once it passes" : '') . "\nnext: change $exercise->{file}\n"
        . "      " . way($exercise->{kind} eq 'break' ? 'break' : 'hint', $exercise)
        if $verdict eq 'not begun' && !length $said;
    my $count = grep { $_->{passed} } @{$result->{questions} // []};
    my $of = $result->{questions} ? ": $count of " . @{$result->{questions}} . ' questions passed'
        . (others_wait($result) ? ', and others are to come' : '') : '';
    my $next = $verdict eq 'does not compile' ? mend($exercise, $result->{said}) : way('hint', $exercise);
    return "$of$said\nnext: $next";
}

# Did the judge leave questions unasked, since the first did not pass?
sub others_wait {
    my ($result) = @_;
    return scalar grep { /^the other questions are asked once/ }
        map { @{$_->{details}} } @{$result->{questions} // []};
}

# What to do about a file that does not compile.
sub mend {
    my ($exercise, $said) = @_;
    my ($line) = $said =~ /^\Q$exercise->{file}\E:(\d+):/m;
    my $where = defined $line ? "line $line" : 'the file';
    return "mend $where, then " . way('check', $exercise);
}

1;
