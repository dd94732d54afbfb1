package Desk::Folder;

# The folder in which a reader types an engine of their own, the chapter that it is
# at, and the make commands for both.

use strict;
use warnings;
use utf8;
use Cwd qw(abs_path getcwd);
use Encode qw(encode);
use Exporter qw(import);
use File::Basename qw(basename dirname);
use Desk::Pieces qw(chapters_of_book);
use Desk::Screen qw(printable);
use Gradus qw(slurp);

our @EXPORT_OK = qw(own_folder existing_folder argument make_line chosen_chapter chapters_asked
    outline_of is_laid_out in_folder names_in text_of);

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

1;
