#!/usr/bin/env perl
# Does code/ build, install and link as any C library does, and does its command
# do what its help says?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gradus qw(root capture scratch slurp spit compiler there);
use Test::More;

my $root = root();
my $home = scratch();
plan skip_all => 'the engine has no Makefile yet' unless -f "$root/code/Makefile";

my $PLUS = <<'END';
#include <cstdio>
#include <cmath>
#include <gradus.h>
#include <vector>

int main()
{
    Graph *graph = value_graph();
    std::vector<Value *> in{value_new(graph, 3.0), value_new(graph, 2.0)};
    Value *out = value_mul(in[0], in[1]);
    value_backward(out);
    std::printf("%g %g\n", out->data, in[0]->grad);
    graph_free(graph);
}
END

# ---- build and install, by a compiler and make alone, with blanks in every path

my $code = "$home/a copy";
system('cp', '-a', "$root/code", $code) == 0 or die "cannot copy code/\n";
system('rm', '-rf', "$code/build");
my $bin = "$home/bin";
mkdir $bin;
my ($cc, @cc) = compiler();
for my $program (qw(sh make ar as ld sed mkdir rm cp), $cc) {
    my ($at) = grep { -x } $program =~ m{/} ? $program : map { "$_/$program" } split /:/, $ENV{PATH};
    symlink $at, "$bin/" . $program =~ s{.*/}{}r if defined $at;
}
sub made { my (@what) = @_; return capture({seconds => 120, env => {PATH => $bin, MAKEFLAGS => undef, MFLAGS => undef, MAKELEVEL => undef}}, 'make', '-s', '-C', $code, 'CC=' . join(' ', $cc, @cc), @what) }

my ($exit, $output) = made();
is("$exit:$output", '0:', 'does it build with no more than make and a compiler, without a word?');
my @where = ('PREFIX=/opt/the library', "DESTDIR=$home/a root");
($exit, $output) = made('install', @where);
is("$exit:$output", '0:', 'does it install?');
my $to = "$home/a root/opt/the library";
my @headers = map { s{.*/}{}r } glob "'$root/code/'*.h";
my @installed = (qw(bin/gradus lib/libgradus.a lib/pkgconfig/gradus.pc share/man/man1/gradus.1), map {"include/gradus/$_"} @headers);
is(join(' ', installed()), join(' ', sort @installed), 'is all of it there, and nothing else?');
my ($version) = slurp("$code/gradus.h") =~ /GRADUS_VERSION "(.*?)"/;
like(slurp("$to/share/man/man1/gradus.1"), qr/^\.TH .*"gradus \Q$version\E"/, 'is the manual page of the same version?');

sub installed { my ($exit, $found) = capture(60, 'find', $to, '-type', 'f', '-printf', '%P\n'); return sort split /\n/, $found }

SKIP: {
    skip 'groff is not here', 1 unless there('groff');
    ($exit, $output) = capture(60, 'groff', '-man', '-ww', '-z', '-Tutf8', "$to/share/man/man1/gradus.1");
    is("$exit:$output", '0:', 'has groff nothing to say of the manual page?');
}

SKIP: {
    skip 'pkg-config is not here', 5 unless there('pkg-config');
    my $flags = flags_of('--define-prefix');
    ($exit, $output) = compiled($flags, compiler(), '-std=c11', '-o', "$home/example", "$code/programs/example.c");
    is("$exit:$output", '0:', 'does the example compile against what was installed?');
    ($exit, $output) = capture(60, "$home/example");
    is("$exit:$output", "0:w is 2.0000\n", 'does it learn?');
    my $elsewhere = flags_of();
    is($elsewhere, '-I/opt/the\ library/include/gradus -L/opt/the\ library/lib -lgradus -lm', 'is what pkg-config says of the prefix fit for a shell?');
    my ($plus) = grep { there($_) } qw(g++ clang++);
    skip 'neither g++ nor clang++ is here', 2 unless defined $plus;
    spit("$home/plus.cpp", $PLUS);
    ($exit, $output) = compiled($flags, $plus, '-std=c++17', '-o', "$home/plus", "$home/plus.cpp");
    is("$exit:$output", '0:', 'may C++ include it, and link?');
    ($exit, $output) = capture(60, "$home/plus");
    is("$exit:$output", "0:6 2\n", 'and does it compute?');
}

# What pkg-config says, as a shell is to read it.
sub flags_of {
    my ($exit, $flags) = capture({seconds => 60, env => {PKG_CONFIG_PATH => "$to/lib/pkgconfig"}}, 'pkg-config', @_, '--cflags', '--libs', 'gradus');
    is($exit, 0, 'does pkg-config find it?') or diag($flags);
    return $flags =~ s/\s+\z//r;
}

