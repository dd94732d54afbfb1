#!/usr/bin/env perl
# Do two graphs in two threads never meet, nor two networks that are trained?
# ThreadSanitizer watches.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(engine_copy flags);
use Gradus qw(root capture scratch spit compiler read_faults there);
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
            ($exit, $output) = capture({seconds => 60, env => \%quiet}, @$way, "$home/race-$cc");
            return ($cc, $way) if $exit == 66 && $output =~ /WARNING: ThreadSanitizer: data race/;
        }
        ($why) = $output =~ /(\S.*)/;
    }
    return (undef, $why // 'it says nothing');
}

my %modules = (two => [qw(graph value dual)], learners => [qw(graph value rng nn loss optim data model)]);

sub beside {
    my ($which, $name, $fault) = @_;
    my $code = engine_copy("$home/$which $name", $fault);
    my @objects = (object("$root/tests/threads/$which.c", $code), map { module($_, $code, $fault) } @{$modules{$which}});
    my ($exit, $output) = capture(60, compiler(), @sanitize, @objects, '-lm', '-o', "$code/$which");
    is("$exit:$output", '0:', "can tests/threads/$which.c be built, $name?") or return ('', '');
    return capture({seconds => 60, env => \%quiet}, @$way, "$code/$which", $which eq 'learners' ? "$home/learned" : ());
}

# Each source is compiled once, and once more with a fault.
my %made;
sub object {
    my ($source, $code) = @_;
    return $made{$source} if $made{$source};
    my $object = sprintf '%s/%d.o', $home, scalar keys %made;
    my ($exit, $output) = capture(60, compiler(), flags(), @sanitize, '-I', $code, '-c', $source, '-o', $object);
    is("$exit:$output", '0:', "does $source compile?") if "$exit:$output" ne '0:';
    return $made{$source} = $object;
}

sub module {
    my ($module, $code, $fault) = @_;
    return object("$code/$module.c", $code) if $fault && $fault->{file} eq "code/$module.c";
    return $made{$module} //= object("$code/$module.c", $code);
}

my ($exit, $output) = beside('two', 'whole');
unlike($output, qr/ThreadSanitizer/, 'two graphs in two threads: do they share nothing?') or diag($output);
like($output, qr/^wrong: 0 and 0 of \d+$/m, 'are the slopes right in both?') or diag($output);
is($exit, 0, 'and all ends well?');

my $learners = -f "$root/code/model.c";
if ($learners) {
    my ($exit, $output) = beside('learners', 'whole');
    unlike($output, qr/ThreadSanitizer/, 'two networks trained in two threads: do they share nothing?') or diag($output);
    is("$exit:$output", "0:same: 1 and 1\n", 'does each learn the digits that it learns alone?');
}

for my $fault (read_faults("$root/tests/threads/faults")) {
    my $which = $fault->{says}[0] // 'two';
    next if $which eq 'learners' && !$learners;
    my ($exit, $output) = beside($which, "broken-$fault->{line}", $fault);
    ok($exit == 66 && $output =~ /WARNING: ThreadSanitizer: data race/, "is it noticed when $fault->{name}?") or diag("exit $exit\n$output");
}

done_testing;
