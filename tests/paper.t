#!/usr/bin/perl
# The printed book: build/gradus.pdf as `make pdf` leaves it, and LuaLaTeX's log.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Edition qw(need none parts labels text_of unescaped);
use Encode qw(decode);
use Gradus qw(slurp);
use Test::More;

my $PAGE = [189, 246];    # millimetres
my $POINT = 25.4 / 72;
my $OVERFULL = 1;         # points by which a line or a page may be too large
my $A_CHAPTER = 60;       # pages that a chapter may cost, with all that it has at the back
my $FOOT = (23 + 194 + 2) / $POINT;    # of the text, measured from the top of the page, and of the notes beside it
my $COLLIDE = 3;          # points between the middles of two words of side notes, at least

my $pdf = 'build/gradus.pdf';
need('is the printed book made? (run: make pdf)' => $pdf, 'is its log there? (run: make pdf)' => 'build/tex/gradus.log',
    'are its pages listed? (run: make pdf)' => 'build/pages.tsv');

sub told {
    my (@command) = @_;
    my $text = qx{@{[join ' ', @command]} 2>/dev/null};
    is($?, 0, "can $command[0] read the PDF?");
    return decode('UTF-8', $text);
}

# Text without its blanks and hyphens, since lines break anywhere; an
# apostrophe is set in its own way.
sub bare { return $_[0] =~ s/[\s\x{ad}'\x{2019}-]//gr =~ tr/\x{2329}\x{232a}\x{3008}\x{3009}/\x{27e8}\x{27e9}\x{27e8}\x{27e9}/r }

my $about = told('pdfinfo', '-l', -1, $pdf);
my $text = told('pdftotext', $pdf, '-');
my $fonts = told('pdffonts', $pdf);
my $tree = told('pdftohtml', '-xml', '-i', '-stdout', $pdf);
my $log = slurp('build/tex/gradus.log') =~ s/(?<=[^\n]{79})\n//gr;    # TeX breaks its lines
my @labels = labels();
# At the back a chapter's answers, programs and tests stand under its own name.
my @headings = grep { $_->{kind} eq 'heading' && $_->{title} !~ /\$/ && $_->{id} !~ /^(?:answers|programs|tests)-\d+$/ } @labels;
my @chapters = grep { $_->{kind} eq 'heading' && $_->{number} ne '' } @labels;
my @pages = split /\f/, $text;
my $aux = slurp('build/tex/gradus.aux');

# Where the running heads end: what is above is no text.
my $HEAD = 50;
my @texts = split /\f/, told('pdftotext', '-raw', '-x 0 -W 1000 -H 1000 -y', $HEAD, $pdf, '-');

# Pages in Roman numbers come first: how many, says what most pages have at their foot.
my %roman;
$pages[$_] =~ /\b(\d+)\s*\z/ && $roman{$_ + 1 - $1}++ for 0 .. $#pages;
my ($before) = sort { $roman{$b} <=> $roman{$a} } keys %roman;

# The page of a printed number, from which a part of the back begins.
sub begins { return $aux =~ /^\\newlabel\{\Q$_[0]\E\}\{\{[^{}]*\}\{(\d+)\}/m ? $1 + $before - 1 : 0 }

# Judges, wrong answers and mutants are left to the web book.
sub web_only { return !grep { !m{^tests/\d+/(?:\d+\.\d+\.(?:c|wrong)|mutants)$} } split / /, $_[0]{file} }

like($about, qr/^Title:\s+Gradus$/m, 'does the PDF know its title?');
like($about, qr/^Author:\s+\S/m, 'does it know its authors?');
my ($pages) = $about =~ /^Pages:\s+(\d+)$/m;
cmp_ok($pages, '>', 10, 'has it pages?');
cmp_ok($pages, '<', $A_CHAPTER * @chapters, 'can it be held in a hand?');
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
    my %bookmark = map { bare(unescaped(s/^\d+ //r)) => 1 } ($outline // '') =~ m{<item page="\d+">(.*?)</item>}g;
    my $all = bare($text);
    none('is each heading printed?', grep { index($all, bare($_)) < 0 } map { $_->{title} } @headings);
    ok($bookmark{bare($_)}, "has part $_ its bookmark?") for numbered_parts();
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

# ---- what is printed, and what is not

# "I One number at a time"
sub numbered_parts {
    my @titles = parts();
    my @roman = qw(I II III IV V VI VII VIII);
    return map { "$roman[$_] $titles[$_]" } 0 .. $#titles;
}

# A line in which code has a letter after it, of the term that it computes.
my @paired = map { /^```\s*\{\.pairs[^\n]*\n(.*?)^```/msg } map { text_of($_) } glob 'chapters/*.nw';
@paired = sort { length $b <=> length $a } map { bare($_) } map { /^.*?:\s+(.*?)\s*$/mg } @paired;

sub with_letters {
    my $pattern = quotemeta bare($_[0]);
    for my $code (map { quotemeta } @paired) { $pattern =~ s/\Q$code\E/${code}(?:[a-h]?\x{25ef}?|\x{25ef}[a-h])/ }
    return qr/$pattern/;
}

# The lines of code of the chunks that are printed, as the chapters have them.
sub lines_of_code {
    my %left_out = map { $_->{title} => 1 } grep { $_->{kind} eq 'chunk' && web_only($_) } @labels;
    my @lines;
    for my $chapter (glob 'chapters/*.nw') {
        my $name;
        for (split /\n/, text_of($chapter)) {
            if (/^<<(.*)>>=\s*$/) { $name = $1 }
            elsif (/^@(?:\s|$)/)  { undef $name }
            elsif (defined $name && !$left_out{$name} && $name !~ m{/hints/}) { push @lines, s/@<</<</gr unless /<<.*>>/ && !/@<</ }
        }
    }
    return @lines;
}

{
    my $all = bare(join '', map { s/\w+\s*\z//r } @texts);    # without page numbers
    my @code = lines_of_code();
    cmp_ok(scalar @code, '>', 1000 * @chapters / 2, 'is there code?');
    none('is each line of code printed that is not a judge\'s?', grep { index($all, bare($_)) < 0 && $all !~ with_letters($_) } @code);
    my @chunks = grep { $_->{kind} eq 'chunk' && $_->{title} !~ m{/hints/} } @labels;
    my @printed = grep { !web_only($_) } @chunks;
    my $listed = bare(join '', @pages[begins('list-of-chunks') .. begins('list-of-identifiers')]);
    none('is each chunk printed in the list of chunks?', grep { index($listed, bare("\x{27e8}$_\x{27e9}")) < 0 } map { $_->{title} } @printed);
    none('and none that is only in the web book?', grep { index($listed, bare("\x{27e8}$_\x{27e9}")) >= 0 }
        map { $_->{title} } grep { web_only($_) } @chunks);
    my @judges = grep { m{^tests/} } map { $_->{title} } grep { web_only($_) } @chunks;
    none('is each file that is left out named?', grep { index($all, bare($_)) < 0 && !/mutants$/ } @judges);
    like($all, qr/arenotinthisbook,butinthewebbookandinthefoldertests/, 'is it said where they are?');
    is(() = $text =~ /^Identifiers in the code of this chapter/mg, @chapters, 'has each chapter its mini-index?');
}

# ---- what stands where

{
    my ($back, $drawings) = (begins('all-hints'), begins('all-drawings'));
    my @steps = $text =~ /^Step \d+\. Built by/mg;
    is(scalar @steps, scalar @chapters, 'is it said at the end of each chapter how its step was built?');
    none('and not among what is at the back?', grep { /^Step \d+(?:\.\d+)?\. Built by/m } @pages[$back - 1 .. $#pages]);
    my %page = map { split /\t/ } split /\n/, text_of('build/pages.tsv');
    none('are all drawings together?', grep { $page{$_} + $before < $drawings } grep { defined $page{$_} }
        map { $_->{id} } grep { $_->{kind} eq 'chunk' && $_->{title} =~ m{^figures/} } @labels);
}

# The places of an identifier are in the order of their pages.
{
    my @lines = map { split /\n/ } @pages[begins('list-of-identifiers') - 1 .. begins('colophon') - 2];
    my ($place, @wrong, $many) = qr/\d+[a-z]?/;
    for (@lines) {
        my ($name, @places) = /^(\w+) ($place(?:, $place)*)(?:; ($place(?:, $place)*),?)?$/ or next;
        for my $some (grep { defined } @places) {
            my @numbers = $some =~ /\d+/g;
            $many += @numbers > 1;
            push @wrong, "$name $some" if "@numbers" ne join ' ', sort { $a <=> $b } @numbers;
        }
    }
    ok($many, 'are there identifiers with several places?');
    none('are the places of an identifier in the order of their pages?', @wrong);
}

# ---- on which page: build/pages.tsv, against what is printed there

{
    my %label = map { $_->{id} => $_ } @labels;
    my %page = map { split /\t/ } split /\n/, text_of('build/pages.tsv');
    none('has each heading, figure, table and printed chunk its page in pages.tsv?',
        map { $_->{id} } grep { $_->{kind} ne 'run' && $_->{id} ne 'gradus' && !defined $page{$_->{id}}
            && !($_->{kind} eq 'chunk' && web_only($_)) } @labels);
    none('and is it there?', grep { !stands_on($label{$_}, $page{$_}) } sort keys %page);
}

sub stands_on {
    my ($label, $page) = @_;
    return 1 if $page !~ /^\d/;    # in the front, whose pages have Roman numbers
    my $words = bare($pages[$page + $before - 1] // '');
    return 1 if $label->{title} =~ /\$/;    # mathematics is set otherwise
    my $sought = $label->{kind} =~ /^(?:figure|table)$/ ? ucfirst "$label->{kind} $label->{number}."
        : $label->{title} =~ m{/hints/(\d+\.\d+)-} ? "$1 hint 1."
        : $label->{kind} eq 'chunk' ? "\x{27e8}$label->{title}$page"
        : $label->{id} =~ /^(?:answers|programs|tests)-(\d+)$/ ? "Chapter $1."
        : $label->{title};
    return index($words, bare($sought)) >= 0;
}

# ---- how pages end, as LuaTeX measured it (book/ends.lua, book/notes.lua)

none('has a page no widow, orphan, lone line of code, lone heading, and room for its notes?',
    map { decode('UTF-8', $_) } $log =~ /^Gradus: page .*$/mg);
my ($split, $pieces) = $log =~ /^Gradus: \d+ paragraphs, (\d+) of them on two pages or columns; \d+ pieces of code, (\d+) of them so; 0 faults/m;
ok($split && $pieces, 'was that measured, on paragraphs and code that go over a page?') or diag($log =~ /^(Gradus: \d.*)$/m);

# ---- side notes, as they lie on the page

# Do two words stand on one another? Within a formula they are above one another, and
# their boxes, which are those of whole typefaces, overlap.
sub collide {
    my ($one, $two) = @_;
    my $beside = $one->[2] < $two->[0] + 1 || $two->[2] < $one->[0] + 1;
    my $apart = abs($one->[1] + $one->[3] - $two->[1] - $two->[3]) / 2;
    return !$beside && $apart < $COLLIDE;
}

{
    my ($number, $notes, @low, @close) = (0, 0);
    my $back = begins('all-programs');    # from there on there are two columns
    for my $page (split /<page /, told('pdftotext', '-bbox', $pdf, '-')) {
        $page =~ /^width=/ or next;
        my @words;
        push @words, [$1, $2, $3, $4, $5] while $page =~ /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g;
        last if $number++ >= $back;
        my @beside = grep { $_->[4] !~ /^\d+$/ } grep { $number % 2 ? $_->[0] > 149 / $POINT : $_->[2] < 40 / $POINT } @words;
        $notes++ if @beside;
        push @low, map { "page $number: $_->[4]" } grep { $_->[3] > $FOOT } @beside;
        for my $i (1 .. $#beside) {
            push @close, map { "page $number: $beside[$i][4] on $_->[4]" } grep { collide($_, $beside[$i]) } @beside[0 .. $i - 1];
        }
    }
    cmp_ok($notes, '>', 5, 'are there pages with side notes?');
    none('does no side note run over the foot of the text?', @low);
    none('does none run into another?', @close);
}


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
