/* lint_state.h - private to run/lint*.c: one run over a policy. */
#ifndef HM_RUN_LINT_STATE_H
#define HM_RUN_LINT_STATE_H

#include "run/lint.h"

struct lint_run {
    struct lints *out;
    const struct rig *rig;
    const struct policy *policy; /* the rig's own */
    const struct model *m;
    bool wanted[LINT_COUNT];
    enum hm_level levels[LINT_COUNT];
    bool failed;
};

/* A finding; hint may be NULL. Nothing when it is not wanted or meant. */
void lint_add(struct lint_run *l, enum lint_id id, const struct place *at, const char *hint,
              const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Whether something was declared by the folder that is looked at. */
bool lint_is_own(const struct lint_run *l, const char *level);

/* lint_use.c: what is used by nobody. */
void lint_use(struct lint_run *l);
/* lint_text.c: units, sources, numbers, gaps, comments. */
void lint_text(struct lint_run *l);
void lint_comments(struct lint_run *l);
/* The lint comment that covers a place, or NULL: the text behind "lint:". */
struct str lint_comment_at(const struct lint_run *l, const struct place *at);
/* Whether the comment names the lint. */
bool lint_comment_names(struct str comment, enum lint_id id);

#endif
