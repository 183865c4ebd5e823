/* huimin_arrow.c - a store's columns behind the public interface. */
#include "huimin_internal.h"

#include <stdatomic.h>
#include <string.h>
#include "run/arrow.h"

static void let_go(void *owner)
{
    api_store_drop(owner);
}

enum hm_status hm_arrow(struct hm_store *s, const struct hm_arrow_options *o,
                        struct ArrowArrayStream *out, struct hm_messages *messages)
{
    struct diag *d = messages ? &messages->diag : NULL;
    const char *what = o->what ? o->what : "households";
    struct known known;
    struct arrow_options options = {.is_results = strcmp(what, "results") == 0,
                                    .unmasked = o->unmasked,
                                    .decimal = o->decimal,
                                    .run = o->run,
                                    .of = o->of,
                                    .entity = o->entity,
                                    .let_go = let_go,
                                    .owner = s};
    if (!options.is_results && strcmp(what, "households") != 0)
        return diag_error(d, HM_USAGE, NULL,
                          _("there are no columns of \"%s\": expected households or results"),
                          what);
    TRY(api_month(&options.month, o->month, "month", d));
    if (o->known_on)
        TRY(api_known_on(&known, s->store, o->known_on, d));
    options.known = o->known_on ? &known : NULL;
    atomic_fetch_add(&s->refs, 1);
    enum hm_status st = arrow_open(out, s->store, &options, d);
    if (st != HM_OK)
        api_store_drop(s);
    return st;
}
