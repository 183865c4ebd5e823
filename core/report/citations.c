/* citations.c - walks the folders and writes what their declarations cite. */
#include "report/citations.h"

#include <string.h>
#include "base/fs.h"
#include "policy/policy.h"

struct listing {
    struct buf *out;
    bool json;
    size_t count;
};

static void put_cell(struct buf *out, const char *text)
{
    for (; *text; text++)
        buf_putc(out, *text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text);
}

static void put_line(struct buf *out, const struct citation *c)
{
    const char *const cells[] = {c->kind, c->name, c->key, c->level,
                                 c->at.file ? c->at.file : ""};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        put_cell(out, cells[i]);
        buf_putc(out, '\t');
    }
    buf_printf(out, "%u\t", c->at.line);
    put_cell(out, c->text);
    buf_putc(out, '\n');
}

static void put_json(struct buf *out, const struct citation *c)
{
    const char *const keys[] = {"kind", "name", "key", "level", "file", "text"};
    const char *const texts[] = {
        c->kind, c->name, c->key, c->level, c->at.file ? c->at.file : "", c->text};
    buf_putc(out, '{');
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        buf_printf(out, "\"%s\":", keys[i]);
        buf_json_string(out, texts[i], strlen(texts[i]));
        buf_putc(out, ',');
    }
    buf_printf(out, "\"line\":%u}", c->at.line);
}

/* all: of the levels above as well. */
static void put_policy(struct listing *l, const struct model *m, bool all)
{
    for (size_t i = 0; i < m->citation_count; i++) {
        const struct citation *c = &m->citations[i];
        if (!all && strcmp(c->level, m->name) != 0)
            continue;
        if (!l->json) {
            put_line(l->out, c);
            continue;
        }
        buf_puts(l->out, l->count++ ? ",\n" : "\n");
        put_json(l->out, c);
    }
}

enum hm_status citations_put(struct buf *out, const char *folder, bool json, struct diag *d)
{
    struct listing l = {.out = out, .json = json};
    char **folders;
    size_t n;
    TRY(sources_folders(&folders, &n, folder, d));
    enum hm_status st = HM_OK, worst = HM_OK;
    buf_puts(out, json ? "{\"citations\":[" : "");
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        struct policy *p;
        st = policy_load(&p, folders[i], d);
        if (st == HM_OK) {
            put_policy(&l, p->model, i == 0);
            policy_free(p);
        } else if (st == HM_DATA) {
            worst = HM_DATA;
            st = HM_OK;
        }
    }
    buf_puts(out, json ? "]}\n" : "");
    fs_list_free(folders, n);
    return st != HM_OK ? st : worst;
}