sub compiled {
    my ($flags, @command) = @_;
    return capture(60, 'sh', '-c', 'exec "$@" -Wall -Wextra -Wpedantic -Werror ' . $flags, 'sh', @command);
}

# ---- the command

chdir $home or die "cannot go to $home\n";
sub gradus { return capture(60, "$to/bin/gradus", @_) }
sub gradus_to { my ($file, @command) = @_; return capture(60, 'sh', '-c', 'to=$1; shift; exec "$@" > "$to"', 'sh', $file, "$to/bin/gradus", @command) }

($exit, $output) = gradus('--version');
is("$exit:$output", "0:gradus $version\n", 'does it tell its version?');
($exit, $output) = gradus('--help');
my %said = map { $_ => 1 } $output =~ /--[\w-]+/g;
my %known = map { $_ => 1 } (map {"--$_"} slurp("$code/programs/gradus.c") =~ /(?:TEXT|REAL|WHOLE)\((\w+), "/g), '--help', '--version';
is(join(' ', sort keys %said), join(' ', sort keys %known), 'does the help name every option, and no other?');
my $manual = slurp("$code/gradus.1") =~ s/\\-/-/gr;
is(join(' ', grep { $manual !~ /\Q$_\E\b/ } sort keys %known), '', 'does the manual, too?');
for my $wrong ([], ['frobnicate'], ['make'], ['make', 'squares'], ['train'], ['train', '--data'], ['train', '--rate', 'fast'], ['make', 'moons', '--rate', '1'],
    ['predict', '--data', 'a.csv'], ['draw', '--to', 'a.gif'], ['draw', '--to', "it's.svg"]) {
    ($exit, $output) = gradus(@$wrong);
    ok($exit == 2 && $output =~ /usage|--help/, "is \"gradus @$wrong\" refused with 2, and help named?") or diag("$exit: $output");
}

($exit, $output) = gradus_to('moons.csv', 'make', 'moons', '--seed', '3');
is("$exit:$output", '0:', 'are moons made?');
gradus_to('again.csv', 'make', 'moons', '--seed', '3');
is(slurp('again.csv'), slurp('moons.csv'), 'are they the same for the same seed?');
($exit, $output) = gradus('train', '--data', 'moons.csv', '--loss', 'hinge', '--test', '0.2', '--seed', '2', '--log', 'log.tsv', '--save', 'moons.model');
is($exit, 0, 'are they learned?') or diag($output);
like($output, qr/^loss hinge, the last column has 2 labels\nepoch 10: /, 'does it tell first what it takes the labels for?');
like($output, qr/^epoch 100: loss [\d.e-]+, test loss [\d.e-]+, \d+ of 20 right$/m, 'does it tell how it went?');
is(scalar(() = slurp('log.tsv') =~ /\n/g), 101, 'has the log a line for each epoch?');
is(join(' ', glob 'moons.model*'), 'moons.model', 'is the model all that is left?');
($exit, $output) = gradus('predict', '--model', 'moons.model', '--data', 'moons.csv');
my ($right) = $output =~ /^(\d+) of 100 right$/m;
ok($exit == 0 && ($right // 0) >= 95, 'does it predict?') or diag($output);
is(scalar(() = $output =~ /^-?1$/mg), 100, 'an answer for each row?');

spit('bad.csv', "x1,x2,label\n1,2,1\n3,four,0\n");
($exit, $output) = gradus('train', '--data', 'bad.csv');
like("$exit:$output", qr/^1:bad\.csv:3:3: error: not a number/, 'is a bad number named by file, line and column?');
my $model = slurp('moons.model');
spit('torn.model', substr $model, 0, length($model) / 2);
($exit, $output) = gradus('predict', '--model', 'torn.model', '--data', 'moons.csv');
like("$exit:$output", qr/^1:torn\.model:\d+: error: /, 'is a torn model refused, and where?');

# ---- what can't be answered

for my $bad (['wide.csv', "1,2,1,5\n", qr/^1:wide\.csv:1: error: .*4 numbers.*2 inputs/], ['text.csv', "1,2\n3,four\n", qr/^1:(?:.*\n)?text\.csv:2:3: error: not a number/],
    ['empty.csv', '', qr/^1:empty\.csv: error: there are no rows/], ['far.csv', "1,1\n1e308,-1e308\n", qr/^1:(?:.*\n)*far\.csv:2: error: the answer is not a finite number/],
    ['nan.csv', "1,nan\n", qr/^1:nan\.csv:1:3: error: .*not finite/], ['nowhere.csv', undef, qr/^1:gradus: nowhere\.csv: No such file/]) {
    my ($file, $text, $expected) = @$bad;
    spit($file, $text) if defined $text;
    ($exit, $output) = gradus('predict', '--model', 'moons.model', '--data', $file);
    like("$exit:$output", $expected, "predict: is $file refused, and where?");
}

($exit, $output) = gradus('train', '--data', 'moons.csv', '--loss', 'mse', '--rate', 1e9);
like("$exit:$output", qr/^1:(?:.*\n)*gradus: step \d+: .*not a finite number; try a smaller --rate \(nothing is saved\)$/m, 'too large a rate: is the step named, and what to do?');
($exit, $output) = gradus('train', '--data', 'moons.csv', '--rate', 1e6);
like("$exit:$output", qr/^0:(?:.*\n)*gradus: the loss has not fallen: it was 0\.\d+ before the first step; try another --rate$/m, 'too large a rate, of which no number is too large: is it said?');
($exit, $output) = gradus('train', '--data', 'moons.csv');
unlike($output, qr/has not fallen/, 'and of a loss that falls, nothing?');
spit('counts.csv', "pace,km\n" . join '', map { $_ % 3 + $_ / 4 . ",$_.5\n" } 1 .. 20);
($exit, $output) = gradus('train', '--data', 'counts.csv', '--epochs', 1);
like($output, qr/^loss mse, the last column has numbers from 1\.5 to 20\.5$/m, 'numbers to be learned: does it say so, and which?');

# ---- what is there is kept

for my $begins ('x1,x2,label', 'epoch', '') {
    for my $where (['train', '--data', 'moons.csv', '--epochs', 1, '--save', 'mine'], ['train', '--data', 'moons.csv', '--epochs', 1, '--log', 'mine'],
        ['train', '--data', 'moons.csv', '--epochs', 1, '--save', 'mine.model', 'mine.model.new'], ['draw', '--model', 'moons.model', '--to', 'mine.svg'],
        ['draw', '--model', 'moons.model', '--to', 'fine.svg', 'fine.svg.script'], ['draw', '--model', 'moons.model', '--to', 'fine.svg', '--script', 'mine']) {
        my @command = @$where;
        my $mine = @command % 2 == 0 ? pop @command : $command[-1];
        spit($mine, $begins);
        ($exit, $output) = gradus(@command);
        ok($exit == 1 && $output =~ /another file is there, and is kept/ && $output !~ /epoch/ && slurp($mine) eq $begins,
            "gradus @command: is $mine, \"$begins\", kept, and that said first?") or diag("$exit: $output");
        unlink $mine;
    }
}
for my $twice (['train', '--data', 'moons.csv', '--log', 'moons.csv'], ['train', '--data', 'moons.csv', '--save', 'new', '--log', 'new'],
    ['draw', '--model', 'moons.model', '--to', 'a.svg', '--script', 'a.svg'], ['draw', '--loss', 'a.svg', '--to', 'a.svg']) {
    ($exit, $output) = gradus(@$twice);
    like("$exit:$output", qr/^2:gradus: \S+ is named twice$/m, "gradus @$twice: is it refused?");
}
($exit, $output) = gradus('train', '--data', 'moons.csv', '--epochs', 2, '--save', 'nowhere/moons.model');
is("$exit:$output", "1:nowhere/moons.model: error: No such file or directory\n", 'a folder that is not there: is it said before training?');

# ---- names that gnuplot takes for commands

for my $sign ('<', '|', '~', '+', '-', "'", '"', '\\', "\n") {
    my $name = "${sign}touch pwned #";
    spit($name, slurp('log.tsv'));
    for my $how (['--loss', $name, '--to', 'a.svg'], ['--loss', 'log.tsv', '--to', "$name.svg"], ['--loss', 'log.tsv', '--to', 'a.svg', '--script', $name]) {
        ($exit, $output) = gradus('draw', @$how);
        ok($exit == 2 && $output =~ /draw takes no file whose name/ && !-e 'pwned', "gradus draw @$how: is it refused?") or diag("$exit: $output");
    }
    unlink $name;
}

# ---- broken off

{
    my $before = slurp('moons.model');
    local $SIG{INT} = 'DEFAULT';
    local $SIG{ALRM} = sub { die "nothing came of it in a minute\n" };
    alarm 60;
    my $pid = open my $said, '-|', 'sh', '-c', 'exec "$@" 2>&1', 'sh', "$to/bin/gradus", 'train', '--data', 'moons.csv', '--epochs', 5000, '--log', 'broken.tsv', '--save', 'moons.model'
        or die "cannot start it: $!\n";
    my $first = <$said> . <$said>;
    my $logged = slurp('broken.tsv');
    kill 'INT', $pid;
    close $said;
    is($? & 127, 2, 'Ctrl-C: does it end the training?');
    alarm 0;
    like($first, qr/^epoch 500: /m, 'in the middle?');
    like($logged, qr/^499\t/m, 'has the log what was done?');
    is(slurp('moons.model'), $before, 'is the model as it was?');
    is(join(' ', glob 'moons.model*'), 'moons.model', 'and nothing half-written beside it?');
}

# ---- a full disk

SKIP: {
    skip '/dev/full is not here', 4 unless -c '/dev/full';
    for my $command (['--help'], ['--version'], ['make', 'moons'], ['predict', '--model', 'moons.model', '--data', 'moons.csv']) {
        ($exit, $output) = gradus_to('/dev/full', @$command);
        like("$exit:$output", qr/^1:(?:.*\n)*gradus: .*can't/, "a full disk: does \"gradus $command->[0]\" say so?");
    }
}

# No file may grow: as on a full disk, and no device is named for a file.
{
    my @full = ('sh', '-c', "trap '' 25; ulimit -f 0; exec \"\$@\"", 'sh', "$to/bin/gradus", 'train', '--data', 'moons.csv', '--epochs', 2);
    ($exit, $output) = capture(60, @full, '--log', 'full.tsv');
    like("$exit:$output", qr/^1:(?:.*\n)*gradus: full\.tsv can't be written$/m, 'does training say so of its log?');
    my $before = slurp('moons.model');
    ($exit, $output) = capture(60, @full, '--save', 'moons.model');
    like("$exit:$output", qr/^1:(?:.*\n)*moons\.model: error: File too large$/m, 'and of its model?');
    is(slurp('moons.model'), $before, 'is the old model still there?');
    ok(!-e 'moons.model.new', 'and the new one gone?');
}

# ---- drawing

SKIP: {
    skip 'gnuplot or dot is not here', 11 unless there('gnuplot') && there('dot');
    for my $picture (['boundary.svg', '--model', 'moons.model', '--data', 'moons.csv'], ['loss.svg', '--loss', 'log.tsv'],
        ['neuron.svg', '--model', 'moons.model', '--graph', 'neuron']) {
        my ($to, @how) = @$picture;
        ($exit, $output) = gradus('draw', @how, '--to', $to);
        ok($exit == 0 && -f $to && slurp($to) =~ m{</svg>\s*\z} && !-e "$to.script", "is $to drawn, and nothing left?") or diag($output);
    }
    ($exit, $output) = gradus('draw', '--model', 'moons.model', '--to', 'boundary.svg', '--script', 'boundary.gp');
    like(slurp('boundary.gp'), qr/^plot \$grid/m, 'is the script kept when asked?');
    ($exit, $output) = gradus('draw', '--model', 'moons.model', '--to', 'boundary.svg', '--script', 'boundary.gp');
    is("$exit:$output", '0:', 'may a picture and its script be made anew?');
    like(slurp('loss.svg'), qr/>test loss</, 'is the curve named as the column is?');
    gradus('train', '--data', 'moons.csv', '--epochs', 5, '--log', 'untested.tsv');
    ($exit, $output) = gradus('draw', '--loss', 'untested.tsv', '--to', 'untested.svg');
    ok("$exit:$output" eq '0:' && slurp('untested.svg') !~ /test loss/, 'a log without tests: is it drawn without a word?') or diag($output);
    for my $log ('moons.csv', 'empty.csv') {
        ($exit, $output) = gradus('draw', '--loss', $log, '--to', 'none.svg');
        ok("$exit:$output" eq "1:gradus: $log is no log of gradus train, or has no epoch\n" && !-e 'none.svg', "is $log refused for a log?") or diag($output);
    }
    ($exit, $output) = gradus('draw', '--loss', 'log.tsv', '--to', 'nowhere/a.svg');
    is("$exit:$output", "1:nowhere/a.svg: error: No such file or directory\n", 'a picture in a folder that is not there: is it named?');
    spit('log-of-letters.tsv', "epoch\tloss\ttest loss\ttest right\na\tb\tc\td\n");
    ($exit, $output) = gradus('draw', '--loss', 'log-of-letters.tsv', '--to', 'none.svg');
    ok($exit == 1 && $output =~ /^gradus: gnuplot failed; it says why above/m && !-e 'none.svg' && !-e 'none.svg.script', 'gnuplot fails: is it said, and nothing left?') or diag("$exit: $output");
}

# ---- gone again

($exit, $output) = made('uninstall', @where);
is("$exit:$output:" . join(' ', installed()), '0::', 'does uninstall leave nothing?');

done_testing();
