/* sites.c - walks functions, and those they call, for sites.
 *
 * What a name stands for is found by its declaration, a module's function by its name alone:
 * one function too many does no harm.
 */
#include "lang/sites.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

struct named {
    const struct ast_node *binding; /* declaring NAME; NULL: a global or a member of a table */
    struct str name;
    const struct ast_node *function;
};

struct finder {
    struct sites *out;
    struct ast_file *const *files;
    size_t file_count;
    struct named *named;
    size_t named_count, named_cap;
    const struct ast_node **queue; /* functions to walk, each once */
    size_t queued, queue_cap, done;
    const struct ast_file *file;     /* being walked */
    const struct ast_node *function; /* likewise */
    bool nomem;
};

/* --- what names stand for --- */

static void add_named(struct finder *f, const struct ast_node *binding, struct str name,
                      const struct ast_node *function)
{
    if (function->kind != AST_FUNCTION)
        return;
    void *items = f->named;
    if (mem_grow(&items, &f->named_cap, f->named_count + 1, sizeof *f->named) != 0) {
        f->nomem = true;
        return;
    }
    f->named = items;
    f->named[f->named_count++] = (struct named){binding, name, function};
}

static struct str last_name(const struct ast_node *target)
{
    return target->kind == AST_FIELD ? target->kids[1]->text : target->text;
}

static void name_list(struct finder *f, const struct ast_node *targets,
                      const struct ast_node *values, bool is_local)
{
    for (uint32_t i = 0; i < targets->kid_count && i < values->kid_count; i++) {
        const struct ast_node *t = targets->kids[i];
        if (t->kind == AST_NAME || t->kind == AST_FIELD)
            add_named(f, is_local ? t : t->binding, last_name(t), values->kids[i]);
    }
}

static void find_named(struct finder *f, const struct ast_node *n)
{
    switch (n->kind) {
    case AST_LOCAL:
        name_list(f, n->kids[0], n->kids[1], true);
        break;
    case AST_ASSIGN:
        name_list(f, n->kids[0], n->kids[1], false);
        break;
    case AST_LOCAL_FUNCTION:
        add_named(f, n->kids[0], n->kids[0]->text, n->kids[1]);
        break;
    case AST_FUNCTION_STATEMENT:
        add_named(f, n->kids[0]->kind == AST_NAME ? n->kids[0]->binding : NULL,
                  last_name(n->kids[0]), n->kids[1]);
        break;
    case AST_PAIR:
        add_named(f, NULL, n->kids[0]->text, n->kids[1]);
        break;
    default:
        break;
    }
    for (uint32_t i = 0; i < n->kid_count; i++)
        find_named(f, n->kids[i]);
}

/* --- functions still to be walked --- */

static void enqueue(struct finder *f, const struct ast_node *function)
{
    void *queue = f->queue;
    for (size_t i = 0; i < f->queued; i++)
        if (f->queue[i] == function)
            return;
    if (mem_grow(&queue, &f->queue_cap, f->queued + 1, sizeof *f->queue) != 0) {
        f->nomem = true;
        return;
    }
    f->queue = queue;
    f->queue[f->queued++] = function;
}

static void enqueue_named(struct finder *f, const struct ast_node *binding, struct str name)
{
    for (size_t i = 0; i < f->named_count; i++) {
        const struct named *one = &f->named[i];
        if (one->binding == binding && (binding || str_eq(one->name, name)))
            enqueue(f, one->function);
    }
}

/* --- sites --- */

static void add_site(struct finder *f, enum site_kind kind, const struct ast_node *n,
                     const struct ast_node *around, uint32_t offset, bool is_condition)
{
    void *items = f->out->items;
    if (mem_grow(&items, &f->out->cap, f->out->count + 1, sizeof *f->out->items) != 0) {
        f->nomem = true;
        return;
    }
    f->out->items = items;
    f->out->items[f->out->count++] =
        (struct site){kind, f->file, n, around, f->function, offset, is_condition};
}

static bool is_comparison(const struct ast_node *n)
{
    return n->kind >= AST_EQ && n->kind <= AST_GE;
}

static void walk(struct finder *f, const struct ast_node *n, const struct ast_node *around,
                 bool is_condition);

static void walk_condition(struct finder *f, const struct ast_node *n)
{
    bool is_joined = n->kind == AST_AND || n->kind == AST_OR;
    add_site(f, SITE_CONDITION, n, NULL, is_joined ? n->op : n->first, true);
    walk(f, n, NULL, true);
}

