#!/usr/bin/perl
# The web book in Chromium: tests/browser/*.mjs, one browser for all of them.
#   prove tests/browser.t                   everything
#   prove tests/browser.t :: keyboard       one part
#   EVERY_PAGE=1 prove tests/browser.t      no samples: of pages made alike, all
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Edition qw(need);

my $chromium = $ENV{CHROMIUM} // '/usr/bin/chromium-headless-shell';
need(
    'is the web book built? (run: make web)'                                             => 'build/html/index.html',
    'is what npm brings there? (run: make -f book/rules.mk build/npm/.done)'             => 'build/npm/.done',
    "is Chromium there, at $chromium? (run: make setup, or set CHROMIUM to where it is)" => $chromium,
);
exec 'node', 'tests/browser/all.mjs', @ARGV or die "cannot run node: $!\n";
