/* indicator_sums.c - numerators and denominators, row by row, into exact sums; rows that miss
 * facts or are in error are counted apart.
 */
#include "run/indicator_sums.h"

#include <string.h>
#include "base/mem.h"

void sums_init(struct indicator_sums *s)
{
    *s = (struct indicator_sums){0};
    s->numerator.rest = s->denominator.rest = rational_of(0);
    map_init(&s->facts);
}

void sums_fini(struct indicator_sums *s)
{
    for (size_t i = 0; i < s->facts.count; i++)
        mem_free(s->counts[i].id);
    mem_free(s->counts);
    mem_free(s->error);
    mem_free(s->error_id);
    mem_free(s->unplaced_id);
    map_fini(&s->facts);
    sums_init(s);
}

/* --- exact sums --- */

static void add_exact(struct exact_sum *s, struct rational v)
{
    if (v.den == 1)
        s->overflow |= __builtin_add_overflow(s->whole, (__int128)v.num, &s->whole);
    else
        s->overflow |= rational_add(&s->rest, s->rest, v) != HM_TRAP_NONE;
}

enum hm_trap exact_total(struct rational *out, const struct exact_sum *s)
{
    struct rational whole;
    if (s->overflow || rational_make(&whole, s->whole, 1) != HM_TRAP_NONE)
        return HM_TRAP_OVERFLOW;
    return rational_add(out, whole, s->rest);
}

static void join_exact(struct exact_sum *to, const struct exact_sum *from)
{
    to->overflow |= from->overflow;
    to->overflow |= __builtin_add_overflow(to->whole, from->whole, &to->whole);
    to->overflow |= rational_add(&to->rest, to->rest, from->rest) != HM_TRAP_NONE;
}

/* --- reading a cell --- */

/* Numerator, denominator or `where` of a frame's rows. */
struct measure {
    const struct field *field; /* NULL: not stated */
    const struct result_column *result;
    const struct column *column; /* an input's; NULL when nobody supplied it */
    bool has_default;
    int64_t fallback; /* stored form of the default */
    int64_t grid;
    const struct result_issue *issues; /* those of this field, by row */
    size_t issue_count;
};

static void find_issues(struct measure *m, const struct results *r)
{
    size_t i = 0;
    while (i < r->issue_count && r->issues[i].field != m->field->id)
        i++;
    m->issues = r->issues + i;
    while (i < r->issue_count && r->issues[i].field == m->field->id) {
        m->issue_count++;
        i++;
    }
}

static struct measure measure_of(const struct frame *f, const struct results *r, uint16_t id)
{
    struct measure m = {0};
    if (id == NO_FIELD)
        return m;
    m.field = &f->model->fields[id];
    m.grid = type_grid(&m.field->type);
    if (m.field->kind == FIELD_VARIABLE) {
        for (size_t i = 0; i < r->column_count; i++)
            if (r->columns[i].field == id)
                m.result = &r->columns[i];
        find_issues(&m, r);
        return m;
    }
    struct value v = field_default(f->model, m.field);
    m.has_default = v.kind != KIND_NONE && value_stored(&m.fallback, &v, &m.field->type);
    m.column = f->columns[id].rows ? &f->columns[id] : NULL;
    return m;
}

/* The value of a row; money in fen. */
static enum hm_trap measure_value(struct rational *out, const struct measure *m, uint32_t row)
{
    if (m->result) {
        const struct result_column *c = m->result;
        *out = (struct rational){c->num[row], c->den ? c->den[row] : 1};
        return result_state(c, row);
    }
    bool is_given = m->column && column_valid(m->column, row);
    if (!is_given && !m->has_default)
        return HM_TRAP_MISSING;
    return rational_make(out, is_given ? column_int(m->column, row) : m->fallback, m->grid);
}

static const char *issue_text(const struct measure *m, uint32_t row)
{
    size_t low = 0, high = m->issue_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (m->issues[mid].row < row)
            low = mid + 1;
        else
            high = mid;
    }
    bool found = low < m->issue_count && m->issues[low].row == row;
    return found && m->issues[low].text ? m->issues[low].text : "";
}

/* --- rows that miss something or are in error --- */

struct adding {
    struct indicator_sums *sums;
    const struct frame *frame;
    uint8_t entity;
    bool no_memory;
};

