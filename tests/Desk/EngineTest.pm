package Desk::EngineTest;

# A reader's own engine before the tests of the book's chapters. Nothing is written
# into their folder.

use strict;
use warnings;
use utf8;
use Digest::MD5 qw(md5_hex);
use Exporter qw(import);
use File::Basename qw(basename);
use Desk::Compiler qw(toolchain compile object errors_of warnings_of linker_words work_folder);
use Desk::Folder qw(existing_folder argument make_line chapters_asked outline_of is_laid_out names_in);
use Desk::Judge qw(print_asked questions verdict check_seed);
use Desk::Memory qw(desk_folder);
use Desk::Pieces qw(chapters_of_book);
use Desk::Screen qw(printable colour verdict_colour wrapped say_wrapped counted);
use Desk::Tokens qw(tokens_of);
use Gradus qw(capture slurp);

our @EXPORT_OK = qw(test_engine);

my $TEST_SECONDS = 120;
my $SHOWN        = 3;

sub test_engine {
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
        print "\n", colour(31, wrapped('', join(', ', @files) . (@files == 1 ? ' does' : ' do') . ' not compile')), "\n";
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
    print_asked($result);
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

1;
