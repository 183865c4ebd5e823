/* doc_gather.c - takes a loaded policy apart: files in reading order, their declarations by
 * line, comments that stand above them, who reads what, and what checks and cases gave. */
#include "report/doc_page.h"

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

struct gather {
    struct doc_page *page;
    bool no_memory;
};

static const char *keep(struct gather *g, const char *text, size_t n)
{
    const char *kept = arena_strndup(&g->page->arena, text, n);
    g->no_memory |= kept == NULL;
    return kept ? kept : "";
}

/* --- comments --- */

static struct str line_of(const struct ast_file *f, uint32_t line)
{
    if (line == 0 || line > f->line_count)
        return (struct str){"", 0};
    uint32_t from = f->lines[line - 1];
    uint32_t to = line < f->line_count ? f->lines[line] : (uint32_t)f->bytes;
    while (to > from && (f->text[to - 1] == '\n' || f->text[to - 1] == '\r'))
        to--;
    return (struct str){f->text + from, to - from};
}

/* The text of a line that is a comment from its beginning on; dashes: how many it begins with.
 */
static bool comment_of(struct str line, struct str *text, size_t *dashes)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == '-')
        n++;
    if (n < 2)
        return false;
    *dashes = n;
    while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
        n++;
    while (line.n > n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '-'))
        line.n--;
    *text = (struct str){line.p + n, line.n - n};
    return true;
}

enum { RULER_DASHES = 8 };

/* "-- cn/dibao.lua      7 低保金": what stands behind the path; then the comment lines below.
 */
static void read_opening(struct gather *g, struct doc_section *s)
{
    struct str text;
    size_t dashes;
    struct buf intro;
    const char *slash = strrchr(s->path, '/');
    s->title = slash ? slash + 1 : s->path;
    if (!comment_of(line_of(s->file, 1), &text, &dashes))
        return;
    const char *lua = memmem(text.p, text.n, ".lua", 4);
    size_t skip = lua ? (size_t)(lua - text.p) + 4 : 0;
    while (skip < text.n && text.p[skip] == ' ')
        skip++;
    if (skip < text.n)
        s->title = keep(g, text.p + skip, text.n - skip);
    buf_init(&intro);
    for (uint32_t line = 2;
         comment_of(line_of(s->file, line), &text, &dashes) && dashes < RULER_DASHES; line++)
        if (text.n > 0) {
            buf_puts(&intro, intro.len ? "\n" : "");
            buf_put(&intro, text.p, text.n);
        }
    if (intro.len > 0)
        s->intro = keep(g, intro.data, intro.len);
    g->no_memory |= !buf_ok(&intro);
    buf_fini(&intro);
}

/* The comment lines right above a declaration; NULL when there are none. */
static const char *comment_above(struct gather *g, const struct doc_section *s, uint32_t line)
{
    struct str text;
    size_t dashes;
    uint32_t first = line;
    while (first > 2 && comment_of(line_of(s->file, first - 1), &text, &dashes) &&
           dashes < RULER_DASHES)
        first--;
    if (first == line || first <= 2)
        return NULL;
    struct buf out;
    buf_init(&out);
    for (uint32_t i = first; i < line; i++) {
        comment_of(line_of(s->file, i), &text, &dashes);
        buf_puts(&out, out.len ? "\n" : "");
        buf_put(&out, text.p, text.n);
    }
    const char *kept = out.len ? keep(g, out.data, out.len) : NULL;
    buf_fini(&out);
    return kept;
}

/* --- items --- */

static struct doc_section *section_of(struct doc_page *page, const char *file)
{
    for (size_t i = 0; file && i < page->section_count; i++)
        if (strcmp(page->sections[i].file->path, file) == 0)
            return &page->sections[i];
    return NULL;
}

static void add(struct gather *g, struct doc_section *s, struct doc_item item)
{
    void *items = s->items;
    if (mem_grow(&items, &s->cap, s->count + 1, sizeof item) != 0) {
        g->no_memory = true;
        return;
    }
    s->items = items;
    s->items[s->count++] = item;
}

