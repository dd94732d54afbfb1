package Desk::Screen;

# What the desk says, and how: 80 columns, colours and marks only where they
# can be seen, every address with its page on paper.

use strict;
use warnings;
use utf8;
use Encode qw(decode);
use Exporter qw(import);
use Gradus qw(slurp);
use Text::Wrap qw(wrap);

our @EXPORT_OK = qw(way keys_instead on_terminal colour verdict_colour printable wrapped say_wrapped print_paragraph
    mark bar print_question print_read_again place_in_book page_of counted ask_reader);

my $utf8 = ($ENV{LC_ALL} || $ENV{LC_CTYPE} || $ENV{LANG} || '') =~ /utf-?8/i;
my $PAGES_ON_PAPER = 'build/pages.tsv';
$Text::Wrap::columns = 79;
$Text::Wrap::huge = 'overflow';
$Text::Wrap::unexpand = 0;

sub on_terminal { return -t STDOUT && ($ENV{TERM} // '') ne 'dumb' }

sub colour {
    my ($code, $text) = @_;
    return on_terminal() && !length($ENV{NO_COLOR} // '') ? "\e[${code}m$text\e[0m" : $text;
}

sub verdict_colour {
    my ($verdict) = @_;
    return $verdict eq 'passed' ? 32 : $verdict =~ /^no[t ]/ ? 33 : 31;
}

# Text of files and of compilers: any bytes, made fit to be printed.
sub printable {
    my ($bytes) = @_;
    my $text = decode('UTF-8', $bytes);
    $text =~ s/[^\P{Cc}\n\t]/?/g;
    return $text;
}

sub wrapped {
    my ($indent, $text) = @_;
    return wrap($indent, $indent, $text);
}

sub say_wrapped { print wrapped(@_), "\n" }

# Text is filled to the width; code, which is indented, is left alone, and what
# stands between backticks is kept on a line.
sub print_paragraph {
    my ($text) = @_;
    if ($text =~ /^(?: {4}|\t|```|~~~)/m) { print "$text\n"; return }
    $text =~ s/\s+/ /g;
    $text =~ s/(`[^`]*`)/$1 =~ tr{ }{\x01}r/ge;
    print wrap('', '', $text) =~ tr{\x01}{ }r, "\n";
    return;
}

# How the reader comes to something: by a command, or by a key where keys are read.
my $keys;
my %KEYS = (hint => 'h gives a hint', answer => 'a shows the answer', check => 'save the file');
sub keys_instead { $keys = 1; return }

sub way {
    my ($what, $exercise) = @_;
    return $keys && $KEYS{$what} ? $KEYS{$what} : "make $what EX=$exercise->{number}";
}

sub counted {
    my ($number, $one, $more) = @_;
    return "$number " . ($number == 1 ? $one : $more // "${one}s");
}

# The mark of a verdict, with the blank after it; nothing where it can't be seen.
sub mark {
    my ($verdict) = @_;
    return '' unless on_terminal() && $utf8;
    return $verdict eq 'passed' ? '✓ ' : $verdict eq 'no test' ? '  ' : '✗ ';
}

# How much of a whole is done: a bar of so many columns.
sub bar {
    my ($done, $whole, $columns) = @_;
    my $full = $whole ? int($done * $columns / $whole) || ($done > 0) : 0;
    my ($on, $off) = on_terminal() && $utf8 ? ('■', '□') : ('#', '.');
    return $on x $full . $off x ($columns - $full);
}

# A failure's details; those that the question before it had are not said again.
my $last_details = '';
sub print_question {
    my ($question) = @_;
    my $word = $question->{passed} ? 'passed' : 'failed';
    my $coloured_word = colour($question->{passed} ? 32 : 31, $word);
    my $lines = wrap('', ' ' x 10, $question->{question});
    print "  $coloured_word  $lines\n";
    my $details = join "\n", @{$question->{details}};
    my $again = !$question->{passed} && length $details && $details eq $last_details;
    say_wrapped(' ' x 10, $_) for $again ? 'the same' : @{$question->{details}};
    $last_details = $question->{passed} ? '' : $details;
    return;
}

# Sections as a judge names them: "The slope (01-one-weight.html#slope)".
sub print_read_again {
    my (@sections) = @_;
    print "\n" if @sections;
    for my $section (@sections) {
        my ($title, $address) = printable($section) =~ /^(.*) \(([^()]*)\)$/ or next;
        my ($chapter) = $address =~ /^0*(\d+)-/;
        say_wrapped('', 'read again: ' . (defined $chapter ? "chapter $chapter, " : '') . $title);
        print map { "  $_\n" } place_in_book($address);
    }
    return;
}

# Where an address of the web book is to be found in the editions that are here.
sub place_in_book {
    my ($address) = @_;
    my @places = grep { defined } page_of($address);
    my ($anchor) = $address =~ /#(.*)/;
    my $on_paper = defined $anchor ? pages_on_paper()->{$anchor} : undef;
    push @places, "page $on_paper of build/gradus.pdf" if defined $on_paper;
    return @places;
}

# Where a page of the web book lies, when it has been made.
sub page_of {
    my ($address) = @_;
    my ($page) = $address =~ /^([^#]+)/;
    return defined $page && -f "build/html/$page" ? "build/html/$address" : undef;
}

my $pages;
sub pages_on_paper {
    return $pages if $pages;
    my $table = -f $PAGES_ON_PAPER && -f 'build/gradus.pdf' ? slurp($PAGES_ON_PAPER) : '';
    return $pages = {$table =~ /^(\S+)\t(\S+)$/mg};
}

# A line of the reader's, without blanks around it; undef when there are no more.
# Not a byte beyond it is taken: a judge may ask next.
sub ask_reader {
    my ($prompt) = @_;
    print $prompt;
    my $line = '';
    my $got;
    while ($got = sysread STDIN, my $byte, 1) {
        last if $byte eq "\n";
        $line .= $byte;
    }
    print "\n" unless $got && -t STDIN;
    return unless $got || length $line;
    $line = printable($line);
    $line =~ s/^\s+|\s+$//g;
    return $line;
}

1;
