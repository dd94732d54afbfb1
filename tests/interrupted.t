#!/usr/bin/env perl
# Does a full disk, or the end of a make in its middle, leave everything whole?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Path qw(make_path remove_tree);
use Gradus qw(scratch slurp);
use SmallBook qw(small_book without_fonts copy_of build run_make in_book put edit sums made of_worth changes);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $home = scratch();
my $two = 'chapters/02-second.nw';

my $ready = without_fonts(small_book("$home/a book, ready"));
my ($exit, $output) = run_make($ready, 'web');
is($exit, 0, 'does a small book build?') or die "the small book does not build:\n$output";

# ---- a full disk

my $long = join '', map { "Word upon word upon word, in paragraph $_ of many.\n\n" } 1 .. 900;
SKIP: {
    my ($no_mount) = in_book($home, {}, 'unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o size=64k none /tmp');
    skip 'this machine mounts no small disk', 15 if $no_mount;
    my $book = copy_of($ready, "$home/a full disk");
    rename "$book/build", "$home/the build" or die "build: $!\n";
    mkdir "$book/build";
    edit($book, $two, '## Answers', "$long## Answers");
    for my $case ([90, qr{^pandoc: build/html/02-second\.html\S*: [^\n]*No space left on device}m],
                  [70, qr{ld: final link failed: No space left on device\n.*build/steps/02/\S+\] Error}s],
                  [0,  qr{^build/(?:steps/02|weave/lines)/\S+: error: cannot be written: (?:No space left on device\n    I|i)s the disk full}m]) {
        my ($free, $says) = @$case;
        edit($book, $two, 'return twice(x) + x;', 'return x + twice(x);') if $free == 70;
        remove_tree("$home/after");
        my ($exit, $output) = in_book($book, {}, 'unshare', '-rm', 'sh', '-c', <<'SH', 'sh', "$home/the build", "$home/after", $free);
            mount -t tmpfs -o size=9m none build && cp -a "$1/." build &&
            used=$(df -k --output=used build | tail -1) && mount -o "remount,size=$((used + $3))k" build || exit 99
            make web; echo "ended with $?"
            cp -a build "$2"
            mount -o remount,size=30m build
            make web >again 2>&1 || { echo "make again:"; cat again; }
            cp -a build/html/. "$2/html-again"
SH
        my ($ended) = $output =~ /^ended with (\d+)$/m;
        ok($ended, "a disk with $free KB free: does make fail?") or diag("exit $exit: $output");
        like($output, $says, "$free KB: does it say so, and what it could not write?") or diag($output);
        my ($was, $is) = (sums("$home/the build"), sums("$home/after"));
        # (What scripts show of chunks is no page, and is whole, new or old.)
        my @changed = grep { !m{^html/chunks-\d+\.js$} } grep { m{^(?:html|figures|gradus|learned|steps/01)|^runs/.*\.txt$|\.new\b} } changes($was, {map { $_ => $is->{$_} } grep { !/^html-again/ } keys %$is});
        is("@changed", '', "$free KB: are the old pages whole, and nothing half made?");
        unlike($output, qr/make again:/, "$free KB: does make end well when there is room again?") or diag($output);
        like(slurp("$home/after/html-again/02-second.html"), qr/in paragraph 900 of many.*<\/html>/s, "$free KB: with the whole page?");
    }
    remove_tree($book);
}

# ---- make is killed

{
    my $book = copy_of($ready, "$home/killed");
    my $wanted = made($ready);
    remove_tree("$book/build/$_") for qw(steps weave runs figures tangle);
    unlink glob("'$book/build/html/'*.html"), "$book/build/learned.txt";
    my $kills = 0;
    for my $seconds (0.25, 0.5, 0.8, 1.2, 0.4, 1.6, 2) {
        my ($exit, $output) = in_book($book, {seconds => $seconds}, 'make', 'web');
        $kills++ if $exit == 124;
    }
    cmp_ok($kills, '>=', 2, 'was make killed in the middle?');
    my ($exit, $output) = run_make($book, 'web');
    is($exit, 0, 'after it was killed again and again, does make end well?') or diag($output);
    is(join(' ', grep { !/\.new/ } of_worth(changes($wanted, made($book)))), '', 'is everything as if it had not been?');

    # killed while the compiler writes: half an object file must not pass for one
    put($book, 'half', "#!/bin/sh\nfor a; do [ \"\$o\" = -o ] && to=\$a; o=\$a; done\ngcc \"\$@\" || exit\nhead -c 300 \"\$to\" >\"\$to.half\"\ncat \"\$to.half\" >\"\$to\"; rm \"\$to.half\"\nkill -KILL 0\n");
    chmod 0755, "$book/half";
    remove_tree("$book/build/steps");
    for (1, 2) { in_book($book, {env => {CC => "$book/half" =~ s/ /\\ /gr}}, 'make', 'engine') }
    ($exit, $output) = run_make($book, 'engine');
    is($exit, 0, 'killed while it compiles: is half an object file not taken for a whole one?') or diag($output);

    # killed between the two tangles of a step
    my ($library) = map { slurp("$_/notangle") =~ /^LIB=(\S+)/m } grep { -e "$_/notangle" } split /:/, $ENV{PATH};
    make_path("$home/fake/lib");
    symlink $_, "$home/fake/lib/" . (m{([^/]+)$})[0] for grep { !m{/nt$} } glob "$library/*";
    put("$home/fake", 'notangle', "#!/bin/sh\nLIB=$home/fake/lib\n");
    for my $last ('-t8', '-L') {
        put("$home/fake/lib", 'nt', "#!/bin/sh\ncase \"\$*\" in *$last*) kill -KILL 0;; esac\nexec $library/nt \"\$@\"\n");
        chmod 0755, "$home/fake/notangle", "$home/fake/lib/nt";
        remove_tree("$book/build/steps");
        my ($killed) = in_book($book, {env => {PATH => "$home/fake:$ENV{PATH}"}}, 'make', 'engine');
        ($exit, $output) = run_make($book, 'engine');
        ok($killed && $exit == 0 && -x "$book/build/steps/02/learn", "killed before the tangle by $last: is the step whole after the next make?") or diag("$killed, then: $output");
    }

    # killed while LuaLaTeX writes what it remembers
    put($book, 'build/tex/gradus.aux', "\\relax\n\\BKM\@entry{id=1,dest={666972");
    ($exit, $output) = run_make($book, 'pdf');
    is($exit, 0, 'killed while it typesets: does the next make get over what is left?') or diag($output);
    remove_tree($book);
}

done_testing;
