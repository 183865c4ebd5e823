/* letter_words.c - the words of letters. Chinese by purpose (see letter.h), so nothing here
 * goes through the catalogue of translations. */
#include "report/letter_words.h"

#include <string.h>
#include "value/date.h"
#include "value/decimal.h"

/* --- values --- */

void letter_month(struct buf *out, int32_t month)
{
    buf_printf(out, "%d年%d月", month_year(month), month_number(month));
}

static void put_date(struct buf *out, int32_t date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    buf_printf(out, "%d年%d月%d日", year, month, day);
}

void letter_fen(struct buf *out, int64_t fen)
{
    decimal_put_money(out, fen);
    buf_puts(out, "元");
}

static void put_number(struct buf *out, struct rational r)
{
    decimal_put_rational(out, r);
}

static void put_enum(struct buf *out, const struct model *m, const struct type *type,
                     uint8_t code)
{
    const struct enum_type *t = &m->enums[type->enum_id];
    const char *zh = code < t->count ? t->values[code].zh : NULL;
    buf_puts(out, zh ? zh : "其他");
}

void letter_value(struct buf *out, const struct model *m, const struct type *type,
                  const struct value *v)
{
    switch (v->kind) {
    case KIND_BOOLEAN:
        buf_puts(out, v->as.boolean ? "是" : "否");
        break;
    case KIND_INTEGER:
        buf_printf(out, "%lld", (long long)v->as.integer);
        break;
    case KIND_NUMBER:
        put_number(out, v->as.rational);
        break;
    case KIND_MONEY:
        decimal_put_money_rational(out, v->as.rational, false);
        buf_puts(out, "元");
        break;
    case KIND_ENUM:
        put_enum(out, m, type, v->as.code);
        break;
    case KIND_DATE:
        put_date(out, v->as.day);
        break;
    case KIND_MONTH:
        letter_month(out, v->as.day);
        break;
    case KIND_TEXT:
        buf_put(out, v->as.text.p, v->as.text.n);
        break;
    case KIND_NONE:
    case KIND_COUNT:
        buf_puts(out, "—");
        break;
    }
}

static const struct {
    const char *name, *zh;
} units[] = {{"yuan", "元"},   {"fen", "分"},    {"month", "月"},     {"year", "年"},
             {"day", "日"},    {"person", "人"}, {"household", "户"}, {"workday", "工作日"},
             {"hour", "小时"}, {"m2", "平方米"}, {"percent", "%"}};

void letter_unit(struct buf *out, const char *unit, bool after_money)
{
    const char *p = unit ? unit : "";
    bool first = true;
    struct buf text;
    buf_init(&text);
    while (*p) {
        size_t n = strcspn(p, "/"), i = 0;
        while (i < sizeof units / sizeof *units &&
               (strlen(units[i].name) != n || memcmp(units[i].name, p, n) != 0))
            i++;
        if (i == sizeof units / sizeof *units) {
            buf_clear(&text); /* a word we do not have: none at all */
            break;
        }
        if (!first)
            buf_puts(&text, "/");
        if (first && !after_money && strcmp(units[i].name, "month") == 0)
            buf_puts(&text, "个月");
        else if (!(first && after_money && i < 2))
            buf_puts(&text, units[i].zh);
        first = false;
        p += n + (p[n] == '/');
    }
    buf_put(out, text.data ? text.data : "", text.len);
    out->failed |= !buf_ok(&text);
    buf_fini(&text);
}

/* --- articles --- */

/* What the bureau notes for itself: rows of its rulebook, marks of its sources. */
static bool is_note(const char *p, size_t n)
{
    static const char *const words[] = {"规则书", "凭记忆", "推定", "未查", "见R"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t len = strlen(words[w]);
        for (size_t i = 0; i + len <= n; i++)
            if (memcmp(p + i, words[w], len) == 0)
                return true;
    }
    for (size_t i = 0; i + 1 < n; i++)
        if ((i == 0 || strchr(" (,/", p[i - 1]) || (unsigned char)p[i - 1] >= 0x80) &&
            (p[i] == 'R' || p[i] == 'S') && p[i + 1] >= '0' && p[i + 1] <= '9')
            return true;
    return false;
}

