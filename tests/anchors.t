#!/usr/bin/env perl
# Do links into the book go on working: are anchors made from names, is the list of
# them whole, and does an old one lead to where its text is now?

use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Gradus qw(root scratch slurp);
use SmallBook qw(small_book without_fonts build in_book put edit);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $home = scratch();

# ---- this repository

my $root = root();
my ($exit, $output) = in_book($root, {}, 'book/anchors', '--check', 'build/weave/labels.tsv', 'book');
is("$exit:$output", '0:', 'is every anchor that the book had still there, and every new one in the list?');
my (@lost, %html);
for my $anchor (split /\n/, slurp("$root/book/anchors.txt")) {
    my ($page, $id) = split /#/, $anchor;
    $html{$page} //= -e "$root/build/html/$page" ? slurp("$root/build/html/$page") : '';
    push @lost, $anchor unless $html{$page} =~ / id="\Q$id\E"/;
}
is("@lost[0 .. ($#lost > 9 ? 9 : $#lost)]", '', 'is each on its page?');
my @numbered = grep { /#(?:NW|chunk-\d+$)/ } split /\n/, slurp("$root/book/anchors.txt");
is("@numbered", '', 'is none a number that another chunk would shift?');

# ---- a small book

my $book = without_fonts(small_book("$home/book"));

sub check { build($book, 'build/weave/.done'); return in_book($book, {}, 'book/anchors', '--check', 'build/weave/labels.tsv', 'book') }
sub page { return slurp("$book/build/html/$_[0]") }
sub ids { my %id = map { (split /\t/)[0] => 1 } split /\n/, slurp("$book/build/weave/labels.tsv"); return %id }

build($book, 'build/weave/.done');
my %id = ids();
ok($id{$_}, "#$_: is a chunk's anchor its name, a later chapter's part its own?")
    for qw(chunk-double-x chunk-code-twice.h chunk-more-of-the-interface chunk-greet-later-on chunk-functions);
($exit, $output) = check();
like($output, qr{^book/anchors\.txt: error: \S+ and \d+ others are not in it\n.*make sync}m, 'is a list that was never made reported?');
($exit, $output) = build($book, 'sync');
is($exit, 0, 'does sync make it?') or diag($output);
like($output, qr{^  wrote     book/anchors\.txt}m, 'and say so?');
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass then?');
my $list = slurp("$book/book/anchors.txt");

# a chunk before others, and a second part of one
edit($book, 'chapters/01-first.nw', "<<double x>>=\n", "<<functions>>=\nint one(void);\n@\n\n<<double x>>=\n");
build($book, 'build/weave/.done');
my %after = ids();
is(join(' ', grep { !$after{$_} } sort keys %id), '', 'does a new chunk leave the anchors of all others?');
ok($after{'chunk-functions-2'}, 'is the second part of a chunk its second?');
($exit, $output) = check();
like($output, qr/#chunk-functions-2 is not in it/, 'is the new anchor asked for?');
build($book, 'sync');
is(join(' ', grep { index(slurp("$book/book/anchors.txt"), "$_\n") < 0 } split /\n/, $list), '', 'does the list only grow?');

# a heading under another anchor
edit($book, 'chapters/01-first.nw', '{#twice}', '{#two-times}');
($exit, $output) = check();
ok($exit, 'does the check fail when an anchor vanishes?');
like($output, qr{^book/anchors\.txt: error: 01-first\.html#twice has vanished from the book\n    .*book/moved\.txt.*: 01-first\.html#twice new-anchor$}m,
     'does it say which, and what to write where?');
($exit, $output) = build($book, 'sync');
ok($exit && $output =~ /#twice has vanished/, 'does sync say it, too, and keep it in the list?');
like(slurp("$book/book/anchors.txt"), qr/^01-first\.html#twice$/m, 'is it in the list still?');

put($book, 'book/moved.txt', "# moves\n01-first.html#twice two-times\n");
build($book, 'sync');
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass when the book says where it went?');
my @pages = map {"build/html/$_"} '01-first.html', '02-second.html';
($exit, $output) = build($book, @pages);
is($exit, 0, 'does the book build?') or diag($output);
like(page('01-first.html'), qr{<span id="twice"></span>\s*<h2[^>]* id="two-times"}, 'does the old anchor stand where the new one does?');

# a chunk and a figure renamed, a section gone to another page, a page gone
edit($book, 'chapters/01-first.nw', $_->[0], $_->[1]) for ["<<double x>>=\nx = x", "<<twice x>>=\nx = x"], ["    <<double x>>", "    <<twice x>>"],
    ['.pairs chunk="double x"', '.pairs chunk="twice x"'],
    ['](#fig-line)', '](#fig-straight)'], ['{#fig-line alt', '{#fig-straight alt'], ["## Twice {#two-times}\n", ''];
edit($book, 'chapters/02-second.nw', '![Three, drawn', "## Twice {#two-times}\n\n![Three, drawn");
put($book, 'book/moved.txt', <<'END');
01-first.html#twice two-times
01-first.html#two-times two-times
01-first.html#chunk-double-x chunk-twice-x
01-first.html#fig-line fig-straight
00-zeroth.html#zero first
END
build($book, 'sync');
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass when each is said to have moved?');
($exit, $output) = build($book, @pages, 'build/html/00-zeroth.html');
is($exit, 0, 'does the book build with all of them?') or diag($output);
like(page('01-first.html'), qr{<span id="chunk-double-x"></span>\s*<div class="chunk" id="chunk-twice-x"}, 'a chunk: does its old anchor stand with the new one?');
like(page('01-first.html'), qr{<span id="fig-line"></span>\s*<figure id="fig-straight"}, 'a figure?');
like(page('01-first.html'), qr{<p id="twice"[^>]*>[^<]*<a href="02-second\.html#two-times">Twice</a>}, 'on another page: does the old one lead there?');
like(page('00-zeroth.html'), qr{<p id="zero"[^>]*>[^<]*<a href="01-first\.html#first">First</a>}, 'a page that is gone: does its address lead on?');

# mistakes in the list of moves
check_says(@$_) for
    ['01-first.html#first second', '1: error: 01-first.html#first is there', 'a move of what is still there'],
    ['01-first.html#gone nowhere', '1: error: nothing has the anchor #nowhere', 'a move to nowhere'],
    ['01-first.html first', '1: error: is no move', 'a line that is no move'];

sub check_says {
    my ($moves, $says, $what) = @_;
    put($book, 'book/moved.txt', "$moves\n");
    my ($exit, $output) = check();
    ok($exit && $output =~ m{^book/moved\.txt:\Q$says\E}m, "is $what reported, with its line?") or diag($output);
}

done_testing;
