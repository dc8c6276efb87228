/* What staff see, on phones. */
#include "serve/routes.h"

const Route staff_routes[] = {
  {0},
};
