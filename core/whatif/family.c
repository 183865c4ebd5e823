/* family.c - making a family: from a frame, a store, a case, a line of JSON; and evaluating it.
 * Its facts and paths are family_facts.c's.
 */
#include "whatif/family.h"

#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "io/record.h"
#include "run/agenda.h"
#include "run/determined.h"
#include "value/date.h"
#include "whatif/family_state.h"

static enum hm_status new_family(struct family **out, const struct policy *p, int32_t month,
                                 struct diag *d)
{
    struct family *f = mem_zalloc(sizeof *f);
    if (!f)
        return diag_nomem(d, _("reading a household"));
    arena_init(&f->arena);
    probe_init(&f->probe);
    f->policy = p;
    f->month = month;
    *out = f;
    return HM_OK;
}

void family_close(struct family *f)
{
    if (!f)
        return;
    if (f->has_pick)
        pick_fini(&f->pick);
    if (f->has_source)
        frame_fini(&f->source);
    if (f->view)
        view_close(f->view);
    history_fini(&f->history);
    mapping_fini(&f->terms);
    mem_free(f->steps);
    probe_fini(&f->probe);
    arena_fini(&f->arena);
    mem_free(f);
}

/* --- its row, in the terms of its policy --- */

static enum hm_status take_row(struct family *f, const struct frame *from, uint32_t row,
                               struct diag *d)
{
    TRY(pick_rows(&f->pick, from, &row, 1, true, NULL, d));
    f->has_pick = true;
    struct str id = column_text(&f->pick.frame.entities[from->root].id, 0);
    f->id = arena_strndup(&f->arena, id.p, id.n);
    if (!f->id)
        return diag_nomem(d, _("reading a household"));
    return family_columns_make(f, d);
}

static enum hm_status refuse_region(const struct policy *whole, const struct frame *from,
                                    uint32_t row, uint16_t member, struct diag *d)
{
    struct buf text;
    char scratch[24];
    buf_init(&text);
    if (member == REGION_NO_CODE)
        buf_puts(&text, _("it has no division_code, so no policy holds for it"));
    else
        region_refusal(&text, whole, region_code(from, row, scratch));
    enum hm_status st = buf_ok(&text) ? diag_error(d, HM_NOT_FOUND, NULL, "%s", text.data)
                                      : diag_nomem(d, _("reading a household"));
    buf_fini(&text);
    return st;
}

static enum hm_status refuse_foreign(const struct family *f, const struct frame *from,
                                     uint16_t field, uint32_t row, struct diag *d)
{
    struct buf text;
    buf_init(&text);
    region_foreign_text(&text, from, &f->terms, field, row);
    enum hm_status st = buf_ok(&text) ? diag_error(d, HM_DATA, NULL, "%s", text.data)
                                      : diag_nomem(d, _("reading a household"));
    buf_fini(&text);
    return st;
}

/* f->policy is a region: finds the member and goes over to its terms. */
static enum hm_status take_member(struct family *f, const struct frame *from, uint32_t row,
                                  struct diag *d)
{
    const struct policy *whole = f->policy;
    struct region_index index;
    uint32_t foreign_row = 0;
    uint16_t *members =
        arena_alloc(&f->arena, (from->entities[from->root].rows + 1u) * sizeof *members);
    if (!members || region_index_make(&index, whole, &f->arena) != HM_OK)
        return diag_nomem(d, _("reading a household"));
    region_members(members, &index, from);
    f->member = members[row];
    if (f->member >= REGION_NO_CODE)
        return refuse_region(whole, from, row, f->member, d);
    f->policy = whole->members[f->member];
    TRY(mapping_init(&f->terms, whole->model, f->policy->model, d));
    uint16_t foreign = region_foreign_value(from, &f->terms, row, &foreign_row);
    if (foreign != NO_FIELD)
        return refuse_foreign(f, from, foreign, foreign_row, d);
    if (region_frame(&f->translated, from, &f->terms, false, &f->arena) != HM_OK)
        return diag_nomem(d, _("reading a household"));
    return take_row(f, &f->translated, row, d);
}

