package Gradus;

# What the tests and the desk share: running a command within limits of time
# and output, files, scratch folders, and tables of faults. Core Perl only.

use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Copy qw(copy);
use File::Find qw(find);
use File::Path qw(make_path);
use File::Temp qw(tempdir tempfile);
use POSIX qw(:sys_wait_h setpgid);
use Time::HiRes qw(time sleep);

our @EXPORT_OK = qw(root capture scratch copy_project slurp spit apply_fault read_faults
    place compiler sanitizers quick_linker engine_sources harness_sources in_one_line read_again there end_running);

my $OUTPUT_LIMIT = 1024 * 1024;
my %running;    # process groups to end should this program be ended

# Is there such a program?
sub there { my ($program) = @_; return scalar grep { -x "$_/$program" } split /:/, $ENV{PATH} }

# The root of the repository.
sub root { return abs_path(dirname(abs_path(__FILE__)) . '/..') }

# capture($seconds, @command) -> ($exit, $output). Standard error goes into the
# output, standard input is empty. The exit is 124 after a time-out, 128 + n
# after signal n, 127 when the command cannot be started, 125 when it printed
# more than 1 MB. In place of $seconds: {seconds, input, dir, env}, where an
# undefined value in env removes a variable.
sub capture {
    my ($how, @command) = @_;
    $how = {seconds => $how} unless ref $how;
    pipe my $read, my $write or die "cannot make a pipe: $!\n";
    my $input = input_file($how->{input});
    my $child = fork // die "cannot start a process: $!\n";
    run_child($how, $input, $write, @command) if $child == 0;
    setpgid($child, $child);
    $running{$child} = 1;
    close $write;
    my $deadline = time + $how->{seconds};
    my ($output, $stopped) = read_until($read, $deadline);
    my $status = $stopped ? undef : reap($child, $deadline);
    kill 'KILL', -$child;
    waitpid $child, 0 unless defined $status;
    delete $running{$child};
    return ($stopped || (defined $status ? exit_of($status) : 124), $output);
}

# Ends, with their children, the commands that are still running.
sub end_running {
    kill 'KILL', -$_ for keys %running;
}

sub input_file {
    my ($text) = @_;
    my $file;
    open $file, '<', '/dev/null' or die "cannot read /dev/null: $!\n";
    return $file unless defined $text;
    open $file, '+>', undef or die "cannot make a temporary file: $!\n";
    binmode $file;
    print {$file} $text;
    seek $file, 0, 0;
    return $file;
}

sub run_child {
    my ($how, $input, $write, @command) = @_;
    setpgid(0, 0);
    open STDIN, '<&', $input;
    open STDOUT, '>&', $write;
    open STDERR, '>&', $write;
    my $env = $how->{env} // {};
    for (keys %$env) {
        if (defined $env->{$_}) { $ENV{$_} = $env->{$_} }
        else                    { delete $ENV{$_} }
    }
    my $ready = !defined $how->{dir} || chdir $how->{dir};
    no warnings 'exec';
    exec {$command[0]} @command if $ready;
    print STDERR "cannot run $command[0]: $!\n";
    STDERR->flush;
    POSIX::_exit(127);
}

# Reads to the end, the deadline or the limit; says how it was stopped, if so.
sub read_until {
    my ($read, $deadline) = @_;
    my $output = '';
    while (1) {
        my $left = $deadline - time;
        return ($output, 124) if $left <= 0;
        return ($output, 125) if length $output > $OUTPUT_LIMIT;
        my $ready = '';
        vec($ready, fileno($read), 1) = 1;
        next unless select($ready, undef, undef, $left) > 0;
        my $got = sysread $read, $output, 65536, length $output;
        return ($output, 0) if defined $got && $got == 0;
    }
}

sub reap {
    my ($child, $deadline) = @_;
    while (time < $deadline) {
        return $? if waitpid($child, WNOHANG) == $child;
        sleep 0.002;
    }
    return;
}

sub exit_of {
    my ($status) = @_;
    return WIFSIGNALED($status) ? 128 + WTERMSIG($status) : WEXITSTATUS($status);
}

# A temporary folder, removed when the program ends.
sub scratch { return abs_path(tempdir('gradus-XXXXXX', TMPDIR => 1, CLEANUP => 1)) }

# Copies the project to a folder: the files that git tracks or would track;
# without git, everything but build and .git.
sub copy_project {
    my ($to) = @_;
    my $from = root();
    for my $file (project_files($from)) {
        next unless -f "$from/$file";
        make_path(dirname("$to/$file"));
        copy("$from/$file", "$to/$file") or die "cannot copy $file to $to: $!\n";
        chmod +(stat "$from/$file")[2] & 07777, "$to/$file";
    }
    return $to;
}

sub project_files {
    my ($from) = @_;
    my ($exit, $list) = capture(60, 'git', '-C', $from, 'ls-files', '-coz', '--exclude-standard');
    return split /\0/, $list if $exit == 0 && -e "$from/.git";
    my @files;
    my $wanted = sub {
        my $file = substr $File::Find::name, length($from) + 1;
        if ($file eq 'build' || $file eq '.git') { $File::Find::prune = 1 }
        elsif (-f $File::Find::name)             { push @files, $file }
    };
    find({wanted => sub { $wanted->() if $File::Find::name ne $from }, no_chdir => 1}, $from);
    return @files;
}

# The bytes of a file.
sub slurp {
    my ($file) = @_;
    open my $in, '<:raw', $file or die "cannot read $file: $!\n";
    local $/;
    my $text = <$in>;
    close $in or die "cannot read $file: $!\n";
    return $text // '';
}

