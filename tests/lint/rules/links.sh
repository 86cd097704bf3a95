#!/usr/bin/env bash
# Links in Markdown to files of the tree have an existing target, including headings.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
tree_files | grep '\.md$' | xargs -r -d '\n' perl -e '
  use strict; use warnings;
  my $bad = 0;
  sub anchors {
    my ($path, %seen) = shift;
    open(my $file, "<", $path) or return \%seen;
    while (<$file>) {
      next unless /^#+\s+(.*?)\s*$/;
      my $name = lc $1;
      $name =~ s/[^\w\- ]//g;
      $name =~ tr/ /-/;
      $seen{$name} = 1;
    }
    return \%seen;
  }
  for my $path (@ARGV) {
    my ($folder) = $path =~ m{^(.*/)};
    open(my $file, "<", $path) or die "$path: $!\n";
    my ($fenced, $number) = (0, 0);
    while (my $row = <$file>) {
      ++$number;
      $fenced = !$fenced if $row =~ /^\s*```/;
      next if $fenced;
      $row =~ s/`[^`]*`//g;
      while ($row =~ /\]\(([^)\s]+)[^)]*\)/g) {
        my $target = $1;
        next if $target =~ /^[a-z][a-z0-9+.-]*:/i;
        my ($to, $anchor) = split /#/, $target, 2;
        my $full = $to eq "" ? $path : ($folder // "") . $to;
        my $why = !-e $full ? "leads nowhere" : defined $anchor && -f $full && !anchors($full)->{$anchor} ? "has no such heading" : "";
        next if $why eq "";
        print "$path:$number: link $why: $target\n";
        $bad = 1;
      }
    }
    close($file);
  }
  exit $bad;'
