#!/usr/bin/perl
# code.pl [--strings] FILE…: C++ without its comments, each line as FILE:LINE:TEXT. Strings are blank too, unless
# --strings.
use strict;
use warnings;

my $strings = @ARGV && $ARGV[0] eq '--strings';
shift @ARGV if $strings;

sub blank { my $text = shift; $text =~ s/[^\n]/ /g; return $text; }
sub quoted { my $text = shift; return $strings ? $text : '"' . blank(substr($text, 1, -1)) . '"'; }

sub code_of {
  my $text = shift;
  $text =~ s{
      (//[^\n]*|/\*.*?\*/)                                  # comment
    | (^[ \t]*\#[ \t]*include[^\n]*)                        # its name is no string
    | (\bR"([^\s()\\]{0,16})\(.*?\)\g{4}")                  # raw string
    | ("(?:\\.|[^"\\\n])*")                                 # string
    | ((?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')                 # character, not 10'000
  }{ defined $1 ? blank($1) : defined $2 ? $2 : defined $3 ? quoted($3) : quoted($5 // $6) }gemsx;
  return $text;
}

for my $path (@ARGV) {
  open(my $file, '<', $path) or die "$path: $!\n";
  my $text = do { local $/; <$file> } // '';
  close($file);
  my $line = 0;
  for my $row (split /\n/, code_of($text), -1) {
    ++$line;
    print "$path:$line:$row\n";
  }
}
