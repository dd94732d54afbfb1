package Desk::Compare;

# A reader's own engine held beside the book's, piece by piece. Nothing is written
# into their folder.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use Text::Wrap qw(wrap);
use Desk::Counterparts qw(paired_items moved_items compared_items text_key);
use Desk::Differences qw(print_difference lines_in_words);
use Desk::Folder qw(existing_folder make_line chapters_asked names_in text_of);
use Desk::Pieces qw(files_at beginning_of lines_of piece_name);
use Desk::Screen qw(colour say_wrapped counted place_in_book);
use Desk::Tokens qw(tokens_of items_of declared_in);

our @EXPORT_OK = qw(compare);

my $blank;    # was the last line that was printed an empty one?

sub compare {
    my $mine = existing_folder('compare');
    my @chapters = chapters_asked($mine);
    my $through = $chapters[-1]{number};
    my @files = map { file_pair($mine, $_, $through) } files_at($through);
    my $known = known_names(@files);
    say_wrapped('', "$mine->{given} beside the book as of chapter $through, piece by piece: layout and comments "
        . "don't count. In what differs, - is the book's line, + is yours.");
    print "\n";
    $blank = 1;
    my %count;
    print_file($_, compared_file($_, $known), \%count) for @files;
    print_others($mine, $through);
    print "\n" unless $blank;
    print_count(\%count);
    print "A difference is not an error: what counts is that the tests pass.\n",
        'next: ', make_line('test', $mine, $chapters[-1]), "\n";
    return 0;
}

sub file_pair {
    my ($mine, $name, $through) = @_;
    my @lines = lines_of($name, $through);
    my @tokens = tokens_of(join '', map {"$_->{text}\n"} @lines);
    $_->{piece} = $lines[$_->{line} - 1]{piece} for @tokens;
    my $text = text_of($mine, $name);
    my @my_lines = split /\n/, $text;
    my @my_tokens = tokens_of($text);
    for (@my_tokens) { $_->{edge} = 1 if $_->{text} eq '}' && $my_lines[$_->{line} - 1] =~ /^\}/ && $_->{starts} }
    return {
        name => $name, lines => \@lines, tokens => \@tokens, my_lines => \@my_lines, my_tokens => \@my_tokens,
        begun => $lines[0]{piece}{chapter},
    };
}

sub known_names {
    my (@files) = @_;
    my @tokens = map { @{$_->{tokens}} } @files;
    my @my_tokens = map { @{$_->{my_tokens}} } @files;
    return {
        declared => {declared_in(@tokens)}, my_declared => {declared_in(@my_tokens)},
        names => {map { $_->{text} => 1 } @tokens}, my_names => {map { $_->{text} => 1 } @my_tokens},
    };
}

