#!/usr/bin/env perl
# Does the book as of each chapter compile without a warning, pass its tests, leak
# nothing, and print the same, under both compilers?

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Basename qw(basename dirname);
use File::Copy qw(copy);
use File::Path qw(make_path);
use Gradus qw(root scratch slurp spit there);
use SmallBook qw(in_book sums changes);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $root = root();
my $home = scratch();
my @chapters = map { substr $_, 1 + length $root } sort glob "'$root/chapters/'*.nw";
my ($flags) = slurp("$root/book/step.mk") =~ /^CFLAGS \?= (.*)$/m;
my %sanitized = (ASAN_OPTIONS => 'detect_leaks=1', UBSAN_OPTIONS => 'print_stacktrace=1');

sub here { my ($env, @command) = @_; return in_book($root, {seconds => 200, env => $env}, @command) }

sub can {
    my ($cc, $more) = @_;
    return 0 unless there($cc);
    my ($exit) = in_book($home, {input => "int main(void) { return 0; }\n"}, $cc, '-x', 'c', split(' ', $more), '-o', '/dev/null', '-');
    return $exit == 0;
}

like($flags, qr/(?=.* -Wall\b)(?=.* -Wextra\b)(?=.* -Wpedantic\b)(?=.* -Werror\b)(?=.*-std=c11\b)(?=.* -ffp-contract=off\b)/,
     'do the flags forbid every warning, and let no compiler round in its own way?');

# ---- every step, which make has compiled and tested with one compiler, with the
# other, and with the sanitizers of one of them, by turns

my @unmade = grep { !-e } map { step_of($_) . '/.tested' } 1 .. @chapters;
if (@unmade) {
    fail('is every step there, compiled and tested? (run: make)') or diag("there is no $unmade[0]");
    done_testing();
    exit 1;
}
my $other = slurp(step_of(1) . '/.compiler') =~ /clang/ ? 'gcc' : 'clang';
my @builds = {cc => $other, name => $other, flags => $flags, env => {}};
push @builds, map { {cc => $_, name => "$_ with sanitizers", env => \%sanitized, lines => 1,
    flags => ($flags =~ s/-O\d/-O1/r) . ' -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=address,undefined'} } qw(gcc clang);

for my $number (1 .. @chapters) {
    compiles_and_passes($number, $_) for grep { !%{ $_->{env} } || $_->{cc} eq ($number % 2 ? 'gcc' : 'clang') } @builds;
}

sub step_of { return sprintf "$root/build/steps/%02d", $_[0] }

sub compiles_and_passes {
    my ($number, $build) = @_;
    my $name = "chapter $number, $build->{name}";
    SKIP: {
        skip "$build->{name} is not here", 3 unless can($build->{cc}, $build->{flags});
        my $to = "$home/$number-" . $build->{name} =~ s/\W/-/gr;
        copy_tangled(step_of($number), $to);
        system('cp', '-a', "$root/tests/judge", "$to/tests/judge") == 0 or die "cannot copy the harness\n";
        system('cp', '-a', "$root/book/measured", "$to/measured") == 0 or die "cannot copy what was measured\n";
        copy_tangled(step_of($number) . '/.lines', "$to/.lines");
        spit("$to/.programs", $build->{name});
        my @make = ('make', '-s', '--no-print-directory', '-f', 'book/step.mk', "S=$to", "L=" . ($build->{lines} ? "$to/.lines" : $to),
            "CC=$build->{cc}", "CFLAGS=$build->{flags}");
        my ($exit, $output) = here($build->{env}, @make, targets($number, $to));
        is($exit, 0, "$name: does everything compile?") or diag($output);
        is($output, '', "$name: without a word?");
        for my $test (tests_through($number)) {
            ($exit, $output) = here($build->{env}, "$to/$test");
            ok($exit == 0 && $output =~ /^1\.\.[1-9]/m && $output !~ /^not ok|Sanitizer|runtime error/m, "$name: does $test pass?") or diag($output);
        }
        same_runs($number, $build, $to);
    }
    return;
}

