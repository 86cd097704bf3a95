#!/usr/bin/perl
# co_await.pl FILE: a statement with co_await holds no braces, no lambda, no ?: and no throw, for g++ 12 miscompiles those.
# Follows blocks, lambdas and initialisers on a stack: the body of a lambda is statements of its own, the braces of an
# initialiser belong to the statement around them. Reads code without comments and strings on standard input.
use strict;
use warnings;

my $path = shift @ARGV;
my $code = do { local $/; <STDIN> } // '';
$code =~ s/^([ \t]*#(?:[^\n]*\\\n)*[^\n]*)/my $t = $1; $t =~ s{[^\n]}{ }g; $t/gem;  # preprocessor

my $nested = qr/(\((?:[^()]++|(?-1))*\))/;
my $lambda = qr/(?:^|[(,=&|?:{}]|\breturn|\bco_return|\bco_await)\s*\[[^\[\]]*\]\s*(?:$nested\s*)?(?:(?:mutable|noexcept|constexpr)\s*)*(?:->[^{};]*)?$/;
my $head = qr/(?:\)|\belse|\bdo|\btry|\bmutable|\bnoexcept|\bconst|\boverride|\bfinal|->[\w:<>,\s*&]+|:|\b(?:class|struct|union|enum|namespace|extern|requires)\b[^;{}()]*)\s*$/;

my @stack;                                          # enclosing braces: kind, and the statement they interrupt
my ($statement, $parens, $start, $line) = ('', 0, 0, 1);
my $bad = 0;

sub judge {
  my ($text, $at) = @_;
  return if $text !~ /\bco_await\b/;
  my @what;
  push @what, 'braces' if $text =~ /\{/;
  push @what, 'a lambda' if $text =~ /\x01/;
  push @what, '?:' if $text =~ /\?/;
  push @what, 'throw' if $text =~ /\bthrow\b/;
  return if !@what;
  print "$path:$at: in one statement with co_await: " . join(', ', @what) . "; name it first\n";
  $bad = 1;
}

sub fresh { ($statement, $parens, $start) = ('', 0, 0); }

for my $char (split //, $code) {
  if ($char eq "\n") { ++$line; $statement .= ' '; next; }
  $start = $line if !$start && $char !~ /\s/;
  if ($char eq '{') {
    my $kind = $statement =~ $lambda                                                         ? 'lambda'
             : $parens == 0 && ($statement =~ /^\s*$/ || $statement =~ $head
                                || $statement =~ /\)\s*(?:noexcept\s*)?:[^?]*\}\s*$/)        ? 'block'
             :                                                                                 'init';
    if ($kind eq 'block') { judge($statement, $start); fresh(); }
    push @stack, [$kind, $statement, $parens, $start];
    fresh();
  } elsif ($char eq '}') {
    my $frame = pop @stack or next;
    my ($kind, $outer, $outer_parens, $outer_start) = @$frame;
    if ($kind eq 'block') { judge($statement, $start); fresh(); next; }
    my $inner = $statement;
    judge($inner, $start) if $kind eq 'lambda';
    ($statement, $parens, $start) = ($outer, $outer_parens, $outer_start);
    $statement .= $kind eq 'lambda' ? "\x01" : "{$inner}";
  } elsif ($char eq ';') {
    # Statements inside what looked like an initialiser: it is a block after all.
    if (@stack && $stack[-1][0] eq 'init' && $parens == 0) {
      judge($stack[-1][1], $stack[-1][3]);
      $stack[-1] = ['block', '', 0, 0];
    }
    judge($statement, $start);
    my $open = $parens;  # inside for (…; …; …)
    fresh();
    $parens = $open;
  } else {
    ++$parens if $char eq '(';
    --$parens if $char eq ')' && $parens > 0;
    $statement .= $char;
  }
}
judge($statement, $start);
exit $bad;
