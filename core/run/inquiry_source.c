/* inquiry_source.c - declared sources, bound to the store's fields and the gateways' addresses.
 */
#include "run/inquiry_source.h"

#include <stdio.h>
#include <string.h>
#include "run/named_table.h"
#include "value/decimal.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

void inquiry_fact_name(const struct inquiry_source *s, const struct model *schema, size_t field,
                       struct buf *out)
{
    const struct field *f = &schema->fields[s->fields[field]];
    buf_printf(out, "%s.%s", schema->entities[f->entity].name, f->name);
}

/* --- the store's schema --- */

static enum hm_status bind_field(uint16_t *out, const struct model *schema,
                                 const struct model *m, uint16_t id, struct store *s,
                                 struct diag *d)
{
    const struct field *f = &m->fields[id];
    const char *entity = m->entities[f->entity].name;
    uint8_t e = model_entity(schema, text(entity));
    uint16_t found = e == NO_ENTITY ? NO_FIELD : model_field(schema, e, text(f->name));
    (void)s;
    if (found != NO_FIELD && schema->fields[found].type.kind == f->type.kind) {
        *out = found;
        return HM_OK;
    }
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &f->at,
                    _("`huimin migrate STORE --policy POLICY` adds what a newer policy has"),
                    _("the store has no field %s.%s of this type"), entity, f->name);
}

static enum hm_status bind(struct inquiry_source *x, const struct data_source *s,
                           const struct model *m, struct store *store, struct arena *a,
                           struct diag *d)
{
    const struct model *schema = store_schema(store);
    *x = (struct inquiry_source){.s = s,
                                 .m = m,
                                 .url = data_source_placeholder(s->url) ? NULL : s->url,
                                 .batch = s->batch,
                                 .rate = s->rate,
                                 .concurrency = s->concurrency};
    x->fields = arena_alloc(a, (s->field_count + 1) * sizeof *x->fields);
    if (!x->fields)
        return diag_nomem(d, _("asking registers"));
    TRY(bind_field(&x->key, schema, m, s->key, store, d));
    x->entity = schema->fields[x->key].entity;
    for (size_t i = 0; i < s->field_count; i++)
        TRY(bind_field(&x->fields[i], schema, m, s->fields[i].field, store, d));
    return HM_OK;
}

/* --- names --- */

static enum hm_status find(struct inquiry_source **out, struct inquiry_source *list, size_t n,
                           const struct model *m, struct str name, const struct place *at,
                           struct diag *d)
{
    struct str names[LIMIT_DATA_SOURCES];
    char hint[256];
    int found = data_source_find(m, name);
    for (size_t i = 0; i < n; i++)
        names[i] = text(m->data_sources[i].name);
    if (found >= 0) {
        *out = &list[found];
        return HM_OK;
    }
    int near = str_nearest(name, names, n);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, at, *hint ? hint : NULL,
                    _("the policy has no source \"%.*s\""), (int)name.n, name.p);
}

enum hm_status inquiry_choose(struct inquiry_source *list, size_t n, const struct model *m,
                              const char *const *names, size_t count, bool accept,
                              struct diag *d)
{
    for (size_t i = 0; i < count; i++) {
        struct inquiry_source *x;
        TRY(find(&x, list, n, m, text(names[i]), NULL, d));
        x->accept |= accept;
        x->chosen |= !accept;
    }
    return HM_OK;
}

/* --- addresses --- */

static enum hm_status set_url(struct inquiry_source *x, struct str url,
                              const struct inquiry_gateways *g, const struct place *at,
                              struct arena *a, struct diag *d)
{
    char *copy = arena_strndup(a, url.p, url.n);
    if (!copy)
        return diag_nomem(d, _("asking registers"));
    const char *fault = data_source_url_fault(copy, g->net.insecure_http);
    if (fault)
        return diag_error(d, HM_USAGE, at, _("the address of %s: %s"), x->s->name, fault);
    x->url = copy;
    return HM_OK;
}

static enum hm_status read_url(struct inquiry_source *list, size_t n, const struct model *m,
                               const char *word, const struct inquiry_gateways *g,
                               struct arena *a, struct diag *d)
{
    const char *equals = strchr(word, '=');
    struct inquiry_source *x;
    if (!equals)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("for example --url vehicle_registry=https://gateway.example.cn/v1"),
                        _("--url wants a source and its address"));
    TRY(find(&x, list, n, m, (struct str){word, (size_t)(equals - word)}, NULL, d));
    return set_url(x, text(equals + 1), g, NULL, a, d);
}

