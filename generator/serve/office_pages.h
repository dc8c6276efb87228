/*
 * The office's pages about training, one function a page or a form; which path leads to which, and who may,
 * stands in office_routes.c. They share office_page.h, and their templates lie in themes/registry/.
 */
#ifndef SERVE_OFFICE_PAGES_H
#define SERVE_OFFICE_PAGES_H

#include "serve/call.h"

/* office_sign_in_page.c: passphrase, then a one-time or recovery code; the use of an invitation. */
void office_sign_in_page(Call *call);
void office_sign_in_post(Call *call);
void office_code_page(Call *call);
void office_code_post(Call *call);
void office_sign_out_post(Call *call);
void office_invitation_page(Call *call);
void office_invitation_post(Call *call);

/* account_page.c: one's own account, and those of others. */
void own_account_page(Call *call);
void own_account_post(Call *call);
void own_codes_post(Call *call);
void accounts_page(Call *call);
void account_add_page(Call *call);
void account_add_post(Call *call);
void account_change_page(Call *call);
void account_change_post(Call *call);

/* overview_page.c: who is still to be trained? */
void overview_page(Call *call);
void overview_csv(Call *call);

/* roster_page.c: the roster, a person's entry; roster_import_page.c: the roster as a file. */
void roster_page(Call *call);
void person_add_page(Call *call);
void person_add_post(Call *call);
void person_change_page(Call *call);
void person_change_post(Call *call);
void roster_import_page(Call *call);
void roster_import_post(Call *call);

/* person_page.c: all about one person; person_forms.c: what can be done. */
void person_page(Call *call);
void person_leave_page(Call *call);
void person_leave_post(Call *call);
void person_return_page(Call *call);
void person_return_post(Call *call);
void person_erase_page(Call *call);
void person_erase_post(Call *call);
void person_exempt_page(Call *call);
void person_exempt_post(Call *call);
void person_grant_page(Call *call);
void person_grant_post(Call *call);
void person_slip_page(Call *call);
void person_slip_post(Call *call);

/* slips_page.c: slips by site. */
void slips_page(Call *call);
void slips_post(Call *call);

/* rules_page.c: who must take what. */
void rules_page(Call *call);
void rule_page(Call *call);
void rule_post(Call *call);

/* sessions_page.c: group sessions; attendance_page.c: who was there. */
void sessions_page(Call *call);
void session_plan_page(Call *call);
void session_plan_post(Call *call);
void session_page(Call *call);
void session_change_page(Call *call);
void session_change_post(Call *call);
void session_held_page(Call *call);
void session_held_post(Call *call);
void session_cancel_page(Call *call);
void session_cancel_post(Call *call);
void session_record(Call *call);
void attendance_page(Call *call);
void attendance_post(Call *call);

/* answers_page.c: answers on paper, typed twice. */
void answers_page(Call *call);
void answers_post(Call *call);
void answers_entry_page(Call *call);
void answers_entry_post(Call *call);
void answers_done_page(Call *call);

/* sheet_page.c: one that was entered. */
void sheet_page(Call *call);

/* records_page.c: certificates, item analysis, retention, and the list of all that is not in the menu. */
void certificates_page(Call *call);
void certificates_post(Call *call);
void certificate_file(Call *call);
void items_page(Call *call);
void retention_page(Call *call);
void office_more_page(Call *call);

/* correction_page.c */
void corrections_page(Call *call);
void correction_page(Call *call);
void correction_post(Call *call);

/* retraining_page.c: after a publication, who is to be trained again, and by when. */
void retrainings_page(Call *call);
void retraining_page(Call *call);
void retraining_post(Call *call);
void retraining_drop_page(Call *call);
void retraining_drop_post(Call *call);

/* inspection_page.c: what an inspection compares, and what it is given. */
void discrepancies_page(Call *call);
void inspection_page(Call *call);
void inspection_post(Call *call);
void inspection_file(Call *call);

/* events_page.c: what happened, in plain words. */
void events_page(Call *call);

/* publishing_desk.c: the publishing screens (screen.h) behind the same sign-in. */
void publishing_page(Call *call);
void publishing_asset(Call *call); /* their style and script, which are no secret */
void publishing_door(Call *call);

#endif