static enum hm_status take(struct family *f, const struct frame *from, uint32_t row,
                           struct diag *d)
{
    return f->policy->members ? take_member(f, from, row, d) : take_row(f, from, row, d);
}

enum hm_status family_from_frame(struct family **out, const struct policy *p, int32_t month,
                                 const struct frame *from, uint32_t row, struct diag *d)
{
    struct family *f = NULL;
    TRY(new_family(&f, p, month, d));
    enum hm_status st = take(f, from, row, d);
    if (st == HM_OK)
        *out = f;
    else
        family_close(f);
    return st;
}

/* --- from a store --- */

/* The longest before(n) of any formula below household. */
static unsigned months_read(const struct model *m)
{
    unsigned months = 0;
    for (size_t i = 0; i < m->field_count; i++) {
        unsigned n = m->fields[i].before_months;
        n = n == UINT8_MAX ? LIMIT_HISTORY_MONTHS : n;
        months = n > months ? n : months;
    }
    return months;
}

static unsigned months_read_by(const struct policy *p)
{
    unsigned months = months_read(p->model);
    for (size_t i = 0; i < p->member_count; i++) {
        unsigned n = months_read(p->members[i]->model);
        months = n > months ? n : months;
    }
    return months;
}

static enum hm_status load(struct family *f, struct store *s, uint64_t sequence, const char *id,
                           struct diag *d)
{
    uint32_t block, row;
    TRY(history_init(&f->history, s, f->month, months_read_by(f->policy), UINT64_MAX, d));
    TRY(view_open(&f->view, s, f->policy->model, f->month, sequence, d));
    TRY(view_find(f->view, (struct str){id, strlen(id)}, &block, &row, d));
    TRY(view_load(f->view, block, NULL, &f->source, d));
    f->has_source = true;
    TRY(history_lend(&f->source, f->view, block, &f->history, NULL, 0, d));
    return take(f, &f->source, row, d);
}

enum hm_status family_from_store(struct family **out, struct store *s, const struct policy *p,
                                 int32_t month, uint64_t sequence, const char *id,
                                 struct diag *d)
{
    struct family *f = NULL;
    TRY(new_family(&f, p, month, d));
    enum hm_status st = load(f, s, sequence, id, d);
    if (st == HM_OK)
        *out = f;
    else
        family_close(f);
    return st;
}

/* --- from JSON --- */

struct reading {
    struct family *family;
    struct record_reader *reader, *history_reader;
    struct builder *builder, *earlier;
    struct record record;
};

static enum hm_status read_past(struct reading *r, struct diag *d)
{
    const struct model *m = r->family->policy->model;
    struct record ignored;
    record_reader_force_id(r->history_reader, r->record.id);
    for (size_t i = 0; i < r->record.history_count; i++) {
        const struct record_history *h = &r->record.history[i];
        struct place at = {.line = 1, .field = "history"};
        struct frame past;
        builder_free(r->earlier);
        r->earlier = NULL;
        if (builder_new(&r->earlier, m, r->family->source.root) != HM_OK)
            return diag_nomem(d, _("reading a record"));
        TRY(record_parse(r->history_reader, r->earlier, h->json, &at, &ignored, d));
        TRY(builder_finish(r->earlier, &past, false, NULL, d));
        enum hm_status st = frame_add_past(&r->family->source, h->month, &past, d);
        if (st != HM_OK) {
            frame_fini(&past);
            return st;
        }
    }
    return HM_OK;
}

static enum hm_status read_record(struct reading *r, uint8_t root, const char *json,
                                  struct diag *d)
{
    struct family *f = r->family;
    struct place at = {.line = 1};
    struct record_rules rules = {.root = root,
                                 .allows_month = true,
                                 .allows_variables = true,
                                 .today = clock_china_day()};
    if (f->month && month_last_day(f->month) > rules.today)
        rules.today = month_last_day(f->month);
    struct record_rules earlier = rules;
    earlier.is_history = true;
    if (builder_new(&r->builder, f->policy->model, root) != HM_OK ||
        record_reader_new(&r->reader, f->policy->model, &rules) != HM_OK ||
        record_reader_new(&r->history_reader, f->policy->model, &earlier) != HM_OK)
        return diag_nomem(d, _("reading a record"));
    TRY(record_parse(r->reader, r->builder, (struct str){json, strlen(json)}, &at, &r->record,
                     d));
    if (!f->month && !r->record.has_month)
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &(struct place){.field = "month"},
                        _("add \"month\":\"2024-07\" to the record or give --month"),
                        _("the record has no month"));
    if (!f->month)
        f->month = r->record.month;
    TRY(builder_finish(r->builder, &f->source, false, NULL, d));
    f->has_source = true;
    return read_past(r, d);
}

