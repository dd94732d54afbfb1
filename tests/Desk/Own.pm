package Desk::Own;

# A reader's own engine, typed in a folder of theirs: laid out chapter by chapter
# (start), put before the book's tests (test), and held beside the book's, piece
# by piece (compare). Perl and a C compiler do: the chapters are read here, without
# noweb. In the reader's folder only "start" writes, and only what is not there.

use strict;
use warnings;
use utf8;
use Cwd qw(abs_path getcwd);
use Digest::MD5 qw(md5_hex);
use Encode qw(encode);
use Errno qw(EEXIST);
use Exporter qw(import);
use Fcntl qw(O_WRONLY O_CREAT O_EXCL);
use File::Basename qw(basename dirname);
use File::Path qw(make_path);
use List::Util qw(min max);
use Text::Wrap qw(wrap);
use Desk::Compiler qw(toolchain compile object errors_of warnings_of linker_words work_folder);
use Desk::Judge qw(questions verdict check_seed);
use Desk::Memory qw(desk_folder);
use Desk::Screen qw(printable colour verdict_colour say_wrapped counted place_in_book
    print_question print_read_again);
use Gradus qw(capture slurp read_again);

our @EXPORT_OK = qw(run start test compare files_at lines_of pieces_of tokens_of);

my $TEST_SECONDS = 120;
my $SHOWN        = 3;
my $LCS_CELLS    = 4_000_000;    # beyond this two texts are not aligned: minutes
my @NOT_FOR_READERS = qw(.ci .git book build chapters code exercises tests);
my %WHY_NOT = (build => 'make clean removes all that is in it');

my %COMMANDS = (start => \&start, test => \&test, compare => \&compare);

