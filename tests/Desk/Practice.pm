package Desk::Practice;

# Problems without end for the exercises of the kind "predict".

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use POSIX qw(SIGINT);
use Desk::Exercises qw(exercises of_chapter chosen line_of);
use Desk::Judge qw(judge_program check_seed);
use Desk::Screen qw(ask_reader counted);

our @EXPORT_OK = qw(practice);

my $LEFT = 3;    # the exit of a judge whose reader has left

# practice($number, $seed): one exercise's problems; without a number those of
# the chapter that CH names, or of all, in turn.
sub practice {
    my ($name, $seed) = @_;
    $seed = $ENV{SEED} unless length($seed // '');
    check_seed($seed);
    my @pool = pool($name) or return 2;
    $seed = 1 + int rand 999_999 unless length($seed // '');
    my ($posed, $solved, $more) = (0, 0, 1);
    for (my $turn = $seed % @pool; $more; $turn = ($turn + 1) % @pool, $seed++) {
        my $ended = pose($pool[$turn], $seed);
        $posed++ unless $ended == $LEFT;
        $solved++ if $ended == 0;
        $more = $ended != $LEFT && another($posed, $solved);
    }
    return 0;
}

sub pool {
    my ($name) = @_;
    my @predicts = grep { $_->{kind} eq 'predict' } exercises();
    if (length($name // '')) {
        my $exercise = chosen($name, 'practice', @predicts);
        return $exercise if $exercise->{kind} eq 'predict';
        print STDERR "$exercise->{number} is an exercise of the kind \"$exercise->{kind}\"; ",
            @predicts ? "those to practise are:\n" : "there is none to practise.\n";
    }
    else {
        my @some = grep { $_->{kind} eq 'predict' } of_chapter($ENV{CH});
        return @some if @some;
        print STDERR 'There is nothing to practise', length($ENV{CH} // '') ? " in chapter $ENV{CH}" : '',
            @predicts ? "; there is:\n" : ".\n";
    }
    print STDERR map { line_of($_) . "\n" } @predicts;
    return;
}

# One problem, posed and graded by its judge -> the judge's exit.
sub pose {
    my ($exercise, $seed) = @_;
    my $number = $exercise->{number};
    die "$exercise->{judge} is missing: no practice for $number\n" unless -f $exercise->{judge};
    my ($program, $said) = judge_program($exercise, $exercise->{file});
    die "the judge of $number does not link:\n$said\n" unless defined $program;
    print "Practice for $number, $exercise->{title}; make practice EX=$number SEED=$seed repeats it.\n\n";
    local $ENV{JUDGE_PAGES} = -d 'build/html' ? 'build/html/' : '';
    my $ended = system "./$program", '--practice', $seed;
    if (($ended & 127) == SIGINT) { print "\n"; return $LEFT }
    die "the judge of $number broke off\n" if $ended & 127 || ($ended >> 8 > 1 && $ended >> 8 != $LEFT);
    return $ended >> 8;
}

sub another {
    my ($posed, $solved) = @_;
    my $answer = ask_reader("\n" . counted($solved, 'problem') . " of $posed solved; Enter poses another, q leaves: ");
    print "\n";
    return defined $answer && $answer !~ /^[qn]/i;
}

1;
