#!/usr/bin/perl
# The e-book: build/gradus.epub as `make epub` leaves it, and what epubcheck says of it.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Edition qw(need none parts labels);
use Encode qw(decode);
use Gradus qw(capture slurp);
use IO::Uncompress::Unzip qw($UnzipError);
use Test::More;

my $epub = 'build/gradus.epub';
need('is the e-book made? (run: make epub)' => $epub);

my (%file, @order);
my $zip = IO::Uncompress::Unzip->new($epub) or die "cannot read $epub: $UnzipError\n";
do {
    my $about = $zip->getHeaderInfo;
    push @order, {name => $about->{Name}, stored => $about->{MethodID} == 0};
    $file{$about->{Name}} = do { local $/; <$zip> } // '';
} while $zip->nextStream > 0;

my @pages = sort grep { /\.xhtml$/ } keys %file;
my @xml = sort grep { /\.(?:xhtml|opf|ncx|svg|xml)$/ } keys %file;
my %text = map { $_ => decode('UTF-8', $file{$_}, Encode::FB_CROAK | Encode::LEAVE_SRC) } @xml;
my ($package) = grep { /\.opf$/ } @xml;

# What is wrong with the form of XML (in bytes, for speed): tags that do not nest, attributes
# without quotes or twice, a bare & or <, an entity that XML does not know.
sub malformed {
    my ($xml) = @_;
    my (@open, $roots);
    my $name = qr/[A-Za-z_:][\w:.-]*/;
    my $value = qr/"[^"<]*"|'[^'<]*'/;
    while ((pos $xml // 0) < length $xml) {
        if ($xml =~ /\G(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*>|<!\[CDATA\[.*?\]\]>)/gcs) { next }
        if ($xml =~ /\G([^<]+)/gc) {
            my $words = $1;
            return 'a bare & in: ' . substr $words, 0, 60 if $words =~ /&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)/;
            return "text outside of the root: $words" if !@open && $words =~ /\S/;
        }
        elsif ($xml =~ /\G<\/($name)\s*>/gc) {
            my $expected = pop @open // 'nothing';
            return "</$1> where </$expected> is expected" if $1 ne $expected;
        }
        elsif ($xml =~ /\G<($name)((?:\s+$name\s*=\s*$value)*)\s*(\/?)>/gc) {
            my ($tag, $attributes, $empty) = ($1, $2, $3);
            return "a second root, $tag" if !@open && $roots++;
            my %seen;
            $seen{$_}++ && return "$_ twice in <$tag>" for $attributes =~ /($name)\s*=\s*$value/g;
            push @open, $tag unless $empty;
        }
        else { return 'not XML: ' . substr $xml, pos $xml // 0, 60 }
    }
    return @open ? "<$open[-1]> is not closed" : ();
}

# An address in a file of the book: the file and the anchor that it means.
sub target {
    my ($from, $address) = @_;
    my ($path, $id) = $address =~ /^([^#]*)(?:#(.*))?$/;
    return ($from, $id) if $path eq '';
    my @parts = ($from =~ m{^(.*/)?}, $path);
    $path = join '', grep { defined } @parts;
    1 while $path =~ s{(^|/)(?!\.\./)[^/]+/\.\./}{$1};
    return ($path, $id);
}

my %ids = map { my $name = $_; $name => {map { $_ => 1 } $text{$name} =~ /\sid="([^"]*)"/g} } @xml;

sub broken {
    my ($from, $address) = @_;
    return if $address =~ /^[a-z][a-z0-9+.-]*:/i;
    my ($path, $id) = target($from, $address);
    return "$from: $address: there is no $path" unless exists $file{$path};
    return if !defined $id || $ids{$path}{$id};
    return "$from: $address: $path has no such anchor";
}

is($order[0]{name}, 'mimetype', 'does the archive begin with its type?');
ok($order[0]{stored}, 'is the type stored as it is?');
is($file{mimetype}, 'application/epub+zip', 'is it the type of an e-book?');
ok($package, 'is there a package document?');
ok(@pages > 3, 'are there pages?');

none('is each part well-formed XML?', map { my $name = $_; map { "$name: $_" } malformed($file{$name}) } @xml);

none('is each id given once on its page?', map {
    my $name = $_;
    my %count;
    $count{$_}++ for $text{$name} =~ /\sid="([^"]*)"/g;
    map { "$name#$_" } grep { $count{$_} > 1 } sort keys %count;
} @pages);

none('does each link lead somewhere, to its anchor too?', map {
    my $name = $_;
    map { broken($name, $_) } $text{$name} =~ /\s(?:href|src|xlink:href)="([^"]*)"/g;
} @xml);

none('does the book load nothing from elsewhere?', map {
    my $name = $_;
    map { "$name: $_" } grep { /^(?:[a-z]+:)?\/\//i }
        $text{$name} =~ /<(?:img|link|script|image|use|object|iframe|audio|video|source)\b[^>]*?\s(?:src|href|xlink:href|data)="([^"]*)"/g,
        $text{$name} =~ /<!DOCTYPE[^>]*"([^"]*)"\s*>/g;
} @xml);