static enum hm_status read_json(struct family *f, uint8_t root, const char *json,
                                struct diag *d)
{
    struct reading *r = mem_zalloc(sizeof *r);
    if (!r)
        return diag_nomem(d, _("reading a record"));
    r->family = f;
    enum hm_status st = read_record(r, root, json, d);
    record_reader_free(r->reader);
    record_reader_free(r->history_reader);
    builder_free(r->builder);
    builder_free(r->earlier);
    mem_free(r);
    return st;
}

static uint8_t household_of(const struct model *m)
{
    return model_entity(m, (struct str){"household", 9});
}

enum hm_status family_from_json(struct family **out, const struct policy *p, int32_t month,
                                const char *json, struct diag *d)
{
    struct family *f = NULL;
    uint8_t root = household_of(p->model);
    if (root == NO_ENTITY)
        return diag_error(d, HM_DATA, NULL, _("the policy %s declares no entity"),
                          p->model->name);
    TRY(new_family(&f, p, month, d));
    enum hm_status st = read_json(f, root, json, d);
    if (st == HM_OK)
        st = take(f, &f->source, 0, d);
    if (st == HM_OK)
        *out = f;
    else
        family_close(f);
    return st;
}

/* --- from a case --- */

static const struct example *find_case(const struct policy *p, const char *name,
                                       const struct policy **of)
{
    for (size_t i = 0; i < p->model->example_count; i++)
        if (strcmp(p->model->examples[i].name, name) == 0) {
            *of = p;
            return &p->model->examples[i];
        }
    for (size_t i = 0; i < p->member_count; i++) {
        const struct example *e = find_case(p->members[i], name, of);
        if (e)
            return e;
    }
    return NULL;
}

static enum hm_status refuse_case(const struct policy *p, const char *name, struct diag *d)
{
    const struct model *m = p->model;
    char hint[LIMIT_NAME_BYTES + 64];
    struct str *names = mem_calloc(m->example_count + 1, sizeof *names);
    if (!names)
        return diag_nomem(d, _("reading a case"));
    for (size_t i = 0; i < m->example_count; i++)
        names[i] = (struct str){m->examples[i].name, strlen(m->examples[i].name)};
    int near = str_nearest((struct str){name, strlen(name)}, names, m->example_count);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    mem_free(names);
    return diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, NULL, *hint ? hint : NULL,
                    _("the policy %s has no case \"%s\""), m->name, name);
}

/* Evaluates the months before f->month that formulas read, from the case's first on, and keeps
 * what they gave. */
static enum hm_status feed(struct family *f, int32_t from, struct diag *d)
{
    struct agenda agenda;
    enum hm_status st = agenda_init(&agenda, f->policy->model, d);
    int32_t first = f->month - (int32_t)months_read(f->policy->model);
    from = from < first ? first : from;
    for (int32_t m = from; st == HM_OK && m < f->month; m++) {
        struct evaluation e = {.policy = f->policy,
                               .month = m,
                               .outputs = agenda.outputs,
                               .output_count = agenda.output_count,
                               .root = f->source.root,
                               .patches = f->patches,
                               .patch_count = f->patch_count};
        struct engine *engine = NULL;
        struct results r;
        struct frame past;
        if (frame_past(&f->source, m))
            continue;
        results_init(&r);
        st = engine_open(&engine, ENGINE_FAST, &e, d);
        if (st == HM_OK)
            st = engine_run(engine, &f->source, &r, d);
        if (st == HM_OK && (st = determined_frame(&past, &f->source, &r, d)) == HM_OK &&
            (st = frame_add_past(&f->source, m, &past, d)) != HM_OK)
            frame_fini(&past);
        results_fini(&r);
        engine_close(engine);
    }
    agenda_fini(&agenda);
    return st;
}

