/* map_suggest.c - likeness of names, and whether a sample of values can be read. */
#include "run/map_suggest.h"

#include <string.h>
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/column_map.h"
#include "io/record_loose.h"
#include "io/table_in.h"
#include "io/table_out.h"
#include "run/root.h"

enum { SAMPLE_ROWS = 200, UNREAD_WORDS = 8, ALIKE = 60, PART = 65, NAME_CHARACTERS = 48 };

struct guess { /* what a column may be */
    enum column_target target;
    bool is_found;
    uint8_t entity;
    uint16_t field;
    unsigned alike; /* 100: the very name */
    unsigned read, unread;
    struct str words[UNREAD_WORDS]; /* values that cannot be read, in the arena */
    size_t word_count;
};
struct suggesting {
    const struct map_suggest *job;
    const struct model *model;
    uint8_t root;
    struct diag *diag;
    struct arena arena; /* of the present table */
    struct record_cells cells;
    int32_t today;
    struct str *names; /* of the columns */
    struct guess *guesses;
    size_t count;
    bool *is_used; /* by field */
    struct buf *out;
};

static struct str str_of(const char *s)
{
    return s ? (struct str){s, strlen(s)} : (struct str){"", 0};
}

static struct str keep(struct suggesting *s, struct str text)
{
    char *copy = arena_alloc(&s->arena, text.n + 1);
    if (!copy)
        return (struct str){"", 0};
    memcpy(copy, text.p, text.n);
    return (struct str){copy, text.n};
}

/* --- likeness --- */

/* Characters of a name up to the first bracket, blanks left out. */
static size_t characters(struct str s, struct str *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < NAME_CHARACTERS;) {
        size_t k = 1;
        while (i + k < s.n && ((unsigned char)s.p[i + k] & 0xC0) == 0x80)
            k++;
        struct str c = {s.p + i, k};
        if (*c.p == '(' || str_eq(c, str_of("（")))
            break;
        if (record_loose_trim(c).n && *c.p != '_' && *c.p != '*')
            out[n++] = c;
        i += k;
    }
    return n;
}

/* How many characters two names share, in percent of both (Dice). */
static unsigned likeness(struct str a, struct str b)
{
    struct str left[NAME_CHARACTERS], right[NAME_CHARACTERS];
    size_t n = characters(a, left), m = characters(b, right), shared = 0;
    if (n == 0 || m == 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < m; k++) {
            if (!str_eq(left[i], right[k]) || right[k].n == 0)
                continue;
            right[k].n = 0; /* once */
            shared++;
            break;
        }
    }
    unsigned alike = (unsigned)(200 * shared / (n + m));
    bool is_part = shared >= 2 && (shared == n || shared == m); /* 收入 of 家庭月收入 */
    return is_part && alike < PART ? PART : alike;
}

static bool holds(struct str s, const char *part)
{
    return memmem(s.p, s.n, part, strlen(part)) != NULL;
}

/* 户编号, 户号, 家庭编号: the household's id. */
static bool is_root_id(const struct suggesting *s, struct str name)
{
    const struct entity *root = &s->model->entities[s->root];
    bool is_number =
        holds(name, "编号") || holds(name, "号") || holds(name, "id") || holds(name, "ID");
    bool is_of_root =
        holds(name, "户") || holds(name, root->name) || (root->zh && holds(name, root->zh));
    return is_number && is_of_root && !holds(name, "户口") && !holds(name, "户籍") &&
           !holds(name, "账") && !holds(name, "帐");
}

/* The id of the table's own rows: id, and for members 序号, 人员编号. */
static bool is_row_id(struct str name, bool is_member)
{
    return str_eq(name, str_of("id")) || str_eq(name, str_of("ID")) ||
           (is_member && (str_eq(name, str_of("序号")) || holds(name, "编号")));
}

/* --- candidates --- */

