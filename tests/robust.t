#!/usr/bin/env perl
# Does make end well, or say clearly why not, on machines that are not kind to it?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Path qw(remove_tree);
use Gradus qw(scratch slurp there);
use SmallBook qw(small_book copy_of run_make in_book put edit times made of_worth changes);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $home = scratch();
chmod 0755, $home;
my ($one, $two) = ('chapters/01-first.nw', 'chapters/02-second.nw');
my $progress = qr/^  (?:tangle|compile|learn|run|draw|index|weave|subset|typeset|bind) /m;
my $root_user = $> == 0;

# ---- a path with spaces, two jobs

my $ready = small_book("$home/a book, ready");
my ($exit, $output) = run_make($ready, '-j2');
is($exit, 0, 'does make -j2 build everything in a path with spaces?') or die "the small book does not build:\n$output";
for my $file (qw(build/html/index.html build/gradus.pdf build/gradus.epub)) {
    ok(-s "$ready/$file", "is there $file?");
    like($output, qr/^ .*: +\Q$file\E$/m, "does make say where $file is?");
}
like($output, qr/^  learn .*\n(?:^ {12}.*\n)*^ {12}twice 21 is 42$/m, 'does it show what was learned?');
unlike($output, qr/jobserver|warning/i, 'does make have nothing to complain of?');
unlike($output, qr/^(?!  |$)/m, 'is all that it says its progress?') or diag($output);

# ---- a second make

my $before = times("$ready/build");
($exit, $output) = run_make($ready);
is($exit, 0, 'does a second make end well?');
unlike($output, $progress, 'does it do nothing?');
is(scalar(split /\n/, $output), 5, 'does it say where the book is, and no more?') or diag($output);
is(join(' ', changes($before, times("$ready/build"))), '', 'does it touch no file?');

# ---- after one chapter is edited

{
    my $book = copy_of($ready, "$home/edited");
    my $before = times("$book/build");
    edit($book, $two, 'There is nothing to answer.', 'Nothing was asked.');
    my ($exit, $output) = run_make($book, 'web');
    is($exit, 0, 'after chapter 2 is edited, does make build it again?') or diag($output);
    like(slurp("$book/build/html/02-answers.html"), qr/Nothing was asked/, 'is the edit on the page?');
    my @changed = changes($before, times("$book/build"));
    is(join(' ', grep { m{steps/01/|01-|run-double|line\.|html/fonts|gradus\.(?:css|pdf|epub)} } @changed), '', 'is nothing of chapter 1 made again?');
    unlike($output, qr/step 01|01-first|subset|typeset/, 'nor said to be?');

    $before = times("$book/build");
    edit($book, $one, 'x = x + x;', 'x = 2 * x;');
    edit($book, $one, 'sum: x + x', 'sum: 2 * x');
    ($exit, $output) = run_make($book, 'web');
    is($exit, 0, 'after the code of chapter 1 is edited, too?') or diag($output);
    like(slurp("$book/build/steps/$_/code/twice.c"), qr/2 \* x/, "is step $_ made again?") for '01', '02';
    like(slurp("$book/build/html/01-first.html"), qr/2(?:<[^>]*>|\s)*\*(?:<[^>]*>|\s)*x/, 'is the page of chapter 1?');

    $before = times("$book/build");
    put($book, 'book/gradus.css', slurp("$book/book/gradus.css") . "/* more */\n");
    ($exit, $output) = run_make($book, 'web');
    is(join(' ', changes($before, times("$book/build"))), 'html/gradus.css', 'after the style sheet is edited, is only that made again?');

    rename "$book/$two", "$book/chapters/02-later.nw" or die;
    ($exit, $output) = run_make($book, 'web');
    is($exit, 0, 'after a chapter is renamed, does make build it?') or diag($output);
    ok(-e "$book/build/html/02-later.html", 'under its new name?');
    unlike(slurp("$book/build/html/01-first.html"), qr/02-second/, 'and is the old name gone from the links?');
    remove_tree($book);
}

# ---- help

{
    my $makefile = slurp("$ready/Makefile");
    my ($declared) = $makefile =~ /^\.PHONY:(.*)$/m;
    my %target = map { $_ => 1 } split(' ', $declared), $makefile =~ /^([a-z][\w-]*):(?!=)/mg;
    ($exit, $output) = run_make($ready, 'help');
    my %helped = $output =~ /^  make (\S+) +(\S.*)$/mg;
    is(join(' ', sort keys %helped), join(' ', sort keys %target), 'does make help list every target, each with its line?');
    cmp_ok((sort { $b <=> $a } map { length } split /\n/, $output)[0], '<=', 110, 'on one line each?');
}