static void add_declared(struct gather *g, enum doc_kind kind, size_t index,
                         const struct place *at)
{
    struct doc_section *s = section_of(g->page, at->file);
    if (s)
        add(g, s,
            (struct doc_item){.kind = kind,
                              .index = (uint32_t)index,
                              .line = at->line,
                              .text = comment_above(g, s, at->line)});
}

static void add_headings(struct gather *g, struct doc_section *s)
{
    struct str text;
    size_t dashes;
    for (uint32_t line = 1; line <= s->file->line_count; line++)
        if (comment_of(line_of(s->file, line), &text, &dashes) && dashes >= RULER_DASHES &&
            text.n > 0)
            add(g, s,
                (struct doc_item){
                    .kind = DOC_HEADING, .line = line, .text = keep(g, text.p, text.n)});
}

/* `local function name`, `local name = function` at the top of a script. */
static bool is_helper(const struct ast_node *n)
{
    if (n->kind == AST_LOCAL_FUNCTION || n->kind == AST_FUNCTION_STATEMENT)
        return true;
    return n->kind == AST_LOCAL && n->kid_count == 2 && n->kids[0]->kid_count == 1 &&
           n->kids[1]->kid_count == 1 && n->kids[1]->kids[0]->kind == AST_FUNCTION;
}

/* The name a helper is called by; NULL for one with a dot in it. */
static const struct ast_node *helper_name(const struct ast_node *n)
{
    const struct ast_node *name = n->kind == AST_LOCAL ? n->kids[0]->kids[0] : n->kids[0];
    return name->kind == AST_NAME ? name : NULL;
}

/* Whether a function of a declaration mentions the name: what only helps to write declarations
 * down is of no interest to a reader of rules. */
static bool is_mentioned(const struct ast_node *node, const struct ast_node *name,
                         bool in_table, bool in_rule)
{
    if (node->kind == AST_NAME && node->binding == name && node != name && in_rule)
        return true;
    if (node->kind == AST_PAIR && node->kids[1]->kind == AST_NAME &&
        node->kids[1]->binding == name)
        return true; /* numerator = in_care */
    in_rule |= in_table && node->kind == AST_FUNCTION;
    in_table |= node->kind == AST_TABLE;
    for (uint32_t i = 0; i < node->kid_count; i++)
        if (node->kids[i] && is_mentioned(node->kids[i], name, in_table, in_rule))
            return true;
    return false;
}

/* By a rule, or by another helper that is. */
static bool is_used(const struct ast_node *chunk, const struct ast_node *helper, unsigned depth)
{
    const struct ast_node *name = helper_name(helper);
    if (!name || is_mentioned(chunk, name, false, false))
        return true;
    for (uint32_t i = 0; depth < 4 && i < chunk->kid_count; i++) {
        const struct ast_node *other = chunk->kids[i];
        if (other != helper && is_helper(other) && is_mentioned(other, name, false, true) &&
            is_used(chunk, other, depth + 1))
            return true;
    }
    return false;
}

static void add_helpers(struct gather *g, struct doc_section *s)
{
    const struct ast_node *chunk = s->file->chunk;
    for (uint32_t i = 0; chunk && i < chunk->kid_count; i++) {
        if (!is_helper(chunk->kids[i]) || (s->level && !is_used(chunk, chunk->kids[i], 0)))
            continue;
        uint32_t line = ast_line(s->file, chunk->kids[i]->first);
        add(g, s,
            (struct doc_item){.kind = DOC_HELPER,
                              .line = line,
                              .node = chunk->kids[i],
                              .text = comment_above(g, s, line)});
    }
}