static void propose(struct guess *best, const struct field *f, struct str name)
{
    unsigned by_name = likeness(name, str_of(f->name)), by_zh = likeness(name, str_of(f->zh));
    unsigned alike = by_name > by_zh ? by_name : by_zh;
    bool is_same = str_eq(name, str_of(f->name)) || str_eq(name, str_of(f->zh));
    if (is_same)
        alike = 100;
    else if (alike > 99)
        alike = 99;
    if (alike < ALIKE || alike <= best->alike)
        return;
    *best = (struct guess){
        .is_found = true, .target = COLUMN_FIELD, .entity = f->entity, .field = f->id};
    best->alike = alike;
}

/* Fields of `first` go before equally like ones of others. */
static void find_field(struct suggesting *s, struct str name, uint8_t first, struct guess *best)
{
    for (int round = 0; round < 2; round++)
        for (uint16_t i = 0; i < s->model->field_count; i++) {
            const struct field *f = &s->model->fields[i];
            if (!f->is_hidden && s->model->entities[f->entity].root == s->root &&
                (f->entity == first) == (round == 0) && f->kind == FIELD_INPUT)
                propose(best, f, name);
        }
}

static void find_id(struct suggesting *s, struct str name, struct guess *best)
{
    for (uint8_t e = 0; e < s->model->entity_count; e++) {
        const struct entity *x = &s->model->entities[e];
        if (x->root == s->root &&
            (str_eq(name, str_of(x->name)) || str_eq(name, str_of(x->zh))))
            *best = (struct guess){
                .is_found = true, .target = COLUMN_ID, .entity = e, .alike = 100};
    }
    if (!best->is_found && is_root_id(s, name))
        *best = (struct guess){
            .is_found = true, .target = COLUMN_ID, .entity = s->root, .alike = 80};
}

/* Rows with an id of their own and no column that names their household: households. */
static bool is_of_households(const struct suggesting *s)
{
    bool has_own_id = false;
    for (size_t i = 0; i < s->count; i++) {
        const struct guess *g = &s->guesses[i];
        if (is_row_id(s->names[i], false))
            has_own_id = true;
        else if (g->is_found && g->target == COLUMN_ID && g->entity == s->root)
            return false;
    }
    return has_own_id;
}

/* Whose rows these are: a table with a member's fields is one of members. */
static uint8_t main_entity(const struct suggesting *s)
{
    unsigned counts[LIMIT_ENTITIES] = {0};
    uint8_t best = s->root;
    if (is_of_households(s))
        return best;
    for (size_t i = 0; i < s->count; i++)
        if (s->guesses[i].is_found && s->guesses[i].target == COLUMN_FIELD)
            counts[s->guesses[i].entity]++;
    for (uint8_t e = 0; e < s->model->entity_count; e++)
        if (e != s->root && counts[e] > 0 && (best == s->root || counts[e] > counts[best]))
            best = e;
    return best;
}

static void find_all(struct suggesting *s, uint8_t first)
{
    for (size_t i = 0; i < s->count; i++) {
        struct guess *g = &s->guesses[i];
        *g = (struct guess){.is_found = false};
        find_id(s, s->names[i], g);
        bool is_id = is_row_id(s->names[i], false); /* "id" is like part of other names */
        if (!g->is_found && !is_id)
            find_field(s, s->names[i], first, g);
        if (!g->is_found && is_row_id(s->names[i], first != s->root))
            *g = (struct guess){
                .is_found = true, .target = COLUMN_ID, .entity = first, .alike = 100};
    }
}

/* A field that two columns are like is the likelier one's. */
static void drop_doubles(struct suggesting *s)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < s->count; k++) {
            struct guess *a = &s->guesses[i], *b = &s->guesses[k];
            if (i != k && a->is_found && b->is_found && a->target == b->target &&
                a->entity == b->entity && a->field == b->field &&
                (a->alike > b->alike || (a->alike == b->alike && i < k)))
                *b = (struct guess){.is_found = false};
        }
}

/* --- values --- */

static void note_unread(struct suggesting *s, struct guess *g, struct str text)
{
    g->unread++;
    for (size_t i = 0; i < g->word_count; i++)
        if (str_eq(g->words[i], text))
            return;
    if (g->word_count < UNREAD_WORDS && text.n < 64)
        g->words[g->word_count++] = keep(s, text);
}

