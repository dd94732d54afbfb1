# What the programs of book/ share: noweb's pipeline format as a list of
# records, the map of chunks made from it, complaints with file and line, and
# files that are written whole or not at all.
package Noweb;
use strict;
use warnings;
use utf8;
use Exporter 'import';
use File::Basename qw(dirname);
use File::Path qw(make_path);
use IO::Handle;
use IO::Select;
use IPC::Open3 qw(open3);
use Symbol qw(gensym);

our @EXPORT = qw(
    complain stop_if_complaints stop noweb_library pipe_through started answer_of
    markup records pipeline_line chunk_map lines_of_code is_file_name closest chapter_number chapter_files checkpoints
    slurp write_if_changed made_already made_now
);

our @FOLDERS = qw(code exercises tests figures);    # where a file chunk may go

binmode STDOUT, ':encoding(UTF-8)';
binmode STDERR, ':encoding(UTF-8)';

# ---------------------------------------------------------------- complaints

my @complaints;

# Note an author's error; $advice says what to do about it.
sub complain {
    my ($file, $line, $what, $advice) = @_;
    my $place = $line ? "$file:$line" : $file;
    push @complaints, "$place: error: $what\n" . ($advice ? "    $advice\n" : '');
}

sub stop_if_complaints {
    return unless @complaints;
    my %seen;
    print STDERR grep { !$seen{$_}++ } @complaints;
    exit 1;
}

sub stop {
    complain(@_);
    stop_if_complaints();
}

# --------------------------------------------------------------------- files

sub slurp {
    my ($path) = @_;
    open my $in, '<:raw', $path or stop($path, 0, "cannot be read: $!");
    local $/;
    my $bytes = <$in>;
    utf8::decode($bytes);
    return defined $bytes ? $bytes : '';
}