static void add_declarations(struct gather *g)
{
    const struct model *m = g->page->m;
    for (size_t i = 0; i < m->enum_count; i++)
        add_declared(g, DOC_ENUM, i, &m->enums[i].at);
    for (size_t i = 0; i < m->entity_count; i++)
        add_declared(g, DOC_ENTITY, i, &m->entities[i].at);
    for (size_t i = 0; i < m->field_count; i++)
        if (!m->fields[i].is_hidden)
            add_declared(g, m->fields[i].kind == FIELD_INPUT ? DOC_INPUT : DOC_VARIABLE, i,
                         &m->fields[i].at);
    for (size_t i = 0; i < m->parameter_count; i++)
        add_declared(g, DOC_PARAMETER, i, &m->parameters[i].at);
    for (size_t i = 0; i < m->check_count; i++)
        add_declared(g, DOC_CHECK, i, &m->checks[i].at);
    for (size_t i = 0; i < m->indicator_count; i++)
        add_declared(g, DOC_INDICATOR, i, &m->indicators[i].at);
    for (size_t i = 0; i < m->data_source_count; i++)
        add_declared(g, DOC_SOURCE, i, &m->data_sources[i].at);
    for (size_t i = 0; i < m->scenario_count; i++)
        add_declared(g, DOC_SCENARIO, i, &m->scenarios[i].at);
    for (size_t i = 0; i < m->example_count; i++)
        if (strcmp(m->examples[i].level, m->name) == 0)
            add_declared(g, DOC_CASE, i, &m->examples[i].at);
}