static void look_at(struct suggesting *s, const struct str *cells)
{
    for (size_t i = 0; i < s->count; i++) {
        struct guess *g = &s->guesses[i];
        struct str text = record_loose_trim(cells[i]);
        struct value v;
        if (!g->is_found || g->target != COLUMN_FIELD || text.n == 0)
            continue;
        enum record_reason why = record_loose_read(&v, &s->cells, g->field, text, s->today);
        if (why == RECORD_WRONG_TYPE || why == RECORD_UNKNOWN_WORD)
            note_unread(s, g, text);
        else
            g->read++;
    }
}

static enum hm_status sample(struct suggesting *s, struct table_in *in)
{
    for (int i = 0; i < SAMPLE_ROWS; i++) {
        const struct str *cells;
        size_t n;
        bool more = true;
        struct diag quiet; /* rows that cannot be read are import's to tell */
        diag_init(&quiet);
        enum hm_status st = table_in_next(in, &cells, &n, &more, &quiet);
        if (st != HM_OK && st != HM_DATA)
            diag_move(s->diag, &quiet);
        diag_fini(&quiet);
        if (st != HM_OK && st != HM_DATA)
            return st;
        if (st == HM_OK && !more)
            return HM_OK;
        if (st == HM_OK && n == s->count)
            look_at(s, cells);
    }
    return HM_OK;
}

/* A guess from the name that the values speak against is none. */
static bool is_doubtful(const struct guess *g)
{
    return g->alike < 100 && g->unread > 0 && g->read < 9 * g->unread &&
           g->word_count == UNREAD_WORDS;
}

/* --- writing --- */

static void remark(struct suggesting *s, const char *text, struct str what)
{
    struct table_out t = {.out = s->out};
    struct buf line;
    buf_init(&line);
    buf_printf(&line, "# %s: %.*s", text, (int)what.n, what.p);
    table_out_cell(&t,
                   (struct str){buf_ok(&line) ? line.data : "#", buf_ok(&line) ? line.len : 1});
    for (int i = 0; i < 3; i++)
        table_out_text(&t, NULL);
    table_out_end(&t);
    buf_fini(&line);
}

/* "城=?;乡=?": what an officer has to fill in. */
static void put_words(struct buf *b, const struct guess *g)
{
    for (size_t i = 0; i < g->word_count; i++)
        buf_printf(b, "%s%.*s=?", i ? ";" : "", (int)g->words[i].n, g->words[i].p);
}

static void put_column(struct suggesting *s, size_t i, const char *table)
{
    const struct guess *g = &s->guesses[i];
    struct table_out t = {.out = s->out};
    struct buf target, words;
    buf_init(&target);
    buf_init(&words);
    bool is_enum = g->is_found && g->target == COLUMN_FIELD &&
                   s->model->fields[g->field].type.kind == KIND_ENUM;
    if (!g->is_found)
        buf_putc(&target, '-');
    else
        buf_printf(&target, "%s.%s", s->model->entities[g->entity].name,
                   g->target == COLUMN_ID ? "id" : s->model->fields[g->field].name);
    if (is_enum)
        put_words(&words, g);
    if (!g->is_found)
        remark(s, _("no field is like this column; - leaves it out"), s->names[i]);
    else if (g->alike < 100)
        remark(s, _("guessed from the name; look at it"), s->names[i]);
    if (g->is_found && g->unread && !is_enum)
        remark(s, _("a value that this field does not take"), g->words[0]);
    if (words.len)
        remark(s, _("say what these values mean in place of ?"), s->names[i]);
    table_out_cell(&t, s->names[i]);
    table_out_text(&t, target.data);
    table_out_text(&t, words.len ? words.data : NULL);
    table_out_text(&t, table);
    table_out_end(&t);
    buf_fini(&target);
    buf_fini(&words);
}

