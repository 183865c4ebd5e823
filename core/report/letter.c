/* letter.c - puts a letter together from the trace of a determination.
 *
 * One paragraph for each benefit that is given, with the article and the facts and parameters
 * its rule read; the benefits that are not given, with what was looked at; what is missing;
 * what the payment list adds for months before; and the ways of appeal, from the parameters of
 * policies/cn/notice.lua where the policy has them. Chinese by purpose (see letter.h).
 */
#include "report/letter.h"

#include <string.h>
#include "report/html.h"
#include "report/letter_words.h"
#include "run/pay_one.h"
#include "value/date.h"

enum line { TITLE, HEAD, ITEM, NOTE, PLAIN };
enum { FACTS_MAX = 16, CELLS_MAX = 64 };

struct letter {
    struct buf *out;
    bool html;
    const struct explanation *e;
    const struct model *m;
    struct pay_item *items;
    size_t item_count;
    unsigned heads, count; /* numbers given so far */
    struct buf line;       /* under way */
    struct arena arena;
};
enum outcome { GIVEN, REFUSED, UNDETERMINED, FAILED, NOT_THERE };

/* --- lines --- */

static void put_line(struct letter *l, enum line kind)
{
    static const char *const open[] = {[TITLE] = "<h1>",
                                       [HEAD] = "<h2>",
                                       [ITEM] = "<p class=i>",
                                       [NOTE] = "<p class=n>",
                                       [PLAIN] = "<p>"};
    static const char *const close[] = {[TITLE] = "</h1>\n",
                                        [HEAD] = "</h2>\n",
                                        [ITEM] = "</p>\n",
                                        [NOTE] = "</p>\n",
                                        [PLAIN] = "</p>\n"};
    static const char *const before[] = {
        [TITLE] = "            ", [HEAD] = "\n", [ITEM] = "  ", [NOTE] = "     ", [PLAIN] = ""};
    const char *text = l->line.data ? l->line.data : "";
    if (l->html) {
        buf_puts(l->out, open[kind]);
        html_text(l->out, text);
        buf_puts(l->out, close[kind]);
    } else {
        buf_printf(l->out, "%s%s\n", before[kind], text);
    }
    if (!buf_ok(&l->line))
        l->out->failed = true;
    buf_clear(&l->line);
}

static void put_words(struct letter *l, enum line kind, const char *words)
{
    buf_puts(&l->line, words);
    put_line(l, kind);
}

static void put_head(struct letter *l, const char *words)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五", "六", "七", "八"};
    buf_printf(&l->line, "%s、%s", numbers[l->heads < 8 ? l->heads : 7], words);
    l->heads++;
    l->count = 0;
    put_line(l, HEAD);
}

/* --- members, facts --- */

/* "成员2" in the order of the register; "" for the household. */
static void put_member(struct letter *l, uint8_t entity, uint32_t row)
{
    const struct frame *f = &l->e->frame;
    if (l->m->entities[entity].parent == NO_ENTITY)
        return;
    uint32_t n, k = 0;
    const uint32_t *rows = frame_children(f, entity, f->entities[entity].parent[row], &n);
    while (k < n && rows[k] != row)
        k++;
    const char *zh = l->m->entities[entity].zh;
    buf_printf(&l->line, "%s%u", zh ? zh : "成员", k + 1);
}

struct facts { /* of one paragraph, each once */
    const struct trace_event *told[FACTS_MAX];
    size_t count;
    const struct trace_cell *seen[CELLS_MAX]; /* whose rules were looked into */
    size_t seen_count;
};

static bool is_same(const struct trace_event *a, const struct trace_event *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == TRACE_READ
               ? a->cell == b->cell
               : a->parameter == b->parameter && value_equal(&a->key, &b->key);
}

static void take_fact(struct facts *facts, const struct trace_event *v)
{
    for (size_t i = 0; i < facts->count; i++)
        if (is_same(facts->told[i], v))
            return;
    if (facts->count < FACTS_MAX)
        facts->told[facts->count++] = v;
}

static bool is_nothing(const struct value *v)
{
    return (v->kind == KIND_INTEGER && v->as.integer == 0) ||
           ((v->kind == KIND_MONEY || v->kind == KIND_NUMBER) && v->as.rational.num == 0);
}