# From make: perl -Itests -MDesk::Own=run -e 'exit run(@ARGV)' start, with MINE, CH
# and SEED in the environment. -> the exit status, as the desk's.
sub run {
    my ($command) = @_;
    binmode $_, ':encoding(UTF-8)' for *STDOUT, *STDERR;
    $| = 1;
    $SIG{$_} = sub { exit 130 } for qw(INT TERM HUP);
    my $status = eval { ($COMMANDS{$command // ''} // die "start, test or compare?\n")->() };
    return $status if defined $status;
    print STDERR 'desk: ', $@ =~ s/\s+\z//r, "\n";
    return 2;
}

# ------------------------------------------------------------- the book's pieces

my $book;
sub book { return $book //= read_book() }

sub chapters_of_book { return @{book()->{chapters}} }

sub read_book {
    my %book = (chapters => [], pieces => {});
    for my $file (sort glob 'chapters/*.nw') {
        my ($slug, $number) = $file =~ m{/(0*(\d+)-[^/]*)\.nw$} or next;
        my $chapter = {number => $number, slug => $slug};
        push @{$book{chapters}}, $chapter;
        for my $piece (read_chapter($chapter, printable(slurp($file)))) {
            my $others = $book{pieces}{$piece->{name}} //= [];
            push @$others, $piece;
            $piece->{part} = @$others;
        }
    }
    die "there are no chapters: chapters/ is empty\n" unless @{$book{chapters}};
    return \%book;
}

# -> pieces {name, chapter, section, address, line, body}; gives the chapter its title.
sub read_chapter {
    my ($chapter, $text) = @_;
    my ($page, $number, $fence, $piece, @pieces) = ("$chapter->{slug}.html", 0, 0);
    my %section;
    for my $line (split /\n/, $text) {
        $number++;
        if ($line =~ /^<<(.*)>>=\s*$/) {
            push @pieces, $piece = {%section, name => $1, chapter => $chapter, line => $number, body => []};
        }
        elsif ($piece && $line =~ /^@(?:\s|$)/) { undef $piece }
        elsif ($piece) { push @{$piece->{body}}, $line }
        elsif ($line =~ /^(?:```|~~~)/) { $fence = !$fence }
        elsif (!$fence && $line =~ /^(#+)\s+(.*?)\s*\{#([\w.-]+)(.*?)\}/) {
            my ($level, $title, $anchor, $classes) = ($1, plain($2), $3, $4);
            $page = sprintf '%02d-answers.html', $chapter->{number} if $classes =~ /\.answers\b/;
            $chapter->{title} //= $title if $level eq '#';
            %section = (section => $title, address => "$page#$anchor");
        }
    }
    return @pieces;
}

sub plain { return $_[0] =~ s/\[\[(.*?)\]\]/$1/gr =~ s/[*`\$\\]//gr }

sub named {
    my ($name, $through) = @_;
    return grep { $_->{chapter}{number} <= $through } @{book()->{pieces}{$name} // []};
}

# The files of code/ as of a chapter, in the order in which they are begun.
sub files_at {
    my ($through) = @_;
    my @roots = map { [named($_, $through)] } grep { m{^code/.*\.[ch]$} } keys %{book()->{pieces}};
    return map { $_->[0]{name} } sort { by_reading($a->[0], $b->[0]) } grep { @$_ } @roots;
}

sub by_reading {
    my ($one, $other) = @_;
    return $one->{chapter}{number} <=> $other->{chapter}{number} || $one->{line} <=> $other->{line};
}

# The lines of a file as of a chapter: {text, piece, into}, where into is the name
# of the piece that the line's own piece goes into.
sub lines_of {
    my ($name, $through, $into) = @_;
    my @lines;
    for my $piece (named($name, $through)) {
        push @lines, expanded($piece, $_, $through, $into) for @{$piece->{body}};
    }
    return @lines;
}

# A line of a piece, with the piece that it uses in its place. One that no chapter
# has yet is nothing.
sub expanded {
    my ($piece, $line, $through, $into) = @_;
    my ($before, $used, $after) = $line =~ /^(.*?)(?<!@)<<((?:(?!<<).)+?)>>(.*)$/
        or return {text => $line =~ s/@(<<|>>)/$1/gr, piece => $piece, into => $into};
    my @inner = lines_of($used, $through, $piece->{name});
    return () if !@inner && "$before$after" !~ /\S/;
    @inner = ({text => '', piece => $piece, into => $into}) unless @inner;
    my $indent = $before =~ s/\S/ /gr;
    my @lines = map { {%$_, text => $indent . $_->{text}} } @inner;
    $lines[0]{text} = $before . $inner[0]{text};
    $lines[-1]{text} .= $after;
    return @lines;
}

# The pieces of a file as of a chapter, in reading order: [piece, into].
sub pieces_of {
    my ($name, $through) = @_;
    my (%seen, @pieces);
    for my $line (lines_of($name, $through)) {
        push @pieces, [$line->{piece}, $line->{into}] if $line->{text} =~ /\S/ && !$seen{$line->{piece}}++;
    }
    return sort { by_reading($a->[0], $b->[0]) } @pieces;
}

sub piece_name {
    my ($piece) = @_;
    return $piece->{name} . ($piece->{part} > 1 ? " (part $piece->{part})" : '');
}

# ------------------------------------------------- the reader's folder and chapter

# The folder that MINE (or ENGINE) names: {given, path}, path being absolute.
sub own_folder {
    my ($command) = @_;
    my ($given) = grep { /\S/ } map { $_ // '' } @ENV{qw(MINE ENGINE)};
    die "which folder is yours? Say: make $command MINE=path"
        . ($command eq 'start' ? " [CH=1]\n" : " [CH=5]\n") unless defined $given;
    my $path = $given =~ s{^~([^/]*)}{home($1) // "~$1"}er;
    $path = getcwd() . "/$path" unless $path =~ m{^/};
    return {given => printable($given), path => real_path($path)};
}

sub home {
    my ($user) = @_;
    return $ENV{HOME} if !length $user && length($ENV{HOME} // '');
    return (length $user ? getpwnam $user : getpwuid $<)[7];
}

# Without links, though the end of it need not be there yet.
sub real_path {
    my ($path) = @_;
    my @rest;
    while ($path ne '/' && !-e $path && !-l $path) {
        unshift @rest, basename($path);
        $path = dirname($path);
    }
    die printable("$path/$rest[0]") . " is not there, so that \"..\" leads nowhere\n" if grep { $_ eq '..' } @rest;
    my $real = abs_path($path) // $path;
    return join '/', $real eq '/' ? '' : $real, @rest;
}

# The folder, as one argument of a make command.
sub argument {
    my ($mine) = @_;
    my $given = $mine->{given} =~ s/\$/\$\$/gr;
    return "MINE=$given" if $given =~ m{^[\w./+,:@%~-]+$};
    return "MINE='" . $given =~ s/'/'\\''/gr . "'";
}

sub make_line {
    my ($command, $mine, $chapter) = @_;
    return "make $command CH=$chapter->{number} " . argument($mine);
}

# The chapter that CH names, or undef when it names none.
sub chosen_chapter {
    my $given = $ENV{CH} // '';
    return undef unless $given =~ /\S/;
    my ($number) = $given =~ /^\s*0*(\d{1,4})\s*$/;
    my @all = chapters_of_book();
    my ($chapter) = grep { defined $number && $_->{number} == $number } @all;
    return $chapter // die 'there is no chapter "' . printable($given) . "\"; the chapters are "
        . "$all[0]{number} to $all[-1]{number}\n";
}

sub outline_of { return "outline/$_[0]{slug}.txt" }

sub in_folder {
    my ($mine, $name) = @_;
    return "$mine->{path}/" . encode('UTF-8', $name);
}

sub is_laid_out {
    my ($mine, $chapter) = @_;
    return -e in_folder($mine, outline_of($chapter));
}

# The chapters up to the one asked for: CH, or the last laid out, or the last.
sub chapters_asked {
    my ($mine) = @_;
    my @all = chapters_of_book();
    my $last = chosen_chapter() // (grep { is_laid_out($mine, $_) } @all)[-1] // $all[-1];
    return grep { $_->{number} <= $last->{number} } @all;
}

sub existing_folder {
    my ($command) = @_;
    my $mine = own_folder($command);
    die "$mine->{given} is not there\nnext: make start " . argument($mine) . " lays it out\n" unless -e $mine->{path};
    die "$mine->{given} is a file; name the folder that has the engine\n" unless -d _;
    die "$mine->{given} cannot be read\n" unless -r _ && -x _;
    $mine->{in} = -d "$mine->{path}/code" ? 'code/' : '';
    return $mine;
}

# The names of files in a folder, in order; none when it is not there.
sub names_in {
    my ($folder, $wanted) = @_;
    opendir my $handle, $folder or return;
    my @names = sort grep { /^[^.]/ && /$wanted/ && -f "$folder/$_" } readdir $handle;
    return @names;
}

# A file of the reader's, or '': any bytes, any line ends.
sub text_of {
    my ($mine, $name) = @_;
    my $file = in_folder($mine, $mine->{in} eq '' ? $name =~ s{^code/}{}r : $name);
    return '' unless -f $file;
    die "$mine->{given}: $name cannot be read\n" unless -r _;
    return printable(slurp($file) =~ s/\r\n?/\n/gr);
}

# ------------------------------------------------------------------------- start

my $MAKEFILE = <<'END';
# Compiles what you have typed, with every warning: make. A file that has nothing
# but the comment that it was given is left out.
CFLAGS ?= -O2 -g -std=c11 -Wall -Wextra -Wpedantic -ffp-contract=off
LDLIBS ?= -lm

typed     = $(shell grep -lE '^[[:alpha:]_#]' /dev/null $1)
modules  := $(patsubst code/%.c,.objects/%.o,$(call typed,$(wildcard code/*.c)))
programs := $(patsubst code/programs/%.c,%,$(call typed,$(wildcard code/programs/*.c)))
headers  := $(wildcard code/*.h)

.PHONY: all clean
all: $(modules) $(programs)

$(modules): .objects/%.o: code/%.c $(headers)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

$(programs): %: code/programs/%.c $(modules) $(headers)
	$(CC) $(CFLAGS) -I code -o $@ $< $(modules) $(LDLIBS)

clean:
	rm -rf .objects $(programs)
END

sub start {
    my $mine = own_folder('start');
    refuse_folder($mine);
    my @all = chapters_of_book();
    my $chapter = chosen_chapter() // (grep { !is_laid_out($mine, $_) } @all)[0];
    return all_laid_out($mine, $all[-1]) unless $chapter;
    refuse_gap($mine, $chapter, @all);
    my @files = layout($chapter);
    my @made = grep { write_new(in_folder($mine, $_->{name}), $_->{text}) } @files;
    say_made($mine, $chapter, \@made, \@files);
    return 0;
}

sub refuse_folder {
    my ($mine) = @_;
    my $here = getcwd();
    die "$mine->{given} is this project's own folder: name another, MINE=~/engine\n" if $mine->{path} eq $here;
    for my $folder (@NOT_FOR_READERS) {
        next unless "$mine->{path}/" =~ m{^\Q$here/$folder\E/};
        die "$mine->{given} is in $folder/, the project's own:\n"
            . ($WHY_NOT{$folder} // 'your files would be taken for the project\'s')
            . ". Name a folder elsewhere, MINE=~/engine.\n";
    }
    my $path = $mine->{path};
    $path = dirname($path) until -e $path || -l $path;
    die printable($path) . " is a file; name a folder\n" unless -d $path;
    return;
}

sub refuse_gap {
    my ($mine, $chapter, @all) = @_;
    my ($first) = grep { $_->{number} < $chapter->{number} && !is_laid_out($mine, $_) } @all or return;
    die "chapter $chapter->{number} goes on from chapter $first->{number}, which is not\nlaid out in $mine->{given}\n"
        . 'next: ' . make_line('start', $mine, $first) . "\n";
}

sub all_laid_out {
    my ($mine, $last) = @_;
    say_wrapped('', "All $last->{number} chapters are laid out in $mine->{given}.");
    print "\nnext: ", make_line('test', $mine, $last), "\n";
    return 0;
}

# What a chapter adds to a folder: {name, text, what}.
sub layout {
    my ($chapter) = @_;
    my %before = map { $_ => 1 } files_at($chapter->{number} - 1);
    my @begun = grep { !$before{$_} } files_at($chapter->{number});
    my $outline = outline_of($chapter);
    return (
        {name => 'Makefile', text => $MAKEFILE, what => 'compiles what you have typed'},
        map({ {name => $_, text => stub($_, $outline), what => 'only a comment: yours to type'} } @begun),
        {name => $outline, text => outline($chapter), what => 'what to type, in order'},
    );
}

# The lines of a stub begin with none that the Makefile takes for typed.
sub stub {
    my ($name, $outline) = @_;
    my ($root) = @{book()->{pieces}{$name}};
    my $says = basename($name) . " goes here, from chapter $root->{chapter}{number}, "
        . "\"$root->{chapter}{title}\". It begins in the section \"$root->{section}\" of the web book, "
        . "$root->{address}. What to type, in order, is in $outline.";
    local $Text::Wrap::columns = 77;
    return wrap('/* ', '   ', $says) . " */\n";
}

sub outline {
    my ($chapter) = @_;
    my $number = $chapter->{number};
    my $text = wrap('', '', "Chapter $number, \"$chapter->{title}\": what to type, file by file, in the order in "
        . 'which the chapter tells it, under the names of its sections.') . "\n\n"
        . wrap('', '', 'Where a piece goes into another, keep its name there as a comment: a later chapter may '
        . 'add to it. Tick off what you have; nothing reads or changes this file but you.') . "\n";
    my @new = map { [$_, new_pieces($_, $number)] } files_at($number);
    for (grep { @$_ > 1 } @new) {
        my ($file, @pieces) = @$_;
        $text .= "\n" . outline_of_file($file, $chapter, @pieces);
    }
    return $text;
}

# What a file has as of this chapter and had not before.
sub new_pieces {
    my ($file, $number) = @_;
    my %before = map { $_->[0] => 1 } pieces_of($file, $number - 1);
    return grep { !$before{$_->[0]} } pieces_of($file, $number);
}

sub outline_of_file {
    my ($file, $chapter, @pieces) = @_;
    my $begun = book()->{pieces}{$file}[0]{chapter};
    my $text = $file . ($begun == $chapter ? ': begins here' : ": goes on from chapter $begun->{number}") . "\n";
    my $section = '';
    for (@pieces) {
        my ($piece, $into) = @$_;
        my $at = $piece->{section} . ($piece->{chapter} == $chapter ? '' : " (chapter $piece->{chapter}{number})");
        $text .= wrap('  ', '  ', $section = $at) . "\n" if $at ne $section;
        $text .= wrap('    [ ] ', '        ', outline_line($piece, $into)) . "\n";
    }
    return $text;
}

sub outline_line {
    my ($piece, $into) = @_;
    return "$piece->{name}, the file itself" if !defined $into && $piece->{part} == 1;
    return piece_name($piece) . (defined $into && $into !~ m{^code/} ? ", into: $into" : '');
}

# True when it was written; false when there is something of that name.
sub write_new {
    my ($path, $text) = @_;
    make_path(dirname($path), {error => \my $errors});
    die 'cannot make ' . printable(dirname($path)) . ': ' . (values %{$errors->[0]})[0] . "\n" if @$errors;
    my $opened = sysopen my $out, $path, O_WRONLY | O_CREAT | O_EXCL;
    return 0 if !$opened && $! == EEXIST;
    my $written = $opened && (print {$out} encode('UTF-8', $text)) && close $out;
    return 1 if $written;
    my $why = $!;
    unlink $path if $opened;
    die 'cannot write ' . printable($path) . ": $why\n";
}

sub say_made {
    my ($mine, $chapter, $made, $files) = @_;
    my %made = map { $_->{name} => 1 } @$made;
    say_wrapped('', "Chapter $chapter->{number}, $chapter->{title}, is laid out in $mine->{given}.");
    print "\n" if @$made;
    printf "  %-38s %s\n", $_->{name}, $_->{what} for @$made;
    my @kept = grep { !$made{$_} } map { $_->{name} } @$files;
    print "\n" if @kept;
    say_wrapped('', 'There already, and left as it is: ' . join(', ', @kept) . '.') if @kept;
    print "\n", wrap('next: ', '      ', 'type what ' . outline_of($chapter) . ' lists; "make" in your folder compiles it'), "\n",
        '      ', make_line('test', $mine, $chapter), "\n",
        '      ', make_line('compare', $mine, $chapter), "\n";
    return;
}

# -------------------------------------------------------------------------- test

sub test {
    check_seed($ENV{SEED});
    my $mine = existing_folder('test');
    my @chapters = chapters_asked($mine);
    $mine->{code} = $mine->{path} . ($mine->{in} ? '/code' : '');
    die "$mine->{given} has no C in it\nnext: make start " . argument($mine) . " lays out a chapter\n"
        unless names_in($mine->{code}, qr/\.[ch]$/);
    toolchain();
    my $engine = compiled_engine($mine);
    say_wrapped('', "$mine->{given}, by the tests of " . chapters_in_words(@chapters) . ':');
    print_broken(@{$engine->{broken}});
    my @results = map { judged_chapter($engine, $_) } @chapters;
    return test_closing($mine, $engine, @results);
}

sub chapters_in_words {
    my @numbers = map { $_->{number} } @_;
    return @numbers == 1 ? "chapter $numbers[0]"
        : 'chapters ' . join @numbers == 2 ? ' and ' : ' to ', @numbers[0, -1];
}

# The reader's modules: {link, objects, broken, names}. They are compiled through a
# link, so that messages have a short name for them, whatever the folder's is.
sub compiled_engine {
    my ($mine) = @_;
    my $link = work_folder() . '/' . ($mine->{in} ? 'code' : 'engine');
    symlink $mine->{code}, $link or die "cannot make the link $link: $!\n";
    my %engine = (mine => $mine, link => $link, objects => [], broken => [], warnings => []);
    $engine{headers} = [map {"$link/$_"} names_in($link, qr/\.h$/)];
    for my $source (map {"$link/$_"} names_in($link, qr/\.c$/)) {
        my $text = printable(slurp($source) =~ s/\r\n?/\n/gr);
        $engine{names}{$source} = {map { $_->{text} => 1 } tokens_of($text)};
        next unless %{$engine{names}{$source}};
        my ($object, $exit, $said) = compiled(\%engine, $source);
        push @{$engine{$exit ? 'broken' : 'objects'}}, $exit ? broken(\%engine, $source, $exit, $said) : $object;
        push @{$engine{warnings}}, map { shortened($_) } warnings_of($source, $said) unless $exit;
    }
    $engine{names}{$_} = {map { $_->{text} => 1 } tokens_of(printable(slurp($_)))} for @{$engine{headers}};
    return \%engine;
}

# -> (object, exit, what the compiler said); kept by what went into it, when it
# was compiled without a word.
sub compiled {
    my ($engine, $source) = @_;
    my @flags = (toolchain(), '-Werror=implicit-function-declaration');
    my @inputs = ($source, @{$engine->{headers}}, glob 'tests/judge/*.h');
    my $kept = desk_folder('objects') . '/' . md5_hex(join "\0", @flags, map { basename($_), slurp($_) } @inputs) . '.o';
    return ($kept, 0, '') if -s $kept;
    my $object = work_folder() . '/' . md5_hex($source) . '.o';
    my ($exit, $said) = compile(@flags, '-I', 'tests/judge', '-I', $engine->{link}, '-c', $source, '-o', $object);
    rename $object, $kept and $object = $kept if $exit == 0 && $said eq '';
    return ($object, $exit, $said);
}

# Files by the names that they have in the reader's folder.
sub shortened { return $_[0] =~ s{build/desk/work/\d+/(?:engine/)?}{}gr }

sub broken {
    my ($engine, $source, $exit, $said) = @_;
    my $words = error_words(first_error($engine, $said) // $source, $exit, $said);
    return {source => $source, file => shortened($source), said => $words};
}

# The file of the reader's in which the compiler found the first error.
sub first_error {
    my ($engine, $said) = @_;
    my ($file) = $said =~ /^(\Q$engine->{link}\E\/[^:\n]+):\d+:.*\berror: /m;
    return $file;
}

sub error_words {
    my ($file, $exit, $said) = @_;
    return shortened(errors_of($file, $exit, $said)) =~ s/ \[-Werror[\w=,-]+\]$//mgr;
}

# What stands in the way of several files is said once.
sub print_broken {
    my (@broken) = @_;
    my (%files, @said);
    for my $broken (@broken) {
        push @said, $broken->{said} unless $files{$broken->{said}};
        push @{$files{$broken->{said}}}, $broken->{file};
    }
    for my $said (@said) {
        my @files = @{$files{$said}};
        print "\n", colour(31, join(', ', @files) . (@files == 1 ? ' does' : ' do') . ' not compile'), "\n";
        say_wrapped('  ', $_) for split /\n/, $said;
    }
    return;
}

# A chapter's test put to the engine, and what came of it printed.
sub judged_chapter {
    my ($engine, $chapter) = @_;
    my $result = run_chapter($engine, $chapter);
    print "\nChapter $chapter->{number}, $chapter->{title}\n";
    my @questions = @{$result->{questions} // []};
    print_question($_) for @questions;
    print_read_again(read_again($result->{output} // ''));
    my $passed = grep { $_->{passed} } @questions;
    print colour(verdict_colour($result->{verdict}), $result->{verdict}),
        @questions ? ": $passed of " . counted(scalar @questions, 'question') : '', "\n";
    say_wrapped('  ', $_) for split /\n/, $result->{said} // '';
    return {%$result, chapter => $chapter};
}

sub run_chapter {
    my ($engine, $chapter) = @_;
    my $test = sprintf 'tests/%02d/test.c', $chapter->{number};
    return {verdict => 'no test', said => "$test is missing"} unless -f $test;
    my ($object, $exit, $said) = compiled($engine, $test);
    return {verdict => 'not yet', said => refused_words($engine, $test, $exit, $said)} if $exit;
    my ($program, $missing) = linked($engine, $object, $chapter);
    return {verdict => 'not yet', said => $missing} if defined $missing;
    ($exit, my $output) = capture({seconds => $TEST_SECONDS, env => {JUDGE_READER => undef, JUDGE_PRINTED => 1}},
        "./$program");
    $output = shortened($output);
    $output =~ s/run it with (SEED=\d+) in the environment/the same command with $1/g;
    my @questions = questions($output);
    return {verdict => verdict($exit, $output, @questions), output => $output, questions => \@questions};
}

# Through an archive, so that a test needs only the modules that it uses.
sub linked {
    my ($engine, $object, $chapter) = @_;
    my $program = work_folder() . "/test-$chapter->{number}";
    my @engine = $engine->{archive} //= archive(@{$engine->{objects}});
    my ($exit, $said) = compile(toolchain(), $object, map({ object($_) } sort glob 'tests/judge/*.c'),
        grep({ length } @engine), '-lm', '-o', $program);
    return $exit ? (undef, few(map { blamed($engine, $_) } split /\n/, linker_words($said))) : ($program);
}

sub archive {
    my (@objects) = @_;
    return '' unless @objects;
    my $archive = work_folder() . '/engine.a';
    my ($exit, $said) = capture(30, 'ar', 'rcs', $archive, @objects);
    die "ar, which comes with the compiler, does not work:\n" . printable($said) if $exit;
    return $archive;
}

# A name may be missing only because the file that has it does not compile.
sub blamed {
    my ($engine, $words) = @_;
    my ($name) = $words =~ /^(\w+) is missing/ or return $words;
    my ($broken) = grep { $engine->{names}{$_->{source}}{$name} } @{$engine->{broken}};
    return $broken ? "$name is missing: $broken->{file} does not compile" : $words;
}

sub few {
    my (@words) = @_;
    my $more = @words - $SHOWN;
    splice @words, $SHOWN, $more, "(and $more more)" if $more > 1;
    return join "\n", @words;
}

# Why a chapter's test does not compile with the reader's headers.
sub refused_words {
    my ($engine, $test, $exit, $said) = @_;
    my $header = first_error($engine, $said);
    return (split /\n/, error_words($header, $exit, $said))[0] if $header;
    my (%seen, @words);
    for my $line (split /\n/, printable($said)) {
        my $word = undeclared_words($engine, $line) // next;
        push @words, $word unless $seen{$word}++;
    }
    return few(@words) if @words;
    return error_words($test, $exit, $said) . "\nYour header says it in another way than the book's.";
}

sub undeclared_words {
    my ($engine, $line) = @_;
    return "$1 is missing: no file has that name"
        if $line =~ /fatal error: '?([\w.\/-]+?)'?(?:: No such file| file not found)/;
    my $before = 'implicit declaration of function|undeclared function|unknown type name|undeclared identifier|no member named';
    my ($name) = $line =~ /(?:$before) '(\w+)'/;
    ($name) = $line =~ /'(\w+)' undeclared/ unless defined $name;
    return undef unless defined $name;
    my $there = grep { $_->{$name} } values %{$engine->{names}};
    return "$name is missing: " . ($there ? 'no header has it' : 'nothing has that name');
}

sub test_closing {
    my ($mine, $engine, @results) = @_;
    my ($open) = grep { $results[$_]{verdict} ne 'passed' } 0 .. $#results;
    my @passed = map { $_->{chapter} } @results[0 .. ($open // @results) - 1];
    print_warnings($engine) if defined $open;
    print "\n";
    print colour(32, chapters_in_words(@passed) . (@passed == 1 ? ' passes' : ' pass')), defined $open ? '; ' : "\n" if @passed;
    return all_pass($mine, $results[-1]{chapter}) unless defined $open;
    my $chapter = $results[$open]{chapter};
    print "chapter $chapter->{number} does not yet\n";
    print 'next: ', next_step($mine, $engine, $results[$open]), "\n";
    return 1;
}

sub all_pass {
    my ($mine, $last) = @_;
    my ($next) = grep { $_->{number} == $last->{number} + 1 } chapters_of_book();
    my $to_lay_out = $next && is_laid_out($mine, $last) && !is_laid_out($mine, $next);
    print 'next: ', make_line($to_lay_out ? 'start' : 'test', $mine, $next), "\n" if $next;
    print "That is the whole engine.\n" unless $next;
    return 0;
}

sub print_warnings {
    my ($engine) = @_;
    print "\nThe compiler warns:\n" if @{$engine->{warnings}};
    say_wrapped('  ', $_) for @{$engine->{warnings}};
    return;
}

sub next_step {
    my ($mine, $engine, $result) = @_;
    my ($broken) = @{$engine->{broken}};
    my $again = make_line('test', $mine, $result->{chapter});
    my $where = $broken && $broken->{said} =~ /^(\S+):(\d+):/ ? "line $2 of $1" : $broken && $broken->{file};
    return make_line('compare', $mine, $result->{chapter}) . "\n      shows where yours and the book's differ"
        if $result->{questions};
    return "mend $where, then\n      $again" if $broken;
    my $outline = outline_of($result->{chapter});
    return (is_laid_out($mine, $result->{chapter}) ? "type what $outline lists" : 'type what is missing') . ", then\n      $again";
}

# ----------------------------------------------------------------- C, as its tokens

my $TOKEN = qr{
      (?<blank>  [ \t\f\x0B]+ | \\\n | //(?:\\\n|[^\n])* | /\*.*?(?:\*/|\z) )
    | (?<newline> \n )
    | (?<string> "(?:\\.|[^"\\\n])*"? )
    | (?<char>   '(?:\\.|[^'\\\n])*'? )
    | (?<number> \.?\d(?:[eEpP][+-]|[\w.])* )
    | (?<name>   [A-Za-z_]\w* )
    | (?<sign>   \.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\#\#|. )
}xs;

# {text, kind, line}: neither blanks nor comments. Strings beside each other are
# one; a line of the preprocessor ends in a token of the kind "end".
sub tokens_of {
    my ($text) = @_;
    my ($line, $directive, $fresh, @tokens) = (1, 0, 1);
    while ($text =~ /\G$TOKEN/gc) {
        my ($kind) = keys %+;
        my $token = {text => $+{$kind}, kind => $kind, line => $line};
        $line += $token->{text} =~ tr/\n//;
        if ($kind eq 'newline') {
            push @tokens, {text => "\n", kind => 'end', line => $token->{line}} if $directive;
            ($directive, $fresh) = (0, 1);
        }
        next if $kind eq 'newline' || $kind eq 'blank';
        $directive = 1 if $fresh && $token->{text} eq '#';
        $token->{starts} = $fresh;
        $fresh = 0;
        $token->{text} .= header_name(\$text) if $directive && $token->{text} eq 'include';
        push @tokens, $token unless joined($tokens[-1], $token);
    }
    push @tokens, {text => "\n", kind => 'end', line => $line} if $directive;
    return @tokens;
}

sub header_name {
    my ($text) = @_;
    return $$text =~ /\G[ \t]*(<[^>\n]*>|"[^"\n]*")/gc ? " $1" : '';
}

sub joined {
    my ($before, $token) = @_;
    return 0 unless $before && $before->{kind} eq 'string' && $token->{kind} eq 'string';
    $before->{text} =~ s/"\z//;
    $before->{text} .= substr $token->{text}, 1;
    return 1;
}

# What stands at the top of a file, one after the other: functions, types, tables,
# lines of the preprocessor: {tokens, name, line, last}. A closing brace that begins
# a line at its left edge is taken to close all, so that one that was forgotten
# spoils one function, not the file.
sub items_of {
    my (@tokens) = @_;
    my ($depth, $function, @items, @now) = (0, 0);
    for my $i (0 .. $#tokens) {
        my $token = $tokens[$i];
        my $text = $token->{kind} =~ /^(?:sign|end)$/ ? $token->{text} : '';
        push @now, $token;
        $function = @now > 1 && $now[-2]{text} eq ')' if $text eq '{' && $depth == 0;
        $depth++ if $text =~ /^[({\[]$/;
        $depth-- if $text =~ /^[)}\]]$/ && $depth > 0;
        $depth = 0 if $text eq '}' && $token->{edge};
        my $ends = $depth == 0 && ($text eq ';' || $text eq '}' && $function || $text eq "\n" && $now[0]{text} eq '#');
        next unless $ends || $i == $#tokens;
        push @items, {tokens => [@now], name => item_name(@now), line => $now[0]{line}, last => $token->{line}};
        @now = ();
    }
    return @items;
}

sub item_name {
    my $text = join ' ', map { $_->{text} } @_;
    return "# $1" if $text =~ /^# ((?:include|define|ifndef|undef) \S+)/;
    return "type $1" if $text =~ /^typedef\b.*\b(\w+) ;$/s;
    return "$1 $2" if $text =~ /^(struct|union|enum) (\w+) (?:\{|;)/;
    return "enum $1" if $text =~ /^enum \{ (\w+)/;
    my ($function) = $text =~ /^[^(={]*?(\w+) \(/;
    return ($text =~ /;$/ ? 'declaration ' : 'function ') . $function if defined $function;
    return "table $1" if $text =~ /^[^={]*?(\w+) (?:\[[^=]*)?(?:=|;)/;
    return '';
}

my $TYPE = qr/^(?:void|char|short|int|long|float|double|signed|unsigned|bool|FILE|\w+_t|[A-Z]\w*[a-z]\w*)$/;

# The names that are declared among tokens, as far as these tell without the types.
sub declared_in {
    my (@tokens) = @_;
    my ($depth, $list, %declared) = (0, -1);
    for my $i (0 .. $#tokens) {
        my ($text, $kind) = @{$tokens[$i]}{qw(text kind)};
        $depth += $text eq '(' || $text eq '{' ? 1 : $text eq ')' || $text eq '}' ? -1 : 0;
        $list = -1 if $text eq ';' || $depth < $list;
        next if $kind ne 'name' || $i == 0;
        my $before = $i - 1;
        $before-- while $before > 0 && $tokens[$before]{text} =~ /^(?:\*|const|restrict)$/;
        my $typed = $tokens[$before]{text} =~ $TYPE || $tokens[$before]{text} =~ /^(?:struct|union|enum|define)$/
            || $before > 0 && $tokens[$before]{kind} eq 'name' && $tokens[$before - 1]{text} =~ /^(?:struct|union|enum)$/
            || $tokens[$before]{text} eq ',' && $list == $depth
            || $tokens[$before]{text} eq '{' && $before > 0 && enum_opens(@tokens[$before > 1 ? $before - 2 : 0 .. $before - 1]);
        next unless $typed && ($i == $#tokens || $tokens[$i + 1]{text} !~ /^(?:\*|[\w]+)$/);
        $declared{$text} = 1;
        $list = $depth;
    }
    return %declared;
}

sub enum_opens { return scalar grep { $_->{text} eq 'enum' } @_ }

# ------------------------------------------------------------ two texts, aligned

# The longest common subsequence of two lists of keys: [i, j] pairs.
sub common {
    my ($one, $other) = @_;
    my ($from, $end_one, $end_other) = (0, scalar @$one, scalar @$other);
    $from++ while $from < $end_one && $from < $end_other && $one->[$from] eq $other->[$from];
    my @tail;
    while ($end_one > $from && $end_other > $from && $one->[$end_one - 1] eq $other->[$end_other - 1]) {
        unshift @tail, [--$end_one, --$end_other];
    }
    my @head = map { [$_, $_] } 0 .. $from - 1;
    return (@head, middle($one, $other, $from, $end_one, $end_other), @tail);
}

sub middle {
    my ($one, $other, $from, $end_one, $end_other) = @_;
    my ($n, $m) = ($end_one - $from, $end_other - $from);
    return () if $n < 1 || $m < 1 || $n * $m > $LCS_CELLS;
    my @length = map { [(0) x ($m + 1)] } 0 .. $n;
    for my $i (reverse 0 .. $n - 1) {
        my ($row, $below, $key) = ($length[$i], $length[$i + 1], $one->[$from + $i]);
        for my $j (reverse 0 .. $m - 1) {
            $row->[$j] = $key eq $other->[$from + $j] ? $below->[$j + 1] + 1
                : $below->[$j] >= $row->[$j + 1] ? $below->[$j] : $row->[$j + 1];
        }
    }
    my ($i, $j, @pairs) = (0, 0);
    while ($i < $n && $j < $m) {
        if ($one->[$from + $i] eq $other->[$from + $j]) { push @pairs, [$from + $i++, $from + $j++] }
        elsif ($length[$i + 1][$j] >= $length[$i][$j + 1]) { $i++ }
        else { $j++ }
    }
    return @pairs;
}

# Two lists of tokens aligned, first by whole lines, then token by token between
# them: a list of [book token or undef, reader's token or undef].
sub aligned {
    my ($theirs, $mine, $key) = @_;
    my ($lines, $my_lines) = (by_lines($key->[0], @$theirs), by_lines($key->[1], @$mine));
    my @anchors = common([map { $_->{key} } @$lines], [map { $_->{key} } @$my_lines]);
    my ($i, $j, @pairs) = (0, 0);
    for my $anchor (@anchors, undef) {
        my ($line, $my_line) = $anchor ? ($lines->[$anchor->[0]], $my_lines->[$anchor->[1]])
            : ({from => scalar @$theirs}, {from => scalar @$mine});
        push @pairs, between($key, $theirs, $mine, $i, $line->{from}, $j, $my_line->{from});
        push @pairs, map { [$line->{from} + $_, $my_line->{from} + $_] } 0 .. ($line->{count} // 0) - 1;
        ($i, $j) = ($line->{from} + ($line->{count} // 0), $my_line->{from} + ($my_line->{count} // 0));
    }
    return settled([map { $_->[0] } @pairs], [map { $_->[1] } @pairs], $theirs, $mine);
}

# Lines of at least three tokens; a shorter one says too little to hold on to.
sub by_lines {
    my ($key, @tokens) = @_;
    my @lines;
    for my $i (0 .. $#tokens) {
        push @lines, {from => $i, line => $tokens[$i]{line}, count => 0} if !@lines || $lines[-1]{line} != $tokens[$i]{line};
        $lines[-1]{count}++;
        $lines[-1]{key} .= $key->($tokens[$i]) . "\0";
    }
    my $short = 0;
    for (grep { $_->{count} < 3 } @lines) { $_->{key} = "$key short " . $short++ }
    return \@lines;
}

sub between {
    my ($key, $theirs, $mine, $i, $end, $j, $my_end) = @_;
    my @one = map { $key->[0]->($_) } @$theirs[$i .. $end - 1];
    my @other = map { $key->[1]->($_) } @$mine[$j .. $my_end - 1];
    return map { [$_->[0] + $i, $_->[1] + $j] } common(\@one, \@other);
}

# Pairs of indices -> one list in which the unpaired stand between them.
sub settled {
    my ($is, $js, $theirs, $mine) = @_;
    my ($i, $j, @all) = (0, 0);
    for my $k (0 .. @$is) {
        my ($to_i, $to_j) = $k < @$is ? ($is->[$k], $js->[$k]) : (scalar @$theirs, scalar @$mine);
        push @all, map { [$_, undef] } @$theirs[$i .. $to_i - 1];
        push @all, map { [undef, $_] } @$mine[$j .. $to_j - 1];
        push @all, [$theirs->[$to_i], $mine->[$to_j]] if $k < @$is;
        ($i, $j) = ($to_i + 1, $to_j + 1);
    }
    slide(\@all);
    return @all;
}

# A run that only one side has may often stand a little earlier or later, with the
# same texts; it is moved to where a piece begins, or else a line.
sub slide {
    my ($all) = @_;
    my $start = 0;
    while ($start < @$all) {
        my $side = one_sided($all->[$start]);
        if ($side < 0) { $start++; next }
        my $end = $start;
        $end++ while $end + 1 < @$all && one_sided($all->[$end + 1]) == $side;
        my $steps = best_slide($all, $side, $start, $end);
        slide_back($all, $side, $start, $end, $steps);
        $start = $end + 1;
    }
    return;
}

# 0 or 1: the side that has it alone; -1: both have it.
sub one_sided {
    my ($pair) = @_;
    return !defined $pair->[1] ? 0 : !defined $pair->[0] ? 1 : -1;
}

sub best_slide {
    my ($all, $side, $start, $end) = @_;
    my ($best, $best_worth) = (0, worth_of($all->[$start][$side], $start > 0 ? $all->[$start - 1][$side] : undef));
    for (my $k = 1; $start - $k >= 0 && one_sided($all->[$start - $k]) < 0; $k++) {
        last unless $all->[$start - $k][$side]{text} eq $all->[$end - $k + 1][$side]{text};
        my $worth = worth_of($all->[$start - $k][$side], $start - $k > 0 ? $all->[$start - $k - 1][$side] : undef);
        ($best, $best_worth) = ($k, $worth) if $worth > $best_worth;
    }
    return $best;
}

sub worth_of {
    my ($token, $before) = @_;
    my $piece_begins = $token->{piece} && $before && $before->{piece} && $token->{piece} != $before->{piece};
    return ($piece_begins ? 2 : 0) + (!$before || $token->{line} != $before->{line} ? 1 : 0);
}

sub slide_back {
    my ($all, $side, $start, $end, $steps) = @_;
    my $other = 1 - $side;
    for my $k (1 .. $steps) {
        my ($from, $to) = ($start - $k, $end - $k + 1);
        $all->[$to][$other] = $all->[$from][$other];
        $all->[$from][$other] = undef;
    }
    return;
}

# --------------------------------------------------------- one file beside the other

# Pairs the items of two files: by their text, else by their name, else by their
# shape. -> [book's item, reader's or undef], in the book's order.
sub paired_items {
    my ($theirs, $mine) = @_;
    my %partner;
    pair_in_order(\%partner, $theirs, $mine, \&text_key);
    pair_anywhere(\%partner, $theirs, $mine, \&text_key);
    pair_in_order(\%partner, $theirs, $mine, sub { $_[0]{name} });
    pair_anywhere(\%partner, $theirs, $mine, sub { $_[0]{name} });
    pair_in_order(\%partner, $theirs, $mine, \&shape_key);
    return map { [$_, $partner{$_}] } @$theirs;
}

sub text_key { return $_[0]{text_key} //= join "\0", map { $_->{text} } @{$_[0]{tokens}} }

sub shape_key {
    return $_[0]{shape_key} //= join "\0", map { $_->{kind} eq 'name' && $_->{text} !~ $TYPE ? 'n' : $_->{text} } @{$_[0]{tokens}};
}

sub unpaired {
    my ($partner, $items) = @_;
    return grep { !$partner->{$_} } @$items;
}

sub pair_in_order {
    my ($partner, $theirs, $mine, $key) = @_;
    my @one = unpaired($partner, $theirs);
    my @other = unpaired($partner, $mine);
    my $none = 0;
    my @keys = map { [map { length $key->($_) ? $key->($_) : 'none ' . $none++ } @$_] } \@one, \@other;
    for (common(@keys)) {
        my ($item, $my_item) = ($one[$_->[0]], $other[$_->[1]]);
        @$partner{$item, $my_item} = ($my_item, $item);
    }
    return;
}

sub pair_anywhere {
    my ($partner, $theirs, $mine, $key) = @_;
    my %free;
    push @{$free{$key->($_)}}, $_ for unpaired($partner, $mine);
    for my $item (grep { length $key->($_) } unpaired($partner, $theirs)) {
        my $my_item = shift @{$free{$key->($item)} // []} // next;
        @$partner{$item, $my_item} = ($my_item, $item);
    }
    return;
}

# The reader's items that stand in another order: those outside a longest run of
# pairs that ascends.
sub moved_items {
    my (@my_items) = @_;
    my @best;
    for my $i (0 .. $#my_items) {
        my ($before) = sort { $best[$b]{length} <=> $best[$a]{length} }
            grep { $my_items[$_]{at} < $my_items[$i]{at} } 0 .. $i - 1;
        $best[$i] = {length => 1 + (defined $before ? $best[$before]{length} : 0), before => $before};
    }
    my %moved = map { $_ => 1 } @my_items;
    my ($i) = sort { $best[$b]{length} <=> $best[$a]{length} } 0 .. $#best;
    while (defined $i) {
        delete $moved{$my_items[$i]};
        $i = $best[$i]{before};
    }
    return %moved;
}

# Two items as pairs of tokens, and the names of the reader's that stand for the
# book's: ([pairs], {book's name => reader's}).
sub compared_items {
    my ($item, $my_item, $known) = @_;
    my ($theirs, $mine) = ($item->{tokens}, $my_item->{tokens});
    my $names = shape_key($item) eq shape_key($my_item)
        ? names_in_place($item, $my_item, $known) : names_by_guess($item, $my_item, $known);
    my %back = reverse %$names;
    my @key = (sub { $_[0]{text} }, sub { $_[0]{kind} eq 'name' ? $back{$_[0]{text}} // $_[0]{text} : $_[0]{text} });
    return ([aligned($theirs, $mine, \@key)], $names);
}

sub names_in_place {
    my ($item, $my_item, $known) = @_;
    my @theirs = map { $_->{text} } @{$item->{tokens}};
    my @mine = map { $_->{text} } @{$my_item->{tokens}};
    return one_to_one([map { [$theirs[$_], $mine[$_]] } 0 .. $#theirs], $item, $my_item, $known);
}

# Aligns the items with all names masked that only one of them has.
sub names_by_guess {
    my ($item, $my_item, $known) = @_;
    my %theirs = map { $_->{text} => 1 } @{$item->{tokens}};
    my %mine = map { $_->{text} => 1 } @{$my_item->{tokens}};
    my @key = map { my $other = $_; sub { $_[0]{kind} eq 'name' && !$other->{$_[0]{text}} ? 'a name' : $_[0]{text} } } \%mine, \%theirs;
    my @pairs = grep { $_->[0] && $_->[1] } aligned($item->{tokens}, $my_item->{tokens}, \@key);
    return one_to_one([map { [$_->[0]{text}, $_->[1]{text}] } @pairs], $item, $my_item, $known);
}

# Of the pairs of texts those in which each stands for the other everywhere, and
# which are names that the book and the reader may choose.
sub one_to_one {
    my ($pairs, $item, $my_item, $known) = @_;
    my (%for, %back);
    for (@$pairs) {
        $for{$_->[0]}{$_->[1]} = 1;
        $back{$_->[1]}{$_->[0]} = 1;
    }
    my %names;
    for my $name (keys %for) {
        my ($mine, @more) = keys %{$for{$name}};
        next if @more || keys %{$back{$mine}} > 1 || $mine eq $name || !may_rename($name, $mine, $item, $my_item, $known);
        $names{$name} = $mine;
    }
    return \%names;
}

# A name declared in both items, or one that only the book has for one that only
# the reader has: not one function of the book's for another.
sub may_rename {
    my ($name, $mine, $item, $my_item, $known) = @_;
    $_->{declared} //= {declared_in(@{$_->{tokens}})} for $item, $my_item;
    return 1 if $item->{declared}{$name} && $my_item->{declared}{$mine};
    return $known->{declared}{$name} && $known->{my_declared}{$mine} && !$known->{names}{$mine} && !$known->{my_names}{$name};
}

# ----------------------------------------------------------------------- compare

my $blank;    # was the last line that was printed an empty one?

sub compare {
    my $mine = existing_folder('compare');
    my @chapters = chapters_asked($mine);
    my $through = $chapters[-1]{number};
    my @files = map { file_pair($mine, $_, $through) } files_at($through);
    my $known = known_names(@files);
    say_wrapped('', "$mine->{given} beside the book as of chapter $through, piece by piece: layout and comments "
        . "don't count. In what differs, - is the book's line, + is yours.");
    print "\n";
    $blank = 1;
    my %count;
    print_file($_, compared_file($_, $known), \%count) for @files;
    print_others($mine, $through);
    print "\n" unless $blank;
    print_count(\%count);
    print "A difference is not an error: what counts is that the tests pass.\n",
        'next: ', make_line('test', $mine, $chapters[-1]), "\n";
    return 0;
}

sub file_pair {
    my ($mine, $name, $through) = @_;
    my @lines = lines_of($name, $through);
    my @tokens = tokens_of(join '', map {"$_->{text}\n"} @lines);
    $_->{piece} = $lines[$_->{line} - 1]{piece} for @tokens;
    my $text = text_of($mine, $name);
    my @my_lines = split /\n/, $text;
    my @my_tokens = tokens_of($text);
    for (@my_tokens) { $_->{edge} = 1 if $_->{text} eq '}' && $my_lines[$_->{line} - 1] =~ /^\}/ && $_->{starts} }
    return {
        name => $name, lines => \@lines, tokens => \@tokens, my_lines => \@my_lines, my_tokens => \@my_tokens,
        begun => $lines[0]{piece}{chapter},
    };
}

sub known_names {
    my (@files) = @_;
    my @tokens = map { @{$_->{tokens}} } @files;
    my @my_tokens = map { @{$_->{my_tokens}} } @files;
    return {
        declared => {declared_in(@tokens)}, my_declared => {declared_in(@my_tokens)},
        names => {map { $_->{text} => 1 } @tokens}, my_names => {map { $_->{text} => 1 } @my_tokens},
    };
}

# -> {pieces => [how each piece fares, in the book's order], alone => [[first, last]...]}
sub compared_file {
    my ($file, $known) = @_;
    my @items = items_of(@{$file->{tokens}});
    my @my_items = items_of(@{$file->{my_tokens}});
    $my_items[$_]{at} = $_ for 0 .. $#my_items;
    my @pairs = paired_items(\@items, \@my_items);
    my %moved = moved_items(grep { $_ } map { $_->[1] } @pairs);
    my %fares;
    for (@pairs) {
        my ($item, $my_item) = @$_;
        my ($tokens, $names) = !$my_item ? ([map { [$_, undef] } @{$item->{tokens}}], {})
            : text_key($item) eq text_key($my_item)
                ? ([map { [$item->{tokens}[$_], $my_item->{tokens}[$_]] } 0 .. $#{$item->{tokens}}], {})
                : compared_items($item, $my_item, $known);
        note_fare(\%fares, $tokens, $names, $my_item && $moved{$my_item} ? $my_item->{line} : undef);
    }
    my %paired = map { $_->[1] ? ($_->[1] => 1) : () } @pairs;
    my %seen;
    my @pieces = grep { !$seen{$_}++ } map { $_->{piece} } @{$file->{tokens}};
    return {pieces => [map { fared($fares{$_}) } @pieces], alone => [alone(\%paired, @my_items)]};
}

# Adds the tokens of two items to the pieces that they belong to; what only the
# reader has belongs to the piece before it.
sub note_fare {
    my ($fares, $pairs, $names, $moved) = @_;
    my ($owner) = map { $_->[0]{piece} } grep { $_->[0] } @$pairs;
    for my $pair (@$pairs) {
        $owner = $pair->[0]{piece} if $pair->[0];
        my $fare = $fares->{$owner} //= {piece => $owner, theirs => 0, both => 0, mine => 0, names => {}, pairs => []};
        push @{$fare->{pairs}}, $pair;
        $fare->{!$pair->[0] ? 'mine' : !$pair->[1] ? 'theirs' : 'both'}++;
        $fare->{moved} //= $moved;
        next unless $pair->[0] && $pair->[1] && $pair->[0]{text} ne $pair->[1]{text};
        $fare->{names}{$pair->[0]{text}} = $pair->[1]{text};
    }
    return;
}

# A fifth of a piece may be found by chance in what stands around it.
sub fared {
    my ($fare) = @_;
    my ($theirs, $both, $mine) = @$fare{qw(theirs both mine)};
    $fare->{how} = !$theirs && !$mine ? (%{$fare->{names}} ? 'named' : defined $fare->{moved} ? 'moved' : 'same')
        : !$mine && $both <= ($theirs + $both) / 5 ? 'missing' : 'different';
    return $fare;
}

# The lines of the reader's items that have no counterpart, neighbours together.
sub alone {
    my ($paired, @my_items) = @_;
    my ($open, @ranges);
    for my $item (@my_items) {
        if ($paired->{$item}) { undef $open; next }
        push @ranges, $open = [$item->{line}] unless $open;
        $open->[1] = $item->{last};
    }
    return @ranges;
}

# ------------------------------------------------------- what compare says of a file

sub print_file {
    my ($file, $compared, $count) = @_;
    my @pieces = @{$compared->{pieces}};
    $count->{$_->{how}}++ for @pieces;
    my $all = counted(scalar @pieces, 'piece');
    return print_one_line($file->{name}, "not there yet: $all, from chapter $file->{begun}{number} on")
        unless @{$file->{my_tokens}};
    my @same = grep { $_->{how} eq 'same' } @pieces;
    return print_one_line($file->{name}, "the same: $all") if @same == @pieces && !@{$compared->{alone}};
    print $blank ? '' : "\n", "$file->{name}\n";
    print '  the same: ', counted(scalar @same, 'piece'), "\n" if @same;
    print_piece($file, $_) for grep { $_->{how} ne 'same' } @pieces;
    say_wrapped('  ', 'yours alone: ' . join ', ', map { lines_in_words(@$_) } @{$compared->{alone}}) if @{$compared->{alone}};
    print "\n";
    $blank = 1;
    return;
}

sub print_one_line {
    my ($name, $words) = @_;
    printf "%-32s %s\n", $name, $words;
    $blank = 0;
    return;
}

sub lines_in_words {
    my ($first, $last) = @_;
    return $first == $last ? "line $first" : "lines $first to $last";
}

sub print_piece {
    my ($file, $fare) = @_;
    my ($piece, $how) = @$fare{qw(piece how)};
    my $name = piece_name($piece);
    return say_wrapped('  ', "the same, in another place (line $fare->{moved}): $name") if $how eq 'moved';
    return say_wrapped('  ', 'the same, with your names (' . names_in_words($fare->{names}) . "): $name") if $how eq 'named';
    print_heading($how eq 'missing' ? 'not there yet' : 'different', $piece, $name);
    print_difference($file, $fare) if $how eq 'different';
    return;
}

sub names_in_words {
    my ($names) = @_;
    return join ', ', map {"$names->{$_} for $_"} sort keys %$names;
}

sub print_heading {
    my ($word, $piece, $name) = @_;
    my $text = wrap('  ', '  ', "$word: $name");
    print $text =~ s/\Q$word\E/colour(33, $word)/er, "\n";
    say_wrapped('    ', "chapter $piece->{chapter}{number}, $piece->{section}");
    print map {"    $_\n"} place_in_book($piece->{address});
    return;
}

# The lines of a piece in which the two differ, the book's above the reader's.
sub print_difference {
    my ($file, $fare) = @_;
    for my $hunk (hunks($fare->{pairs})) {
        my @theirs = map { $file->{lines}[$_ - 1]{text} } sort { $a <=> $b } keys %{$hunk->{theirs}};
        my @numbers = sort { $a <=> $b } keys %{$hunk->{mine}};
        print '    your ', lines_in_words(@numbers[0, -1]), ":\n" if @numbers;
        print "    in the book only:\n" unless @numbers;
        print_lines('-', 31, @theirs);
        print_lines('+', 32, map { $file->{my_lines}[$_ - 1] } @numbers);
    }
    return;
}

# Runs of pairs that differ, each as the lines that it touches on both sides; what
# stands on such a line brings in the line that it is paired with.
sub hunks {
    my ($pairs) = @_;
    my (@hunks, $open);
    for my $pair (@$pairs) {
        if ($pair->[0] && $pair->[1]) { undef $open; next }
        push @hunks, $open = {theirs => {}, mine => {}} unless $open;
        $open->{theirs}{$pair->[0]{line}} = 1 if $pair->[0];
        $open->{mine}{$pair->[1]{line}} = 1 if $pair->[1];
    }
    widen($_, $pairs) for @hunks;
    return merged(@hunks);
}

sub widen {
    my ($hunk, $pairs) = @_;
    my ($before, $now) = (-1, 0);
    while ($before != $now) {
        $before = $now;
        for (grep { $_->[0] && $_->[1] } @$pairs) {
            my ($line, $my_line) = ($_->[0]{line}, $_->[1]{line});
            next unless $hunk->{theirs}{$line} || $hunk->{mine}{$my_line};
            $hunk->{theirs}{$line} = $hunk->{mine}{$my_line} = 1;
        }
        $now = keys(%{$hunk->{theirs}}) + keys %{$hunk->{mine}};
    }
    return;
}

# Those that touch the same lines, or lines next to each other on both sides, are one.
sub merged {
    my (@hunks) = @_;
    my @merged;
    for my $hunk (@hunks) {
        my ($meets) = grep { meet($_, $hunk) } @merged;
        if (!$meets) { push @merged, $hunk; next }
        $meets->{$_} = {%{$meets->{$_}}, %{$hunk->{$_}}} for qw(theirs mine);
    }
    return @merged;
}

sub meet {
    my ($one, $other) = @_;
    my @gaps = map { gap($one->{$_}, $other->{$_}) } qw(theirs mine);
    return $gaps[0] < 1 || $gaps[1] < 1 || $gaps[0] + $gaps[1] == 2;
}

# How far below the lines of one those of the other begin: 1 for the next line.
sub gap {
    my ($one, $other) = @_;
    return 9 unless %$one && %$other;
    return 0 if grep { $one->{$_} } keys %$other;
    return max(1, min(keys %$other) - max(keys %$one));
}

# Without the indent that they share, and cut to the screen.
sub print_lines {
    my ($mark, $code, @lines) = @_;
    @lines = map { s/\t/    /gr } @lines;
    my ($indent) = sort { $a <=> $b } map { /^( *)\S/ ? length $1 : () } @lines;
    for my $line (@lines) {
        my $text = length $line > $indent ? substr $line, $indent // 0 : '';
        while (1) {
            print '      ', colour($code, "$mark " . substr $text, 0, 70, ''), "\n";
            last unless length $text;
        }
    }
    return;
}

# Files of the reader's that the book does not have as of this chapter.
sub print_others {
    my ($mine, $through) = @_;
    my %theirs = map { $_ => 1 } files_at($through);
    my $code = "$mine->{path}/" . ($mine->{in} ? 'code' : '.');
    my @mine = map({"code/$_"} names_in($code, qr/\.[ch]$/)), map {"code/programs/$_"} names_in("$code/programs", qr/\.[ch]$/);
    for my $name (grep { !$theirs{$_} } @mine) {
        my $root = (book()->{pieces}{$name} // [])->[0];
        print_one_line($mine->{in} ? $name : $name =~ s{^code/}{}r, $root ? "of chapter $root->{chapter}{number}, not compared" : 'yours alone');
    }
    return;
}

sub print_count {
    my ($count) = @_;
    my $all = 0;
    $all += $_ for values %$count;
    my @rest = map { $count->{$_->[0]} ? "$count->{$_->[0]} $_->[1]" : () } ['named', 'the same with your names'],
        ['moved', 'the same in another place'], ['different', 'different'], ['missing', 'not there yet'];
    my $same = $count->{same} // 0;
    say_wrapped('', ($same == $all ? "All $all pieces are the same" : join ', ', "Of $all pieces $same are the same", @rest) . '.');
    return;
}

1;
