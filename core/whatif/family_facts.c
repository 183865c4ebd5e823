/* family_facts.c - the facts of a family: columns of its own, paths to cells, setting and
 * taking back, printing.
 */
#include "whatif/family.h"

#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "io/record.h"
#include "value/date.h"
#include "whatif/family_state.h"

/* --- columns --- */

static const struct field *field_of(const struct family *f, uint16_t field)
{
    return &f->policy->model->fields[field];
}

static uint32_t rows_of(const struct family *f, uint16_t field)
{
    return f->frame.entities[field_of(f, field)->entity].rows;
}

static bool is_text(const struct family *f, uint16_t field)
{
    return field_of(f, field)->type.kind == KIND_TEXT;
}

static bool is_known(const struct family *f, struct family_cell c)
{
    return f->columns[c.field].valid[c.row / 64] >> (c.row % 64) & 1;
}

/* The texts one after the other, as columns have them. */
static bool put_texts(struct family *f, uint16_t field)
{
    struct family_column *own = &f->columns[field];
    uint32_t rows = rows_of(f, field), at = 0;
    size_t bytes = 0;
    for (uint32_t r = 0; r < rows; r++)
        bytes += own->texts[r].n;
    uint32_t *offsets = arena_alloc(&f->arena, (rows + 1u) * sizeof *offsets);
    char *text = arena_alloc(&f->arena, bytes + 1);
    if (!offsets || !text)
        return false;
    for (uint32_t r = 0; r < rows; r++) {
        offsets[r] = at;
        if (own->texts[r].n)
            memcpy(text + at, own->texts[r].p, own->texts[r].n);
        at += (uint32_t)own->texts[r].n;
    }
    offsets[rows] = at;
    f->frame.columns[field].data = offsets;
    f->frame.columns[field].bytes = text;
    return true;
}

/* What the frame shows of a field after a cell of it was changed. */
static bool refresh(struct family *f, uint16_t field)
{
    struct family_column *own = &f->columns[field];
    struct column *c = &f->frame.columns[field];
    uint32_t rows = rows_of(f, field), known = 0;
    for (uint32_t r = 0; r < rows; r++)
        known += is_known(f, (struct family_cell){field, r});
    *c = (struct column){.lane = is_text(f, field) ? LANE_TEXT : LANE_I64,
                         .rows = known ? rows : 0,
                         .data = own->data,
                         .valid = known == rows ? NULL : own->valid};
    return c->lane != LANE_TEXT || put_texts(f, field);
}

static bool copy_column(struct family *f, uint16_t field)
{
    const struct column *from = &f->pick.frame.columns[field];
    struct family_column *own = &f->columns[field];
    uint32_t rows = rows_of(f, field);
    own->valid = arena_zalloc(&f->arena, (rows / 64u + 1u) * sizeof *own->valid);
    if (is_text(f, field))
        own->texts = arena_zalloc(&f->arena, (rows + 1u) * sizeof *own->texts);
    else
        own->data = arena_zalloc(&f->arena, (rows + 1u) * sizeof *own->data);
    if (!own->valid || (!own->texts && !own->data))
        return false;
    for (uint32_t r = 0; r < from->rows; r++) {
        if (!column_valid(from, r))
            continue;
        own->valid[r / 64] |= UINT64_C(1) << (r % 64);
        if (own->texts)
            own->texts[r] = column_text(from, r);
        else
            own->data[r] = column_int(from, r);
    }
    return refresh(f, field);
}

enum hm_status family_columns_make(struct family *f, struct diag *d)
{
    const struct model *m = f->policy->model;
    f->frame = f->pick.frame;
    f->frame.in_range = false;
    f->frame.columns = arena_zalloc(&f->arena, (m->field_count + 1) * sizeof(struct column));
    f->columns = arena_zalloc(&f->arena, (m->field_count + 1) * sizeof *f->columns);
    bool good =
        f->frame.columns && f->columns && record_cells_make(&f->cells, m, &f->arena) == HM_OK;
    for (uint16_t i = 0; good && i < m->field_count; i++)
        good = copy_column(f, i);
    return good ? HM_OK : diag_nomem(d, _("reading a household"));
}

