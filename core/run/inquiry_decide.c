/* inquiry_decide.c - see inquiry_decide.h. */
#include "run/inquiry_decide.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "run/named_table.h"

struct inquiry_decided {
    enum inquiry_decision decision;
    const char *declared, *answered; /* NULL: the table does not say */
    struct place at;
    bool used;
};

enum column { HOUSEHOLD, MEMBER, FIELD, DECISION, DECLARED, ANSWERED, COLUMNS };
static const char *const names[COLUMNS][2] = {
    [HOUSEHOLD] = {"household", "户编号"}, [MEMBER] = {"member", "成员"},
    [FIELD] = {"field", "字段"},           [DECISION] = {"decision", "决定"},
    [DECLARED] = {"declared", "申报"},     [ANSWERED] = {"answered", "核对"},
};

static bool is(struct str a, const char *word)
{
    return a.n == strlen(word) && memcmp(a.p, word, a.n) == 0;
}

static void put_place(struct buf *out, struct str household, struct str member,
                      struct str field)
{
    buf_put(out, household.p, household.n);
    buf_putc(out, '\n');
    buf_put(out, member.p, member.n);
    buf_putc(out, '\n');
    buf_put(out, field.p, field.n);
}

/* Cells of what the list wrote for spreadsheets may have an apostrophe in front. */
static struct str plain(struct str s)
{
    return s.n && s.p[0] == '\'' ? (struct str){s.p + 1, s.n - 1} : s;
}

static enum hm_status read_decision(const struct named_table *t, enum inquiry_decision *out)
{
    struct str word = t->cells[DECISION];
    *out = INQUIRY_UNDECIDED;
    if (is(word, "source") || is(word, "核对"))
        *out = INQUIRY_TAKE_SOURCE;
    else if (is(word, "declared") || is(word, "申报"))
        *out = INQUIRY_KEEP_DECLARED;
    else if (word.n)
        return named_table_refuse(t, DECISION, NULL,
                                  _("a decision is source (核对) or declared (申报)"));
    return HM_OK;
}

static bool keep_value(const char **out, const struct named_table *t, size_t column,
                       struct arena *a)
{
    struct str s = plain(t->cells[column]);
    if (!t->at[column])
        return true;
    *out = arena_strndup(a, s.p, s.n);
    return *out != NULL;
}

static enum hm_status add(struct inquiry_decisions *x, const struct named_table *t,
                          enum inquiry_decision decision, struct diag *d)
{
    struct inquiry_decided new = {.decision = decision, .at = csv_place(t->csv, 0)};
    struct buf place;
    uint32_t there;
    void *list = x->list;
    buf_init(&place);
    put_place(&place, plain(t->cells[HOUSEHOLD]), plain(t->cells[MEMBER]),
              plain(t->cells[FIELD]));
    new.at.file = arena_strdup(&x->arena, new.at.file ? new.at.file : "");
    bool ok = buf_ok(&place) &&
              new.at.file &&keep_value(&new.declared, t, DECLARED, &x->arena) &&
              keep_value(&new.answered, t, ANSWERED, &x->arena);
    struct str key = {place.data, place.len};
    if (ok && map_get(&x->by_place, key, &there)) {
        buf_fini(&place);
        return named_table_refuse(t, HOUSEHOLD, _("decide each fact once"),
                                  _("this fact stands in the table twice"));
    }
    ok = ok && mem_grow(&list, &x->cap, x->count + 1, sizeof *x->list) == 0;
    if (ok) {
        x->list = list;
        x->list[x->count] = new;
        ok = map_put(&x->by_place, key, (uint32_t)x->count) >= 0;
        x->count += ok;
    }
    buf_fini(&place);
    return ok ? HM_OK : diag_nomem(d, _("reading decisions"));
}

enum hm_status inquiry_decisions_read(struct inquiry_decisions *x, const char *path,
                                      struct diag *d)
{
    struct named_table t;
    enum hm_status st = HM_OK;
    bool more = true;
    *x = (struct inquiry_decisions){0};
    map_init(&x->by_place);
    arena_init(&x->arena);
    if (!path)
        return HM_OK;
    TRY(named_table_open(&t, path, names, COLUMNS,
                         1u << HOUSEHOLD | 1u << FIELD | 1u << DECISION, true, d));
    while (st == HM_OK) {
        enum inquiry_decision decision = INQUIRY_UNDECIDED;
        st = named_table_next(&t, &more);
        if (st != HM_OK || !more)
            break;
        st = read_decision(&t, &decision);
        if (st == HM_OK && decision != INQUIRY_UNDECIDED)
            st = add(x, &t, decision, d);
    }
    named_table_close(&t);
    return st;
}

void inquiry_decisions_fini(struct inquiry_decisions *x)
{
    map_fini(&x->by_place);
    mem_free(x->list);
    arena_fini(&x->arena);
}

enum inquiry_decision inquiry_decided(struct inquiry_decisions *x, const char *household,
                                      const char *member, const char *field,
                                      const char *declared, const char *answered,
                                      struct diag *d)
{
    struct buf place;
    uint32_t found;
    if (x->count == 0)
        return INQUIRY_UNDECIDED;
    buf_init(&place);
    put_place(&place, (struct str){household, strlen(household)},
              (struct str){member, strlen(member)}, (struct str){field, strlen(field)});
    bool has =
        buf_ok(&place) && map_get(&x->by_place, (struct str){place.data, place.len}, &found);
    buf_fini(&place);
    if (!has)
        return INQUIRY_UNDECIDED;
    struct inquiry_decided *e = &x->list[found];
    e->used = true;
    bool same = (!e->declared || strcmp(e->declared, declared) == 0) &&
                (!e->answered || strcmp(e->answered, answered) == 0);
    if (same)
        return e->decision;
    diag_add(
        d, HM_LEVEL_WARNING, HM_OK, &e->at, _("decide about the present values"),
        _("the decision about %s of household %s speaks of other values than those of now: "
          "it is not followed"),
        field, household);
    return INQUIRY_UNDECIDED;
}

uint64_t inquiry_decisions_unused(const struct inquiry_decisions *x)
{
    uint64_t n = 0;
    for (size_t i = 0; i < x->count; i++)
        n += !x->list[i].used;
    return n;
}
