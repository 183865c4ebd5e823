/* quality.c - the checks of one household; nothing is written here. */
#include "run/quality.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "io/division.h"
#include "io/idnumber.h"
#include "value/date.h"

enum {
    AGE_MOST = 120,
    SPOUSE_LEAST = 16,
    GENERATION_YEARS = 12,
    TEXT_BYTES = 320,
    HOUSEHOLDS_BYTES = 1 << 30 /* ids kept to name the other household of a duplicate */
};

static const struct {
    const char *word, *text;
} checks[QUALITY_COUNT] = {
#define Q(NAME, word, text) {word, text},
    QUALITY_CHECKS(Q)
#undef Q
};

const char *quality_word(enum quality_check check)
{
    return checks[check].word;
}

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- which, and on what --- */

static enum hm_status read_severity(struct quality *q, const char *name,
                                    enum quality_severity severity, struct diag *d)
{
    const struct model *m = q->model;
    for (size_t e = 0; e < m->enum_count; e++) {
        if (strcmp(m->enums[e].name, name) != 0)
            continue;
        for (uint16_t i = 0; i < m->enums[e].count; i++) {
            const struct enum_value *v = &m->enums[e].values[i];
            int check = 0;
            while (check < QUALITY_COUNT && strcmp(checks[check].word, v->name) != 0)
                check++;
            if (check == QUALITY_COUNT)
                return diag_add(
                    d, HM_LEVEL_ERROR, HM_DATA, NULL, _("docs/data.md lists the checks"),
                    _("%s names \"%s\": there is no such check of data"), name, v->name);
            q->severity[check] = severity;
            q->label[check] = v->zh ? v->zh : v->name;
            q->is_on = true;
        }
    }
    return HM_OK;
}

/* A field of the kind wanted, or NO_FIELD. */
static uint16_t find(const struct quality *q, uint8_t entity, const char *name,
                     enum value_kind kind)
{
    uint16_t id = entity == NO_ENTITY ? NO_FIELD : model_field(q->model, entity, str_of(name));
    return id != NO_FIELD && q->model->fields[id].type.kind == kind ? id : NO_FIELD;
}

enum hm_status quality_init(struct quality *q, const struct model *m, uint8_t root,
                            struct diag *d)
{
    *q = (struct quality){.model = m, .root = root};
    import_ids_init(&q->ids);
    buf_init(&q->households);
    for (int i = 0; i < QUALITY_COUNT; i++)
        q->label[i] = _(checks[i].text);
    TRY(read_severity(q, "data_warning", QUALITY_WARNING, d));
    TRY(read_severity(q, "data_error", QUALITY_ERROR, d));
    q->person = model_entity(m, str_of("person"));
    if (q->person != NO_ENTITY && m->entities[q->person].parent != root)
        q->person = NO_ENTITY;
    q->division = find(q, root, "division_code", KIND_TEXT);
    q->id_number = find(q, q->person, "id_number", KIND_TEXT);
    q->birth = find(q, q->person, "birth_date", KIND_DATE);
    q->death = find(q, q->person, "death_date", KIND_DATE);
    q->sex = find(q, q->person, "sex", KIND_ENUM);
    q->relation = find(q, q->person, "relation", KIND_TEXT);
    q->level = find(q, q->person, "disability_level", KIND_INTEGER);
    q->category = find(q, q->person, "disability_category", KIND_ENUM);
    return HM_OK;
}

void quality_fini(struct quality *q)
{
    import_ids_fini(&q->ids);
    buf_fini(&q->households);
}

enum hm_status quality_names(const struct model *m, struct diag *d)
{
    struct quality q;
    enum hm_status st = quality_init(&q, m, m->entity_count ? 0 : NO_ENTITY, d);
    quality_fini(&q);
    return st;
}

/* --- cells --- */

struct look { /* at one household */
    struct quality *q;
    const struct frame *frame;
    uint32_t row;
    int32_t last; /* day of the month */
    quality_found_fn *found;
    void *ctx;
    enum quality_severity gravest;
};

static bool is_known(const struct look *l, uint16_t field, uint32_t row)
{
    return field != NO_FIELD && l->frame->columns[field].rows > 0 &&
           column_valid(&l->frame->columns[field], row);
}

