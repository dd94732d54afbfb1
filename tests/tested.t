#!/usr/bin/perl
# Does a chapter's end say what its tests said, and loudly when they fail; and does a
# checkpoint say what is true as far as there?
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Encode qw(decode);
use File::Path qw(make_path);
use Gradus qw(root scratch capture slurp spit there);
use SmallBook qw(small_book without_fonts build edit line_of);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);
chdir root() or die "cannot enter the repository: $!\n";

my $build = scratch();
my $step = "$build/steps/02";
make_path("$step/code", "$build/weave", map { "$step/tests/$_" } '01', '02', 'judge');
spit("$step/.compiler", "gcc (Debian 12.2.0-14) 12.2.0\nCopyright\n");
spit("$build/weave/labels.tsv", join("\t", qw(two 02-two.html heading 2 Two), ("") x 5) . "\n");
spit("$build/weave/chapters", '');

# The book's filters, in a book of which nothing has ever moved.
make_path("$build/a book");
system('cp', '-r', 'book', "$build/a book/") == 0 or die "cannot copy the filters\n";
spit("$build/a book/book/moved.txt", '');

# A test program is anything that prints TAP.
sub with_tests {
    my (@scripts) = @_;
    for my $number (1 .. 2) {
        my $test = "$step/tests/0$number/test";
        spit("$test.c", "int main(void) { return 0; }\n");
        spit($test, "#!/bin/sh\n$scripts[$number - 1]\n");
        chmod 0755, $test;
    }
    my ($exit, $output) = capture(60, 'sh', '-c', "book/tested --step '$step' 2>'$build/errors' >'$step/.tested' && cat '$step/.tested'");
    return ($exit, decode('UTF-8', $output));
}

sub badge {
    spit("$build/two.md", "# Two {#two}\n\nText.\n");
    local $ENV{GRADUS_BUILD} = $build;
    my ($exit, $output) = capture({seconds => 60, dir => "$build/a book"}, 'pandoc', '-f', 'markdown', '--lua-filter', 'book/weave.lua', '-t', 'html', '--wrap=none',
        '-M', 'part=chapter', '-M', 'page=02-two.html', "$build/two.md");
    return decode('UTF-8', $output) =~ tr/\x{a0}/ /r;
}

my $passes = 'echo "ok 1 - a"; echo "ok 2 - b"; echo 1..2';

my ($exit, $said) = with_tests($passes, $passes);
is($exit, 0, 'can a step be tested?');
like($said, qr/^chapter\t1\t2\t2\nchapter\t2\t2\t2\n\z/m, 'are the tests of each chapter counted?');
like($said, qr/^built\tgcc 12\.2\.0$/m, 'is the compiler that built the step named?');
like(badge(), qr{<div class="badge">\s*<p><strong>Step 2\.</strong> Built by gcc 12\.2\.0\. .* 4 of 4 tests of chapters 1 and 2 pass\.</p>},
    'does the chapter end with the count?');

($exit, $said) = with_tests($passes, 'echo "ok 1 - a"; echo "not ok 2 - does it add?"; echo 1..2; exit 1');
like($said, qr/^chapter\t2\t1\t2$/m, 'does a test that fails count as one?');
like(slurp("$build/errors"), qr/does it add\?/, 'is it named where make prints?');
like(badge(), qr{badge failing.*Step 2 fails\..* 3 of 4 tests of chapters 1 and 2 pass; those of chapter 2 fail\.}s, 'does the chapter say so?');

($exit, $said) = with_tests('echo "ok 1 - a"; echo "1..3"; kill -SEGV $$', $passes);
like($said, qr/^chapter\t1\t1\t3$/m, 'do the tests that a crash kept from running count as failed?');
like(badge(), qr/those of chapter 1 fail/, 'does the chapter say so?');

($exit, $said) = with_tests('echo "ok 1 - a"; exit 0', $passes);
like($said, qr/^chapter\t1\t1\t2$/m, 'and when it ends well, but without a word on how many there are?');

($exit, $said) = with_tests("$passes; exit 3", $passes);
like($said, qr/^chapter\t1\t2\t3$/m, 'is a test program that ends badly after its last test a failure?');

SKIP: {
    skip('there is no gcc', 2) unless there('gcc');
    spit("$step/.compiler", "gcc (another) 1.2.3\n");
    spit("$step/code/odd.c", "int odd(void);\nint odd(void)\n{\n    int even;\n    return 1;\n}\n");
    ($exit, $said) = with_tests($passes, $passes);
    like($said, qr/^refused\tgcc /m, 'is a warning noticed?');
    like(badge(), qr{badge failing.*gcc [\d.]+ refuses it\.}s, 'does the chapter say so?');
}

# ---- checkpoints, in a small book

my $book = without_fonts(small_book("$build/book"));
sub badges_of { my ($page) = @_; return join "\n", decode("UTF-8", slurp("$book/build/html/$page")) =~ tr/\x{a0}/ /r =~ /(<div class="badge.*?<\/div>)/sg }

edit($book, 'chapters/01-first.nw', "\n<<code/programs/learn.c>>=", "\n::: {.checkpoint}\n:::\n\n<<code/programs/learn.c>>=");
edit($book, 'chapters/02-second.nw', "\n<<greet, later on>>=", "\n::: {.checkpoint}\n:::\n\n<<greet, later on>>=");
($exit, my $output) = build($book, 'build/html/01-first.html', 'build/html/02-second.html');
is($exit, 0, 'is a book with checkpoints built?') or diag($output);
like(badges_of('01-first.html'), qr{<div class="badge checkpoint">\s*<p><strong>Step 1\.1\.</strong> Built by \S+ [\d.]+\. [^<]* nothing to warn about\.</p>},
    'does the first chapter speak of no test within it?');
like(badges_of('02-second.html'), qr{<div class="badge checkpoint">\s*<p><strong>Step 2\.1\.</strong> [^<]* 1 of 1 tests of chapter 1 pass\.</p>},
    'and the second of those of the first?');
my $interface = slurp("$book/build/checkpoints/02.1/code/twice.h");
ok($interface =~ /thrice/ && !-e "$book/build/checkpoints/02.1/code/programs/thrice.c", 'is the book there as far as the checkpoint?');

edit($book, 'chapters/01-first.nw', 'twice(3), 6, 0)', 'twice(3), 7, 0)');
($exit, $output) = build($book, 'build/html/02-second.html');
like(badges_of('02-second.html'), qr{<div class="badge failing checkpoint">.*Step 2\.1 fails\.</strong> .* 0 of 1 tests of chapter 1 pass}s, 'does a test that fails show there?') or diag($output);

edit($book, 'chapters/01-first.nw', "x = x + x;\n@\n", <<'END_OF_EDIT');
x = x + x;
@

<<code/programs/early.c>>=
<<what early needs>>
int main(void) { return late(); }
@

::: {.checkpoint}
:::

<<what early needs>>=
static int late(void) { return 0; }
@
END_OF_EDIT
($exit, $output) = build($book, 'build/html/01-first.html');
my $line = line_of($book, 'chapters/01-first.nw', "::: {.checkpoint}\n:::\n\n<<what early");
ok($exit, 'a checkpoint where the book does not compile: does make stop?');
like($output, qr{^chapters/01-first\.nw:$line: error: the book does not compile at this checkpoint\n    \S}m, 'and say where, and what to do?');
like($output, qr/late/, 'with the words of the compiler?');

done_testing();