enum gateway_column { SOURCE, URL, TOKEN, CERT, KEY, BATCH, RATE, AT_ONCE, GATEWAY_COLUMNS };
static const char *const gateway_names[GATEWAY_COLUMNS][2] = {
    [SOURCE] = {"source", "来源"},        [URL] = {"url", "地址"},
    [TOKEN] = {"token_file", "令牌文件"}, [CERT] = {"cert_file", "证书文件"},
    [KEY] = {"key_file", "私钥文件"},     [BATCH] = {"batch", "每批人数"},
    [RATE] = {"rate", "每秒请求"},        [AT_ONCE] = {"concurrency", "同时请求"},
};

/* A file beside the table, unless its path is absolute. */
static bool keep_path(const char **out, const struct named_table *t, size_t column,
                      const char *table, struct arena *a)
{
    struct str cell = t->cells[column];
    const char *slash = strrchr(table, '/');
    char path[4096];
    if (cell.n == 0)
        return true;
    bool is_beside = cell.p[0] != '/' && slash;
    snprintf(path, sizeof path, "%.*s%.*s", is_beside ? (int)(slash + 1 - table) : 0, table,
             (int)cell.n, cell.p);
    *out = arena_strdup(a, path);
    return *out != NULL;
}

static enum hm_status read_number(const struct named_table *t, size_t column, uint32_t most,
                                  uint32_t *out)
{
    int64_t v;
    if (t->cells[column].n == 0)
        return HM_OK;
    if (decimal_integer(&v, t->cells[column]) != DECIMAL_OK || v < 1 || v > most) {
        char what[64];
        snprintf(what, sizeof what, _("expected a whole number from 1 to %u"), most);
        return named_table_refuse(t, column, NULL, what);
    }
    *out = (uint32_t)v;
    return HM_OK;
}

static enum hm_status read_gateway(struct inquiry_source *list, size_t n, const struct model *m,
                                   const struct named_table *t,
                                   const struct inquiry_gateways *g, struct arena *a,
                                   struct diag *d)
{
    struct inquiry_source *x;
    struct place at = csv_place(t->csv, t->at[SOURCE] - 1);
    TRY(find(&x, list, n, m, t->cells[SOURCE], &at, d));
    if (t->cells[URL].n)
        TRY(set_url(x, t->cells[URL], g, &at, a, d));
    if (!keep_path(&x->token_file, t, TOKEN, g->file, a) ||
        !keep_path(&x->cert_file, t, CERT, g->file, a) ||
        !keep_path(&x->key_file, t, KEY, g->file, a))
        return diag_nomem(d, _("asking registers"));
    TRY(read_number(t, BATCH, LIMIT_DATA_SOURCE_BATCH, &x->batch));
    TRY(read_number(t, RATE, LIMIT_DATA_SOURCE_RATE, &x->rate));
    return read_number(t, AT_ONCE, LIMIT_DATA_SOURCE_AT_ONCE, &x->concurrency);
}

static enum hm_status read_gateways(struct inquiry_source *list, size_t n,
                                    const struct model *m, const struct inquiry_gateways *g,
                                    struct arena *a, struct diag *d)
{
    struct named_table t;
    bool more = true;
    enum hm_status st = HM_OK;
    TRY(named_table_open(&t, g->file, gateway_names, GATEWAY_COLUMNS, 1u << SOURCE, false, d));
    while (st == HM_OK) {
        st = named_table_next(&t, &more);
        if (st != HM_OK || !more)
            break;
        st = read_gateway(list, n, m, &t, g, a, d);
    }
    named_table_close(&t);
    return st;
}

enum hm_status inquiry_sources(struct inquiry_source **out, size_t *n, const struct model *m,
                               struct store *s, const struct inquiry_gateways *g,
                               struct arena *a, struct diag *d)
{
    size_t count = m->data_source_count;
    struct inquiry_source *list = arena_zalloc(a, (count + 1) * sizeof *list);
    if (!list)
        return diag_nomem(d, _("asking registers"));
    for (size_t i = 0; i < count; i++)
        TRY(bind(&list[i], &m->data_sources[i], m, s, a, d));
    if (g->file)
        TRY(read_gateways(list, count, m, g, a, d));
    for (size_t i = 0; i < g->url_count; i++)
        TRY(read_url(list, count, m, g->urls[i], g, a, d));
    *out = list;
    *n = count;
    return HM_OK;
}
