/* pay_basis.c - finds months, runs, benefits and clauses before anything is read. */
#include "run/pay_basis.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "run/agenda.h"
#include "run/pay_lists.h"
#include "run/ruleset.h"
#include "value/date.h"

static enum hm_status no_memory(struct diag *d)
{
    return diag_nomem(d, _("preparing the payment list"));
}

/* --- benefits --- */

/* Where a benefit of the household is declared: there, or at the members it adds up. */
static uint16_t declared_at(const struct model *m, uint16_t field)
{
    uint16_t of = m->fields[field].sum_of;
    while (of != NO_FIELD && (m->fields[of].is_benefit || !m->fields[field].is_benefit)) {
        field = of;
        of = m->fields[field].sum_of;
    }
    return field;
}

enum hm_status pay_items_of(struct pay_item **out, size_t *n, const struct model *m,
                            struct arena *a, struct diag *d)
{
    struct agenda agenda;
    enum hm_status st = agenda_init(&agenda, m, d);
    struct pay_item *items = NULL;
    if (st == HM_OK) {
        items = arena_zalloc(a, (agenda.benefit_count + 1) * sizeof *items);
        st = items ? HM_OK : no_memory(d);
    }
    for (size_t i = 0; st == HM_OK && i < agenda.benefit_count; i++) {
        const struct field *f = &m->fields[declared_at(m, agenda.benefits[i])];
        items[i] = (struct pay_item){.field = f->id,
                                     .entity = f->entity,
                                     .name = f->name,
                                     .zh = f->zh,
                                     .round = f->round};
    }
    if (st == HM_OK) {
        *out = items;
        *n = agenda.benefit_count;
    }
    agenda_fini(&agenda);
    return st;
}

/* --- clauses --- */

static int longer_first(size_t a, size_t b)
{
    return a > b;
}

static enum hm_status add_clauses(struct pay_basis *b, const char *division,
                                  const struct model *m, const struct patch *patches, size_t n,
                                  struct diag *d)
{
    struct pay_clauses c = {.division = division};
    TRY(arrears_clauses_read(&c.clauses, m, b->month, patches, n, d));
    size_t at = b->clause_count++;
    while (at > 0 && longer_first(strlen(division), strlen(b->clauses[at - 1].division))) {
        b->clauses[at] = b->clauses[at - 1];
        at--;
    }
    b->clauses[at] = c;
    return HM_OK;
}

static enum hm_status add_member_clauses(struct pay_basis *b, size_t member, struct diag *d)
{
    const struct model *m = b->policy->members[member]->model;
    struct patch *patches = NULL;
    struct formula_patch *formulas = NULL;
    size_t n = 0, formula_count = 0;
    TRY(changes_for(&b->changes, (uint16_t)member, &patches, &n, &formulas, &formula_count, d));
    enum hm_status st = add_clauses(b, m->division ? m->division : "", m, patches, n, d);
    mem_free(patches);
    mem_free(formulas);
    return st;
}

/* A region's places have clauses of their own, as their policies say; what belongs to no place
 * goes by the joined policy. */
static enum hm_status read_clauses(struct pay_basis *b, struct diag *d)
{
    const struct policy *p = b->policy;
    b->clauses = arena_zalloc(&b->arena, (p->member_count + 1) * sizeof *b->clauses);
    if (!b->clauses)
        return no_memory(d);
    for (size_t i = 0; p->members && i < p->member_count; i++)
        TRY(add_member_clauses(b, i, d));
    bool whole = !p->members;
    return add_clauses(b, "", p->model, whole ? b->changes.patches : NULL,
                       whole ? b->changes.patch_count : 0, d);
}

const struct arrears_clauses *pay_basis_clauses(const struct pay_basis *b, struct str division)
{
    for (size_t i = 0; i < b->clause_count; i++) {
        size_t n = strlen(b->clauses[i].division);
        if (n <= division.n && memcmp(b->clauses[i].division, division.p, n) == 0)
            return &b->clauses[i].clauses;
    }
    return &b->clauses[b->clause_count - 1].clauses;
}

