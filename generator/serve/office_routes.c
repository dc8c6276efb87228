/* What the office sees: everything below /office/. */
#include "serve/routes.h"

const Route office_routes[] = {
  {0},
};
