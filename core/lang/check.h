/* check.h - what can be known about formulas without running them.
 *
 * Finds, for all formulas and checks in one pass: unknown fields, parameters, functions and
 * enum values (with the nearest name), type errors (money + number, a condition that is no
 * boolean, an enum compared with a number, a formula that returns another type), amounts per
 * month added to or compared with amounts per year, cycles between variables (printing the
 * loop), assignments to globals inside formulas. Calls of local, global and stdlib functions
 * are followed with the types of their arguments. What cannot be typed is `any` and is left to
 * the run. Fills field.reads, reads_parameters, before_months and check.reads_parameters.
 */
#ifndef HM_LANG_CHECK_H
#define HM_LANG_CHECK_H

#include "lang/ast.h"
#include "model/model.h"

/* files: every script of the policy, stdlib included, in load order. HM_DATA when errors were
 * added to d. */
enum hm_status check_formulas(struct model *m, struct ast_file *const *files, size_t count,
                              struct diag *d);

#endif
