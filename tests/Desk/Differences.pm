package Desk::Differences;

# The lines in which a piece of the book's and its counterpart differ.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use List::Util qw(min max);
use Desk::Screen qw(colour);

our @EXPORT_OK = qw(print_difference lines_in_words);

# The lines of a piece in which the two differ, the book's above the reader's.
sub print_difference {
    my ($file, $fare) = @_;
    for my $hunk (hunks($fare->{pairs})) {
        my @theirs = map { $file->{lines}[$_ - 1]{text} } sort { $a <=> $b } keys %{$hunk->{theirs}};
        my @numbers = sort { $a <=> $b } keys %{$hunk->{mine}};
        print '    your ', lines_in_words(@numbers[0, -1]), ":\n" if @numbers;
        print "    in the book only:\n" unless @numbers;
        print_lines('-', 31, @theirs);
        print_lines('+', 32, map { $file->{my_lines}[$_ - 1] } @numbers);
    }
    return;
}

# Runs of pairs that differ, each as the lines that it touches on both sides; what
# stands on such a line brings in the line that it is paired with.
sub hunks {
    my ($pairs) = @_;
    my (@hunks, $open);
    for my $pair (@$pairs) {
        if ($pair->[0] && $pair->[1]) { undef $open; next }
        push @hunks, $open = {theirs => {}, mine => {}} unless $open;
        $open->{theirs}{$pair->[0]{line}} = 1 if $pair->[0];
        $open->{mine}{$pair->[1]{line}} = 1 if $pair->[1];
    }
    widen($_, $pairs) for @hunks;
    return merged(@hunks);
}

sub widen {
    my ($hunk, $pairs) = @_;
    my ($before, $now) = (-1, 0);
    while ($before != $now) {
        $before = $now;
        for (grep { $_->[0] && $_->[1] } @$pairs) {
            my ($line, $my_line) = ($_->[0]{line}, $_->[1]{line});
            next unless $hunk->{theirs}{$line} || $hunk->{mine}{$my_line};
            $hunk->{theirs}{$line} = $hunk->{mine}{$my_line} = 1;
        }
        $now = keys(%{$hunk->{theirs}}) + keys %{$hunk->{mine}};
    }
    return;
}

# Those that touch the same lines, or lines next to each other on both sides, are one.
sub merged {
    my (@hunks) = @_;
    my @merged;
    for my $hunk (@hunks) {
        my ($meets) = grep { meet($_, $hunk) } @merged;
        if (!$meets) { push @merged, $hunk; next }
        $meets->{$_} = {%{$meets->{$_}}, %{$hunk->{$_}}} for qw(theirs mine);
    }
    return @merged;
}

sub meet {
    my ($one, $other) = @_;
    my @gaps = map { gap($one->{$_}, $other->{$_}) } qw(theirs mine);
    return $gaps[0] < 1 || $gaps[1] < 1 || $gaps[0] + $gaps[1] == 2;
}

# How far below the lines of one those of the other begin: 1 for the next line.
sub gap {
    my ($one, $other) = @_;
    return 9 unless %$one && %$other;
    return 0 if grep { $one->{$_} } keys %$other;
    return max(1, min(keys %$other) - max(keys %$one));
}

# Without the indent that they share, and cut to the screen.
sub print_lines {
    my ($mark, $code, @lines) = @_;
    @lines = map { s/\t/    /gr } @lines;
    my ($indent) = sort { $a <=> $b } map { /^( *)\S/ ? length $1 : () } @lines;
    for my $line (@lines) {
        my $text = length $line > $indent ? substr $line, $indent // 0 : '';
        while (1) {
            print '      ', colour($code, "$mark " . substr $text, 0, 70, ''), "\n";
            last unless length $text;
        }
    }
    return;
}

sub lines_in_words {
    my ($first, $last) = @_;
    return $first == $last ? "line $first" : "lines $first to $last";
}

1;
