#!/usr/bin/env perl
# An engine of the reader's own: laid out, tested, compared, in a folder whose name
# has a space in it, from the real chapters; and what a reader may do to it.

use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Desk::Pieces qw(files_at lines_of);
use Desk::Screen qw(printable);
use Desk::Tokens qw(tokens_of);
use Digest::MD5 qw(md5_hex);
use File::Basename qw(basename dirname);
use File::Find qw(find);
use File::Path qw(make_path remove_tree);
use Gradus qw(root capture scratch slurp spit);
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)' for qw(output failure_output todo_output);

my $root = root();
my $home = scratch() . '/a home';
make_path($home);
my @chapters = map { substr $_, 1 + length $root } sort glob "'$root/chapters/'*.nw";
my %quiet = map { $_ => undef } qw(MINE ENGINE CH SEED NO_COLOR MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CC CFLAGS);
my @outputs;    # all that was printed, for the last test
chdir $root or die "$root: $!\n";

sub own {
    my ($command, %env) = @_;
    return said({%quiet, LC_ALL => 'C.UTF-8', JUDGE_SECONDS => 2, %env}, 'exercises/desk', $command);
}

sub by_make { my (@arguments) = @_; return said({%quiet, LC_ALL => 'C.UTF-8', HOME => $home}, 'make', '--no-print-directory', @arguments) }

sub said {
    my ($env, @command) = @_;
    my ($exit, $output) = capture({seconds => 300, dir => $root, env => $env}, @command);
    utf8::decode($output);
    push @outputs, $output;
    return ($exit, $output);
}

# Where each file is, and what is in it.
sub snapshot {
    my ($folder) = @_;
    my %files;
    find({no_chdir => 1, wanted => sub { $files{substr $_, length $folder} = md5_hex(slurp($_)) if -f $_ }}, $folder) if -d $folder;
    return \%files;
}

sub copy_of {
    my ($from, $to) = @_;
    make_path($to);
    system('cp', '-r', "$from/.", "$to/") == 0 or die "cannot copy $from\n";
    return $to;
}

