/* sites.h - the places where the functions of a policy decide, compare and calculate: what
 * tests are held against (coverage), and what mutants change.
 *
 * Positions are those the rewritten script tells a traced run (rewrite.h).
 */
#ifndef HM_LANG_SITES_H
#define HM_LANG_SITES_H

#include "lang/ast.h"

enum site_kind {
    SITE_CONDITION,  /* what is asked to be true or false; node: the expression */
    SITE_COMPARISON, /* < <= > >= == ~=; node: the operation */
    SITE_LITERAL,    /* a number written in a formula */
    SITE_CALL        /* of a function by a plain name; node: the CALL */
};

struct site {
    enum site_kind kind;
    const struct ast_file *file;
    const struct ast_node *node;
    const struct ast_node
        *around; /* the nearest CALL or operation it is an operand of, or NULL */
    const struct ast_node *function; /* it stands in */
    uint32_t offset;                 /* CONDITION, COMPARISON: in steps of a traced run */
    bool is_condition;               /* COMPARISON: also a condition of its own */
};
struct sites {
    struct site *items; /* by file, then place */
    size_t count, cap;
};

/* Collects the sites of these functions, of all that they call in any of the files, and so on.
 * roots: FUNCTION nodes of the files. HM_NOMEM. */
enum hm_status sites_collect(struct sites *out, struct ast_file *const *files, size_t count,
                             const struct ast_node *const *roots, size_t root_count);
void sites_fini(struct sites *s);

#endif
