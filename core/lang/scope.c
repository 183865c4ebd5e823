/* scope.c - ties names to their declarations and refuses what Lua's compiler would refuse.
 *
 * After it, every NAME node's `binding` is the NAME that declares it (NULL: a global), and
 * declarations know whether they are assigned to again, and from inside another function.
 */
#include <string.h>

#include "base/mem.h"
#include "lang/parse.h"

struct binding {
    struct ast_node *name;
    unsigned level; /* functions around it */
};

/* A block that is open, for labels; a chain on the C stack. */
struct frame {
    const struct ast_node *block;
    const struct frame *outer; /* NULL at a function's own block */
};

struct scope {
    struct ast_file *file;
    struct diag *diag;
    struct binding *bindings;
    size_t count, cap;
    unsigned level;
    unsigned loops; /* around, within the function */
    bool vararg;
    const struct frame *frame;
    size_t errors;
    bool nomem;
};

static void walk(struct scope *s, struct ast_node *n);

static void complain(struct scope *s, const struct ast_node *n, const char *hint,
                     const char *text)
{
    struct place at = ast_place(s->file, n->first);

    s->errors++;
    diag_add(s->diag, HM_LEVEL_ERROR, HM_DATA, &at, hint, text, (int)n->text.n, n->text.p);
}

static void declare(struct scope *s, struct ast_node *name)
{
    if (name->kind != AST_NAME)
        return;
    name->binding = name;
    name->level = (uint8_t)s->level; /* LIMIT_NESTING bounds it */
    if (mem_grow((void **)&s->bindings, &s->cap, s->count + 1, sizeof *s->bindings) != 0) {
        s->nomem = true;
        return;
    }
    s->bindings[s->count++] = (struct binding){name, s->level};
}

static void declare_list(struct scope *s, struct ast_node *list)
{
    for (uint32_t i = 0; i < list->kid_count; i++)
        declare(s, list->kids[i]);
}

static const struct binding *find(const struct scope *s, struct str name)
{
    for (size_t i = s->count; i > 0; i--)
        if (str_eq(s->bindings[i - 1].name->text, name))
            return &s->bindings[i - 1];
    return NULL;
}

static void use(struct scope *s, struct ast_node *name)
{
    const struct binding *b = find(s, name->text);

    name->binding = b ? b->name : NULL;
}

static void assign(struct scope *s, struct ast_node *target)
{
    const struct binding *b;

    if (target->kind != AST_NAME) {
        walk(s, target);
        return;
    }
    use(s, target);
    b = find(s, target->text);
    if (!b)
        return;
    b->name->is_reassigned = true;
    if (b->level != s->level)
        b->name->is_shared = true;
    if (b->name->kid_count)
        complain(s, target, NULL, _("'%.*s' was declared <const> and cannot be assigned to"));
}

static void walk_kids(struct scope *s, struct ast_node *n)
{
    for (uint32_t i = 0; i < n->kid_count; i++)
        walk(s, n->kids[i]);
}

/* The statements of a block; its names stay declared until the caller forgets them. */
static void open_block(struct scope *s, struct ast_node *block, struct frame *frame)
{
    *frame = (struct frame){block, s->frame};
    s->frame = frame;
    walk_kids(s, block);
}

static void walk_block(struct scope *s, struct ast_node *block)
{
    size_t count = s->count;
    const struct frame *outer = s->frame;
    struct frame frame;

    open_block(s, block, &frame);
    s->frame = outer;
    s->count = count;
}

static void walk_function(struct scope *s, struct ast_node *fn)
{
    size_t count = s->count;
    unsigned loops = s->loops;
    bool vararg = s->vararg;
    const struct frame *outer = s->frame;
    struct ast_node *params = fn->kids[0];

    fn->level = (uint8_t)s->level;
    s->level++;
    s->loops = 0;
    s->frame = NULL;
    s->vararg = params->kid_count && params->kids[params->kid_count - 1]->kind == AST_VARARG;
    declare_list(s, params);
    walk_block(s, fn->kids[1]);
    s->level--;
    s->loops = loops;
    s->vararg = vararg;
    s->frame = outer;
    s->count = count;
}