# Write a file whole or not at all, and leave it alone when nothing changed, so
# that make sees as new only what is new. Returns true when it wrote.
sub write_if_changed {
    my ($path, $text) = @_;
    my $bytes = $text;
    utf8::encode($bytes) if utf8::is_utf8($bytes);
    if (-e $path) {
        open my $in, '<:raw', $path or stop($path, 0, "cannot be read: $!");
        local $/;
        my $old = <$in>;
        return 0 if defined $old && $old eq $bytes;
    }
    eval { make_path(dirname($path)); 1 }
        or stop($path, 0, 'its folder cannot be made: ' . ($@ =~ s/ at .*//sr));
    my $new = "$path.new-$$";
    return 1 if write_bytes($new, $bytes) && rename $new, $path;
    my $why = $!;
    unlink $new;
    stop($path, 0, "cannot be written: $why",
         'Is the disk full, or the folder read-only? Nothing was changed.');
}

# What a file was made from is kept beside it: has it been made from the same?
sub made_already {
    my ($path, $from) = @_;
    return -e $path && -e "$path.from" && slurp("$path.from") eq $from;
}

sub made_now {
    my ($path, $from) = @_;
    write_if_changed("$path.from", $from);
}

sub write_bytes {
    my ($path, $bytes) = @_;
    open my $out, '>:raw', $path or return 0;
    print {$out} $bytes or return 0;
    return close $out;
}

# ------------------------------------------------------------------ chapters

sub chapter_number { return $_[0] =~ m{(?:^|/)(\d\d+)-[^/]*\.nw$} ? 0 + $1 : 0 }

# The chapters named on the command line, checked for what every chapter has.
sub chapter_files {
    my @files = sort @_;
    stop('chapters/', 0, 'there is no chapter', 'A chapter is a file chapters/NN-slug.nw.')
        unless @files;
    my $expected = 1;
    for my $file (@files) {
        my $number = chapter_number($file);
        stop($file, 0, 'is not named like a chapter',
             'Call it chapters/NN-slug.nw, NN being its number.') unless $number;
        stop($file, 0, sprintf('chapter %d is missing: chapters/%02d-*.nw', $expected, $expected),
             'Chapters are numbered without a gap; restore it, or rename those after it.')
            if $number > $expected;
        stop($file, 0, "there is another chapter $number",
             'Give one of the two the next free number.') if $number < $expected;
        check_text($file);
        $expected++;
    }
    stop_if_complaints();
    return @files;
}

# UTF-8, one heading of the first level before all others, no tabs lost.
sub check_text {
    my ($file) = @_;
    open my $in, '<:raw', $file or stop($file, 0, "cannot be read: $!");
    my ($headings, $in_code, $in_fence, $crlf) = (0, 0, 0, 0);
    while (my $bytes = <$in>) {
        my $line = $bytes;
        complain($file, $., 'is not UTF-8 here', 'Save the chapter as UTF-8.')
            unless utf8::decode($line);
        complain($file, $., 'the line ends in CR LF', 'Save the chapter with Unix line ends.')
            if $line =~ /\r$/ && !$crlf++;
        if    ($line =~ /^<<.*>>=\s*$/) { $in_code = 1 }
        elsif ($line =~ /^@(?:\s|$)/)   { $in_code = 0 }
        elsif ($in_code) {
            complain($file, $., 'this line of code is over 80 columns',
                     'A listing must fit the printed page: break the line.')
                if length $line > 80 && length($line =~ s/\n$//r =~ s/@(<<|>>)/$1/gr) > 80;
        }
        elsif ($line =~ /^(```|~~~)/) { $in_fence = !$in_fence }
        elsif (!$in_fence && $line =~ /^# / && ++$headings == 2) {
            complain($file, $., 'a second heading of the first level', 'A chapter has one: make the others "##".');
        }
    }
    complain($file, 1, 'has no heading', 'Begin with a line like "# One weight {#one-weight}".')
        if $headings == 0;
}

# The lines of a chapter on which the reader stops to compile: ::: {.checkpoint}
sub checkpoints {
    my ($file) = @_;
    my ($line, $in_code, @lines) = (0, 0);
    for (split /\n/, slurp($file)) {
        $line++;
        $in_code = /^<</ if /^<<.*>>=\s*$|^@(?:\s|$)/;
        push @lines, $line if !$in_code && /^:::+\s*\{\.checkpoint\}/;
    }
    return @lines;
}

# --------------------------------------------------------- noweb's own format

sub noweb_library {
    for my $folder (split(/:/, $ENV{PATH} // ''), '/usr/bin') {
        next unless -f "$folder/notangle";
        return $1 if slurp("$folder/notangle") =~ /^LIB=(\S+)/m && -d $1;
    }
    stop('noweb', 0, 'is not installed', 'Run "make setup".');
}

# Run a command on a text; returns what it printed, its errors, its status.
sub pipe_through {
    my ($text, @command) = @_;
    return answer_of(started(@command), $text);
}

# The same in two: starting a process doubles this one for a moment, which takes long
# when it holds a book. So what is needed later is started first.
sub started {
    my (@command) = @_;
    my ($to, $from, $errors) = (undef, undef, gensym());
    my $pid = open3($to, $from, $errors, @command);
    return { pid => $pid, to => $to, from => $from, errors => $errors };
}

sub answer_of {
    my ($process, $text) = @_;
    my ($to, %said) = ($process->{to}, map { $process->{$_} => '' } qw(from errors));
    utf8::encode($text) if utf8::is_utf8($text);
    local $SIG{PIPE} = 'IGNORE';    # it may end without having read all
    $to->blocking(0);
    my ($readers, $writers) = (IO::Select->new(@$process{qw(from errors)}), IO::Select->new($to));
    my $written = 0;
    while ($readers->count) {
        my ($readable, $writable) = IO::Select->select($readers, $writers);
        for my $from (@$readable) {
            $readers->remove($from) unless sysread $from, $said{$from}, 1 << 16, length $said{$from};
        }
        for (@$writable) {
            my $more = $written < length $text ? syswrite $to, $text, 1 << 16, $written : undef;
            $written += $more // 0;
            next if $written < length $text && (defined $more || $!{EAGAIN});
            $writers->remove($to);
            close $to;
        }
    }
    waitpid $process->{pid}, 0;
    my $status = $?;
    utf8::decode($_) for values %said;
    return (@said{ @$process{qw(from errors)} }, $status);
}

# The chapters in noweb's pipeline format.
sub markup {
    my (@files) = @_;
    my ($stream, $errors, $status) =
        pipe_through('', noweb_library() . '/markup', '-t', @files);
    for (grep { length } split /\n/, $errors) {
        my ($place, $line, $what) = /^(.*?):(\d+): (.*)/ ? ($1, $2, $3) : ($files[0], 0, $_);
        complain($place, $line, $what, $what =~ /unescaped/
            ? 'In prose write [[code]] around code, or @<< and @>> for the bare signs.' : '');
    }
    complain($files[0], 0, 'noweb could not read the chapters') if $status && !$errors;
    stop_if_complaints();
    return $stream;
}

# Lines of noweb's pipeline, {key, rest, file, line}: each with the place in the chapter
# that it came from. Of the prose only what it quotes of chunks is kept.
sub records {
    my ($stream) = @_;
    my ($file, $line, $in_code, @records) = ('', 1, 0);
    for (split /\n/, $stream) {
        my ($key, $rest) = split / /, substr($_, 1), 2;
        push @records, { key => $key, rest => $rest // '', file => $file, line => $line } if $in_code || $key !~ /^(?:text|nl|quote|endquote)$/;
        if    ($key eq 'nl' || $_ eq '@index nl') { $line++ }
        elsif ($key eq 'begin')                   { $in_code = $rest =~ /^code/ }
        elsif ($key eq 'file')                    { ($file, $line) = ($rest, 1) }
        elsif ($key eq 'line')                    { $line = $rest }
    }
    return @records;
}

# The record as a line of noweb's pipeline again; only @text may end in a blank.
sub pipeline_line {
    my ($record) = @_;
    return "\@text $record->{rest}\n" if $record->{key} eq 'text';
    return "\@$record->{key}" . (length $record->{rest} ? " $record->{rest}" : '') . "\n";
}

sub is_file_name { return $_[0] =~ m{/} && $_[0] !~ m{[\s()<>;=]|/$} }

# {name}{defs|uses} = [records]; {name}{callers} = {names of chunks using it}.
sub chunk_map {
    my (@records) = @_;
    my (%map, $current, $in_code);
    for my $record (@records) {
        my ($key, $name) = @$record{qw(key rest)};
        $in_code = 1 if $key eq 'begin' && $name =~ /^code/;
        $in_code = 0 if $key eq 'end';
        if ($key eq 'defn') {
            $current = $name;
            push @{ $map{$name}{defs} }, $record;
        }
        elsif ($key eq 'use' && $in_code) {
            push @{ $map{$name}{uses} }, $record;
            $map{$name}{callers}{$current} = 1;
        }
        elsif ($key eq 'use') {
            push @{ $map{$name}{quoted} }, $record;
        }
    }
    return \%map;
}

# Chapter => the numbers of its lines of code, which prose may move together.
sub lines_of_code {
    my (%lines, $in_code);
    for my $record (@_) {
        $in_code = $record->{rest} =~ /^code/ if $record->{key} eq 'begin';
        push @{ $lines{ $record->{file} } }, $record->{line} if $in_code && $record->{key} eq 'nl';
    }
    return \%lines;
}

# The likeliest name meant by a misspelt one, or nothing.
sub closest {
    my ($name, @names) = @_;
    my ($best, $least) = (undef, (length($name) + 1) / 2);
    for my $candidate (@names) {
        my $d = distance(lc $name, lc $candidate);
        ($best, $least) = ($candidate, $d) if $d < $least;
    }
    return $best;
}

sub distance {
    my ($one, $two) = @_;
    my @previous = 0 .. length $two;
    for my $i (1 .. length $one) {
        my @current = ($i);
        for my $j (1 .. length $two) {
            my $cost = substr($one, $i - 1, 1) ne substr($two, $j - 1, 1);
            my $least = $previous[$j - 1] + $cost;
            $least = $previous[$j] + 1    if $previous[$j] + 1 < $least;
            $least = $current[$j - 1] + 1 if $current[$j - 1] + 1 < $least;
            $current[$j] = $least;
        }
        @previous = @current;
    }
    return $previous[-1];
}

1;
