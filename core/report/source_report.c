/* source_report.c - a line a register. */
#include "report/source_report.h"

#include <string.h>
#include "report/table.h"

void source_report_ttl(struct buf *out, const struct data_source *s)
{
    if (s->ttl_months)
        buf_printf(out, _("%u months"), s->ttl_months);
    else
        buf_printf(out, _("%u days"), s->ttl_days);
}

void source_report_facts(struct buf *out, const struct model *m, const struct data_source *s)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &m->fields[s->fields[i].field];
        buf_printf(out, "%s%s.%s", i ? ", " : "", m->entities[f->entity].name, f->name);
    }
}

static void put_row(struct table *t, const struct model *m, const struct data_source *s)
{
    struct buf text;
    buf_init(&text);
    table_cell(t, "%s%s%s", s->name, s->zh ? " " : "", s->zh ? s->zh : "");
    table_cell(t, "%s.%s", m->entities[s->entity].name, m->fields[s->key].name);
    source_report_facts(&text, m, s);
    table_text(t, buf_ok(&text) ? text.data : "");
    buf_clear(&text);
    source_report_ttl(&text, s);
    table_text(t, buf_ok(&text) ? text.data : "");
    table_cell(t, _("%u a request, %u requests a second, %u at once"), s->batch, s->rate,
               s->concurrency);
    table_text(t, data_source_placeholder(s->url) ? _("to be given") : s->url);
    buf_fini(&text);
}

void source_report_text(struct buf *out, const struct model *m)
{
    struct table t;
    size_t open = 0;
    if (m->data_source_count == 0)
        return;
    for (size_t i = 0; i < m->data_source_count; i++)
        open += data_source_placeholder(m->data_sources[i].url);
    buf_putc(out, '\n');
    buf_printf(out, _("%zu registers can be asked (huimin verify); %zu have no address yet\n"),
               m->data_source_count, open);
    table_init(&t, "llllll");
    table_text(&t, _("register"));
    table_text(&t, _("asked by"));
    table_text(&t, _("facts"));
    table_text(&t, _("counts for"));
    table_text(&t, _("pace"));
    table_text(&t, _("address"));
    for (size_t i = 0; i < m->data_source_count; i++)
        put_row(&t, m, &m->data_sources[i]);
    table_put(&t, out);
    table_fini(&t);
}

/* --- JSON --- */

static void json_fields(struct buf *b, const struct model *m, const struct data_source *s)
{
    buf_puts(b, "\"fields\":{");
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &m->fields[s->fields[i].field];
        buf_printf(b, "%s\"%s.%s\":", i ? "," : "", m->entities[f->entity].name, f->name);
        buf_json_string(b, s->fields[i].name, strlen(s->fields[i].name));
    }
    buf_puts(b, "},");
}

void source_report_json(struct buf *out, const struct model *m)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < m->data_source_count; i++) {
        const struct data_source *s = &m->data_sources[i];
        buf_puts(out, i ? ",{" : "{");
        buf_json_member(out, "name", s->name);
        buf_putc(out, ',');
        buf_json_member(out, "zh", s->zh);
        buf_putc(out, ',');
        buf_json_member(out, "url", s->url);
        buf_putc(out, ',');
        buf_json_member(out, "of", m->entities[s->entity].name);
        buf_putc(out, ',');
        buf_json_member(out, "key", m->fields[s->key].name);
        buf_putc(out, ',');
        json_fields(out, m, s);
        buf_json_member(out, "purpose", s->purpose);
        buf_putc(out, ',');
        buf_json_member(out, "law", s->law);
        buf_putc(out, ',');
        buf_printf(out,
                   "\"batch\":%u,\"rate\":%u,\"concurrency\":%u,\"ttl_days\":%u,"
                   "\"ttl_months\":%u,\"placeholder\":%s}",
                   s->batch, s->rate, s->concurrency, s->ttl_days, s->ttl_months,
                   data_source_placeholder(s->url) ? "true" : "false");
    }
    buf_putc(out, ']');
}