# -> {pieces => [how each piece fares, in the book's order], alone => [[first, last]...]}
sub compared_file {
    my ($file, $known) = @_;
    my @items = items_of(@{$file->{tokens}});
    my @my_items = items_of(@{$file->{my_tokens}});
    $my_items[$_]{at} = $_ for 0 .. $#my_items;
    my @pairs = paired_items(\@items, \@my_items);
    my %moved = moved_items(grep { $_ } map { $_->[1] } @pairs);
    my %fares;
    for (@pairs) {
        my ($item, $my_item) = @$_;
        my ($tokens, $names) = !$my_item ? ([map { [$_, undef] } @{$item->{tokens}}], {})
            : text_key($item) eq text_key($my_item)
                ? ([map { [$item->{tokens}[$_], $my_item->{tokens}[$_]] } 0 .. $#{$item->{tokens}}], {})
                : compared_items($item, $my_item, $known);
        note_fare(\%fares, $tokens, $names, $my_item && $moved{$my_item} ? $my_item->{line} : undef);
    }
    my %paired = map { $_->[1] ? ($_->[1] => 1) : () } @pairs;
    my %seen;
    my @pieces = grep { !$seen{$_}++ } map { $_->{piece} } @{$file->{tokens}};
    return {pieces => [map { fared($fares{$_}) } @pieces], alone => [alone(\%paired, @my_items)]};
}

# Adds the tokens of two items to the pieces that they belong to; what only the
# reader has belongs to the piece before it.
sub note_fare {
    my ($fares, $pairs, $names, $moved) = @_;
    my ($owner) = map { $_->[0]{piece} } grep { $_->[0] } @$pairs;
    for my $pair (@$pairs) {
        $owner = $pair->[0]{piece} if $pair->[0];
        my $fare = $fares->{$owner} //= {piece => $owner, theirs => 0, both => 0, mine => 0, names => {}, pairs => []};
        push @{$fare->{pairs}}, $pair;
        $fare->{!$pair->[0] ? 'mine' : !$pair->[1] ? 'theirs' : 'both'}++;
        $fare->{moved} //= $moved;
        next unless $pair->[0] && $pair->[1] && $pair->[0]{text} ne $pair->[1]{text};
        $fare->{names}{$pair->[0]{text}} = $pair->[1]{text};
    }
    return;
}

# A fifth of a piece may be found by chance in what stands around it.
sub fared {
    my ($fare) = @_;
    my ($theirs, $both, $mine) = @$fare{qw(theirs both mine)};
    $fare->{how} = !$theirs && !$mine ? (%{$fare->{names}} ? 'named' : defined $fare->{moved} ? 'moved' : 'same')
        : !$mine && $both <= ($theirs + $both) / 5 ? 'missing' : 'different';
    return $fare;
}

# The lines of the reader's items that have no counterpart, neighbours together.
sub alone {
    my ($paired, @my_items) = @_;
    my ($open, @ranges);
    for my $item (@my_items) {
        if ($paired->{$item}) { undef $open; next }
        push @ranges, $open = [$item->{line}] unless $open;
        $open->[1] = $item->{last};
    }
    return @ranges;
}

# ---- what is said of a file

sub print_file {
    my ($file, $compared, $count) = @_;
    my @pieces = @{$compared->{pieces}};
    $count->{$_->{how}}++ for @pieces;
    my $all = counted(scalar @pieces, 'piece');
    return print_one_line($file->{name}, "not there yet: $all, from chapter $file->{begun}{number} on")
        unless @{$file->{my_tokens}};
    my @same = grep { $_->{how} eq 'same' } @pieces;
    return print_one_line($file->{name}, "the same: $all") if @same == @pieces && !@{$compared->{alone}};
    print $blank ? '' : "\n", "$file->{name}\n";
    print '  the same: ', counted(scalar @same, 'piece'), "\n" if @same;
    print_piece($file, $_) for grep { $_->{how} ne 'same' } @pieces;
    say_wrapped('  ', 'yours alone: ' . join ', ', map { lines_in_words(@$_) } @{$compared->{alone}}) if @{$compared->{alone}};
    print "\n";
    $blank = 1;
    return;
}

sub print_one_line {
    my ($name, $words) = @_;
    printf "%-32s %s\n", $name, $words;
    $blank = 0;
    return;
}

sub print_piece {
    my ($file, $fare) = @_;
    my ($piece, $how) = @$fare{qw(piece how)};
    my $name = piece_name($piece);
    return say_wrapped('  ', "the same, in another place (line $fare->{moved}): $name") if $how eq 'moved';
    return say_wrapped('  ', 'the same, with your names (' . names_in_words($fare->{names}) . "): $name") if $how eq 'named';
    print_heading($how eq 'missing' ? 'not there yet' : 'different', $piece, $name);
    print_difference($file, $fare) if $how eq 'different';
    return;
}

sub names_in_words {
    my ($names) = @_;
    return join ', ', map {"$names->{$_} for $_"} sort keys %$names;
}

sub print_heading {
    my ($word, $piece, $name) = @_;
    my $text = wrap('  ', '  ', "$word: $name");
    print $text =~ s/\Q$word\E/colour(33, $word)/er, "\n";
    say_wrapped('    ', "chapter $piece->{chapter}{number}, $piece->{section}");
    print map {"    $_\n"} place_in_book($piece->{address});
    return;
}

# Files of the reader's that the book does not have as of this chapter.
sub print_others {
    my ($mine, $through) = @_;
    my %theirs = map { $_ => 1 } files_at($through);
    my $code = "$mine->{path}/" . ($mine->{in} ? 'code' : '.');
    my @mine = map({"code/$_"} names_in($code, qr/\.[ch]$/)), map {"code/programs/$_"} names_in("$code/programs", qr/\.[ch]$/);
    for my $name (grep { !$theirs{$_} } @mine) {
        my $root = beginning_of($name);
        print_one_line($mine->{in} ? $name : $name =~ s{^code/}{}r, $root ? "of chapter $root->{chapter}{number}, not compared" : 'yours alone');
    }
    return;
}

sub print_count {
    my ($count) = @_;
    my $all = 0;
    $all += $_ for values %$count;
    my @rest = map { $count->{$_->[0]} ? "$count->{$_->[0]} $_->[1]" : () } ['named', 'the same with your names'],
        ['moved', 'the same in another place'], ['different', 'different'], ['missing', 'not there yet'];
    my $same = $count->{same} // 0;
    say_wrapped('', ($same == $all ? "All $all pieces are the same" : join ', ', "Of $all pieces $same are the same", @rest) . '.');
    return;
}

1;
