/* households.c - looks single households up. */
#include "run/households.h"

#include <string.h>
#include "io/record.h"
#include "run/root.h"

static enum hm_status get_one(struct view *v, const char *id, bool unmasked, struct buf *out,
                              struct diag *d)
{
    uint32_t block, row;
    struct frame f;
    TRY(view_find(v, (struct str){id, strlen(id)}, &block, &row, d));
    TRY(view_load(v, block, NULL, &f, d));
    record_put_whole(out, &f, row, unmasked);
    buf_putc(out, '\n');
    frame_fini(&f);
    return buf_ok(out) ? HM_OK : diag_nomem(d, _("reading a household"));
}

enum hm_status households_get(struct store *s, const char *of, const char *const *ids,
                              size_t count, int32_t month, uint64_t sequence, bool unmasked,
                              struct buf *out, struct diag *d)
{
    struct view *v;
    enum hm_status first = HM_OK;
    uint8_t root;
    TRY(root_in_store(&root, store_schema(s), of, d));
    TRY(view_open(&v, s, store_schema(s), month, sequence, d));
    view_only(v, root);
    for (size_t i = 0; i < count; i++) {
        enum hm_status st = get_one(v, ids[i], unmasked, out, d);
        if (st != HM_OK && first == HM_OK)
            first = st;
        if (st != HM_OK && st != HM_NOT_FOUND)
            break;
    }
    view_close(v);
    return first;
}

enum hm_status households_delete(struct store *s, const char *of, const char *const *ids,
                                 size_t count, int32_t month, const struct author *by,
                                 struct ingest_counts *counts, struct diag *d)
{
    struct ingest *g;
    uint8_t root;
    TRY(root_in_store(&root, store_schema(s), of, d));
    enum hm_status st = ingest_begin(&g, s, month, d);
    if (st != HM_OK)
        return st;
    ingest_only(g, root);
    st = ingest_describe(g, "delete", NULL, by, d);
    for (size_t i = 0; i < count && st != HM_NOMEM; i++) {
        enum hm_status one = ingest_delete(g, (struct str){ids[i], strlen(ids[i])}, d);
        if (one != HM_OK && st == HM_OK)
            st = one;
    }
    if (st == HM_OK)
        return ingest_commit(g, counts, d);
    ingest_abort(g);
    return st;
}
