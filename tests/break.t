#!/usr/bin/env perl
# The faults of the chapters' tables, as make break CH=N sets them before a reader:
# among chunks of the book, and with an answer that can be found.

use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use File::Path qw(make_path);
use Desk::Break qw(break_it diagnosed);
use Desk::Faults qw(of_chapter without_comments);
use Desk::Screen qw(printable);
use Gradus qw(root scratch slurp spit place read_faults);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);
delete @ENV{qw(SEED CH EX)};

# The reader's copies lie in build/desk/break: these are elsewhere.
my $root = root();
my $here = scratch();
for my $name (qw(chapters code tests exercises)) { symlink "$root/$name", "$here/$name" or die "$name: $!\n" }
chdir $here or die "$here: $!\n";

for my $table (sort glob 'tests/*/mutants') {
    my ($number) = $table =~ /(\d+)/;
    my @faults = read_faults($table);
    subtest "can each fault of chapter $number be found?" => sub { prove_fault($number, $_, $faults[$_]) for 0 .. $#faults };
}


sub prove_fault {
    my ($number, $seed, $fault) = @_;
    local $ENV{SEED} = $seed;
    my $is = place($fault) . " $fault->{name}";
    my $case = of_chapter($number);
    my @parts = @{$case->{parts}};
    my ($right, @more) = grep { $parts[$_]{right} } 0 .. $#parts;
    ok defined $right && !@more && $parts[$right]{piece}, "$is: one chunk of the book has it" or return;
    my $piece = $parts[$right]{piece};
    ok has_line($piece, $fault), "$is: that chunk has the line" or diag $piece->{name};
    my $others = grep { $_->{piece}{chapter}{number} != $number } @parts;
    is $others > 0, $piece->{chapter}{number} != $number, "$is: it is among the chapter's own, if it is one of them";
    my ($wrong) = grep { !$parts[$_]{right} } 0 .. $#parts;
    my $line = changed_line($case->{copy}, $fault->{file});
    for my $name ($right + 1, uc $parts[$right]{name}) {
        my ($found, $said) = dialogue(sub { diagnosed($case) }, $wrong + 1, $name, $line);
        ok $found, "$is: chunk $name, line $line" or diag $said;
        my $at = "chapter $piece->{chapter}{number}, $piece->{section}";
        like $said =~ s/\s+/ /gr, qr/ no: .* right: it is in .* \Q$at\E .*= right: /, '... after a wrong chunk, with its section';
    }
    return;
}

# A line that the fault takes away, or else one beside which it puts some.
sub has_line {
    my ($piece, $fault) = @_;
    my $body = join "\n", @{$piece->{body}};
    for my $edit (@{$fault->{edits}}) {
        my %stays = map { $_ => 1 } @{$edit->[1]};
        my @gone = grep { length && !$stays{$_} } @{$edit->[0]};
        return 1 if grep { index($body, printable($_)) >= 0 } @gone ? @gone : @{$edit->[0]};
    }
    return 0;
}

# The first line of a copy that is not the engine's, or the next one or the one before
# when it is no code: then a line is gone.
sub changed_line {
    my ($copy, $original) = @_;
    my ($code, $whole) = map { [map { s/\s+$//r } split /\n/, without_comments(slurp($_))] } $copy, $original;
    my ($at) = grep { $code->[$_] ne ($whole->[$_] // '') } 0 .. $#$code;
    return 1 + (grep { ($code->[$_] // '') =~ /\w/ } $at, $at + 1, $at - 1)[0];
}

# What the code returns, and prints, when the reader says this, line by line.
sub dialogue {
    my ($code, @replies) = @_;
    utf8::encode(my $input = join '', map {"$_\n"} @replies);
    spit("$here/said", $input);
    open my $terminal, '>&', \*STDOUT or die "$!\n";
    open STDIN, '<', "$here/said" or die "$!\n";
    open STDOUT, '>:encoding(UTF-8)', "$here/heard" or die "$!\n";
    my $result = eval { $code->() };
    my $died = $@;
    open STDOUT, '>&', $terminal or die "$!\n";
    return ($result, printable(slurp("$here/heard")) . $died);
}

subtest 'a fault with its symptom, its page and its mend' => sub {
    my ($seed, $fault) = (2, (read_faults('tests/04/mutants'))[2]);
    local @ENV{qw(CH SEED)} = (4, $seed);
    local $ENV{JUDGE_SECONDS} = 5;
    my $case = of_chapter(4);
    my ($right) = grep { $case->{parts}[$_]{right} } 0 .. $#{$case->{parts}};
    my $address = $case->{parts}[$right]{piece}{address};
    make_path('build/html');
    spit('build/html/' . $address =~ s/#.*//r, '');
    my ($status, $said) = dialogue(\&break_it, $right + 1, changed_line($case->{copy}, $fault->{file}), '', 'q');
    is $status, 0, 'it ends well' or diag $said;
    like $said, qr/^The symptom:\n  failed  .*\?\n/m, 'the symptom';
    like $said, qr/^The chunks of chapter 4, Walking the graph:\n   1  /m, 'the chunks';
    like $said, qr{^    build/html/\Q$address\E$}m, 'the page';
    like $said, qr/Now mend it, in build.*failed  .*left; make break CH=4 goes on/s, 'it is not mended yet';
    spit($case->{copy}, slurp($fault->{file}));
    is $case->{check}->()->{verdict}, 'passed', 'it can be';
};

done_testing;
