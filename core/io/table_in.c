/* table_in.c - hands each call to the reader of the file. */
#include "io/table_in.h"

#include <string.h>
#include "io/source.h"

enum hm_status table_in_next(struct table_in *t, const struct str **cells, size_t *n,
                             bool *more, struct diag *d)
{
    return t->csv ? csv_next(t->csv, cells, n, more, d)
                  : xlsx_sheet_next(t->sheet, cells, n, more, d);
}

struct place table_in_place(const struct table_in *t, size_t cell)
{
    return t->csv ? csv_place(t->csv, cell) : xlsx_sheet_place(t->sheet, cell);
}

struct str table_in_row(const struct table_in *t)
{
    return t->csv ? csv_row(t->csv) : (struct str){"", 0};
}

uint64_t table_in_bytes(const struct table_in *t)
{
    return t->csv ? csv_bytes(t->csv) : 0;
}

void table_in_close(struct table_in *t)
{
    csv_close(t->csv);
    xlsx_sheet_close(t->sheet);
    *t = (struct table_in){0};
}

/* --- formats --- */

static const struct {
    const char *end, *name;
    enum table_format format;
} known[] = {{".csv", "csv", TABLE_CSV},   {".xlsx", "xlsx", TABLE_XLSX},
             {".xlsm", "", TABLE_XLSX},    {".ndjson", "ndjson", TABLE_NDJSON},
             {".jsonl", "", TABLE_NDJSON}, {".json", "", TABLE_NDJSON},
             {".tsv", "", TABLE_CSV}};

/* Whether path[0..n) ends so, in small or capital letters. */
static bool ends_with(const char *path, size_t n, const char *end)
{
    size_t k = strlen(end);
    if (n < k)
        return false;
    for (size_t i = 0; i < k; i++) {
        char c = path[n - k + i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != end[i])
            return false;
    }
    return true;
}

static enum table_format by_content(const char *path)
{
    struct source *s;
    char head[256];
    size_t n = 0, at = 0;
    if (source_open(&s, path, SOURCE_UTF8, NULL) != HM_OK)
        return TABLE_FORMATS;
    if (source_read(s, head, sizeof head, &n, NULL) != HM_OK)
        n = 0;
    source_close(s);
    if (n >= 4 && memcmp(head, "PK\3\4", 4) == 0)
        return TABLE_XLSX;
    while (at < n && (head[at] == ' ' || head[at] == '\n' || head[at] == '\r'))
        at++;
    return at < n && head[at] == '{' ? TABLE_NDJSON : TABLE_FORMATS;
}

enum table_format table_format_of(const char *path)
{
    size_t n = strlen(path);
    if (strcmp(path, "-") == 0)
        return TABLE_NDJSON;
    if (ends_with(path, n, ".gz"))
        n -= 3;
    else if (ends_with(path, n, ".zst"))
        n -= 4;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ends_with(path, n, known[i].end))
            return known[i].format;
    return by_content(path);
}

enum table_format table_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].name[0] && strcmp(known[i].name, name) == 0)
            return known[i].format;
    return TABLE_FORMATS;
}
