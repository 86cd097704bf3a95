#!/usr/bin/perl
# numbers.pl types|functions: reads C++ as code.pl prints it, FILE:LINE:TEXT without comments and strings.
# types: every definition of a class, struct, union or enum as "NAME FILE:LINE", by its unqualified name, wherever it
# stands: nested, in a function, in an anonymous namespace. functions: every function's body as "LINES FILE:LINE".
use strict;
use warnings;

my %text_of;
my @paths;
while (my $row = <STDIN>) {
  my ($path, $text) = $row =~ /^([^:]+):\d+:(.*\n?)/ or next;
  push @paths, $path unless exists $text_of{$path};
  $text_of{$path} .= $text =~ /^\s*#/ ? "\n" : $text;
}

sub line_at { my ($text, $at) = @_; return 1 + (substr($text, 0, $at) =~ tr/\n//); }

sub types {
  my ($path, $text) = @_;
  while ($text =~ m{\b(?:class|struct|union|enum(?:\s+class|\s+struct)?)\s+(?:\[\[[^\]]*\]\]\s*|alignas\([^()]*\)\s*)*
                    (?:\w+(?:<[^<>]*>)?\s*::\s*)*(\w+)(?:\s*<[^<>{};]*>)?(?:\s+final)?\s*(?::(?!:)[^;{}()]*)?\{}gx) {
    print "$1 $path:", line_at($text, $-[1]), "\n";
  }
}

# A brace opens a body if it stands in a namespace or type, behind parameters. The braces of a constructor's members are
# none: a word stands before them.
sub functions {
  my ($path, $text) = @_;
  my @open;     # of each brace: its kind, and the line where what it belongs to began
  my $begin = 0;  # of the declaration that is being read
  while ($text =~ /([{};])/g) {
    my ($mark, $at) = ($1, $-[0]);
    if ($mark eq '{') {
      my $head = substr($text, $begin, $at - $begin);
      my $outside = !@open || $open[-1]{kind} eq 'scope';
      my $kind = 'other';
      if ($outside && $head =~ /\b(?:namespace|class|struct|union|enum|extern)\b[^()]*$/) { $kind = 'scope' }
      elsif ($outside && $head =~ /\)[^:]*(?<!:):(?!:).*[\w>]\s*$/s) { $kind = 'member' }
      elsif ($outside && $head =~ /\)/) { $kind = 'body' }
      push @open, {kind => $kind, from => $begin + ($head =~ /\S/ ? $-[0] : 0)};
    } elsif ($mark eq '}' && @open) {
      my $closed = pop @open;
      next if $closed->{kind} eq 'member';
      if ($closed->{kind} eq 'body') {
        my $first = line_at($text, $closed->{from});
        print line_at($text, $at) - $first + 1, " $path:$first\n";
      }
    }
    $begin = $at + 1 unless $mark eq '{' && $open[-1]{kind} eq 'member';
  }
}

my $what = shift @ARGV // '';
my %wanted = (types => \&types, functions => \&functions);
my $print = $wanted{$what} or die "usage: numbers.pl types|functions\n";
$print->($_, $text_of{$_}) for @paths;