static void walk_loop_body(struct scope *s, struct ast_node *block)
{
    s->loops++;
    walk_block(s, block);
    s->loops--;
}

static void walk_repeat(struct scope *s, struct ast_node *n)
{
    size_t count = s->count;
    const struct frame *outer = s->frame;
    struct frame frame;

    s->loops++;
    open_block(s, n->kids[0], &frame);
    s->loops--;
    walk(s, n->kids[1]); /* sees the block's locals */
    s->frame = outer;
    s->count = count;
}

static void walk_for(struct scope *s, struct ast_node *n)
{
    size_t count = s->count;
    uint32_t last = n->kid_count - 1;

    for (uint32_t i = 1; i < last; i++)
        walk(s, n->kids[i]);
    if (n->kind == AST_FOR_IN)
        declare_list(s, n->kids[0]);
    else
        declare(s, n->kids[0]);
    walk_loop_body(s, n->kids[last]);
    s->count = count;
}

static void check_goto(struct scope *s, const struct ast_node *n)
{
    for (const struct frame *f = s->frame; f; f = f->outer)
        for (uint32_t i = 0; i < f->block->kid_count; i++)
            if (f->block->kids[i]->kind == AST_LABEL &&
                str_eq(f->block->kids[i]->text, n->text))
                return;
    complain(s, n, NULL, _("no label '%.*s' can be seen from this goto"));
}

/* A label of the same name in this block or one around it. */
static void check_label(struct scope *s, const struct ast_node *n)
{
    for (const struct frame *f = s->frame; f; f = f->outer)
        for (uint32_t i = 0; i < f->block->kid_count; i++) {
            const struct ast_node *other = f->block->kids[i];
            if (other->kind == AST_LABEL && other->first < n->first &&
                str_eq(other->text, n->text)) {
                complain(s, n, NULL, _("the label '%.*s' is there already"));
                return;
            }
        }
}

static void walk_statement(struct scope *s, struct ast_node *n)
{
    switch (n->kind) {
    case AST_LOCAL:
        walk_kids(s, n->kids[1]);
        declare_list(s, n->kids[0]);
        break;
    case AST_LOCAL_FUNCTION:
        declare(s, n->kids[0]);
        walk_function(s, n->kids[1]);
        break;
    case AST_FUNCTION_STATEMENT:
        assign(s, n->kids[0]);
        walk_function(s, n->kids[1]);
        break;
    case AST_ASSIGN:
        walk_kids(s, n->kids[1]);
        for (uint32_t i = 0; i < n->kids[0]->kid_count; i++)
            assign(s, n->kids[0]->kids[i]);
        break;
    case AST_BLOCK:
        walk_block(s, n);
        break;
    case AST_WHILE:
        walk(s, n->kids[0]);
        walk_loop_body(s, n->kids[1]);
        break;
    case AST_REPEAT:
        walk_repeat(s, n);
        break;
    case AST_FOR:
    case AST_FOR_IN:
        walk_for(s, n);
        break;
    case AST_BREAK:
        if (!s->loops)
            complain(s, n, NULL, _("'break' stands in no loop"));
        break;
    case AST_GOTO:
        check_goto(s, n);
        break;
    case AST_LABEL:
        check_label(s, n);
        break;
    default:
        walk_kids(s, n);
    }
}

static void walk(struct scope *s, struct ast_node *n)
{
    switch (n->kind) {
    case AST_NAME:
        use(s, n);
        break;
    case AST_VARARG:
        if (!s->vararg)
            complain(s, n, NULL, _("'...' stands in a function that does not take it"));
        break;
    case AST_FUNCTION:
        walk_function(s, n);
        break;
    default:
        walk_statement(s, n);
    }
}

enum hm_status scope_resolve(struct ast_file *file, struct diag *d)
{
    struct scope s = {.file = file, .diag = d, .vararg = true};

    walk_block(&s, file->chunk);
    mem_free(s.bindings);
    if (s.nomem)
        return diag_nomem(d, _("reading a script"));
    return s.errors ? HM_DATA : HM_OK;
}
