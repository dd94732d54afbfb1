package Desk::Alignment;

# Two texts aligned, line by line and token by token.

use strict;
use warnings;
use utf8;
use Exporter qw(import);

our @EXPORT_OK = qw(common aligned);

my $LCS_CELLS = 4_000_000;    # beyond this two texts are not aligned: minutes

# The longest common subsequence of two lists of keys: [i, j] pairs.
sub common {
    my ($one, $other) = @_;
    my ($from, $end_one, $end_other) = (0, scalar @$one, scalar @$other);
    $from++ while $from < $end_one && $from < $end_other && $one->[$from] eq $other->[$from];
    my @tail;
    while ($end_one > $from && $end_other > $from && $one->[$end_one - 1] eq $other->[$end_other - 1]) {
        unshift @tail, [--$end_one, --$end_other];
    }
    my @head = map { [$_, $_] } 0 .. $from - 1;
    return (@head, middle($one, $other, $from, $end_one, $end_other), @tail);
}

sub middle {
    my ($one, $other, $from, $end_one, $end_other) = @_;
    my ($n, $m) = ($end_one - $from, $end_other - $from);
    return () if $n < 1 || $m < 1 || $n * $m > $LCS_CELLS;
    my @length = map { [(0) x ($m + 1)] } 0 .. $n;
    for my $i (reverse 0 .. $n - 1) {
        my ($row, $below, $key) = ($length[$i], $length[$i + 1], $one->[$from + $i]);
        for my $j (reverse 0 .. $m - 1) {
            $row->[$j] = $key eq $other->[$from + $j] ? $below->[$j + 1] + 1
                : $below->[$j] >= $row->[$j + 1] ? $below->[$j] : $row->[$j + 1];
        }
    }
    my ($i, $j, @pairs) = (0, 0);
    while ($i < $n && $j < $m) {
        if ($one->[$from + $i] eq $other->[$from + $j]) { push @pairs, [$from + $i++, $from + $j++] }
        elsif ($length[$i + 1][$j] >= $length[$i][$j + 1]) { $i++ }
        else { $j++ }
    }
    return @pairs;
}

# Two lists of tokens aligned, first by whole lines, then token by token between
# them: a list of [book token or undef, reader's token or undef].
sub aligned {
    my ($theirs, $mine, $key) = @_;
    my ($lines, $my_lines) = (by_lines($key->[0], @$theirs), by_lines($key->[1], @$mine));
    my @anchors = common([map { $_->{key} } @$lines], [map { $_->{key} } @$my_lines]);
    my ($i, $j, @pairs) = (0, 0);
    for my $anchor (@anchors, undef) {
        my ($line, $my_line) = $anchor ? ($lines->[$anchor->[0]], $my_lines->[$anchor->[1]])
            : ({from => scalar @$theirs}, {from => scalar @$mine});
        push @pairs, between($key, $theirs, $mine, $i, $line->{from}, $j, $my_line->{from});
        push @pairs, map { [$line->{from} + $_, $my_line->{from} + $_] } 0 .. ($line->{count} // 0) - 1;
        ($i, $j) = ($line->{from} + ($line->{count} // 0), $my_line->{from} + ($my_line->{count} // 0));
    }
    return settled([map { $_->[0] } @pairs], [map { $_->[1] } @pairs], $theirs, $mine);
}

# Lines of at least three tokens; a shorter one says too little to hold on to.
sub by_lines {
    my ($key, @tokens) = @_;
    my @lines;
    for my $i (0 .. $#tokens) {
        push @lines, {from => $i, line => $tokens[$i]{line}, count => 0} if !@lines || $lines[-1]{line} != $tokens[$i]{line};
        $lines[-1]{count}++;
        $lines[-1]{key} .= $key->($tokens[$i]) . "\0";
    }
    my $short = 0;
    for (grep { $_->{count} < 3 } @lines) { $_->{key} = "$key short " . $short++ }
    return \@lines;
}

sub between {
    my ($key, $theirs, $mine, $i, $end, $j, $my_end) = @_;
    my @one = map { $key->[0]->($_) } @$theirs[$i .. $end - 1];
    my @other = map { $key->[1]->($_) } @$mine[$j .. $my_end - 1];
    return map { [$_->[0] + $i, $_->[1] + $j] } common(\@one, \@other);
}

# Pairs of indices -> one list in which the unpaired stand between them.
sub settled {
    my ($is, $js, $theirs, $mine) = @_;
    my ($i, $j, @all) = (0, 0);
    for my $k (0 .. @$is) {
        my ($to_i, $to_j) = $k < @$is ? ($is->[$k], $js->[$k]) : (scalar @$theirs, scalar @$mine);
        push @all, map { [$_, undef] } @$theirs[$i .. $to_i - 1];
        push @all, map { [undef, $_] } @$mine[$j .. $to_j - 1];
        push @all, [$theirs->[$to_i], $mine->[$to_j]] if $k < @$is;
        ($i, $j) = ($to_i + 1, $to_j + 1);
    }
    slide(\@all);
    return @all;
}

# A run that only one side has may often stand a little earlier or later, with the
# same texts; it is moved to where a piece begins, or else a line.
sub slide {
    my ($all) = @_;
    my $start = 0;
    while ($start < @$all) {
        my $side = one_sided($all->[$start]);
        if ($side < 0) { $start++; next }
        my $end = $start;
        $end++ while $end + 1 < @$all && one_sided($all->[$end + 1]) == $side;
        my $steps = best_slide($all, $side, $start, $end);
        slide_back($all, $side, $start, $end, $steps);
        $start = $end + 1;
    }
    return;
}

# 0 or 1: the side that has it alone; -1: both have it.
sub one_sided {
    my ($pair) = @_;
    return !defined $pair->[1] ? 0 : !defined $pair->[0] ? 1 : -1;
}

sub best_slide {
    my ($all, $side, $start, $end) = @_;
    my ($best, $best_worth) = (0, worth_of($all->[$start][$side], $start > 0 ? $all->[$start - 1][$side] : undef));
    for (my $k = 1; $start - $k >= 0 && one_sided($all->[$start - $k]) < 0; $k++) {
        last unless $all->[$start - $k][$side]{text} eq $all->[$end - $k + 1][$side]{text};
        my $worth = worth_of($all->[$start - $k][$side], $start - $k > 0 ? $all->[$start - $k - 1][$side] : undef);
        ($best, $best_worth) = ($k, $worth) if $worth > $best_worth;
    }
    return $best;
}

sub worth_of {
    my ($token, $before) = @_;
    my $piece_begins = $token->{piece} && $before && $before->{piece} && $token->{piece} != $before->{piece};
    return ($piece_begins ? 2 : 0) + (!$before || $token->{line} != $before->{line} ? 1 : 0);
}

sub slide_back {
    my ($all, $side, $start, $end, $steps) = @_;
    my $other = 1 - $side;
    for my $k (1 .. $steps) {
        my ($from, $to) = ($start - $k, $end - $k + 1);
        $all->[$to][$other] = $all->[$from][$other];
        $all->[$from][$other] = undef;
    }
    return;
}

1;
