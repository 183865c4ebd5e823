/* quality_run.c - all households of a store, block by block, in one thread: who stands twice is
 * told of the later one in the store's order, so that reports are the same every time. */
#include "run/quality.h"

#include <string.h>
#include "base/mem.h"
#include "io/idnumber.h"
#include "io/table_out.h"
#include "run/root.h"
#include "run/task.h"

struct scan {
    struct quality_report *report;
    const struct quality_options *options;
    const struct hm_host *host;
    const struct frame *frame;
    uint32_t row; /* of the household */
    struct buf path, lines;
    bool failed; /* no memory */
};

/* The household's id as it may be shown. */
static void put_id(struct buf *out, const struct scan *s)
{
    struct str id = column_text(&s->frame->entities[s->frame->root].id, s->row);
    size_t from = out->len;
    buf_put(out, id.p, id.n);
    if (buf_ok(out))
        idnumber_hide(out->data + from, out->len - from);
}

static void put_path(struct scan *s, const struct quality_finding *f)
{
    buf_clear(&s->path);
    if (f->field != NO_FIELD)
        frame_cell_path(s->frame, f->field, f->row, &s->path);
    buf_putc(&s->path, '\0');
    s->failed = s->failed || !buf_ok(&s->path);
}

static void put_line(struct scan *s, const struct quality_finding *f)
{
    struct table_out t = {.out = &s->lines};
    struct buf id;
    buf_init(&id);
    put_id(&id, s);
    table_out_foreign(&t, (struct str){id.len ? id.data : "", id.len});
    table_out_text(&t, s->path.data);
    table_out_text(&t, quality_word(f->check));
    table_out_text(&t, f->severity == QUALITY_ERROR ? "error" : "warning");
    table_out_foreign(&t, (struct str){f->text, strlen(f->text)});
    table_out_end(&t);
    s->failed = s->failed || !buf_ok(&id) || !buf_ok(&s->lines);
    buf_fini(&id);
}

static void add_example(struct scan *s, const struct quality_finding *f)
{
    struct quality_report *r = s->report;
    uint64_t n = r->found[f->check];
    struct buf text;
    if (n >= QUALITY_EXAMPLES)
        return;
    buf_init(&text);
    put_id(&text, s);
    buf_printf(&text, s->path.len > 1 ? " %s: %s" : "%s: %s", s->path.data, f->text);
    r->examples[f->check][n] = buf_ok(&text) ? mem_strdup(text.data) : NULL;
    s->failed = s->failed || !r->examples[f->check][n];
    buf_fini(&text);
}

static void take(void *ctx, const struct quality_finding *f)
{
    struct scan *s = ctx;
    put_path(s, f);
    if (s->failed)
        return;
    add_example(s, f);
    s->report->found[f->check]++;
    if (s->options->lists_all)
        put_line(s, f);
}

static enum hm_status check_block(struct scan *s, struct diag *d)
{
    struct quality_report *r = s->report;
    uint32_t rows = s->frame->entities[s->frame->root].rows;
    enum hm_status st = HM_OK;
    r->households += rows;
    if (r->rules.person != NO_ENTITY)
        r->members += s->frame->entities[r->rules.person].rows;
    for (s->row = 0; s->row < rows; s->row++) {
        enum quality_severity gravest =
            quality_household(&r->rules, s->frame, s->row, s->options->month, take, s, &st);
        r->refused += gravest == QUALITY_ERROR;
        r->listed += gravest == QUALITY_WARNING;
        if (st != HM_OK || s->failed)
            return diag_nomem(d, _("checking households"));
    }
    if (s->lines.len > 0 && s->host->write(s->host->ctx, s->lines.data, s->lines.len) != 0)
        return HM_ENVIRONMENT;
    buf_clear(&s->lines);
    return HM_OK;
}

static enum hm_status check_blocks(struct scan *s, struct view *v, struct registers *asked,
                                   struct diag *d)
{
    enum hm_status st = HM_OK;
    for (uint32_t block = 0; st == HM_OK && block < view_blocks(v); block++) {
        struct frame f;
        task_progress(s->host, _("checking households"), block, view_blocks(v));
        if (task_stopped(s->host))
            return HM_INTERRUPTED;
        TRY(view_load(v, block, NULL, &f, d));
        s->frame = &f;
        if (f.root == s->report->rules.root)
            st = check_block(s, d);
        if (st == HM_OK && f.root != NO_ENTITY)
            st = register_ages_add(s->report->registers, asked, block, &f, view_ordinals(v), d);
        frame_fini(&f);
    }
    return st;
}

/* Names outlive what they were read from. */
static enum hm_status keep_names(struct quality_report *r, struct diag *d)
{
    for (size_t i = 0; i < r->register_count; i++) {
        const char *name = r->registers[i].source;
        r->registers[i].source = arena_strdup(&r->arena, name ? name : "");
        if (!r->registers[i].source)
            return diag_nomem(d, _("checking households"));
    }
    return HM_OK;
}

static enum hm_status check_all(struct scan *s, struct store *store, struct view *v,
                                struct diag *d)
{
    struct registers asked;
    struct quality_report *r = s->report;
    TRY(registers_open(&asked, store, s->options->month, d));
    r->register_count = asked.count;
    r->registers = mem_calloc(asked.count + 1, sizeof *r->registers);
    enum hm_status st =
        r->registers ? check_blocks(s, v, &asked, d) : diag_nomem(d, _("checking households"));
    if (st == HM_OK)
        st = keep_names(r, d);
    registers_close(&asked);
    return st;
}

enum hm_status quality_run(struct quality_report *r, struct store *store,
                           const struct quality_options *o, const struct hm_host *host,
                           struct diag *d)
{
    struct scan s = {.report = r, .options = o, .host = host};
    const struct model *m = store_schema(store);
    struct view *v;
    uint8_t root;
    *r = (struct quality_report){.month = o->month};
    arena_init(&r->arena);
    TRY(root_in_store(&root, m, o->of, d));
    TRY(quality_init(&r->rules, m, root, d));
    TRY(view_open(&v, store, m, o->month, store_sequence(store), d));
    buf_init(&s.path);
    buf_init(&s.lines);
    if (o->lists_all)
        buf_puts(&s.lines, "household,field,check,severity,what\n");
    enum hm_status st = check_all(&s, store, v, d);
    if (st == HM_OK && s.lines.len > 0 && /* no block at all: the header alone */
        host->write(host->ctx, s.lines.data, s.lines.len) != 0)
        st = HM_ENVIRONMENT;
    buf_fini(&s.path);
    buf_fini(&s.lines);
    view_close(v);
    return st;
}

void quality_report_fini(struct quality_report *r)
{
    for (int i = 0; i < QUALITY_COUNT; i++)
        for (int k = 0; k < QUALITY_EXAMPLES; k++)
            mem_free(r->examples[i][k]);
    quality_fini(&r->rules);
    mem_free(r->registers);
    arena_fini(&r->arena);
}
