package Desk::Start;

# Lays out an engine of the reader's own, a chapter at a time: files that are theirs
# to type, and an outline of what. Only what is not there is written.

use strict;
use warnings;
use utf8;
use Cwd qw(getcwd);
use Encode qw(encode);
use Errno qw(EEXIST);
use Exporter qw(import);
use Fcntl qw(O_WRONLY O_CREAT O_EXCL);
use File::Basename qw(basename dirname);
use File::Path qw(make_path);
use Text::Wrap qw(wrap);
use Desk::Folder qw(own_folder make_line chosen_chapter outline_of is_laid_out in_folder);
use Desk::Pieces qw(chapters_of_book files_at beginning_of pieces_of piece_name);
use Desk::Screen qw(printable say_wrapped);

our @EXPORT_OK = qw(start);

my @NOT_FOR_READERS = qw(.ci .git book build chapters code exercises tests);
my %WHY_NOT = (build => 'make clean removes all that is in it');

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
    my $root = beginning_of($name);
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
    my $begun = beginning_of($file)->{chapter};
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

1;
