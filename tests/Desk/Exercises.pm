package Desk::Exercises;

# The exercises there are, as they were given out, and what comes with them.

use strict;
use warnings;
use utf8;
use Encode qw(encode);
use Exporter qw(import);
use File::Basename qw(basename);
use Desk::Screen qw(printable);
use Gradus qw(capture slurp);

our @EXPORT_OK = qw(exercises of_chapter chosen line_of chapters chapter_title pristine_texts is_pristine hints_of);

my $KINDS = 'predict|build|break|explain';
my %SOURCE_ENDING = (predict => 'txt', explain => 'txt', build => 'c', break => 'c');

# All exercises by number, found by the names of their files: a starter that
# was deleted is still known by its hints, its answer or its fresh copy.
sub exercises {
    my %found;
    for my $folder ('build/tangle/exercises/*', 'exercises/*', 'exercises/*/answers',
        'exercises/*/hints') {
        add_exercise(\%found, $_) for sort glob $folder . '/*';
    }
    return map { $found{$_} } sort { by_number($a, $b) } keys %found;
}

sub add_exercise {
    my ($found, $path) = @_;
    my ($chapter) = $path =~ m{exercises/(\d+)/};
    my ($number, $kind, $slug) = basename($path) =~ /^(\d+\.\d+)-($KINDS)-([^.]+)\.(?:c|txt)$/;
    return unless defined $chapter && defined $number;
    my $base = "$number-$kind-$slug";
    (my $title = ucfirst $slug) =~ tr/-/ /;
    $found->{$number} = {
        number => $number, kind => $kind, chapter => $chapter, base => $base,
        title  => headings()->{exercises}{$number} // $title,
        file   => "exercises/$chapter/$base.$SOURCE_ENDING{$kind}",
        hints  => "exercises/$chapter/hints/$base.txt",
        answer => "exercises/$chapter/answers/$base.$SOURCE_ENDING{$kind}",
        judge  => "tests/$chapter/$number.c",
    };
    return;
}

# The titles of chapters and exercises, as the chapters have them.
my $headings;
sub headings {
    return $headings if $headings;
    $headings = {chapters => {}, exercises => {}};
    for my $file (sort glob 'chapters/*.nw') {
        my ($number) = basename($file) =~ /^0*(\d+)-/ or next;
        my $text = printable(slurp($file));
        ($headings->{chapters}{$number}) = $text =~ /^# (.*?)\s*(?:\{.*\})?$/m;
        while ($text =~ /^#+ Exercise (\d+\.\d+)\. (.*?)\s*\{#ex-/mg) {
            my ($exercise, $title) = ($1, $2);
            $title =~ s/\[\[(.*?)\]\]|[*`]/$1 \/\/ ''/ge;
            $headings->{exercises}{$exercise} = $title;
        }
    }
    return $headings;
}

sub chapter_title {
    my ($number) = @_;
    return headings()->{chapters}{0 + $number} // "Chapter " . (0 + $number);
}

# The exercises of a chapter, by its number as a reader types it; all, without one.
sub of_chapter {
    my ($name) = @_;
    return exercises() unless length($name // '');
    my ($chapter) = $name =~ /^\s*0*(\d+)\s*$/;
    my @here = defined $chapter ? grep { $_->{number} =~ /^$chapter\./ } exercises() : ();
    return @here if @here;
    die "chapter \"" . printable(encode('UTF-8', $name)) . "\" has no exercises; those that have: "
        . join(', ', map { $_ + 0 } chapters()) . "\n";
}

# The chapters that have exercises, in order.
sub chapters {
    my %seen;
    return grep { !$seen{$_}++ } map { $_->{chapter} } exercises();
}

sub by_number {
    my ($left, $right) = @_;
    my @left = split /\./, $left;
    my @right = split /\./, $right;
    return $left[0] <=> $right[0] || $left[1] <=> $right[1];
}

# The exercise that the reader named; without one, says which there are, and ends.
sub chosen {
    my ($name, $command, @among) = @_;
    $name //= '';
    my @all = exercises();
    @among = @all unless @among;
    my ($chapter, $number) = $name =~ /^\s*0*(\d+)\.0*(\d+)\s*$/;
    if (defined $chapter) {
        my ($exercise) = grep { $_->{number} eq "$chapter.$number" } @all;
        return $exercise if $exercise;
        my @near = grep { $_->{number} =~ /^$chapter\./ } @among;
        @among = @near if @near;
    }
    print STDERR @all ? "The exercises to $command:\n" : "There are no exercises: exercises/ is empty.\n";
    print STDERR map { line_of($_) . "\n" } @among;
    print STDERR length $name ? "There is no exercise \"" . printable(encode('UTF-8', $name)) . "\".\n"
        : "Which exercise? Say: make $command EX=$among[0]{number}\n" if @all || length $name;
    exit 2;
}

sub line_of {
    my ($exercise) = @_;
    return sprintf '  %-5s %-8s %s', @$exercise{qw(number kind title)};
}

# The starters as they were given out: the build's fresh copy, and git's.
sub pristine_texts {
    my ($exercise) = @_;
    my @texts;
    my $fresh = "build/tangle/$exercise->{file}";
    push @texts, slurp($fresh) if -f $fresh;
    my ($exit, $text) =
        capture({seconds => 10, env => {GIT_DIR => undef}}, 'git', 'show', "HEAD:./$exercise->{file}");
    push @texts, $text if $exit == 0;
    return @texts;
}

sub is_pristine {
    my ($exercise) = @_;
    my $text = slurp($exercise->{file});
    my $fresh = "build/tangle/$exercise->{file}";
    return 1 if -f $fresh && slurp($fresh) eq $text;
    return scalar grep { $_ eq $text } pristine_texts($exercise);
}

# The hints of an exercise, each a paragraph.
sub hints_of {
    my ($exercise) = @_;
    return () unless -f $exercise->{hints};
    my $text = printable(slurp($exercise->{hints}));
    $text =~ s/\[\[(.*?)\]\]/`$1`/g;
    $text =~ s/\A\s+|\s+\z//g;
    return split /\n\s*\n/, $text;
}

1;
