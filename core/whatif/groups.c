/* groups.c - see groups.h */
#include "whatif/groups.h"

#include <stdio.h>
#include <string.h>
#include "run/tally.h"
#include "whatif/cells.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- names --- */

/* "person" or "persons" before a dot; the household and its children are looked at without. */
static enum hm_status find_field(uint16_t *out, const struct agenda *s, struct str name)
{
    const struct model *m = s->model;
    const char *dot = memchr(name.p, '.', name.n);
    struct str entity = {name.p, dot ? (size_t)(dot - name.p) : 0};
    struct str rest = dot ? (struct str){dot + 1, name.n - entity.n - 1} : name;
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *e = &m->entities[i];
        bool named = !dot || str_eq(str_of(e->name), entity) ||
                     (e->plural && str_eq(str_of(e->plural), entity)) ||
                     (e->zh && str_eq(str_of(e->zh), entity));
        if (e->root != s->root || !named)
            continue;
        *out = model_field(m, e->id, rest);
        if (*out != NO_FIELD)
            return HM_OK;
    }
    return HM_NOT_FOUND;
}

static enum hm_status no_field(const struct agenda *s, const char *name, struct diag *d)
{
    const struct model *m = s->model;
    struct str names[LIMIT_FIELDS];
    char hint[LIMIT_NAME_BYTES + 64];
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++)
        if (m->entities[m->fields[i].entity].root == s->root && !m->fields[i].is_hidden)
            names[n++] = str_of(m->fields[i].name);
    int near = str_nearest(str_of(name), names, n);
    diag_suggest(hint, sizeof hint, near >= 0 ? names[near].p : NULL);
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, hint,
                    _("households and their members have no input or variable \"%s\""), name);
}

enum hm_status grouping_variable(uint16_t *out, const struct agenda *s, const char *name,
                                 struct diag *d)
{
    uint16_t field;
    if (find_field(&field, s, str_of(name)) != HM_OK || s->model->fields[field].is_hidden)
        return no_field(s, name, d);
    *out = field;
    return HM_OK;
}

enum hm_status grouping_find(struct grouping *out, const struct agenda *s, uint8_t entity,
                             const char *name, struct diag *d)
{
    *out = (struct grouping){.kind = GROUP_ALL, .field = NO_FIELD};
    if (!name || !*name)
        return HM_OK;
    if (strcmp(name, "county") == 0 || strcmp(name, "size") == 0) {
        out->kind = *name == 'c' ? GROUP_COUNTY : GROUP_SIZE;
        return HM_OK;
    }
    uint16_t field = model_field(s->model, entity, str_of(name));
    if (field == NO_FIELD)
        TRY(grouping_variable(&field, s, name, d));
    const struct field *f = &s->model->fields[field];
    if (f->type.kind != KIND_ENUM && f->type.kind != KIND_BOOLEAN)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("give county, size, or a field that is an enum or a boolean"),
                        _("%s has too many values to group by"), f->name);
    if (f->entity != entity && f->entity != s->root)
        return diag_error(d, HM_USAGE, NULL,
                          _("%s is of other rows than what is grouped by it"), f->name);
    *out = (struct grouping){.kind = GROUP_FIELD, .field = field};
    return HM_OK;
}

/* --- keys --- */

static int64_t county_key(const struct agenda *s, const struct frame *facts, uint32_t root)
{
    char scratch[24];
    struct str code = cells_county(s, facts, root, scratch);
    int64_t key = 0;
    if (code.n != 6)
        return GROUP_UNKNOWN;
    for (size_t i = 0; i < code.n; i++) {
        if (code.p[i] < '0' || code.p[i] > '9')
            return GROUP_UNKNOWN;
        key = key * 10 + (code.p[i] - '0');
    }
    return key;
}

static int64_t size_key(const struct agenda *s, const struct frame *facts, uint32_t root)
{
    uint32_t n = 0;
    if (s->member != NO_ENTITY)
        (void)frame_children(facts, s->member, root, &n);
    return n < TALLY_SIZES ? n : TALLY_SIZES - 1;
}

int64_t grouping_key(const struct grouping *g, const struct agenda *s,
                     const struct scan_part *part, const struct results *r, uint8_t entity,
                     uint32_t row)
{
    struct cells c;
    int64_t key;
    if (g->kind == GROUP_ALL)
        return 0;
    uint32_t root = frame_root_row(part->facts, entity, row);
    if (g->kind == GROUP_COUNTY)
        return county_key(s, part->facts, root);
    if (g->kind == GROUP_SIZE)
        return size_key(s, part->facts, root);
    cells_of(&c, part->facts, r, g->field);
    if (s->model->fields[g->field].entity == s->root)
        row = root;
    return cells_get(&c, row, &key) ? key : GROUP_UNKNOWN;
}

void grouping_label(const struct grouping *g, const struct model *m, int64_t key,
                    char scratch[24], const char **name, const char **zh)
{
    *name = *zh = "";
    if (key == GROUP_UNKNOWN || g->kind == GROUP_ALL)
        return;
    if (g->kind == GROUP_FIELD && m->fields[g->field].type.kind == KIND_ENUM) {
        const struct enum_type *e = &m->enums[m->fields[g->field].type.enum_id];
        *name = e->values[key].name;
        *zh = e->values[key].zh ? e->values[key].zh : "";
        return;
    }
    if (g->kind == GROUP_FIELD) {
        *name = key ? "true" : "false";
        return;
    }
    bool open = g->kind == GROUP_SIZE && key == TALLY_SIZES - 1;
    snprintf(scratch, 24, g->kind == GROUP_COUNTY ? "%06lld" : "%lld%s", (long long)key,
             open ? "+" : "");
    *name = scratch;
}
