/* What the office sees: everything below /office/. Which address leads to which page, and who may. */
#include "serve/office_pages.h"
#include "serve/routes.h"

/* clang-format off */
const Route office_routes[] = {
  {.path = "/office", .may = MAY_OFFICE, .get = overview_page},
  {.path = "/office/", .may = MAY_OFFICE, .get = overview_page},
  {.path = "/office/overview.csv", .may = MAY_TRAINING, .get = overview_csv},

  {.path = "/office/sign-in", .may = MAY_ANYBODY, .get = office_sign_in_page, .post = office_sign_in_post, .dear = true},
  {.path = "/office/sign-in/code", .may = MAY_HALF_OFFICE, .get = office_code_page, .post = office_code_post, .dear = true},
  {.path = "/office/sign-out", .may = MAY_OFFICE, .post = office_sign_out_post},
  {.path = "/office/invitation", .may = MAY_ANYBODY, .get = office_invitation_page, .post = office_invitation_post, .dear = true},

  {.path = "/office/account", .may = MAY_OFFICE, .get = own_account_page, .post = own_account_post, .dear = true},
  {.path = "/office/account/codes", .may = MAY_OFFICE, .post = own_codes_post, .dear = true},
  {.path = "/office/accounts", .may = MAY_ALL, .get = accounts_page},
  {.path = "/office/accounts/add", .may = MAY_ALL, .get = account_add_page, .post = account_add_post},
  {.path = "/office/accounts/:account", .may = MAY_ALL, .get = account_change_page, .post = account_change_post},

  {.path = "/office/people", .may = MAY_TRAINING, .get = roster_page},
  {.path = "/office/people/add", .may = MAY_TRAINING, .get = person_add_page, .post = person_add_post},
  {.path = "/office/people/import", .may = MAY_TRAINING, .get = roster_import_page, .post = roster_import_post, .body = IMPORT_LIMIT},
  {.path = "/office/people/:person", .may = MAY_TRAINING, .get = person_page},
  {.path = "/office/people/:person/change", .may = MAY_TRAINING, .get = person_change_page, .post = person_change_post},
  {.path = "/office/people/:person/leave", .may = MAY_TRAINING, .get = person_leave_page, .post = person_leave_post},
  {.path = "/office/people/:person/return", .may = MAY_TRAINING, .get = person_return_page, .post = person_return_post},
  {.path = "/office/people/:person/erase", .may = MAY_TRAINING, .get = person_erase_page, .post = person_erase_post},
  {.path = "/office/people/:person/exempt", .may = MAY_TRAINING, .get = person_exempt_page, .post = person_exempt_post},
  {.path = "/office/people/:person/grant", .may = MAY_TRAINING, .get = person_grant_page, .post = person_grant_post},
  {.path = "/office/people/:person/slip", .may = MAY_TRAINING, .get = person_slip_page, .post = person_slip_post},
  {.path = "/office/slips", .may = MAY_TRAINING, .get = slips_page, .post = slips_post, .dear = true},

  {.path = "/office/rules", .may = MAY_TRAINING, .get = rules_page},
  {.path = "/office/rules/:module", .may = MAY_TRAINING, .get = rule_page, .post = rule_post},

  {.path = "/office/sessions", .may = MAY_TRAINING, .get = sessions_page},
  {.path = "/office/sessions/plan", .may = MAY_TRAINING, .get = session_plan_page, .post = session_plan_post},
  {.path = "/office/sessions/:session", .may = MAY_TRAINING, .get = session_page},
  {.path = "/office/sessions/:session/record.pdf", .may = MAY_TRAINING, .get = session_record, .dear = true},
  {.path = "/office/sessions/:session/change", .may = MAY_TRAINING, .get = session_change_page, .post = session_change_post},
  {.path = "/office/sessions/:session/held", .may = MAY_TRAINING, .get = session_held_page, .post = session_held_post, .body = IMPORT_LIMIT},
  {.path = "/office/sessions/:session/cancel", .may = MAY_TRAINING, .get = session_cancel_page, .post = session_cancel_post},
  {.path = "/office/sessions/:session/attendance", .may = MAY_TRAINING, .get = attendance_page, .post = attendance_post},

  {.path = "/office/paper", .may = MAY_TRAINING, .get = answers_page, .post = answers_post},
  {.path = "/office/paper/done/:attempt", .may = MAY_TRAINING, .get = answers_done_page},
  {.path = "/office/paper/answers/:attempt", .may = MAY_TRAINING, .get = sheet_page},
  {.path = "/office/paper/:form/:person", .may = MAY_TRAINING, .get = answers_entry_page, .post = answers_entry_post},

  {.path = "/office/certificates", .may = MAY_TRAINING, .get = certificates_page, .post = certificates_post, .dear = true},
  {.path = "/office/certificates/:file", .may = MAY_TRAINING, .get = certificate_file},
  {.path = "/office/questions", .may = MAY_TRAINING, .get = items_page},
  {.path = "/office/corrections", .may = MAY_TRAINING, .get = corrections_page},
  {.path = "/office/corrections/:event", .may = MAY_TRAINING, .get = correction_page, .post = correction_post},
  {.path = "/office/retraining", .may = MAY_TRAINING, .get = retrainings_page},
  {.path = "/office/retraining/:policy/:revision", .may = MAY_TRAINING, .get = retraining_page, .post = retraining_post},
  {.path = "/office/retraining/:policy/:revision/drop", .may = MAY_TRAINING, .get = retraining_drop_page, .post = retraining_drop_post},
  {.path = "/office/retention", .may = MAY_TRAINING, .get = retention_page},
  {.path = "/office/discrepancies", .may = MAY_TRAINING, .get = discrepancies_page},
  {.path = "/office/inspection", .may = MAY_TRAINING, .get = inspection_page, .post = inspection_post},
  {.path = "/office/inspection/:file", .may = MAY_TRAINING, .get = inspection_file, .dear = true},
  {.path = "/office/events", .may = MAY_TRAINING, .get = events_page},
  {.path = "/office/more", .may = MAY_TRAINING, .get = office_more_page},

  {.path = "/office/publish", .may = MAY_PUBLISHING, .get = publishing_door},
  {.path = "/office/publish/assets/:name", .may = MAY_ANYBODY, .get = publishing_asset},
  {.path = "/office/publish/::screen", .may = MAY_PUBLISHING, .get = publishing_page, .post = publishing_page, .body = FORM_LIMIT},
  {0},
};
/* clang-format on */
