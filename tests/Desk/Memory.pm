package Desk::Memory;

# What the desk remembers: of the reader's work one small file, which they may
# delete; of its own work the folder build/desk.

use strict;
use warnings;
use utf8;
use Digest::MD5 qw(md5_hex);
use Exporter qw(import);
use Fcntl qw(LOCK_EX O_RDWR O_CREAT);
use File::Path qw(make_path);
use Gradus qw(slurp spit);

our @EXPORT_OK = qw(desk_folder remembered remember state_of);

my $PROGRESS = 'exercises/.progress';
my @FIELDS = qw(verdict tried hints file);
my $HEAD = "# What the desk remembers of your work: exercise, last verdict, tried (1), hints\n"
    . "# taken, and a digest of the file as it was judged. Delete it to begin afresh.\n";

sub desk_folder {
    my ($name) = @_;
    my $folder = "build/desk/$name";
    return $folder if -d $folder && -w _;
    make_path($folder, {error => \my $errors});
    if (@$errors || !-w $folder) {
        my ($why) = @$errors ? values %{$errors->[0]} : ("no permission to write there");
        die "cannot write $folder: $why\n"
            . "The desk keeps what it compiles in build/; make it writable, or remove it\n"
            . "(all in it can be made again).\n";
    }
    return $folder;
}

# {number}{field}; lines that are torn or strange are passed over.
sub all_remembered {
    return {} unless -f $PROGRESS && -r _;
    my %all;
    for my $line (split /\n/, slurp($PROGRESS)) {
        my ($number, @values) = split /\t/, $line, -1;
        next if $line =~ /^#/ || @values != @FIELDS || $number !~ /^\d+\.\d+$/;
        next if $values[1] !~ /^\d*$/ || $values[2] !~ /^\d*$/;
        @{$all{$number}}{@FIELDS} = @values;
    }
    return \%all;
}

sub remembered {
    my ($exercise, $field) = @_;
    my $value = all_remembered()->{$exercise->{number}}{$field};
    return length($value // '') ? $value : 0;
}

# Several desks may be at work: each change is made to what is there now.
my $complained;
sub remember {
    my ($exercise, %values) = @_;
    my $done = eval {
        sysopen my $lock, desk_folder('') . 'lock', O_RDWR | O_CREAT or die "$!\n";
        flock $lock, LOCK_EX or die "$!\n";
        my $all = all_remembered();
        my $now = $all->{$exercise->{number}} //= {};
        my $before = join "\t", map { $_ // '' } @$now{@FIELDS};
        @$now{keys %values} = values %values;
        spit($PROGRESS, table($all)) if $before ne join "\t", map { $_ // '' } @$now{@FIELDS};
        1;
    };
    return if $done || $complained++;
    my $why = $@ =~ s/\s+\z//r;
    print STDERR "desk: your progress is not remembered: $why\n";
    return;
}

sub table {
    my ($all) = @_;
    my @numbers = map { $_->[0] } sort { $a->[1] <=> $b->[1] || $a->[2] <=> $b->[2] }
        map { [$_, split /\./] } keys %$all;
    return $HEAD . join '', map { join("\t", $_, map { $_ // '' } @{$all->{$_}}{@FIELDS}) . "\n" } @numbers;
}

# How an exercise stands, without judging it again: {verdict, changed, hints},
# where changed says that the file is not the one that had the verdict.
sub state_of {
    my ($exercise) = @_;
    my $known = all_remembered()->{$exercise->{number}} // {};
    my $digest = -f $exercise->{file} && -r _ ? md5_hex(slurp($exercise->{file})) : '';
    return {
        verdict => $known->{verdict} // '',
        changed => $digest ne ($known->{file} // ''),
        hints   => $known->{hints} || 0,
    };
}

1;
