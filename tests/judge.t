#!/usr/bin/env perl
# The harness: does each way to fail get its verdict, and can none spoil the rest?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gradus qw(root capture scratch spit harness_sources);
use Test::More;

my $root = root();
my $here = scratch();
my %quiet = (SEED => undef, JUDGE_SECONDS => 6, JUDGE_READER => undef,
    JUDGE_PRINTED => undef, ASAN_OPTIONS => undef);

spit("$here/questions.c", <<'END');
#define _POSIX_C_SOURCE 200809L
#include "judge.h"
#include <assert.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int one = 1, zero = 0;
static volatile double kept;
static void nothing(void) { puts("ok 99 - forged"); fputs("not ok 98\n", stderr); }
static void close_enough(void) { expect_close("x", 1e9 + 1, 1e9, 1e-6); expect_close("y", 1e-7, 0, 1e-6); }
static void wrong(void) { expect_close("slope at 3", 12, 6, 1e-6); }
static void nan_came(void) { expect_close("slope", NAN, 6, INFINITY); }
static void nan_expected(void) { expect_close("slope", 6, NAN, 1); }
static void infinity_came(void) { expect_close("slope", INFINITY, 6, 1); }
static void infinity_right(void) { expect_close("slope", INFINITY, INFINITY, 1); }
static void unequal(void) { expect_equal("count", -3, 4); }
static void first_only(void) { expect(one == 1, "fine"); mistake(zero, "no"); mistake(one, "made %d\nof two lines", 7); expect(false, "later"); }
static void draws(void) { expect(false, "drew %.17g", judge_uniform(1, 2)); }
static void in_range(void) { for (int i = 0; i < 100000; i++) { double x = judge_uniform(-1, 3); expect(x >= -1 && x < 3, "%g", x); } }
static void null_pointer(void) { volatile int *volatile p = NULL; *p = one; }
static void division(void) { kept = 3 / zero; }
static void (*volatile again)(void);
static void recursion(void) { volatile char pad[1000]; pad[0] = (char)one; again = recursion; again(); kept = pad[0]; }
static void leaves(void) { exit(3); }
static void leaves_quickly(void) { _exit(0); }
static void aborts(void) { abort(); }
static void asserts(void) { assert(one == 2); }
static void killed(void) { raise(SIGKILL); }
static void touched(void) { for (;;) { char *volatile p = malloc(1 << 20); memset(p, one, 1 << 20); } }
static void untouched(void) { for (;;) { void *volatile p = malloc(1 << 22); kept = p == NULL; } }
static void huge(void) { volatile char *volatile p = malloc(SIZE_MAX / 4); p[zero] = 1; }
static void garbage(void) { for (int i = 255; i > 0; i--) putchar(i); for (int i = 0; i < 9; i++) printf("\nok %d", i); expect(false, "no"); }
static void endless(void) { for (;;) puts("hello"); }
static void endless_line(void) { for (;;) fputc('x', stderr); }
static void leak(void) { void *volatile p = malloc(24); p = NULL; kept = p == NULL; }
static void after_free(void) { char *volatile p = malloc(24); free(p); p[zero] = 1; }
static void free_twice(void) { char *volatile p = malloc(24); free(p); free(p); }
static void past_end(void) { char *volatile p = malloc(24); p[23 + one] = 1; free(p); }
static void before_start(void) { char *volatile p = malloc(24); p[-one] = 1; free(p); }
static int left[16], right[16];
static void before_array(void) { int *volatile p = right; p[-one] = 1; kept = left[0]; }
static void off_by_little(void) { expect_close("x", 1 + 1e-11, 1, 1e-12); }
static void loop(void) { while (one) kept = 1; }
static void sleeper(void) { for (;;) pause(); }
static void deaf(void) { signal(SIGTERM, SIG_IGN); for (;;) pause(); }
static void closes(void) { close(0); close(1); close(2); expect(false, "still told"); }
static void leaves_a_child(void) { if (fork() == 0) for (;;) pause(); }
static void prints(void) { puts("x is 3"); printf("caf\303\251 \342\210\2228, \302\205 \355\240\200"); }
static void prints_much(void) { for (int i = 0; i < 7; i++) printf("line %d\n", i); expect(false, "no"); }
static void reads(void) { expect(getchar() == EOF, "there was input"); }

