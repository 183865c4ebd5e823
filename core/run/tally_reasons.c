/* tally_reasons.c - why households have no result: the same missing fact or the same error is
 * one reason, counted once a household. */
#include "run/tally.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

/* "persons[12].birth_date" -> "persons[].birth_date", so that places do not split a reason. */
static void put_general(struct buf *out, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_putc(out, p[i]);
        if (p[i] != '[')
            continue;
        size_t end = i + 1;
        while (end < n && p[end] >= '0' && p[end] <= '9')
            end++;
        if (end < n && p[end] == ']')
            i = end - 1;
    }
}

static enum hm_status keep_example(struct tally_reason *r, struct str id)
{
    size_t n = r->example ? strlen(r->example) : 0;
    size_t common = n < id.n ? n : id.n;
    int order = r->example ? memcmp(id.p, r->example, common) : -1;
    if (order > 0 || (order == 0 && id.n >= n))
        return HM_OK;
    char *copy = mem_strndup(id.p, id.n);
    if (!copy)
        return HM_NOMEM;
    mem_free(r->example);
    r->example = copy;
    return HM_OK;
}

static struct tally_reason *new_reason(struct tally *t, const struct tally_reason *like)
{
    void *items = t->reasons;
    if (mem_grow(&items, &t->reason_cap, t->reason_count + 1, sizeof *t->reasons) != 0)
        return NULL;
    t->reasons = items;
    struct tally_reason *r = &t->reasons[t->reason_count];
    *r = (struct tally_reason){.trap = like->trap, .field = like->field};
    r->text = mem_strdup(like->text);
    return r->text ? r : NULL;
}

enum hm_status tally_reason(struct tally *t, const struct tally_reason *r, struct str example,
                            uint32_t *index, struct diag *d)
{
    struct buf key;
    uint32_t at = 0;
    enum hm_status st = HM_OK;
    buf_init(&key);
    /* A missing fact is one reason whichever results it makes undetermined. */
    buf_printf(&key, "%d:%s", (int)r->trap, r->text);
    struct str word = {key.data, key.len};
    if (!buf_ok(&key)) {
        st = HM_NOMEM;
    } else if (!map_get(&t->reason_index, word, &at)) {
        at = (uint32_t)t->reason_count;
        if (!new_reason(t, r))
            st = HM_NOMEM;
        else if (t->reason_count++, map_put(&t->reason_index, word, at) < 0)
            st = HM_NOMEM;
    }
    if (st == HM_OK) {
        struct tally_reason *found = &t->reasons[at];
        found->count += r->count;
        found->field = r->field < found->field ? r->field : found->field;
        st = keep_example(found, example);
    }
    if (st == HM_OK && index)
        *index = at;
    buf_fini(&key);
    return st == HM_OK ? HM_OK : diag_nomem(d, _("comparing determinations"));
}

/* --- a block's issues --- */

struct where { /* one reason of one household */
    uint32_t root_row;
    uint32_t reason;
};
struct found {
    struct where *items;
    size_t count, cap;
    uint8_t *worst; /* by root row: 0 fine, 1 undetermined, 2 failed */
    struct buf text;
};

static int by_row(const void *a, const void *b)
{
    const struct where *x = a, *y = b;
    if (x->root_row != y->root_row)
        return x->root_row < y->root_row ? -1 : 1;
    return x->reason < y->reason ? -1 : x->reason > y->reason;
}

static enum hm_status add_one(struct tally *t, struct found *found, const struct frame *f,
                              const struct result_issue *issue, uint32_t root_row,
                              const char *text, size_t n, struct diag *d)
{
    struct tally_reason r = {.trap = issue->trap, .field = issue->field};
    struct where w = {.root_row = root_row};
    buf_clear(&found->text);
    put_general(&found->text, text, n);
    r.text = found->text.data;
    TRY(tally_reason(t, &r, column_text(&f->entities[f->root].id, root_row), &w.reason, d));
    void *items = found->items;
    if (!buf_ok(&found->text) || mem_grow(&items, &found->cap, found->count + 1, sizeof w) != 0)
        return diag_nomem(d, _("comparing determinations"));
    found->items = items;
    found->items[found->count++] = w;
    return HM_OK;
}

/* A household is undetermined when an amount or a category is; a review date that is not known
 * yet is told as a reason and does not make it so. */
static bool decides(const struct agenda *s, uint16_t field)
{
    for (size_t i = 0; i < s->benefit_count; i++)
        if (s->benefits[i] == field)
            return true;
    for (size_t i = 0; i < s->category_count; i++)
        if (s->categories[i] == field)
            return true;
    return false;
}

/* Missing facts come one a line; each is a reason of its own. */
static enum hm_status add_issue(struct tally *t, struct found *found, const struct frame *f,
                                const struct result_issue *issue, struct diag *d)
{
    uint8_t entity = f->model->fields[issue->field].entity;
    uint32_t root_row = frame_root_row(f, entity, issue->row);
    bool missing = issue->trap == HM_TRAP_MISSING;
    uint8_t level = !missing ? 2 : decides(t->agenda, issue->field) ? 1 : 0;
    if (found->worst[root_row] < level)
        found->worst[root_row] = level;
    const char *text = issue->text ? issue->text : "";
    if (!missing)
        return add_one(t, found, f, issue, root_row, text, strlen(text), d);
    while (*text) {
        size_t n = strcspn(text, "\n");
        TRY(add_one(t, found, f, issue, root_row, text, n, d));
        text += n + (text[n] == '\n');
    }
    return HM_OK;
}

static void count_found(struct tally *t, const struct found *found, uint32_t rows)
{
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, by_row);
    for (size_t i = 0; i < found->count; i++)
        if (i == 0 || by_row(&found->items[i - 1], &found->items[i]) != 0)
            t->reasons[found->items[i].reason].count++;
    for (uint32_t r = 0; r < rows; r++) {
        t->undetermined += found->worst[r] == 1;
        t->failed += found->worst[r] == 2;
    }
}

enum hm_status tally_issues(struct tally *t, const struct frame *f, const struct results *r,
                            struct diag *d)
{
    struct found found = {0};
    uint32_t rows = f->entities[f->root].rows;
    enum hm_status st = HM_OK;
    if (r->issue_count == 0)
        return HM_OK;
    buf_init(&found.text);
    found.worst = mem_zalloc(rows + 1);
    if (!found.worst)
        st = diag_nomem(d, _("comparing determinations"));
    for (size_t i = 0; i < r->issue_count && st == HM_OK; i++)
        st = add_issue(t, &found, f, &r->issues[i], d);
    if (st == HM_OK)
        count_found(t, &found, rows);
    mem_free(found.items);
    mem_free(found.worst);
    buf_fini(&found.text);
    return st;
}
