/* Placeholder entry until the table of commands stands. */
#include <stdio.h>

int main(void)
{
  puts("kaitei");
  return 0;
}