/* As the rewriter asks: in `c and x or y` only c is a condition. */
static void walk_left_of_or(struct finder *f, const struct ast_node *n)
{
    if (n->kind == AST_AND) {
        walk(f, n, NULL, false);
    } else if (n->kind == AST_OR) {
        walk_left_of_or(f, n->kids[0]);
        walk_left_of_or(f, n->kids[1]);
    } else if (n->kind == AST_PAREN) {
        walk_left_of_or(f, n->kids[0]);
    } else {
        walk_condition(f, n);
    }
}

static void walk_kids(struct finder *f, const struct ast_node *n, const struct ast_node *around)
{
    for (uint32_t i = 0; i < n->kid_count; i++)
        walk(f, n->kids[i], around, false);
}

static void walk_branches(struct finder *f, const struct ast_node *n)
{
    for (uint32_t i = 0; i < n->kid_count; i++) {
        if (n->kids[i]->kind == AST_BLOCK)
            walk(f, n->kids[i], NULL, false);
        else
            walk_condition(f, n->kids[i]);
    }
}

static void walk(struct finder *f, const struct ast_node *n, const struct ast_node *around,
                 bool is_condition)
{
    bool is_operation = n->kind >= AST_UNM && n->kind <= AST_SHR;
    if (is_comparison(n))
        add_site(f, SITE_COMPARISON, n, around, n->op, is_condition);
    switch (n->kind) {
    case AST_INTEGER:
    case AST_NUMBER:
        add_site(f, SITE_LITERAL, n, around, n->first, false);
        break;
    case AST_NAME:
        enqueue_named(f, n->binding, n->text);
        break;
    case AST_FIELD:
        enqueue_named(f, NULL, n->kids[1]->text);
        walk(f, n->kids[0], n, false);
        break;
    case AST_CALL:
        if (n->kids[0]->kind == AST_NAME && !n->kids[0]->binding)
            add_site(f, SITE_CALL, n, around, n->first, false);
        walk_kids(f, n, n);
        break;
    case AST_IF:
    case AST_WHILE:
    case AST_REPEAT:
        walk_branches(f, n);
        break;
    case AST_NOT:
        walk_condition(f, n->kids[0]);
        break;
    case AST_AND:
        walk_condition(f, n->kids[0]);
        walk(f, n->kids[1], n, false);
        break;
    case AST_OR:
        walk_left_of_or(f, n->kids[0]);
        walk(f, n->kids[1], n, false);
        break;
    default:
        walk_kids(f, n, is_operation ? n : n->kind == AST_PAREN ? around : NULL);
    }
}

static const struct ast_file *file_of(const struct finder *f, const struct ast_node *n)
{
    for (size_t i = 0; i < f->file_count; i++)
        if (f->files[i] && f->files[i]->number == n->file)
            return f->files[i];
    return NULL;
}

static int compare_sites(const void *left, const void *right)
{
    const struct site *a = left, *b = right;
    if (a->file->number != b->file->number)
        return a->file->number < b->file->number ? -1 : 1;
    if (a->node->first != b->node->first)
        return a->node->first < b->node->first ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->node->last > b->node->last) - (a->node->last < b->node->last);
}

/* A function inside another one is met twice. */
static void drop_doubles(struct sites *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (n == 0 || s->items[n - 1].node != s->items[i].node ||
            s->items[n - 1].kind != s->items[i].kind)
            s->items[n++] = s->items[i];
    s->count = n;
}

enum hm_status sites_collect(struct sites *out, struct ast_file *const *files, size_t count,
                             const struct ast_node *const *roots, size_t root_count)
{
    struct finder f = {.out = out, .files = files, .file_count = count};
    *out = (struct sites){0};
    for (size_t i = 0; i < count; i++)
        if (files[i])
            find_named(&f, files[i]->chunk);
    for (size_t i = 0; i < root_count; i++)
        enqueue(&f, roots[i]);
    for (; f.done < f.queued && !f.nomem; f.done++) {
        const struct ast_node *function = f.queue[f.done];
        f.file = file_of(&f, function);
        f.function = function;
        if (f.file)
            walk(&f, function->kids[1], NULL, false);
    }
    mem_free(f.named);
    mem_free(f.queue);
    if (f.nomem) {
        sites_fini(out);
        return HM_NOMEM;
    }
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, compare_sites);
    drop_doubles(out);
    return HM_OK;
}

void sites_fini(struct sites *s)
{
    mem_free(s->items);
    *s = (struct sites){0};
}
