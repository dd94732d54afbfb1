#!/usr/bin/env perl
# Is every author's error caught, with its file and line, what is wrong and what
# to do, and without a half-made file left behind?

use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use File::Path qw(remove_tree);
use Gradus qw(scratch slurp);
use SmallBook qw(small_book build put edit line_of sums changes);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $home = scratch();
my $book = small_book("$home/a small book");
my ($one, $two) = ('chapters/01-first.nw', 'chapters/02-second.nw');
my %text = map { $_ => slurp("$book/$_") } $one, $two;
my $cover = slurp("$book/book/cover.md");
my @goals = qw(build/html/01-first.html build/html/02-second.html build/tangle/.done);

# ---- a correct book

my ($exit, $output) = build($book, @goals);
is($exit, 0, 'does a correct book of two chapters build?') or die "the small book does not build:\n$output";
like(slurp("$book/build/steps/01/code/twice.c"), qr/\Q(double x)\E\n\{\n    \Q\/* double x *\/\E\n    x = x \+ x;\n    return x;\n\}\n\z/,
     'does the step of chapter 1 drop what only chapter 2 defines?');
unlike(slurp("$book/build/steps/01/code/programs/learn.c"), qr/greet|eight/, 'is not even the name of a dropped chunk left?');
ok(-x "$book/build/steps/01/learn", 'does the step of chapter 1 compile all the same?');
like(slurp("$book/build/steps/02/code/twice.c"), qr/double thrice/, 'does the step of chapter 2 have what it adds?');
like(slurp("$book/build/tangle/code/programs/learn.c"), qr/1 << 3/, 'is @<< tangled as a shift operator?');

# ---- the mistakes, each made in the correct book

my $good = sums("$book/build");
rename "$book/$_", "$home/$_" or die "$_: $!\n" for 'chapters', 'build';

sub restore {
    for my $folder ('chapters', 'build') {
        remove_tree("$book/$folder");
        system('cp', '-a', "$home/$folder", $book) == 0 or die "cannot copy $folder\n";
    }
    put($book, 'book/cover.md', $cover);
    return;
}

# A name, what makes the mistake, where it must be reported (a file and a text on
# the line, or its number, or nothing), what must be said, and the advice.
sub mistake {
    my ($name, $make, $file, $at, $says, $advice, @more) = @_;
    restore();
    $make->();
    my $line = !length $at ? '' : $at =~ /^\d+$/ ? ":$at" : ':' . line_of($book, $file, $at);
    my ($exit, $output) = build($book, @goals, @more);
    my $caught = $exit && $output =~ /^\Q$file$line\E: error: [^\n]*$says[^\n]*\n[ ]{4}[^\n]*$advice/m;
    ok($caught, "$name: is it caught, at its place, with advice?")
        or diag("expected at $file$line: $says / $advice\nexit $exit; came:\n$output");
    cmp_ok(scalar(split /\n/, $output), '<', 25, "$name: is it said shortly?") or diag($output);
    my @touched = grep { /\.new\b/ || m{^html/} } changes($good, sums("$book/build"));
    is("@touched" . (-e "$book/code" ? ' code/' : ''), '', "$name: is nothing half made?");
    return;
}

sub in_first  { my @edit = @_; return sub { edit($book, $one, @edit) } }
sub in_second { my @edit = @_; return sub { edit($book, $two, @edit) } }
sub after_first  { my ($more) = @_; return in_first("## Answers", "$more\n## Answers") }
sub after_second { my ($more) = @_; return in_second("## Answers", "$more\n## Answers") }

# chunks
mistake('a misspelt chunk', in_first("    <<double x>>", "    <<duoble x>>"), $one, '<<duoble x>>',
        qr/<<duoble x>> is used but no chapter defines it/, qr/Did you mean <<double x>>\?/);
mistake('an undefined chunk', in_first("    <<double x>>\n", "    <<double x>>\n    <<make some tea>>\n"), $one, '<<make some tea>>',
        qr/<<make some tea>> is used but no chapter defines it/, qr/Define it with <<make some tea>>=/);
mistake('an undefined chunk in prose', after_second("See [[<<make some tea>>]].\n"), $two, '<<make some tea>>',
        qr/<<make some tea>> is used but no chapter defines it/, qr/Define it/);
mistake('a chunk that nobody uses', after_second("<<boil water>>=\nint kettle;\n@\n"), $two, '<<boil water>>=',
        qr/nobody uses <<boil water>>/, qr/Use it in another chunk, delete it/);
mistake('chunks that use one another only', after_second("<<boil water>>=\n<<wait>>\n@\n\n<<wait>>=\n<<boil water>>\n@\n"), $two, '<<boil water>>=',
        qr/no file uses <<boil water>>/, qr/Use it/);
mistake('a misspelt folder of a root', in_first("<<code/twice.c>>=", "<<coed/twice.c>>="), $one, '<<coed/twice.c>>=',
        qr{<<coed/twice.c>> would be a file outside code/}, qr{Did you mean <<code/twice.c>>\?});
mistake('a root that lost its folder', in_first("<<code/twice.c>>=", "<<twice.c>>="), $one, '<<twice.c>>=',
        qr/nobody uses <<twice.c>>/, qr/if it is a file, give it its path/);
mistake('a misspelt root of a test', in_second("<<tests/02/test.c>>=", "<<tests/02/tset.c>>="), $two, '<<tests/02/tset.c>>=',
        qr{<<tests/02/tset.c>> is no file of tests/}, qr{tests/NN/test\.c});
mistake('a misspelt root of an exercise', in_first("<<exercises/01/1.1-explain-why.txt>>=", "<<exercises/01/1.1-explian-why.txt>>="),
        $one, '<<exercises/01/1.1-explian-why.txt>>=', qr{<<exercises/01/1.1-explian-why.txt>> is no file of exercises/}, qr{N\.M-KIND});
mistake('hints for no exercise', in_first("<<exercises/01/hints/1.1-explain-why.txt>>=", "<<exercises/01/hints/1.1-explain-how.txt>>="),
        $one, '<<exercises/01/hints/1.1-explain-how.txt>>=', qr{belongs to an exercise exercises/01/1.1-explain-how, and there is none},
        qr{Did you mean <<exercises/01/hints/1.1-explain-why.txt>>\?});
mistake('a file used in another', in_first("<<functions>>\n<<functions that", "<<functions>>\n<<code/twice.h>>\n<<functions that"), $one, "<<code/twice.h>>\n",
        qr/<<code\/twice.h>> names a file, and a file is not used in another/, qr/without a slash/);
mistake('a file above the root', in_first("<<code/twice.c>>=", "<<code/../twice.c>>="), $one, '<<code/../twice.c>>=',
        qr{<<code/../twice.c>> is not a plain path}, qr/without "\." and "\.\."/);
mistake('a shift operator', in_first("x = x + x;", "x = ((int)x << 3) >> 2;"), $one, '<< 3) >>',
        qr/"<< 3\) >>" is read as a reference to a chunk/, qr/If it is a shift operator, write @<< for <</);
mistake('a shift operator without blanks', in_first("x = x + x;", "x = 1<<3>>2;"), $one, '1<<3>>2',
        qr/"<<3>>" is read as a reference to a chunk/, qr/If it is a shift operator, write @<< for <</);
mistake('<< in prose', in_second("began goes on:", "began, 1 << 3, goes on:"), $two, '1 << 3, goes',
        qr/<</, qr/In prose write \[\[code\]\] around code/);

# links, citations, anchors
mistake('a broken link', in_first("[more](#second)", "[more](#secnod)"), $one, '#secnod',
        qr/no heading, figure, table, run or chunk has the anchor #secnod/, qr/Correct the link/);
mistake('a broken link in chapter 2', in_second("[the first](#first)", "[the first](#frist)"), $two, '#frist',
        qr/has the anchor #frist/, qr/Correct the link/);
mistake('a broken citation', in_first('[@karpathy2020]', '[@karpathy2020; @karpathy]'), $one, '@karpathy]',
        qr/nothing called karpathy is in book\/references\.bib/, qr/Correct the key, or add the work/);
mistake('a broken citation beside one that it begins', after_first("Later [\@karpathy].\n"), $one, '[@karpathy].',
        qr/nothing called karpathy is in book\/references\.bib/, qr/Correct the key, or add the work/);
mistake('a duplicate anchor', after_second("## Again {#twice}\n"), $two, '{#twice}',
        qr{the anchor #twice is already at chapters/01-first.nw:10}, qr/give this one another name/);
mistake('a duplicate anchor of a run', after_second("``` {.run #run-double cmd=\"./learn\"}\n```\n"), $two, '#run-double',
        qr{the anchor #run-double is already at}, qr/give this one another name/);
mistake('a heading without an anchor', in_first("## Twice {#twice}", "## Twice"), $one, '## Twice',
        qr/this heading has no anchor/, qr/Add one/);

mistake('a broken link on the cover', sub { edit($book, 'book/cover.md', '#first', '#frist') }, 'book/cover.md', '#frist',
        qr/has the anchor #frist/, qr/Correct the link/, 'build/html/index.html');

# terms of formulas and their code
my $pairs = qq(``` {.pairs chunk="double x"}\n);
mistake('a term without code', after_first('Or $\term{product}{2x}$.'), $one, '\term{product}',
        qr/the term "product" has no code/, qr/Add a line "product: the code" to a block/);
mistake('code without a term', in_first("sum: x + x\n", "sum: x + x\nproduct: x\n"), $one, 'product: x',
        qr/no formula of chapter 1 has the term "product"/, qr/Mark it in its formula/);
mistake('code that its chunk no longer has', in_first('x = x + x;', 'x = 2.0 * x;'), $one, "sum: x + x\n",
        qr/"x \+ x" stands 0 times in <<double x>>/, qr/Write the code as it stands in the chunk/);
mistake('code that its chunk has twice', in_first('x = x + x;', 'x = (x + x) + 0.0 * (x + x);'), $one, "sum: x + x\n",
        qr/"x \+ x" stands 2 times in <<double x>>/, qr/so much of it that it is the only one/);
mistake('code that is only part of a word', in_first("sum: x + x\n", "sum: ouble\n"), $one, "sum: ouble\n",
        qr/"ouble" stands 0 times/, qr/Write the code as it stands/);
mistake('code of a chunk that is not there', in_first($pairs, $pairs =~ s/double/duoble/r), $one, 'duoble x',
        qr/this chapter has no chunk <<duoble x>>/, qr/Name the chunk/);
mistake('code of a chunk of another chapter', after_second(qq(Thrice: \$\\term{sum}{x + x}\$.\n\n${pairs}sum: x + x\n```\n)), $two, '{.pairs',
        qr/this chapter has no chunk <<double x>>/, qr/Name the chunk/);
mistake('two terms of one name', after_first('Or $\term{sum}{2x}$.'), $one, '\term{sum}',
        qr/chapter 1 has two terms "sum"/, qr/give this one a name of its own/);
mistake('two terms of one anchor', after_first("Or \$\\term{Sum}{2x}\$.\n\n${pairs}Sum: =\n```\n"), $one, '\term{Sum}',
        qr/would have the anchor of "sum"/, qr/another name/);
mistake('a term with two pieces of code', in_first("sum: x + x\n", "sum: x + x\nsum: x\n"), $one, "sum: x\n",
        qr/the term "sum" has two pieces of code/, qr/take one of the lines away/);
mistake('two terms whose code overlaps', after_first("Or \$\\term{all}{2x}\$.\n\n${pairs}all: = x + x\n```\n"), $one, 'all: =',
        qr/this code overlaps that of the term "sum"/, qr/choose less of one/);
mistake('a pair that is no pair', in_first("sum: x + x\n", "sum x + x\n"), $one, "sum x + x\n",
        qr/is not "name: code"/, qr/Write the name that/);
mistake('a term without its braces', after_first('Or $\term{twice} 2x$.'), $one, '\term{twice} 2x',
        qr/this is not \\term\{its name\}\{what it is\}/, qr/both in braces/);
mistake('a term in another', after_first('Or $\term{one}{2\term{two}{x}}$.'), $one, '\term{two}{x}',
        qr/or it stands inside another/, qr/mark only one/);
mistake('more terms than letters', after_first(join "\n", (map { "\$\\term{t$_}{x}\$" } 1 .. 8), '', $pairs . join("\n", map { "t$_: x" } 1 .. 8), '```', ''),
        $one, '\term{t8}', qr/chapter 1 has more than 8 terms/, qr/keep those that the derivation is about/);
mistake('a term in a caption', in_second('caption="Three times $x$."', 'caption="Three times $\term{x}{x}$."'), $two, '\term{x}',
        qr/a term stands here that can have no code/, qr/not in captions or answers/);
mistake('a block of pairs among the answers', in_second("There is nothing", "${pairs}answer: x\n```\n\nThere is nothing"), $two, 'answer: x',
        qr/a block of pairs stands among the answers/, qr/Put it into the chapter/, 'build/html/02-answers.html');

# what the text says of runs
mistake('a number that its run no longer prints', in_first("twice(21));", "twice(22));"), $one, '[42]{.said',
        qr/the text says "42", but run #run-double does not/, qr/mend the text/);
mistake('a number that another run prints', in_second('[9]{.said run=tbl-thrice}', "[9]{.said run=tbl-thrice} and\n[42]{.said run=tbl-thrice}"),
        $two, '[42]{.said', qr/the text says "42", but run #tbl-thrice does not/, qr/mend the text/);
mistake('a number over two lines', in_second('[9]{.said run=tbl-thrice}', "[19]{.said\nrun=tbl-thrice}"), $two, '[19]{.said',
        qr/the text says "19", but run #tbl-thrice does not/, qr/mend the text/);
mistake('a number that is only part of another', after_second('[2]{.said run=run-double}'), $two, '[2]{.said',
        qr/the text says "2", but run #run-double does not/, qr/mend the text/);
mistake('a number from a run that is not there', in_second('run=tbl-thrice}', 'run=tbl-trice}'), $two, 'run=tbl-trice',
        qr/there is no run #tbl-trice/, qr/Name one of the chapter's runs/);
mistake('a run whose program fails', in_second("return 0;", "return 3;"), $two, '#tbl-thrice cmd',
        qr/"\.\/thrice" ended with status 3, and should with 0/, qr/say exit=3/);
mistake('a run whose program crashes', in_second("    printf(\"x\\t", "    __builtin_trap();\n    printf(\"x\\t"), $two, '#tbl-thrice cmd',
        qr/"\.\/thrice" ended with status 1\d\d, and should with 0/, qr/Mend the program/);
mistake('a run whose program crashes in the place of its shell', after_second("``` {.run #run-crash cmd=\"exec sh -c 'kill -SEGV \$\$'\"}\n```\n"), $two, '#run-crash',
        qr/ended with status 139, and should with 0/, qr/Mend the program/);
mistake('a run that ought to fail and does not', in_second('cmd="./thrice"', 'cmd="./thrice" exit=1'), $two, '#tbl-thrice cmd',
        qr/"\.\/thrice" ended with status 0, and should with 1/, qr/Mend the program or the command/);
mistake('a run of no program', in_second('cmd="./thrice"', 'cmd="./thirce"'), $two, '#tbl-thrice cmd',
        qr/"\.\/thirce" ended with status 127.*not found/, qr/Mend the program or the command/);
mistake('a run without a command', in_second(' cmd="./thrice"', ''), $two, '#tbl-thrice',
        qr/this run needs an anchor and a command/, qr/Write \{\.run #run-name cmd/);

# figures
mistake('a figure without its source', in_first("(figures/line.svg)", "(figures/lime.svg)"), $one, 'figures/lime.svg',
        qr/there is no figure figures\/lime\.svg/, qr/Define the chunk/);
mistake('a figure without a text alternative', in_first(' alt="A straight line through the origin."', ''), $one, 'figures/line.svg',
        qr/this figure has no text alternative/, qr/Add alt="/);
mistake('a figure that cannot be drawn', in_first('plot 2*x', 'plto 2*x'), $one, '<<figures/line.gp>>=',
        qr{gnuplot could not draw figures/line\.gp: .*line 2: invalid command}, qr/Mend the chunk/);
mistake('a figure whose program is not there', in_second('#! ./thrice', '#! ./trice'), $two, '<<figures/three.dot>>=',
        qr{\./trice --draw could not draw figures/three\.dot: .*\./trice}, qr/Mend the chunk/);
mistake('a figure whose program draws nothing', in_second('one -> three', 'one - three'), $two, '<<figures/three.dot>>=',
        qr{Graphviz could not draw figures/three\.dot: .*syntax error}, qr/Mend the chunk/);
mistake('an exercise of no kind', in_first('kind=explain', 'kind=guess'), $one, '#ex-1.1',
        qr/an exercise needs an anchor #ex-N\.M, a kind and steps/, qr/Write \{#ex-1\.3/);

# the chapters as files
mistake('a line of code over 80 columns', in_first("x = x + x;", 'x = x + x; /* ' . 'x' x 68 . '*/'), $one, 'x = x + x; /*',
        qr/over 80 columns/, qr/break the line/);
mistake('a chapter missing', sub { rename "$book/$one", "$book/one" or die; rename "$book/$two", "$book/chapters/03-third.nw" or die },
        'chapters/03-third.nw', '', qr/chapter 1 is missing: chapters\/01-\*\.nw/, qr/without a gap/);
mistake('two chapters of one number', sub { rename "$book/$two", "$book/chapters/01-second.nw" or die },
        'chapters/01-second.nw', '', qr/there is another chapter 1/, qr/next free number/);
mistake('a chapter that is not UTF-8', in_second("on: [[thrice]]", "on: \xe9 [[thrice]]"), $two, "\xe9",
        qr/is not UTF-8/, qr/Save the chapter as UTF-8/);
mistake('a chapter with CR LF', sub { put($book, $two, $text{$two} =~ s/\n/\r\n/gr) }, $two, 1,
        qr/ends in CR LF/, qr/Unix line ends/);
mistake('a chapter without a heading', in_second("# Second {#second}\n", ''), $two, 1,
        qr/has no heading/, qr/Begin with a line like/);
mistake('an empty chapter', sub { put($book, $two, '') }, $two, 1, qr/has no heading/, qr/Begin with a line like/);
mistake('a chapter with two headings', after_second("# Third {#third}\n"), $two, '# Third',
        qr/a second heading of the first level/, qr/make the others "##"/i);

# Names that make itself must refuse.
sub misnamed {
    my ($name, $make, $says) = @_;
    restore();
    $make->();
    my ($exit, $output) = build($book, @goals);
    ok($exit && $output =~ $says, "$name: is that said?") or diag("exit $exit; came:\n$output");
    return;
}

my $call_it = qr{call it chapters/NN-slug\.nw, NN being its number};
misnamed('a chapter without a number', sub { put($book, 'chapters/preface.nw', "# Preface {#preface}\n") },
         qr{chapters/preface\.nw: is not named like a chapter; $call_it});
misnamed('a chapter whose number is short', sub { rename "$book/$two", "$book/chapters/2-second.nw" or die },
         qr{chapters/2-second\.nw: is not named like a chapter; $call_it});
misnamed('a chapter with a blank in its name', sub { rename "$book/$two", "$book/chapters/02-the second.nw" or die },
         qr{chapters/02-the: is not named like a chapter; $call_it});
misnamed('no chapter at all', sub { unlink "$book/$one", "$book/$two" },
         qr{chapters/: there is no chapter; a chapter is a file chapters/NN-slug\.nw});

done_testing;
