/* smallest_text.c - a found family as a policy writes one down, and what each side gives it. */
#include <string.h>
#include "io/record.h"
#include "whatif/smallest_parts.h"

/* --- its record --- */

static void put_value(struct buf *out, const struct small_world *w, const struct small_slot *s,
                      uint8_t gene)
{
    int64_t v = s->after != NO_FIELD ? s->of_after[gene] : s->of_before[gene];
    if (s->field->type.kind == KIND_TEXT)
        buf_json_string(out, w->texts[v].p, w->texts[v].n);
    else
        record_put_stored(out, s->model, s->field, v);
}

static unsigned put_row(struct buf *out, const struct small_world *w,
                        const struct small_batch *b, uint8_t kind, unsigned row)
{
    unsigned facts = 0;
    for (size_t i = 0; i < w->slot_count; i++) {
        const struct small_slot *s = &w->slots[i];
        uint8_t gene = s->kind == kind ? *small_gene(b, i, row, 0) : 0;
        if (gene == 0)
            continue;
        buf_printf(out, "%s%s = ", facts++ ? ", " : "", s->field->name);
        put_value(out, w, s, gene);
    }
    return facts;
}

/* Returns how many facts it states. */
static unsigned put_record(struct buf *out, const struct small_world *w,
                           const struct small_batch *b)
{
    buf_puts(out, "household = { ");
    unsigned facts = put_row(out, w, b, 0, 0);
    bool more = facts > 0;
    for (uint8_t k = 1; k < w->kind_count; k++) {
        if (b->shape.rows[k] == 0)
            continue;
        buf_printf(out, "%s%s = {", more ? ", " : "", w->kinds[k].plural);
        more = true;
        for (unsigned r = 0; r < b->shape.rows[k]; r++) {
            buf_puts(out, r ? ", { " : " { ");
            unsigned n = put_row(out, w, b, k, r);
            buf_puts(out, n ? " }" : "}");
            facts += n;
        }
        buf_puts(out, " }");
    }
    buf_puts(out, " }");
    return facts;
}

/* --- its results --- */

/* NULL: no value. *ok is cleared when memory runs out. */
static const char *side_text(const struct small_world *w, const struct small_output *o,
                             bool after, uint32_t row, struct arena *a, bool *ok)
{
    const struct small_side *s = &w->sides[after];
    uint16_t field = after ? o->after : o->before;
    struct buf text;
    if (field == NO_FIELD)
        return "-";
    const struct result_column *c =
        &s->results.columns[after ? o->after_index : o->before_index];
    if (result_state(c, row) != HM_TRAP_NONE)
        return NULL;
    buf_init(&text);
    record_put_stored(&text, s->policy->model, &s->policy->model->fields[field],
                      result_stored(c, s->policy->model, row));
    const char *kept = buf_ok(&text) ? arena_strdup(a, text.data) : NULL;
    buf_fini(&text);
    *ok = *ok && kept;
    return kept;
}

static const char *path_text(const struct small_world *w, const struct small_output *o,
                             uint32_t row, struct arena *a)
{
    struct buf path;
    buf_init(&path);
    frame_cell_path(&w->sides[1].frame, o->after, row, &path);
    const char *kept = buf_ok(&path) ? arena_strdup(a, path.data) : NULL;
    buf_fini(&path);
    return kept;
}

static size_t count_rows(const struct small_world *w, const struct small_batch *b)
{
    size_t n = 0;
    for (size_t k = 0; k < w->output_count; k++)
        n += b->shape.rows[w->outputs[k].kind];
    return n;
}

enum hm_status small_describe(struct smallest_family *out, const struct small_world *w,
                              const struct small_batch *b, struct arena *a, struct diag *d)
{
    struct buf record;
    struct smallest_result *list = arena_zalloc(a, (count_rows(w, b) + 1) * sizeof *list);
    buf_init(&record);
    out->facts = put_record(&record, w, b);
    out->members = small_members(&b->shape, w->kind_count);
    out->record = buf_ok(&record) ? arena_strdup(a, record.data) : NULL;
    buf_fini(&record);
    if (!list || !out->record)
        return diag_nomem(d, _("looking for the smallest family"));
    out->results = list;
    bool ok = true;
    for (size_t k = 0; k < w->output_count; k++) {
        const struct small_output *o = &w->outputs[k];
        for (uint32_t r = 0; r < b->shape.rows[o->kind]; r++) {
            if (small_same_values(w, o, r))
                continue;
            list[out->result_count++] = (struct smallest_result){
                .path = path_text(w, o, r, a),
                .list = o->kind ? w->kinds[o->kind].plural : NULL,
                .name = w->sides[1].policy->model->fields[o->after].name,
                .row = r,
                .zh = o->zh,
                .before = side_text(w, o, false, r, a, &ok),
                .after = side_text(w, o, true, r, a, &ok)};
            ok = ok && list[out->result_count - 1].path;
        }
    }
    return ok ? HM_OK : diag_nomem(d, _("looking for the smallest family"));
}
