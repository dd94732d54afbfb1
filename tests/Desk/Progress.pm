package Desk::Progress;

# How far the reader has come, from what the desk remembers: nothing is judged.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use Desk::Exercises qw(exercises chapters chapter_title is_pristine);
use Desk::Memory qw(state_of);
use Desk::Screen qw(bar colour counted say_wrapped);

our @EXPORT_OK = qw(progress is_open next_exercise overall);

my $BAR = 14;

# How an exercise stands, in a word: passed, tried, begun, open; written when an
# explanation is there. "begun" is a changed file that no check has seen.
sub standing {
    my ($exercise) = @_;
    return 'open' unless -f $exercise->{file} && -r _;
    my $state = state_of($exercise);
    return 'passed' if $state->{verdict} eq 'passed' && !$state->{changed};
    return 'open' if is_pristine($exercise);
    return 'written' if $exercise->{kind} eq 'explain';
    return $state->{changed} ? 'begun' : 'tried';
}

sub is_open { my ($exercise) = @_; return standing($exercise) !~ /^(?:passed|written)$/ }

# The first exercise after this one that is left to do, or before it.
sub next_exercise {
    my ($after) = @_;
    my @all = exercises();
    my ($at) = grep { $after && $all[$_]{number} eq $after->{number} } 0 .. $#all;
    @all = @all[$at + 1 .. $#all, 0 .. $at - 1] if defined $at;
    my ($next) = grep { is_open($_) } @all;
    return $next;
}

# -> (how many have passed, how many have a test)
sub overall {
    my @tested = grep { $_->{kind} ne 'explain' } exercises();
    return (scalar(grep { standing($_) eq 'passed' } @tested), scalar @tested);
}

sub progress {
    my @all = exercises();
    die "there are no exercises: exercises/ is empty\n" unless @all;
    my %standing = map { $_->{number} => standing($_) } @all;
    my ($passed, $tested) = (0, 0);
    print 'chapter', ' ' x 27, "passed   tried  left\n";
    for my $chapter (chapters()) {
        my @here = grep { $_->{chapter} eq $chapter && $_->{kind} ne 'explain' } @all;
        my ($done, $of) = print_row($chapter, map { $standing{$_->{number}} } @here);
        $passed += $done;
        $tested += $of;
    }
    printf "%-32s %3d of %-3d\n", 'all', $passed, $tested;
    print_unchecked(grep { $standing{$_->{number}} eq 'begun' } @all);
    print_explanations(\%standing, grep { $_->{kind} eq 'explain' } @all);
    print_next();
    return 0;
}

sub print_row {
    my ($chapter, @standing) = @_;
    my $passed = grep { $_ eq 'passed' } @standing;
    my $tried = grep { $_ eq 'tried' || $_ eq 'begun' } @standing;
    my $line = sprintf '%2d  %-28s %3d of %-3d %5s %5s   %s', $chapter, substr(chapter_title($chapter), 0, 28),
        $passed, scalar @standing, map({ $_ || '-' } $tried, @standing - $passed - $tried),
        bar($passed, scalar @standing, $BAR);
    print colour($passed == @standing ? 32 : 0, $line), "\n";
    return ($passed, scalar @standing);
}

sub print_unchecked {
    my @unchecked = @_ or return;
    my $shown = join ', ', map { $_->{number} } @unchecked;
    print "\n";
    say_wrapped('', "changed since the last check: $shown (make check judges them)");
    return;
}

sub print_explanations {
    my ($standing, @explain) = @_;
    my $written = grep { $standing->{$_->{number}} eq 'written' } @explain or return;
    print "\nexplanations written: $written of ", scalar @explain, "\n";
    return;
}

sub print_next {
    my $next = next_exercise();
    print "\nAll is done.\n" and return unless $next;
    my $hints = state_of($next)->{hints};
    print "\nnext: $next->{number} $next->{title} ($next->{kind}",
        $hints ? ', after ' . counted($hints, 'hint') : '', ")\n",
        "      $next->{file}\n",
        "      make watch EX=$next->{number}\n";
    return;
}

1;
