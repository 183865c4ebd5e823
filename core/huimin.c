/* huimin.c - start-up, texts and messages of the public interface. Wiring only: what commands
 * do is in the layers; huimin_policy.c, huimin_store.c and huimin_runs.c call it. */
#include "huimin_internal.h"

#include <string.h>
#include "base/clock.h"
#include "base/fault.h"
#include "base/mem.h"
#include "base/str.h"
#include "value/date.h"

void hm_start(void)
{
    i18n_start();
    fault_from_env();
}

const char *hm_version(void)
{
    return HUIMIN_VERSION;
}

const char *hm_text(const char *msgid)
{
    return i18n_text(msgid);
}

int hm_exit_code(enum hm_status st)
{
    switch (st) {
    case HM_OK:
        return 0;
    case HM_USAGE:
        return 2;
    case HM_ENVIRONMENT:
    case HM_NOMEM:
    case HM_CORRUPT:
    case HM_BUSY:
        return 3;
    case HM_INTERRUPTED:
        return 130;
    default:
        return 1;
    }
}

const char *hm_nearest(const char *word, const char *const *names, size_t count)
{
    struct str *list = mem_calloc(count + 1, sizeof *list);
    if (!list)
        return NULL;
    for (size_t i = 0; i < count; i++)
        list[i] = (struct str){names[i], strlen(names[i])};
    int found = str_nearest((struct str){word, strlen(word)}, list, count);
    mem_free(list);
    return found >= 0 ? names[found] : NULL;
}

size_t hm_width(const char *text)
{
    return str_width(text, strlen(text));
}

struct hm_messages *hm_messages_new(void)
{
    struct hm_messages *m = mem_alloc(sizeof *m);
    if (m)
        diag_init(&m->diag);
    return m;
}

void hm_messages_free(struct hm_messages *m)
{
    if (m)
        diag_fini(&m->diag);
    mem_free(m);
}

void hm_messages_clear(struct hm_messages *m)
{
    diag_clear(&m->diag);
}

size_t hm_messages_count(const struct hm_messages *m)
{
    return m->diag.count;
}

void hm_messages_get(const struct hm_messages *m, size_t i, struct hm_message *out)
{
    const struct diag_item *item = &m->diag.items[i];
    *out = (struct hm_message){
        .level = item->level,
        .file = item->at.file,
        .line = item->at.line,
        .column = item->at.column,
        .field = item->at.field,
        .text = item->text,
        .hint = item->hint,
    };
}

size_t hm_messages_errors(const struct hm_messages *m)
{
    return m->diag.errors;
}

size_t hm_messages_warnings(const struct hm_messages *m)
{
    return m->diag.warnings;
}

enum hm_status api_write(const struct hm_host *h, struct buf *text)
{
    enum hm_status st = HM_OK;
    if (!buf_ok(text))
        st = diag_nomem(api_diag(h), _("writing the report"));
    else if (text->len > 0 && h->write(h->ctx, text->data, text->len) != 0)
        st = HM_ENVIRONMENT; /* the caller knows why its output is closed */
    buf_fini(text);
    return st;
}

enum hm_status api_month(int32_t *out, const char *text, const char *option, struct diag *d)
{
    if (!text)
        return *out = date_month(clock_china_day()), HM_OK;
    if (month_parse(out, (struct str){text, strlen(text)}))
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL, _("%s: \"%s\" is no month; write it as 2024-07"),
                      option, text);
}
