#!/usr/bin/env perl
# Do two graphs in two threads never meet? ThreadSanitizer watches.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(engine_copy build_program);
use Gradus qw(root capture scratch spit read_faults there);
use Test::More;

my $root = root();
my $home = scratch();
plan skip_all => 'the engine has no value.c yet' unless -f "$root/code/value.c";

# Two threads that do race, to see whether a compiler's sanitizer runs here.
my $RACE = <<'C';
#include <pthread.h>
static long shared;
static void *add(void *p)
{
    for (int i = 0; i < 1000; i++)
        shared++;
    return p;
}
int main(void)
{
    pthread_t a, b;
    if (pthread_create(&a, 0, add, 0) || pthread_create(&b, 0, add, 0))
        return 2;
    pthread_join(a, 0);
    pthread_join(b, 0);
    return shared == 0;
}
C

my %quiet = (TSAN_OPTIONS => 'exitcode=66');
my @sanitize = ('-O1', '-fno-omit-frame-pointer', '-pthread', '-fsanitize=thread');
my @ways = ([], there('setarch') ? ['setarch', '-R'] : ());    # not every kernel's addresses suit it
my ($cc, $way) = sanitizer();
plan skip_all => "ThreadSanitizer does not run here, with gcc or clang: $way" unless defined $cc;
$ENV{CC} = $cc;
note("ThreadSanitizer of $cc", @$way ? " under @$way" : '');

# The first compiler and way to run that report the race; or nothing, and why.
sub sanitizer {
    my $why = 'there is neither';
    spit("$home/race.c", $RACE);
    for my $cc (grep { there($_) } qw(gcc clang)) {
        my ($exit, $output) = capture(60, $cc, '-g', @sanitize, "$home/race.c", '-o', "$home/race-$cc");
        for my $way ($exit == 0 ? @ways : ()) {
            ($exit, $output) = capture({seconds => 20, env => \%quiet}, @$way, "$home/race-$cc");
            return ($cc, $way) if $exit == 66 && $output =~ /WARNING: ThreadSanitizer: data race/;
        }
        ($why) = $output =~ /(\S.*)/;
    }
    return (undef, $why // 'it says nothing');
}

sub two {
    my ($name, $fault) = @_;
    my $code = engine_copy("$home/$name", $fault);
    my ($exit, $output) = build_program("$code/two", $code, "$root/tests/threads/two.c", @sanitize);
    is("$exit:$output", '0:', "does tests/threads/two.c compile, $name?") or return ('', '');
    return capture({seconds => 60, env => \%quiet}, @$way, "$code/two");
}

my ($exit, $output) = two('whole');
unlike($output, qr/ThreadSanitizer/, 'two graphs in two threads: do they share nothing?') or diag($output);
like($output, qr/^wrong: 0 and 0 of \d+$/m, 'are the slopes right in both?') or diag($output);
is($exit, 0, 'and all ends well?');

for my $fault (read_faults("$root/tests/threads/faults")) {
    my ($exit, $output) = two("broken-$fault->{line}", $fault);
    ok($exit == 66 && $output =~ /WARNING: ThreadSanitizer: data race/, "is it noticed when $fault->{name}?") or diag("exit $exit\n$output");
}

done_testing;
