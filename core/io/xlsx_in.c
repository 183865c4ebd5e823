/* xlsx_in.c - the parts that describe a workbook: its sheets, relations, shared texts, number
 * formats; and how any part is read, with its limits.
 */
#include "io/xlsx_in.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "base/limits.h"
#include "base/mem.h"
#include "io/source.h"
#include "io/xlsx_in_book.h"

enum { PIECE_BYTES = 64 << 10, TOKEN_BYTES = 4 << 20 /* a cell holds 32,767 characters */ };

enum hm_status xlsx_damaged(const struct xlsx *x, const char *why, struct diag *d)
{
    return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &(struct place){.file = x->path},
                    _("open it in Excel or WPS, save it as .xlsx, and try again"),
                    _("this workbook cannot be read: %s"), why);
}

const char *xlsx_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xlsx_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(*attributes, name) == 0)
            return attributes[1];
    return NULL;
}

uint32_t xlsx_number(const char *text, uint32_t fallback)
{
    uint64_t v = 0;
    if (!text || !*text || strlen(text) > 9)
        return fallback;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return fallback;
        v = v * 10 + (uint64_t)(*text - '0');
    }
    return (uint32_t)v;
}

/* --- parts --- */

static void refuse_doctype(void *ctx, const char *name, const char *system, const char *public,
                           int has_subset)
{
    struct xlsx_part *p = ctx;
    (void)name, (void)system, (void)public, (void)has_subset;
    p->has_doctype = true;
    XML_StopParser(p->parser, XML_FALSE);
}

enum hm_status xlsx_part_open(struct xlsx_part *p, struct xlsx *x, const char *name,
                              XML_StartElementHandler start, XML_EndElementHandler end,
                              XML_CharacterDataHandler text, struct diag *d)
{
    static const XML_Memory_Handling_Suite memory = {mem_alloc, mem_realloc, mem_free};
    *p = (struct xlsx_part){.book = x};
    zip_int64_t at = zip_name_locate(x->zip, name, ZIP_FL_NOCASE);
    if (at < 0)
        return HM_NOT_FOUND;
    p->file = zip_fopen_index(x->zip, (zip_uint64_t)at, 0);
    if (!p->file)
        return xlsx_damaged(x, zip_strerror(x->zip), d);
    p->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!p->parser) {
        xlsx_part_close(p);
        return diag_nomem(d, _("reading a table"));
    }
    XML_SetUserData(p->parser, p);
    XML_SetElementHandler(p->parser, start, end);
    XML_SetCharacterDataHandler(p->parser, text);
    XML_SetStartDoctypeDeclHandler(p->parser, refuse_doctype);
    return HM_OK;
}

void xlsx_part_close(struct xlsx_part *p)
{
    if (p->parser)
        XML_ParserFree(p->parser);
    if (p->file)
        zip_fclose(p->file);
    p->parser = NULL;
    p->file = NULL;
}

static enum hm_status explain(const struct xlsx_part *p, struct diag *d)
{
    enum XML_Error why = XML_GetErrorCode(p->parser);
    if (p->is_full || why == XML_ERROR_NO_MEMORY)
        return diag_nomem(d, _("reading a table"));
    if (p->has_doctype)
        return xlsx_damaged(p->book, _("its XML has a document type, which no workbook needs"),
                            d);
    return xlsx_damaged(p->book, XML_ErrorString(why), d);
}

static enum hm_status feed(struct xlsx_part *p, enum XML_Status *status, struct diag *d)
{
    void *bytes = XML_GetBuffer(p->parser, PIECE_BYTES);
    if (!bytes)
        return diag_nomem(d, _("reading a table"));
    zip_int64_t n = zip_fread(p->file, bytes, PIECE_BYTES);
    if (n < 0)
        return xlsx_damaged(p->book, zip_file_strerror(p->file), d);
    p->read += (uint64_t)n;
    p->book->expanded += (uint64_t)n;
    p->since_event += (uint64_t)n;
    if (source_is_bomb(p->book->expanded, p->book->size))
        return xlsx_damaged(p->book, _("it expands beyond measure"), d);
    if (p->since_event > TOKEN_BYTES)
        return xlsx_damaged(p->book, _("a text in it is too long"), d);
    p->is_last = n == 0;
    *status = XML_ParseBuffer(p->parser, (int)n, n == 0);
    return HM_OK;
}