/* --- paths --- */

struct walk {
    const struct family *family;
    const char *path; /* whole, for messages */
    uint8_t entity;
    uint32_t row;
};

static bool is_called(const char *name, struct str word)
{
    return name && strlen(name) == word.n && memcmp(name, word.p, word.n) == 0;
}

static uint8_t child_called(const struct model *m, uint8_t parent, struct str word)
{
    const struct entity *e = &m->entities[parent];
    for (uint8_t i = 0; i < e->child_count; i++) {
        const struct entity *c = &m->entities[e->children[i]];
        if (is_called(c->plural, word) || is_called(c->name, word) || is_called(c->zh, word))
            return c->id;
    }
    return NO_ENTITY;
}

static enum hm_status no_such_field(const struct walk *w, struct str word, struct diag *d)
{
    const struct model *m = w->family->policy->model;
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_field(m, w->entity, word));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &(struct place){.field = w->path},
                    *hint ? hint : NULL, _("%s has no fact or result \"%.*s\""),
                    m->entities[w->entity].name, (int)word.n, word.p);
}

/* The child row that an index or id names; without one, the only row. */
static enum hm_status child_row(const struct walk *w, uint8_t child, const struct str *index,
                                uint32_t *row, struct diag *d)
{
    const struct frame *f = &w->family->frame;
    const struct entity *e = &w->family->policy->model->entities[child];
    struct place at = {.field = w->path};
    uint32_t n = 0;
    const uint32_t *rows = frame_children(f, child, w->row, &n);
    if (!index && n == 1) {
        *row = rows[0];
        return HM_OK;
    }
    if (!index)
        return diag_error(d, HM_USAGE, &at, _("there are %u in %s: write which, as in %s[0]"),
                          n, e->plural, e->plural);
    uint32_t number = 0;
    bool is_number = index->n > 0 && index->n < 6;
    for (size_t i = 0; i < index->n; i++) {
        is_number &= index->p[i] >= '0' && index->p[i] <= '9';
        number = is_number ? number * 10 + (uint32_t)(index->p[i] - '0') : 0;
    }
    if (is_number && number < n) {
        *row = rows[number];
        return HM_OK;
    }
    for (uint32_t i = 0; i < n && !is_number; i++) /* a number counts, also where ids are some */
        if (f->entities[child].id.rows &&
            str_eq(column_text(&f->entities[child].id, rows[i]), *index)) {
            *row = rows[i];
            return HM_OK;
        }
    return diag_error(d, HM_USAGE, &at,
                      _("there is no %s[%.*s]: the family has %u, counted "
                        "from 0"),
                      e->plural, (int)index->n, index->p, n);
}

/* "persons[0]" of the path: goes down to that row. */
static enum hm_status descend(struct walk *w, struct str part, struct diag *d)
{
    const char *open = memchr(part.p, '[', part.n);
    struct str name = {part.p, open ? (size_t)(open - part.p) : part.n}, index = {0};
    if (open) {
        if (part.p[part.n - 1] != ']')
            return diag_error(d, HM_USAGE, &(struct place){.field = w->path},
                              _("\"[\" has no \"]\""));
        index = (struct str){open + 1, part.n - name.n - 2};
    }
    uint8_t child = child_called(w->family->policy->model, w->entity, name);
    if (child == NO_ENTITY)
        return no_such_field(w, name, d);
    TRY(child_row(w, child, open ? &index : NULL, &w->row, d));
    w->entity = child;
    return HM_OK;
}

/* The end of the next part: a dot outside brackets, or the end. */
static size_t part_length(const char *p)
{
    bool inside = false;
    size_t n = 0;
    for (; p[n] && (inside || p[n] != '.'); n++)
        inside = p[n] == '[' || (inside && p[n] != ']');
    return n;
}

