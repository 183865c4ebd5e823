/* unit.c - see unit.h. */
#include "model/unit.h"

#include <string.h>
#include "base/i18n.h"

static const char *word_of(struct str text)
{
    static const char *const words[] = {
        N_("yuan"),      N_("person"),  N_("month"), N_("year"), N_("day"),
        N_("household"), N_("workday"), N_("hour"),  N_("bed"),  N_("point"),
        N_("count"),     N_("minute"),  N_("m2"),    N_("kWh"),  N_("100 households")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == text.n && memcmp(words[i], text.p, text.n) == 0)
            return words[i];
    return NULL;
}

bool unit_next(const char **rest, const char *unit, struct unit_part *out)
{
    const char *p = *rest;
    if (!p || !*p)
        return false;
    struct str text = {p, strcspn(p, "/")};
    bool is_first = p == unit;
    bool is_month = text.n == 5 && memcmp(text.p, "month", 5) == 0;
    *out = (struct unit_part){is_first ? "" : "/", word_of(text), text};
    if (is_month) {
        out->slash = "";
        out->msgid = is_first ? N_("month(s)") : N_("/month");
    }
    *rest = p + text.n + (p[text.n] == '/');
    return true;
}

void unit_put(struct buf *out, const char *unit)
{
    struct unit_part part;
    if (unit && !i18n_is_chinese()) {
        buf_puts(out, unit);
        return;
    }
    for (const char *rest = unit; unit_next(&rest, unit, &part);) {
        buf_puts(out, part.slash);
        if (part.msgid)
            buf_puts(out, _(part.msgid));
        else
            buf_put(out, part.text.p, part.text.n);
    }
}