enum hm_status xlsx_part_step(struct xlsx_part *p, enum XML_Status *status, struct diag *d)
{
    XML_ParsingStatus now;
    XML_GetParsingStatus(p->parser, &now);
    if (now.parsing == XML_SUSPENDED)
        *status = XML_ResumeParser(p->parser);
    else
        TRY(feed(p, status, d));
    return *status == XML_STATUS_ERROR || p->is_full ? explain(p, d) : HM_OK;
}

enum hm_status xlsx_part_run(struct xlsx_part *p, uint64_t max_bytes, struct diag *d)
{
    enum XML_Status status;
    while (!p->is_last) {
        TRY(xlsx_part_step(p, &status, d));
        if (p->read > max_bytes)
            return xlsx_damaged(p->book, _("a part of it is too large"), d);
    }
    return HM_OK;
}

/* --- the list of sheets --- */

static void out_of_memory(struct xlsx_part *p)
{
    p->is_full = true;
    XML_StopParser(p->parser, XML_FALSE);
}

static const char *keep(struct xlsx_part *p, const char *text)
{
    size_t n = strlen(text);
    char *copy = arena_alloc(&p->book->arena, n + 1);
    if (!copy)
        return out_of_memory(p), NULL;
    memcpy(copy, text, n + 1);
    return copy;
}