/* Whether a family is told a cell: what is given rests on numbers and kinds; what is refused,
 * on conditions that failed as well. */
static bool is_told(const struct letter *l, const struct trace_cell *c, bool refused)
{
    const struct field *f = &l->m->fields[c->field];
    if (!f->zh || c->trap != HM_TRAP_NONE || c->value.kind == KIND_TEXT ||
        c->origin == TRACE_DEFAULT || is_nothing(&c->value))
        return false;
    return c->value.kind != KIND_BOOLEAN || (refused && !c->value.as.boolean);
}

static bool is_told_law(const struct letter *l, const struct trace_event *v)
{
    const struct parameter *p = &l->m->parameters[v->parameter];
    bool number = v->result.kind == KIND_MONEY || v->result.kind == KIND_NUMBER ||
                  v->result.kind == KIND_INTEGER;
    return p->zh && p->kind != PARAMETER_COMPARISON && number && v->key.kind != KIND_TEXT &&
           !is_nothing(&v->result);
}

/* Whether the rule of a cell that was read is looked into as well. */
static bool leads_on(const struct letter *l, const struct trace_cell *c, bool refused)
{
    bool computed =
        (c->origin == TRACE_FORMULA || c->origin == TRACE_SUM) && c->trap == HM_TRAP_NONE;
    enum value_kind kind = l->m->fields[c->field].type.kind;
    if (kind == KIND_BOOLEAN)
        return computed && refused && !c->value.as.boolean;
    if (kind == KIND_ENUM)
        return computed && refused;
    return computed && !is_nothing(&c->value);
}

/* What a rule read, then what the rules of that read, level by level. */
static void take_facts(struct letter *l, struct facts *facts, const struct trace_cell *c,
                       bool refused)
{
    facts->seen[facts->seen_count++] = c;
    for (size_t k = 0; k < facts->seen_count && facts->count < FACTS_MAX; k++) {
        for (const struct trace_event *v = facts->seen[k]->events; v; v = v->next) {
            if (v->kind == TRACE_PARAMETER && is_told_law(l, v))
                take_fact(facts, v);
            if (v->kind != TRACE_READ)
                continue;
            if (is_told(l, v->cell, refused))
                take_fact(facts, v);
            bool known = !leads_on(l, v->cell, refused);
            for (size_t i = 0; i < facts->seen_count; i++)
                known |= facts->seen[i] == v->cell;
            if (!known && facts->seen_count < CELLS_MAX)
                facts->seen[facts->seen_count++] = v->cell;
        }
    }
}

static void put_read(struct letter *l, const struct trace_cell *c)
{
    const struct field *f = &l->m->fields[c->field];
    if (c->origin == TRACE_PAST)
        letter_month(&l->line, c->past_month);
    else
        put_member(l, f->entity, c->row);
    buf_puts(&l->line, f->zh);
    buf_putc(&l->line, ' ');
    letter_value(&l->line, l->m, &f->type, &c->value);
    if (!strstr(f->zh, "岁"))
        letter_unit(&l->line, f->unit, f->type.kind == KIND_MONEY);
}

static void put_law(struct letter *l, const struct trace_event *v)
{
    const struct parameter *p = &l->m->parameters[v->parameter];
    const struct parameter_value *now = v->in_force;
    struct buf source;
    buf_init(&source);
    buf_puts(&l->line, p->zh);
    if (v->key.kind != KIND_NONE) {
        buf_puts(&l->line, "（");
        letter_value(&l->line, l->m, &p->key, &v->key);
        buf_puts(&l->line, "）");
    }
    buf_putc(&l->line, ' ');
    letter_value(&l->line, l->m, &p->type, &v->result);
    letter_unit(&l->line, p->unit, p->type.kind == KIND_MONEY);
    bool has_source = now && letter_article(&source, now->source);
    if (now && now->status == CITED_PLACEHOLDER)
        buf_puts(&l->line, "（暂定，以正式公布的为准）");
    else if (has_source)
        buf_printf(&l->line, "（%s）", buf_ok(&source) ? source.data : "");
    l->out->failed |= !buf_ok(&source);
    buf_fini(&source);
}