enum hm_status family_find(const struct family *f, const char *path, struct family_cell *out,
                           struct diag *d)
{
    struct walk w = {.family = f, .path = path, .entity = f->frame.root};
    const char *p = path;
    for (;;) {
        struct str part = {p, part_length(p)};
        if (p[part.n] == '\0') {
            uint16_t field = model_field(f->policy->model, w.entity, part);
            if (field == NO_FIELD || field_of(f, field)->is_hidden)
                return no_such_field(&w, part, d);
            *out = (struct family_cell){field, w.row};
            return HM_OK;
        }
        TRY(descend(&w, part, d));
        p += part.n + 1;
    }
}

void family_path(const struct family *f, struct family_cell c, struct buf *out)
{
    frame_cell_path(&f->frame, c.field, c.row, out);
}

/* --- changing --- */

bool family_get(const struct family *f, struct family_cell c, int64_t *stored)
{
    if (is_text(f, c.field) || !is_known(f, c))
        return false;
    *stored = f->columns[c.field].data[c.row];
    return true;
}

static void mark(struct family *f, struct family_cell c, bool known)
{
    uint64_t bit = UINT64_C(1) << (c.row % 64);
    uint64_t *word = &f->columns[c.field].valid[c.row / 64];
    *word = known ? *word | bit : *word & ~bit;
}

void family_put(struct family *f, struct family_cell c, bool known, int64_t stored)
{
    mark(f, c, known);
    f->columns[c.field].data[c.row] = known ? stored : 0;
    (void)refresh(f, c.field); /* allocates for texts only */
}

static enum hm_status read_cell(const struct family *f, struct family_cell c, const char *path,
                                struct str text, struct value *v, struct diag *d)
{
    int32_t today = clock_china_day(), last = month_last_day(f->month);
    enum record_reason why =
        record_cell_read(v, &f->cells, c.field, text, last > today ? last : today);
    if (why == RECORD_OK)
        return HM_OK;
    struct record_sink sink = {.diag = d};
    return record_cell_refuse(&sink, &(struct place){.field = path}, &f->cells, c.field, why,
                              text);
}

static bool remember(struct family *f, struct family_cell c)
{
    void *steps = f->steps;
    if (mem_grow(&steps, &f->step_cap, f->step_count + 1, sizeof *f->steps) != 0)
        return false;
    f->steps = steps;
    struct family_step *s = &f->steps[f->step_count++];
    *s = (struct family_step){.cell = c, .was_known = is_known(f, c)};
    if (is_text(f, c.field))
        s->text_before = f->columns[c.field].texts[c.row];
    else
        s->before = f->columns[c.field].data[c.row];
    return true;
}

enum hm_status family_set(struct family *f, const char *path, const char *text, struct diag *d)
{
    struct family_cell c;
    struct value v;
    struct str word = {text, strlen(text)};
    bool known = strcmp(text, "null") != 0;
    TRY(family_find(f, path, &c, d));
    if (known)
        TRY(read_cell(f, c, path, word, &v, d));
    if (!remember(f, c))
        return diag_nomem(d, _("reading a record"));
    if (!is_text(f, c.field)) {
        int64_t stored = 0;
        if (known)
            (void)value_stored(&stored, &v, &field_of(f, c.field)->type);
        family_put(f, c, known, stored);
        return HM_OK;
    }
    const char *copy = arena_strndup(&f->arena, word.p, word.n);
    if (!copy)
        return diag_nomem(d, _("reading a record"));
    f->columns[c.field].texts[c.row] = (struct str){copy, known ? word.n : 0};
    mark(f, c, known);
    return refresh(f, c.field) ? HM_OK : diag_nomem(d, _("reading a record"));
}

bool family_undo(struct family *f)
{
    if (f->step_count == 0)
        return false;
    const struct family_step *s = &f->steps[--f->step_count];
    if (!is_text(f, s->cell.field)) {
        family_put(f, s->cell, s->was_known, s->before);
        return true;
    }
    f->columns[s->cell.field].texts[s->cell.row] = s->text_before;
    mark(f, s->cell, s->was_known);
    return refresh(f, s->cell.field);
}

size_t family_set_count(const struct family *f)
{
    return f->step_count;
}

struct family_cell family_set_cell(const struct family *f, size_t i)
{
    return f->steps[i].cell;
}

void family_print(const struct family *f, struct buf *out)
{
    record_put(out, &f->frame, 0, true, true);
}