static void workbook_start(void *ctx, const char *name, const char **attributes)
{
    struct xlsx_part *p = ctx;
    struct xlsx *x = p->book;
    p->since_event = 0;
    name = xlsx_local(name);
    if (strcmp(name, "workbookPr") == 0) {
        const char *is_1904 = xlsx_attribute(attributes, "date1904");
        x->from_1904 = is_1904 && (strcmp(is_1904, "1") == 0 || strcmp(is_1904, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0 || x->sheet_count > LIMIT_XLSX_SHEETS)
        return;
    const char *called = xlsx_attribute(attributes, "name");
    const char *relation = xlsx_attribute(attributes, "r:id");
    const char *state = xlsx_attribute(attributes, "state");
    void *list = x->sheets;
    if (!called || !relation)
        return;
    if (mem_grow(&list, &x->sheet_cap, x->sheet_count + 1, sizeof *x->sheets) != 0) {
        out_of_memory(p);
        return;
    }
    x->sheets = list;
    x->sheets[x->sheet_count++] =
        (struct xlsx_listed){.name = keep(p, called),
                             .relation = keep(p, relation),
                             .is_hidden = state && strcmp(state, "visible") != 0};
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

/* "worksheets/sheet1.xml" lies in xl/, "/xl/worksheets/sheet1.xml" is whole. */
static const char *part_of(struct xlsx_part *p, const char *target)
{
    char whole[512];
    if (*target == '/')
        return keep(p, target + 1);
    snprintf(whole, sizeof whole, "xl/%s", target);
    return keep(p, whole);
}

static void relation_start(void *ctx, const char *name, const char **attributes)
{
    struct xlsx_part *p = ctx;
    struct xlsx *x = p->book;
    const char *id = xlsx_attribute(attributes, "Id");
    const char *type = xlsx_attribute(attributes, "Type");
    const char *target = xlsx_attribute(attributes, "Target");
    const char *mode = xlsx_attribute(attributes, "TargetMode");
    p->since_event = 0;
    if (strcmp(xlsx_local(name), "Relationship") != 0 || !id || !type || !target ||
        (mode && strcmp(mode, "Internal") != 0))
        return;
    if (ends_with(type, "/sharedStrings"))
        x->strings_part = part_of(p, target);
    if (ends_with(type, "/styles"))
        x->styles_part = part_of(p, target);
    for (size_t i = 0; ends_with(type, "/worksheet") && i < x->sheet_count; i++)
        if (x->sheets[i].relation && strcmp(x->sheets[i].relation, id) == 0)
            x->sheets[i].part = part_of(p, target);
}

/* Visible worksheets stay, in their order; charts and hidden ones go. */
static void sort_sheets(struct xlsx *x)
{
    size_t kept = 0;
    for (size_t i = 0; i < x->sheet_count; i++) {
        if (!x->sheets[i].part)
            continue;
        if (x->sheets[i].is_hidden)
            x->hidden++;
        else
            x->sheets[kept++] = x->sheets[i];
    }
    x->visible = kept;
}

/* --- shared texts --- */

struct strings {
    struct xlsx_part part; /* first */
    unsigned phonetic;     /* inside <rPh> */
    bool inside;           /* <t> */
    size_t from;
};

static void strings_start(void *ctx, const char *name, const char **attributes)
{
    struct strings *s = ctx;
    (void)attributes;
    s->part.since_event = 0;
    name = xlsx_local(name);
    if (strcmp(name, "si") == 0)
        s->from = s->part.book->texts.len;
    s->phonetic += strcmp(name, "rPh") == 0;
    s->inside = s->phonetic == 0 && strcmp(name, "t") == 0;
}

static void strings_text(void *ctx, const char *text, int n)
{
    struct strings *s = ctx;
    s->part.since_event = 0;
    if (!s->inside)
        return;
    buf_put(&s->part.book->texts, text, (size_t)n);
    if (!buf_ok(&s->part.book->texts))
        out_of_memory(&s->part);
}

static void strings_end(void *ctx, const char *name)
{
    struct strings *s = ctx;
    struct xlsx *x = s->part.book;
    void *list = x->shared;
    s->part.since_event = 0;
    s->inside = false;
    name = xlsx_local(name);
    if (strcmp(name, "rPh") == 0 && s->phonetic > 0)
        s->phonetic--;
    if (strcmp(name, "si") != 0)
        return;
    if (mem_grow(&list, &x->shared_cap, x->shared_count + 1, sizeof *x->shared) != 0) {
        out_of_memory(&s->part);
        return;
    }
    x->shared = list;
    x->shared[x->shared_count++] = (struct xlsx_text){s->from, x->texts.len - s->from};
}

/* --- number formats --- */

struct styles {
    struct xlsx_part part; /* first */
    bool in_cells;         /* <cellXfs> */
};

/* Formats that Excel has without naming them: days, also in the Chinese edition. */
static bool is_known_date(unsigned number)
{
    return (number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) ||
           number == 36 || (number >= 50 && number <= 54) || number == 57 || number == 58;
}

/* Whether a format shows days: y or d, or m without h and s, outside quotes and brackets. */
static bool is_date_format(const char *code)
{
    bool has_day = false, has_month = false, has_time = false;
    for (const char *p = code; *p; p++) {
        if (*p == '\\' && p[1]) {
            p++;
        } else if (*p == '"' || *p == '[') {
            const char *close = strchr(p + 1, *p == '"' ? '"' : ']');
            if (!close)
                break;
            p = close;
        } else if (*p == ';') {
            break; /* negative numbers come next */
        } else {
            has_day = has_day || strchr("yYdDeE", *p);
            has_month = has_month || *p == 'm' || *p == 'M';
            has_time = has_time || strchr("hHsS", *p);
        }
    }
    if (strncasecmp(code, "general", 7) == 0 || strpbrk(code, "0#?"))
        return has_day && strchr(code, 'y');
    return has_day || (has_month && !has_time);
}

static bool is_date_number(const struct xlsx *x, unsigned number)
{
    for (size_t i = 0; i < x->format_count; i++)
        if (x->formats[i].number == number)
            return x->formats[i].is_date;
    return is_known_date(number);
}

static void add_style(struct xlsx_part *p, struct xlsx_style **list, size_t *count, size_t *cap,
                      struct xlsx_style style)
{
    void *grown = *list;
    if (mem_grow(&grown, cap, *count + 1, sizeof **list) != 0) {
        out_of_memory(p);
        return;
    }
    *list = grown;
    (*list)[(*count)++] = style;
}

static void styles_start(void *ctx, const char *name, const char **attributes)
{
    struct styles *s = ctx;
    struct xlsx *x = s->part.book;
    const char *code = xlsx_attribute(attributes, "formatCode");
    unsigned number = xlsx_number(xlsx_attribute(attributes, "numFmtId"), 0);
    s->part.since_event = 0;
    name = xlsx_local(name);
    if (strcmp(name, "numFmt") == 0 && code)
        add_style(&s->part, &x->formats, &x->format_count, &x->format_cap,
                  (struct xlsx_style){number, is_date_format(code)});
    else if (strcmp(name, "cellXfs") == 0)
        s->in_cells = true;
    else if (strcmp(name, "xf") == 0 && s->in_cells)
        add_style(&s->part, &x->styles, &x->style_count, &x->style_cap,
                  (struct xlsx_style){number, is_date_number(x, number)});
}

static void styles_end(void *ctx, const char *name)
{
    struct styles *s = ctx;
    s->part.since_event = 0;
    if (strcmp(xlsx_local(name), "cellXfs") == 0)
        s->in_cells = false;
}

/* --- opening --- */

static enum hm_status read_part(struct xlsx_part *p, struct xlsx *x, const char *name,
                                XML_StartElementHandler start, XML_EndElementHandler end,
                                XML_CharacterDataHandler text, uint64_t max_bytes,
                                struct diag *d)
{
    enum hm_status st = xlsx_part_open(p, x, name, start, end, text, d);
    if (st == HM_OK)
        st = xlsx_part_run(p, max_bytes, d);
    xlsx_part_close(p);
    return st;
}

static enum hm_status read_description(struct xlsx *x, struct diag *d)
{
    struct xlsx_part p;
    enum hm_status st = read_part(&p, x, "xl/workbook.xml", workbook_start, NULL, NULL,
                                  LIMIT_XLSX_PART_BYTES, d);
    if (st == HM_NOT_FOUND)
        return xlsx_damaged(x, _("it is no workbook"), d);
    TRY(st);
    if (x->sheet_count > LIMIT_XLSX_SHEETS)
        return xlsx_damaged(x, _("it has too many sheets"), d);
    st = read_part(&p, x, "xl/_rels/workbook.xml.rels", relation_start, NULL, NULL,
                   LIMIT_XLSX_PART_BYTES, d);
    if (st == HM_NOT_FOUND)
        return xlsx_damaged(x, _("it is no workbook"), d);
    TRY(st);
    sort_sheets(x);
    return HM_OK;
}

static enum hm_status read_all(struct xlsx *x, struct diag *d)
{
    struct strings strings = {0};
    struct styles styles = {0};
    TRY(read_description(x, d));
    enum hm_status st = HM_OK;
    if (x->strings_part)
        st = read_part(&strings.part, x, x->strings_part, strings_start, strings_end,
                       strings_text, LIMIT_XLSX_TEXT_BYTES, d);
    if (st == HM_OK && x->styles_part)
        st = read_part(&styles.part, x, x->styles_part, styles_start, styles_end, NULL,
                       LIMIT_XLSX_PART_BYTES, d);
    return st == HM_NOT_FOUND ? xlsx_damaged(x, _("a part of it is missing"), d) : st;
}

/* What Excel wraps a protected workbook in, and what .xls files are. */
static bool is_ole(const char *path)
{
    static const unsigned char magic[] = {0xD0, 0xCF, 0x11, 0xE0};
    unsigned char head[4] = {0};
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(head, 1, sizeof head, f) : 0;
    if (f)
        fclose(f);
    return n == sizeof head && memcmp(head, magic, sizeof magic) == 0;
}

static enum hm_status refuse_open(const struct xlsx *x, int code, struct diag *d)
{
    zip_error_t error;
    if (code == ZIP_ER_OPEN || code == ZIP_ER_NOENT || code == ZIP_ER_READ)
        return diag_errno(d, _("opening"), x->path);
    if (is_ole(x->path))
        return xlsx_damaged(x, _("it is protected by a password, or an old .xls file"), d);
    if (code == ZIP_ER_NOZIP)
        return xlsx_damaged(x, _("it is no .xlsx file, or a part of one"), d);
    zip_error_init_with_code(&error, code);
    enum hm_status st = xlsx_damaged(x, zip_error_strerror(&error), d);
    zip_error_fini(&error);
    return st;
}

enum hm_status xlsx_open(struct xlsx **out, const char *path, struct diag *d)
{
    struct stat info;
    struct xlsx *x = mem_zalloc(sizeof *x);
    int code = 0;
    if (!x)
        return diag_nomem(d, _("opening a file"));
    arena_init(&x->arena);
    buf_init(&x->texts);
    x->path = mem_strdup(path);
    enum hm_status st = x->path ? HM_OK : diag_nomem(d, _("opening a file"));
    if (st == HM_OK && stat(path, &info) != 0)
        st = diag_errno(d, _("opening"), path);
    if (st == HM_OK) {
        x->size = (uint64_t)info.st_size;
        x->zip = zip_open(path, ZIP_RDONLY, &code);
        st = x->zip ? read_all(x, d) : refuse_open(x, code, d);
    }
    if (st != HM_OK) {
        xlsx_close(x);
        return st;
    }
    *out = x;
    return HM_OK;
}

void xlsx_close(struct xlsx *x)
{
    if (!x)
        return;
    if (x->zip)
        zip_discard(x->zip);
    mem_free(x->path);
    mem_free(x->sheets);
    mem_free(x->shared);
    mem_free(x->formats);
    mem_free(x->styles);
    buf_fini(&x->texts);
    arena_fini(&x->arena);
    mem_free(x);
}

size_t xlsx_sheets(const struct xlsx *x)
{
    return x->visible;
}

const char *xlsx_sheet_name(const struct xlsx *x, size_t i)
{
    return x->sheets[i].name;
}

size_t xlsx_hidden(const struct xlsx *x)
{
    return x->hidden;
}

uint64_t xlsx_size(const struct xlsx *x)
{
    return x->size;
}