static void put_facts(struct letter *l, const struct facts *facts, const char *words)
{
    if (facts->count == 0)
        return;
    buf_puts(&l->line, words);
    for (size_t i = 0; i < facts->count; i++) {
        const struct trace_event *v = facts->told[i];
        buf_puts(&l->line, i ? "；" : "");
        if (v->kind == TRACE_READ)
            put_read(l, v->cell);
        else
            put_law(l, v);
    }
    buf_puts(&l->line, "。");
    put_line(l, NOTE);
}

static void put_article(struct letter *l, const struct field *f)
{
    struct buf text;
    buf_init(&text);
    if (letter_article(&text, f->law)) {
        buf_printf(&l->line, "依据：%s。", buf_ok(&text) ? text.data : "");
        put_line(l, NOTE);
    }
    l->out->failed |= !buf_ok(&text);
    buf_fini(&text);
}

/* --- benefits --- */

static const char *name_of(const struct pay_item *it)
{
    return it->zh ? it->zh : "待遇";
}

static enum outcome outcome_of(const struct trace_cell *c)
{
    if (!c)
        return NOT_THERE;
    if (c->trap != HM_TRAP_NONE)
        return c->trap == HM_TRAP_MISSING ? UNDETERMINED : FAILED;
    return c->value.as.rational.num > 0 ? GIVEN : REFUSED;
}

typedef void benefit_fn(struct letter *l, const struct pay_item *it,
                        const struct trace_cell *c);

/* Calls fn for every row of the household that a benefit came out so for; how many there are.
 */
static size_t each_benefit(struct letter *l, const struct pay_item *it, enum outcome wanted,
                           benefit_fn *fn)
{
    const struct frame *f = &l->e->frame;
    size_t found = 0;
    for (uint32_t r = 0; r < f->entities[it->entity].rows; r++) {
        if (frame_root_row(f, it->entity, r) != l->e->row)
            continue;
        const struct trace_cell *c = trace_find(&l->e->trace, it->field, r);
        if (outcome_of(c) != wanted)
            continue;
        found++;
        if (fn)
            fn(l, it, c);
    }
    return found;
}

static size_t count_outcome(struct letter *l, enum outcome wanted)
{
    size_t n = 0;
    for (size_t i = 0; i < l->item_count; i++)
        n += each_benefit(l, &l->items[i], wanted, NULL);
    return n;
}

static void put_benefit(struct letter *l, const struct pay_item *it, const struct trace_cell *c)
{
    buf_printf(&l->line, "%u. %s", ++l->count, name_of(it));
    if (l->m->entities[it->entity].parent != NO_ENTITY) {
        buf_puts(&l->line, "（");
        put_member(l, it->entity, c->row);
        buf_puts(&l->line, "）");
    }
}

static void put_given(struct letter *l, const struct pay_item *it, const struct trace_cell *c)
{
    const struct field *f = &l->m->fields[it->field];
    struct facts facts = {.count = 0};
    put_benefit(l, it, c);
    buf_puts(&l->line, "：每月");
    letter_value(&l->line, l->m, &f->type, &c->value);
    put_line(l, ITEM);
    put_article(l, f);
    take_facts(l, &facts, c, false);
    put_facts(l, &facts, "根据：");
    if (c->origin == TRACE_FORMULA && c->exact.kind == KIND_MONEY &&
        rational_cmp(c->exact.as.rational, c->value.as.rational) != 0) {
        buf_puts(&l->line, "算得");
        letter_value(&l->line, l->m, &f->type, &c->exact);
        buf_puts(&l->line, "，");
        letter_rounding(&l->line, it->round);
        buf_puts(&l->line, "。");
        put_line(l, NOTE);
    }
}

static void put_sections_given(struct letter *l)
{
    int64_t total = 0;
    const struct frame *f = &l->e->frame;
    put_head(l, "发给的待遇");
    for (size_t i = 0; i < l->item_count; i++) {
        const struct pay_item *it = &l->items[i];
        each_benefit(l, it, GIVEN, put_given);
        for (uint32_t r = 0; r < f->entities[it->entity].rows; r++) {
            const struct trace_cell *c = trace_find(&l->e->trace, it->field, r);
            if (frame_root_row(f, it->entity, r) == l->e->row && outcome_of(c) == GIVEN)
                total +=
                    result_stored_form(&l->m->fields[it->field].type, c->value.as.rational);
        }
    }
    if (l->count == 0) {
        put_words(l, ITEM, "没有。");
        return;
    }
    buf_puts(&l->line, "合计：每月");
    letter_fen(&l->line, total);
    put_line(l, ITEM);
}

