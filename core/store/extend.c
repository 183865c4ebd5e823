/* extend.c - a store's schema grows: new entities, enums, values and fields at the end.
 *
 * Blocks need nothing: a column says its lane itself, and one that is not there is missing.
 * Single records go by the schema they were written with, so the schemas before the present
 * one are kept (store.c), and a record says which it is (rows.h).
 */
#include "store/catalog.h"
#include "store/chain.h"
#include "store/rows.h"

static enum hm_status check(const struct store *s, const struct model *m, struct diag *d)
{
    struct place at = {.file = s->path};
    if (s->generation == ROWS_GENERATIONS)
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("make a new store, and import the households into it"),
                        _("the store got new fields %d times already, which is the most"),
                        (int)ROWS_GENERATIONS);
    if (!catalog_extends(m, s->schema))
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("add only: new fields, new values, wider ranges"),
                        _("the new schema does not have everything the store has"));
    return HM_OK;
}

static enum hm_status enter(struct txn *t, const char *details, const struct author *by,
                            struct diag *d)
{
    char now[32];
    struct buf parts, text;
    struct chain_entry e = {
        .kind = JOURNAL_MIGRATE, .when = now, .by = by, .parts = &parts, .details = &text};
    TRY(chain_now(t, now, d));
    buf_init(&parts);
    buf_init(&text);
    buf_puts(&text, details);
    enum hm_status st = chain_add(t, &e, d);
    buf_fini(&parts);
    buf_fini(&text);
    return st;
}

enum hm_status store_extend(struct store *s, const struct model *m, const char *details,
                            const struct author *by, struct diag *d)
{
    struct txn t = {0};
    struct state state;
    enum hm_status st;
    TRY(check(s, m, d));
    TRY(store_take(s, d)); /* for good */
    TRY_DONE(txn_begin(&t, s->env, true, d));
    TRY_DONE(state_read(&state, &t, d));
    TRY_DONE(store_put_schema(s, &t, m, state.committed, d));
    TRY_DONE(enter(&t, details, by, d));
    TRY_DONE(txn_commit(&t, d));
done:
    txn_abort(&t);
    return st;
}
