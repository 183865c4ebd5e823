/* whatif_diff_values.c - values and formulas side by side, only what differs. */
#include <string.h>
#include "base/mem.h"
#include "lang/ast.h"
#include "report/value_text.h"
#include "report/whatif_diff.h"
#include "value/decimal.h"

enum { LINES_MAX = 400 }; /* of one formula: longer ones are told from there on as replaced */

/* --- values --- */

static const char *kept(struct buf *b, struct arena *a)
{
    const char *text = buf_ok(b) && b->data ? arena_strdup(a, b->data) : NULL;
    buf_clear(b);
    return text ? text : "";
}

static void put_key(struct buf *out, const struct model *m, const struct parameter *p,
                    int64_t key)
{
    struct value v = {.kind = p->key.kind};
    if (p->key.kind == KIND_ENUM)
        v.as.code = (uint8_t)key;
    else
        v.as.integer = key;
    value_text(out, m, &p->key, &v);
}

static void put_edge(struct buf *out, const struct parameter *p, struct rational edge)
{
    if (p->key.kind == KIND_MONEY)
        decimal_put_money_rational(out, edge, false);
    else
        decimal_put_rational(out, edge);
}

/* "80 <= . < 90", as the notice's table has it. */
static void put_band(struct buf *out, const struct parameter *p, const struct band *b)
{
    if (b->has_low) {
        put_edge(out, p, b->low);
        buf_puts(out, b->low_closed ? " ≤ " : " < ");
    }
    buf_puts(out, "·");
    if (b->has_high) {
        buf_puts(out, b->high_closed ? " ≤ " : " < ");
        put_edge(out, p, b->high);
    }
}

static void put_one(struct buf *out, const struct model *m, const struct parameter *p,
                    const struct value *v)
{
    value_text(out, m, &p->type, v);
}

struct diff_cells diff_cells_of(const struct model *m, const struct parameter *p,
                                const struct parameter_value *v, struct arena *a)
{
    struct diff_cells c = {0};
    struct buf b;
    if (!v || v->ended || !(c.list = arena_zalloc(a, (v->count + 2) * sizeof *c.list)))
        return c;
    buf_init(&b);
    bool banded = p->kind == PARAMETER_BANDS || p->kind == PARAMETER_MARGINAL;
    if (p->kind == PARAMETER_SCALAR)
        put_one(&b, m, p, &v->scalar);
    if (p->kind == PARAMETER_COMPARISON)
        buf_puts(&b, comparison_name(v->op));
    if (p->kind == PARAMETER_SCALAR || p->kind == PARAMETER_COMPARISON)
        c.list[c.count++] = (struct diff_cell){"", kept(&b, a)};
    for (size_t i = 0; i < v->count; i++) {
        if (banded)
            put_band(&b, p, &v->bands[i]);
        else
            put_key(&b, m, p, v->entries[i].key);
        c.list[c.count].key = kept(&b, a);
        put_one(&b, m, p, banded ? &v->bands[i].value : &v->entries[i].value);
        c.list[c.count++].value = kept(&b, a);
    }
    if (v->has_otherwise) {
        put_one(&b, m, p, &v->otherwise);
        c.list[c.count++] = (struct diff_cell){_("otherwise"), kept(&b, a)};
    }
    buf_fini(&b);
    return c;
}

static const char *find_cell(const struct diff_cells *c, const char *key)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->list[i].key, key) == 0)
            return c->list[i].value;
    return NULL;
}

static void put_change(struct buf *out, bool *more, const char *key, const char *before,
                       const char *after)
{
    buf_printf(out, "%s%s%s%s → %s", *more ? ", " : "", key, *key ? " " : "",
               before ? before : _("none"), after ? after : _("none"));
    *more = true;
}

void diff_cells_put(struct buf *out, const struct diff_cells *before,
                    const struct diff_cells *after)
{
    bool more = false;
    for (size_t i = 0; i < after->count; i++) {
        const char *was = find_cell(before, after->list[i].key);
        if (!was || strcmp(was, after->list[i].value) != 0)
            put_change(out, &more, after->list[i].key, was, after->list[i].value);
    }
    for (size_t i = 0; i < before->count; i++)
        if (!find_cell(after, before->list[i].key))
            put_change(out, &more, before->list[i].key, before->list[i].value, NULL);
    if (!more) /* nothing on both sides, or the same */
        buf_puts(out, after->count ? after->list[0].value : _("none"));
}

/* --- formulas --- */

struct str diff_formula_text(const struct policy *p, const struct formula *f)
{
    if (!f || f->ended || !f->body)
        return (struct str){"", 0};
    const struct ast_file *file = policy_script(p, f->body->file);
    return (struct str){file->text + f->body->first, f->body->last - f->body->first};
}

struct lines {
    struct str list[LINES_MAX];
    size_t count;
};

static struct str trimmed(struct str s)
{
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
        s.n--;
    while (s.n && (*s.p == ' ' || *s.p == '\t')) {
        s.p++;
        s.n--;
    }
    return s;
}

static void split(struct lines *out, struct str text)
{
    out->count = 0;
    while (text.n && out->count < LINES_MAX) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end && out->count + 1 < LINES_MAX ? (size_t)(end - text.p) : text.n;
        struct str line = trimmed((struct str){text.p, n});
        if (line.n)
            out->list[out->count++] = line;
        n += n < text.n;
        text = (struct str){text.p + n, text.n - n};
    }
}

/* Lengths of the longest common sequences of lines i.. and k..: a table of one's lines + 1 by
 * the other's + 1. */
static uint16_t *common_lengths(const struct lines *a, const struct lines *b)
{
    size_t w = b->count + 1;
    uint16_t *t = mem_calloc((a->count + 1) * w, sizeof *t);
    for (size_t i = a->count; t && i-- > 0;) {
        for (size_t k = b->count; k-- > 0;) {
            uint16_t down = t[(i + 1) * w + k], right = t[i * w + k + 1];
            t[i * w + k] = str_eq(a->list[i], b->list[k])
                               ? (uint16_t)(t[(i + 1) * w + k + 1] + 1)
                               : (down > right ? down : right);
        }
    }
    return t;
}

static void put_line(struct buf *out, size_t *told, size_t most, const char *indent, char sign,
                     struct str line)
{
    if ((*told)++ < most)
        buf_printf(out, "%s%c %.*s\n", indent, sign, (int)line.n, line.p);
}

static void put_lines(struct buf *out, const struct lines *a, const struct lines *b,
                      const uint16_t *t, size_t most, const char *indent)
{
    size_t i = 0, k = 0, told = 0, w = b->count + 1;
    while (i < a->count || k < b->count) {
        if (i < a->count && k < b->count && str_eq(a->list[i], b->list[k])) {
            i++;
            k++;
        } else if (k == b->count || (i < a->count && t[(i + 1) * w + k] >= t[i * w + k + 1])) {
            put_line(out, &told, most, indent, '-', a->list[i++]);
        } else {
            put_line(out, &told, most, indent, '+', b->list[k++]);
        }
    }
    if (told > most)
        buf_printf(out, _("%s  ... %zu more lines\n"), indent, told - most);
}

void diff_lines_put(struct buf *out, struct str before, struct str after, size_t most,
                    const char *indent)
{
    struct lines *both = mem_alloc(2 * sizeof *both);
    if (!both) {
        out->failed = true;
        return;
    }
    split(&both[0], before);
    split(&both[1], after);
    uint16_t *t = common_lengths(&both[0], &both[1]);
    if (t)
        put_lines(out, &both[0], &both[1], t, most, indent);
    else
        out->failed = true;
    mem_free(t);
    mem_free(both);
}