static void put_refused(struct letter *l, const struct pay_item *it, const struct trace_cell *c)
{
    struct facts facts = {.count = 0};
    put_benefit(l, it, c);
    buf_puts(&l->line, "：不符合条件。");
    put_line(l, ITEM);
    put_article(l, &l->m->fields[it->field]);
    take_facts(l, &facts, c, true);
    put_facts(l, &facts, "审核的情况：");
}

/* A benefit of members that none of them gets: one line, with the condition. */
static void put_nobody(struct letter *l, const struct pay_item *it)
{
    buf_printf(&l->line, "%u. %s：没有符合条件的家庭成员。", ++l->count, name_of(it));
    put_line(l, ITEM);
    put_article(l, &l->m->fields[it->field]);
}

static void put_sections_refused(struct letter *l)
{
    if (count_outcome(l, REFUSED) == 0)
        return;
    put_head(l, "没有发给的待遇");
    for (size_t i = 0; i < l->item_count; i++) {
        const struct pay_item *it = &l->items[i];
        size_t refused = each_benefit(l, it, REFUSED, NULL);
        bool of_members = l->m->entities[it->entity].parent != NO_ENTITY;
        bool others =
            each_benefit(l, it, GIVEN, NULL) + each_benefit(l, it, UNDETERMINED, NULL);
        if (of_members && refused && !others)
            put_nobody(l, it);
        else if (!of_members)
            each_benefit(l, it, REFUSED, put_refused);
    }
    if (l->count == 0)
        put_words(l, ITEM, "其他家庭成员不符合上列待遇的条件。");
}

/* --- what is missing --- */

/* "persons[1].birth_date" as "成员2的出生日期"; false: a path we have no words for. */
static bool put_path(struct letter *l, const char *path, size_t n)
{
    uint8_t entity = l->e->agenda.root;
    const char *end = path + n, *name = path;
    struct buf member;
    buf_init(&member);
    for (const char *dot; (dot = memchr(name, '.', (size_t)(end - name))) != NULL;
         name = dot + 1) {
        const char *open = memchr(name, '[', (size_t)(dot - name));
        size_t len = open ? (size_t)(open - name) : (size_t)(dot - name);
        unsigned k = 0;
        for (const char *p = open ? open + 1 : dot; p < dot && *p >= '0' && *p <= '9'; p++)
            k = k * 10 + (unsigned)(*p - '0');
        for (size_t i = 0; i < l->m->entity_count; i++) {
            const struct entity *x = &l->m->entities[i];
            if (x->plural && strlen(x->plural) == len && memcmp(x->plural, name, len) == 0 &&
                x->parent == entity) {
                buf_printf(&member, "%s%u的", x->zh ? x->zh : "成员", k + 1);
                entity = (uint8_t)i;
                break;
            }
        }
    }
    uint16_t field = model_field(l->m, entity, (struct str){name, (size_t)(end - name)});
    const char *zh = field != NO_FIELD ? l->m->fields[field].zh : NULL;
    if (zh)
        buf_printf(&l->line, "%s%s", member.data ? member.data : "", zh);
    l->out->failed |= !buf_ok(&member);
    buf_fini(&member);
    return zh != NULL;
}

static void put_missing(struct letter *l, const struct pay_item *it, const struct trace_cell *c)
{
    size_t told = 0;
    put_benefit(l, it, c);
    buf_puts(&l->line, "：缺少");
    for (const char *p = c->text ? c->text : ""; *p;) {
        size_t n = strcspn(p, "\n"), before = l->line.len;
        buf_puts(&l->line, told ? "、" : "");
        if (put_path(l, p, n))
            told++;
        else if (buf_ok(&l->line))
            l->line.data[l->line.len = before] = '\0';
        p += n + (p[n] == '\n');
    }
    buf_puts(&l->line, told ? "。请补交后再认定。" : "有关情况。请与经办人联系。");
    put_line(l, ITEM);
}

