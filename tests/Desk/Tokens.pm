package Desk::Tokens;

# C, as its tokens, what stands at the top of a file, and the names declared there.

use strict;
use warnings;
use utf8;
use Exporter qw(import);

our @EXPORT_OK = qw(tokens_of items_of declared_in is_type);

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

sub is_type { return $_[0] =~ $TYPE }

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
        my $typed = is_type($tokens[$before]{text}) || $tokens[$before]{text} =~ /^(?:struct|union|enum|define)$/
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

1;
