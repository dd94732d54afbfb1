#!/usr/bin/env perl
# Do the same sources give the same web pages, e-book and PDF, byte for byte, in
# another folder, by another user, at another time?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Path qw(make_path);
use Gradus qw(scratch);
use SmallBook qw(small_book in_book sums changes);
use POSIX ();
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $home = scratch();
my @books = map { small_book("$home/$_") } 'one', 'another folder, with spaces';
make_path("$home/user");
my @surroundings = (
    {TZ => 'UTC', LANG => 'C.UTF-8', LC_ALL => undef, LANGUAGE => undef},
    {HOME => "$home/user", USER => 'somebody', LOGNAME => 'somebody', HOSTNAME => 'elsewhere', TZ => 'Pacific/Kiritimati',
     LANG => 'C', LC_ALL => 'POSIX', LANGUAGE => 'de', TERM => 'dumb', COLUMNS => 40, SOURCE_DATE_EPOCH => 1,
     PERL_HASH_SEED => 7, GNUTERM => 'png', SEED => 9, BIBINPUTS => '/nowhere', OSFONTDIR => '/nowhere'},
);

# Both at once; the second begins some seconds later, with two jobs.
my @children = map {
    my $which = $_;
    my $child = fork // die "cannot start a process: $!\n";
    if (!$child) {
        umask 077 if $which;
        sleep 3 if $which;
        my ($exit, $output) = in_book($books[$which], {seconds => 280, env => $surroundings[$which]}, 'make', '--no-print-directory',
            ($which ? '-j2' : ()), '-f', 'book/rules.mk', 'web', 'pdf', 'epub');
        print STDERR $output if $exit;
        POSIX::_exit($exit ? 1 : 0);
    }
    $child;
} 0, 1;
for my $which (0, 1) {
    waitpid $children[$which], 0;
    is($?, 0, $which ? 'does it build elsewhere, by -j2?' : 'does a small book build?');
}

my @made = map { sums("$_/build") } @books;
my @pages = grep { m{^html/} } sort keys %{ $made[0] };
cmp_ok(scalar @pages, '>=', 8, 'are there pages?');
my @differ = grep { m{^html/|\.(?:pdf|epub)$} } changes(@made);
is("@differ", '', 'are pages, typefaces, e-book and PDF the same to the byte?');
ok(defined $made[0]{$_} && length $made[0]{$_} > 1000, "$_: is it there?") for 'gradus.pdf', 'gradus.epub', 'html/01-first.html';
my @figures = grep { m{^figures/.*\.(?:svg|pdf)$} } keys %{ $made[0] };
cmp_ok(scalar @figures, '>=', 3, 'are there figures?');
is(join(' ', grep { m{^(?:figures|runs|weave|tangle|tex/[^/]*\.tex|steps/[^/]*/(?:code|tests/[^/]*/[^/]*\.c|exercises))} && !/\.(?:done|new)/ } changes(@made)),
   '', 'is what they are made from the same, too?');
unlike(join('', map { $made[1]{$_} } @pages, 'gradus.pdf', 'gradus.epub'), qr/\Q$home\E|another folder/, 'do they name no folder of the machine?');

done_testing;
