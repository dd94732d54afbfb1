package Desk::Watch;

# Judges the exercise that is being edited, each time it is saved; keys do the
# rest. It looks at the files themselves, several times a second, so that it
# works on every system and with every editor; where inotifywait is, that wakes it
# at once and it looks less often.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use POSIX qw(:termios_h strftime);
use Time::HiRes qw(sleep time);
use Desk::Exercises qw(exercises of_chapter chosen);
use Desk::Judge qw(examine print_result);
use Desk::Progress qw(is_open next_exercise overall progress);
use Desk::Screen qw(on_terminal bar colour keys_instead);
use Gradus qw(there);

our @EXPORT_OK = qw(watch);

my $LOOK_SECONDS    = 0.25;
my $WOKEN_SECONDS   = 2;
my $SETTLED_SECONDS = 0.1;
my $KEYS = 'Enter check  h hint  a answer  n next  p previous  o overview  q quit';
my ($keys_from_terminal, $terminal_before, $stdin_ended, $watcher, $watcher_pid);

# watch($number, {hint => \&hint, answer => \&answer})
sub watch {
    my ($name, $commands) = @_;
    my @all = exercises();
    die "there are no exercises: exercises/ is empty\n" unless @all;
    my $current = length($name // '') ? chosen($name, 'watch') : first_open($ENV{CH});
    keys_instead();
    my $seen = fingerprints();
    start_watcher();
    take_keys();
    local $SIG{CONT} = sub { take_keys() };
    show($current);
    my $before = '';
    while (my $event = next_event(\$seen)) {
        my ($what, $exercise) = @$event;
        last if $what eq 'q';
        my $insists = "$before$what" eq 'aa';
        $before = $what;
        $current = $exercise // neighbour($current, $what);
        if    ($what eq 'h') { below(sub { $commands->{hint}->($current->{number}) }) }
        elsif ($what eq 'a') { below(sub { $commands->{answer}->($current->{number}, $insists) }) }
        elsif ($what eq 'o') { clear(); below(\&progress) }
        elsif ($what eq '?') { below(sub { print_help() }) }
        else                 { show($current) }
    }
    give_keys_back();
    print "\n";
    return 0;
}

sub first_open {
    my ($chapter) = @_;
    my @here = of_chapter($chapter);
    return (grep { is_open($_) } @here)[0] // $here[-1];
}

sub neighbour {
    my ($current, $key) = @_;
    return next_exercise($current) // $current if $key eq 'n';
    return $current unless $key eq 'p';
    my @all = exercises();
    my ($at) = grep { $all[$_]{number} eq $current->{number} } 0 .. $#all;
    return $all[$at > 0 ? $at - 1 : 0];
}

# ---- the screen ----

sub clear { print on_terminal() ? "\e[H\e[2J" : "\n" . '-' x 72 . "\n"; return }

sub show {
    my ($exercise) = @_;
    clear();
    print "Exercise $exercise->{number} ($exercise->{kind}): $exercise->{title}\n";
    print "$exercise->{file}\n\n";
    my $result = examine($exercise);
    print_result($exercise, $result);
    print_done($exercise) if $result->{verdict} eq 'passed';
    print_foot();
    return;
}

sub print_done {
    my ($exercise) = @_;
    my $next = next_exercise($exercise);
    print $next ? "next: $next->{number} $next->{title} (key n)\n" : "That was the last: all is done.\n";
    return;
}

sub print_foot {
    my ($passed, $tested) = overall();
    print "\nAll $tested exercises pass.\n" if $passed == $tested;
    my $time = strftime '%H:%M:%S', localtime;
    print "\n", bar($passed, $tested, 30), " $passed of $tested passed; $time, waiting for a save\n";
    print colour(2, $KEYS), "\n" unless $stdin_ended;
    return;
}

# Something said below what is on the screen.
sub below {
    my ($say) = @_;
    print "\n";
    eval { $say->(); 1 } or print "$@";
    print_foot();
    return;
}

sub print_help {
    print "Edit a file in exercises/ and save it: it is judged at once, and becomes\n",
        "the one that the keys are about. n goes to the next that is not done yet,\n",
        "p to the one before in the book's order. Ctrl-C, Ctrl-D and q leave.\n";
    return;
}

# ---- what happens: a key, or a file that was saved ----

# -> [key] or ['saved', exercise]; undef when there is nothing more to wait for.
sub next_event {
    my ($seen) = @_;
    while (1) {
        my $key = key_within($watcher ? $WOKEN_SECONDS : $LOOK_SECONDS);
        return [$key] if defined $key;
        my $saved = changed_exercise($seen);
        return ['saved', $saved] if $saved;
    }
}

# A key that has a meaning, or undef after so many seconds or when woken.
sub key_within {
    my ($seconds) = @_;
    my $ready = '';
    vec($ready, fileno STDIN, 1) = 1 unless $stdin_ended;
    vec($ready, fileno $watcher, 1) = 1 if $watcher;
    my $found = select $ready, undef, undef, $seconds;
    return if $found <= 0;
    drain_watcher() if $watcher && vec $ready, fileno $watcher, 1;
    return if $stdin_ended || !vec $ready, fileno STDIN, 1;
    my $got = sysread STDIN, my $byte, 1;
    if (!$got) {
        $stdin_ended = 1;
        return $keys_from_terminal ? 'q' : undef;
    }
    return 'q' if $byte =~ /[\x03\x04]/;
    return $keys_from_terminal ? 'c' : undef if $byte =~ /[\r\n]/;
    $byte = lc $byte;
    return $byte =~ /[hanpoqc?]/ ? $byte : undef;
}

# Number => what tells one state of the file from another.
sub fingerprints {
    my %now;
    for my $exercise (exercises()) {
        my @stat = Time::HiRes::stat($exercise->{file});
        $now{$exercise->{number}} = @stat ? join ' ', @stat[1, 7, 9] : '';
    }
    return \%now;
}

# The exercise that was changed last since we looked, once its file is at rest: an
# editor may remove a file before it writes it again.
sub changed_exercise {
    my ($seen) = @_;
    my $now = fingerprints();
    return unless differing($$seen, $now);
    for (my $waited = 0; $waited < 1; $waited += $SETTLED_SECONDS) {
        sleep $SETTLED_SECONDS;
        my $later = fingerprints();
        my @moved = differing($now, $later);
        $now = $later;
        last if !@moved && !grep { $now->{$_} eq '' } differing($$seen, $now);
    }
    my %changed = map { $_ => 1 } differing($$seen, $now);
    $$seen = $now;
    my @changed = sort { (-M $b->{file} // 0) <=> (-M $a->{file} // 0) } grep { $changed{$_->{number}} } exercises();
    return $changed[-1];
}

sub differing {
    my ($one, $other) = @_;
    return grep { ($one->{$_} // '') ne ($other->{$_} // '') } keys %{{%$one, %$other}};
}

# ---- the keyboard, a key at a time ----

# Single keys come at once and unseen, Ctrl-C among them: as a signal it would reach
# make as well, which then reports an error.
sub take_keys {
    return unless -t STDIN;
    my $terminal = POSIX::Termios->new;
    $terminal->getattr(fileno STDIN) or return;
    $terminal_before //= {local => $terminal->getlflag, interrupt => $terminal->getcc(VINTR)};
    $terminal->setlflag($terminal->getlflag & ~(ICANON | ECHO));
    $terminal->setcc(VINTR, 0);
    $terminal->setcc(VMIN, 1);
    $terminal->setcc(VTIME, 0);
    $terminal->setattr(fileno STDIN, TCSANOW);
    $keys_from_terminal = 1;
    return;
}

sub give_keys_back {
    return unless $terminal_before;
    my $terminal = POSIX::Termios->new;
    $terminal->getattr(fileno STDIN) or return;
    $terminal->setlflag($terminal_before->{local});
    $terminal->setcc(VINTR, $terminal_before->{interrupt});
    $terminal->setattr(fileno STDIN, TCSANOW);
    undef $terminal_before;
    return;
}

# ---- inotifywait, where it is ----

sub start_watcher {
    return unless there('inotifywait');
    $watcher_pid = open $watcher, '-|', 'sh', '-c',
        'exec inotifywait -qmr -e close_write -e move -e delete exercises 2>/dev/null' or undef $watcher;
    return;
}

sub drain_watcher {
    my $got = sysread $watcher, my $words, 65536;
    return if $got;
    close $watcher;
    undef $watcher;
    return;
}

my $owner = $$;
END {
    my $status = $?;
    if ($$ == $owner) {
        give_keys_back();
        kill 'TERM', $watcher_pid if $watcher_pid && $watcher;
        close $watcher if $watcher;
    }
    $? = $status;
}

1;
