#!/usr/bin/env perl
# Any bytes at all, read as a model and as rows of numbers: is each input taken and of
# use, or refused with a reason? libFuzzer looks for the inputs, by the same seed each time.
#   FUZZ_SECONDS=600 tests/fuzz.t   looks so long, by another seed, and goes on from what it
#                                  found before (make fuzz SECONDS=600); it keeps that in build/fuzz

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Engine qw(engine_copy flags);
use File::Path qw(make_path);
use Gradus qw(root capture scratch spit there read_faults);
use Test::More;

my $root = root();
my $here = "$root/tests/fuzz";
my $home = scratch();
my $kept = "$root/build/fuzz";
my $seconds = $ENV{FUZZ_SECONDS} // '';
die "FUZZ_SECONDS=$seconds: how long to look is a whole number of seconds\n" unless $seconds =~ /^\d*$/;
plan skip_all => 'the engine has no model.c yet' unless -f "$root/code/model.c";
plan skip_all => 'clang is not here' unless there('clang');

my %sources = (model => [qw(model nn loss data rng graph value)], csv => [qw(data rng)]);
my %runs = (model => 100_000, csv => 6_000);
my @fuzzed = ('-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all');
my @in_memory = qw(-Dfopen=opened_open -Drename=opened_rename -Dremove=opened_remove);    # see opened.h

# ---- the fuzzers

sub compiled { my (@command) = @_; return capture(120, 'clang', flags(), @fuzzed, @command) }

spit("$home/try.c", "int LLVMFuzzerTestOneInput(const char *bytes, long size);\n"
    . "int LLVMFuzzerTestOneInput(const char *bytes, long size)\n{\n    return bytes == 0 && size < 0;\n}\n");
my ($without, $why) = compiled('-fsanitize=fuzzer', "$home/try.c", '-o', "$home/try");
plan skip_all => "libFuzzer is not here (Debian's libclang-rt-dev): " . ($why =~ /(\S.*)/)[0] if $without;

my %object;
sub object {
    my ($source, @more) = @_;
    my $object = "$home/" . keys(%object) . '.o';
    my ($exit, $output) = compiled('-fsanitize=fuzzer-no-link', @more, '-c', $source, '-o', $object);
    is("$exit:$output", '0:', "does $source compile?") if "$exit:$output" ne '0:';
    return $object{$source} = $object;
}

# Of an engine with a fault only the source that has it is compiled anew.
sub built {
    my ($which, $fault) = @_;
    my $code = engine_copy("$home/$which-" . ($fault ? $fault->{line} : 'whole'), $fault);
    my @objects = map { engine_object($_, $code, $fault) } @{$sources{$which}};
    my @harness = map { $object{"$here/$_.c"} // object("$here/$_.c", '-I', $code) } $which, 'lines', 'opened';
    my ($exit, $output) = compiled('-fsanitize=fuzzer', @harness, @objects, '-lm', '-o', "$code/fuzz");
    is("$exit:$output", '0:', "can the fuzzer of $which be built?") if "$exit:$output" ne '0:';
    return "$code/fuzz";
}

sub engine_object {
    my ($name, $code, $fault) = @_;
    my $whole = "$home/$name.c";
    return object("$code/$name.c", @in_memory, '-I', $code, '-O0', '-g0') if $fault && $fault->{file} eq "code/$name.c";
    return $object{$whole} if $object{$whole};
    return $object{$whole} = object("$code/$name.c", @in_memory, '-I', $code);
}

# ---- what they begin with: data and models by the command itself

sub command {
    my (@arguments) = @_;
    my ($exit, $output) = capture(60, "$home/gradus", @arguments);
    is($exit, 0, "gradus $arguments[0]: does it make something to begin with?") or diag($output);
    return $output;
}

sub make_seeds {
    my ($exit, $output) = capture(120, 'clang', '-O1', '-I', "$root/code", "$root/code/programs/gradus.c", glob("'$root/code/'*.c"), '-lm', '-o', "$home/gradus");
    is("$exit:$output", '0:', 'is the command there, to make data and models?');
    make_path("$home/csv", "$home/model");
    my %made = (moons => [qw(moons --points 6)], spirals => [qw(spirals --arms 3 --points 9)]);
    spit("$home/csv/$_", command('make', @{$made{$_}})) for sort keys %made;
    spit("$home/csv/strange", qq{\xef\xbb\xbf"a", b\r\n\r\n "1" ,\t-.5e1\r\n1e-320,2});
    my %trained = (hinge => [qw(moons --layers 2)], binary => [qw(moons --layers 0 --loss binary)], mse => [qw(moons --layers 2 --loss mse --activation sigmoid)],
        classes => ['spirals', '--layers', '2,3', '--activation', 'tanh']);
    for my $name (sort keys %trained) {
        my ($data, @how) = @{$trained{$name}};
        command('train', '--data', "$home/csv/$data", '--epochs', 1, '--save', "$home/model/$name", @how);
    }
    return;
}

# ---- looking

my $asan = 'detect_leaks=1:quarantine_size_mb=16';

sub look {
    my ($which, $fuzzer, $to, $options, @more) = @_;
    make_path("$to/$which");
    my @limits = qw(-max_len=2048 -timeout=10 -malloc_limit_mb=64 -rss_limit_mb=1024 -verbosity=0);
    return capture({seconds => 60 + ($seconds || 0), env => {ASAN_OPTIONS => $options}},
        $fuzzer, @limits, "-dict=$here/$which.dict", "-artifact_prefix=$to/$which-", @more, "$to/$which", "$home/$which");
}

sub input_in { my ($output) = @_; return $output =~ /Test unit written to (\S.*)/ ? $1 : undef }

make_seeds();
for my $which (qw(model csv)) {
    my $fuzzer = built($which);
    my ($exit, $output) = $seconds ? look($which, $fuzzer, $kept, $asan, "-max_total_time=$seconds")
        : look($which, $fuzzer, "$home/found", $asan, '-seed=1', "-runs=$runs{$which}");
    my $input = input_in($output);
    if (defined $input && !$seconds) {
        make_path($kept);
        rename $input, "$kept/" . $input =~ s{.*/}{}r or system 'cp', $input, $kept;
        $input = "$kept/" . $input =~ s{.*/}{}r;
    }
    is($exit, 0, "$which: is every input taken, or refused?")
        or diag((defined $input ? "The input is kept: $input\n" : ''), $output =~ /^((?:not so|==\d+==ERROR|SUMMARY|.*runtime error|\s+#\d+ .* in (?!__)).*\n)/mg);
    note($output =~ /^(Done .*)/m);
}

# ---- would it be found? With luck in a tenth of these runs; the first find ends them.

for my $fault ($seconds ? () : read_faults("$here/faults")) {
    my $which = $fault->{says}[0];
    my ($exit, $output) = look($which, built($which, $fault), "$home/fault-$fault->{line}", "$asan:symbolize=0", '-seed=1', '-runs=' . 10 * $runs{$which});
    ok($exit != 0 && defined input_in($output), "$which: is an input found when $fault->{name}?") or diag("exit $exit\n", $output =~ /^(?:Done|SUMMARY).*/mg);
}

done_testing;