# Writes bytes to a file, whole or not at all: a temporary file, then a rename.
sub spit {
    my ($file, $text) = @_;
    my ($out, $temporary) = eval { tempfile('.writing-XXXXXX', DIR => dirname($file)) };
    my $written = defined $out && binmode($out) && (print {$out} $text) && close $out
        && chmod(0666 & ~umask, $temporary) && rename $temporary, $file;
    return if $written;
    my $why = $@ =~ /:\s*([^:]+?) at \S+ line/ ? $1 : "$!";
    unlink $temporary if defined $temporary;
    die "cannot write $file: $why\n";
}

# read_faults($file) -> records {name, file, edits => [[\@minus, \@plus]...],
# says => [...], source, line} of a table: see "Tables of faults" in the guide.
sub read_faults {
    my ($file) = @_;
    my (@faults, $fault);
    my $number = 0;
    for my $line (split /\r?\n/, slurp($file)) {
        $number++;
        next if $line =~ /^#/;
        if ($line =~ /^\s*$/) { undef $fault; next }
        push @faults, $fault = {source => $file, line => $number, edits => [], says => []}
            unless $fault;
        read_fault_line($fault, $line, "$file:$number");
    }
    finish_fault($_) for @faults;
    return @faults;
}

sub read_fault_line {
    my ($fault, $line, $at) = @_;
    my $edits = $fault->{edits};
    if ($line =~ /^(name|file):\s*(.*?)\s*$/) {
        die "$at: a second \"$1:\" in one record (records are separated by an empty line)\n"
            if defined $fault->{$1};
        $fault->{$1} = $2;
    }
    elsif ($line =~ /^says:\s*(.*?)\s*$/) { push @{$fault->{says}}, $1 }
    elsif ($line =~ /^-\s*(.*?)\s*$/) {
        push @$edits, [[], []] if !@$edits || @{$edits->[-1][1]};
        push @{$edits->[-1][0]}, $1;
    }
    elsif ($line =~ /^\+\s*(.*?)\s*$/) {
        die "$at: a \"+\" line without a \"-\" line before it\n" unless @$edits;
        push @{$edits->[-1][1]}, $1;
    }
    else { die "$at: expected name:, file:, says:, - or +, found: $line\n" }
    return;
}

sub finish_fault {
    my ($fault) = @_;
    my $at = place($fault);
    die "$at: a record without \"name:\"\n" unless length($fault->{name} // '');
    die "$at: \"$fault->{name}\" changes nothing (no \"-\" line)\n" unless @{$fault->{edits}};
    return;
}

# Where a record stands: "tests/01/mutants:12".
sub place {
    my ($fault) = @_;
    my $file = $fault->{source};
    my $root = root() . '/';
    $file = substr $file, length $root if index($file, $root) == 0;
    return "$file:$fault->{line}";
}

# The text with the record's edits made; dies when a "-" text does not occur
# exactly once, or when nothing changes.
sub apply_fault {
    my ($text, $fault) = @_;
    my $before = $text;
    for my $edit (@{$fault->{edits}}) {
        my ($minus, $plus) = @$edit;
        my $pattern = join '[ \t]*\n[ \t]*', map { quotemeta } @$minus;
        my @found = $text =~ /$pattern/g;
        die sprintf "%s: \"%s\": the text \"%s\" occurs %d times, expected once\n", place($fault),
            $fault->{name}, join(' / ', @$minus), scalar @found
            unless @found == 1;
        my $new = join "\n", @$plus;
        $text =~ s/$pattern/$new/;
    }
    die place($fault) . ": \"$fault->{name}\" changes nothing\n" if $text eq $before;
    return $text;
}

# The C compiler, as a list: $CC or cc.
sub compiler { return grep { length } split ' ', $ENV{CC} || 'cc' }

# Does a program that is made with these flags run here?
sub runs_with {
    my (@flags) = @_;
    my $try = scratch() . '/try';
    spit("$try.c", "int main(void) { return 0; }\n");
    my ($exit) = capture(60, compiler(), @flags, "$try.c", '-lm', '-o', $try);
    ($exit) = capture(60, $try) if $exit == 0;
    return $exit == 0;
}

# The flags of the sanitizers, where they work.
sub sanitizers {
    my @flags = ('-g', '-fsanitize=address,undefined', '-fno-omit-frame-pointer');
    return runs_with(@flags) ? @flags : ();
}

# The flag for a linker that is quicker than the usual one, where it works with the others.
sub quick_linker {
    my (@flags) = @_;
    return runs_with(@flags, '-fuse-ld=gold') ? '-fuse-ld=gold' : ();
}

# A judge's output with its diagnostics as running text, so that a message is
# found in it wherever its lines are broken.
sub in_one_line {
    my ($text) = @_;
    $text =~ s{\s*\n#?\s*}{ }g;
    return $text;
}

# The engine's sources below a root.
sub engine_sources { return sources_in("$_[0]/code") }
sub harness_sources { return sources_in("$_[0]/tests/judge") }

sub sources_in {
    my ($folder) = @_;
    opendir my $handle, $folder or return;
    return map { "$folder/$_" } sort grep { /^[^.].*\.c$/ } readdir $handle;
}

# The sections that a judge's output asks to read again.
sub read_again {
    my ($output) = @_;
    my %seen;
    return grep { !$seen{$_}++ } $output =~ /^#\s+read again: (.*?)\s*$/mg;
}

1;
