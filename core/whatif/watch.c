/* watch.c - looks at the files a few times a second, by their bytes: what is saved without a
 * change is no change, on every file system. */
#include "whatif/watch.h"

#include <string.h>
#include <time.h>
#include "base/digest.h"
#include "run/rig.h"
#include "value/date.h"

enum { POLL_MS = 250 };

struct watch {
    const struct watch_options *o;
    const struct hm_host *host;
    struct hm_host quiet; /* of the cases */
    struct policy *good;  /* the last sound version; owned */
    unsigned rounds;
};

/* --- what the files say --- */

/* A digest of all scripts; an empty one when they cannot be read. */
static void fingerprint(const char *path, char out[DIGEST_HEX])
{
    struct sources s;
    struct digest *digest;
    struct diag unused;
    out[0] = '\0';
    sources_init(&s);
    diag_init(&unused);
    sources_read(&s, path, &unused);
    if (digest_new(&digest) == HM_OK) {
        for (size_t i = 0; i < s.count; i++) {
            digest_add(digest, s.files[i].path, strlen(s.files[i].path) + 1);
            if (s.files[i].text)
                digest_add(digest, s.files[i].text, s.files[i].bytes);
        }
        digest_hex(digest, out);
        digest_free(digest);
    }
    diag_fini(&unused);
    sources_fini(&s);
}

static void pause_ms(unsigned ms)
{
    const struct timespec time = {0, (long)ms * 1000000};
    nanosleep(&time, NULL); /* a signal ends it early */
}

/* Waits until the files are others than `seen`, and stay so for a moment. */
static enum hm_status wait_for_change(const struct watch *w, char seen[DIGEST_HEX])
{
    char now[DIGEST_HEX], again[DIGEST_HEX];
    for (;;) {
        if (task_stopped(w->host))
            return HM_INTERRUPTED;
        pause_ms(POLL_MS);
        fingerprint(w->o->path, now);
        if (strcmp(now, seen) == 0)
            continue;
        for (;;) { /* an editor may write in several steps */
            if (task_stopped(w->host))
                return HM_INTERRUPTED;
            pause_ms(POLL_MS);
            fingerprint(w->o->path, again);
            if (strcmp(now, again) == 0)
                break;
            memcpy(now, again, sizeof now);
        }
        memcpy(seen, now, sizeof now);
        return HM_OK;
    }
}

/* --- one round --- */

static void tell_failed_checks(const struct check_results *checks, struct diag *d)
{
    for (size_t i = 0; i < checks->count; i++) {
        const struct check_result *r = &checks->items[i];
        struct buf month;
        if (r->outcome == CHECK_HOLDS)
            continue;
        buf_init(&month);
        month_put(&month, r->month);
        diag_add(d, r->check->is_warning ? HM_LEVEL_WARNING : HM_LEVEL_ERROR,
                 r->check->is_warning ? HM_OK : HM_DATA, &r->check->at, NULL,
                 _("check %s does not hold in %s: %s"), r->check->name,
                 buf_ok(&month) ? month.data : "", r->message);
        buf_fini(&month);
    }
}

static enum hm_status run_lints(struct watch *w, struct watch_round *round, struct diag *d)
{
    struct rig r;
    struct lints lints;
    rig_init(&r);
    lints_init(&lints);
    enum hm_status st = rig_open(&r, w->o->path, false, d);
    if (st == HM_OK && lint_needs_cases(round->policy->model, w->o->lints))
        st = rig_reach(&r, &w->quiet, d);
    if (st == HM_OK)
        st = lint_run(&lints, &r, w->o->lints, d);
    if (st == HM_OK) {
        round->lints = lints.count;
        lints_tell(&lints, &round->messages);
    }
    lints_fini(&lints);
    rig_fini(&r);
    return st == HM_DATA ? HM_OK : st; /* a policy below has errors of its own */
}

/* What the new version does to the households, where it can do anything. */
static enum hm_status run_effect(struct watch *w, struct watch_round *round, struct diag *d)
{
    round->same_rules =
        w->good && strcmp(w->good->model->identity, round->policy->model->identity) == 0;
    if (!w->o->store || !w->good || round->same_rules)
        return HM_OK;
    enum hm_status st = policies_people(&round->effect, w->o->store, w->good, round->policy,
                                        w->o->month, 0, &w->quiet, d);
    round->has_effect = st == HM_OK;
    return st;
}

static enum hm_status look(struct watch *w, struct watch_round *round)
{
    struct check_results checks;
    struct diag *d = &round->messages;
    checkrun_init(&checks);
    enum hm_status st = checkrun_all(&checks, round->policy, 0, 0, NULL, 0, d);
    if (st == HM_OK)
        tell_failed_checks(&checks, d);
    checkrun_fini(&checks);
    if (st == HM_OK)
        st = examples_run(&round->cases, &w->o->path, 1, NULL, &w->quiet, d);
    if (st == HM_OK || st == HM_DATA)
        st = run_effect(w, round, d);
    if (st == HM_OK || st == HM_DATA)
        st = run_lints(w, round, d);
    return st;
}

static enum hm_status run_round(struct watch *w,
                                enum hm_status (*tell)(void *, const struct watch_round *),
                                void *ctx, struct diag *d)
{
    struct watch_round round = {.number = ++w->rounds};
    struct policy *p = NULL;
    diag_init(&round.messages);
    examples_init(&round.cases);
    enum hm_status st = policy_load(&p, w->o->path, &round.messages);
    round.policy = p;
    if (st == HM_OK)
        st = look(w, &round);
    /* It is told and the watch goes on; a folder that was there may come back. */
    if (st == HM_DATA || (st == HM_ENVIRONMENT && w->rounds > 1))
        st = HM_OK;
    if (st == HM_OK)
        st = tell(ctx, &round);
    else
        diag_move(d, &round.messages);
    policies_people_fini(&round.effect);
    examples_fini(&round.cases);
    diag_fini(&round.messages);
    if (p) {
        policy_free(w->good);
        w->good = p;
    }
    return st;
}

enum hm_status watch_run(const struct watch_options *o, const struct hm_host *host,
                         enum hm_status (*tell)(void *ctx, const struct watch_round *round),
                         void *ctx, struct diag *d)
{
    struct watch w = {.o = o, .host = host, .quiet = *host};
    char seen[DIGEST_HEX];
    w.quiet.progress = NULL;
    w.quiet.engine = HM_ENGINE_FAST;
    fingerprint(o->path, seen);
    enum hm_status st = run_round(&w, tell, ctx, d);
    while (st == HM_OK) {
        st = wait_for_change(&w, seen);
        if (st == HM_OK)
            st = run_round(&w, tell, ctx, d);
    }
    policy_free(w.good);
    return st;
}
