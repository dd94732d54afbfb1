#!/usr/bin/env perl
# The exercise desk, proved on a small set of exercises of its own, in a folder
# whose path has spaces in it.

use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use File::Basename qw(dirname);
use File::Copy qw(copy);
use File::Find qw(find);
use File::Path qw(make_path remove_tree);
use Gradus qw(root capture scratch slurp spit);
use Test::More;

my $root = root();
my $here = scratch() . '/a folder with spaces';
my %quiet = (JUDGE_SECONDS => 4, LC_ALL => 'C.UTF-8', SEED => undef, INSIST => undef, EX => undef,
    CH => undef, NO_COLOR => undef, MAKEFLAGS => undef, GIT_DIR => undef);

sub desk { return desk_with({}, @_) }

sub desk_with {
    my ($env, @arguments) = @_;
    my $input = delete $env->{input};
    my ($exit, $output) = capture({seconds => 300, dir => $here, input => $input,
        env => {%quiet, %$env}}, 'exercises/desk', @arguments);
    utf8::decode($output);
    return ($exit, $output);
}

sub put {
    my ($file, $text) = @_;
    make_path(dirname("$here/$file"));
    utf8::encode($text);
    spit("$here/$file", $text);
    return;
}

sub git {
    my ($exit, $output) = capture({seconds => 60, dir => $here, env => \%quiet}, 'git', '-c',
        'user.name=a', '-c', 'user.email=a@b', @_);
    die "git @_: $output" if $exit != 0;
    return;
}

# What the reader has below exercises/, as one text.
sub readers_files {
    my %files;
    find({no_chdir => 1, wanted => sub { $files{$File::Find::name} = slurp($_) if -f $_ && !/\.progress$/ }},
        "$here/exercises");
    return join "\n", map { "$_\n$files{$_}" } sort keys %files;
}

# ---- the set of exercises ----

my $slope_starter = <<'END';
double slope(double x)
{
    (void)x;
    return 0;
}
END

my $slope_judge = <<'END';
#include "judge.h"
#include "unit.h"
double slope(double x);
static void at_three(void)
{
    mistake(slope(3) == 12 * unit_one(), "twice too large: divide by 2h");
    expect_close("slope at 3", slope(3), 6, 1e-6);
}
static void anywhere(void)
{
    double x = judge_uniform(1, 2);
    expect_close("slope anywhere", slope(x), 2 * x, 1e-6);
}
int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise N");
    judge_see("A slope without algebra", "01-one-weight.html#slope");
    judge_ask("has the square the slope 6 at 3?", at_three);
    judge_ask("is it right anywhere?", anywhere);
    return judge_end();
}
END

my $unit_test = <<'END';
#include "judge.h"
#include "unit.h"
static void one(void) { expect_close("one", unit_one(), 1, 1e-9); }
int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 1");
    judge_ask("is one 1?", one);
    return judge_end();
}
END

my $sum_judge = <<'END';
#include "judge.h"
static double top(unsigned seed) { return predict_pick(seed, 0, 1, 9, 0.5); }
static void pose(FILE *out, unsigned seed) { fprintf(out, "What is twice %g?\n", top(seed)); }
static void work(FILE *out, unsigned seed) { fprintf(out, "Worked: add %g to itself.\n", top(seed)); }
static int solve(unsigned seed, Asked *asked)
{
    asked[0] = (Asked){"twice", 2 * top(seed), {{top(seed) * top(seed), "that is the square"}}};
    asked[1] = (Asked){.name = "half", .right = top(seed) / 2};
    return 2;
}
int main(int argc, char **argv)
{
    return judge_predict(argc, argv, "exercise 1.1", "Doubling", "01-one-weight.html#double",
                         (Predict){pose, solve, work});
}
END

my $broken_slope = <<'END';
/* Twice too steep. */
static double half_way(double h) { return h; }

double slope(double x)
{
    double h = 0.5; /* symmetric, so that any h will do */
    double up = (x + h) * (x + h);
    double down = (x - h) * (x - h);
    return (up - down) / half_way(h);
}
END

my $sum_starter = "seed = 1   # a new number, a new problem\ntwice =\nhalf =\n";
my $good = "double slope(double x) { return 2 * x; }\n";
my %first = (
    '01/1.1-predict-twice-a-number.txt'  => $sum_starter,
    '01/1.2-build-a-slope.c'             => $slope_starter,
    '01/1.3-break-a-wrong-slope.c'       => $broken_slope,
    '01/1.4-explain-why-a-slope.txt'     => "# Your answer\n",
    '01/1.10-build-a-tenth.c'            => $slope_starter,
);