static struct str text_of(const struct look *l, uint16_t field, uint32_t row)
{
    return is_known(l, field, row) ? column_text(&l->frame->columns[field], row)
                                   : (struct str){"", 0};
}

/* A date, whole number or enum code; false when it is not known. */
static bool get(const struct look *l, uint16_t field, uint32_t row, int64_t *out)
{
    if (!is_known(l, field, row))
        return false;
    *out = column_int(&l->frame->columns[field], row);
    return true;
}

__attribute__((format(printf, 5, 6))) static void tell(struct look *l, enum quality_check check,
                                                       uint16_t field, uint32_t row,
                                                       const char *fmt, ...)
{
    char text[TEXT_BYTES];
    va_list ap;
    enum quality_severity severity = l->q->severity[check];
    if (severity == QUALITY_OFF)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    idnumber_hide(text, strlen(text));
    struct quality_finding finding = {check, severity, field, row, text};
    l->gravest = severity > l->gravest ? severity : l->gravest;
    if (l->found)
        l->found(l->ctx, &finding);
}

/* --- identity numbers --- */

/* A text as it may be shown, at most 60 bytes of it. */
static const char *masked(char out[128], struct str text)
{
    struct buf b;
    buf_init(&b);
    idnumber_mask(&b, (struct str){text.p, text.n < 60 ? text.n : 60});
    snprintf(out, 128, "%.*s", (int)(buf_ok(&b) ? b.len : 0), b.len ? b.data : "");
    buf_fini(&b);
    return out;
}

/* Remembers where a number stood; tells when it was met before. */
static enum hm_status note_number(struct look *l, uint32_t row, struct str number)
{
    struct quality *q = l->q;
    struct import_id first;
    char shown[128], upper[18];
    struct str own = column_text(&l->frame->entities[q->root].id, l->row);
    if (q->severity[QUALITY_ID_DUPLICATE] == QUALITY_OFF)
        return HM_OK;
    memcpy(upper, number.p, sizeof upper);
    upper[17] = upper[17] == 'x' ? 'X' : upper[17];
    if (q->households.len == 0)
        buf_putc(&q->households, '\0');
    uint32_t at = q->households.len < HOUSEHOLDS_BYTES ? (uint32_t)q->households.len : 0;
    enum hm_status st =
        import_ids_add(&q->ids, (struct str){upper, sizeof upper}, at, 0, &first);
    if (st == HM_OK && at > 0) {
        buf_put(&q->households, own.p, own.n);
        buf_putc(&q->households, '\0');
        return buf_ok(&q->households) ? HM_OK : HM_NOMEM;
    }
    if (st != HM_DATA)
        return st;
    const char *other = q->households.data + first.numbers[0];
    if (strlen(other) == own.n && memcmp(other, own.p, own.n) == 0)
        tell(l, QUALITY_ID_DUPLICATE, q->id_number, row, _("%s stands twice in this household"),
             masked(shown, number));
    else
        tell(l, QUALITY_ID_DUPLICATE, q->id_number, row, _("%s stands in household %s as well"),
             masked(shown, number), *other ? other : "?");
    return HM_OK;
}

static void tell_fault(struct look *l, uint32_t row, enum idnumber_fault fault, struct str text)
{
    char shown[128];
    uint16_t field = l->q->id_number;
    masked(shown, text);
    switch (fault) {
    case IDNUMBER_SHAPE:
        tell(l, QUALITY_ID_SHAPE, field, row,
             _("%s is no identity number: 17 digits and a digit or X are expected"), shown);
        break;
    case IDNUMBER_CHECKSUM:
        tell(l, QUALITY_ID_CHECKSUM, field, row,
             _("the check digit of %s is wrong: a character is mistyped"), shown);
        break;
    case IDNUMBER_AREA:
        tell(l, QUALITY_ID_AREA, field, row, _("%s begins with no province's code"), shown);
        break;
    case IDNUMBER_DATE:
        tell(l, QUALITY_ID_DATE, field, row, _("the date of birth in %s is none"), shown);
        break;
    case IDNUMBER_SOUND:
        break;
    }
}

static bool has_word(const struct quality *q, uint16_t field, int64_t code, const char *word)
{
    const struct enum_type *e = &q->model->enums[q->model->fields[field].type.enum_id];
    return code >= 0 && code < e->count && strcmp(e->values[code].name, word) == 0;
}