static void put_failed(struct letter *l, const struct pay_item *it, const struct trace_cell *c)
{
    put_benefit(l, it, c);
    buf_puts(&l->line, "：正在核对，核对后另行告知。");
    put_line(l, ITEM);
}

static void put_sections_open(struct letter *l)
{
    if (count_outcome(l, UNDETERMINED) + count_outcome(l, FAILED) == 0)
        return;
    put_head(l, "暂时不能认定的待遇");
    for (size_t i = 0; i < l->item_count; i++) {
        each_benefit(l, &l->items[i], UNDETERMINED, put_missing);
        each_benefit(l, &l->items[i], FAILED, put_failed);
    }
}

/* --- arrears --- */

/* What the family gets this month, all in all; nothing when all of it was paid already. */
static void put_payable(struct letter *l, const struct arrears_account *a)
{
    int64_t payable = 0;
    for (size_t i = 0; i < a->line_count; i++)
        payable += arrears_payable(&a->lines[i]);
    if (payable == 0)
        return;
    buf_puts(&l->line, "合计：本月应发连同补发，扣除抵扣，尚应发给");
    letter_fen(&l->line, payable);
    buf_puts(&l->line, "。");
    put_line(l, ITEM);
}

/* Where rounding makes what is paid another amount than due less paid. */
static void put_difference(struct letter *l, const struct arrears_cell *c,
                           const struct pay_item *it, bool once)
{
    if (c->owed == c->due - c->paid)
        return;
    buf_puts(&l->line, "，少发");
    letter_fen(&l->line, c->due - c->paid);
    buf_puts(&l->line, once ? "，各月合计后" : "，取整时");
    letter_rounding(&l->line, it->round);
}

static enum hm_status put_arrears(void *ctx, const struct pay_basis *b,
                                  const struct pay_household *h)
{
    struct letter *l = ctx;
    const struct arrears_account *a = &h->account;
    bool any = false;
    for (size_t i = 0; i < a->cell_count; i++)
        any |= a->cells[i].over > 0 || (a->cells[i].owed && a->cells[i].month < a->month);
    if (!any)
        return HM_OK;
    put_head(l, "补发和抵扣");
    for (size_t i = 0; i < a->cell_count; i++) {
        const struct arrears_cell *c = &a->cells[i];
        const struct pay_item *it = &b->items[a->lines[c->line].item];
        bool owed = c->owed && c->month < a->month;
        if (!owed && !c->over)
            continue;
        buf_printf(&l->line, "%u. ", ++l->count);
        letter_month(&l->line, c->month);
        buf_printf(&l->line, "%s：", name_of(it));
        if (owed) {
            buf_puts(&l->line, "应发");
            letter_fen(&l->line, c->due);
            buf_puts(&l->line, "，已发");
            letter_fen(&l->line, c->paid);
            put_difference(l, c, it, pay_basis_clauses(b, h->division)->once);
            buf_puts(&l->line, "，补发");
            letter_fen(&l->line, c->owed);
        } else {
            buf_puts(&l->line, "多发");
            letter_fen(&l->line, c->over);
            if (c->back) {
                buf_puts(&l->line, "，本月抵扣");
                letter_fen(&l->line, c->back);
            }
            if (c->over > c->back) {
                buf_puts(&l->line, c->rest == ARREARS_WAIVED  ? "，不再追回"
                                   : c->rest == ARREARS_LATER ? "，以后各月抵扣"
                                                              : "，请退回");
                letter_fen(&l->line, c->over - c->back);
            }
        }
        buf_puts(&l->line, "。");
        put_line(l, ITEM);
    }
    put_payable(l, a);
    return HM_OK;
}

/* --- appeal --- */

static const struct value *clause(const struct letter *l, const char *name,
                                  enum value_kind kind)
{
    int i = model_parameter(l->m, (struct str){name, strlen(name)});
    if (i < 0 || l->m->parameters[i].kind != PARAMETER_SCALAR)
        return NULL;
    const struct parameter_value *v =
        parameter_on(&l->m->parameters[i], month_first_day(l->e->month));
    return v && !v->ended && v->scalar.kind == kind ? &v->scalar : NULL;
}

