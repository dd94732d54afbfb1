#!/usr/bin/env perl
# Is one chapter's page made alone, without its programs, after a word of prose has
# changed; and does the index still know where the code stands that the prose moved?

use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Gradus qw(scratch slurp);
use SmallBook qw(small_book without_fonts build put edit sums changes);
use Test::More;

my $home = scratch();
my $book = without_fonts(small_book("$home/book"));
my ($exit, $output) = build($book, 'web');
is($exit, 0, 'does a small book build?') or die "the small book does not build:\n$output";

sub with_more_prose {
    my ($folder) = @_;
    edit($folder, 'chapters/01-first.nw', "\nTwice \$x\$ is", "\nA line moves all that follows.\n\nAnd another.\n\nTwice \$x\$ is");
    edit($folder, 'chapters/02-second.nw', 'began goes on', 'began goes on and on');
    return;
}

sub pages { my %all = %{ sums("$book/build/html") }; return {map { $_ => $all{$_} } grep {/\.html$/} keys %all} }

my $before = pages();
with_more_prose($book);
($exit, $output) = build($book, 'page', 'CH=1');
is($exit, 0, 'is the page of a chapter made?') or diag($output);
like($output, qr{^The page is build/html/01-first\.html$}m, 'and is it said where?');
unlike($output, qr/^  (?:tangle|compile|test) /m, 'is no program made again?') or diag($output);
is(join(' ', changes($before, pages())), '01-first.html', 'is it that page alone?');
like(slurp("$book/build/html/01-first.html"), qr/A line moves all that follows/, 'and does it have the new words?');

($exit, $output) = build($book, 'page', 'CH=3');
ok($exit, 'a chapter that there is not: does it fail?');
like($output, qr/^There is no chapter 3; the chapters are: 01 02$/m, 'and say which there are?');

# ---- the same as a book that was made from this text at once

build($book, 'web');
my $fresh = without_fonts(small_book("$home/fresh"));
with_more_prose($fresh);
build($fresh, 'web');
is(join(' ', grep { m{^(?:html/|weave/[^/]*$)} && !/\.done$/ } changes(sums("$book/build"), sums("$fresh/build"))), '',
    'are the pages and the indexes those of a fresh book, though the code stands elsewhere?');
is(scalar(grep {/^twice\tfunction\tchunk-functions\t/} split /\n/, slurp("$book/build/weave/identifiers.tsv")), 1, 'with the definition in its chunk?');

# ---- code that changed, too

edit($book, 'chapters/01-first.nw', "double twice(double x)\n{", "static int one(void) { return 1; }\n\ndouble twice(double x)\n{\n    x *= one();");
($exit, $output) = build($book, 'page', 'CH=1');
is($exit, 0, 'code changed: is the page made?') or diag($output);
like(slurp("$book/build/weave/identifiers.tsv"), qr/^one\tfunction\tchunk-functions\t/m, 'and is the new name in the index?');

done_testing;
