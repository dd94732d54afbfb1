package Desk::Faults;

# The faults that there are to find: that of a Break exercise, or one of the small
# ones that the tests of a chapter must catch. A case is {title, copy, judge, faulty,
# parts, mend, hint, check, again}: faulty are the lines at fault, parts the chunks or
# functions {name, piece, right} among which the reader is asked to choose.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use File::Basename qw(basename);
use File::Path qw(make_path);
use Desk::Alignment qw(common);
use Desk::Compiler qw(toolchain compile object errors_of linker_words work_folder);
use Desk::Exercises qw(exercises chosen line_of pristine_texts hints_of chapter_title);
use Desk::Judge qw(judge_file examine print_result questions verdict);
use Desk::Memory qw(desk_folder remember remembered);
use Desk::Parts qw(parts_of);
use Desk::Pieces qw(chapters_of_book lines_of pieces_of piece_name);
use Desk::Screen qw(printable);
use Engine qw(engine_copy);
use Gradus qw(root capture slurp spit apply_fault read_faults engine_sources);

our @EXPORT_OK = qw(of_exercise of_chapter without_comments);

my $CHECK_SECONDS = 120;

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
    my @faulty = differing_lines($copy, $exercise->{answer});
    return {
        title  => "Exercise $number: $exercise->{title}",
        copy   => $copy,
        judge  => sub { judge_file($exercise, $_[0]) },
        faulty => \@faulty,
        parts  => [functions(slurp($copy), @faulty)],
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
    my @faulty = differing_lines($copy, $fault->{file});
    my @chunks = chunks($number, $fault);
    my $test = sub { judge_engine($number, "$folder/code") };
    return {
        title  => "A fault for chapter " . (0 + $number) . ', ' . chapter_title($number)
            . "; make break CH=" . (0 + $number) . " SEED=$seed repeats it",
        copy   => $copy,
        judge  => $test,
        faulty => \@faulty,
        parts  => @chunks ? \@chunks : [functions(slurp($copy), @faulty)],
        mend   => $copy,
        name   => $fault->{name},
        hint   => sub { "compare with what the chapter says of " . basename($fault->{file}) },
        check  => $test,
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

# ---- the parts among which the fault is ----

# The functions and tables of a file.
sub functions {
    my ($text, @faulty) = @_;
    my %faulty = map { $_ => 1 } @faulty;
    return map {
        my $part = $_;
        {name => $part->{name}, right => scalar grep { $faulty{$_} } $part->{first} .. $part->{last}}
    } parts_of($text);
}

# The chunks that a chapter wrote of a file; all of the file when the fault is in
# another chapter's, or the chapter has but one. None where there are no chapters.
sub chunks {
    my ($number, $fault) = @_;
    return unless grep { -f } glob 'chapters/*.nw';
    my $last = (chapters_of_book())[-1]{number};
    my %right = map { $_ => 1 } pieces_at_fault($fault, $last);
    my @all = map { $_->[0] } pieces_of($fault->{file}, $last);
    my @own = grep { $_->{chapter}{number} == $number } @all;
    my $own_is_enough = @own > 1 && keys %right == grep { $right{$_} } @own;
    return map { {name => piece_name($_), piece => $_, right => $right{$_}} } $own_is_enough ? @own : @all;
}

# The pieces of the lines that a fault takes away or changes, or else of those after
# which it puts some.
sub pieces_at_fault {
    my ($fault, $through) = @_;
    my $text = slurp($fault->{file});
    my @whole = bare(printable($text));
    my @piece = pieces_by_line($fault->{file}, $through, @whole);
    my @pairs = common(\@whole, [bare(printable(apply_fault($text, $fault)))]);
    my %kept = map { $_->[0] => 1 } @pairs;
    my @changed = grep { !$kept{$_} } 0 .. $#whole;
    @changed = map { $pairs[$_ - 1][0] } grep { $pairs[$_][1] > $pairs[$_ - 1][1] + 1 } 1 .. $#pairs unless @changed;
    return grep { defined } @piece[@changed];
}

# The piece of each line of a file of code/, which has some that no piece has: where it
# is from.
sub pieces_by_line {
    my ($file, $through, @whole) = @_;
    my @lines = grep { $_->{text} =~ /\S/ } lines_of($file, $through);
    my @piece;
    $piece[$_->[1]] = $lines[$_->[0]]{piece} for common([bare(map { $_->{text} } @lines)], \@whole);
    return @piece;
}

# Lines without blanks around them, and without those that are blank.
sub bare { return grep { length } map { s/^\s+|\s+$//gr } map { split /\n/ } @_ }

# ---- the lines at fault ----

# The lines of a file which another does not have so; where only the other has more,
# the lines of code on both sides of the place. Comments and blanks don't count.
sub differing_lines {
    my ($file, $other) = @_;
    my @bare = map { my $to = work_folder() . "/bare-$_"; spit($to, without_comments(slurp(($file, $other)[$_]))); $to } 0, 1;
    my (undef, $output) = capture(20, 'diff', '-b', '-B', @bare);
    my @text = split /\n/, slurp($bare[0]);
    my @code = grep { $text[$_ - 1] =~ /\w/ } 1 .. @text;
    my %lines;
    while ($output =~ /^(\d+)(?:,(\d+))?([acd])\d/mg) {
        my ($first, $last, $how) = ($1, $2 // $1, $3);
        my @differing = grep { $how ne 'a' && $_ >= $first && $_ <= $last } @code;
        @differing = ((grep { $_ <= $first } @code)[-1], (grep { $_ > $last } @code)[0]) unless @differing;
        $lines{$_} = 1 for grep { defined } @differing;
    }
    return sort { $a <=> $b } keys %lines;
}

sub without_comments {
    my ($text) = @_;
    $text =~ s{(/\*.*?\*/)}{$1 =~ s/[^\n]//gr}gse;
    return $text;
}

1;