/* --- months --- */

/* Policies of runs, each loaded once, to know which benefits they had. */
struct known_policies {
    char identity[LIMIT_ARREARS_MONTHS + 1][65];
    struct policy *policy[LIMIT_ARREARS_MONTHS + 1];
    size_t count;
};

static enum hm_status know_policy(struct known_policies *k, const struct pay_basis *b,
                                  const char identity[65], const struct model **out,
                                  struct diag *d)
{
    if (strcmp(b->policy->model->identity, identity) == 0) {
        *out = b->policy->model;
        return HM_OK;
    }
    for (size_t i = 0; i < k->count; i++) {
        if (strcmp(k->identity[i], identity) == 0) {
            *out = k->policy[i]->model;
            return HM_OK;
        }
    }
    TRY(ruleset_stored(&k->policy[k->count], b->store, identity, d));
    memcpy(k->identity[k->count], identity, sizeof k->identity[0]);
    *out = k->policy[k->count++]->model;
    return HM_OK;
}

static bool has_field(const struct model *m, const struct model *in, uint16_t field)
{
    const struct field *f = &m->fields[field];
    const char *entity = m->entities[f->entity].name;
    uint8_t e = model_entity(in, (struct str){entity, strlen(entity)});
    return e != NO_ENTITY &&
           model_field(in, e, (struct str){f->name, strlen(f->name)}) != NO_FIELD;
}

static enum hm_status add_month(struct pay_basis *b, struct known_policies *k, int32_t month,
                                uint32_t run, struct diag *d)
{
    struct run_record record;
    struct pay_month *m = &b->months[b->month_count];
    const struct model *model;
    TRY(run_get(b->store, run, &record, d));
    *m = (struct pay_month){.month = month, .run = run, .sequence = record.sequence};
    enum hm_status st = know_policy(k, b, record.identity, &model, d);
    run_record_fini(&record);
    TRY(st);
    m->covered = payment_book_covers(b->book, month);
    m->has = arena_zalloc(&b->arena, b->item_count + 1);
    if (!m->has)
        return no_memory(d);
    for (size_t i = 0; i < b->item_count; i++)
        m->has[i] = has_field(b->policy->model, model, b->fields[i]);
    b->month_count++;
    return HM_OK;
}

static enum hm_status add_months(struct pay_basis *b, const struct pay_basis_options *o,
                                 int32_t since, struct known_policies *k, struct diag *d)
{
    size_t n = (size_t)(b->month - since) + 1;
    b->months = arena_zalloc(&b->arena, n * sizeof *b->months);
    b->unpaid = arena_zalloc(&b->arena, n * sizeof *b->unpaid);
    if (!b->months || !b->unpaid)
        return no_memory(d);
    for (int32_t m = since; m <= b->month; m++) {
        uint32_t run;
        enum hm_status st = publication_run(b->store, m, b->publications, &run, d);
        if (st == HM_NOT_FOUND)
            continue;
        TRY(st);
        bool counts = m == b->month || o->unpaid || payment_book_covers(b->book, m);
        if (counts)
            TRY(add_month(b, k, m, run, d));
        else
            b->unpaid[b->unpaid_count++] = m;
    }
    return HM_OK;
}

/* How far back the clauses of any place let the list look. */
static enum hm_status find_since(const struct pay_basis *b, const struct pay_basis_options *o,
                                 int32_t *out, struct diag *d)
{
    int64_t most = 0;
    for (size_t i = 0; i < b->clause_count; i++)
        most =
            b->clauses[i].clauses.since_most > most ? b->clauses[i].clauses.since_most : most;
    if (o->since == 0)
        return *out = b->month - (int32_t)most, HM_OK;
    if (o->since > o->month)
        return diag_error(d, HM_USAGE, NULL, _("--since lies after --month"));
    if (o->month - o->since > most)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("give a later --since, or move the clause arrears_since_most"),
                        _("--since lies %d months back, and the policy lets arrears go back "
                          "%lld"),
                        (int)(o->month - o->since), (long long)most);
    *out = o->since;
    return HM_OK;
}