my @images = map { my $name = $_; map { [$name, $_] } $text{$name} =~ /<img\b([^>]*)>/g } @pages;
ok(@images, 'are there images?');
none('has each image its text?', map { "$_->[0]: <img$_->[1]>" } grep { $_->[1] !~ /\salt="[^"]{15,}"/ } @images);

like($text{$package}, qr{<dc:title[^>]*>Gradus</dc:title>}, 'does the package tell the title?');
like($text{$package}, qr{<dc:language>en</dc:language>}, 'does it tell the language?');
like($text{$package}, qr{<dc:creator[^>]*>[^<]+</dc:creator>}, 'does it tell the authors?');
like($text{$package}, qr{<dc:rights>[^<]*CC BY}, 'does it tell the licence?');
like($text{$package}, qr{<meta property="dcterms:modified">\d{4}-\d\d-\d\dT}, 'does it tell its date?');
none('is each page in English?', grep { $text{$_} !~ /<html[^>]*\sxml:lang="en"/ } @pages);
none('are the names of the parts those in the package?',
    grep { my $name = s{^[^/]*/}{}r; !/^META-INF|\.opf$|^mimetype$/ && $text{$package} !~ /\shref="\Q$name\E"/ } sort keys %file);
ok(join('', @text{@pages}) =~ /<math[\s>]/, 'is the mathematics MathML?');

{
    my $all = join "\n", @text{@pages};
    my @labels = labels();
    none('is each exercise there?', grep { $all !~ /\sid="\Q$_\E"/ } grep { /^ex-|^answer-/ } map { $_->{id} } @labels);
    for (map { $_->{id} =~ /^ex-(.*)/ } @labels) {
        is(() = $all =~ m{<strong>\Q$_\E hint \d\.</strong>}g, 3, "are the three hints to $_ at the back?");
        my ($facts) = $all =~ m{id="ex-\Q$_\E".*?<div class="exercise-facts">(.*?)</div>}s;
        like($facts // '', qr{<a [^>]*>hints</a>}, "and does the exercise lead there?");
    }

    # The same chunks as on paper: all but the judges, wrong answers and mutants.
    my @chunks = grep { $_->{kind} eq 'chunk' } @labels;
    my $only_web = qr{^(?:tests/\d+/(?:\d+\.\d+\.(?:c|wrong)|mutants) ?)+$};
    none('is each chunk there that is on paper?', map { $_->{title} } grep { $_->{file} !~ $only_web && $all !~ /\sid="\Q$_->{id}\E"/ } @chunks);
    none('and none that is only in the web book?', map { $_->{title} } grep { $_->{file} =~ $only_web && $all =~ /\sid="\Q$_->{id}\E"/ } @chunks);
    is(() = $all =~ /class="mini-index"/g, (grep { $_->{kind} eq 'heading' && $_->{number} ne '' } @labels), 'has each chapter its mini-index?');

    my ($contents) = grep { /nav\.xhtml$/ } @pages;
    my @parts = parts();
    none('does each part hold its chapters in the contents?', grep {
        $text{$contents} !~ m{<a [^>]*>Part\s[IVX]+\. \Q$_\E</a><ol class="toc"><li[^>]*><a [^>]*><span class="chapter-number">Chapter\s\d}
    } @parts);
    like($text{$contents}, qr{Colophon}, 'and the colophon?');

    # A line of code is a block that goes on further in than it begins.
    my @code = $all =~ m{<pre class="code"><code>(.*?)</code></pre>}gs;
    cmp_ok(scalar @code, '>', 20, 'is there code?');
    none('is each line of code a block of its own?', grep { !m{^(?:<span class="line in-\d+">[^\n]*\n</span>)+$} } @code);
    my %known = map { $_ => 1 } join('', map { $file{$_} } grep { /\.css$/ } keys %file) =~ /^\.(in-\d+)/mg, 'in-0';
    none('does the style know how far in?', grep { !$known{$_} } map { /"line (in-\d+)"/g } @code);

    my @notes = $all =~ /<a [^>]*epub:type="noteref"[^>]*>/g;
    my @texts = $all =~ /epub:type="footnote"/g;
    ok(@notes && @notes == @texts, 'is each side note a footnote that its number leads to?');
    none('is no page left to colours that a dark page would hide?', grep { /(?<!-)color\s*:(?! inherit)|background(?!: #fff)/ }
        map { /\{(.*?)\}/gs } map { decode('UTF-8', $file{$_}) } grep { /\.css$/ } keys %file);
}

{
    my ($cover) = $text{$package} =~ /<item [^>]*properties="cover-image"[^>]*>/g;
    my ($image) = ($cover // '') =~ /href="([^"]*)"/;
    my ($path) = grep { defined $image && m{(?:^|/)\Q$image\E$} } sort keys %file;
    ok($path, 'is there a cover?');
    my ($type, $width, $height) = unpack 'x1 a3 x12 N N', $file{ $path // '' } // '';
    is($type, 'PNG', 'is it a picture?');
    cmp_ok($height, '>=', 1600, 'is it large enough for a shelf?');
}

{
    my ($checker) = grep { -e } map { "$_/epubcheck" } split /:/, $ENV{PATH};
    ok($checker, 'is epubcheck installed? (run: make setup)');
    my @run = $checker && slurp($checker) =~ /^PK/ ? ('java', '-jar', $checker) : ($checker // 'epubcheck');    # Debian's is the archive itself
    my ($exit, $said) = capture(180, @run, $epub);
    ok($exit == 0 && $said =~ m{\b0 fatals / 0 errors / 0 warnings}, 'has epubcheck nothing to mend?') or diag($said);
}

done_testing();
