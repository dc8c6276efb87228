#!/usr/bin/perl
# Is the policy's Markdown, with the dates of its ledger, the organisation's own text: no word more, less or elsewhere?
#
#   faithful.pl POLICY LEDGER           turns both back into lines as the source has them; prints what differs
#   faithful.pl --outline POLICY        prints the blocks and ids in the form of outline.txt
#   faithful.pl --mutate POLICY LEDGER  spoils copies in every place, one at a time; prints what it failed to find
#   faithful.pl --html FRAGMENT         compares the words of a rendered policy, whatever the elements around them
#
# Exit status: 0 all is as it should be, 1 it is not.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use File::Basename qw(dirname);

my $HERE = dirname(__FILE__);

sub slurp {
  my ($path) = @_;
  open my $in, '<:encoding(UTF-8)', $path or die "$path: $!\n";
  local $/;
  return scalar <$in>;
}

sub lines_of { return grep { $_ ne '' } split /\n/, $_[0] }

# The source's lines, split where its dates begin, with the allowed additions put in.
sub expected {
  my @lines = lines_of(slurp("$HERE/source.txt"));
  my @dates = grep { /^平成/ } @lines;
  my @words = grep { !/^平成/ } @lines;
  my @added = map { [split /\t/] } grep { !/^#/ } lines_of(slurp("$HERE/additions.txt"));
  splice @words, $_->[0] - 1, 0, $_->[1] for reverse @added;
  return (\@words, \@dates);
}

# Takes the marks of Markdown off; the source itself holds no '#', '{' or '\'.
sub words_of_policy {
  my @lines = lines_of($_[0]);
  for (@lines) {
    s/^#{1,3} //;
    s/ \{#[a-z][a-z0-9-]*\}$//;
    s/\\$//;
  }
  return @lines;
}

# The first COUNT revisions as the source writes them. Any field beside the two would be invented, so it is shown whole.
sub dates_of_ledger {
  my ($ledger, $count) = @_;
  my @calls = $ledger =~ /^revision\b(.*(?:\n(?![a-z-]).*)*)/mg;
  my @dates;
  for my $call (@calls) {
    last if @dates == $count;
    push @dates, $call =~ /^ \{ effective = "([^"]*)", change = "([^"]*)" \}\s*$/ ? "$1 $2" : "revision$call";
  }
  return @dates;
}

sub kind_of {
  my ($line) = @_;
  return "$1 $2" if $line =~ /^(#{1,3}) .*? \{#([a-z][a-z0-9-]*)\}$/;
  return '-'     if $line =~ /^- /;
  return "p $1"  if $line =~ / \{#([a-z][a-z0-9-]*)\}$/;
  return '.';
}

# One entry a block. What Markdown would run together, or cut in two, gives another outline.
sub outline {
  my ($policy) = @_;
  my @outline = $policy =~ /[^\n]\n\z/ ? () : ('no single newline at the end');
  my $open = 0;
  for my $block (split /\n\n/, $policy) {
    my @lines = split /\n/, $block;
    my @kinds = map { kind_of($_) } @lines;
    my $same  = !grep { $_ ne $kinds[0] } @kinds;
    my $broken = grep { /\\$/ } @lines;
    if (@lines && $same && $kinds[0] eq '-' && !$broken) { push @outline, '- ' . @lines }
    elsif (@lines && $same && $kinds[0] eq '.' && $broken == $#lines && $lines[-1] !~ /\\$/) { push @outline, '. ' . @lines }
    elsif (@lines == 1 && !$broken) { push @outline, $kinds[0] }
    else { push @outline, 'runs together: ' . join ' / ', @lines }
  }
  return @outline;
}

sub differ {
  my ($name, $want, $got) = @_;
  my @found;
  for my $i (0 .. (@$want > @$got ? $#$want : $#$got)) {
    my ($w, $g) = map { $_ // '(nothing)' } $want->[$i], $got->[$i];
    next if $w eq $g;
    push @found, "$name, line " . ($i + 1) . ":\n  source: $w\n  here:   $g";
    last;
  }
  return @found;
}

my ($WORDS, $DATES) = expected();
my @OUTLINE = grep { !/^;/ } lines_of(slurp("$HERE/outline.txt"));

sub faults {
  my ($policy, $ledger) = @_;
  return (differ('words', $WORDS, [words_of_policy($policy)]),
          differ('outline', \@OUTLINE, [outline($policy)]),
          differ('dates', $DATES, [dates_of_ledger($ledger, scalar @$DATES)]));
}

# Every line dropped, every two neighbours swapped, every character dropped, every one replaced.
sub spoiled {
  my ($text, $from, $to, $try) = @_;
  my @lines = split /(?<=\n)/, substr($text, $from, $to - $from);
  my ($head, $tail) = (substr($text, 0, $from), substr($text, $to));
  my @full = grep { $lines[$_] ne "\n" } 0 .. $#lines;
  for my $n (0 .. $#full) {
    my @copy = @lines;
    splice @copy, $full[$n], 1;
    $try->('dropped ' . $lines[$full[$n]], join '', $head, @copy, $tail);
    next if $n == $#full;
    @copy = @lines;
    @copy[@full[$n, $n + 1]] = @copy[@full[$n + 1, $n]];
    $try->('swapped with the next ' . $lines[$full[$n]], join '', $head, @copy, $tail);
  }
  for my $at ($from .. $to - 1) {
    my $old = substr $text, $at, 1;
    my %new = ('' => 'dropped', $old eq '〇' ? '一' : '〇' => 'replaced');
    $new{($old + 1) % 10} = 'counted up' if $old =~ /[0-9]/;
    $new{"\x{3000}"} = 'widened' if $old eq ' ';
    for my $new (sort keys %new) {
      my $copy = $text;
      substr($copy, $at, 1) = $new;
      $try->("$new{$new} character $at, $old", $copy);
    }
  }
}

sub mutate {
  my ($policy, $ledger) = @_;
  my ($tried, @missed) = (0);
  my $note = sub { my ($what, @faults) = @_; $tried++; push @missed, $what if !@faults; };
  spoiled($policy, 0, length $policy, sub { $note->($_[0], faults($_[1], $ledger)) });
  my ($from) = $ledger =~ /^(.*?)^revision/ms ? length $1 : die "no revision in the ledger\n";
  my $to = $from;
  for (1 .. @$DATES) { $to = index($ledger, "}\n", $to) + 1 }
  spoiled($ledger, $from, $to, sub { $note->("ledger: $_[0]", faults($policy, $_[1])) });
  print "# $tried spoiled copies\n";
  return map { s/\n//r . ': not found' } @missed;
}

# Words without any white space, for elements may stand where the source has a blank or a line end.
sub html_faults {
  my ($html) = @_;
  my %named = (lt => '<', gt => '>', quot => '"', amp => '&');
  $html =~ s/<[^>]*>//g;
  $html =~ s/&(lt|gt|quot|amp);/$named{$1}/g;
  my $want = join '', map { s/^- //r } @$WORDS;
  s/\s//g for $html, $want;
  return () if $html eq $want;
  my $same = 0;
  $same++ while $same < length $want && substr($want, $same, 1) eq substr("$html\0", $same, 1);
  my $from = $same > 20 ? $same - 20 : 0;
  return "from character $same on:\n  source: " . substr($want, $from, 60) . "\n  here:   " . substr($html, $from, 60);
}

my $mode = @ARGV && $ARGV[0] =~ /^--(outline|mutate|html)$/ ? do { shift; $1 } : '';
my @texts = map { slurp($_) } @ARGV;
if ($mode eq 'outline') {
  print "$_\n" for outline(@texts);
  exit 0;
}
my @faults = $mode eq 'mutate' ? mutate(@texts) : $mode eq 'html' ? html_faults(@texts) : faults(@texts);
print "$_\n" for @faults;
exit(@faults ? 1 : 0);
