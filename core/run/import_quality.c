/* import_quality.c - a household's line is found by its id; what is found is masked. */
#include "run/import_quality.h"

#include <string.h>

enum { WARNINGS_SHOWN = 5 }; /* of each check; `huimin quality` lists all */

struct look {
    struct import_job *job;
    const struct frame *frame;
    uint32_t row; /* of the household */
};

static struct place place_of(const struct import_job *j, struct str id)
{
    const struct import_id *met = import_ids_find(&j->ids, id);
    if (!met || met->numbers[0] >= j->source_count)
        return (struct place){0};
    return (struct place){.file = j->sources[met->numbers[0]], .line = met->numbers[1]};
}

static void take(void *ctx, const struct quality_finding *f)
{
    struct look *l = ctx;
    struct import_job *j = l->job;
    struct buf path;
    struct place at = place_of(j, column_text(&l->frame->entities[l->frame->root].id, l->row));
    struct record_sink to = import_job_sink(j);
    buf_init(&path);
    if (f->field != NO_FIELD)
        frame_cell_path(l->frame, f->field, f->row, &path);
    buf_putc(&path, '\0');
    at.field = buf_ok(&path) && path.len > 1 ? path.data : NULL;
    if (f->severity == QUALITY_ERROR)
        (void)record_refuse(&to, &at, (struct str){"", 0}, NULL, "%s", f->text);
    else if (j->warnings_of[f->check]++ < WARNINGS_SHOWN)
        (void)diag_add(&j->faults, HM_LEVEL_WARNING, HM_OK, &at, NULL, "%s", f->text);
    j->warnings += f->severity == QUALITY_WARNING;
    buf_fini(&path);
}

enum hm_status import_quality_check(struct import_job *j, const struct frame *f, uint32_t *rows,
                                    uint32_t *n, const uint8_t *flags)
{
    struct look l = {.job = j, .frame = f};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n && j->quality.is_on; i++) {
        enum hm_status st = HM_OK;
        bool is_sound = flags && !flags[rows[i]];
        l.row = rows[i];
        enum quality_severity gravest =
            is_sound
                ? quality_others(&j->quality, f, rows[i], take, &l, &st)
                : quality_household(&j->quality, f, rows[i], j->report.month, take, &l, &st);
        if (st != HM_OK)
            return diag_nomem(j->diag, _("checking households"));
        if (gravest == QUALITY_ERROR)
            import_job_refused(j);
        else
            rows[kept++] = rows[i];
        if (gravest == QUALITY_WARNING)
            import_job_tell(j);
    }
    *n = j->quality.is_on ? kept : *n;
    return HM_OK;
}

void import_quality_end(struct import_job *j)
{
    unsigned long long warnings = j->warnings;
    if (warnings > 0)
        diag_add(j->diag, HM_LEVEL_NOTE, HM_OK, NULL, _("`huimin quality STORE` lists them"),
                 _("%llu warnings by checks of data"), warnings);
}
