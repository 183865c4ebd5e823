/* huimin_session.c - conversations behind the public interface. */
#include "huimin_internal.h"

#include "base/mem.h"
#include "repl/complete.h"
#include "repl/repl.h"
#include "repl/verb.h"

struct hm_session {
    struct repl *repl;
};

enum hm_status hm_session_open(struct hm_session **out, struct hm_store *s, const char *policy,
                               const char *month, const struct hm_host *host)
{
    int32_t m;
    struct diag *d = api_diag(host);
    TRY(api_month(&m, month, "--month", d));
    struct hm_session *session = mem_zalloc(sizeof *session);
    if (!session)
        return diag_nomem(d, _("starting the session"));
    enum hm_status st = repl_open(&session->repl, s ? s->store : NULL, policy, m, host, d);
    if (st != HM_OK)
        mem_free(session);
    else
        *out = session;
    return st;
}

void hm_session_close(struct hm_session *session)
{
    if (session)
        repl_close(session->repl);
    mem_free(session);
}

enum hm_status hm_session_line(struct hm_session *session, const char *text)
{
    return repl_line(session->repl, text);
}

int hm_session_incomplete(struct hm_session *session, const char *text)
{
    return repl_incomplete(session->repl, text);
}

int hm_session_ended(const struct hm_session *session)
{
    return session->repl->ended;
}

size_t hm_session_complete(struct hm_session *session, const char *text, size_t cursor,
                           void (*found)(void *ctx, const char *word), void *ctx)
{
    return repl_complete(session->repl, text, cursor, found, ctx);
}

size_t hm_verb_count(void)
{
    return verb_count;
}

void hm_verb_get(size_t i, struct hm_verb *out)
{
    const struct verb *v = &verb_table[i];
    *out = (struct hm_verb){v->name, v->usage, v->example, _(v->summary), _(v->description)};
}
