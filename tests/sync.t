#!/usr/bin/env perl
# Are the committed code/, exercises/ and tests/ what the chapters say, and is
# what a reader typed never lost?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gradus qw(root scratch slurp);
use SmallBook qw(small_book build in_book put edit);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $home = scratch();
my $starter = 'exercises/01/1.1-explain-why.txt';

# ---- this repository

my $root = root();
my ($exit, $output) = in_book($root, {}, 'book/tangle', '--out', "$home/fresh", map { substr $_, 1 + length $root } glob "'$root/chapters/'*.nw");
is($exit, 0, 'do the chapters tangle?') or diag($output);
($exit, $output) = in_book($root, {}, 'book/sync', '--check', "$home/fresh");
is($exit, 0, 'are code/, exercises/ and tests/ what the chapters say?') or diag($output);

# ---- a small book under git

my $book = small_book("$home/a small book");

sub git {
    my ($exit, $output) = in_book($book, {}, 'git', '-c', 'user.name=a', '-c', 'user.email=a@example.org',
        '-c', 'core.autocrlf=false', @_);
    die "git @_: $output" if $exit != 0;
    return $output;
}

sub sync  { return build($book, 'sync') }
sub check { build($book, 'build/tangle/.done'); return in_book($book, {}, 'book/sync', '--check', 'build/tangle') }
sub reported { my ($output, $file, $says, $advice) = @_; return $output =~ /^\Q$file\E: error: [^\n]*$says[^\n]*\n    [^\n]*$advice/m }

git('init', '-q');
($exit, $output) = check();
ok($exit && reported($output, 'code/twice.c', qr/is missing/, qr/make sync/), 'is a file that was never synced reported?') or diag($output);
ok(!-e "$book/code", 'does the check write nothing?');

($exit, $output) = sync();
is($exit, 0, 'does sync write them?') or diag($output);
like($output, qr{^  wrote     code/twice\.c$}m, 'does it say which?');
is(slurp("$book/$_"), slurp("$book/build/tangle/$_"), "$_: is it the fresh tangle?")
    for 'code/twice.c', 'code/twice.h', 'code/programs/learn.c', $starter, 'tests/01/test.c', 'exercises/01/answers/1.1-explain-why.txt';
git('add', '-A');
git('commit', '-q', '-m', 'the book');
is(git('status', '--porcelain', '--ignored=no'), '', 'is nothing made left for git to see?');
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass then, silently?');
my $before = (stat "$book/code/twice.c")[9];
($exit, $output) = sync();
is(join(' ', $exit, $output =~ /^  (?:wrote|kept).*$/mg), '0', 'does a second sync write nothing?') or diag($output);

# a reader at work
put($book, $starter, "It is added to itself.\n");
put($book, 'exercises/01/notes.txt', "Mine.\n");
put($book, "$starter.old", "Kept by make reset.\n");
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass while a reader works?');
($exit, $output) = sync();
is($exit, 0, 'does sync run all the same?') or diag($output);
is(slurp("$book/$starter"), "It is added to itself.\n", 'does it leave what the reader typed?');
is(slurp("$book/exercises/01/notes.txt"), "Mine.\n", 'and what the reader put beside it?');
unlink "$book/$starter";
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass when a reader has thrown a starter away?');
($exit, $output) = sync();
like(slurp("$book/$starter"), qr/^Write here/, 'does sync bring it back?');
put($book, $starter, "It is added to itself.\n");

# an author changes the starter that a reader has typed into
edit($book, 'chapters/01-first.nw', 'Write here.', 'Write below.');
($exit, $output) = sync();
is(slurp("$book/$starter"), "It is added to itself.\n", 'is it left when the starter changes, too?');
like($output, qr/^  kept      \Q$starter\E .*make reset/m, 'is that said, and how to get the new one?');
($exit, $output) = check();
ok($exit && reported($output, $starter, qr/is not what the chapters say/, qr/make sync/), 'is it reported that the committed starter is old?')
    or diag($output);

# an author alone
git('checkout', '-q', $starter);
($exit, $output) = sync();
is(slurp("$book/$starter"), "Write below.\n", 'is an untouched starter renewed?');
edit($book, 'chapters/01-first.nw', 'Write below.', 'Write on.');
($exit, $output) = sync();
is(slurp("$book/$starter"), "Write on.\n", 'and again, before anything is committed?') or diag($output);
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass before it is committed?');
git('add', $starter);
git('commit', '-q', '-m', 'a new starter');
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass when it is committed?');

# code/ by hand
edit($book, 'code/twice.c', 'x = x + x;', 'x = 2 * x;');
($exit, $output) = check();
ok($exit && reported($output, 'code/twice.c', qr/is not what the chapters say/, qr/edit those, then "make sync"/), 'is code edited by hand reported?')
    or diag($output);
unlike($output, qr/twice\.h|exercises/, 'and nothing else?');
like(slurp("$book/code/twice.c"), qr/2 \* x/, 'is it left as it is?');
git('checkout', '-q', 'code');
unlink "$book/tests/02/test.c";
($exit, $output) = check();
ok($exit && reported($output, 'tests/02/test.c', qr/is missing/, qr/make sync/), 'is a missing test reported?') or diag($output);
git('checkout', '-q', 'tests');

# left over
put($book, 'code/thrice.c', "int thrice;\n");
put($book, 'tests/02/2.1.c', "int two;\n");
put($book, 'exercises/02/2.1-build-two.c', "int two;\n");
git('add', 'code', 'tests', 'exercises/02');
git('commit', '-q', '-m', 'too many');
($exit, $output) = check();
ok($exit && reported($output, $_, qr/comes from no chapter any more/, qr/Delete it/), "$_: is a left-over file reported?") or diag($output)
    for 'code/thrice.c', 'tests/02/2.1.c', 'exercises/02/2.1-build-two.c';
($exit, $output) = sync();
like($output, qr{^  left over code/thrice\.c }m, 'does sync name it?');
ok(-e "$book/code/thrice.c", 'and delete nothing?');
git('rm', '-rq', 'code/thrice.c', 'tests/02/2.1.c', 'exercises/02');
($exit, $output) = check();
is("$exit:$output", '0:', 'does the check pass without them?');

# ---- without git, and below another repository

put($book, $starter, "It is added to itself.\n");
rename "$book/.git", "$home/git" or die "cannot move .git: $!\n";
my ($inside) = in_book($book, {}, 'git', 'rev-parse', '--git-dir');
SKIP: {
    skip 'the scratch folder is inside a repository', 3 if $inside == 0;
    ($exit, $output) = check();
    is("$exit:$output", '0:', 'without git, does a reader at work pass?');
    ($exit, $output) = sync();
    is(slurp("$book/$starter"), "It is added to itself.\n", 'and is nothing lost?');
    edit($book, 'code/twice.c', 'x = x + x;', 'x = 2 * x;');
    ($exit, $output) = check();
    ok($exit && reported($output, 'code/twice.c', qr/is not what the chapters say/, qr/make sync/), 'is edited code reported there?') or diag($output);
}
sync();
put($book, $starter, "Write on.\n");
($exit) = in_book($home, {}, 'git', 'init', '-q');
in_book($home, {}, 'git', 'add', 'a small book');
in_book($home, {}, 'git', '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'all');
put($book, $starter, "It is added to itself.\n");
($exit, $output) = check();
is("$exit:$output", '0:', 'in a folder of another repository, does a reader at work pass?');

done_testing;
