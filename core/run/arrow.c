/* arrow.c - the stream: block after block of one view. Whatever it hands out refers to the
 * view, so that the view (and the store's file under it) stays until the last of it is
 * released.
 */
#include "run/arrow.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/mem.h"
#include "run/arrow_column.h"
#include "run/calc_outputs.h"
#include "run/root.h"
#include "store/runs.h"
#include "value/date.h"

struct source {
    _Atomic unsigned refs; /* the stream, and batches that are out */
    struct store *store;
    struct view *view;
    const struct model *model; /* the store's schema, or */
    struct model *own;         /* the run's; else NULL */
    struct arrow_options options;
    uint8_t root, entity;
    uint32_t run, block;
    int64_t parents; /* rows of the entity above in the batches so far */
    struct arrow_column *columns;
    size_t count;
    struct diag faults;
    char error[512];
};

static void source_drop(void *owner)
{
    struct source *s = owner;
    if (atomic_fetch_sub(&s->refs, 1) > 1)
        return;
    if (s->view)
        view_close(s->view);
    run_fields_free(s->own);
    mem_free(s->columns);
    diag_fini(&s->faults);
    if (s->options.let_go)
        s->options.let_go(s->options.owner);
    mem_free(s);
}

/* --- the stream's functions --- */

/* Keeps what is wrong for get_last_error. */
static int fail(struct source *s, enum hm_status st)
{
    const char *text = s->faults.count ? s->faults.items[0].text : _("out of memory");
    snprintf(s->error, sizeof s->error, "%s", text);
    diag_clear(&s->faults);
    return st == HM_NOMEM ? ENOMEM : st == HM_USAGE ? EINVAL : EIO;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    struct source *s = stream->private_data;
    return s->error[0] ? s->error : NULL;
}

static void release(struct ArrowArrayStream *stream)
{
    struct source *s = stream->private_data;
    stream->release = NULL;
    source_drop(s);
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct source *s = stream->private_data;
    return arrow_schema(out, s->columns, s->count, s->model) == 0 ? 0 : fail(s, HM_NOMEM);
}

static enum hm_status load(struct source *s, struct arrow_batch *b)
{
    const uint16_t *ordinals;
    struct frame *f = arrow_batch_frame(b);
    if (!s->options.is_results)
        return view_load_apart(s->view, s->block, arrow_batch_arena(b), f, &s->faults);
    enum hm_status st =
        run_load(s->view, s->run, s->options.month, s->block, f, &ordinals, &s->faults);
    return st == HM_NOT_FOUND
               ? diag_error(&s->faults, st, NULL, _("run %u has no results"), s->run)
               : st;
}

/* The next block with rows of the entity; *found = false: there is none. */
static int next_batch(struct source *s, struct ArrowArray *out, bool *found)
{
    uint8_t up = s->model->entities[s->entity].parent;
    struct arrow_batch *b = arrow_batch_new(source_drop, s);
    if (!b)
        return fail(s, HM_NOMEM);
    atomic_fetch_add(&s->refs, 1);
    enum hm_status st = load(s, b);
    s->block++;
    const struct frame *f = arrow_batch_frame(b);
    int rc = st == HM_OK ? 0 : fail(s, st);
    *found = rc == 0 && f->root == s->root && f->entities[s->entity].rows > 0;
    if (*found && arrow_batch_array(out, b, s->entity, s->columns, s->count, s->parents) != 0)
        rc = fail(s, HM_NOMEM);
    if (rc == 0 && f->root == s->root && up != NO_ENTITY)
        s->parents += f->entities[up].rows;
    arrow_batch_drop(b);
    return rc;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct source *s = stream->private_data;
    bool found = false;
    while (s->block < view_blocks(s->view)) {
        int rc = next_batch(s, out, &found);
        if (rc != 0 || found)
            return rc;
    }
    *out = (struct ArrowArray){.release = NULL}; /* the end */
    return 0;
}

/* --- opening --- */

