/* whatif_diff_values.c - formulas side by side, only the lines that differ. */
#include <string.h>
#include "base/mem.h"
#include "lang/ast.h"
#include "report/whatif_diff.h"

enum { LINES_MAX = 400 }; /* of one formula: longer ones are told from there on as replaced */

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

void diff_json_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, ",\"%s\":", key);
    if (text)
        buf_json_string(out, text, strlen(text));
    else
        buf_puts(out, "null");
}