static struct str root_id(const struct adding *a, uint32_t row)
{
    const struct frame *f = a->frame;
    const struct column *ids = &f->entities[f->root].id;
    uint32_t root = frame_root_row(f, a->entity, row);
    return ids->data && column_valid(ids, root) ? column_text(ids, root) : (struct str){"", 0};
}

static bool is_before(struct str a, const char *b)
{
    size_t n = strlen(b);
    int order = memcmp(a.p, b, a.n < n ? a.n : n);
    return order < 0 || (order == 0 && a.n < n);
}

/* Keeps the id that comes first. */
static bool keep_first(char **kept, struct str id)
{
    if (*kept && !is_before(id, *kept))
        return true;
    char *copy = mem_strndup(id.p, id.n);
    if (!copy)
        return false;
    mem_free(*kept);
    *kept = copy;
    return true;
}

/* The count of a fact, made when it is new; NULL: no memory. */
static struct fact_count *fact_of(struct indicator_sums *s, struct str fact)
{
    uint32_t at;
    void *counts = s->counts;
    if (map_get(&s->facts, fact, &at))
        return &s->counts[at];
    at = (uint32_t)s->facts.count;
    if (mem_grow(&counts, &s->count_cap, at + 1u, sizeof *s->counts) != 0)
        return NULL;
    s->counts = counts;
    s->counts[at] = (struct fact_count){0};
    return map_put(&s->facts, fact, at) < 0 ? NULL : &s->counts[at];
}

static void add_fact(struct adding *a, struct str fact, uint32_t row)
{
    struct fact_count *c = fact_of(a->sums, fact);
    if (c && c->serial == a->sums->serial)
        return;
    if (!c || !keep_first(&c->id, root_id(a, row))) {
        a->no_memory = true;
        return;
    }
    c->serial = a->sums->serial;
    c->rows++;
}

/* "persons[3].birth_date" counts as "persons[].birth_date". */
static void add_path(struct adding *a, const char *path, size_t n, uint32_t row)
{
    struct buf text;
    bool inside = false;
    buf_init(&text);
    for (size_t i = 0; i < n; i++) {
        inside = inside && path[i] != ']';
        if (!inside)
            buf_putc(&text, path[i]);
        inside = inside || path[i] == '[';
    }
    if (buf_ok(&text))
        add_fact(a, (struct str){text.data, text.len}, row);
    else
        a->no_memory = true;
    buf_fini(&text);
}

static void add_missing(struct adding *a, const struct measure *m, uint32_t row)
{
    struct buf path;
    if (m->result) {
        const char *text = issue_text(m, row);
        while (*text) {
            size_t n = strcspn(text, "\n");
            add_path(a, text, n, row);
            text += n + (text[n] == '\n');
        }
        return;
    }
    buf_init(&path);
    frame_cell_path(a->frame, m->field->id, row, &path);
    if (buf_ok(&path))
        add_path(a, path.data, path.len, row);
    else
        a->no_memory = true;
    buf_fini(&path);
}

static void add_error(struct adding *a, const struct measure *m, uint32_t row)
{
    struct indicator_sums *s = a->sums;
    struct str id = root_id(a, row);
    if (s->error_id && !is_before(id, s->error_id))
        return;
    char *text = mem_strdup(issue_text(m, row));
    if (!text || !keep_first(&s->error_id, id)) {
        mem_free(text);
        a->no_memory = true;
        return;
    }
    mem_free(s->error);
    s->error = text;
}

/* --- a row --- */

struct measures {
    struct measure numerator, denominator, where;
};

/* Errors go before missing facts: one row, one fault. */
static void add_faulty(struct adding *a, const struct measures *ms, const enum hm_trap traps[3],
                       uint32_t row)
{
    const struct measure *all[] = {&ms->where, &ms->numerator, &ms->denominator};
    a->sums->serial++;
    for (int i = 0; i < 3; i++) {
        if (traps[i] == HM_TRAP_NONE || traps[i] == HM_TRAP_MISSING)
            continue;
        a->sums->failed_rows++;
        add_error(a, all[i], row);
        return;
    }
    a->sums->missing_rows++;
    for (int i = 0; i < 3; i++)
        if (traps[i] == HM_TRAP_MISSING)
            add_missing(a, all[i], row);
}