# Writes the files that aren't the same yet.
sub type_in {
    my ($from, $to) = @_;
    my ($wanted, $there) = (snapshot($from), snapshot($to));
    for my $file (grep { $wanted->{$_} ne ($there->{$_} // '') } sort keys %$wanted) {
        make_path(dirname("$to$file"));
        spit("$to$file", slurp("$from$file"));
    }
    return;
}

# One edit to a file: the text must be there, once.
sub edit {
    my ($file, $from, $to) = @_;
    my $text = slurp($file);
    my $times = () = $text =~ /\Q$from\E/g;
    die "$file: \"$from\" stands there $times times\n" if $times != 1;
    spit($file, $text =~ s/\Q$from\E/$to/r);
    return;
}

for my $number (1 .. @chapters) {
    my $made = sprintf "$root/build/steps/%02d", $number;
    -f "$made/.tangled" or die "$made is not there; run: make\n";
    copy_of("$made/code", "$home/step $number/code");
    spit("$home/step $number/.tangled", slurp("$made/.tangled"));
}
my $whole = @chapters;
my $PART_I = 6;    # its last chapter: whose engine has all that faults are put into

subtest 'is each file, read from the chapters without noweb, the one that noweb tangles?' => sub {
    for my $number (1 .. $whole) {
        my $step = "$home/step $number";
        my @tangled = sort grep { m{^code/.*\.[ch]$} } split /\n/, slurp("$step/.tangled");
        is join(' ', sort(files_at($number))), "@tangled", "chapter $number: the same files";
        my @different = grep {
            my $mine = join '', map {"$_->{text}\n"} lines_of($_, $number);
            join("\0", map { $_->{text} } tokens_of($mine)) ne join("\0", map { $_->{text} } tokens_of(printable(slurp("$step/$_"))));
        } @tangled;
        is "@different", '', "chapter $number: the same tokens in each";
    }
};

# ---- a reader who types all of it

my $mine = "$home/my own";
for my $number (1 .. $whole) {
    subtest "chapter $number: laid out, typed, tested, compared" => sub {
        my $before = snapshot($mine);
        my ($exit, $output) = own('start', MINE => $mine);
        is $exit, 0, 'it is laid out' or diag($output);
        like $output, qr/^Chapter $number, .* is laid out in/, 'the chapter is the first that was not there';
        my $after = snapshot($mine);
        is join(' ', grep { $after->{$_} ne $before->{$_} } keys %$before), '', 'nothing that was there has changed';
        my %old = map { $_ => 1 } files_at($number - 1);
        my @begun = grep { !$old{$_} } files_at($number);
        is join(' ', sort grep { m{^/code/} && !$before->{$_} } keys %$after), join(' ', map {"/$_"} sort @begun), 'it has the files that begin here';
        is scalar(grep { tokens_of(printable(slurp("$mine/$_"))) } @begun), 0, 'each has a comment and nothing else';
        like slurp("$mine/$begun[0]"), qr{goes here, from chapter\s+$number\b}, 'which says what goes there';
        ($exit, $output) = capture({seconds => 100, env => \%quiet}, 'make', '-C', $mine);
        is $exit, 0, 'make there is content with files not yet typed' or diag($output);
        outline_is_whole($number);

        type_in("$home/step $number/code", "$mine/code");
        ($exit, $output) = capture({seconds => 200, env => \%quiet}, 'make', '-C', $mine);
        ok $exit == 0 && $output !~ /warning/, 'what is typed compiles there without a warning' or diag($output);
        $before = snapshot($mine);
        ($exit, $output) = own('test', MINE => $mine);
        is $exit, 0, 'it passes' or diag($output);
        is scalar(() = $output =~ /^passed: (\d+) of \1 questions$/mg), $number, 'all the questions of each chapter';
        my $next = $number + 1;
        like $output, $number < $whole ? qr/^next: make start CH=$next MINE='.*my own'$/m : qr/^That is the whole engine\.$/m, 'what is next';
        ($exit, $output) = own('compare', MINE => $mine);
        is $exit, 0, 'it can be compared';
        like $output, qr/^All \d+ pieces are the same\.$/m, 'and is the same, piece by piece' or diag($output);
        is_deeply snapshot($mine), $before, 'neither of the two has written into the folder';
    };
}

# Every piece that is new to a file stands under it.
sub outline_is_whole {
    my ($number) = @_;
    my ($outline) = glob sprintf "'$mine/outline/'%02d-*.txt", $number;
    my $text = printable(slurp($outline)) =~ s/\n {8}/ /gr;
    for my $file (files_at($number)) {
        my (%old, %new);
        $old{$_->{piece}} = 1 for lines_of($file, $number - 1);
        $new{$_->{piece}{name}}++ for grep { $_->{text} =~ /\S/ && !$old{$_->{piece}} && !$new{$_->{piece}}++ } lines_of($file, $number);
        delete @new{grep { /^HASH/ } keys %new};
        my ($part) = $text =~ /^\Q$file\E: (?:begins here|goes on from chapter \d+)\n(.*?)(?:\n\n|\z)/ms;
        my @missing = grep { ($part // '') !~ /\[ \] \Q$_\E(?:,| \(part|$)/m } keys %new;
        is "@missing", '', "the outline has each new piece of $file" if %new;
    }
    return;
}

subtest 'does start leave alone what is there?' => sub {
    my ($exit, $output) = own('start', MINE => $mine);
    like $output, qr/^All $whole chapters are laid out/, 'all chapters are there: it says so';
    my $folder = "$home/half";
    make_path("$folder/code");
    spit("$folder/Makefile", "all:\n");
    spit("$folder/code/nudge.c", "int mine;\n");
    symlink 'nowhere', "$folder/code/nudge.h";
    ($exit, $output) = own('start', MINE => $folder, CH => 1);
    is $exit, 0, 'beside files of the reader it lays out the rest' or diag($output);
    is slurp("$folder/Makefile") . slurp("$folder/code/nudge.c"), "all:\nint mine;\n", 'theirs are as they were';
    ok -l "$folder/code/nudge.h" && !-e "$folder/code/nowhere", 'a link is not followed';
    like $output, qr/There already, and left as it is: Makefile,\s+code\/nudge\.h,\s+code\/nudge\.c\./, 'they are named';
    my $before = snapshot($folder);
    ($exit, $output) = own('start', MINE => $folder, CH => 1);
    is_deeply snapshot($folder), $before, 'a second time changes nothing';
    my ($outline) = glob "'$folder/outline/'01-*";
    spit($outline, "mine\n");
    unlink "$folder/code/programs/double.c";
    own('start', MINE => $folder, CH => 1);
    ok -f "$folder/code/programs/double.c" && slurp($outline) eq "mine\n", 'what was removed comes back, what was changed stays';
};

subtest 'is each wrong folder refused, with the reason?' => sub {
    spit("$home/file", '');
    symlink "$root/code", "$home/link";
    my $outside = snapshot("$root/code");
    for ([start => {}, qr/^desk: which folder is yours\? Say: make start MINE=path/],
        [test => {ENGINE => ' '}, qr/^desk: which folder is yours\?/], [compare => {}, qr/^desk: which folder is yours\?/],
        [start => {MINE => "$home/file"}, qr/is a file; name a folder/], [start => {MINE => "$home/file/x"}, qr/is a file; name a folder/],
        [test => {MINE => "$home/file"}, qr/is a file; name the folder/], [compare => {MINE => "$home/none"}, qr/is not there\nnext: make start MINE=/],
        [start => {MINE => '.'}, qr/is this project's own folder/], [start => {MINE => 'code/mine'}, qr{is in code/, the project's own:\nyour files would be taken}],
        [start => {MINE => "$root/exercises/01"}, qr{is in exercises/}], [start => {MINE => 'chapters'}, qr{is in chapters/}],
        [start => {MINE => 'build/mine'}, qr{is in build/.*make clean removes all}s], [start => {MINE => "$home/link/mine"}, qr{is in code/}],
        [start => {MINE => "$home/none/../x"}, qr/none is not there, so that "\.\." leads nowhere/],
        [start => {MINE => '/proc/mine'}, qr{cannot make /proc/mine: }], [start => {MINE => "$home/new", CH => 99}, qr/there is no chapter "99"; the chapters are 1 to $whole/],
        [start => {MINE => "$home/new", CH => 'two'}, qr/there is no chapter "two"/],
        [start => {MINE => "$home/new", CH => 3}, qr/chapter 3 goes on from chapter 1, which is not\nlaid out.*\nnext: make start CH=1/],
        [test => {MINE => $home, CH => 1}, qr/has no C in it\nnext: make start/], [test => {MINE => $mine, SEED => 'x'}, qr/the seed must be a whole number/]) {
        my ($command, $env, $says) = @$_;
        my ($exit, $output) = own($command, %$env);
        is $exit, 2, "$command " . join ' ', map {"$_=$env->{$_}"} sort keys %$env;
        like $output, $says, '... says why';
    }
    is_deeply snapshot("$root/code"), $outside, 'nothing was written into the project';
    ok !-e "$home/new", 'nor anywhere else';
};

subtest 'is the folder found as a reader may name it?' => sub {
    for ('~/in my home', '../' . basename($root) . "/../../../../../../../../../..$home/relative", "$home/it's \$HOME", "$home/ö ü") {
        my $name = $_;
        utf8::encode($name);
        my ($exit, $output) = own('start', MINE => $name, HOME => $home);
        is $exit, 0, $_ or diag($output);
        my ($at) = $name =~ m{([^/]+)$};
        ok -f "$home/$at/code/nudge.c", '... is where it says' or diag($output);
        my ($next) = $output =~ /^      (make test .*)$/m;
        my ($again, $tested) = said({%quiet, LC_ALL => 'C.UTF-8', HOME => $home}, 'sh', '-c', encoded($next));
        like $tested, qr/ is missing: nothing has that name/, '... and again by the command that it prints';
        is $again, 0, '... which is no error of make';
    }
};

sub encoded { my ($text) = @_; utf8::encode($text); return $text }

subtest 'by make' => sub {
    my ($exit, $output) = by_make('test', 'CH=1', "ENGINE=$home/step 1");
    is $exit, 0, 'make test CH=1 ENGINE=path' or diag($output);
    like $output, qr/^chapter 1 passes\nnext: make test CH=2/m, '... tests that engine';
    copy_of("$home/step 1/code", "$home/flat");
    ($exit, $output) = by_make('test', 'CH=1', "MINE=$home/flat");
    like $output, qr/^chapter 1 passes/m, '... without a folder code/, too';
    ($exit, $output) = by_make('test', 'ENGINE=');
    like $output, qr/which folder is yours/, 'make test ENGINE= does not test the whole book';
    like((by_make('-p', 'help'))[1], qr{^test: build/\.setup-book build/\.setup-test$}m, 'make test alone does');
    pop @outputs;
};

subtest 'without make, from any folder' => sub {
    for (['start', 0, qr/^Chapter 1, .* is laid out in/], ['test', 1, qr/ is missing: nothing has that name/], ['compare', 0, qr/ not there yet\.$/m]) {
        my ($command, $status, $says) = @$_;
        my ($exit, $output) = capture({seconds => 300, dir => $home, env => {%quiet, MINE => 'beside', CH => 1}}, "$root/exercises/desk", $command);
        is $exit, $status, "MINE=beside exercises/desk $command" or diag($output);
        like $output, $says, '... does it';
        like $output, qr{^(?:next:)? +make test CH=1 MINE='?\Q$home\E/beside'?$}m, '... and says what is next, from any folder too' unless $command eq 'test';
    }
    ok -f "$home/beside/code/nudge.c", 'the folder is where its name says';
};

# ---- what a reader may have typed, and what compare says of it

sub with_edits { return edited($whole, @_) }

# The engine as of a chapter, in a folder, with edits.
sub edited {
    my ($chapter, @edits) = @_;
    my $folder = "$home/edited";
    remove_tree($folder);
    copy_of("$home/step $chapter/code", "$folder/code");
    for (@edits) {
        if (ref $_ eq 'CODE') { $_->("$folder/code") }
        else                  { edit("$folder/code/$_->[0]", @$_[1, 2]) }
    }
    return $folder;
}

sub whole_text {
    my ($name, $change) = @_;
    return sub { local $_ = slurp("$_[0]/$name"); $change->(); spit("$_[0]/$name", $_) };
}

my $neuron = [<<'END' =~ s/\n\z//r, <<'END' =~ s/\n\z//r];
    double sum = 0.0;
    for (size_t i = 0; i < inputs; i++)
        sum += weights[i] * x[i];
    return sum;
END
    double s = 0.0;
    for (size_t k = 0; k < inputs; k++)
        s += weights[k] * x[k];
    return s;
END

for (
    ['a changed operator', [['nudge.c', 'there - here', 'there + here']],
        qr{^  different: find the slopes by forward differences\n    chapter 1, More than one weight\n(?:    build.*\n|    page.*\n)*    your line 65:\n      - slopes\[i\] = \(there - here\) / h;\n      \+ slopes\[i\] = \(there \+ here\) / h;\n\n}m,
        qr/^Of \d+ pieces \d+ are the same, 1 different\.$/m],
    ['local names of their own', [['nudge.c', @$neuron]],
        qr/^  the same, with your names \(k for i, s for sum\): add up what the weights make\s+of the inputs$/m, qr/, 1 the same with your names\.$/m],
    ['names of their own, and a change', [['nudge.c', $neuron->[0], $neuron->[1] =~ s/\+=/-=/r]],
        qr/^    your line 104:\n      - sum \+= weights\[i\] \* x\[i\];\n      \+ s -= weights\[k\] \* x\[k\];$/m, qr/, 1 different\.$/m],
    ['a name of their own for a function', [whole_text('nudge.c', sub { s/\bcheck_finite\b/finite_or_not/g })],
        qr/^  the same, with your names \(finite_or_not for check_finite\): doubt a number/m, qr/, 4 the same with your names\.$/m],
    ['a wrong function, everywhere', [['value.c', 'return value_mul(a, number_beside(a, c));', 'return value_add(a, number_beside(a, c));']],
        qr/^      - return value_mul\(a, number_beside\(a, c\)\);\n      \+ return value_add/m, qr/, 1 different\.$/m],
    ['a function of the library for another', [['value.c', 'tanh(a->data)', 'sinh(a->data)']],
        qr/^  different: tanh and sigmoid$/m, qr/, 1 different\.$/m],
    ['two variables changed about', [whole_text('value.c', sub { s/(static void mul_backward.*?\{)(.*?)\n\}/my ($head, $body) = ($1, $2); $body =~ s{\b([ab])->grad}{($1 eq 'a' ? 'b' : 'a') . '->grad'}ge; "$head$body\n}"/se })],
        qr/^  different: pass a gradient back through a product$/m, qr/, 1 different\.$/m],
    ['two variables that have changed their names', [whole_text('value.c', sub { s/(static void mul_backward.*?\{)(.*?)\n\}/my ($head, $body) = ($1, $2); $body =~ s{\b([ab])\b}{$1 eq 'a' ? 'b' : 'a'}ge; "$head$body\n}"/se })],
        qr/^  the same, with your names \(b for a, a for b\): pass a gradient/m, qr/, 1 the same with your names\.$/m],
    ['braces elsewhere, other blanks, no comments, strings cut in two', [
        whole_text('value.c', sub { s/\n\{/ {/g; s/^ +/\t/mg; s{/\*.*?\*/}{}gs; s/"digraph values/"digraph " "values/ }), whole_text('nudge.c', sub { s/ = /\n=/g })],
        qr/^All \d+ pieces are the same\.$/m],
    ['line ends of Windows', [whole_text('graph.c', sub { s/\n/\r\n/g })], qr/^All \d+ pieces are the same\.$/m],
    ['functions in another order', [whole_text('nudge.c', sub { s/(double nudge_neuron.*?\n\}\n)\n(.*)\z/$2\n$1/s or die })],
        qr/^  the same, in another place \(line 1\d\d\): (?:take the mean of the squared errors|add up what the weights)/m, qr/, 1 the same in another place\.$/m],
    ['a piece that is not there', [whole_text('value.c', sub { s/static double slope_of_exponent.*?\n\}\n\n//s or die })],
        qr/^  not there yet: the slope of a power along its exponent\n    chapter 5, Powers$/m, qr/, 1 not there yet\.$/m],
    ['a piece of a function that is not there', [whole_text('value.c', sub { s{    /\* clear the grads.*?= 0\.0;\n}{}s or die })],
        qr/^  not there yet: clear the grads between the leaves and the root$/m, qr/, 1 not there yet\.$/m],
    ['such a piece, and all else on one line', [whole_text('nudge.c', sub { s{    /\* say what went wrong with a number.*?(?=    case NUDGE_FAILED)}{}s or die; s{(switch.*?\n    \})}{$1 =~ s/\s+/ /gr}se })],
        qr/^  the same: 10 pieces\n  not there yet: say what went wrong with a number$/m, qr/, 1 not there yet\.$/m],
    ['a file that is not there', [sub { unlink "$_[0]/dual.c" }], qr/^code\/dual\.c +not there yet: 4 pieces, from chapter 5 on$/m, qr/, 4 not there yet\.$/m],
    ['code of their own', [whole_text('value.c', sub { $_ .= "\n/* mine */\nValue *value_square(Value *a)\n{\n    return value_mul(a, a);\n}\n" }), sub { spit("$_[0]/more.c", "int more;\n") }],
        qr/^  yours alone: lines (\d+)(??{ ' to ' . ($1 + 3) })$/m, qr/^code\/more\.c +yours alone$/m],
    ['a line of their own in a function', [['nudge.c', '    double below = 0.0, above = 0.0;', "    double below = 0.0, above = 0.0;\n    puts(\"here\");"]],
        qr/^  different: find the slopes by central differences\n(?:    \w.*\n)*      \+ puts\("here"\);\n\n/m, qr/, 1 different\.$/m],
    ['a brace that was forgotten', [['nudge.c', "    }\n    return status;\n}\n\nNudgeStatus nudge_central", "    return status;\n}\n\nNudgeStatus nudge_central"]],
        qr/^      - \}$/m, qr/, 1 different\.$/m],
    ['not C at all', [sub { spit("$_[0]/value.c", join '', map { chr } 0 .. 255, 34, 47, 42) }], qr/^  yours alone: /m, qr/ not there yet\.$/m],
) {
    my ($name, $edits, @says) = @$_;
    subtest "compare: $name" => sub {
        my ($exit, $output) = own('compare', MINE => with_edits(@$edits));
        is $exit, 0, 'a difference is no error';
        like $output, $_, 'it says so' or diag($output) for @says;
        like $output, qr/^A difference is not an error: what counts is that the tests pass\.\nnext: make test CH=$whole MINE=/m, 'and how to test it';
    };
}

# ---- ... and what the tests say of it

for (
    ['a function that is missing', 5, [whole_text('value.c', sub { s/Value \*value_relu\(.*?\n\}\n//s or die })],
        qr/^  value_relu is missing: nothing has that name$/m, qr/^chapters 1 to 4 pass; chapter 5 does not yet\nnext: type what is missing, then\n      make test CH=5/m],
    ['a header without it', 5, [whole_text('value.c', sub { s/Value \*value_relu\(.*?\n\}\n//s or die }), whole_text('value.h', sub { s/Value \*value_relu\(.*?;// or die })],
        qr/^  value_relu is missing: nothing has that name$/m],
    ['a function that no header has', 5, [whole_text('value.h', sub { s/Value \*value_exp\(.*?;// or die }), ['value.c', '#include "value.h"', "#include \"value.h\"\nValue *value_exp(Value *a);"]],
        qr/^  value_exp is missing: no header has it$/m],
    ['a header that is missing', 5, [sub { unlink "$_[0]/dual.h", "$_[0]/dual.c" }], qr/^  dual\.h is missing: no file has that name$/m, qr/^chapters 1 to 4 pass; chapter 5/m],
    ['a wrong operator', 1, [['nudge.c', 'there - here', 'there + here']],
        qr/^  failed  is the forward slope off by h times m\?\n          .*expected .*, came .*$/m, qr/^to repeat it: the same command with SEED=\d+$/m,
        qr/^read again: chapter 1, A slope without algebra$/m, qr/^not yet: \d+ of 24 questions$/m, qr/^next: make compare CH=1/m],
    ['a syntax error', 2, [['value.c', 'value->grad = 0.0;', 'value->grad = 0.0 }']],
        qr/^code\/value\.c does not compile\n  code\/value\.c:\d+: expected ';' before '\}' token\n      value->grad = 0\.0 \}$/m,
        qr/^  value_\w+ is missing: code\/value\.c does not compile$/m, qr/^chapter 1 passes; chapter 2 does not yet\nnext: mend line \d+ of code\/value\.c, then\n      make test CH=2/m],
    ['a header with a mistake', 2, [['graph.h', '    GRAPH_LIMIT, ', '    GRAPH_LIMIT ']],
        qr/^code\/graph\.c, code\/value\.c do not compile\n  code\/graph\.h:\d+: /m, qr/^next: mend line \d+ of code\/graph\.h/m],
    ['an endless loop', 3, [whole_text('value.c', sub { s/(void value_pass_back\(Value \*out\)\n\{)/$1\n    for (volatile int i = 1; i;)\n        ;/ or die })],
        qr/^          never ended: stopped after 2 s$/m, qr/^never ends: 0 of \d+ questions$/m, qr/^chapters 1 and 2 pass; chapter 3 does not yet$/m],
    ['a crash', 1, [['nudge.c', '    at->weights[i] = kept;', "    int *volatile p = 0;\n    *p = 1;\n    at->weights[i] = kept;"]],
        qr/^          (?:undefined behaviour|crashed).* code\/nudge\.c:51/m, qr/^crashed: \d+ of 24 questions$/m],
    ['memory that is not freed', 2, [['value.c', 'Graph *value_graph(void) { return', "#include <stdlib.h>\nGraph *value_graph(void) { volatile char *p = malloc(9); p = 0; return p ? 0 :"]],
        qr/^          leaked memory: 9 bytes that were allocated at\s+code\/value\.c:\d+/m, qr/^leaks memory: /m],
    ['line ends of Windows', 2, [map { whole_text($_, sub { s/\n/\r\n/g }) } qw(graph.c graph.h value.c value.h)], qr/^chapters 1 and 2 pass$/m],
    ['another meaning in the header', 2, [whole_text('value.h', sub { s/(Value \*value_mul\(Value \*a), Value \*b/$1/ or die }), whole_text('value.c', sub { s/(Value \*value_mul\(Value \*a), Value \*b\)/$1)/; s/(Value \*value_mul.*?\{)/$1\n    Value *b = a;/s })],
        qr/^  tests\/02\/test\.c:\d+: too many arguments to function 'value_mul'\n/m, qr/^  Your header says it in another way than the book's\.$/m],
) {
    my ($name, $chapter, $edits, @says) = @$_;
    subtest "test: $name" => sub {
        my ($exit, $output) = own('test', MINE => edited($PART_I, @$edits), CH => $chapter);
        is $exit, ($name =~ /Windows/ ? 0 : 1), 'the exit status';
        like $output, $_, 'it says so' or diag($output) for @says;
        unlike $output, qr{build/desk}, 'no name of ours for a file of theirs';
    };
}

subtest 'does a mistake in a module of a later chapter leave the earlier ones be?' => sub {
    my ($exit, $output) = own('test', MINE => with_edits([ 'dual.h', '#ifndef', "mistake\n#ifndef" ]), CH => 2);
    is $exit, 0, 'they pass' or diag($output);
    like $output, qr/^code\/dual\.c does not compile\n  code\/dual\.h:\d+: /m, 'and it is named';
};

subtest 'does all that was said fit, and is it plain?' => sub {
    my @lines = map { split /\n/ } @outputs;
    my @long = grep { length > 80 && !m{/tmp|\Q$home\E|MINE=} } @lines;
    is join("\n", @long), '', 'at most 80 columns, but for paths';
    is scalar(grep { /[^\x20-\x7e\x{a0}-\x{10ffff}]/ } @lines), 0, 'nothing that cannot be printed, no colours';
};

done_testing;