static enum hm_status check_number(struct look *l, uint32_t row)
{
    const struct quality *q = l->q;
    struct idnumber id;
    int64_t birth, sex;
    struct str text = text_of(l, q->id_number, row);
    if (text.n == 0)
        return HM_OK;
    enum idnumber_fault fault = idnumber_read(&id, text);
    if (fault != IDNUMBER_SOUND) {
        tell_fault(l, row, fault, text);
        return HM_OK;
    }
    if (get(l, q->birth, row, &birth) && birth != id.birth)
        tell(l, QUALITY_ID_BIRTH, q->birth, row, "%s",
             _("the birth date is not the identity number's"));
    if (get(l, q->sex, row, &sex) && has_word(q, q->sex, sex, id.is_male ? "female" : "male"))
        tell(l, QUALITY_ID_SEX, q->sex, row, "%s",
             id.is_male ? _("female, but the identity number is a man's")
                        : _("male, but the identity number is a woman's"));
    return note_number(l, row, text);
}

/* --- members --- */

enum relation { OTHER, HEAD, SPOUSE, CHILD, PARENT };

static enum relation relation_of(const struct look *l, uint32_t row)
{
    static const struct {
        const char *word;
        enum relation relation;
    } words[] = {
        {"本人", HEAD},   {"户主", HEAD},    {"申请人", HEAD},  {"配偶", SPOUSE},
        {"妻子", SPOUSE}, {"丈夫", SPOUSE},  {"妻", SPOUSE},    {"夫", SPOUSE},
        {"子女", CHILD},  {"子", CHILD},     {"女", CHILD},     {"儿子", CHILD},
        {"女儿", CHILD},  {"长子", CHILD},   {"次子", CHILD},   {"长女", CHILD},
        {"次女", CHILD},  {"独生子", CHILD}, {"独生女", CHILD}, {"父母", PARENT},
        {"父亲", PARENT}, {"母亲", PARENT},  {"父", PARENT},    {"母", PARENT},
    };
    struct str text = text_of(l, l->q->relation, row);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(text, str_of(words[i].word)))
            return words[i].relation;
    return OTHER;
}

static void check_age(struct look *l, uint32_t row, int64_t birth)
{
    const struct quality *q = l->q;
    int64_t death;
    bool is_dead = get(l, q->death, row, &death);
    if (birth > l->last)
        tell(l, QUALITY_AGE, q->birth, row, "%s", _("born after the month"));
    else if (!is_dead && age_at_date((int32_t)birth, l->last) > AGE_MOST)
        tell(l, QUALITY_AGE, q->birth, row, _("over %d years old"), AGE_MOST);
    if (is_dead && death < birth)
        tell(l, QUALITY_DEATH, q->death, row, "%s", _("died before the birth"));
}

static void check_disability(struct look *l, uint32_t row)
{
    const struct quality *q = l->q;
    int64_t level = 0, category = 0;
    if (!get(l, q->level, row, &level) || !get(l, q->category, row, &category))
        return;
    bool has_none = has_word(q, q->category, category, "none");
    if (level > 0 && has_none)
        tell(l, QUALITY_DISABILITY, q->level, row, "%s",
             _("a level of disability without a category"));
    else if (level == 0 && !has_none)
        tell(l, QUALITY_DISABILITY, q->level, row, "%s",
             _("a category of disability without a level"));
}

/* Whole years from one birth to a later one; negative when it is earlier. */
static int64_t years_between(int64_t birth, int64_t later)
{
    return later < birth ? -1 : age_at_date((int32_t)birth, (int32_t)later);
}

static void check_relation(struct look *l, uint32_t row, int64_t head_birth, int64_t birth)
{
    const struct quality *q = l->q;
    enum relation relation = relation_of(l, row);
    if (relation == SPOUSE && birth <= l->last &&
        age_at_date((int32_t)birth, l->last) < SPOUSE_LEAST)
        tell(l, QUALITY_SPOUSE_AGE, q->birth, row, _("a spouse of %d"),
             (int)age_at_date((int32_t)birth, l->last));
    if (head_birth == INT64_MIN)
        return;
    if (relation == CHILD && years_between(head_birth, birth) < GENERATION_YEARS)
        tell(l, QUALITY_CHILD_AGE, q->birth, row,
             _("a child must be at least %d years younger than the applicant"),
             GENERATION_YEARS);
    if (relation == PARENT && years_between(birth, head_birth) < GENERATION_YEARS)
        tell(l, QUALITY_PARENT_AGE, q->birth, row,
             _("a parent must be at least %d years older than the applicant"),
             GENERATION_YEARS);
}