static size_t bracket(const char *p, bool *open)
{
    static const char *const opens[] = {"(", "（"}, *const closes[] = {")", "）"};
    for (int i = 0; i < 2; i++) {
        size_t n = strlen(opens[i]);
        if (strncmp(p, opens[i], n) == 0)
            return *open = true, n;
        n = strlen(closes[i]);
        if (strncmp(p, closes[i], n) == 0)
            return *open = false, n;
    }
    return 0;
}

/* Length of a bracket's content and both its marks; 0: it is not closed. */
static size_t bracketed(const char *p)
{
    const char *at = p;
    int depth = 0;
    while (*at) {
        bool open;
        size_t n = bracket(at, &open);
        depth += n ? (open ? 1 : -1) : 0;
        at += n ? n : 1;
        if (depth == 0)
            return (size_t)(at - p);
    }
    return 0;
}

/* The text without bracketed notes. */
static void drop_brackets(struct buf *out, const char *text)
{
    while (*text) {
        bool open = false;
        size_t n = bracket(text, &open), all = n && open ? bracketed(text) : 0;
        if (all && is_note(text, all)) {
            text += all;
        } else {
            buf_put(out, text, n ? n : 1);
            text += n ? n : 1;
        }
    }
}

/* Where the present part ends: at a semicolon of either kind; *skip: bytes of it. */
static size_t part_length(const char *p, size_t *skip)
{
    size_t n = 0;
    *skip = 0;
    while (p[n] && *skip == 0) {
        if (p[n] == ';')
            *skip = 1;
        else if (strncmp(p + n, "；", strlen("；")) == 0)
            *skip = strlen("；");
        else
            n++;
    }
    return n;
}

bool letter_article(struct buf *out, const char *text)
{
    struct buf plain;
    bool any = false;
    buf_init(&plain);
    drop_brackets(&plain, text ? text : "");
    for (const char *p = buf_ok(&plain) && plain.data ? plain.data : ""; *p;) {
        size_t skip, n = part_length(p, &skip), from = 0, end = n;
        while (from < end && p[from] == ' ')
            from++;
        while (end > from && p[end - 1] == ' ')
            end--;
        if (end > from && !is_note(p + from, end - from)) {
            buf_puts(out, any ? "；" : "");
            buf_put(out, p + from, end - from);
            any = true;
        }
        p += n + skip;
    }
    out->failed |= !buf_ok(&plain);
    buf_fini(&plain);
    return any;
}

/* --- ids, rounding --- */

static size_t character(const char *p, size_t n)
{
    size_t k = n > 0;
    while (k < n && ((unsigned char)p[k] & 0xC0) == 0x80)
        k++;
    return k;
}

void letter_masked(struct buf *out, struct str id)
{
    size_t count = str_utf8_len(id.p, id.n), at = 0;
    size_t head = count >= 8 ? 3 : 1, tail = count >= 8 ? 2 : 0;
    for (size_t k = 0; k < count; k++) {
        size_t n = character(id.p + at, id.n - at);
        if (k < head || k + tail >= count)
            buf_put(out, id.p + at, n);
        else
            buf_putc(out, '*');
        at += n;
    }
}

void letter_rounding(struct buf *out, struct rounding r)
{
    static const char *const modes[ROUND_MODES] = {[ROUND_HALF_UP] = "四舍五入到",
                                                   [ROUND_UP] = "不足的进到",
                                                   [ROUND_DOWN] = "不足的舍到",
                                                   [ROUND_HALF_EVEN] = "四舍六入到"};
    static const struct {
        int64_t fen;
        const char *zh;
    } steps[] = {{1, "分"}, {10, "角"}, {100, "元"}, {1000, "十元"}};
    if (r.mode == ROUND_NONE || r.step.den != 1)
        return;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i].fen == r.step.num)
            buf_printf(out, "%s%s", modes[r.mode], steps[i].zh);
}
