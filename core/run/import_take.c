/* import_take.c - chunks into the import, in order: ids that were there before, faults told,
 * counts, and the households that are left to the store.
 */
#include <string.h>

#include "base/mem.h"
#include "run/import_chunk.h"
#include "run/import_quality.h"
#include "run/import_upsert.h"
#include "run/task.h"
#include "vec/pick.h"

enum { AHEAD = 8 /* ids whose places are fetched before they are looked at */ };

struct taking {
    struct import_job *job;
    struct import_chunk *chunk;
    uint32_t *rows; /* of the frame that are kept */
    uint32_t kept;
};

/* --- faults --- */

/* The chunk's faults up to a mark become those of the present record. */
static void move_faults(struct taking *t, const struct import_mark *to)
{
    struct import_chunk *c = t->chunk;
    if (to->errors == c->moved.errors && to->items == c->moved.items)
        return;
    struct diag some = c->faults;
    some.items += c->moved.items;
    some.count = to->items - c->moved.items;
    some.errors = to->errors - c->moved.errors;
    some.warnings = to->warnings - c->moved.warnings;
    diag_move(&t->job->faults, &some);
    import_errors_copy(&t->job->errors, &c->listed, c->moved.listed, to->listed);
    c->moved = *to;
}

/* Those are not told: what they are about was not looked at after all. */
static void drop_faults(struct taking *t, const struct import_mark *to)
{
    struct import_chunk *c = t->chunk;
    struct diag some = c->faults;
    some.items += c->moved.items;
    some.count = to->items - c->moved.items;
    diag_clear(&some);
    c->moved = *to;
}

/* --- rows --- */

static enum hm_status take_record(struct taking *t, const struct import_row *r)
{
    struct import_job *j = t->job;
    enum hm_status st = HM_OK;
    j->report.records++;
    move_faults(t, &r->own);
    if (r->has_id) {
        struct str id = {t->chunk->ids.data + r->id_at, r->id_bytes};
        st = import_job_note_id(j, &r->id, id, r->column);
    }
    if (st != HM_OK && st != HM_DATA)
        return st;
    if (st == HM_OK) {
        move_faults(t, &r->all);
        if (r->has_id && j->members)
            import_members_meet(j->members, &r->id);
    } else {
        drop_faults(t, &r->all);
    }
    if (st != HM_OK || !r->sound)
        import_job_refused(j);
    else
        t->rows[t->kept++] = (uint32_t)r->row;
    return HM_OK;
}

static enum hm_status keep(struct taking *t, const struct import_row *r, uint8_t entity,
                           size_t from, size_t to)
{
    struct import_job *j = t->job;
    struct import_member row = {.household = r->id,
                                .row = {t->chunk->held.data + from, to - from},
                                .file = r->source,
                                .line = r->line,
                                .entity = entity,
                                .sound = r->sound};
    return import_members_keep(j->members, &row) == HM_OK ? HM_OK
                                                          : diag_nomem(j->diag, _("importing"));
}

static enum hm_status take_member(struct taking *t, const struct import_row *r)
{
    struct import_job *j = t->job;
    move_faults(t, &r->all);
    if (!r->has_id) {
        j->report.records++; /* of no household: a refused record of its own */
        import_job_refused(j);
        import_job_stop(j); /* some household lacks a member */
        return HM_OK;
    }
    TRY(keep(t, r, r->entity, r->held_at, r->held_end));
    if (r->has_flat)
        TRY(keep(t, r, j->root, r->held_end, r->flat_end));
    import_job_tell(j);
    return HM_OK;
}

static enum hm_status take_row(struct taking *t, const struct import_row *r)
{
    struct import_job *j = t->job;
    if (r->kind == IMPORT_RECORD)
        return take_record(t, r);
    if (r->kind == IMPORT_MEMBER)
        return take_member(t, r);
    j->report.records++;
    move_faults(t, &r->all);
    import_job_refused(j);
    if (r->stops)
        import_job_stop(j);
    return HM_OK;
}

/* --- households --- */

static enum hm_status put_whole(struct import_job *j, struct frame *f, uint32_t *rows,
                                uint32_t n, const uint8_t *flags)
{
    TRY(import_quality_check(j, f, rows, &n, flags));
    return j->ingest ? ingest_take(j->ingest, f, rows, n, &j->faults) : HM_OK;
}

static enum hm_status put_merged(struct import_job *j, const struct frame *f)
{
    struct frame whole;
    TRY(import_upsert(j, f, &whole));
    uint32_t n = whole.entities[whole.root].rows;
    uint32_t *rows = mem_calloc(n + 1u, sizeof *rows);
    enum hm_status st = rows ? HM_OK : diag_nomem(j->diag, _("importing"));
    for (uint32_t r = 0; rows && r < n; r++)
        rows[r] = r;
    if (st == HM_OK)
        st = put_whole(j, &whole, rows, n, NULL);
    mem_free(rows);
    frame_fini(&whole);
    return st;
}

/* Upsert and deletion go by a frame of the households that are kept. */
static enum hm_status put_some(struct taking *t)
{
    struct import_job *j = t->job;
    struct pick some;
    const struct frame *f = &t->chunk->frame;
    if (!j->ingest || t->kept == 0)
        return HM_OK;
    bool is_all = t->kept == f->entities[f->root].rows;
    if (!is_all) {
        TRY(pick_rows(&some, f, t->rows, t->kept, false, NULL, j->diag));
        f = &some.frame;
    }
    enum hm_status st =
        j->options->mode == IMPORT_DELETE ? import_delete(j, f) : put_merged(j, f);
    if (!is_all)
        pick_fini(&some);
    return st;
}

static enum hm_status put(struct taking *t)
{
    struct import_job *j = t->job;
    struct import_chunk *c = t->chunk;
    enum hm_status st = j->options->mode == IMPORT_REPLACE
                            ? put_whole(j, &c->frame, t->rows, t->kept, c->flags)
                            : put_some(t);
    if (st != HM_DATA)
        return st;
    j->report.refused += j->faults.errors - 1; /* one each; import_job_refused counts one */
    import_job_list(j, (struct str){"", 0});
    import_job_refused(j);
    return HM_OK;
}

static enum hm_status take_all(struct taking *t)
{
    struct import_chunk *c = t->chunk;
    struct import_job *j = t->job;
    for (size_t i = 0; i < c->row_count; i++) {
        if (i + AHEAD < c->row_count) {
            const struct import_id *id = &c->rows[i + AHEAD].id;
            import_ids_fetch(
                c->rows[i].kind == IMPORT_MEMBER ? &j->members->households : &j->ids, id);
        }
        TRY(take_row(t, &c->rows[i]));
    }
    return c->has_frame ? put(t) : HM_OK;
}

enum hm_status import_job_take(struct import_job *j, struct import_chunk *c)
{
    struct taking t = {.job = j, .chunk = c};
    if (task_stopped(j->host))
        return HM_INTERRUPTED;
    t.rows = mem_calloc(c->row_count + 1, sizeof *t.rows);
    enum hm_status st = t.rows ? take_all(&t) : diag_nomem(j->diag, _("importing"));
    mem_free(t.rows);
    if (st != HM_OK)
        return st;
    task_progress(j->host, _("importing"), j->bytes_before + c->text.file_bytes,
                  j->bytes_total);
    diag_move(j->diag, &c->trouble);
    return c->status;
}
