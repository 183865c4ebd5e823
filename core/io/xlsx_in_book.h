/* xlsx_in_book.h - the inside of a workbook, shared by xlsx_in.c (the parts that describe it)
 * and xlsx_in_sheet.c (rows). */
#ifndef HM_IO_XLSX_IN_BOOK_H
#define HM_IO_XLSX_IN_BOOK_H

#include <expat.h>
#include <zip.h>
#include "base/arena.h"
#include "base/buf.h"
#include "io/xlsx_in.h"

struct xlsx_listed { /* a worksheet */
    const char *name, *relation, *part;
    bool is_hidden;
};
struct xlsx_text {
    size_t at, n; /* in texts */
};
struct xlsx_style {
    unsigned number; /* of the number format */
    bool is_date;
};
struct xlsx {
    char *path;
    zip_t *zip;
    uint64_t size, expanded;
    struct arena arena;
    struct xlsx_listed *sheets; /* once open: the first `visible` ones */
    size_t sheet_count, sheet_cap, visible, hidden;
    const char *strings_part, *styles_part;
    struct buf texts; /* all shared texts */
    struct xlsx_text *shared;
    size_t shared_count, shared_cap;
    struct xlsx_style *formats; /* own number formats */
    size_t format_count, format_cap;
    struct xlsx_style *styles; /* of cells */
    size_t style_count, style_cap;
    bool from_1904;
};

/* A part being read. */
struct xlsx_part {
    struct xlsx *book;
    zip_file_t *file;
    XML_Parser parser;
    uint64_t read, since_event; /* bytes; since_event: of one token so far */
    bool is_last;               /* the end was handed to the parser */
    bool has_doctype, is_full;  /* refused; memory was short */
};

/* ctx: the handlers' user data; its first member is the struct xlsx_part. HM_NOT_FOUND without
 * a message: there is no such part. */
enum hm_status xlsx_part_open(struct xlsx_part *p, struct xlsx *x, const char *name,
                              XML_StartElementHandler start, XML_EndElementHandler end,
                              XML_CharacterDataHandler text, struct diag *d);
void xlsx_part_close(struct xlsx_part *p);
/* Hands the next bytes to the parser, or resumes it. *status: what the parser said. */
enum hm_status xlsx_part_step(struct xlsx_part *p, enum XML_Status *status, struct diag *d);
/* Reads all of it. */
enum hm_status xlsx_part_run(struct xlsx_part *p, uint64_t max_bytes, struct diag *d);
enum hm_status xlsx_damaged(const struct xlsx *x, const char *why, struct diag *d);
/* A name without its prefix, and an attribute by it (NULL: it is not there). */
const char *xlsx_local(const char *name);
const char *xlsx_attribute(const char **attributes, const char *name);
/* A whole number; `fallback` when it is none or too large. */
uint32_t xlsx_number(const char *text, uint32_t fallback);

#endif