static enum hm_status find_run(struct source *s, uint64_t *sequence, struct diag *d)
{
    struct run_record record;
    const struct arrow_options *o = &s->options;
    s->run = o->run;
    if (s->run == 0 && o->known) {
        enum hm_status st =
            publication_run(s->store, o->month, o->known->publications, &s->run, d);
        if (st == HM_NOT_FOUND)
            return diag_error(d, st, NULL,
                              _("on that day no determination was published for this month"));
        TRY(st);
    } else if (s->run == 0) {
        TRY(run_published(s->store, o->month, &s->run, d));
    }
    TRY(run_get(s->store, s->run, &record, d));
    char month[16];
    bool holds = o->month >= record.from && o->month <= record.to;
    bool is_whole = record.state != RUN_STARTED;
    *sequence = record.sequence;
    run_record_fini(&record);
    snprintf(month, sizeof month, "%04d-%02d", month_year(o->month), month_number(o->month));
    if (!is_whole)
        return diag_error(d, HM_DATA, NULL, _("run %u was not completed"), s->run);
    if (!holds)
        return diag_error(d, HM_DATA, NULL, _("run %u has no results for %s"), s->run, month);
    TRY(run_fields(s->store, s->run, &s->own, d));
    s->model = s->own ? s->own : s->model;
    return HM_OK;
}

/* "persons", "person" or its zh; NULL: the root's own rows. */
static enum hm_status find_entity(struct source *s, struct diag *d)
{
    const char *name = s->options.entity;
    TRY(root_in_store(&s->root, s->model, s->options.of, d));
    s->entity = s->root;
    if (!name)
        return HM_OK;
    s->entity = model_entity(s->model, (struct str){name, strlen(name)});
    for (uint8_t e = 0; s->entity == NO_ENTITY && e < s->model->entity_count; e++)
        if (s->model->entities[e].plural && strcmp(s->model->entities[e].plural, name) == 0)
            s->entity = e;
    if (s->entity == NO_ENTITY || s->model->entities[s->entity].root != s->root)
        return diag_error(d, HM_USAGE, NULL, _("\"%s\" is no kind of row below %s"), name,
                          s->model->entities[s->root].name);
    return HM_OK;
}

static enum hm_status list_columns(struct source *s, struct diag *d)
{
    const struct entity *e = &s->model->entities[s->entity];
    struct calc_outputs outputs = {0};
    if (s->options.is_results)
        TRY(calc_outputs_init(&outputs, s->model, s->root, NULL, false, d));
    s->columns = mem_calloc(e->field_count + 2u, sizeof *s->columns);
    if (!s->columns) {
        calc_outputs_fini(&outputs);
        return diag_nomem(d, _("exporting"));
    }
    s->columns[s->count++] = (struct arrow_column){ARROW_ID, 0, LANE_TEXT, "id", "u"};
    if (e->parent != NO_ENTITY)
        s->columns[s->count++] =
            (struct arrow_column){ARROW_PARENT, 0, LANE_I64, "parent_row", "l"};
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *f = &s->model->fields[e->fields[i]];
        bool is_shown = s->options.is_results ? outputs.is_shown[f->id] : !f->is_hidden;
        if (is_shown)
            arrow_column_of(&s->columns[s->count++], s->model, f, s->options.unmasked,
                            s->options.decimal);
    }
    calc_outputs_fini(&outputs);
    return HM_OK;
}

static enum hm_status open_source(struct source *s, struct diag *d)
{
    const struct arrow_options *o = &s->options;
    uint64_t sequence = o->known ? o->known->sequence : store_sequence(s->store);
    s->model = store_schema(s->store);
    if (o->is_results)
        TRY(find_run(s, &sequence, d));
    TRY(find_entity(s, d));
    TRY(list_columns(s, d));
    TRY(view_open(&s->view, s->store, s->model, o->month, sequence, d));
    view_keep(s->view);
    return HM_OK;
}

enum hm_status arrow_open(struct ArrowArrayStream *out, struct store *store,
                          const struct arrow_options *o, struct diag *d)
{
    struct source *s = mem_zalloc(sizeof *s);
    if (!s)
        return diag_nomem(d, _("exporting"));
    atomic_init(&s->refs, 1);
    s->store = store;
    s->options = *o;
    diag_init(&s->faults);
    enum hm_status st = open_source(s, d);
    if (st != HM_OK) {
        s->options.let_go = NULL;
        source_drop(s);
        return st;
    }
    s->options.of = s->options.entity = NULL; /* borrowed: used up */
    s->options.known = NULL;
    *out = (struct ArrowArrayStream){.get_schema = get_schema,
                                     .get_next = get_next,
                                     .get_last_error = get_last_error,
                                     .release = release,
                                     .private_data = s};
    return HM_OK;
}