# A step without what was compiled there.
sub copy_tangled {
    my ($from, $to) = @_;
    for my $file (split /\n/, slurp("$from/.tangled")) {
        make_path(dirname("$to/$file"));
        copy("$from/$file", "$to/$file") or die "cannot copy $from/$file: $!\n";
    }
    return;
}

# All, as of the last chapter. As of another the tests of all its chapters, and of
# programs and problems those that it brought, changed, or runs: the others were
# compiled as of theirs, and are again as of the last.
sub targets {
    my ($number, $to) = @_;
    return 'all' if $number == @chapters;
    my $before = $number > 1 ? sums(step_of($number - 1) . '/code/programs') : {};
    my %wanted = map { s/\.c$//r => 1 } changes($before, sums("$to/code/programs"));
    $wanted{$_} = 1 for grep { -f "$to/code/programs/$_.c" } slurp("$root/$chapters[$number - 1]") =~ m{\./([\w-]+)}g;
    my $chapter = sprintf '%02d', $number;
    my @problems = map { m{([\d.]+)-predict-[^/]*$} ? "tests/$chapter/$1" : () } glob "'$to'/exercises/$chapter/*-predict-*.txt";
    return map { "$to/$_" } sort(keys %wanted), @problems, tests_through($number);
}

sub tests_through { return map { sprintf 'tests/%02d/test', $_ } 1 .. $_[0] }

# What the chapters' text shows: run here, and the same as make has run it.
sub same_runs {
    my ($number, $build, $to) = @_;
    my $runs = "$to.runs";
    my ($exit, $output) = here($build->{env}, 'book/runs', '--step', $to, '--out', $runs, $chapters[$number - 1]);
    is($exit, 0, "chapter $number, $build->{name}: do the runs in its text end well?") or diag($output);
    my ($made, $here) = (sums("$root/build/runs"), sums($runs));
    is(join(' ', grep { /\.txt$/ && $made->{$_} ne $here->{$_} } sort keys %$here), '', "chapter $number, $build->{name}: do they print what the book shows?");
    return;
}

# ---- the committed code, as a C programmer without noweb has it

my @modules  = map { substr $_, 1 + length $root } sort glob "'$root/code/'*.c";
my @programs = map { substr $_, 1 + length $root } sort glob "'$root/code/programs/'*.c";
ok(@modules && @programs, 'is there code without noweb?');
for my $cc (qw(gcc clang)) {
    SKIP: {
        skip "$cc is not here", 1 unless there($cc);
        my @objects;
        for my $module (@modules) {
            push @objects, "$home/" . basename($module, '.c') . '.o';
            my ($exit, $output) = here({}, $cc, split(' ', $flags), '-I', 'code', '-c', '-o', $objects[-1], $module);
            is("$exit:$output", '0:', "$cc: does $module compile with code/ alone?");
        }
        for my $program (@programs) {
            my ($exit, $output) = here({}, $cc, split(' ', $flags), '-I', 'code', '-o', "$home/program", $program, @objects, '-lm');
            is("$exit:$output", '0:', "$cc: does $program compile with code/ alone?");
        }
        for my $header (map { substr $_, 1 + length $root } sort glob "'$root/code/'*.h") {
            my ($exit, $output) = here({}, $cc, split(' ', $flags), '-fsyntax-only', '-x', 'c', $header);
            is("$exit:$output", '0:', "$cc: does $header need no other header before it?");
        }
    }
}
for my $module (@modules) {
    my $name = basename($module, '.c');
    my ($listed, $symbols) = here({}, 'nm', '-g', '--defined-only', '-P', "$home/$name.o");
    is(join(' ', grep { !/^\Q${name}\E_/ } $symbols =~ /^(\S+)/mg), '', "$module: does every public name begin with ${name}_?");
}

SKIP: {
    skip 'clang-format is not here', 1 unless there('clang-format');
    my @headers = map { substr $_, 1 + length $root } sort glob "'$root/code/'*.h";
    my ($exit, $output) = here({}, 'clang-format', '--dry-run', '-Werror', @headers, @modules, @programs);
    is("$exit:$output", '0:', 'does clang-format accept code/?');
}

done_testing;
