/* Ending the preview from the browser: who started it by double click has no Ctrl-C. */
#include "serve/screens.h"

#include <unistd.h>

/* Long enough for the last page and its style sheet to have gone out. */
enum { SECONDS_LEFT = 2 };

Reply *end_screen(Visit *visit)
{
  if (!visit->request->posts)
    return visit_show(visit, "end.html");
  /* preview.c waits for SIGALRM as it does for Ctrl-C. */
  alarm(SECONDS_LEFT);
  return visit_show(visit, "ended.html");
}
