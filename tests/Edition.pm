package Edition;

# What the tests of the book's editions share: web, paper, e-book.

use strict;
use warnings;
use Encode qw(decode encode);
use Exporter qw(import);
use Gradus qw(root slurp);
use Test::More;

our @EXPORT_OK = qw(need none text_of labels parts unescaped);

# need($question => $file...): enters the repository; without the files, the question
# fails, and the test ends.
sub need {
    my (%file) = @_;
    chdir root() or die "cannot enter the repository: $!\n";
    my @missing = grep { !-e $file{$_} } sort keys %file;
    return unless @missing;
    fail($_) for @missing;
    done_testing();
    exit 1;
}

# A question that holds when nothing is wrong; what is wrong is told, twenty lines of it.
sub none {
    my ($question, @wrong) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    ok(!@wrong, $question);
    my $more = @wrong > 20 ? splice(@wrong, 20) : 0;
    diag(utf8::is_utf8($_) ? encode('UTF-8', $_) : $_) for @wrong;
    diag('... and more') if $more;
    return;
}

# A file's text; dies when it is not UTF-8.
sub text_of {
    my ($file) = @_;
    return decode('UTF-8', slurp($file), Encode::FB_CROAK);
}

# The book's table of labels: {id, page, kind, number, title, file}, in the book's order.
sub labels {
    my @names = qw(id page kind number title file part part_title exercise steps);
    return map { my %label; @label{@names} = split /\t/, $_, -1; \%label } split /\n/, text_of('build/weave/labels.tsv');
}

# The titles of the book's parts, in order.
sub parts {
    my (%seen, @titles);
    for (labels()) { push @titles, $_->{part_title} if length($_->{part_title} // '') && !$seen{ $_->{part} }++ }
    return @titles;
}

# Character references of HTML and XML made characters.
sub unescaped {
    my ($text) = @_;
    my %named = (amp => '&', lt => '<', gt => '>', quot => '"', apos => "'");
    $text =~ s/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/defined $1 ? chr $1 : defined $2 ? chr hex $2 : $named{$3} \/\/ "&$3;"/gie;
    return $text;
}

1;