/* Inputs of the entities met that no column holds. */
static void put_rest(struct suggesting *s)
{
    bool met[LIMIT_ENTITIES] = {false};
    for (size_t i = 0; i < s->count; i++) {
        if (!s->guesses[i].is_found)
            continue;
        met[s->guesses[i].entity] = true;
        if (s->guesses[i].target == COLUMN_FIELD)
            s->is_used[s->guesses[i].field] = true;
    }
    for (uint16_t i = 0; i < s->model->field_count; i++) {
        const struct field *f = &s->model->fields[i];
        struct buf name;
        if (!met[f->entity] || s->is_used[i] || f->kind != FIELD_INPUT || f->is_hidden)
            continue;
        buf_init(&name);
        buf_printf(&name, "%s.%s %s", s->model->entities[f->entity].name, f->name,
                   f->zh ? f->zh : "");
        remark(s, _("no column holds this field"), str_of(buf_ok(&name) ? name.data : f->name));
        buf_fini(&name);
    }
}

/* --- tables --- */

static enum hm_status read_names(struct suggesting *s, struct table_in *in, bool *is_empty)
{
    const struct str *cells;
    bool more = true;
    TRY(table_in_next(in, &cells, &s->count, &more, s->diag));
    *is_empty = !more;
    if (!more)
        return HM_OK;
    s->names = arena_zalloc(&s->arena, s->count * sizeof *s->names);
    s->guesses = arena_zalloc(&s->arena, s->count * sizeof *s->guesses);
    if (!s->names || !s->guesses)
        return diag_nomem(s->diag, _("reading a table"));
    for (size_t i = 0; i < s->count; i++)
        s->names[i] = keep(s, record_loose_trim(cells[i]));
    return HM_OK;
}

static enum hm_status suggest_table(struct suggesting *s, struct table_in *in,
                                    const char *sheet)
{
    bool is_empty = false;
    arena_reset(&s->arena);
    TRY(read_names(s, in, &is_empty));
    if (is_empty)
        return HM_OK;
    find_all(s, s->root);
    find_all(s, main_entity(s));
    drop_doubles(s);
    TRY(sample(s, in));
    for (size_t i = 0; i < s->count; i++) {
        if (is_doubtful(&s->guesses[i]))
            s->guesses[i] = (struct guess){.is_found = false};
        if (s->names[i].n)
            put_column(s, i, sheet);
    }
    put_rest(s);
    return HM_OK;
}

static enum hm_status suggest_book(struct suggesting *s)
{
    struct xlsx *book;
    TRY(xlsx_open(&book, s->job->path, s->diag));
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < xlsx_sheets(book) && st == HM_OK; i++) {
        struct table_in in = {0};
        st = xlsx_sheet_open(&in.sheet, book, i, s->diag);
        if (st == HM_OK)
            st = suggest_table(s, &in, xlsx_sheet_name(book, i));
        table_in_close(&in);
    }
    xlsx_close(book);
    return st;
}

static enum hm_status suggest_csv(struct suggesting *s)
{
    struct table_in in = {0};
    enum source_encoding encoding;
    TRY(source_encoding_named(&encoding, s->job->encoding, SOURCE_DETECT, s->diag));
    TRY(csv_open_as(&in.csv, s->job->path, encoding, s->diag));
    enum hm_status st = suggest_table(s, &in, NULL);
    table_in_close(&in);
    return st;
}

enum hm_status map_suggest(const struct map_suggest *job, struct buf *out, struct diag *d)
{
    struct suggesting s = {.job = job, .model = job->model, .diag = d, .out = out};
    struct arena lasting;
    TRY(root_find(&s.root, job->model, job->of, d));
    arena_init(&lasting);
    arena_init(&s.arena);
    s.today = clock_china_day();
    s.is_used = arena_zalloc(&lasting, job->model->field_count + 1u);
    enum hm_status st = s.is_used && record_cells_make(&s.cells, job->model, &lasting) == HM_OK
                            ? HM_OK
                            : diag_nomem(d, _("reading a table"));
    buf_puts(out, "column,field,values,table\n");
    if (st == HM_OK)
        st = table_format_of(job->path) == TABLE_XLSX ? suggest_book(&s) : suggest_csv(&s);
    arena_fini(&s.arena);
    arena_fini(&lasting);
    return st == HM_OK && !buf_ok(out) ? diag_nomem(d, _("reading a table")) : st;
}