enum hm_status family_from_case(struct family **out, const struct policy *p, const char *name,
                                int32_t month, struct diag *d)
{
    struct family *f = NULL;
    const struct policy *of = p;
    const struct example *e = find_case(p, name, &of);
    if (!e)
        return refuse_case(p, name, d);
    TRY(new_family(&f, of, month ? month : e->to, d));
    f->patches = e->patches;
    f->patch_count = e->patch_count;
    for (size_t i = 0; i < p->member_count; i++)
        if (p->members[i] == of)
            f->member = (uint16_t)i;
    enum hm_status st = read_json(f, e->root, e->record_json, d);
    if (st == HM_OK)
        st = feed(f, e->from, d);
    if (st == HM_OK)
        st = take(f, &f->source, 0, d);
    if (st == HM_OK)
        *out = f;
    else
        family_close(f);
    return st;
}

/* --- reading it --- */

const struct policy *family_policy(const struct family *f)
{
    return f->policy;
}

uint16_t family_member(const struct family *f)
{
    return f->member;
}

int32_t family_month(const struct family *f)
{
    return f->month;
}

const char *family_id(const struct family *f)
{
    return f->id;
}

const struct frame *family_frame(const struct family *f)
{
    return &f->frame;
}

/* --- evaluating it --- */

void family_lend_law(struct family *f, const struct patch *patches, size_t patch_count,
                     const struct formula_patch *formulas, size_t formula_count)
{
    f->patches = patches;
    f->patch_count = patch_count;
    f->formulas = formulas;
    f->formula_count = formula_count;
}

/* `first`, then `more`, then room for one. */
static void *joined(const void *first, size_t n, const void *more, size_t k, size_t each)
{
    char *all = mem_calloc(n + k + 1, each);
    if (all && n)
        memcpy(all, first, n * each);
    if (all && k)
        memcpy(all + n * each, more, k * each);
    return all;
}

enum hm_status family_law_make(struct family_law *out, const struct family *f,
                               const struct changes *c, struct diag *d)
{
    struct family_law asked = {0};
    if (c)
        TRY(changes_for(c, f->member, &asked.patches, &asked.patch_count, &asked.formulas,
                        &asked.formula_count, d));
    struct family_law l = {.patches = joined(f->patches, f->patch_count, asked.patches,
                                             asked.patch_count, sizeof *l.patches),
                           .patch_count = f->patch_count + asked.patch_count,
                           .formulas = joined(f->formulas, f->formula_count, asked.formulas,
                                              asked.formula_count, sizeof *l.formulas),
                           .formula_count = f->formula_count + asked.formula_count};
    family_law_fini(&asked);
    if (!l.patches || !l.formulas) {
        family_law_fini(&l);
        return diag_nomem(d, _("preparing to calculate"));
    }
    *out = l;
    return HM_OK;
}

void family_law_fini(struct family_law *l)
{
    mem_free(l->patches);
    mem_free(l->formulas);
    memset(l, 0, sizeof *l);
}

struct probe *family_probe(struct family *f)
{
    return &f->probe;
}

enum hm_status family_run_open(struct family_run *out, struct family *f, enum engine_kind kind,
                               const struct family_law *law, const uint16_t *outputs,
                               size_t count, struct diag *d)
{
    *out = (struct family_run){.family = f,
                               .evaluation = {.policy = f->policy,
                                              .month = f->month,
                                              .outputs = outputs,
                                              .output_count = count,
                                              .root = f->frame.root,
                                              .patches = law->patches,
                                              .patch_count = law->patch_count,
                                              .formulas = law->formulas,
                                              .formula_count = law->formula_count,
                                              .probe = &f->probe}};
    return engine_open(&out->engine, kind, &out->evaluation, d);
}

enum hm_status family_run_now(struct family_run *r, struct results *out, struct diag *d)
{
    return engine_run(r->engine, &r->family->frame, out, d);
}

void family_run_close(struct family_run *r)
{
    engine_close(r->engine);
    r->engine = NULL;
}
