/* The program's own routes, in a file of their own: what only looks one up needs no page. */
#include "serve/routes.h"

const Routes *routes_all(void)
{
  static const Route *const parts[] = {staff_routes, office_routes, NULL};
  static const Routes all = {parts};
  return &all;
}