typedef struct { const char *name; Question question; } Named;
#define Q(name) {#name, name}
static const Named all[] = {Q(nothing), Q(close_enough), Q(wrong), Q(nan_came), Q(nan_expected),
    Q(infinity_came), Q(infinity_right), Q(unequal), Q(first_only), Q(draws), Q(in_range),
    Q(null_pointer), Q(division), Q(recursion), Q(leaves), Q(leaves_quickly), Q(aborts), Q(asserts),
    Q(killed), Q(touched), Q(untouched), Q(huge), Q(garbage), Q(endless), Q(endless_line), Q(leak),
    Q(after_free), Q(free_twice), Q(past_end),
    Q(before_start), Q(before_array), Q(off_by_little), Q(loop), Q(sleeper), Q(deaf), Q(closes),
    Q(leaves_a_child), Q(reads),
    Q(prints), Q(prints_much)};

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 0");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "see") == 0)
            judge_see("A slope without algebra", "01-one-weight.html#slope");
        if (strcmp(argv[i], "outside") == 0)
            expect(false, "no question");
        if (strcmp(argv[i], "exercise") == 0)
            judge_begin(argc, argv, "exercise 1.3");
        if (strcmp(argv[i], "first") == 0)
            printf("# %s\n", judge_ask_first("first", unequal) ? "true" : "false");
        for (size_t j = 0; j < sizeof all / sizeof *all; j++)
            if (strcmp(argv[i], all[j].name) == 0)
                printf("# %s\n", judge_ask(argv[i], all[j].question) ? "true" : "false");
    }
    return judge_end();
}
END

