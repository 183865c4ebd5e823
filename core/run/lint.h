/* lint.h - what is not wrong in a policy but probably not meant: things nobody uses, numbers
 * without a name, rules no case tests.
 *
 * Lints are about what a folder itself declares, seen together with the policies below it. A
 * comment `-- lint: NAME why` on the line, or on the one above, says that it is meant;
 * `policy { lint = { ["NAME"] = false } }` switches one off for a folder and those below.
 */
#ifndef HM_RUN_LINT_H
#define HM_RUN_LINT_H

#include "run/cover.h"

/* LINT(id, name, level, "what it finds") */
#define LINTS(X)                                                                               \
    X(UNUSED_PARAMETER, "unused-parameter", WARNING, N_("parameters that nothing reads"))      \
    X(UNUSED_INPUT, "unused-input", NOTE, N_("inputs that nothing reads"))                     \
    X(UNUSED_VARIABLE, "unused-variable", WARNING,                                             \
      N_("variables that nothing reads and that are no result"))                               \
    X(NO_RESULT, "no-result", NOTE, N_("parameters and variables that no result depends on"))  \
    X(UNREACHED_BRANCH, "unreached-branch", NOTE,                                              \
      N_("conditions that are true, or false, in every case"))                                 \
    X(UNTESTED_BOUNDARY, "untested-boundary", NOTE,                                            \
      N_("comparisons without a case on each side of the edge"))                               \
    X(UNTESTED_FORMULA, "untested-formula", NOTE, N_("formulas that no case reaches"))         \
    X(GAP, "gap", NOTE, N_("keys and bands that hold only by `otherwise`, or not at all"))     \
    X(MAGIC_NUMBER, "magic-number", NOTE, N_("numbers of the law written into formulas"))      \
    X(MISSING_SOURCE, "missing-source", WARNING,                                               \
      N_("results and checks without law, targets without source"))                            \
    X(MISSING_UNIT, "missing-unit", WARNING, N_("amounts of money without a unit"))            \
    X(CASE_SOURCE, "case-source", NOTE, N_("cases that do not say where they come from"))      \
    X(MUTANT, "mutant", NOTE, N_("changes that no case can notice: see huimin test --mutate")) \
    X(LINT_COMMENT, "lint-comment", WARNING,                                                   \
      N_("lint comments without a reason, or with an unknown name"))

enum lint_id {
#define X(id, name, level, what) LINT_##id,
    LINTS(X)
#undef X
        LINT_COUNT
};

struct lint {
    enum lint_id id;
    enum hm_level level;
    struct place at;
    const char *text, *hint;
};
struct lints {
    struct lint *items; /* by file, then place */
    size_t count, cap;
    size_t meant; /* how many a comment said are meant */
    struct arena arena;
};

const char *lint_name(enum lint_id id);
int lint_find(struct str name); /* -1: there is none of that name */

void lints_init(struct lints *l);
void lints_fini(struct lints *l);
/* Lints the rig's own policy. wanted: NULL = as the policy says, else by id. Where lints of
 * cases are wanted the rig's cases must have run. */
enum hm_status lint_run(struct lints *out, const struct rig *r, const bool *wanted,
                        struct diag *d);
/* A name and what it finds, a line each. */
void lint_list(struct buf *out);
/* Whether one of these needs cases to be run. */
bool lint_needs_cases(const struct model *m, const bool *wanted);
/* "gap,magic-number", "all", "none", "-gap" (all but) into wanted[LINT_COUNT]. HM_USAGE. */
enum hm_status lint_choose(bool *wanted, const char *words, struct diag *d);
/* The lints as messages of d, each with its name. */
void lints_tell(const struct lints *l, struct diag *d);

#endif
