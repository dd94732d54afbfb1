#!/usr/bin/perl
# The web book as files: build/html as `make web` leaves it. What needs a browser
# to see is in browser.t.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Edition qw(need none text_of labels unescaped);
use Encode qw(decode);
use Gradus qw(capture);
use Test::More;

my $PAGE_LIMIT = 300_000;    # bytes of a page and its style sheet, without typefaces
my $LIST_LIMIT = 300_000;    # bytes of an index's page
my $SEARCH_LIMIT = 4_000_000;    # bytes of what the search loads when it is opened

need('is the web book built? (run: make web)' => 'build/html/index.html');

my %page = map { (m{([^/]+)$})[0] => read_page($_) } glob 'build/html/*.html';
my $css = text_of('build/html/gradus.css');
my @labels = labels();

sub read_page {
    my ($file) = @_;
    my $html = text_of($file);
    my @elements = elements($html);
    my %ids;
    $ids{$_->{id}}++ for grep { defined $_->{id} } @elements;
    my %headings;    # a heading's words by its id, or by that of the section that it opens
    while ($html =~ m{(?:<section\b([^>]*)>\s*)?<h([1-6])\b([^>]*)>(.*?)</h\2>}gs) {
        my ($words, @tags) = (words($4), $1 // '', $3);
        my ($id) = map { my %value = attributes($_); $value{id} // () } @tags;
        $headings{$id} = $words if defined $id;
    }
    return {html => $html, elements => \@elements, ids => \%ids, headings => \%headings};
}

# The start tags of a page: {tag, and its attributes}.
sub elements {
    my ($html) = @_;
    my @found;
    while ($html =~ /<!--.*?-->|<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gis) {
        next unless defined $1;
        my ($tag, $text) = (lc $1, $2);
        push @found, {attributes($text), tag => $tag};
    }
    return @found;
}

sub attributes {
    my ($text) = @_;
    my %value;
    while ($text =~ /([^\s=\/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g) {
        my $value = $2 // $3 // $4 // '';
        $value{lc $1} = unescaped($value);
    }
    return %value;
}

sub words {
    my ($html) = @_;
    return unescaped($html =~ s/<[^>]*>//gr) =~ s/\s+/ /gr =~ s/^ | $//gr;
}

# One question of every page: the function returns what is wrong there.
sub ask {
    my ($question, $wrong_with) = @_;
    my @wrong;
    for my $name (sort keys %page) {
        push @wrong, map { "$name: $_" } $wrong_with->($page{$name}, $name);
    }
    none($question, @wrong);
    return;
}

# Where a link leads is there? Returns what is wrong.
sub broken {
    my ($target, $from) = @_;
    return if $target =~ m{^(?:https?|mailto|data):};
    my ($file, $id) = $target =~ /^([^#?]*)(?:\?[^#]*)?(?:#(.*))?$/;
    $file = $from if $file eq '';
    return if defined $id && $id eq '' && $file eq $from;
    return -e "build/html/$file" ? () : "$target: there is no such file" unless $page{$file};
    return if !defined $id || $id eq '' || $page{$file}{ids}{$id};
    return "$target: $file has no such anchor";
}

my %loads = map { $_ => 1 } qw(src href:link href:image href:use srcset poster data background action formaction manifest);

# What a page fetches by itself: [what, address].
sub fetched {
    my ($page) = @_;
    my @found;
    for my $element (@{$page->{elements}}) {
        for my $name (keys %$element) {
            push @found, ["$element->{tag} $name", $element->{$name}] if $loads{$name} || $loads{"$name:$element->{tag}"};
            push @found, ['style', $_] for $name eq 'style' || $element->{$name} =~ /\burl\(/ ? addresses($element->{$name}) : ();
        }
    }
    while ($page->{html} =~ m{<style[^>]*>(.*?)</style>}gs) { push @found, map { ['style', $_] } addresses($1) }
    return @found;
}

sub addresses {
    my ($style) = @_;
    my @found = $style =~ /\@import\s+(?:url\()?\s*["']?([^"')\s;]+)/gi;
    push @found, $1 while $style =~ /\burl\(\s*["']?([^"')]*)/gi;
    return @found;
}

sub is_local { return $_[0] =~ /^(?:data:|#)/ || $_[0] !~ m{^(?:[a-z][a-z0-9+.-]*:|//|/)}i }

SKIP: {
    my $validator = 'build/npm/node_modules/html-validate/bin/html-validate.mjs';
    ok(-e $validator, 'is html-validate there? (run: make -f book/rules.mk build/npm/.done)')
        or skip('no html-validate', 1);
    my ($exit, $said) = capture(60, 'node', $validator, '--config', 'tests/browser/html-validate.cjs',
        '--formatter', 'text', map { "build/html/$_" } sort keys %page);
    none('is every page valid HTML?', $exit ? split(/\n/, decode('UTF-8', $said)) : ());
}

none('does the list of npm packages name no host?',
    grep { m{"resolved"|://} } split /\n/, text_of('tests/package-lock.json'));

ask('is each id given once on its page?', sub {
    my ($page) = @_;
    my $ids = $page->{ids};
    return map { "#$_ stands $ids->{$_} times" } grep { $ids->{$_} > 1 } sort keys %$ids;
});

ask('does each link lead somewhere, to its anchor too?', sub {
    my ($page, $name) = @_;
    my @targets = map { $_->{href} // () } @{$page->{elements}};
    return map { broken($_, $name) } @targets;
});

ask('do labels, descriptions and parts of drawings name ids that are there?', sub {
    my ($page, $name) = @_;
    my @named;
    for my $element (@{$page->{elements}}) {
        push @named, $element->{for} if defined $element->{for};
        push @named, map { split ' ', $element->{"aria-$_"} // '' } qw(labelledby describedby controls details owns);
        push @named, map { /\burl\(\s*["']?#([^"')]+)/g } values %$element;
    }
    return map { "#$_ is nowhere" } grep { !$page->{ids}{$_} } @named;
});

none('is each label of the book on its page?',
    map { "$_->{page}#$_->{id}" } grep { !$page{$_->{page}} || !$page{$_->{page}}{ids}{$_->{id}} } @labels);

{
    my (@wrong, $count);
    for my $source (glob('tests/*/*.c'), glob('build/steps/*/tests/*/*.c')) {
        my $text = text_of($source);
        while ($text =~ /"((?:[^"\\\n]|\\.)*)"\s*,\s*"([\w-]+\.html(?:#[^"\n]*)?)"/g) {
            my ($title, $target) = ($1, $2);
            $count++;
            my $wrong = broken($target, '') // wrong_title($title, $target);
            push @wrong, "$source: $wrong" if defined $wrong;
        }
    }
    none('does each judge send to a section that is there, by its name?', @wrong);
    ok($count, 'do judges send to sections at all?');
}

sub wrong_title {
    my ($title, $target) = @_;
    my ($name, $id) = split /#/, $target;
    my $heading = $page{$name}{headings}{$id} // return "$target is not a heading";
    return $heading eq $title ? undef : "\"$title\" ($target) is headed \"$heading\"";
}

ask('may no line end between a figure or a table and its number, nor before a per cent sign?', sub {
    my ($page) = @_;
    my ($main) = $page->{html} =~ m{<main[^>]*>(.*)</main>}s;
    $main =~ s{<(pre|svg|script|style)\b.*?</\1>}{}gs;
    $main =~ s{\x{27e8}[^\x{27e9}]*\x{27e9}}{}g;    # but in names of chunks, as they are
    return $main =~ /((?:\b(?:Figure|Table|Exercise)|\bchapter) \d[^<]{0,20}|\d %[^<]{0,20})/g;
});

ask('does an exercise end with its hints?', sub {
    my ($page) = @_;
    return $page->{html} =~ m{class="hints">(?:\s*<details(?:(?!</details>).)*</details>)*+\s*</div>\s*(?!\s|</section>)(.{1,60})}gs;
});

ask('does a page load nothing from elsewhere?', sub {
    my ($page) = @_;
    return map { "$_->[0]: $_->[1]" } grep { !is_local($_->[1]) } fetched($page);
});

none('does the style sheet load nothing from elsewhere, and nothing that is missing?',
    map { is_local($_) && (/^data:/ || -e "build/html/$_") ? () : "url($_)" } addresses($css));

ask('is a page light?', sub {
    my ($page, $name) = @_;
    my $size = (-s "build/html/$name") + -s 'build/html/gradus.css';
    return $size <= $PAGE_LIMIT ? () : "$size bytes with its style sheet, the limit is $PAGE_LIMIT";
});

ask('is a page in English, with a title of its own?', sub {
    my ($page, $name) = @_;
    my ($title) = $page->{html} =~ m{<title>\s*(.*?)\s*</title>}s;
    my @wrong;
    push @wrong, 'no lang="en" on html' unless grep { $_->{tag} eq 'html' && ($_->{lang} // '') eq 'en' } @{$page->{elements}};
    push @wrong, 'no title' unless length($title // '') > length ' · Gradus';
    push @wrong, "another page has the title \"$title\""
        if grep { $_ ne $name && $page{$_}{html} =~ m{<title>\s*\Q$title\E\s*</title>} } keys %page;
    return @wrong;
});

ask('do the headings step down one level at a time, from one h1?', sub {
    my ($page) = @_;
    my (@wrong, $before);
    my @levels = map { $_->{tag} =~ /^h([1-6])$/ ? [$1, $_->{id} // ''] : () } @{$page->{elements}};
    push @wrong, sprintf '%d h1', scalar grep { $_->[0] == 1 } @levels if 1 != grep { $_->[0] == 1 } @levels;
    push @wrong, 'the first heading is not the h1' unless @levels && $levels[0][0] == 1;
    for (@levels) {
        push @wrong, "h$_->[0] #$_->[1] comes after h$before" if defined $before && $_->[0] > $before + 1;
        $before = $_->[0];
    }
    return @wrong;
});

{
    my @exercises = grep { $_->{id} =~ /^ex-/ } @labels;
    ok(@exercises, 'are there exercises?');
    none('has each exercise its heading, its facts and three hints?', map { wrong_with_exercise($_->{id}, $_->{page}) } @exercises);
}

sub wrong_with_exercise {
    my ($id, $name) = @_;
    my $number = $id =~ s/^ex-//r;
    my ($box) = grep { /^<section id="\Q$id\E"/ } split /(?=<section\b)/, $page{$name}{html};
    return "$name#$id: not in a box of its own" unless defined $box;
    my @wrong;
    push @wrong, 'its heading is not "Exercise ' . $number . '. ..."'
        unless $box =~ m{^<section[^>]*>\s*<h3[^>]*>(.*?)</h3>}s && words($1) =~ /^Exercise \Q$number\E\. \S/;
    my $facts = $box =~ m{</h3>\s*<div class="exercise-facts">(.*?)</div>}s ? words($1) : '';
    push @wrong, "the line under its heading reads \"$facts\""
        unless $facts =~ /^▲{1,3} (?:(?:Predict|Build) · make check EX=\Q$number\E|Break · make break EX=\Q$number\E|Explain · no test) · answer$/;
    my @hints = $box =~ m{<details[^>]*>\s*<summary>(Hint .*?)</summary>\s*<p>\S}gs;
    push @wrong, 'its hints are: ' . (join(', ', @hints) || 'none')
        unless "@hints" eq 'Hint 1 Hint 2 Hint 3';
    return map { "$name#$id: $_" } @wrong;
}

for my $chapter (glob 'chapters/*.nw') {
    my ($slug) = $chapter =~ m{([^/]+)\.nw$};
    my $html = $page{"$slug.html"} && $page{"$slug.html"}{html};
    ok(defined $html, "has $slug its page?") or next;
    my $source = text_of($chapter);
    my $has_math = $source =~ /\$\$|(?<![\\\w\$])\$[^\s\$][^\$\n]*\$/;
    is($html =~ /<math[\s>]/ ? 1 : 0, $has_math ? 1 : 0, "is the mathematics of $slug MathML?");
    my $text = $html =~ s{<math.*?</math>|<pre.*?</pre>|<code.*?</code>|<svg.*?</svg>}{ }gsr;
    none("is nothing left of $slug\'s markup in its text?",
        map { words($_) } $text =~ m{(>[^<>]*(?:\$[^\s\$][^<>\$]*\$|\\\w+\{|\[\[|\]\]|\]\{|\{#|:::|\[\@|<<|>>)[^<>]*)}g);
    none("begins no line of $slug with the sign of a per cent?", $text =~ /(.{0,20}\d[ \n]%)/g);
}

# ---- finding one's way

ask('has every page the contents, by parts, where the page is marked?', sub {
    my ($page, $name) = @_;
    my @navs = $page->{html} =~ m{<nav class="contents-wide".*?</nav>|<details class="contents-narrow">.*?</details>}gs;
    my @wrong = @navs == 2 ? () : (scalar(@navs) . ' contents');
    for my $nav (@navs) {
        my @marked = $nav =~ /<a href="([^"]*)" aria-current="page"/g;
        push @wrong, "marked: @marked" unless $name =~ /^(?:index|search|code-.*|index-of-\w+-\w)\.html$/ ? !@marked : "@marked" eq $name;
        my $belongs_to = $name =~ /^code-/ ? 'engine-files.html' : $name =~ /^(index-of-\w+)-\w\.html$/ ? "$1.html" : '';
        push @wrong, "$belongs_to is not marked" if $belongs_to && $nav !~ /<a href="\Q$belongs_to\E" aria-current="true"/;
        push @wrong, "no chapter of it: $_" for grep { $nav !~ /<a href="\Q$_\E"/ } map { $_->{page} } chapter_labels();
        push @wrong, "straight: $_" for $nav =~ /(\w*'\w*)/g;
        push @wrong, 'no part' unless $nav =~ /<span class="part-title">Part I\. \w/;
        push @wrong, "no $_" for grep { $nav !~ /<a href="\Q$_\E"/ } qw(book-index.html index-of-chunks.html index-of-identifiers.html engine-files.html);
    }
    return @wrong;
});

ask('has every page one field to search with?', sub {
    my ($page) = @_;
    my @forms = $page->{html} =~ /<form class="search" role="search" action="search\.html">/g;
    return @forms == 1 ? () : scalar(@forms) . ' forms';
});

sub chapter_labels { return grep { $_->{kind} eq 'heading' && $_->{number} ne '' } @labels }

{
    my @chapters = chapter_labels();
    my @wrong;
    for my $i (0 .. $#chapters) {
        my ($before, $here, $after) = ($i ? $chapters[$i - 1]{page} : '', $chapters[$i]{page}, $i < $#chapters ? $chapters[$i + 1]{page} : 'book-index.html');
        push @wrong, "$here: " . led_from($here) unless led_from($here) eq "$before|$after";
        for my $back (map { sprintf "%02d-$_.html", $chapters[$i]{number} } qw(answers tests)) {
            push @wrong, "$back: " . led_from($back) unless led_from($back) eq "$here|$after";
            push @wrong, "$back: its chapter is not named" unless $page{$back}{html}
                =~ m{<p class="chapter-line">Part \w+ · Chapter $chapters[$i]{number} · <a href="\Q$here\E">\Q@{[ $chapters[$i]{title} ]}\E</a></p>};
        }
    }
    none('do previous and next lead from chapter to chapter, and from its back pages to theirs?', @wrong);
    none('does each answer lead to its exercise?', map {
        my ($number) = $_->{id} =~ /^answer-(.*)/;
        my ($exercise) = grep { $_->{id} eq "ex-$number" } @labels;
        $page{$_->{page}}{html} =~ m{ id="\Q$_->{id}\E"[^>]*>(?:(?!<h2).)*?<a href="\Q$exercise->{page}#ex-$number\E">}s ? () : $_->{id};
    } grep { $_->{id} =~ /^answer-/ } @labels);
}

# The pages that the foot of a page leads to: "before|after".
sub led_from {
    my ($name) = @_;
    my ($foot) = $page{$name}{html} =~ m{(<footer.*?</footer>)}s;
    my ($before) = $foot =~ /rel="prev" href="([^"]*)"/;
    my ($after) = $foot =~ /rel="next" href="([^"]*)"/;
    return ($before // '') . '|' . ($after // '');
}

{
    my ($chunks, $names, $index) = map { my $list = $_; join '', map { $page{$_}{html} =~ m{(<main.*</main>)}s ? $1 : '' } grep {/^$list(?:-.)?\.html$/} sort { ($a =~ s/\.html//r) cmp ($b =~ s/\.html//r) } keys %page }
        qw(index-of-chunks index-of-identifiers book-index);
    none('is every chunk in the index of chunks, hints apart?', map { $_->{id} }
        grep { $_->{kind} eq 'chunk' && $_->{title} !~ m{/hints/} && index($chunks, qq{href="$_->{page}#$_->{id}"}) < 0 } @labels);
    none('is every exercise, figure and table in the index, with what it is?', map { $_->{id} }
        grep { !($_->{kind} eq 'heading' ? $index =~ m{<a href="\Q$_->{page}#$_->{id}\E">[^<]+</a> <span class="entry-facts">▲+ \w+}
                                         : $index =~ m{<a href="\Q$_->{page}#$_->{id}\E">\Q$_->{number}\E</a> \S}) }
        grep { $_->{kind} =~ /figure|table/ || $_->{id} =~ /^ex-/ } @labels);
    my %page_of = map { $_->{id} => $_->{page} } @labels;
    my @entries = map { [split /\t/, $_, -1] } split /\n/, text_of('build/weave/identifiers.tsv');
    my @lines = split /(?=<li>)/, $names;
    my @wrong;
    for my $entry (@entries) {
        my ($name, $kind, $id, $uses) = @$entry;
        my ($line) = grep { m{^<li>(?:<p>)?<a href="\Q$page_of{$id}#$id\E"><code[^>]*>\Q$name\E</code></a> <span class="entry-facts">\Q$kind\E, } } @lines;
        push @wrong, "$name, $kind: not there" if !defined $line;
        push @wrong, map {"$name: no use in $_"} grep { defined $line && $page_of{$_} !~ /answers|tests/ && index($line, "#$_\"") < 0 } only_code(split ' ', $uses);
    }
    none('is every identifier in its index, with its kind, its definition, and every use in the code?', @wrong);
    cmp_ok(scalar(@entries), '>', 100, 'are there identifiers?');
    for my $list (['chunks', $chunks], ['identifiers', $names]) {
        my @letters = map { m{^([A-Z])</h2>} ? [$1, sorted_as($_)] : () } split /<h2[^>]*>/, $list->[1];
        none("is each of the $list->[0] under its letter?",
            map { my ($letter, @keys) = @$_; grep { uc substr($_, 0, 1) ne $letter } @keys } @letters);
        my @all = map { my ($letter, @keys) = @$_; @keys } @letters;
        cmp_ok(scalar(@all), '>', 100, "are there $list->[0]?");
        is(join('|', @all), join('|', sort { $a cmp $b } @all), "are the $list->[0] sorted as a reader expects?");
        my @bars = map { join ' ', m{>([A-Z])</a>}g } $list->[1] =~ m{(<nav class="letters".*?</nav>)}sg;
        my %bars = map { $_ => 1 } @bars;
        is(join('|', keys %bars), join(' ', map { $_->[0] } @letters), "does a bar of letters lead to them, on each page?");
    }
}

# Of uses those that are listed one by one: not those in exercises and tests.
sub only_code {
    my %files = map { (split /\t/, $_, -1)[0, 5] } split /\n/, text_of('build/weave/labels.tsv');
    return grep { $files{$_} !~ m{^(?:exercises|tests)/} } @_;
}

# The names at the heads of a list's entries, as they are sorted.
sub sorted_as {
    my ($html) = @_;
    my @names = $html =~ m{<li>(?:<p>)?<a [^>]*>(?:<code[^>]*>|<span class="chunk-name">)(.*?)</(?:code|span)>}g;
    return map { lc(unescaped($_) =~ s/^⟨|⟩$//gr =~ s/^an? //r =~ s/^the //r) } @names;
}

ask('is an index light?', sub {
    my ($page, $name) = @_;
    my $size = -s "build/html/$name";
    return $name =~ /index-of|book-index/ && $size > $LIST_LIMIT ? "$size bytes, the limit is $LIST_LIMIT: give some letters a page in book/lists.txt" : ();
});

cmp_ok(-s 'build/html/search-index.js', '<', $SEARCH_LIMIT, 'is what the search loads not too much?');

done_testing();
