package Desk::Counterparts;

# Which of the reader's functions, types and tables stands for which of the book's,
# and which of the reader's names for the book's.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use Desk::Alignment qw(common aligned);
use Desk::Tokens qw(declared_in is_type);

our @EXPORT_OK = qw(paired_items moved_items compared_items text_key);

# Pairs the items of two files: by their text, else by their name, else by their
# shape. -> [book's item, reader's or undef], in the book's order.
sub paired_items {
    my ($theirs, $mine) = @_;
    my %partner;
    pair_in_order(\%partner, $theirs, $mine, \&text_key);
    pair_anywhere(\%partner, $theirs, $mine, \&text_key);
    pair_in_order(\%partner, $theirs, $mine, sub { $_[0]{name} });
    pair_anywhere(\%partner, $theirs, $mine, sub { $_[0]{name} });
    pair_in_order(\%partner, $theirs, $mine, \&shape_key);
    return map { [$_, $partner{$_}] } @$theirs;
}

sub text_key { return $_[0]{text_key} //= join "\0", map { $_->{text} } @{$_[0]{tokens}} }

sub shape_key {
    return $_[0]{shape_key} //= join "\0", map { $_->{kind} eq 'name' && !is_type($_->{text}) ? 'n' : $_->{text} } @{$_[0]{tokens}};
}

sub unpaired {
    my ($partner, $items) = @_;
    return grep { !$partner->{$_} } @$items;
}

sub pair_in_order {
    my ($partner, $theirs, $mine, $key) = @_;
    my @one = unpaired($partner, $theirs);
    my @other = unpaired($partner, $mine);
    my $none = 0;
    my @keys = map { [map { length $key->($_) ? $key->($_) : 'none ' . $none++ } @$_] } \@one, \@other;
    for (common(@keys)) {
        my ($item, $my_item) = ($one[$_->[0]], $other[$_->[1]]);
        @$partner{$item, $my_item} = ($my_item, $item);
    }
    return;
}

sub pair_anywhere {
    my ($partner, $theirs, $mine, $key) = @_;
    my %free;
    push @{$free{$key->($_)}}, $_ for unpaired($partner, $mine);
    for my $item (grep { length $key->($_) } unpaired($partner, $theirs)) {
        my $my_item = shift @{$free{$key->($item)} // []} // next;
        @$partner{$item, $my_item} = ($my_item, $item);
    }
    return;
}

# The reader's items that stand in another order: those outside a longest run of
# pairs that ascends.
sub moved_items {
    my (@my_items) = @_;
    my @best;
    for my $i (0 .. $#my_items) {
        my ($before) = sort { $best[$b]{length} <=> $best[$a]{length} }
            grep { $my_items[$_]{at} < $my_items[$i]{at} } 0 .. $i - 1;
        $best[$i] = {length => 1 + (defined $before ? $best[$before]{length} : 0), before => $before};
    }
    my %moved = map { $_ => 1 } @my_items;
    my ($i) = sort { $best[$b]{length} <=> $best[$a]{length} } 0 .. $#best;
    while (defined $i) {
        delete $moved{$my_items[$i]};
        $i = $best[$i]{before};
    }
    return %moved;
}

# Two items as pairs of tokens, and the names of the reader's that stand for the
# book's: ([pairs], {book's name => reader's}).
sub compared_items {
    my ($item, $my_item, $known) = @_;
    my ($theirs, $mine) = ($item->{tokens}, $my_item->{tokens});
    my $names = shape_key($item) eq shape_key($my_item)
        ? names_in_place($item, $my_item, $known) : names_by_guess($item, $my_item, $known);
    my %back = reverse %$names;
    my @key = (sub { $_[0]{text} }, sub { $_[0]{kind} eq 'name' ? $back{$_[0]{text}} // $_[0]{text} : $_[0]{text} });
    return ([aligned($theirs, $mine, \@key)], $names);
}

sub names_in_place {
    my ($item, $my_item, $known) = @_;
    my @theirs = map { $_->{text} } @{$item->{tokens}};
    my @mine = map { $_->{text} } @{$my_item->{tokens}};
    return one_to_one([map { [$theirs[$_], $mine[$_]] } 0 .. $#theirs], $item, $my_item, $known);
}

# Aligns the items with all names masked that only one of them has.
sub names_by_guess {
    my ($item, $my_item, $known) = @_;
    my %theirs = map { $_->{text} => 1 } @{$item->{tokens}};
    my %mine = map { $_->{text} => 1 } @{$my_item->{tokens}};
    my @key = map { my $other = $_; sub { $_[0]{kind} eq 'name' && !$other->{$_[0]{text}} ? 'a name' : $_[0]{text} } } \%mine, \%theirs;
    my @pairs = grep { $_->[0] && $_->[1] } aligned($item->{tokens}, $my_item->{tokens}, \@key);
    return one_to_one([map { [$_->[0]{text}, $_->[1]{text}] } @pairs], $item, $my_item, $known);
}

# Of the pairs of texts those in which each stands for the other everywhere, and
# which are names that the book and the reader may choose.
sub one_to_one {
    my ($pairs, $item, $my_item, $known) = @_;
    my (%for, %back);
    for (@$pairs) {
        $for{$_->[0]}{$_->[1]} = 1;
        $back{$_->[1]}{$_->[0]} = 1;
    }
    my %names;
    for my $name (keys %for) {
        my ($mine, @more) = keys %{$for{$name}};
        next if @more || keys %{$back{$mine}} > 1 || $mine eq $name || !may_rename($name, $mine, $item, $my_item, $known);
        $names{$name} = $mine;
    }
    return \%names;
}

# A name declared in both items, or one that only the book has for one that only
# the reader has: not one function of the book's for another.
sub may_rename {
    my ($name, $mine, $item, $my_item, $known) = @_;
    $_->{declared} //= {declared_in(@{$_->{tokens}})} for $item, $my_item;
    return 1 if $item->{declared}{$name} && $my_item->{declared}{$mine};
    return $known->{declared}{$name} && $known->{my_declared}{$mine} && !$known->{names}{$mine} && !$known->{my_names}{$name};
}

1;