# What a reader might write, the verdict in words, and what the details must say.
my @bad = (
    ['does not compile', 'double slope(double x) { return 2 * y; }', qr/bad-1\.c:1: .y. undeclared/],
    ['does not compile', "int a = b;\nint c = d;\nint e = f;\nint g = h;\n",
        qr/bad-2\.c:3: .*\(and 1 more\)/s],
    ['does not compile', 'double another(double x) { return x; }', qr/slope is missing/],
    ['does not compile', "$good int main(void) { return 0; }", qr/main is defined twice/],
    ['crashed', 'double slope(double x) { double *volatile p = 0; *p = x; return x; }',
        qr/bad-5\.c:1.*(?:null pointer|points nowhere)/s],
    ['never ends', 'double slope(double x) { for (volatile int i = 1; i;) x++; return x; }',
        qr/never ended.*not asked/s],
    ['takes too much memory', <<'END', qr/took (?:more )?memory/],
#include <stdlib.h>
#include <string.h>
double slope(double x)
{
    for (;;) { char *volatile p = malloc(1 << 20); memset(p, 1, 1 << 20); x += p[9]; }
}
END
    ['takes too much memory', <<'END', qr/took (?:more )?memory/],
#include <stdlib.h>
double slope(double x) { for (;;) { void *volatile p = malloc(1 << 24); x += p == 0; } }
END
    ['prints without end', "#include <stdio.h>\ndouble slope(double x) { for (;;) puts(\"no\"); return x; }",
        qr/printed without end.*your code printed: no/s],
    ['exits too early', "#include <stdlib.h>\ndouble slope(double x) { exit(0); return x; }",
        qr/left by exit\(0\)/],
    ['not yet', <<'END', qr/expected 6, came 1\b.*your code printed: \?\[31m\?\?x.*your code printed: ok 1/s],
#include <stdio.h>
double slope(double x)
{
    printf("\033[31m\377\001x\nok 1 - has the square the slope 6 at 3?\nok 2\n1..2\n");
    fprintf(stderr, "ok 1\n");
    return x > 0;
}
END
    ['not yet', "#include <math.h>\ndouble slope(double x) { return x * NAN; }",
        qr/expected 6, came not a number/],
    ['not yet', 'double slope(double x) { return 4 * x; }', qr/twice too large: divide by 2h/],
    ['crashed', 'double slope(double x) { return x + slope(x + 1); }',
        qr/(?:stack overflow|points nowhere)/],
    ['leaks memory', <<'END', qr/leaked memory: 24 bytes .*\sat\s+exercises.*bad-15\.c:2/s],
#include <stdlib.h>
double slope(double x) { void *volatile p = malloc(24); p = 0; return p == 0 ? 2 * x : 0; }
END
    ['does not compile', 'double slope(double x) { return Slope(x); }',
        qr/bad-16\.c:1: (?:implicit declaration of|call to undeclared)\s+function\s+.Slope.*Slope is missing.*mend line 1,/s],
    ['does not compile', "/* mistyped */\n#include \"units.h\"\ndouble slope(double x) { return y; }",
        qr/bad-17\.c:2: the engine has no\s+header\s+units\.h; it\s+has\s+unit\.h.*mend line 2,/s],
);

sub slug { return "2.$_[0]-build-bad-$_[0]" }

sub build_project {
    make_path("$here/tests/judge", "$here/exercises");
    make_path("$here/tests/Desk", "$here/book");
    my @parts = map { substr $_, 1 + length $root } glob "'$root/tests/judge/'*.[ch] '$root/tests/Desk/'*.pm";
    for my $file (qw(Makefile exercises/desk tests/Gradus.pm tests/Engine.pm book/step.mk), @parts) {
        copy("$root/$file", "$here/$file") or die "$file: $!\n";
    }
    chmod 0755, "$here/exercises/desk";
    put('code/unit.h', "double unit_one(void);\n");
    put('code/unit.c', "#include \"unit.h\"\ndouble unit_one(void) { return 1; }\ndouble unit_two(void) { return 2 * unit_one(); }\n");
    put('.gitignore', "build/\nexercises/.progress*\n");
    put("exercises/$_", $first{$_}) for keys %first;
    put('exercises/01/hints/1.2-build-a-slope.txt', "Nudge × both\nways.\n\nDivide by [[2h]].\n\nReturn it.\n");
    put('exercises/01/answers/1.2-build-a-slope.c', "/* the answer */\n$good");
    put('exercises/01/answers/1.3-break-a-wrong-slope.c', $broken_slope =~ s{half_way\(h\);}{(2 * h);}r);
    put('exercises/01/hints/1.3-break-a-wrong-slope.txt', "How far apart are they?\n");
    put('exercises/01/answers/1.4-explain-why-a-slope.txt', "Because.\n");
    put('tests/01/1.1.c', $sum_judge);
    put("tests/01/1.$_.c", $slope_judge =~ s/exercise N/exercise 1.$_/r) for 2, 3, 10;
    for my $i (1 .. @bad) {
        put('exercises/02/' . slug($i) . '.c', $slope_starter);
        put("tests/02/2.$i.c", $slope_judge);
    }
    git(qw(init -q));
    git(qw(add -A));
    git(qw(commit -qm a));
    return;
}

build_project();
my $slope = 'exercises/01/1.2-build-a-slope.c';
my $given = readers_files();

# ---- before anything is written ----

subtest 'what exercises are there?' => sub {
    my ($exit, $output) = desk('list');
    is $exit, 0, 'list succeeds';
    like $output, qr/1\.1 +predict +Twice a number\n.*1\.3 .*1\.4 +explain.*1\.10 .*2\.1 /s,
        'list has number, kind and title, in order of number';
    for my $wrong (['hint', '1.99'], ['check', 'x'], ['answer'], ['reset', '']) {
        ($exit, $output) = desk(@$wrong);
        is $exit, 2, "@$wrong is refused";
        like $output, qr/1\.2 +build +A slope.*(?:no exercise "|Which exercise\?)/s, '... with the list';
    }
    for my $wrong (['practice', '1.1.1', 'predict'], ['break', '1.99', 'break']) {
        ($exit, $output) = desk(@$wrong[0, 1]);
        is $exit, 2, "@$wrong[0, 1] is refused";
        like $output, qr/^  1\.\d +$wrong->[2] .*no exercise "/ms, '... with the list of those that can be meant';
    }
    ($exit, $output) = desk('frobnicate');
    is $exit, 2, 'an unknown command is refused';
    like $output, qr/make check EX=1\.3.*ends with 0, with 1 when a check/s, '... with the make commands and the exit';
    ($exit, $output) = desk();
    is $exit, 2, 'no command is refused';
};

subtest 'is the answer held back until the reader has tried?' => sub {
    my ($exit, $output) = desk('answer', '1.2');
    is $exit, 0, 'answer succeeds';
    like $output, qr/not tried 1\.2 yet.*next: make hint EX=1\.2/s, 'it says to try, or to take a hint';
    like $output, qr/make answer EX=1\.2 INSIST=1/, 'it says how to insist';
    unlike $output, qr/the answer \*\//, 'it does not give the answer';
    like((desk('answer', '1.2', '--insist'))[1], qr{/\* the answer \*/}, '--insist gives it');
    like((desk_with({INSIST => 1}, 'answer', '1.2'))[1], qr{/\* the answer \*/}, 'INSIST=1 gives it');
    unlike((desk_with({INSIST => 0}, 'answer', '1.2'))[1], qr/the answer \*/, 'INSIST=0 does not');
    like((desk('answer', '1.2', '--insist'))[1], qr{^  build/html/01-answers\.html#answer-1\.2 \(make web makes it\)$}m,
        'it names the page, and how to make it');
    put('build/html/01-answers.html', '');
    like((desk('answer', '1.2', '--insist'))[1], qr{^  build/html/01-answers\.html#answer-1\.2$}m, '... until it is there');
    like((desk('answer', '1.10'))[1], qr/no answer to 1\.10/, 'a missing answer is reported');
};

subtest 'do hints come one at a time?' => sub {
    unlink "$here/exercises/.progress";
    like((desk('hint', '1.2'))[1], qr/Hint 1 of 3.*Nudge × both ways/s, 'the first');
    like((desk('hint', '1.2'))[1], qr/Hint 2 of 3.*Divide by `2h`/s, 'the second');
    my ($exit, $output) = desk('hint', '01.2');
    like $output, qr/Hint 3 of 3.*last hint.*make answer EX=1\.2, once you have tried/s, 'the third leads to the answer';
    ($exit, $output) = desk('hint', '1.2');
    is $exit, 0, 'a fourth succeeds';
    like $output, qr/all 3 hints.*Nudge.*Divide.*Return.*make answer EX=1\.2/s, '... and says so';
    my $answer = (desk('answer', '1.2'))[1];
    unlike $answer, qr{/\* the answer|Hint \d}, 'with all hints had, untried is still asked to insist';
    like $answer, qr/INSIST=1/, '... and told how';
    like((desk('hint', '1.10'))[1], qr/no hints for 1\.10/, 'missing hints are reported');
};

subtest 'is an untouched starter told from a tried one?' => sub {
    my ($exit, $output) = desk('check', '1.2');
    is $exit, 1, 'it does not pass';
    unlike $output, qr/failed|read again/, 'nothing is said of what is not there yet';
    like $output, qr/not begun: .*; 2 questions will be asked.*make hint EX=1\.2/s, '... but how much will be asked, and what to do';
    unlike((desk('answer', '1.2'))[1], qr/the answer \*/, 'such a check does not count as a try');
    put($slope, "$slope_starter\n");
    ($exit, $output) = desk('check', '1.2');
    like $output, qr/has the square the slope 6.*expected 6, came 0/s, 'of a changed one, what was expected, what came';
    like $output, qr/^read again: chapter 1, A slope without algebra$/m,
        'the section to read again, by chapter and name, before the page is made';
    unlike $output, qr/01-one-weight\.html/, '... not by a path that is not there';
    put('build/html/01-one-weight.html', '');
    like((desk('check', '1.2'))[1], qr{^read again: chapter 1, A slope.*\n +build/html/01-one-weight\.html#slope$}m,
        'the path of the page once it is made');
    put('build/gradus.pdf', '');
    put('build/pages.tsv', "rate\t7\nslope\t12\n");
    like((desk('check', '1.2'))[1], qr{html#slope\n  page 12 of build/gradus\.pdf$}m, '... and on paper');
    put($slope, $slope_starter);
    put('build/tangle/exercises/01/1.10-build-a-tenth.c', $good);
    put('exercises/01/1.10-build-a-tenth.c', "$good\n");
    unlike((desk('check', '1.10'))[1], qr/not begun/, 'a changed file is begun');
    put('exercises/01/1.10-build-a-tenth.c', $slope_starter);
};

# ---- what a reader may write ----

put('exercises/02/' . slug($_) . '.c', "$bad[$_ - 1][1]\n") for 1 .. @bad;
put($slope, $good);
my $written = readers_files();
my @overview;
my $pipe = in_background(sub { return desk('check') });

for my $i (1 .. @bad) {
    my ($verdict, undef, $says) = @{$bad[$i - 1]};
    my $seconds = $verdict eq 'never ends' ? 1 : 4;
    my ($exit, $output) = desk_with({JUDGE_SECONDS => $seconds}, 'check', "2.$i");
    subtest "2.$i: $verdict" => sub {
        is $exit, 1, 'it does not pass';
        like $output, qr/^\Q$verdict\E(?::|$)/m, "the verdict is \"$verdict\"";
        like $output, $says, 'the details say what happened';
        unlike $output, qr/.{80}/, 'in at most 80 columns';
        my $next = $verdict ne 'does not compile' ? "make hint EX=2\\.$i"
            : sprintf 'mend %s, then make check EX=2\.%d$', $output =~ /\.c:(\d+):/ ? "line $1" : 'the file', $i;
        like $output, qr/^next: $next/m, 'what to do next';
        unlike $output, qr/[^\x20-\x7e\n]/, 'nothing unprintable is printed';
    };
}

# Runs code in a process of its own; its result is read with result_of.
sub in_background {
    my ($code) = @_;
    open my $read, '-|' or do {
        my ($exit, $output) = $code->();
        utf8::encode($output);
        binmode STDOUT;
        print "$exit\n$output";
        close STDOUT;
        POSIX::_exit(0);
    };
    return $read;
}

sub result_of {
    my ($read) = @_;
    local $/;
    my ($exit, $output) = <$read> =~ /^(\d+)\n(.*)/s;
    utf8::decode($output);
    return ($exit, $output);
}

subtest 'check without EX, while the desk is used beside it' => sub {
    my ($exit, $output) = result_of($pipe);
    is $exit, 1, 'exit 1 while some do not pass';
    for my $i (1 .. @bad) {
        my $verdict = $bad[$i - 1][0];
        like $output, qr/^2\.$i +build +Bad $i \.+ \Q$verdict\E$/m, "2.$i: $verdict";
    }
    like $output, qr/^1\.1 +predict .* not begun$/m, 'not begun';
    like $output, qr/^1\.2 +build +A slope \.+ passed$/m, 'passed';
    like $output, qr/^1\.4 +explain .* no test$/m, 'no test';
    my $tested = 4 + @bad;
    like $output, qr/^1 of $tested pass; next: make check EX=1\.1$/m, 'the progress line';
    unlike $output, qr/\e\[|✓/, 'no colours and no marks outside a terminal';
    is scalar(grep { length > 80 } split /\n/, $output), 0, 'at most 80 columns';
};

subtest 'does a reader see progress?' => sub {
    my ($exit, $output) = desk('check', '1.2');
    is $exit, 0, 'a right file passes';
    like $output, qr/passed +has the square.*^passed\nnext: make check EX=1\.3 \(A wrong slope\)$/ms, 'each question, and the verdict';
    like((desk('answer', '1.2'))[1], qr{/\* the answer \*/}, 'the answer is given after a try');
    ($exit, $output) = desk('check', '1.4');
    is $exit, 0, 'explain does not fail';
    like $output, qr/no test: write your answer into/, 'it has no test';
    like((desk('answer', '1.4'))[1], qr/have not written your answer/, 'an explanation is held back too');
    put('exercises/01/1.4-explain-why-a-slope.txt', "So.\n");
    like((desk('check', '1.4'))[1], qr/you have written .*\nnext: make answer EX=1\.4, to compare/, 'what was written is seen');
    like((desk('answer', '1.4'))[1], qr/Because/, '... until one is written');
    put('exercises/01/1.4-explain-why-a-slope.txt', $first{'01/1.4-explain-why-a-slope.txt'});
    like((desk_with({SEED => 'x'}, 'check', '1.2'))[1], qr/seed must be a whole number/, 'SEED=x is refused');
    put($slope, "double slope(double x) { return x > 2.5 ? 6 : x; }\n");
    like((desk_with({SEED => 41}, 'check', '1.2'))[1], qr/to repeat it: make check EX=1\.2 SEED=41\b/,
        'a seed can be repeated');
    put($slope, "#include <stdio.h>\ndouble slope(double x) { printf(\"x × %g\\n\", x); return 2 * x; }\n");
    ($exit, $output) = desk('check', '1.2');
    is $exit, 0, 'printing is no fault';
    like $output, qr/passed +has the square.*\n +your code printed: x × 3\n.*passed/s, '... and is shown when it passes';
    put($slope, $good);
};

# make check, as a reader types it.
sub make_check {
    my ($exit, $output) = capture({seconds => 300, dir => $here, env => \%quiet}, 'make', 'check', @_);
    utf8::decode($output);
    return ($exit, $output);
}

subtest 'make check' => sub {
    put($slope, "double slope(double x) { return x > 2.5 ? 6 : x; }\n");
    my ($exit, $output) = make_check('EX=1.2');
    is $exit, 0, 'what does not pass yet is no error of make';
    unlike $output, qr/make.*Error/, '... and not called one';
    my ($came, $how) = $output =~ /(slope anywhere: expected [^\n]*)\n.*^to repeat it: make check ([^\n]*)/ms;
    ok defined $how, 'it names a seed' or return;
    like((make_check(split ' ', $how))[1], qr/\Q$came\E/, 'the seed that it names repeats it');
    ($exit, $output) = make_check('EX=1.99');
    is $exit, 2, 'what cannot be checked is an error';
    put($slope, $good);
    is((make_check('EX=1.2'))[0], 0, 'what passes is none');
};

subtest 'predict' => sub {
    my $file = 'exercises/01/1.1-predict-twice-a-number.txt';
    my (undef, $solved) = desk_with({input => "1\n1\n"}, 'practice', '1.1', 1);
    my ($twice) = $solved =~ /expected ([\d.]+)/;
    put($file, "seed = 1\ntwice = $twice # yes\nhalf = $twice/4\n");
    is((desk('check', '1.1'))[0], 0, 'right numbers pass, as a fraction too');
    put($file, "seed = 1\ntwice = 1e9\nhalf =\n");
    my ($exit, $output) = desk('check', '1.1');
    is $exit, 1, 'wrong numbers do not';
    like $output, qr/1e9 is not right.*half: not answered yet \(line 3\)/s, 'each with its reason';
    my ($seed, $odd);
    for (1 .. 40) {
        ($seed) = ($_);
        ($odd) = (desk_with({input => "q\n"}, 'practice', '1.1', $_))[1] =~ /twice (\d\.5)\?/ and last;
    }
    put($file, "seed = $seed\ntwice = -" . 2 * $odd . "\nhalf = " . sprintf('%.1f', $odd / 2 + 0.0001) . "\n");
    like((desk('check', '1.1'))[1], qr/its sign is turned/, 'a sign that is turned');
    put($file, "seed = $seed\ntwice = " . 2 * $odd . "\nhalf = " . sprintf('%.2g', $odd / 2) . "\n");
    like((desk('check', '1.1'))[1], qr/right as far as it goes: give four digits/, 'too few digits');
    put($file, "seed = 1\ntwice = \x{1}\x{fc} −8\nhalf = 1,5\nwhat is this\nthird = 3\n");
    ($exit, $output) = desk('check', '1.1');
    like $output, qr/line 2: "\?ü −8" is not a number/, 'garbage, with its line, and readable';
    like $output, qr/line 3: .*"1,5".*a point, not a comma/s, 'a decimal comma';
    like $output, qr/line 4: expected "name = value"/, 'a line that is no assignment';
    like $output, qr/line 5: "third" is not asked for\n +asked for: twice, half\n/, 'a name that is not asked for';
    put($file, $sum_starter);
};

subtest 'practice' => sub {
    my ($exit, $output) = desk_with({input => "x\n3\n3\n.4\n.4\n"}, 'practice', '1.1', 7);
    is $exit, 0, 'practice succeeds';
    like $output, qr/SEED=7 repeats.*What is twice ([\d.]+)\?.*twice = .*"x" is not a number.*not right.*Worked: add \1/s,
        'it poses, asks, grades, and shows the work';
    my ($right) = $output =~ /What is twice ([\d.]+)\?/;
    my ($twice, $half) = (2 * $right, $right / 2);
    $output = (desk_with({SEED => 7, input => "$twice\n$half\n"}, 'practice', '1.1'))[1];
    like $output, qr/2 of 2 right/, 'right answers are right, and SEED=7 asks the same';
    unlike $output, qr/Worked/, '... and need no worked solution';
    my ($square) = $right * $right;
    like((desk_with({input => "$square\n0\n"}, 'practice', '1.1', 7))[1], qr/that is the square/,
        'a known mistake gets its message');
    like((desk('practice', '1.1'))[1], qr/SEED=\d+ repeats.*left, with 0 of 2 right/s,
        'a random seed is shown; the end of the input ends it');
    ($exit, $output) = desk_with({input => "?\nq\n"}, 'practice', '1.1', 7);
    is $exit, 0, 'one may leave at once';
    like $output, qr/2\/3; w shows the work, q leaves.*w shows the worked solution, q leaves\ntwice = left/s,
        '... and is told how';
    ($exit, $output) = desk_with({input => "w\n\n.1\n.1\n.1\n.1\nq\n"}, 'practice', '1.1', 7);
    like $output, qr/twice = *\nWorked: add.*0 problems of 1 solved; Enter poses another.*SEED=8.*twice = .*of 2 solved/s,
        'the work is shown on request, and another problem posed';
    ($exit, $output) = desk_with({CH => '1', input => "q\n"}, 'practice');
    like $output, qr/Practice for 1\.1.*left/s, 'a chapter may be practised';
    like((desk_with({CH => '7'}, 'practice'))[1], qr/chapter "7" has no exercises; those that have: 1, 2$/m,
        '... one that has something');
    like((desk_with({input => "q\n"}, 'practice'))[1], qr/Practice for 1\.1/, 'or all of them');
    like((desk_with({input => "w\n"}, 'practice', '1.1', 7))[1], qr{\(build/html/01-one-weight\.html#double\)},
        'the page to read again can be opened');
    ($exit, $output) = desk('practice', '1.2');
    is $exit, 2, 'a build exercise cannot be practised';
    like $output, qr/kind "build".*1\.1 +predict/s, '... and those that can are named';
    like((desk('practice', '1.1', 'x'))[1], qr/whole number/, 'a seed that is none is refused');
};

subtest 'break' => sub {
    my ($exit, $output) = desk_with({input => "2\n9\nq\n"}, 'break', '1.3');
    is $exit, 0, 'break succeeds';
    like $output, qr{The symptom:\n +failed +has the square the slope 6.*twice too large}s, 'the symptom is shown';
    unlike $output, qr/read again|to repeat it/, '... and not where to read';
    is slurp("$here/build/desk/break/1.3.c"), $broken_slope, 'the copy has the fault';
    like $output, qr{1  half_way\n +2  slope\n.*right: it is in slope\n.*right: return \(up - down\)}s, 'a right diagnosis';
    like $output, qr{mend it, in exercises/01/1\.3-break-a-wrong-slope\.c\n.*left; make break EX=1\.3 goes on}s, 'it asks for the mend';
    $output = (desk_with({input => "HALF_way\n7\nslope\nx\n99\n6\n?\n7\n\nq\n"}, 'break', '1.3'))[1];
    like $output, qr{no: half_way is as it should be.*no part is called that.*right: it is in slope}s, 'a wrong part, by name';
    like $output, qr{= \n  a number from 1 to 10.*from 1 to 10.*no, the fault is elsewhere than in double h = .*near enough: we mend line 9, return }s,
        'no line, a wrong one, one near';
    like $output, qr/How far apart are they\?/, 'a hint on request';
    like((desk_with({input => "2\n1\n"}, 'break', '1.3'))[1], qr/line 1 has no code/, 'a comment is no fault');
    $output = (desk_with({input => "2\n9\n\nq\n"}, 'break', '1.3'))[1];
    like $output, qr/twice too large.*not begun.*left/s, 'an unmended file does not pass';
    like((desk('break', '1.3'))[1], qr/= \nleft; make break EX=1\.3 goes on$/, 'the end of the input ends it');
    put('exercises/01/1.3-break-a-wrong-slope.c', $good);
    $output = (desk_with({input => "2\n9\n\n"}, 'break', '1.3'))[1];
    like $output, qr/^passed\b/m, 'a mended one does';
    put('exercises/01/1.3-break-a-wrong-slope.c', $broken_slope);
    ($exit, $output) = desk('break', '1.2');
    is $exit, 2, 'another kind has no fault to find';
    like $output, qr/kind "build".*with a fault to find are:\n +1\.3 +break/, '... and those that have are named';
};

subtest 'break, the faults of a chapter' => sub {
    put('tests/01/test.c', $unit_test);
    put('tests/01/mutants', "name: one is two\nfile: code/unit.c\n- return 1;\n+ return 2;\n");
    my ($exit, $output) = desk_with({CH => '1', SEED => 3, input => "2\nunit_one\n2\n"}, 'break');
    is $exit, 0, 'break succeeds';
    like $output, qr{ 1  unit_one\n +2  unit_two\n.*no: unit_two is.*right: it is in unit_one\n}s, 'without chapters the parts are functions';
    like $output, qr{make break CH=1 SEED=3 repeats.*build/desk/break/01-3/code/unit\.c.*failed +is one 1\?.*came 2}s, 'where, and the symptom';
    like $output, qr/right: double unit_one.*Now mend it, in build/s, 'the line is judged';
    is slurp("$here/code/unit.c") =~ /return 1/, 1, 'the engine itself is left alone';
    put('build/desk/break/01-3/code/unit.c', "double unit_one(void) { return one; }\n");
    $output = (desk_with({CH => '01', SEED => 3, input => "2\n\nq\n"}, 'break'))[1];
    like $output, qr/does not compile\n +build\S+unit\.c:1: .one. undeclared/, 'what the reader has made of the copy is kept';
    put('build/desk/break/01-3/code/unit.c', "#include \"unit.h\"\ndouble unit_one(void) { return 1; }\n");
    like((desk_with({CH => '1', SEED => 3}, 'break'))[1], qr/shows no symptom/, 'a copy that was mended is not asked about again');
    like((desk_with({CH => '9'}, 'break'))[1], qr/no faults for chapter "9"; there are for: 1$/m, 'a chapter without a table');
    is((desk('break'))[0], 2, 'neither an exercise nor a chapter is refused');
    unlink map { "$here/tests/01/$_" } qw(test.c mutants);
};

is readers_files(), $written, 'nothing but reset has written into exercises/';

# ---- progress ----

subtest 'progress' => sub {
    unlink "$here/exercises/.progress";
    my ($exit, $output) = desk('progress');
    is $exit, 0, 'progress succeeds';
    like $output, qr/^ 1  Chapter 1 +0 of 4 +1 +3 /m, 'what was changed and never checked counts as tried';
    like $output, qr/changed since the last check: 1\.2, 2\.1/, '... and is named';
    desk('check', '1.2');
    $output = (desk('progress'))[1];
    like $output, qr/^ 1  Chapter 1 +1 of 4 +- +3 +###\./m, 'what passed, was tried, is left';
    like $output, qr/^next: 1\.1 .*predict\)\n +exercises\S+\n +make watch EX=1\.1$/m, 'and where to go next';
    put($slope, "$good\n");
    like((desk('progress'))[1], qr/^ 1  Chapter 1 +0 of 4 +1 .*check: 1\.2,/ms, 'a changed file has not passed');
    put($slope, $good);
    put('exercises/.progress', "garbage\n1.2\tpassed\n1.3\tpas");
    is((desk('progress'))[0], 0, 'a torn memory is no error');
    desk('check', '1.2');
    like slurp("$here/exercises/.progress"), qr/\A# .*^1\.2\tpassed\t1\t\t\w+\n\z/ms, '... and is mended by the next check';
    desk('hint', '1.2');
    put('exercises/01/1.1-predict-twice-a-number.txt', "seed = 1\ntwice = 1\nhalf = 1\n");
    desk('check', '1.1');
    desk('hint', '1.1');
    like((desk('progress'))[1], qr/next: 1\.1 \S.*\(predict\)/, 'hints that there are not are not counted');
    put('exercises/01/1.1-predict-twice-a-number.txt', $sum_starter);
    is scalar(grep { length > 80 } split /\n/, $output), 0, 'at most 80 columns';
    put('chapters/01-first.nw', "# The first, of two {#first}\n\n### Exercise 1.2. A [[slope]], then {#ex-1.2 .exercise}\n");
    like((desk('progress'))[1], qr/^ 1  The first, of two  /m, 'a chapter has the title that it has in the book');
    like((desk('list'))[1], qr/^  1\.2   build    A slope, then$/m, '... and an exercise');
    unlink "$here/chapters/01-first.nw";
};

# ---- watch ----

# A desk that watches, in a terminal or not: {say, until, end}.
sub watching {
    my ($in_terminal, @arguments) = @_;
    my @command = ('exercises/desk', 'watch', @arguments);
    @command = ('script', '-qec', "@command", '/dev/null') if $in_terminal;
    pipe my $keys, my $press or die;
    pipe my $screen, my $paint or die;
    my $child = fork // die;
    if ($child == 0) {
        open STDIN, '<&', $keys;
        open STDOUT, '>&', $paint;
        open STDERR, '>&', $paint;
        close $_ for $keys, $press, $screen, $paint;
        chdir $here;
        delete @ENV{qw(NO_COLOR CH EX SEED)};
        @ENV{qw(LC_ALL TERM JUDGE_SECONDS)} = ('C.UTF-8', 'xterm', 4);
        exec @command;
    }
    close $keys;
    close $paint;
    $press->autoflush(1);
    return {child => $child, press => $press, screen => $screen, seen => ''};
}

# Reads what it shows until it matches, for a minute.
sub shows {
    my ($desk, $pattern) = @_;
    my $deadline = time + 60;
    while (time < $deadline) {
        if ($desk->{seen} =~ /$pattern/s) { $desk->{seen} = substr $desk->{seen}, $+[0]; return 1 }
        my $ready = '';
        vec($ready, fileno $desk->{screen}, 1) = 1;
        next unless select($ready, undef, undef, 0.2) > 0;
        sysread $desk->{screen}, my $more, 65536 or last;
        utf8::decode($more);
        $desk->{seen} .= $more;
    }
    diag "seen: $desk->{seen}";
    return 0;
}

sub left {
    my ($desk, $key) = @_;
    my $press = $desk->{press};
    print {$press} $key;
    for (1 .. 1200) {    # a minute
        return $? if waitpid($desk->{child}, POSIX::WNOHANG()) > 0;
        select undef, undef, undef, 0.05;
    }
    kill 'KILL', $desk->{child};
    waitpid $desk->{child}, 0;
    return 'it goes on';
}

sub press { my ($desk, $key) = @_; my $press = $desk->{press}; print {$press} $key; return }

for my $in_terminal (0, 1) {
    subtest 'watch' . ($in_terminal ? ', in a terminal' : ', without one') => sub {
        plan skip_all => 'no terminal can be made here, with the command "script"'
            if $in_terminal && (capture(5, 'script', '-qec', 'true', '/dev/null'))[0] != 0;
        unlink "$here/exercises/.progress";
        put($slope, $slope_starter);
        my $desk = watching($in_terminal, '1.2');
        my $tested_here = 4 + @bad;
        ok shows($desk, qr/Exercise 1\.2.*not begun.*0 of $tested_here passed.*waiting for a save/s), 'it judges at once';
        put($slope, "double slope(double x) { return 4 * x; }\n");
        ok shows($desk, qr/Exercise 1\.2.*divide by 2h.*not yet/s), '... and after each save';
        put($slope, $good);
        ok shows($desk, qr/passed.*next: 1\.3 .*key n.*1 of $tested_here passed/s), '... until it passes';
        press($desk, 'n');
        ok shows($desk, qr/Exercise 1\.3.*waiting/s), 'n goes to the next';
        press($desk, 'h');
        ok shows($desk, qr/Hint 1 of 1.*How far apart.*waiting/s), 'h gives a hint';
        press($desk, 'p');
        ok shows($desk, qr/Exercise 1\.2.*waiting/s), 'p goes back';
        press($desk, 'a');
        ok shows($desk, qr{/\* the answer \*/.*waiting}s), 'a gives the answer to what was tried';
        press($desk, 'na');
        ok shows($desk, qr/not tried 1\.3 yet.*h gives a hint.*a once more.*waiting/s), '... and to what was not, at the second a';
        press($desk, 'ap');
        ok shows($desk, qr/An answer to 1\.3.*Exercise 1\.2.*waiting/s), '... for one who insists';
        press($desk, 'o');
        ok shows($desk, qr/Chapter 1 +1 of 4.*waiting/s), 'o shows the progress';
        press($desk, '?');
        ok shows($desk, qr/save it.*waiting/s), '? explains';
        put('exercises/01/1.10-build-a-tenth.c', "double slope(double x) { return 2 * y; }\n");
        ok shows($desk, qr/Exercise 1\.10.*does not compile.*mend line 1, then save the file.*waiting/s), 'another file that is saved is judged';
        unlink "$here/exercises/01/1.10-build-a-tenth.c";
        select undef, undef, undef, 0.3;
        put('exercises/01/1.10-build-a-tenth.c', $slope_starter);
        ok shows($desk, qr/Exercise 1\.10.*not begun.*waiting/s), '... one that the editor removes and writes anew as well';
        is left($desk, $in_terminal ? "\x03" : 'q'), 0, 'it is left without an error';
        put($slope, $good);
    };
}

# ---- reset ----

subtest 'reset' => sub {
    put($slope, "mine 1\n");
    my ($exit, $output) = desk('reset', '1.2');
    is $exit, 0, 'reset succeeds';
    like $output, qr{kept as \Q$slope.old-1\E.*\Q$slope\E is as it was given}s, 'it says both';
    is slurp("$here/$slope"), $slope_starter, 'the starter is back';
    is slurp("$here/$slope.old-1"), "mine 1\n", 'the old file is kept';
    put($slope, "mine 2\n");
    desk('reset', '1.2');
    is slurp("$here/$slope.old-1"), "mine 1\n", 'a second reset does not touch the first old file';
    is slurp("$here/$slope.old-2"), "mine 2\n", '... and keeps another';
    like((desk('reset', '1.2'))[1], qr/nothing to do/, 'an untouched file is left alone');
    ok !-e "$here/$slope.old-3", '... and not kept again';
    unlink "$here/exercises/02/" . slug(1) . '.c';
    put("exercises/02/hints/" . slug(1) . '.txt', "A.\n\nB.\n\nC.\n");
    ($exit, $output) = desk('check', '2.1');
    is $exit, 1, 'a missing file does not pass';
    like $output, qr/missing: .*is gone\n.*make reset EX=2\.1/, '... and how to get it back';
    desk('reset', '2.1');
    is slurp("$here/exercises/02/" . slug(1) . '.c'), $slope_starter, 'reset brings it back';
    put('build/tangle/' . $slope, "fresh\n");
    desk('reset', '1.2');
    is slurp("$here/$slope"), "fresh\n", 'the fresh copy of the build comes before that of git';
    unlink "$here/build/tangle/$slope";
    put($slope, "mine 3\n");
    rename "$here/.git", "$here/.hidden";
    my $before = readers_files();
    ($exit, $output) = desk('reset', '1.2');
    rename "$here/.hidden", "$here/.git";
    is $exit, 2, 'with no fresh copy, reset fails';
    like $output, qr/no fresh copy.*Nothing was changed/s, '... says why';
    is readers_files(), $before, '... and changes nothing';
};

# ---- a terminal, two desks, a build folder that cannot be written ----

sub in_terminal {
    my ($env) = @_;
    return capture({seconds => 300, dir => $here, env => {%quiet, TERM => 'xterm', %$env}},
        'script', '-qec', 'exercises/desk check 1.10; exercises/desk check', '/dev/null');
}

subtest 'on a terminal' => sub {
    plan skip_all => 'no terminal can be made here, with the command "script"'
        if (capture(5, 'script', '-qec', 'true', '/dev/null'))[0] != 0;
    remove_tree(map { "$here/$_/02" } qw(exercises tests));
    put($slope, $good);
    my (undef, $output) = in_terminal({});
    utf8::decode($output);
    like $output, qr/✓ 1\.2 .*\e\[32mpassed/, 'marks and colours';
    (undef, $output) = in_terminal({NO_COLOR => 1, LC_ALL => 'C'});
    unlike $output, qr/\e\[/, 'NO_COLOR is respected';
    unlike $output, qr/\xe2\x9c/, 'no marks where the locale is not UTF-8';
};

put($slope, $good);
subtest 'two desks at once' => sub {
    remove_tree("$here/build");
    my @desks = map { in_background(sub { desk('check', '1.2') }) } 1 .. 2;
    for my $desk (@desks) {
        my ($exit, $output) = result_of($desk);
        is $exit, 0, 'both pass' or diag $output;
    }
    is_deeply [glob_in("$here/build/desk/work")], [], 'nothing is left of what they compiled';
    make_path("$here/build/desk/work/99999999");
    desk('check', '1.2');
    ok !-e "$here/build/desk/work/99999999", 'what a killed desk has left is cleared away';
};

sub glob_in {
    my ($folder) = @_;
    opendir my $handle, $folder or return;
    return grep { !/^\./ } readdir $handle;
}

subtest 'what the reader cannot help' => sub {
    remove_tree("$here/build");
    spit("$here/build", "a file in the place of the folder\n");
    my ($exit, $output) = desk('check', '1.2');
    is $exit, 2, 'a build folder that cannot be written is an error';
    like $output, qr{cannot write build/desk.*make it writable}s, '... said clearly';
    unlink "$here/build";
    my $no_compiler = (desk_with({CC => 'no-such-cc'}, 'check'))[1];
    like $no_compiler, qr/no C compiler "no-such-cc"/, 'a missing compiler is named';
    put('tests/01/1.10.c', "int main(void) { return x; }\n");
    ($exit, $output) = desk('check');
    like $output, qr/1\.10 .* no judge/, 'a judge that does not compile is reported';
    like $output, qr/1\.2 .* passed/, '... and the others still run';
    like((desk('check', '1.10'))[1], qr/no fault of yours/, '... and it is not the reader\'s fault');
    put('code/unit.c', "double unit_one(void) { return x; }\n");
    like((desk('check', '1.2'))[1], qr{code/unit\.c does not compile}, 'so is broken engine code');
};

done_testing();
