/* lower_names.c - what the names of scripts stand for, found without running them: locals of a
 * file, global functions, and the members of modules.
 */
#include "ir/lowering.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"

static bool remember(struct lower *w, struct map *map, struct str key,
                     const struct ast_node *node)
{
    size_t cap = w->node_cap;
    if (mem_grow((void **)&w->nodes, &cap, w->node_count + 1u, sizeof *w->nodes) != 0)
        return false;
    w->node_cap = (uint32_t)cap;
    w->nodes[w->node_count] = node;
    return map_put(map, key, w->node_count++) >= 0;
}

static struct str member_key(char *out, size_t bytes, const struct ast_node *binding,
                             struct str name)
{
    int n = snprintf(out, bytes, "%u:%u.%.*s", binding->file, binding->id, (int)name.n, name.p);
    return (struct str){out, n < 0 ? 0 : (size_t)n < bytes ? (size_t)n : bytes - 1};
}

/* `T.name = node` or `function T.name() ... end` at the top of a file. */
static bool collect_member(struct lower *w, const struct ast_node *target,
                           const struct ast_node *node)
{
    char key[256];
    const struct ast_node *table = target->kids[0];
    if (table->kind != AST_NAME || !table->binding)
        return true;
    return remember(w, &w->members,
                    member_key(key, sizeof key, table->binding, target->kids[1]->text), node);
}

static bool collect_target(struct lower *w, const struct ast_node *target,
                           const struct ast_node *node)
{
    if (target->kind == AST_FIELD)
        return collect_member(w, target, node);
    if (target->kind == AST_NAME && !target->binding)
        return remember(w, &w->globals, target->text, node);
    return true;
}

static bool collect_statement(struct lower *w, const struct ast_file *f,
                              const struct ast_node *s)
{
    const struct ast_node **declared = w->declared[f->number];
    switch (s->kind) {
    case AST_LOCAL:
        for (uint32_t i = 0; i < s->kids[0]->kid_count; i++)
            if (s->kid_count > 1 && i < s->kids[1]->kid_count)
                declared[s->kids[0]->kids[i]->id] = s->kids[1]->kids[i];
        return true;
    case AST_LOCAL_FUNCTION:
        declared[s->kids[0]->id] = s->kids[1];
        return true;
    case AST_FUNCTION_STATEMENT:
        return s->is_method || collect_target(w, s->kids[0], s->kids[1]);
    case AST_ASSIGN:
        for (uint32_t i = 0; i < s->kids[0]->kid_count && i < s->kids[1]->kid_count; i++)
            if (!collect_target(w, s->kids[0]->kids[i], s->kids[1]->kids[i]))
                return false;
        return true;
    default:
        return true;
    }
}

bool lower_names_collect(struct lower *w)
{
    size_t n = w->q->file_count;
    w->locals = arena_zalloc(w->arena, (n + 1) * sizeof *w->locals);
    w->declared = arena_zalloc(w->arena, (n + 1) * sizeof *w->declared);
    if (!w->locals || !w->declared)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct ast_file *f = w->q->files[i];
        if (!f || !f->chunk)
            continue;
        w->declared[i] = arena_zalloc(w->arena, (f->node_count + 1u) * sizeof **w->declared);
        if (!w->declared[i])
            return false;
        for (uint32_t k = 0; k < f->chunk->kid_count; k++)
            if (!collect_statement(w, f, f->chunk->kids[k]))
                return false;
    }
    return true;
}

struct local *lower_names_local(struct lower *w, const struct ast_node *declaring)
{
    struct local **file = &w->locals[declaring->file];
    if (!*file) {
        uint32_t n = w->q->files[declaring->file]->node_count;
        *file = arena_zalloc(w->arena, (n + 1u) * sizeof **file);
        if (!*file) {
            w->ir->failed = true;
            return NULL;
        }
    }
    return &(*file)[declaring->id];
}

const struct ast_node *lower_names_initial(struct lower *w, const struct ast_node *declaring)
{
    if (declaring->is_reassigned || !w->declared[declaring->file])
        return NULL;
    return w->declared[declaring->file][declaring->id];
}

const struct ast_node *lower_names_global(struct lower *w, struct str name)
{
    uint32_t at;
    return map_get(&w->globals, name, &at) ? w->nodes[at] : NULL;
}

const struct ast_node *lower_names_member(struct lower *w, const struct lval *module,
                                          struct str name)
{
    char key[256];
    uint32_t at;
    if (module->binding &&
        map_get(&w->members, member_key(key, sizeof key, module->binding, name), &at))
        return w->nodes[at];
    const struct ast_node *table = module->node;
    for (uint32_t i = 0; table && i < table->kid_count; i++) {
        const struct ast_node *pair = table->kids[i];
        if (pair->kind == AST_PAIR && str_eq(pair->kids[0]->text, name))
            return pair->kids[1];
    }
    return NULL;
}

/* The stdlib file a `require` means: its path ends in "/NAME.lua". */
const struct ast_file *lower_names_module(struct lower *w, struct str name)
{
    char tail[160];
    int n = snprintf(tail, sizeof tail, "stdlib/%.*s.lua", (int)name.n, name.p);
    for (size_t i = 0; n > 0 && i < w->q->file_count; i++) {
        const struct ast_file *f = w->q->files[i];
        size_t length = f && f->path ? strlen(f->path) : 0;
        if (length >= (size_t)n && strcmp(f->path + length - (size_t)n, tail) == 0)
            return f;
    }
    return NULL;
}