static void put_appeal(struct letter *l)
{
    const struct value *days = clause(l, "appeal_days", KIND_INTEGER);
    const struct value *office = clause(l, "appeal_office", KIND_TEXT);
    const struct value *months = clause(l, "lawsuit_months", KIND_INTEGER);
    put_head(l, "不服怎么办");
    buf_puts(&l->line, "如对本决定不服，可以自收到本告知书之日起");
    if (days)
        buf_printf(&l->line, "%lld日内", (long long)days->as.integer);
    else
        buf_puts(&l->line, "依法");
    buf_puts(&l->line, "向");
    if (office)
        buf_put(&l->line, office->as.text.p, office->as.text.n);
    else
        buf_puts(&l->line, "有权机关");
    buf_puts(&l->line, "申请行政复议，");
    if (months)
        buf_printf(&l->line, "或者在%lld个月内", (long long)months->as.integer);
    else
        buf_puts(&l->line, "或者");
    buf_puts(&l->line, "依法向人民法院提起行政诉讼。");
    put_line(l, PLAIN);
    put_words(l, PLAIN, "家庭情况有变化的，请及时告诉村（社区）或者乡镇（街道）。");
}

/* --- the whole --- */

static void put_top(struct letter *l)
{
    const struct explanation *e = l->e;
    struct str id = column_text(&e->frame.entities[e->agenda.root].id, e->row);
    const struct value *office = clause(l, "notice_office", KIND_TEXT);
    put_words(l, TITLE, "社会救助待遇告知书");
    if (!l->html)
        buf_putc(l->out, '\n');
    buf_puts(&l->line, "家庭编号：");
    letter_masked(&l->line, id);
    put_line(l, PLAIN);
    buf_puts(&l->line, "月份：");
    letter_month(&l->line, e->month);
    if (l->m->zh)
        buf_printf(&l->line, "　　适用办法：%s", l->m->zh);
    put_line(l, PLAIN);
    if (office) {
        buf_puts(&l->line, "告知机关：");
        buf_put(&l->line, office->as.text.p, office->as.text.n);
        put_line(l, PLAIN);
    }
    if (e->record.state != RUN_PUBLISHED)
        put_words(l, PLAIN, "注意：这一认定没有发布生效，只供核对，不作告知。");
}

static enum hm_status put_letter(struct letter *l, struct store *s, struct diag *d)
{
    const struct explanation *e = l->e;
    TRY(pay_items_of(&l->items, &l->item_count, l->m, &l->arena, d));
    put_top(l);
    put_sections_given(l);
    put_sections_refused(l);
    put_sections_open(l);
    if (s && e->record.state == RUN_PUBLISHED) {
        struct str id = column_text(&e->frame.entities[e->agenda.root].id, e->row);
        enum hm_status st = pay_one(s, e->month, id, put_arrears, l, d);
        TRY(st);
    }
    put_appeal(l);
    return HM_OK;
}

static enum hm_status make(struct buf *out, const struct explanation *e, struct store *s,
                           bool html, struct diag *d)
{
    struct letter l = {.out = out, .html = html, .e = e, .m = e->policy->model};
    static const char head[] =
        "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\">"
        "<title>社会救助待遇告知书</title>\n<style>body{font-family:serif;max-width:42em;"
        "margin:2em auto;line-height:1.7}h1{text-align:center;font-size:1.4em}"
        "h2{font-size:1.1em;margin-top:1.2em}p{margin:.2em 0}p.i{margin-left:1em}"
        "p.n{margin-left:3em;color:#444;font-size:.95em}@page{margin:2.5cm}</style></head>"
        "<body>\n";
    arena_init(&l.arena);
    buf_init(&l.line);
    if (html)
        buf_puts(out, head);
    enum hm_status st = put_letter(&l, s, d);
    if (html)
        buf_puts(out, "</body></html>\n");
    buf_fini(&l.line);
    arena_fini(&l.arena);
    return st;
}

enum hm_status letter_text(struct buf *out, const struct explanation *e, struct store *s,
                           struct diag *d)
{
    return make(out, e, s, false, d);
}

enum hm_status letter_html(struct buf *out, const struct explanation *e, struct store *s,
                           struct diag *d)
{
    return make(out, e, s, true, d);
}