/* --- the whole --- */

static enum hm_status load_policy(struct pay_basis *b, struct diag *d)
{
    struct run_record record;
    uint32_t run;
    enum hm_status st = publication_run(b->store, b->month, b->publications, &run, d);
    if (st == HM_NOT_FOUND)
        return diag_add(d, HM_LEVEL_ERROR, st, NULL,
                        _("recompute the month and publish the run first"),
                        _("no determination is in force for %04d-%02d"), month_year(b->month),
                        month_number(b->month));
    TRY(st);
    TRY(run_get(b->store, run, &record, d));
    st = ruleset_stored(&b->policy, b->store, record.identity, d);
    if (st == HM_OK) {
        changes_init(&b->changes, b->policy);
        st = changes_read(&b->changes, record.patches, d);
    }
    run_record_fini(&record);
    return st;
}

static enum hm_status know_benefits(struct pay_basis *b, struct diag *d)
{
    const struct model *m = b->policy->model;
    b->root = model_entity(m, (struct str){"household", 9});
    TRY(pay_items_of(&b->items, &b->item_count, m, &b->arena, d));
    if (b->item_count == 0)
        return diag_error(d, HM_DATA, NULL, _("policy %s has no benefit to pay"), m->name);
    b->fields = arena_alloc(&b->arena, b->item_count * sizeof *b->fields);
    if (!b->fields)
        return no_memory(d);
    for (size_t i = 0; i < b->item_count; i++)
        b->fields[i] = b->items[i].field;
    uint16_t division = model_field(m, b->root, (struct str){"division_code", 13});
    bool given = division != NO_FIELD && m->fields[division].kind == FIELD_INPUT;
    b->division = given ? division : NO_FIELD;
    return HM_OK;
}

/* A basis of another store, or a mistyped one, is no damage. */
static enum hm_status check_basis(const struct pay_basis *b, struct diag *d)
{
    uint64_t publications;
    uint32_t batches;
    TRY(store_publications(b->store, &publications, d));
    TRY(store_payments(b->store, &batches, d));
    if (b->publications > publications || b->payments > batches)
        return diag_error(d, HM_USAGE, NULL,
                          _("--basis %llu/%u: the store has %llu publications and %u payment "
                            "batches"),
                          (unsigned long long)b->publications, b->payments,
                          (unsigned long long)publications, batches);
    return HM_OK;
}

enum hm_status pay_basis_open(struct pay_basis *out, struct store *s,
                              const struct pay_basis_options *o, struct diag *d)
{
    struct pay_basis *b = out;
    struct known_policies known = {.count = 0};
    int32_t since = 0;
    memset(b, 0, sizeof *b);
    arena_init(&b->arena);
    b->store = s;
    b->month = o->month;
    b->publications = o->publications;
    if (o->publications == UINT64_MAX)
        TRY(store_publications(s, &b->publications, d));
    b->payments = o->payments;
    if (o->payments == UINT32_MAX)
        TRY(store_payments(s, &b->payments, d));
    else
        TRY(check_basis(b, d));
    TRY(load_policy(b, d));
    TRY(know_benefits(b, d));
    TRY(read_clauses(b, d));
    TRY(find_since(b, o, &since, d));
    TRY(payment_book_open(&b->book, s, b->payments, d));
    enum hm_status st = add_months(b, o, since, &known, d);
    for (size_t i = 0; i < known.count; i++)
        policy_free(known.policy[i]);
    return st;
}

void pay_basis_close(struct pay_basis *b)
{
    if (b->book)
        payment_book_close(b->book);
    if (b->policy) {
        changes_fini(&b->changes);
        policy_free(b->policy);
    }
    arena_fini(&b->arena);
    memset(b, 0, sizeof *b);
}