# ---- build/ is a file

{
    my $book = small_book("$home/a file");
    put($book, 'build', "mine\n");
    for my $target ('all', 'engine', 'web', 'step') {
        my ($exit, $output) = run_make($book, $target);
        ok($exit && $output =~ m{^build/: error: cannot be written\n    Everything made goes there: [^\n]*remove it}m, "build/ is a file: does make $target say so?")
            or diag($output);
    }
    is(slurp("$book/build"), "mine\n", 'is the file left?');
}

# ---- a folder that one may not write to

SKIP: {
    skip 'setpriv is not here', 8 if $root_user && !there('setpriv');
    my @as_somebody = $root_user ? ('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups') : ();
    my $book = copy_of($ready, "$home/read-only");
    my $cannot = qr{^build/: error: cannot be written\n    Everything made goes there: make it a folder that you may write to}m;
    chmod 0555, "$book/build", $book;
    my $before = made($book);
    my ($exit, $output) = in_book($book, {}, @as_somebody, 'make', 'web');
    ok($exit && $output =~ $cannot, 'build/ is read-only: is that said?') or diag($output);
    is(join(' ', changes($before, made($book))), '', 'and nothing changed?');

    chmod 0755, $book, "$book/build";
    rename "$book/build", "$home/its build" or die "build: $!\n";
    chmod 0555, $book;
    ($exit, $output) = in_book($book, {}, @as_somebody, 'make', 'web');
    ok($exit && $output =~ $cannot, 'build/ cannot be made: is that said?') or diag($output);
    cmp_ok(scalar(split /\n/, $output), '<=', 4, 'shortly?') or diag($output);

    # as after "sudo make": build/ is one's own, what is in it is not
    chmod 0755, $book;
    rename "$home/its build", "$book/build" or die "build: $!\n";
    system('chmod', '-R', 'a-w', "$book/build/steps", "$book/build/weave", "$book/build/html") == 0 or die;
    if ($root_user) { chown 65534, 65534, $_ for "$book/build", glob("'$book/build/'.[a-z]*"), "$book/build/chapters" }
    edit($book, $two, 'There is nothing', 'There was nothing');
    edit($book, $two, 'return twice(x) + x;', 'return x + twice(x);');
    ($exit, $output) = in_book($book, {}, @as_somebody, 'make', 'web');
    ok($exit && $output =~ m{build/[^\n]*Permission denied}, 'a folder in build/ is read-only: is its name said?') or diag($output);
    is(join(' ', of_worth(changes($before, made($book)))), '', 'and nothing changed?');
    system('chmod', '-R', 'u+w', $book);
    if ($root_user) { system('chown', '-R', '0:0', $book) }
    ($exit, $output) = run_make($book, 'web');
    is($exit, 0, 'is all well when it may be written again?') or diag($output);
    like(slurp("$book/build/html/02-answers.html"), qr/There was nothing/, 'with the edit?');
    remove_tree($book);
}

# ---- two at once

{
    my $book = copy_of($ready, "$home/two at once");
    remove_tree("$book/build/$_") for qw(steps weave runs figures);
    my ($exit, $output) = in_book($book, {seconds => 200}, 'sh', '-c', <<'SH');
        make engine >first 2>&1 & first=$!
        until grep -qs tangle first; do kill -0 $first 2>/dev/null || break; sleep 0.05; done
        make engine >second 2>&1 & second=$!
        make clean >third 2>&1 & third=$!
        wait $second; echo "second: $?"
        wait $third; echo "third: $?"
        wait $first; echo "first: $?"
SH
    like($output, qr/^second: 0$/m, 'two makes at once: does the second end well?') or diag($output, slurp("$book/second"));
    like($output, qr/^first: 0$/m, 'and the first?') or diag($output, slurp("$book/first"));
    like(slurp("$book/second"), qr/^Another make is at work in this folder; waiting for it\.$/m, 'does the second say that it waits?');
    like($output, qr/^third: 0$/m, 'does make clean wait, too?') or diag($output);
    like(slurp("$book/third"), qr/^Another make is at work/m, 'and say so?');
    ($exit, $output) = run_make($book, 'engine');
    ok($exit == 0 && -x "$book/build/steps/02/thrice", 'is the step whole after them?') or diag($output);
    remove_tree($book);
}

done_testing;
