# The names that the book's C defines, by Universal Ctags: of what kind, where each
# may be used, and where a parameter, a local variable or a member has the name.
package Identifiers;
use strict;
use warnings;
use utf8;
use Exporter 'import';
use Noweb;

our @EXPORT_OK = qw(names_among);

my %KIND = (d => 'macro', f => 'function', g => 'type', s => 'type', t => 'type', u => 'type',
            v => 'variable', e => 'constant');

# From a tangle with #line; definitions are those of code/, locals those of every file.
sub of_tangle {
    my ($class, $folder) = @_;
    my @sources = sort grep { -f } glob("'$folder'/code/*.[ch]"), glob("'$folder'/code/programs/*.c"), glob("'$folder'/tests/*/*.c");
    return bless {
        folder => $folder, at => {}, scope => {}, member => {}, functions => {},
        ctags  => @sources && started('ctags', '--kinds-C=dfgstuvelzm', '--fields=neksf', '--excmd=number', '--sort=no', '-f', '-', @sources),
    }, $class;
}

# The chapters' lines of code are where they stand now.
sub read_at {
    my ($self, $now) = @_;
    my ($folder, $ctags) = delete @$self{qw(folder ctags)};
    return $self unless $ctags;
    my ($tags, $errors, $status) = answer_of($ctags, '');
    stop('ctags', 0, "failed: $errors") if $status;
    my ($moved, %tags_of) = moved("$folder/.lines-of-code", $now);
    for (split /\n/, $tags) {
        my ($name, $path, $fields) = /^(\S+)\t([^\t]+)\t\d+;"\t(.*)$/ or next;
        my %field = (kind => substr($fields, 0, 1), map { /^(\w+):(.*)$/ ? ($1, $2) : () } split /\t/, $fields);
        push @{ $tags_of{$path} }, { name => $name, %field };
    }
    $self->add_file(substr($_, 1 + length $folder), origins($_, $moved), $tags_of{$_}) for sort keys %tags_of;
    return $self;
}

# Where a line of code of the chapters, as they were tangled, stands now.
sub moved {
    my ($path, $now) = @_;
    my %moved;
    for (split /\n/, slurp($path)) {
        my ($file, @then) = split /\t/;
        @{ $moved{$file} }{@then} = @{ $now->{$file} // [] };
    }
    return \%moved;
}

# Where in the chapters each line of a file with #line stands: "file:line".
sub origins {
    my ($path, $moved) = @_;
    my ($file, $line, @origin) = ('', 0, '');
    for (split /\n/, slurp($path)) {
        if (/^#line (\d+) "(.*)"/) { ($file, $line) = ($2, $1 - 1) }
        else { $line++ }
        push @origin, "$file:" . ($moved->{$file}{$line} // 0);
    }
    return \@origin;
}

sub add_file {
    my ($self, $file, $origin, $tags) = @_;
    my %function = map { ($_->{name} => { from => $_->{line}, to => $_->{end} // $_->{line}, locals => {} }) } grep { $_->{kind} eq 'f' } @$tags;
    for my $tag (@$tags) {
        my ($name, $line) = @$tag{qw(name line)};
        if ($tag->{kind} =~ /[lz]/) {
            my $in = $function{ $tag->{function} // '' } or next;
            $in->{locals}{$name} = 1;
        }
        elsif ($tag->{kind} eq 'm') { $self->{member}{ $origin->[$line] }{$name} = 1 }
        elsif ($file =~ m{^code/} && $name ne 'main' && length $name >= 3 && $name !~ /^__anon|_H$/) {
            $self->{at}{ $origin->[$line] }{$name} = $KIND{ $tag->{kind} };
            $self->{scope}{$name}{ $file =~ /\.h$/ || !exists $tag->{file} ? 'anywhere' : $file } = 1;
        }
    }
    for my $function (grep { %{ $_->{locals} } } values %function) {
        push @{ $self->{functions}{ $origin->[$_] } }, $function->{locals} for $function->{from} .. $function->{to};
    }
    return;
}

# {name => kind} of what a line of a chapter defines.
sub defined_at { my ($self, $place) = @_; return $self->{at}{$place} // {} }

sub is_local {
    my ($self, $name, $place) = @_;
    return $self->{member}{$place}{$name} || grep { $_->{$name} } @{ $self->{functions}{$place} // [] };
}

# Can code of these files mean a name? What is static can be meant in its own file only.
sub is_known_in {
    my ($self, $name, @files) = @_;
    my $scope = $self->{scope}{$name} // {};
    return $scope->{anywhere} || grep { $scope->{$_} } @files;
}

my $ASIDE = qr{(/\*.*?(?:\*/|\z)|//[^\n]*)|"(?:[^"\\]|\\.)*+(?:"|\z)|'(?:[^'\\]|\\.)*+(?:'|\z)}s;

# Of words in some C, [offset, word...] in their order, those that can be a name: not of
# a member, nor in a string, nor in a comment. There "the loss" is a word; with an
# underscore it is a name.
sub names_among {
    my ($c, @words) = @_;
    my ($from, $to, $in_comment, @names) = (0, 0);
    for my $word (@words) {
        my ($at, $name) = @$word;
        while ($to <= $at) {
            if ($c =~ /$ASIDE/g) { ($from, $to, $in_comment) = ($-[0], $+[0], defined $1) }
            else                 { ($from, $to) = (length $c, 1 + length $c) }
        }
        if ($at >= $from) { push @names, $word if $in_comment && $name =~ /_/ }
        else              { push @names, $word unless substr($c, $at < 2 ? 0 : $at - 2, $at < 2 ? $at : 2) =~ /->\z|(?<![.\d])\.\z/ }
    }
    return @names;
}

1;
