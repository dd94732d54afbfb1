package Desk::Pieces;

# The book's pieces: the chunks of the chapters, read here without noweb, and the
# files of code/ that they make as of a chapter.

use strict;
use warnings;
use utf8;
use Exporter qw(import);
use Desk::Screen qw(printable);
use Gradus qw(slurp);

our @EXPORT_OK = qw(chapters_of_book files_at beginning_of lines_of pieces_of piece_name);

my $book;
sub book { return $book //= read_book() }

sub chapters_of_book { return @{book()->{chapters}} }

sub read_book {
    my %book = (chapters => [], pieces => {});
    for my $file (sort glob 'chapters/*.nw') {
        my ($slug, $number) = $file =~ m{/(0*(\d+)-[^/]*)\.nw$} or next;
        my $chapter = {number => $number, slug => $slug};
        push @{$book{chapters}}, $chapter;
        for my $piece (read_chapter($chapter, printable(slurp($file)))) {
            my $others = $book{pieces}{$piece->{name}} //= [];
            push @$others, $piece;
            $piece->{part} = @$others;
        }
    }
    die "there are no chapters: chapters/ is empty\n" unless @{$book{chapters}};
    return \%book;
}

# -> pieces {name, chapter, section, address, line, body}; gives the chapter its title.
sub read_chapter {
    my ($chapter, $text) = @_;
    my ($page, $number, $fence, $piece, @pieces) = ("$chapter->{slug}.html", 0, 0);
    my %section;
    for my $line (split /\n/, $text) {
        $number++;
        if ($line =~ /^<<(.*)>>=\s*$/) {
            push @pieces, $piece = {%section, name => $1, chapter => $chapter, line => $number, body => []};
        }
        elsif ($piece && $line =~ /^@(?:\s|$)/) { undef $piece }
        elsif ($piece) { push @{$piece->{body}}, $line }
        elsif ($line =~ /^(?:```|~~~)/) { $fence = !$fence }
        elsif (!$fence && $line =~ /^(#+)\s+(.*?)\s*\{#([\w.-]+)(.*?)\}/) {
            my ($level, $title, $anchor, $classes) = ($1, plain($2), $3, $4);
            $page = sprintf '%02d-answers.html', $chapter->{number} if $classes =~ /\.answers\b/;
            $page = sprintf '%02d-tests.html', $chapter->{number} if $anchor =~ /^(?:programs|tests)-\d/;
            $chapter->{title} //= $title if $level eq '#';
            %section = (section => $title, address => "$page#$anchor");
        }
    }
    return @pieces;
}

sub plain { return $_[0] =~ s/\[\[(.*?)\]\]/$1/gr =~ s/[*`\$\\]//gr }

sub named {
    my ($name, $through) = @_;
    return grep { $_->{chapter}{number} <= $through } @{book()->{pieces}{$name} // []};
}

# The files of code/ as of a chapter, in the order in which they are begun.
sub files_at {
    my ($through) = @_;
    my @roots = map { [named($_, $through)] } grep { m{^code/.*\.[ch]$} } keys %{book()->{pieces}};
    return map { $_->[0]{name} } sort { by_reading($a->[0], $b->[0]) } grep { @$_ } @roots;
}

# The piece with which a name begins, in whichever chapter; undef for a name that is none.
sub beginning_of {
    my ($name) = @_;
    return (book()->{pieces}{$name} // [])->[0];
}

sub by_reading {
    my ($one, $other) = @_;
    return $one->{chapter}{number} <=> $other->{chapter}{number} || $one->{line} <=> $other->{line};
}

# The lines of a file as of a chapter: {text, piece, into}, where into is the name
# of the piece that the line's own piece goes into.
sub lines_of {
    my ($name, $through, $into) = @_;
    my @lines;
    for my $piece (named($name, $through)) {
        push @lines, expanded($piece, $_, $through, $into) for @{$piece->{body}};
    }
    return @lines;
}

# A line of a piece, with the piece that it uses in its place. One that no chapter
# has yet is nothing.
sub expanded {
    my ($piece, $line, $through, $into) = @_;
    my ($before, $used, $after) = $line =~ /^(.*?)(?<!@)<<((?:(?!<<).)+?)>>(.*)$/
        or return {text => $line =~ s/@(<<|>>)/$1/gr, piece => $piece, into => $into};
    my @inner = lines_of($used, $through, $piece->{name});
    return () if !@inner && "$before$after" !~ /\S/;
    @inner = ({text => '', piece => $piece, into => $into}) unless @inner;
    my $indent = $before =~ s/\S/ /gr;
    my @lines = map { {%$_, text => $indent . $_->{text}} } @inner;
    $lines[0]{text} = $before . $inner[0]{text};
    $lines[-1]{text} .= $after;
    return @lines;
}

# The pieces of a file as of a chapter, in reading order: [piece, into].
sub pieces_of {
    my ($name, $through) = @_;
    my (%seen, @pieces);
    for my $line (lines_of($name, $through)) {
        push @pieces, [$line->{piece}, $line->{into}] if $line->{text} =~ /\S/ && !$seen{$line->{piece}}++;
    }
    return sort { by_reading($a->[0], $b->[0]) } @pieces;
}

sub piece_name {
    my ($piece) = @_;
    return $piece->{name} . ($piece->{part} > 1 ? " (part $piece->{part})" : '');
}

1;
