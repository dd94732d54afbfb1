#!/usr/bin/env perl
# Where packages are missing: is what is missing said, installed once, or left to
# those who may?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Path qw(remove_tree);
use Gradus qw(scratch slurp);
use SmallBook qw(small_book in_book put);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $home = scratch();
my $progress = qr/^  (?:tangle|compile|learn|run|draw|index|weave|subset|typeset|bind) /m;
my $book = small_book("$home/a bare machine");
my $bin = "$home/bin";
mkdir $bin;
for my $program (qw(sh make grep sed awk mkdir touch rm cat wc tee tail flock date cmp env sleep true chmod)) {
    my ($at) = grep { -x } map { "$_/$program" } split /:/, $ENV{PATH};
    symlink $at, "$bin/$program" if defined $at;
}
my $fake = sub {
    my ($program, $does) = @_;
    put($bin, $program, "#!/bin/sh\n$does\n");
    chmod 0755, "$bin/$program";
};
my $here = sub {
    my (@command) = @_;
    remove_tree("$book/build");
    return in_book($book, {env => {PATH => $bin}}, @command);
};
my $real = slurp("$book/book/packages.txt");
put($book, 'book/packages.txt', "# group | package | probe\nbook | alpha-dev | command -v alpha\nbook | beta | true\n"
    . "book | gamma | command -v gamma\ntest | delta | command -v delta\n");
my $list = "Gradus needs packages that are missing here:\n\n    alpha-dev\n    gamma\n\n";

$fake->('id', 'echo 1000');
my ($exit, $output) = $here->('book/setup', 'book');
is($exit, 1, 'without apt-get, does setup stop with 1?');
like($output, qr/^\Q$list\EThis is not Debian: [^\n]+\n\z/, 'with the exact list, and what to do?');
($exit, $output) = $here->('book/setup', 'book', 'test');
like($output, qr/^    gamma\n    delta\n\n/m, 'and for the tests, theirs too?');
($exit, $output) = $here->('make');
ok($exit && $output =~ /^\Q$list\E/ && $output !~ $progress, 'does make stop there?') or diag($output);
ok(!-e "$book/build/.setup-book", 'and look again the next time?');

$fake->('apt-get', 'echo called >>"$0.log"');
($exit, $output) = $here->('book/setup', 'book');
is($exit, 1, 'not root and without sudo, does setup stop with 1?');
like($output, qr/^\Q$list\EYou are not root[^\n]+\n    apt-get install --no-install-recommends alpha-dev gamma\n\z/, 'with the list, and the command for root?');
$fake->('sudo', 'exit 1');
($exit, $output) = $here->('book/setup', 'book');
ok($exit == 1 && $output =~ /^\Q$list\EYou are not root/, 'and where sudo would ask for a password that nobody can type?') or diag($output);
ok(!-e "$bin/apt-get.log", 'is apt-get not even called?');

$fake->('sudo', '[ "$1" = -n ] && shift; exec "$@"');
$fake->('apt-get', 'echo "$@" >>"$0.log"; echo "Unpacking alpha-dev (1) ..."; [ "$1" = update ] && exit 0; sleep 1; cp=' . "$bin; for p in alpha gamma; do echo >\$cp/\$p; chmod 755 \$cp/\$p; done");
($exit, $output) = $here->('sh', '-c', 'make build/.setup-book & make build/.setup-book; wait $!; echo "first: $?"; make build/.setup-book');
like($output, qr/^first: 0$/m, 'with sudo, does setup install?') or diag($output);
is(scalar(grep { /^install / } split /\n/, slurp("$bin/apt-get.log")), 1, 'once, though two makes ask for it at once, and a third after them?') or diag($output);
like(slurp("$bin/apt-get.log"), qr/^install .*alpha-dev gamma$/m, 'what is missing and no more?');
unlink map { "$bin/$_" } 'alpha', 'gamma', 'apt-get.log';
$fake->('apt-get', 'echo "E: Unable to locate package gamma"; exit 100');
($exit, $output) = $here->('make');
ok($exit && $output =~ /E: Unable to locate package gamma/ && $output =~ /\Q$list\Eapt-get did not bring them; its words are in build\/setup\.log\./,
   'when apt-get fails, is its error shown, and the list?') or diag($output);

unlink map { "$bin/$_" } 'apt-get', 'sudo';
put($book, 'book/packages.txt', $real);
($exit, $output) = $here->('book/setup', 'book');
my @named = $real =~ /^book \| (\S+) +\| command -v/mg;
my @listed = $output =~ /^    (\S+)$/mg;
is(join(' ', grep { my $name = $_; 1 != grep { $_ eq $name } @listed } @named), '', 'with the book\'s own list: is each missing program\'s package named once?') or diag($output);

done_testing;
