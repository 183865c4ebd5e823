/* named_table.c - see named_table.h. */
#include "run/named_table.h"

#include <stdio.h>
#include <string.h>
#include "io/record_cell.h"
#include "io/record_loose.h"

static bool is(struct str a, const char *word)
{
    return a.n == strlen(word) && memcmp(a.p, word, a.n) == 0;
}

enum hm_status named_table_refuse(const struct named_table *t, size_t column, const char *hint,
                                  const char *text)
{
    char found[192];
    struct place at = csv_place(t->csv, t->at[column] ? t->at[column] - 1 : 0);
    at.field = t->names[column][0];
    return diag_add(t->diag, HM_LEVEL_ERROR, HM_DATA, &at, hint, _("%s: found \"%s\""), text,
                    record_excerpt(found, t->cells[column]));
}

/* The header's columns, "source, url, ...", for a hint. */
static void put_names(const struct named_table *t, char *out, size_t bytes)
{
    struct buf b;
    buf_init(&b);
    for (size_t i = 0; i < t->columns; i++)
        buf_printf(&b, "%s%s", i ? "," : "", t->names[i][0]);
    snprintf(out, bytes, "%s", buf_ok(&b) ? b.data : "");
    buf_fini(&b);
}

static enum hm_status refuse_header(const struct named_table *t, size_t cell, const char *text,
                                    struct str what)
{
    char hint[512], names[400], found[192];
    struct place at = csv_place(t->csv, cell);
    put_names(t, names, sizeof names);
    snprintf(hint, sizeof hint, _("the columns are %s"), names);
    return diag_add(t->diag, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s \"%s\"", text,
                    record_excerpt(found, what));
}

static enum hm_status read_header(struct named_table *t, const struct str *cells, size_t n,
                                  unsigned needed, bool lenient)
{
    for (size_t i = 0; i < n; i++) {
        struct str word = record_loose_trim(cells[i]);
        size_t k = 0;
        while (k < t->columns && !is(word, t->names[k][0]) && !is(word, t->names[k][1]))
            k++;
        if (k == t->columns && !lenient)
            return refuse_header(t, i, _("there is no column"), word);
        if (k < t->columns && t->at[k])
            return refuse_header(t, i, _("this column is there twice:"), word);
        if (k < t->columns)
            t->at[k] = i + 1;
    }
    for (size_t k = 0; k < t->columns; k++)
        if (needed >> k & 1 && !t->at[k])
            return refuse_header(t, 0, _("this column is missing:"),
                                 (struct str){t->names[k][0], strlen(t->names[k][0])});
    return HM_OK;
}

enum hm_status named_table_open(struct named_table *t, const char *path,
                                const char *const (*names)[2], size_t columns, unsigned needed,
                                bool lenient, struct diag *d)
{
    const struct str *cells;
    size_t n;
    bool more;
    assert(columns <= NAMED_TABLE_COLUMNS);
    *t = (struct named_table){.names = names, .columns = columns, .diag = d};
    TRY(csv_open(&t->csv, path, d));
    enum hm_status st = csv_next(t->csv, &cells, &n, &more, d);
    if (st == HM_OK && !more)
        st = HM_DATA;
    if (st == HM_OK)
        st = read_header(t, cells, n, needed, lenient);
    if (st != HM_OK)
        named_table_close(t);
    return st;
}

enum hm_status named_table_next(struct named_table *t, bool *more)
{
    const struct str *cells;
    size_t n;
    TRY(csv_next(t->csv, &cells, &n, more, t->diag));
    for (size_t k = 0; k < t->columns && *more; k++)
        t->cells[k] = t->at[k] && t->at[k] <= n ? record_loose_trim(cells[t->at[k] - 1])
                                                : (struct str){"", 0};
    return HM_OK;
}

void named_table_close(struct named_table *t)
{
    csv_close(t->csv);
    t->csv = NULL;
}