static void add_row(struct adding *a, const struct measures *ms, uint32_t row,
                    bool is_published)
{
    struct rational where = rational_of(1), numerator, denominator = rational_of(0);
    enum hm_trap traps[3] = {HM_TRAP_NONE, HM_TRAP_NONE, HM_TRAP_NONE};
    if (ms->where.field)
        traps[0] = measure_value(&where, &ms->where, row);
    if (traps[0] == HM_TRAP_NONE) {
        if (where.num == 0)
            return;
        traps[1] = measure_value(&numerator, &ms->numerator, row);
        if (ms->denominator.field)
            traps[2] = measure_value(&denominator, &ms->denominator, row);
    }
    if (traps[0] != HM_TRAP_NONE || traps[1] != HM_TRAP_NONE || traps[2] != HM_TRAP_NONE) {
        add_faulty(a, ms, traps, row);
        return;
    }
    a->sums->rows++;
    a->sums->published += is_published;
    add_exact(&a->sums->numerator, numerator);
    add_exact(&a->sums->denominator, denominator);
}

enum hm_status sums_frame(struct indicator_sums *s, const struct indicator *i,
                          const struct frame *f, const struct results *r, bool is_published,
                          struct diag *d)
{
    struct adding a = {.sums = s, .frame = f, .entity = i->entity};
    struct measures ms = {.numerator = measure_of(f, r, i->numerator),
                          .denominator = measure_of(f, r, i->denominator),
                          .where = measure_of(f, r, i->where)};
    for (uint32_t row = 0; row < f->entities[i->entity].rows && !a.no_memory; row++)
        add_row(&a, &ms, row, is_published);
    return a.no_memory ? diag_nomem(d, _("adding up an indicator")) : HM_OK;
}

enum hm_status sums_unplaced(struct indicator_sums *s, const struct indicator *i,
                             const struct frame *f, const bool *is_unplaced, struct diag *d)
{
    struct adding a = {.sums = s, .frame = f, .entity = i->entity};
    for (uint32_t row = 0; row < f->entities[i->entity].rows; row++) {
        if (!is_unplaced[frame_root_row(f, i->entity, row)])
            continue;
        s->unplaced_rows++;
        if (!keep_first(&s->unplaced_id, root_id(&a, row)))
            return diag_nomem(d, _("adding up an indicator"));
    }
    return HM_OK;
}

static bool join_errors(struct indicator_sums *to, const struct indicator_sums *from)
{
    struct str id = {from->error_id, from->error_id ? strlen(from->error_id) : 0};
    if (!from->error || (to->error && !is_before(id, to->error_id)))
        return true;
    char *text = mem_strdup(from->error);
    if (!text || !keep_first(&to->error_id, id)) {
        mem_free(text);
        return false;
    }
    mem_free(to->error);
    to->error = text;
    return true;
}

static bool join_facts(struct indicator_sums *to, const struct indicator_sums *from)
{
    for (size_t i = 0; i < from->facts.count; i++) {
        const struct fact_count *c = &from->counts[i];
        struct fact_count *mine = fact_of(to, from->facts.entries[i].key);
        if (!mine || !keep_first(&mine->id, (struct str){c->id, strlen(c->id)}))
            return false;
        mine->rows += c->rows;
    }
    return true;
}

static bool join_unplaced(struct indicator_sums *to, const struct indicator_sums *from)
{
    if (from->unplaced_rows == 0)
        return true;
    to->unplaced_rows += from->unplaced_rows;
    return keep_first(&to->unplaced_id,
                      (struct str){from->unplaced_id, strlen(from->unplaced_id)});
}

enum hm_status sums_add(struct indicator_sums *to, const struct indicator_sums *from,
                        bool below, struct diag *d)
{
    join_exact(&to->numerator, &from->numerator);
    join_exact(&to->denominator, &from->denominator);
    to->rows += from->rows;
    to->published += from->published;
    to->missing_rows += from->missing_rows;
    to->failed_rows += from->failed_rows;
    bool good =
        join_facts(to, from) && join_errors(to, from) && (below || join_unplaced(to, from));
    return good ? HM_OK : diag_nomem(d, _("adding up an indicator"));
}
