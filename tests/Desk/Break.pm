package Desk::Break;

# Finding faults: a copy with a fault in it, its symptom, the reader's diagnosis
# (which part, which line), and the mend. The fault is that of a Break exercise,
# or one of the small ones that the tests of a chapter must catch.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use File::Basename qw(basename);
use File::Path qw(make_path);
use Desk::Compiler qw(toolchain compile object errors_of linker_words work_folder);
use Desk::Exercises qw(exercises chosen line_of pristine_texts hints_of chapter_title);
use Desk::Judge qw(judge_file examine print_result questions verdict check_seed);
use Desk::Memory qw(desk_folder remember remembered);
use Desk::Parts qw(parts_of);
use Desk::Screen qw(ask_reader print_paragraph print_question printable say_wrapped counted colour);
use Engine qw(engine_copy);
use Gradus qw(root capture slurp spit read_faults engine_sources);

our @EXPORT_OK = qw(break_it);

my $CHECK_SECONDS = 120;
my $SHOWN_QUESTIONS = 3;

# break_it($number): an exercise; without a number one of the faults of the
# chapter that CH names.
sub break_it {
    my ($name) = @_;
    check_seed($ENV{SEED});
    my $chapter = $ENV{CH} // '';
    my $case = length($name // '') || !length $chapter ? of_exercise($name) : of_chapter($chapter);
    return 2 unless $case;
    my $symptom = $case->{judge}->($case->{copy});
    die "$case->{title}: the fault in $case->{copy} shows no symptom: has the copy been mended?\n"
        . "Remove it, and it is made anew.\n" if $symptom->{verdict} eq 'passed';
    print "$case->{title}\nA copy with a fault in it: $case->{copy}\n\nThe symptom:\n";
    print_symptom($symptom);
    print "\nLook at the copy. Where is the fault? (? gives a hint, q leaves)\n";
    return mended($case) if part_found($case) && line_found($case);
    print "left; $case->{again} goes on\n";
    return 0;
}

sub print_symptom {
    my ($result) = @_;
    my @failed = grep { !$_->{passed} } @{$result->{questions} // []};
    for my $question (@failed[0 .. ($#failed < $SHOWN_QUESTIONS ? $#failed : $SHOWN_QUESTIONS - 1)]) {
        print_question($question);
    }
    my $more = @failed - $SHOWN_QUESTIONS;
    print '  and ', counted($more, 'more question'), ' failed', "\n" if $more > 0;
    print "  $result->{verdict}\n", map { "  $_\n" } split /\n/, $result->{said} // '' unless @failed;
    return;
}

# ---- the two kinds of faults ----

# {title, copy, judge, faulty, mend, hint}: faulty are the lines at fault.
sub of_exercise {
    my ($name) = @_;
    my @breaks = grep { $_->{kind} eq 'break' } exercises();
    my $exercise = chosen($name, 'break', @breaks);
    my $number = $exercise->{number};
    if ($exercise->{kind} ne 'break') {
        print STDERR "$number is an exercise of the kind \"$exercise->{kind}\"; ",
            @breaks ? "those with a fault to find are:\n" : "none has a fault to find.\n";
        print STDERR map { line_of($_) . "\n" } @breaks;
        return;
    }
    my ($starter) = pristine_texts($exercise);
    die "no fresh copy of $exercise->{file} can be had: neither in build/tangle (make makes it\n"
        . "there) nor from git\n" unless defined $starter;
    die "there is no answer to $number ($exercise->{answer} is missing)\n" unless -f $exercise->{answer};
    my $copy = desk_folder('break') . "/$number.c";
    spit($copy, $starter);
    return {
        title  => "Exercise $number: $exercise->{title}",
        copy   => $copy,
        judge  => sub { judge_file($exercise, $_[0]) },
        faulty => [differing_lines($copy, $exercise->{answer})],
        mend   => $exercise->{file},
        hint   => sub { hint_of_exercise($exercise) },
        check  => sub { examine($exercise) },
        show   => sub { print_result($exercise, $_[0]) },
        again  => "make break EX=$number",
    };
}

sub hint_of_exercise {
    my ($exercise) = @_;
    my @hints = hints_of($exercise);
    my $given = remembered($exercise, 'hints');
    return 'there are no hints' unless @hints;
    remember($exercise, hints => $given + 1) if $given < @hints;
    return $hints[$given < @hints ? $given : $#hints];
}

# A fault from a chapter's table, drawn by the seed; the engine's copy is the
# reader's, to spoil and to mend, and is made but once.
sub of_chapter {
    my ($chapter) = @_;
    my $number = sprintf '%02d', $chapter =~ /^0*(\d{1,2})$/ ? $1 : 0;
    my $table = "tests/$number/mutants";
    die "there are no faults for chapter \"$chapter\"; there are for: "
        . join(', ', map { m{(\d+)/} && 0 + $1 } sort glob 'tests/*/mutants') . "\n" unless -f $table;
    my @faults = read_faults($table);
    my $seed = length($ENV{SEED} // '') ? $ENV{SEED} : 1 + int rand 9999;
    my $fault = $faults[$seed % @faults];
    my $folder = "build/desk/break/$number-$seed";
    my $copy = "$folder/code/" . basename($fault->{file});
    unless (-f $copy) {
        make_path($folder);
        engine_copy("$folder/code", $fault);
    }
    my $test = sub { judge_engine($number, "$folder/code") };
    return {
        title  => "A fault for chapter " . (0 + $number) . ', ' . chapter_title($number)
            . "; make break CH=" . (0 + $number) . " SEED=$seed repeats it",
        copy   => $copy,
        judge  => $test,
        faulty => [differing_lines($copy, $fault->{file})],
        parts  => [parts_of(slurp($copy))],
        mend   => $copy,
        name   => $fault->{name},
        hint   => sub { "compare with what the chapter says of " . basename($fault->{file}) },
        check  => $test,
        show   => sub { print_engine_result($_[0]) },
        again  => 'make break CH=' . (0 + $number),
    };
}

# The chapter's own test, on an engine in a folder.
sub judge_engine {
    my ($number, $code) = @_;
    my $program = work_folder() . "/engine-$number";
    my @objects = map { object($_) } sort glob 'tests/judge/*.c';
    my @sources = ("tests/$number/test.c", map { "$code/" . basename($_) } engine_sources(root()));
    my ($exit, $output) = compile(toolchain(), '-I', 'tests/judge', '-I', $code, @sources, @objects, '-lm', '-o', $program);
    if ($exit != 0) {
        my ($file) = printable($output) =~ m{^(\Q$code\E/[^:]+):\d+:.* error: }m;
        return {verdict => 'does not compile', said => $file ? errors_of($file, $exit, $output) : linker_words($output)};
    }
    ($exit, $output) = capture({seconds => $CHECK_SECONDS}, "./$program");
    my @questions = questions($output);
    return {verdict => verdict($exit, $output, @questions), questions => \@questions};
}

sub print_engine_result {
    my ($result) = @_;
    my @questions = @{$result->{questions} // []};
    if ($result->{verdict} eq 'passed') { print '  all ', counted(scalar @questions, 'question'), " of the chapter pass\n" }
    else                                { print_symptom($result) }
    return;
}

# ---- the lines at fault ----

# The lines of a file which another does not have so; where only the other has
# more, those on both sides of the place. Comments and blanks don't count.
sub differing_lines {
    my ($file, $other) = @_;
    my @bare = map { my $to = work_folder() . "/bare-$_"; spit($to, without_comments(slurp(($file, $other)[$_]))); $to } 0, 1;
    my (undef, $output) = capture(20, 'diff', '-b', '-B', @bare);
    my %lines;
    while ($output =~ /^(\d+)(?:,(\d+))?([acd])\d/mg) {
        my ($first, $last, $how) = ($1, $2 // $1, $3);
        $lines{$_} = 1 for $first .. ($how eq 'a' ? $first + 1 : $last);
    }
    my @text = split /\n/, slurp($bare[0]);
    return grep { ($text[$_ - 1] // '') =~ /\S/ } sort { $a <=> $b } keys %lines;
}

sub without_comments {
    my ($text) = @_;
    $text =~ s{(/\*.*?\*/)}{$1 =~ s/[^\n]//gr}gse;
    return $text;
}

# ---- the diagnosis ----

sub part_found {
    my ($case) = @_;
    my @parts = parts_of(slurp($case->{copy}));
    my %faulty = map { $_ => 1 } @{$case->{faulty}};
    my @right = grep { my $part = $_; grep { $faulty{$_} } $part->{first} .. $part->{last} } @parts;
    return 1 if !@right || @parts < 2;
    print "\n";
    printf "  %2d  %s\n", $_ + 1, $parts[$_]{name} for 0 .. $#parts;
    while (defined(my $reply = ask_reader("part (a number or a name) = "))) {
        next if $reply eq '';
        return 0 if $reply =~ /^q(?:uit)?$/i;
        if ($reply =~ /^[?h]$/) { print_paragraph($case->{hint}->()); next }
        my ($part) = $reply =~ /^\d+$/ ? $reply >= 1 ? $parts[$reply - 1] : undef
            : grep { lc $_->{name} eq lc $reply } @parts;
        if (!$part) { print "  no part is called that; give its number\n"; next }
        if (grep { $_ == $part } @right) { print '  ', colour(32, 'right'), ": it is in $part->{name}\n"; return 1 }
        print '  ', colour(31, 'no'), ": $part->{name} is as it should be\n";
    }
    return 0;
}

sub line_found {
    my ($case) = @_;
    my @text = split /\n/, printable(slurp($case->{copy}));
    my @code = split /\n/, without_comments(slurp($case->{copy}));
    my %faulty = map { $_ => 1 } @{$case->{faulty}};
    while (defined(my $reply = ask_reader("line = "))) {
        next if $reply eq '';
        return 0 if $reply =~ /^q(?:uit)?$/i;
        if ($reply =~ /^[?h]$/) { print_paragraph($case->{hint}->()); next }
        my ($line) = $reply =~ /^(?:line\s*)?(\d+)$/;
        if (!$line || $line > @text) { print '  a number from 1 to ', scalar @text, ", as the copy's lines are counted\n"; next }
        my $shown = $text[$line - 1] =~ s/^\s+|\s+$//gr;
        if ($code[$line - 1] !~ /\w/) { print "  line $line has no code\n"; next }
        if ($faulty{$line}) { print '  ', colour(32, 'right'), ": $shown\n"; return 1 }
        my ($ours) = grep { abs($_ - $line) <= 2 } @{$case->{faulty}};
        if ($ours) { print '  ', colour(32, 'near enough'), ": we mend line $ours, ", $text[$ours - 1] =~ s/^\s+//r, "\n"; return 1 }
        print '  ', colour(31, 'no'), ", the fault is elsewhere than in $shown\n";
    }
    return 0;
}

# ---- the mend ----

sub mended {
    my ($case) = @_;
    my $copied = slurp($case->{copy});
    print "\nNow mend it, in $case->{mend}\n";
    while (defined(my $reply = ask_reader('Enter checks it (? gives a hint, q leaves): '))) {
        last if $reply =~ /^q(?:uit)?$/i;
        if ($reply =~ /^[?h]$/) { print_paragraph($case->{hint}->()); next }
        if ($case->{mend} ne $case->{copy} && slurp($case->{copy}) ne $copied) {
            print "You have changed the copy. Mend $case->{mend}: that is yours, and is kept.\n";
            spit($case->{copy}, $copied);
        }
        my $result = $case->{check}->();
        print "\n";
        $case->{show}->($result);
        next unless $result->{verdict} eq 'passed';
        say_wrapped('', "the fault was: $case->{name}") if $case->{name};
        print $case->{name} ? "next: $case->{again} has another\n" : "next: make progress\n";
        return 0;
    }
    print "left; $case->{again} goes on\n";
    return 0;
}

1;