static enum hm_status check_members(struct look *l)
{
    const struct quality *q = l->q;
    uint32_t n = 0, heads = 0, spouses = 0;
    const uint32_t *rows = frame_children(l->frame, q->person, l->row, &n);
    int64_t head_birth = INT64_MIN, birth;
    if (n == 0)
        tell(l, QUALITY_NO_MEMBERS, NO_FIELD, l->row, "%s", _("no members"));
    for (uint32_t i = 0; i < n; i++) {
        enum relation relation = relation_of(l, rows[i]);
        spouses += relation == SPOUSE;
        heads += relation == HEAD;
        if (relation == HEAD && heads == 1 && get(l, q->birth, rows[i], &birth))
            head_birth = birth;
        if (relation == HEAD && heads == 2)
            tell(l, QUALITY_TWO_HEADS, q->relation, rows[i], "%s", _("a second applicant"));
        if (relation == SPOUSE && spouses == 2)
            tell(l, QUALITY_TWO_SPOUSES, q->relation, rows[i], "%s", _("a second spouse"));
    }
    for (uint32_t i = 0; i < n; i++) {
        TRY(check_number(l, rows[i]));
        check_disability(l, rows[i]);
        if (!get(l, q->birth, rows[i], &birth))
            continue;
        check_age(l, rows[i], birth);
        check_relation(l, rows[i], head_birth, birth);
    }
    return HM_OK;
}

static void check_division(struct look *l)
{
    const struct quality *q = l->q;
    char shown[64];
    struct str code = text_of(l, q->division, l->row);
    if (code.n == 0)
        return;
    enum division_fault fault = division_check(code);
    if (fault != DIVISION_SHAPE && fault != DIVISION_UNKNOWN)
        return;
    snprintf(shown, sizeof shown, "%.*s", (int)(code.n < 40 ? code.n : 40), code.p);
    if (fault == DIVISION_SHAPE)
        tell(l, QUALITY_DIVISION_SHAPE, q->division, l->row,
             _("the division code \"%s\" has not 6, 9 or 12 digits"), shown);
    else if (fault == DIVISION_UNKNOWN)
        tell(l, QUALITY_DIVISION_UNKNOWN, q->division, l->row,
             _("there is no division %s in GB/T 2260"), shown);
}

enum quality_severity quality_household(struct quality *q, const struct frame *f, uint32_t row,
                                        int32_t month, quality_found_fn *found, void *ctx,
                                        enum hm_status *st)
{
    struct look l = {.q = q, .frame = f, .row = row, .found = found, .ctx = ctx};
    if (!q->is_on)
        return QUALITY_OFF;
    l.last = month_last_day(month);
    check_division(&l);
    if (q->person != NO_ENTITY && check_members(&l) != HM_OK)
        *st = HM_NOMEM;
    return l.gravest;
}

void quality_copy_alone(struct quality *out, const struct quality *q)
{
    *out = *q;
    out->severity[QUALITY_ID_DUPLICATE] = QUALITY_OFF;
    import_ids_init(&out->ids);
    buf_init(&out->households);
}

enum quality_severity quality_others(struct quality *q, const struct frame *f, uint32_t row,
                                     quality_found_fn *found, void *ctx, enum hm_status *st)
{
    struct look l = {.q = q, .frame = f, .row = row, .found = found, .ctx = ctx};
    uint32_t n = 0;
    if (q->person == NO_ENTITY || q->severity[QUALITY_ID_DUPLICATE] == QUALITY_OFF ||
        q->id_number == NO_FIELD || f->columns[q->id_number].rows == 0)
        return QUALITY_OFF;
    const uint32_t *rows = frame_children(f, q->person, row, &n);
    for (uint32_t i = 0; i < n; i++) {
        struct idnumber id;
        struct str text = text_of(&l, q->id_number, rows[i]);
        if (text.n > 0 && idnumber_read(&id, text) == IDNUMBER_SOUND &&
            note_number(&l, rows[i], text) != HM_OK)
            *st = HM_NOMEM;
    }
    return l.gravest;
}
