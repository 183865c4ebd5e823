/* extension.c - joins a store's schema with a policy's, and tells what is new. */
#include "run/extension.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "policy/join.h"
#include "run/schema.h"

/* --- what is new --- */

static enum hm_status note(struct extension *x, enum extension_kind kind, const char *of,
                           const char *name, struct diag *d)
{
    char text[2 * LIMIT_NAME_BYTES + 2];
    void *items = x->items;
    snprintf(text, sizeof text, "%s%s%s", of ? of : "", of ? "." : "", name);
    if (mem_grow(&items, &x->cap, x->count + 1, sizeof *x->items) != 0)
        return diag_nomem(d, _("joining policies"));
    x->items = items;
    struct extension_item *item = &x->items[x->count];
    *item = (struct extension_item){kind, mem_strdup(text)};
    x->count += item->name != NULL;
    return item->name ? HM_OK : diag_nomem(d, _("joining policies"));
}

static enum hm_status compare_enum(struct extension *x, const struct enum_type *now,
                                   uint16_t had, struct diag *d)
{
    for (uint16_t i = had; i < now->count; i++)
        TRY(note(x, EXTENSION_VALUE, now->name, now->values[i].name, d));
    return HM_OK;
}

static bool same_limits(const struct field *a, const struct field *b)
{
    return a->has_min == b->has_min && a->has_max == b->has_max &&
           (!a->has_min || value_equal(&a->min, &b->min)) &&
           (!a->has_max || value_equal(&a->max, &b->max));
}

static enum hm_status compare(struct extension *x, const struct model *now,
                              const struct model *had, struct diag *d)
{
    for (size_t i = 0; i < now->entity_count; i++) {
        const struct entity *e = &now->entities[i];
        if (i >= had->entity_count)
            TRY(note(x, EXTENSION_NEW, NULL, e->name, d));
        else if (entity_max_rows(e) > entity_max_rows(&had->entities[i]))
            TRY(note(x, EXTENSION_WIDER, NULL, e->name, d));
    }
    for (size_t i = 0; i < now->enum_count; i++)
        TRY(compare_enum(x, &now->enums[i], i < had->enum_count ? had->enums[i].count : 0, d));
    for (size_t i = 0; i < now->field_count; i++) {
        const struct field *f = &now->fields[i];
        const char *of = now->entities[f->entity].name;
        if (i >= had->field_count)
            TRY(note(x, EXTENSION_NEW, of, f->name, d));
        else if (!same_limits(f, &had->fields[i]))
            TRY(note(x, EXTENSION_WIDER, of, f->name, d));
    }
    return HM_OK;
}

/* --- what cannot be joined --- */

static const struct field *find_field(const struct model *m, const char *entity,
                                      const char *name)
{
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (strcmp(f->name, name) == 0 && strcmp(m->entities[f->entity].name, entity) == 0)
            return f;
    }
    return NULL;
}

static bool same_type(const struct model *a, const struct field *x, const struct model *b,
                      const struct field *y)
{
    return x->kind == y->kind && x->type.kind == y->type.kind &&
           x->type.decimals == y->type.decimals &&
           (x->type.kind != KIND_ENUM ||
            strcmp(a->enums[x->type.enum_id].name, b->enums[y->type.enum_id].name) == 0);
}

static void put_type(char out[160], const struct model *m, const struct field *f)
{
    const char *kind = f->kind == FIELD_INPUT ? _("input") : _("variable");
    snprintf(out, 160, f->type.kind == KIND_NUMBER ? _("%s, %s with %u decimals") : "%s, %s",
             kind, type_name(&f->type, m->enums), f->type.decimals);
}

/* Every field that differs, with a message each. */
static enum hm_status check_types(const struct model *had, const struct model *policy,
                                  struct diag *d)
{
    enum hm_status st = HM_OK;
    char then[160], now[160];
    for (size_t i = 0; i < policy->field_count; i++) {
        const struct field *f = &policy->fields[i];
        const char *of = policy->entities[f->entity].name;
        const struct field *old = find_field(had, of, f->name);
        if (!old || same_type(had, old, policy, f))
            continue;
        put_type(then, had, old);
        put_type(now, policy, f);
        st = diag_add(d, HM_LEVEL_ERROR, HM_DATA, &f->at,
                      _("give the new field another name: the store keeps the old one"),
                      _("%s.%s is in the store (%s) and is declared otherwise now (%s)"), of,
                      f->name, then, now);
    }
    return st;
}

/* --- all --- */

void extension_put(struct buf *out, const struct extension *x)
{
    static const char *const words[EXTENSION_KINDS] = {"added", "values", "widened"};
    for (int k = 0; k < EXTENSION_KINDS; k++) {
        const char *comma = "";
        buf_printf(out, "%s\"%s\":[", k ? "," : "", words[k]);
        for (size_t i = 0; i < x->count; i++) {
            if (x->items[i].kind != (enum extension_kind)k)
                continue;
            buf_puts(out, comma);
            buf_json_string(out, x->items[i].name, strlen(x->items[i].name));
            comma = ",";
        }
        buf_puts(out, "]");
    }
}

static enum hm_status put_in_store(const struct extension *x, struct store *s,
                                   const struct model *m, const struct author *by,
                                   struct diag *d)
{
    struct buf details;
    buf_init(&details);
    buf_puts(&details, "{");
    extension_put(&details, x);
    buf_puts(&details, "}");
    enum hm_status st = buf_ok(&details) ? store_extend(s, m, details.data, by, d)
                                         : diag_nomem(d, _("joining policies"));
    buf_fini(&details);
    return st;
}

enum hm_status extension_run(struct extension *out, struct store *s, const char *policy,
                             const struct author *by, struct diag *d)
{
    struct extension x = {0};
    struct schema schema;
    struct model joined;
    const struct model *had = store_schema(s);
    TRY(schema_load(&schema, policy, d));
    enum hm_status st = check_types(had, &schema.model, d);
    if (st == HM_OK)
        st = join_extend(&joined, had, &schema.model, d);
    if (st == HM_OK) {
        st = compare(&x, &joined, had, d);
        if (st == HM_OK && x.count)
            st = put_in_store(&x, s, &joined, by, d);
        join_fini(&joined);
    }
    schema_fini(&schema);
    if (st == HM_OK)
        *out = x;
    else
        extension_fini(&x);
    return st;
}

void extension_fini(struct extension *x)
{
    for (size_t i = 0; i < x->count; i++)
        mem_free(x->items[i].name);
    mem_free(x->items);
    *x = (struct extension){0};
}
