/* populate.c - fills builder after builder and hands their frames to one ingest. */
#include "run/populate.h"

#include "io/synth.h"

enum { PIECE_HOUSEHOLDS = 8192 };

static enum hm_status add_piece(struct ingest *g, struct builder *b, const struct model *m,
                                uint64_t seed, uint64_t first, uint64_t n, struct diag *d)
{
    struct frame f;
    TRY(synth_fill(b, m, seed, first, n, d));
    TRY(builder_finish(b, &f, false, NULL, d));
    enum hm_status st = ingest_add(g, &f, d);
    frame_fini(&f);
    return st;
}

static enum hm_status add_all(struct ingest *g, struct builder *b, const struct model *m,
                              uint64_t seed, uint64_t count, const struct hm_host *host,
                              struct diag *d)
{
    for (uint64_t done = 0; done < count;) {
        uint64_t left = count - done;
        uint64_t n = left < PIECE_HOUSEHOLDS ? left : PIECE_HOUSEHOLDS;
        if (task_stopped(host))
            return HM_INTERRUPTED;
        TRY(add_piece(g, b, m, seed, done + 1, n, d));
        done += n;
        task_progress(host, _("making households"), done, count);
    }
    return HM_OK;
}

enum hm_status populate_store(struct store *s, int32_t month, uint64_t seed, uint64_t count,
                              const struct hm_host *host, struct ingest_counts *counts,
                              struct diag *d)
{
    const struct model *m = store_schema(s);
    struct builder *b = NULL;
    struct ingest *g = NULL;
    uint8_t root = model_entity(m, (struct str){"household", 9});
    if (root == NO_ENTITY)
        return diag_error(d, HM_DATA, NULL, _("the store has no entity \"household\""));
    if (builder_new(&b, m, root) != HM_OK)
        return diag_nomem(d, _("making households"));
    enum hm_status st = ingest_begin(&g, s, month, d);
    if (st == HM_OK)
        st = add_all(g, b, m, seed, count, host, d);
    builder_free(b);
    if (st == HM_OK)
        return ingest_commit(g, counts, d);
    if (g)
        ingest_abort(g);
    return st;
}