static int by_line(const void *a, const void *b)
{
    const struct doc_item *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* --- sections --- */

static const struct source_file *source_of(const struct policy *p, const char *shown)
{
    for (size_t i = 0; i < p->sources.count; i++)
        if (strcmp(p->sources.files[i].shown_path, shown) == 0)
            return &p->sources.files[i];
    return NULL;
}

/* How deep a level lies; the stdlib (NULL) above all. */
static size_t depth_of(const char *level)
{
    size_t n = level ? 1 : 0;
    for (; level && *level; level++)
        n += *level == '/';
    return n;
}

/* Where the bracket begins that a title ends with; 0 when it ends otherwise. */
static size_t last_bracket(const char *title)
{
    size_t n = strlen(title), depth = 0;
    while (n-- > 0) {
        depth += title[n] == ')';
        if (depth == 0)
            return 0;
        if (title[n] == '(' && --depth == 0)
            return n;
    }
    return 0;
}

static void add_section(struct gather *g, const struct ast_file *file)
{
    struct doc_page *page = g->page;
    const struct source_file *source = source_of(page->policy, file->path);
    const char *path = source ? source->path : file->path, *slash = strrchr(path, '/');
    bool is_library = strncmp(path, "stdlib/", 7) == 0;
    struct doc_section *s = &page->sections[page->section_count++];
    *s = (struct doc_section){.file = file, .path = path};
    if (!is_library)
        s->level = slash ? keep(g, path, (size_t)(slash - path)) : "";
    read_opening(g, s);
    size_t bracket = last_bracket(s->title);
    s->label = bracket ? keep(g, s->title, bracket) : s->title;
    if (!is_library)
        add_headings(g, s);
    add_helpers(g, s);
}

/* The deepest level first; inside a level as the scripts were read. */
static void sort_sections(struct doc_page *page)
{
    for (size_t i = 1; i < page->section_count; i++) {
        struct doc_section s = page->sections[i];
        size_t k = i;
        for (; k > 0 && depth_of(page->sections[k - 1].level) < depth_of(s.level); k--)
            page->sections[k] = page->sections[k - 1];
        page->sections[k] = s;
    }
}

static void gather_sections(struct gather *g)
{
    struct doc_page *page = g->page;
    size_t n = policy_script_count(page->policy);
    page->sections = arena_zalloc(&page->arena, (n + 1) * sizeof *page->sections);
    g->no_memory |= !page->sections;
    for (size_t i = 0; page->sections && i < n; i++)
        add_section(g, policy_script(page->policy, i));
    sort_sections(page);
    add_declarations(g);
    for (size_t i = 0; i < page->section_count; i++)
        if (page->sections[i].count)
            qsort(page->sections[i].items, page->sections[i].count, sizeof(struct doc_item),
                  by_line);
}

/* --- who reads what --- */

typedef const uint16_t *reads_fn(const struct field *f, size_t *n);

static const uint16_t *reads_fields(const struct field *f, size_t *n)
{
    *n = f->read_count;
    return f->reads;
}

static const uint16_t *reads_parameters(const struct field *f, size_t *n)
{
    *n = f->read_parameter_count;
    return f->reads_parameters;
}

/* Turns "f reads x" into "x is read by f". */
static void invert(struct gather *g, size_t count, reads_fn *reads, uint32_t **first,
                   uint32_t **list)
{
    const struct model *m = g->page->m;
    size_t total = 0, n;
    for (size_t i = 0; i < m->field_count; i++) {
        reads(&m->fields[i], &n);
        total += n;
    }
    *first = arena_zalloc(&g->page->arena, (count + 2) * sizeof **first);
    *list = arena_zalloc(&g->page->arena, (total + 1) * sizeof **list);
    g->no_memory |= !*first || !*list;
    for (int round = 0; round < 2 && !g->no_memory; round++) {
        for (size_t i = 0; i < m->field_count; i++) {
            const uint16_t *ids = reads(&m->fields[i], &n);
            for (size_t k = 0; k < n && !m->fields[i].is_hidden; k++) {
                if (round == 0)
                    (*first)[ids[k] + 2]++;
                else
                    (*list)[(*first)[ids[k] + 1]++] = (uint32_t)i;
            }
        }
        for (size_t i = 0; round == 0 && i < count; i++)
            (*first)[i + 2] += (*first)[i + 1];
    }
}

/* --- all --- */

/* The indicators as the published figures have them, in the latest month any of them begins. */
static enum hm_status run_indicators(struct doc_page *page, const struct hm_host *host,
                                     struct diag *d)
{
    const struct model *m = page->m;
    struct indicators_options options = {0};
    struct hm_host quiet = *host;
    for (size_t i = 0; i < m->figure_count; i++)
        if (i == 0 || m->figures[i].month > options.month)
            options.month = m->figures[i].month;
    if (m->figure_count == 0 || m->indicator_count == 0)
        return HM_OK;
    quiet.progress = NULL;
    enum hm_status st =
        indicators_run(&page->indicators, page->policy, NULL, &options, &quiet, d);
    return st == HM_DATA ? HM_OK : st; /* an indicator in error: the page says so */
}

enum hm_status doc_page_open(struct doc_page *page, const struct policy *p,
                             const struct hm_host *host, struct diag *d)
{
    struct gather g = {.page = page};
    enum hm_status st;
    *page = (struct doc_page){.policy = p, .m = p->model};
    arena_init(&page->arena);
    checkrun_init(&page->checks);
    examples_init(&page->cases);
    gather_sections(&g);
    invert(&g, p->model->field_count, reads_fields, &page->reader_first, &page->readers);
    invert(&g, p->model->parameter_count, reads_parameters, &page->user_first, &page->users);
    st = g.no_memory ? diag_nomem(d, _("writing pages")) : HM_OK;
    if (st == HM_OK)
        st = vecinfo_make(&page->engines, p, d);
    if (st == HM_OK)
        st = checkrun_all(&page->checks, p, 0, 0, NULL, 0, d);
    if (st == HM_OK)
        st = run_indicators(page, host, d);
    if (st == HM_OK)
        st = examples_policy(&page->cases, p, false, false, NULL, host, d);
    return st;
}

void doc_page_close(struct doc_page *page)
{
    for (size_t i = 0; i < page->section_count; i++)
        mem_free(page->sections[i].items);
    examples_fini(&page->cases);
    indicators_fini(&page->indicators);
    checkrun_fini(&page->checks);
    vecinfo_fini(&page->engines);
    arena_fini(&page->arena);
}

const char *doc_level_name(const struct doc_page *page, const char *level)
{
    const struct model *m = page->m;
    for (size_t i = 0; i < m->citation_count; i++) {
        const struct citation *c = &m->citations[i];
        if (strcmp(c->kind, "policy") == 0 && strcmp(c->key, "zh") == 0 &&
            strcmp(c->level, level) == 0)
            return c->text;
    }
    const char *slash = strrchr(level, '/');
    return slash ? slash + 1 : level;
}

size_t doc_placeholders(const struct model *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->parameter_count; i++)
        for (size_t k = 0; k < m->parameters[i].count; k++)
            n += m->parameters[i].values[k].status == CITED_PLACEHOLDER;
    return n;
}
