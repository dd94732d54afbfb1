# The authors' errors in naming and using chunks, each with its place and what to do.
package Chunks;
use strict;
use warnings;
use utf8;
use Exporter 'import';
use Noweb;

our @EXPORT = qw(check_chunks);

# What the files of a folder are called, and how to say so.
my $EXERCISE = qr{\d+\.\d+-(?:predict|build|break|explain)-[\w-]+};
my %SHAPE = (
    code      => [qr{(?:programs/)?[\w-]+\.[ch]|Makefile|gradus\.(?:1|pc\.in)},
                  'code/NAME.h, code/NAME.c or code/programs/NAME.c (or code/Makefile, code/gradus.1, code/gradus.pc.in)'],
    figures   => [qr{[\w-]+\.(?:gp|dot)}, 'figures/NAME.gp (gnuplot) or figures/NAME.dot (Graphviz)'],
    exercises => [qr{\d\d/(?:$EXERCISE|answers/$EXERCISE|hints/$EXERCISE(?=\.txt))\.(?:c|txt)},
                  'exercises/NN/N.M-KIND-title.c or .txt (kinds: predict, build, break, explain), the same in hints/ and answers/'],
    tests     => [qr{\d\d/(?:test\.c|mutants|\d+\.\d+\.(?:c|wrong)|[\w-]+\.(?:h|txt|tsv|py))},
                  'tests/NN/test.c, tests/NN/mutants, tests/NN/N.M.c or tests/NN/N.M.wrong'],
);

sub check_chunks {
    my ($chunks) = @_;
    my @names = grep { $chunks->{$_}{defs} } keys %$chunks;
    for my $name (sort keys %$chunks) {
        my $chunk = $chunks->{$name};
        if (!$chunk->{defs}) { undefined_chunk($name, $_, @names) for @{ $chunk->{uses} // [] }, @{ $chunk->{quoted} // [] } }
        elsif (!$chunk->{uses}) { check_root($chunks, $name, $chunk->{defs}[0], @names) }
        elsif (!reached($chunks, $name, {})) {
            complain(place($chunk->{defs}[0]), "no file uses <<$name>>: only chunks that it uses itself",
                     'Use it in a chunk that is part of a file, or delete it.');
        }
        elsif (is_file_name($name)) {
            complain(place($chunk->{uses}[0]), "<<$name>> names a file, and a file is not used in another",
                     'Give the part that both need a name without a slash.');
        }
    }
}

# Is a chunk part of one that no other uses?
sub reached {
    my ($chunks, $name, $seen) = @_;
    return 1 unless $chunks->{$name}{uses};
    return 0 if $seen->{$name}++;
    return scalar grep { reached($chunks, $_, $seen) } keys %{ $chunks->{$name}{callers} };
}

sub undefined_chunk {
    my ($name, $use, @names) = @_;
    my $meant = closest($name, @names);
    my $line = (split /\n/, slurp($use->{file}))[$use->{line} - 1] // '';
    if ($name =~ /^\s|\s$/ || $line =~ /[\w)\]]\s*<</) {
        return complain(place($use), "\"<<$name>>\" is read as a reference to a chunk, and there is none of that name",
                        'If it is a shift operator, write @<< for <<.');
    }
    complain(place($use), "<<$name>> is used but no chapter defines it",
             $meant ? "Did you mean <<$meant>>?" : "Define it with <<$name>>=, or remove the use.");
}

sub check_root {
    my ($chunks, $name, $definition, @names) = @_;
    my ($folder) = $name =~ m{^([^/]+)/};
    if (!is_file_name($name)) {
        my $meant = closest($name, grep { !$chunks->{$_}{defs} } keys %$chunks);
        my $advice = $meant ? "The use of <<$meant>> looks like it: spell both the same."
                            : 'Use it in another chunk, delete it, or, if it is a file, give it its path.';
        complain(place($definition), "nobody uses <<$name>>", $advice);
    }
    elsif (!grep { $_ eq $folder } @Noweb::FOLDERS) {
        my $meant = closest($folder, @Noweb::FOLDERS);
        complain(place($definition), "<<$name>> would be a file outside " . join(', ', map {"$_/"} @Noweb::FOLDERS),
                 $meant ? "Did you mean <<$meant" . substr($name, length $folder) . '>>?'
                        : 'Those are the folders that chapters write.');
    }
    elsif ($name =~ m{(^|/)\.\.?(/|$)|//}) {
        complain(place($definition), "<<$name>> is not a plain path", 'Write it from the root, without "." and "..".');
    }
    else { check_file($name, $definition, $folder, @names) }
}

# Is it a file that somebody will look for?
sub check_file {
    my ($name, $definition, $folder, @names) = @_;
    my ($shape, $example) = @{ $SHAPE{$folder} };
    return complain(place($definition), "<<$name>> is no file of $folder/", "Call it $example.")
        if $name !~ /^$folder\/(?:$shape)$/;
    my ($home, $for, $exercise) = $name =~ m{^(exercises/\d+)/(hints|answers)/(.*)\.\w+$} or return;
    return if grep { $_ eq "$home/$exercise.c" || $_ eq "$home/$exercise.txt" } @names;
    my $meant = closest($name, map { m{^\Q$home\E/([^/]+)\.\w+$} ? "$home/$for/$1" . ($name =~ /(\.\w+)$/)[0] : () } @names);
    complain(place($definition), "<<$name>> belongs to an exercise $home/$exercise, and there is none",
             $meant ? "Did you mean <<$meant>>?" : 'Give it the name of its starter.');
}

sub place { return ($_[0]{file}, $_[0]{line}) }

1;
