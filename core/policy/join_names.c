/* join_names.c - the names of places in a region: the "division_name" tables of all its
 * policies as one, with each policy's own name for its own division.
 */
#include "policy/join.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

static const char table_name[] = "division_name";

static const struct parameter *table_of(const struct model *m)
{
    int index = model_parameter(m, (struct str){table_name, sizeof table_name - 1});
    const struct parameter *p = index < 0 ? NULL : &m->parameters[index];
    bool fits = p && p->kind == PARAMETER_KEYED && p->type.kind == KIND_TEXT &&
                p->key.kind == KIND_INTEGER;
    return fits ? p : NULL;
}

/* Adds an entry unless the key has a name already. */
static void put(struct parameter_value *v, int64_t key, struct value name)
{
    for (size_t i = 0; i < v->count; i++)
        if (v->entries[i].key == key)
            return;
    v->entries[v->count++] = (struct parameter_entry){key, name};
}

static int by_key(const void *a, const void *b)
{
    int64_t x = ((const struct parameter_entry *)a)->key;
    int64_t y = ((const struct parameter_entry *)b)->key;
    return x < y ? -1 : x > y;
}

static int by_date(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* What all tables say on a day. */
static bool fill(struct parameter_value *v, int32_t date, const struct model *const *from,
                 size_t n, struct arena *a)
{
    size_t most = n;
    for (size_t i = 0; i < n; i++) {
        const struct parameter *p = table_of(from[i]);
        const struct parameter_value *mine = p ? parameter_on(p, date) : NULL;
        most += mine ? mine->count : 0;
    }
    *v = (struct parameter_value){.from = date};
    v->entries = arena_zalloc(a, (most + 1) * sizeof *v->entries);
    if (!v->entries)
        return false;
    for (size_t i = 0; i < n; i++) {
        const char *zh = from[i]->division ? from[i]->zh : NULL;
        if (zh)
            put(v, strtoll(from[i]->division, NULL, 10),
                (struct value){KIND_TEXT, {.text = {zh, strlen(zh)}}});
    }
    for (size_t i = 0; i < n; i++) {
        const struct parameter *p = table_of(from[i]);
        const struct parameter_value *mine = p ? parameter_on(p, date) : NULL;
        for (size_t k = 0; mine && k < mine->count; k++)
            put(v, mine->entries[k].key, mine->entries[k].value);
    }
    qsort(v->entries, v->count, sizeof *v->entries, by_key);
    return true;
}

/* The days on which any table changes, and the beginning of time. */
static int32_t *all_dates(const struct model *const *from, size_t n, size_t *count)
{
    size_t most = 1;
    for (size_t i = 0; i < n; i++)
        most += table_of(from[i]) ? table_of(from[i])->count : 0;
    int32_t *dates = mem_calloc(most, sizeof *dates);
    if (!dates)
        return NULL;
    dates[0] = DATE_ALWAYS;
    *count = 1;
    for (size_t i = 0; i < n; i++) {
        const struct parameter *p = table_of(from[i]);
        for (size_t k = 0; p && k < p->count; k++)
            dates[(*count)++] = p->values[k].from;
    }
    qsort(dates, *count, sizeof *dates, by_date);
    size_t kept = 1;
    for (size_t i = 1; i < *count; i++)
        if (dates[i] != dates[kept - 1])
            dates[kept++] = dates[i];
    *count = kept;
    return dates;
}

/* The region's own table, made when no policy has one; to->parameters has room for it. */
static struct parameter *own_table(struct model *to)
{
    int index = model_parameter(to, (struct str){table_name, sizeof table_name - 1});
    if (index >= 0)
        return &to->parameters[index];
    if (map_put(&to->parameter_names, (struct str){table_name, sizeof table_name - 1},
                (uint32_t)to->parameter_count) < 0)
        return NULL;
    struct parameter *p = &to->parameters[to->parameter_count++];
    *p = (struct parameter){.name = table_name,
                            .kind = PARAMETER_KEYED,
                            .type = {.kind = KIND_TEXT},
                            .key = {.kind = KIND_INTEGER}};
    return p;
}

enum hm_status join_names(struct model *to, const struct model *const *from, size_t n,
                          struct diag *d)
{
    size_t count = 0;
    struct parameter *p = own_table(to);
    int32_t *dates = all_dates(from, n, &count);
    bool ok = p && dates;
    if (ok && p->kind == PARAMETER_KEYED && p->type.kind == KIND_TEXT) {
        p->values = arena_zalloc(&to->arena, (count + 1) * sizeof *p->values);
        ok = p->values != NULL;
        for (; ok && p->count < count; p->count++)
            ok = fill(&p->values[p->count], dates[p->count], from, n, &to->arena);
    }
    mem_free(dates);
    return ok ? HM_OK : diag_nomem(d, _("joining policies"));
}
