package Desk::Break;

# Finding faults: a copy with a fault in it, its symptom, the reader's diagnosis
# (which chunk or function, which line), and the mend.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use Desk::Faults qw(of_exercise of_chapter without_comments);
use Desk::Judge qw(check_seed);
use Desk::Screen qw(ask_reader print_paragraph print_question printable say_wrapped counted colour
    place_in_book);
use Gradus qw(slurp spit);

our @EXPORT_OK = qw(break_it diagnosed);

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
    return mended($case) if diagnosed($case);
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

sub print_engine_result {
    my ($result) = @_;
    my @questions = @{$result->{questions} // []};
    if ($result->{verdict} eq 'passed') { print '  all ', counted(scalar @questions, 'question'), " of the chapter pass\n" }
    else                                { print_symptom($result) }
    return;
}

# ---- the diagnosis ----

sub diagnosed {
    my ($case) = @_;
    return part_found($case) && line_found($case);
}

sub part_found {
    my ($case) = @_;
    my @parts = @{$case->{parts}};
    return 1 if @parts < 2 || !grep { $_->{right} } @parts;
    my $kind = $parts[0]{piece} ? 'chunk' : 'part';
    print_parts(@parts);
    while (defined(my $reply = ask_reader("$kind (a number or a name) = "))) {
        next if $reply eq '';
        return 0 if $reply =~ /^q(?:uit)?$/i;
        if ($reply =~ /^[?h]$/) { print_paragraph($case->{hint}->()); next }
        my $part = part_called($reply, @parts);
        if (!$part) { print "  no $kind is called that; give its number\n"; next }
        if ($part->{right}) { print_right_part($part); return 1 }
        say_wrapped('  ', colour(31, 'no') . ": $part->{name} is as it should be");
    }
    return 0;
}

# Chunks stand under the chapter that wrote them, in the order of the book.
sub print_parts {
    my (@parts) = @_;
    my $chapter = 0;
    print "\n";
    for my $i (0 .. $#parts) {
        my $piece = $parts[$i]{piece};
        print "The chunks of chapter $piece->{chapter}{number}, $piece->{chapter}{title}:\n"
            if $piece && $piece->{chapter}{number} != $chapter;
        $chapter = $piece->{chapter}{number} if $piece;
        printf "  %2d  %s\n", $i + 1, $parts[$i]{name};
    }
    return;
}

# Several parts of a chunk have its name: any of them is meant, the right one first.
sub part_called {
    my ($reply, @parts) = @_;
    return $reply >= 1 ? $parts[$reply - 1] : undef if $reply =~ /^\d+$/;
    my @called = grep { lc $_->{name} eq lc $reply || $_->{piece} && lc $_->{piece}{name} eq lc $reply } @parts;
    return (grep({ $_->{right} } @called), @called)[0];
}

sub print_right_part {
    my ($part) = @_;
    my $piece = $part->{piece};
    say_wrapped('  ', colour(32, 'right') . ": it is in $part->{name}");
    return unless $piece;
    say_wrapped('    ', "chapter $piece->{chapter}{number}, $piece->{section}");
    print map {"    $_\n"} place_in_book($piece->{address});
    return;
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
        ($case->{show} // \&print_engine_result)->($result);
        next unless $result->{verdict} eq 'passed';
        say_wrapped('', "the fault was: $case->{name}") if $case->{name};
        print $case->{name} ? "next: $case->{again} has another\n" : "next: make progress\n";
        return 0;
    }
    print "left; $case->{again} goes on\n";
    return 0;
}

1;
