/* root.c - finding the root entity that was asked for. */
#include "run/root.h"

#include <string.h>

static enum hm_status first_root(uint8_t *out, const struct model *m, struct diag *d)
{
    uint8_t root = model_entity(m, (struct str){"household", 9});
    for (uint8_t e = 0; root == NO_ENTITY && e < m->entity_count; e++)
        if (m->entities[e].parent == NO_ENTITY)
            root = e;
    if (root == NO_ENTITY)
        return diag_error(d, HM_DATA, NULL, _("the policy %s declares no entity"), m->name);
    *out = root;
    return HM_OK;
}

static enum hm_status refuse_name(const struct model *m, const char *name, struct diag *d)
{
    struct str names[UINT8_MAX];
    char hint[256];
    size_t count = 0;
    for (size_t i = 0; i < m->entity_count && count < UINT8_MAX; i++)
        if (m->entities[i].parent == NO_ENTITY)
            names[count++] = (struct str){m->entities[i].name, strlen(m->entities[i].name)};
    int near = str_nearest((struct str){name, strlen(name)}, names, count);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &(struct place){.field = "--of"},
                    *hint ? hint : NULL, _("there is no entity \"%s\""), name);
}

enum hm_status root_find(uint8_t *out, const struct model *m, const char *name, struct diag *d)
{
    if (!name)
        return first_root(out, m, d);
    uint8_t found = model_entity(m, (struct str){name, strlen(name)});
    if (found == NO_ENTITY)
        return refuse_name(m, name, d);
    const struct entity *e = &m->entities[found];
    if (e->parent != NO_ENTITY)
        return diag_error(d, HM_USAGE, &(struct place){.field = "--of"},
                          _("%s belongs to %s; give %s"), e->name, m->entities[e->root].name,
                          m->entities[e->root].name);
    *out = found;
    return HM_OK;
}

enum hm_status root_in_store(uint8_t *out, const struct model *schema, const char *name,
                             struct diag *d)
{
    if (!name && model_entity(schema, (struct str){"household", 9}) == NO_ENTITY)
        return diag_error(d, HM_DATA, NULL, _("the store has no households"));
    return root_find(out, schema, name, d);
}
