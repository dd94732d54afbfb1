package Desk::Compiler;

# The reader's C compiler: its flags, objects that are kept, and its words,
# trimmed to the lines that the reader wrote.

use strict;
use warnings;
use utf8;
use Digest::MD5 qw(md5_hex);
use Errno qw(ESRCH);
use Exporter qw(import);
use File::Path qw(remove_tree);
use Desk::Memory qw(desk_folder);
use Desk::Screen qw(printable);
use Gradus qw(capture slurp spit compiler end_running);

our @EXPORT_OK = qw(work_folder toolchain compile object errors_of warnings_of undeclared_in headers_not_there
    linker_words);

my $COMPILE_SECONDS = 30;
my $SHOWN_MESSAGES  = 3;
my @WARNINGS        = qw(-std=c11 -Wall -Wextra -Wpedantic -Wno-missing-field-initializers);
my @FLAGS_TO_TRY    = (
    ['-g', '-fsanitize=address,undefined', '-fno-omit-frame-pointer'],
    [qw(-g)],
    [],
);

my $work;    # this process's own folder for what it compiles
my $owner = $$;
END {
    my $status = $?;
    if ($$ == $owner) {
        end_running();
        remove_tree($work, {error => \my $ignored}) if defined $work;
    }
    $? = $status;
}

sub work_folder {
    return $work if defined $work;
    my $folder = desk_folder('work');
    for my $left (glob "$folder/*") {
        my ($process) = $left =~ m{/(\d+)$} or next;
        remove_tree($left, {error => \my $ignored}) if !kill(0, $process) && $! == ESRCH;
    }
    $work = "$folder/$$";
    mkdir $work or -d $work or die "cannot write $work: $!\n";
    return $work;
}

# Runs the compiler within limits: an #include of something endless, or a huge
# array, must not take the machine with it.
sub compile {
    my (@command) = @_;
    return capture({seconds => $COMPILE_SECONDS, env => {LC_ALL => 'C'}}, 'sh', '-c',
        'ulimit -v 4000000; ulimit -f 400000; exec "$@"', 'compile', @command);
}

# The compiler with its flags: with sanitizers when a program made so runs here.
my (@toolchain, $compiler_version);
sub toolchain {
    return @toolchain if @toolchain;
    my @cc = compiler();
    (my $exit, $compiler_version) = capture(20, @cc, '--version');
    die "there is no C compiler \"@cc\": install gcc or clang, or set CC\n" if $exit == 127;
    my $memory = desk_folder('objects') . '/flags-' . md5_hex("@cc\n$compiler_version");
    my ($known) = -f $memory ? slurp($memory) =~ /^(.*)$/m : ();
    $known //= join ' ', find_flags(@cc);
    spit($memory, "$known\n");
    return @toolchain = (@cc, @WARNINGS, split ' ', $known);
}

sub find_flags {
    my (@cc) = @_;
    my $try = work_folder() . '/try';
    spit("$try.c", "int main(void) { return 0; }\n");
    my $output;
    for my $flags (@FLAGS_TO_TRY) {
        (my $exit, $output) = compile(@cc, @WARNINGS, @$flags, "$try.c", '-lm', '-o', $try);
        next unless $exit == 0;
        ($exit) = capture(10, $try);
        return @$flags if $exit == 0;
    }
    die "the C compiler \"@cc\" does not work:\n" . printable($output);
}

# object($source, $code) -> the object of a file of ours, compiled once with the
# headers of the engine in that folder, and kept by what went into it.
sub object {
    my ($source, $code) = @_;
    $code //= 'code';
    my @command = (toolchain(), '-I', 'tests/judge', '-I', $code);
    my $inputs = join "\0", @command, $compiler_version, $source,
        map { slurp($_) } $source, sort(glob 'tests/judge/*.h'), sort(glob "'$code'/*.h");
    my $object = desk_folder('objects') . '/' . md5_hex($inputs) . '.o';
    return $object if -s $object;
    my $made = work_folder() . '/' . md5_hex($source) . '.o';
    my ($exit, $output) = compile(@command, '-c', $source, '-o', $made);
    die "$source does not compile, which is no fault of yours:\n" . printable($output) if $exit != 0;
    rename $made, $object or die "cannot write $object: $!\n";
    return $object;
}

# The messages of one kind that the compiler gave about the reader's own file,
# the first with the line that it is about.
sub messages {
    my ($file, $kind, $said, $about) = @_;
    my $name = quotemeta $file;
    $about //= qr//;
    my @found = printable($said) =~ /^($name:\d+:(?:\d+:)?\s+(?:fatal )?$kind: (?=.*$about).*)$/mg;
    my ($column) = @found ? $found[0] =~ /^$name:\d+:(\d+):/ : ();
    s/^($name:\d+):(?:\d+:)?\s+(?:fatal )?$kind: /$1: / for @found;
    my $more = @found - $SHOWN_MESSAGES;
    splice @found, $SHOWN_MESSAGES if $more > 0;
    push @found, "(and $more more)" if $more > 0;
    splice @found, 1, 0, line_meant($file, $found[0], $column // 1) if @found;
    return @found;
}

# The reader's line, as they wrote it, or what is around the column.
sub line_meant {
    my ($file, $message, $column) = @_;
    my ($number) = $message =~ /^\Q$file\E:(\d+):/ or return;
    return unless -f $file;
    my $line = printable((split /\r?\n/, slurp($file))[$number - 1] // return);
    $line = '...' . substr $line, $column - 40 if $column > 64 && length $line > 70;
    $line =~ s/^\s+|\s+$//g;
    return length $line ? '    ' . substr $line, 0, 70 : ();
}

sub warnings_of {
    my ($file, $said) = @_;
    return messages($file, 'warning', $said);
}

# Names that were used and never declared, which is where a misspelt one stands: what
# the linker says of it names no line.
sub undeclared_in {
    my ($file, $said) = @_;
    return messages($file, 'warning', $said, qr/implicit declaration of|call to undeclared function/);
}

# Headers of the engine that an exercise misspells. The system may have one of that name
# (glibc has a values.h), and what the compiler says then is about all but that.
sub headers_not_there {
    my ($file) = @_;
    my ($number, @said) = (0);
    for my $line (-f $file ? split /\r?\n/, printable(slurp($file)) : ()) {
        $number++;
        my ($header) = $line =~ /^\s*#\s*include\s*"([^"\/]+)"/ or next;
        push @said, "$file:$number: the engine has no header $header; it has "
            . join(', ', map { s{.*/}{}r } sort glob 'code/*.h')
            unless grep { -f "$_/$header" } 'code', 'tests/judge', $file =~ s{[^/]*$}{.}r;
    }
    return @said;
}

# What a compiler said that failed, in a few lines.
sub errors_of {
    my ($file, $exit, $said) = @_;
    return "the compiler did not end within $COMPILE_SECONDS s" if $exit == 124;
    my @errors = messages($file, 'error', $said);
    return join "\n", @errors if @errors;
    my @lines = grep { /\S/ } split /\n/, printable($said);
    splice @lines, $SHOWN_MESSAGES if @lines > $SHOWN_MESSAGES;
    return join "\n", @lines;
}

sub linker_words {
    my ($output) = @_;
    my %said;
    my @words = grep { !$said{$_}++ } map {
        /undefined reference to [`'‘]?([^'’]+)/ ? "$1 is missing: nothing has that name"
            : /multiple definition of [`'‘]?([^'’;]+)/ ? "$1 is defined twice: once too many in your file"
            : ()
    } split /\n/, printable($output);
    return join "\n", @words ? @words : (split /\n/, printable($output))[0 .. 0];
}

1;
