package Desk::Parts;

# The parts of a C file as they stand at its top level, by name.

use strict;
use warnings;
use Exporter qw(import);

our @EXPORT_OK = qw(parts_of);

# parts_of($text) -> ({name, first, last}...), lines counted from 1: functions, types,
# tables. Declarations and #include are no parts.
sub parts_of {
    my ($text) = @_;
    my (@parts, $part);
    my ($depth, $number) = (0, 0);
    for my $line (split /\n/, blanked($text)) {
        $number++;
        $part //= {first => $number, head => ''} if $depth == 0 && $line =~ /^\w/;
        next unless $part;
        $part->{head} .= "$line " if $depth == 0;
        $part->{braces} = 1 if $line =~ /\{/;
        $depth += ($line =~ tr/{//) - ($line =~ tr/}//);
        next if $depth > 0 || $line !~ /[;}]\s*$/;
        push @parts, {name => name_of("$part->{head} $line"), first => $part->{first}, last => $number} if $part->{braces};
        undef $part;
    }
    return @parts;
}

# Comments, strings and characters without what is in them; lines stay lines.
sub blanked {
    my ($text) = @_;
    $text =~ s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')}{$1 =~ s/[^\n]/ /gr}gse;
    return $text;
}

sub name_of {
    my ($head) = @_;
    return $1 if $head =~ /^\s*typedef\b.*\}\s*(\w+)\s*;/s;
    return $1 if $head =~ /^[^={(]*?(\w+)\s*(?:\[[^\]]*\]\s*)*=/;
    return $1 if $head =~ /^[^({]*?(\w+)\s*\(/;
    return "$1 $2" if $head =~ /\b(struct|union|enum)\s+(\w+)\s*\{/;
    return 'the constants' if $head =~ /^\s*enum\b/;
    return 'the declaration';
}

1;