my $crash = qr/undefined behaviour at|crashed/;
my $memory = qr/took (?:more )?memory/;
my %expected = (
    wrong => qr/slope at 3: expected 6, came 12$/m,
    nan_came => qr/slope: expected 6, came not a number \(NaN\)/,
    nan_expected => qr/slope: expected not a number \(NaN\), came 6/,
    infinity_came => qr/slope: expected 6, came infinity/,
    off_by_little => qr/x: expected 1, and what came is off by 1e-11, where at most 1e-12 is allowed$/m,
    unequal => qr/count: expected 4, came -3/,
    first_only => qr/^#   made 7\n#   of two lines\n# false\n1\.\./m,
    null_pointer => qr/$crash.*(?:points nowhere|null pointer)/,
    division => qr/$crash.*(?:zero)/,
    recursion => qr/stack overflow \(a function that calls itself/,
    leaves => qr/left by exit\(3\) in mid-question/,
    leaves_quickly => qr/left by exit\(0\) in mid-question/,
    aborts => qr/SIGABRT/,
    asserts => qr/SIGABRT.*your code printed: .*Assertion/s,
    killed => qr/SIGKILL/,
    touched => $memory, untouched => $memory,
    garbage => qr/no\n#   your code printed: \?+.*printed: .*your code printed more/s,
    endless => qr/printed without end: stopped after 64 kB\n#   your code printed: hello/,
    endless_line => qr/printed without end.*\n#   your code printed: x{97}\.\.\.\n/,
    closes => qr/still told/,
    prints_much => qr/no\n(?:#   your code printed: line \d\n){5}#   your code printed more\n/,
);
my %sanitized = (
    huge => qr/$memory.* at questions\.c:\d+/,
    leak => qr/leaked memory: 24 bytes that were allocated at questions\.c:\d+\S* and never freed/,
    after_free => qr/crashed at questions\.c:\d+\S*: used memory after freeing it/,
    free_twice => qr/crashed at questions\.c:\d+\S*: freed the same memory twice/,
    before_start => qr/crashed at questions\.c:\d+\S*: read or wrote before the start of allocated/,
    before_array => qr/crashed at questions\.c:\d+\S*: read or wrote before the start of a global array/,
    past_end => qr/crashed at questions\.c:\d+\S*: read or wrote past the end of allocated/,
    null_pointer => qr/(?:crashed|undefined behaviour) at questions\.c:\d+/,
);
my %plain = (huge => $memory, free_twice => qr/SIGABRT/);
my %slow = (loop => qr/never ended: stopped after 0\.3 s/, sleeper => qr/never ended/,
    deaf => qr/never ended/);
my @passing = qw(nothing close_enough infinity_right in_range leaves_a_child reads);

my @compilers = grep { (capture(60, $_, '--version'))[0] == 0 } qw(gcc clang);
ok scalar(@compilers), 'there is a compiler';
for my $cc (@compilers) {
    try_build($cc, 0, '-O1');
    try_build($cc, 1, split ' ', '-g -fsanitize=address,undefined -fno-omit-frame-pointer');
}
predict_judges();
done_testing();

sub ask {
    my ($program, $env, @arguments) = @_;
    return capture({seconds => 60, dir => $here, env => {%quiet, %$env}}, "./$program", @arguments);
}

sub try_build {
    my ($cc, $has_sanitizer, @flags) = @_;
    my $program = "questions-$cc-$has_sanitizer";
    my ($exit, $output) = capture({seconds => 60, dir => $here}, $cc,
        qw(-std=c11 -Wall -Wextra -Wpedantic -Werror), @flags, '-I', "$root/tests/judge",
        'questions.c', harness_sources($root), '-lm', '-o', $program);
    is $exit, 0, "$cc @flags: compiles without a warning" or return diag $output;
    subtest "$cc @flags" => sub {
        verdicts($program, {%expected, $has_sanitizer ? %sanitized : %plain});
        limits_of_time($program);
        the_rest($program);
    };
    return;
}

sub verdicts {
    my ($program, $expected) = @_;
    for my $name (sort keys %$expected) {
        my ($exit, $output) = ask($program, {}, $name);
        like $output, qr/^not ok 1 - $name\n(?:.*\n)*# false\n1\.\.1$/m, "$name fails";
        like $output, $expected->{$name}, '... and says why';
        is $exit, 1, '... with exit 1';
        unlike $output, qr/[^\x20-\x7e\n]/, '... and prints only what is printable';
    }
    my ($exit, $output) = ask($program, {}, @passing);
    is $exit, 0, 'what is right passes' or diag $output;
    is $output, join("\n", '# chapter 0', (map { ("ok $_ - $passing[$_ - 1]", '# true') } 1 .. @passing),
        '1..' . @passing) . "\n", '... and nothing that is printed gets between the TAP';
    return;
}

sub limits_of_time {
    my ($program) = @_;
    for my $name (sort keys %slow) {
        my ($exit, $output) = ask($program, {JUDGE_SECONDS => 0.3}, $name, qw(nothing wrong loop));
        like $output, $slow{$name}, "$name is stopped, and it is said so";
        is scalar(() = $output =~ /^not ok \d - \w+\n#   not asked: an earlier question never ended\n# false$/mg),
            3, '... and the later ones are not asked';
        is $exit, 1, '... with exit 1';
    }
    return;
}

sub the_rest {
    my ($program) = @_;
    my ($exit, $output) = ask($program, {}, qw(wrong see wrong));
    like $output, qr/came 12\n# false\nnot ok 2.*came 12\n#   read again: A slope without algebra \(01-one-weight\.html#slope\)/s,
        'the section to read again is named once it is known';
    like((ask($program, {}, 'first'))[1], qr/came -3\n#   the other questions are asked once this one passes\n# false\n/,
        'that others wait for a question is said');
    is((ask($program, {}))[0], 1, 'a judge without questions does not pass');
    my (undef, $first) = ask($program, {SEED => 12}, 'draws');
    like $first, qr/^#   to repeat it: run it with SEED=12 in the environment$/m, 'the seed is printed';
    like((ask($program, {SEED => 12}, 'exercise', 'draws'))[1], qr/^#   to repeat it: make check EX=1\.3 SEED=12$/m,
        '... and of an exercise, the command');
    (undef, my $shown) = ask($program, {JUDGE_PRINTED => 1}, 'nothing', 'prints');
    like $shown, qr/^ok 1 - nothing\n(?:#   your code printed: (?:not )?ok \d+.*\n){2}# true$/m,
        'on request it is shown what a passing question printed';
    like $shown, qr/printed: x is 3\n#   your code printed: caf\xc3\xa9 \xe2\x88\x928, \?\? \?\?\?\n# true$/m,
        '... valid UTF-8 as it is';
    is((ask($program, {SEED => 12}, 'draws'))[1], $first, 'a seed gives the same numbers again');
    isnt((ask($program, {SEED => 13}, 'draws'))[1] =~ s/SEED=13/SEED=12/r, $first, 'another gives others');
    my ($free) = (ask($program, {}, 'draws'))[1] =~ /drew (\S+)/;
    isnt((ask($program, {}, 'draws'))[1] =~ /drew (\S+)/ ? $1 : '', $free, 'without one they are fresh');
    unlike((ask($program, {}, 'wrong'))[1], qr/SEED/, 'no seed is named where nothing was drawn');
    is((ask($program, {SEED => 'x'}, 'draws'))[0], 2, 'a seed that is none is refused');
    is((ask($program, {}, 'outside'))[0], 2, 'an expectation outside a question is an error');
    return;
}

# ---- predict ----

sub predict_judges {
    spit("$here/predict.c", <<'END');
#include "judge.h"
static double x(unsigned seed) { return predict_pick(seed, 1, -2, 2, 0.1); }
static void pose(FILE *out, unsigned seed) { fprintf(out, "x = %.10g\n", x(seed)); }
static void work(FILE *out, unsigned seed) { fprintf(out, "work %g\n", x(seed)); }
static int solve(unsigned seed, Asked *asked)
{
    asked[0] = (Asked){"big", 1000, {{2000, "twice too large"}, {-1000, "the sign"}, {2001, "twice and one"},
                       {3, "3"}, {4, "4"}, {5, "5"}, {6, "6"}, {7, "the eighth"}}};
    asked[1] = (Asked){"pick", x(seed), {{-x(seed), "its sign"}}, "T", "p.html#t"};
    return 2;
}
int main(int argc, char **argv)
{
    return judge_predict(argc, argv, "exercise 0.1", "S", "p.html#a", (Predict){pose, solve, work});
}
END
    my ($exit, $output) = capture({seconds => 60, dir => $here}, $ENV{CC} || 'cc', '-std=c11', '-I',
        "$root/tests/judge", 'predict.c', harness_sources($root), '-lm', '-o', 'predict');
    is $exit, 0, 'a predict judge compiles' or return diag $output;
    subtest 'predict_pick' => \&picks;
    subtest 'predict: a file' => \&predict_files;
    subtest 'predict: on request' => \&predict_requests;
    return;
}

sub picks {
    my %seen;
    for my $seed (0 .. 199) {
        my ($pick) = (ask('predict', {}, '--pose', $seed))[1] =~ /x = (\S+)/;
        $seen{$pick}++;
    }
    is scalar(grep { !/^-?[012](?:\.\d)?$/ || abs > 2 } keys %seen), 0, 'round numbers from low to high';
    cmp_ok scalar(keys %seen), '>', 35, 'all of them come up';
    return;
}

sub graded {
    my ($text) = @_;
    spit("$here/file.txt", $text);
    return ask('predict', {}, 'file.txt');
}

sub predict_files {
    my ($right) = (ask('predict', {}, '--solve', 5))[1] =~ /pick = (\S+)/;
    is((graded("seed=5\nbig=1000.49\npick=$right"))[0], 0, 'within half a thousandth is right');
    is((graded("seed=5\nbig=1000.51\npick=$right"))[0], 1, 'beyond is not');
    is((graded("seed=5\nbig=1e3\npick=" . ($right + 0.0011)))[0], 1, '... for small numbers neither');
    is((graded("seed=5\nbig=2000/2 # half\n\n pick = " . ($right + 0.00049)))[0], 0, 'fractions and comments');
    my ($exit, $output) = graded("seed = 5\nbig = -1000.4\npick = nan\n");
    like $output, qr/not ok 1 - big\n#   -1000\.4 is not right\n#   the sign\n#   read again: S \(p\.html#a\)/,
        'a known mistake gets its message';
    unlike $output, qr/\b1000\n/, 'the right value is not given away';
    like $output, qr/line 3: "nan" is not a number; write it like 1\.5, -2, 2\/3 or 8\.5\*\(16 - 1\)$/m, 'NaN is no answer';
    like $output, qr/"nan" is not.*\n(?:#.*\n)?#   read again: T \(p\.html#t\)/, 'a number may have a section of its own';
    like((graded("big = 9*log(3)\n"))[1], qr/is not a number;.*\n#   .*work out log, exp/, 'a name is not understood, and it says so');
    like((graded("big = 272\n"))[1], qr/not ok 1 - big\n#   272 is not right\n#   read again/, 'an unknown mistake');
    like((graded("big = 2000.6\n"))[1], qr/twice and one/, 'of two mistakes that are near, the nearest');
    like((graded("big = 2000.4\n"))[1], qr/twice too large/, '... also when it is the first');
    like((graded("big = 7\n"))[1], qr/the eighth/, 'there is room for eight');
    ($exit, $output) = graded("big =\nbig = 3\nseed = x\n= 4\nbag = 1\n");
    like $output, qr/line 4: expected "name = value", came "= 4"/, 'a line without a name';
    like $output, qr/line 3: expected a whole number, came "x"/, 'a seed that is none';
    like $output, qr/big: not answered yet \(line 1\)/, 'an empty value';
    like $output, qr/no line "pick = \.\.\."/, 'a line that is missing';
    like $output, qr/line 2: "big" is given twice\n(?!#   asked)/, 'a name given twice';
    like $output, qr/line 5: "bag" is not asked for\n#   asked for: big, pick\n/, 'a name that is not asked for';
    is((graded(join '', map { chr } 0 .. 255))[0], 1, 'garbage fails');
    is((ask('predict', {}, 'no-such-file'))[0], 2, 'a missing file is an error');
    expressions();
    other_seeds();
    return;
}

sub expressions {
    my ($minus, $dash, $times) = ("\xe2\x88\x92", "\xe2\x80\x93", "\xc3\x97");
    for my $right ('1000', '+1e3', '125*8', "125 $times 8", '(1 + 2.5*2)*500/3', '1500 - 2*250', '1500-(-(-500))',
        "1500 $minus 500", "-500*${dash}2", '.5*2000') {
        like((graded("big = $right\n"))[1], qr/^ok 1 - big$/m, "$right is 1000");
    }
    like((graded("big = ${minus}1000\n"))[1], qr/$minus\Q1000 is not right\E\n#   the sign/, 'a minus from the page');
    like((graded("big = 17*16\n"))[1], qr/17\*16 = 272 is not right/, 'a wrong one, with its value');
    for my $bad ('8.5x16', '2 3', '1/0', '1+', '*2', '(1', '1)', '()', 'inf', "68 ${minus}x", '-', '2//3', '1e999') {
        like((graded("big = $bad\n"))[1], qr/line 1: "\Q$bad\E" is not a number; write it like/, "$bad is none");
    }
    like((graded('big = ' . '(' x 490 . "\n"))[1], qr/not a number/, 'nor are many parentheses');
    my $long = "big = " . "\xc3\xa9" x 150 . "\n";
    like((graded($long))[1], qr/"(?:\xc3\xa9){97}\.\.\."/, 'a long text is cut between characters');
    like((graded("big = \xe9\x{1b}[1m\n"))[1], qr/"\?\?\[1m"/, 'what is no text is not printed');
    return;
}

sub other_seeds {
    my %pick = map { $_ => (ask('predict', {}, '--solve', $_))[1] =~ /pick = (\S+)/ } 1 .. 60;
    my ($other) = grep { my $seed = $_; !grep { $pick{$_} == $pick{$seed} } 1 .. $seed - 1 } reverse 2 .. 20;
    my ($own) = grep { abs $pick{$_} != abs $pick{$other} } 21 .. 60;
    my $numbers = "big = 1000\npick = $pick{$other}\n";
    my ($exit, $output) = graded("seed = $own\n$numbers");
    is $exit, 1, 'answers to another seed fail';
    like $output, qr/#   these are the answers to seed $other, and the file says seed = $own\n/, '... and say to which';
    unlike $output, qr/not right/, '... once';
    like((graded("pick = $pick{$other}\nseed = $own\n"))[1], qr/not right/, 'one number alone proves nothing');
    like((graded("seed = $own\nbig = 2000\npick = $pick{$other}\n"))[1], qr/twice too.*not right/s,
        'nor do numbers that are not all right');
    my ($turned) = grep { my $seed = $_; $pick{$seed} != 0 && grep { $pick{$_} == -$pick{$seed} } 1 .. 20 } 21 .. 60;
    like((graded("seed = $turned\nbig = 1000\npick = " . -$pick{$turned} . "\n"))[1], qr/is not right\n#   its sign/,
        'a known mistake is not taken for another seed');
    return;
}

sub practise {
    my ($seed, $input) = @_;
    return capture({seconds => 60, dir => $here, input => $input, env => \%quiet}, './predict', '--practice', $seed);
}

sub predict_requests {
    my $wrong = (ask('predict', {}, '--wrong', 5))[1];
    like $wrong, qr/\Abig\t2000\ttwice too large\nbig\t-1000\tthe sign\n/, 'the known mistakes are listed';
    is scalar(() = $wrong =~ /^big\t/mg), 8, '... all of them';
    is((ask('predict', {}, '--pose', 5))[1] =~ s/.*\n//r, "(four digits are enough)\n", 'the problem says how exactly');
    my (undef, $solved) = ask('predict', {}, '--solve', 5);
    my ($exit, $output) = practise(5, join "\n", $solved =~ /= (\S+)/g);
    is $exit, 0, 'right answers end practice well';
    like $output, qr{\Ax = \S+\n\(four digits are enough\)\n\n\(a number like 1\.5, -2 or 2/3; w shows the work, q leaves\)\nbig =     right\npick =     right\n\n2 of 2 right\n\z},
        '... and say so; what can be typed is said once';
    ($exit, $output) = practise(6, "2000\n2000\n9\n9\n");
    is $exit, 1, 'wrong answers do not';
    like $output, qr/not right: twice too large\nbig = +not right: twice too large\n +expected 1000, came 2000\n.*work.*read again: S \(p\.html#a\)/s,
        '... but may be mended once; then the number and the work are shown';
    ($exit, $output) = practise(5, join "\n", 2000, $solved =~ /= (\S+)/g);
    like "$exit $output", qr/^0 .*twice too large\nbig = +right\n.*2 of 2 right/s, 'a right answer at the second try is right';
    unlike $output, qr/expected/, '... and was not given away';
    like((practise(5, "997\n1e3\n"))[1], qr/not right\nbig = +right/, 'a wrong one of which nothing is known is told so');
    $ENV{JUDGE_PAGES} = 'build/html/';
    like((practise(6, "2000\n2000\n9\n9\n"))[1], qr{read again: S \(build/html/p\.html#a\)}, '... and the page, where there is one');
    delete $ENV{JUDGE_PAGES};
    like((practise(5, "x\xe2\x88\x92\n\n2000/2\nq\n"))[1],
        qr{big =     "x\xe2\x88\x92" is not a number; write it like.*\nbig = big =     right\npick = left, with 1 of 2 right\n\z},
        'garbage is asked again, q leaves');
    like((practise(5, "1000\nquit\n"))[1], qr/pick = left, with 1 of 2 right\n\z/, 'so does quit');
    like((practise(5, ''))[1], qr/big = \nleft, with 0 of 2 right\n\z/, '... and the end of the input');
    for my $ask ('w', 'work') {
        ($exit, $output) = practise(6, "$ask\n");
        like "$exit $output", qr{^1 .*big = \nwork \S+\n\nread again: S.*\nread again: T \(p\.html#t\)\n}s, "$ask shows the work, and that is not right";
    }
    is((practise(6, "q\n"))[0], 3, 'who leaves is told from who was wrong');
    for my $help ('?', 'help') {
        like((practise(5, "$help\n"))[1], qr{big =     a number: write it like .*\n +w shows the worked solution, q leaves\nbig = }s, "$help helps");
    }
    for my $bad (['--solve'], ['--solve', 'x'], ['--solve', -1], ['--dance', 1], []) {
        ($exit, $output) = ask('predict', {}, @$bad);
        is $exit, 2, "@$bad: refused";
        like $output, qr/usage: /, '... with the usage';
    }
    return;
}
