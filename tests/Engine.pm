package Engine;

# The engine's sources, whole or with a fault put in, and programs built from
# them with the flags of the book.

use strict;
use warnings;
use Exporter qw(import);
use File::Basename qw(basename);
use Gradus qw(root capture slurp spit apply_fault compiler engine_sources);

our @EXPORT_OK = qw(flags engine_copy build_program);

# The flags with which each step is compiled.
sub flags {
    my ($flags) = slurp(root() . '/book/step.mk') =~ /^CFLAGS \?= (.*)$/m;
    return split ' ', $flags;
}

# Copies the engine to a folder of this name, with a fault of read_faults or without.
sub engine_copy {
    my ($folder, $fault) = @_;
    mkdir $folder;
    for my $file (engine_sources(root()), glob("'" . root() . "/code/'*.h")) {
        my $text = slurp($file);
        my $name = basename($file);
        $text = apply_fault($text, $fault) if $fault && $fault->{file} eq "code/$name";
        spit("$folder/$name", $text);
    }
    return $folder;
}

# build_program($program, $code, $source, @flags) -> ($exit, $output): compiles
# the source with the engine that is in the folder $code.
sub build_program {
    my ($program, $code, $source, @flags) = @_;
    my @modules = sort glob "'$code/'*.c";
    return capture(200, compiler(), flags(), @flags, '-I', $code, $source, @modules, '-lm', '-o', $program);
}

1;
