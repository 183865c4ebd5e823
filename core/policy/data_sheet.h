/* data_sheet.h - private to policy/: a CSV file of a policy's folder, line by line: published
 * figures, rows of tables. Commas, quotes doubled inside quotes, lines that begin with # left
 * out, a byte order mark and CRLF as spreadsheets write them.
 */
#ifndef HM_POLICY_DATA_SHEET_H
#define HM_POLICY_DATA_SHEET_H

#include "policy/loader.h"

struct data_sheet_cell {
    struct str text; /* without quotes and blanks around */
    uint32_t column; /* of its first character, 1-based */
};
struct data_sheet {
    struct loader *loader;
    const struct source_file *file;
    const char *next, *end;
    uint32_t line;
    struct data_sheet_cell *cells; /* of the line; in the loader's scratch arena */
    size_t count, room;
};

/* room: the most cells a line may have. False: no memory, the loader is starved. */
bool data_sheet_open(struct data_sheet *s, struct loader *l, const struct source_file *file,
                     size_t room);
/* The next line that is neither blank nor a remark; lines that cannot be split are said and
 * left out. False at the end of the file. */
bool data_sheet_next(struct data_sheet *s);
struct place data_sheet_place(const struct data_sheet *s, uint32_t column);

/* The text of a cell as a value of the type; false when it is none. */
bool data_sheet_value(struct value *v, const struct model *m, const struct type *t,
                      struct str word);
/* How a value of the type is written; NULL: anything goes. */
const char *data_sheet_value_hint(const struct type *t);
/* The value of an enum that is nearest to the word, as a hint; empty when none is. */
void data_sheet_suggest(const struct enum_type *e, struct str word, char *out,
                        size_t out_bytes);

/* Whether a script may name it: a file of its own folder that ends in .csv. */
bool data_sheet_is_name(const char *file);

#endif
