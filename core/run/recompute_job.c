/* recompute_job.c - what resuming and verifying need to know of a run, beside what the store
 * keeps of every run: a line each, "sample 1000", of which unknown ones are passed over.
 */
#include "run/recompute_job.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "run/ruleset.h"

/* X(word, member of the job) */
#define JOB_LINES(X)                                                                           \
    X("sample", sample)                                                                        \
    X("top", top)                                                                              \
    X("budget", budget_fen)                                                                    \
    X("full", full)                                                                            \
    X("publish", publish)

static char *job_text(const struct recompute_job *job)
{
    struct buf b;
    buf_init(&b);
#define PUT(word, member) buf_printf(&b, word " %" PRId64 "\n", (int64_t)job->member);
    JOB_LINES(PUT)
#undef PUT
    return buf_take(&b);
}

static void read_line(struct recompute_job *job, const char *word, size_t n, int64_t value)
{
    const char *name;
#define TAKE(text, member)                                                                     \
    name = text;                                                                               \
    if (strlen(name) == n && memcmp(name, word, n) == 0)                                       \
        job->member = (__typeof__(job->member))value;
    JOB_LINES(TAKE)
#undef TAKE
}

static void read_job(struct recompute_job *job, const char *text)
{
    while (text && *text) {
        size_t n = strcspn(text, " \n");
        if (text[n] == ' ')
            read_line(job, text, n, strtoll(text + n + 1, NULL, 10));
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
}

enum hm_status recompute_record(struct run_record *r, const struct recompute_job *job,
                                uint64_t sequence, struct diag *d)
{
    const struct model *m = job->policy->model;
    memset(r, 0, sizeof *r);
    r->from = job->from;
    r->to = job->to;
    r->sequence = sequence;
    snprintf(r->identity, sizeof r->identity, "%s", m->identity);
    snprintf(r->policy_name, sizeof r->policy_name, "%s", m->name);
    snprintf(r->engine, sizeof r->engine, "%s", task_engine_name(job->host));
    if (job->host->who && *job->host->who)
        snprintf(r->who, sizeof r->who, "%s", job->host->who);
    else
        clock_user(r->who, sizeof r->who);
    clock_iso(clock_unix_seconds(), r->started);
    r->patches = mem_strdup(job->changes->text.data ? job->changes->text.data : "");
    r->reason = mem_strdup(job->host->reason ? job->host->reason : "");
    r->job = job_text(job);
    return r->patches && r->reason && r->job ? HM_OK : diag_nomem(d, _("starting the run"));
}

enum hm_status recompute_past_init(struct recompute_past *p, struct store *s, uint32_t run,
                                   const struct hm_host *host, struct diag *d)
{
    *p = (struct recompute_past){.policy = NULL};
    TRY(run_get(s, run, &p->record, d));
    TRY(ruleset_stored(&p->policy, s, p->record.identity, d));
    changes_init(&p->changes, p->policy);
    TRY(changes_read(&p->changes, p->record.patches, d));
    p->job = (struct recompute_job){
        .store = s,
        .policy = p->policy,
        .changes = &p->changes,
        .from = p->record.from,
        .to = p->record.to,
        .as_known = true,
        .sequence = p->record.sequence,
        .publications = p->record.publications,
        .as_paid = true,
        .payments = p->record.payments,
        .host = host,
    };
    read_job(&p->job, p->record.job);
    return HM_OK;
}

void recompute_past_fini(struct recompute_past *p)
{
    if (p->policy) {
        changes_fini(&p->changes);
        policy_free(p->policy);
    }
    run_record_fini(&p->record);
    *p = (struct recompute_past){.policy = NULL};
}
