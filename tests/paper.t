#!/usr/bin/perl
# The printed book: build/gradus.pdf as `make pdf` leaves it, and LuaLaTeX's log.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Edition qw(need none labels unescaped);
use Encode qw(decode);
use Gradus qw(slurp);
use Test::More;

my $PAGE = [189, 246];    # millimetres
my $POINT = 25.4 / 72;
my $OVERFULL = 1;         # points by which a line or a page may be too large

my $pdf = 'build/gradus.pdf';
need('is the printed book made? (run: make pdf)' => $pdf, 'is its log there? (run: make pdf)' => 'build/tex/gradus.log');

sub told {
    my (@command) = @_;
    my $text = qx{@{[join ' ', @command]} 2>/dev/null};
    is($?, 0, "can $command[0] read the PDF?");
    return decode('UTF-8', $text);
}

# Text without its blanks and soft hyphens, since lines break anywhere; an
# apostrophe is set in its own way.
sub bare { return $_[0] =~ s/[\s\x{ad}'\x{2019}]//gr }

my $about = told('pdfinfo', '-l', -1, $pdf);
my $text = told('pdftotext', $pdf, '-');
my $fonts = told('pdffonts', $pdf);
my $tree = told('pdftohtml', '-xml', '-i', '-stdout', $pdf);
my $log = slurp('build/tex/gradus.log') =~ s/(?<=[^\n]{79})\n//gr;    # TeX breaks its lines
my @labels = labels();
my @headings = grep { $_->{kind} eq 'heading' && $_->{title} !~ /\$/ } @labels;

like($about, qr/^Title:\s+Gradus$/m, 'does the PDF know its title?');
like($about, qr/^Author:\s+\S/m, 'does it know its authors?');
my ($pages) = $about =~ /^Pages:\s+(\d+)$/m;
cmp_ok($pages, '>', 10, 'has it pages?');
{
    my @sizes = $about =~ /^Page\s+\d+ size:\s+([\d.]+ x [\d.]+) pts/mg;
    is(scalar @sizes, $pages, 'is the size of each page told?');
    none('is each page of the size of the book?', grep { !of_book_size(split / x /) } @sizes);
}

sub of_book_size {
    my ($width, $height) = map { $_ * $POINT } @_;
    return abs($width - $PAGE->[0]) < 1 && abs($height - $PAGE->[1]) < 1;
}

{
    my (undef, undef, @lines) = split /\n/, $fonts;
    ok(@lines > 4, 'are there typefaces?');
    my @columns = map { [/^(\S+)\s.*?\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/] } @lines;
    none('is each typeface embedded, and can its letters be searched?',
        map { $lines[$_] } grep { ($columns[$_][1] // '') ne 'yes' || $columns[$_][3] ne 'yes' } 0 .. $#lines);
    none('is each typeface one of the book?',
        grep { !/^[A-Z]{6}\+(?:TeXGyrePagella|JetBrainsMono)/ } map { $_->[0] // '?' } @columns);
}

{
    my ($outline) = $tree =~ m{(<outline>.*</outline>)}s;
    my %bookmark = map { bare(unescaped($_)) => 1 } ($outline // '') =~ m{<item page="\d+">(.*?)</item>}g;
    my $all = bare($text);
    none('is each heading printed?', grep { index($all, bare($_)) < 0 } map { $_->{title} } @headings);
    none('has each heading its bookmark?', grep { !$bookmark{bare($_)} } map { $_->{title} } grep { $_->{id} ne 'gradus' } @headings);
    for (map { $_->{id} =~ /^ex-(.*)/ } @labels) {
        my $number = $_;
        my @hints = $text =~ /^\Q$number\E hint \d\./mg;
        is(scalar @hints, 3, "are the three hints to $number at the back?");
        ok($text =~ /^Answer to \Q$number\E$/m, "is the answer to $number at the back?");
    }
}

{
    my @links = $tree =~ m{<a href="[^"#]*#(\d+)">}g;
    cmp_ok(scalar @links, '>', scalar @labels, 'do chunks, headings and figures link to each other?');
    none('does each link lead to a page of the book?', grep { $_ < 1 || $_ > $pages } @links);
}

none('has each caption the number by which the text calls it?',
    grep { $text !~ /^\s*\Q$_.\E/m } map { ucfirst("$_->{kind} $_->{number}") } grep { $_->{kind} =~ /^(?:table|figure)$/ } @labels);

none('is no reference left open in the text?', $text =~ /^.*(?:\?\?|\[\?\]).*$/mg);

my @complaints = (
    ['is no reference undefined?',       qr/^.*(?:Warning: (?:Reference|Citation|Hyper reference) .*undefined|undefined references).*$/m],
    ['does each link have its target?',  qr/^.*(?:name\{.*\} has been referenced but does not exist|unreferenced destination|duplicate destination).*$/m],
    ['is no label defined twice?',       qr/^.*(?:multiply[- ]defined).*$/m],
    ['are the references settled?',      qr/^.*(?:Label\(s\) may have changed|Rerun to get).*$/m],
    ['is no character missing?',         qr/^Missing character:.*$/m],
    ['is no typeface replaced?',         qr/^.*(?:Font shape .* undefined|Some font shapes were not available).*$/m],
);
for (@complaints) {
    my ($question, $pattern) = @$_;
    none($question, map { decode('UTF-8', $_) } $log =~ /($pattern)/g);
}
{
    my @boxes;
    while ($log =~ /^(Overfull \\[hv]box \(([\d.]+)pt too .*)$/mg) { push @boxes, decode('UTF-8', $1) if $2 > $OVERFULL }
    none("does nothing stand out by more than $OVERFULL point?", @boxes);
}

done_testing();
