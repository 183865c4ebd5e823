/* publications.c - pointers from months to runs, and going back.
 *
 * Value of (month, counter): run, whether it is a rollback, the counter it restores, when, who,
 * why. A rollback names the publication that it brings back, never another rollback, so that
 * going back again goes further.
 */
#include "store/publications.h"

#include <string.h>
#include "store/chain.h"
#include "store/ledger.h"
#include "store/sealed.h"
#include "value/date.h"

void publication_fini(struct publication *p)
{
    mem_free(p->reason);
    p->reason = NULL;
}

/* --- pointers --- */

enum hm_status ledger_parse_pointer(struct txn *t, struct bytes key, struct bytes value,
                                    struct publication *out, struct diag *d)
{
    const char *what = _("the list of published runs");
    struct reader r;
    struct publication p = {0};
    if (key.n != KEY_PUBLISHED_BYTES)
        return sealed_damaged(t, what, d);
    TRY(sealed_read(&r, t, key, value, what, d));
    p.month = (int32_t)key_read(key, 0, 2);
    p.counter = key_read(key, 2, 8);
    p.run = read_u32(&r);
    p.rollback = read_u8(&r) != 0;
    p.restores = read_u64(&r);
    sealed_get_text(&r, p.when, sizeof p.when);
    sealed_get_text(&r, p.who, sizeof p.who);
    p.reason = sealed_get_long_text(&r);
    enum hm_status st = sealed_done(t, &r, !p.reason, what, d);
    if (st == HM_OK)
        *out = p;
    else
        publication_fini(&p);
    return st;
}

enum hm_status ledger_put_pointer(struct txn *t, const struct publication *p, struct diag *d)
{
    struct key key = key_published(state_month(p->month), p->counter);
    struct buf b;
    buf_init(&b);
    buf_u32(&b, p->run);
    buf_u8(&b, p->rollback);
    buf_u64(&b, p->restores);
    sealed_put_text(&b, p->when);
    sealed_put_text(&b, p->who);
    sealed_put_text(&b, p->reason);
    enum hm_status st = sealed_put(t, TABLE_PUBLISHED, &key, &b, d);
    buf_fini(&b);
    return st;
}

/* The entry of the latest month <= month whose counter is <= as_of. */
static enum hm_status seek(struct scan *s, uint16_t month, uint64_t as_of, struct diag *d)
{
    struct key key = key_published(month, as_of);
    TRY(scan_seek_back(s, key_bytes(&key), d));
    while (s->found && s->key.n == KEY_PUBLISHED_BYTES && key_read(s->key, 2, 8) > as_of) {
        key = key_published((uint16_t)key_read(s->key, 0, 2), as_of);
        TRY(scan_seek_back(s, key_bytes(&key), d));
    }
    return HM_OK;
}

enum hm_status ledger_pointer(struct txn *t, uint16_t month, uint64_t as_of,
                              struct publication *out, struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, t, TABLE_PUBLISHED, d));
    enum hm_status st = seek(&s, month, as_of, d);
    if (st == HM_OK && !s.found)
        st = HM_NOT_FOUND;
    if (st == HM_OK)
        st = ledger_parse_pointer(t, s.key, s.value, out, d);
    scan_close(&s);
    return st;
}

/* The pointer of exactly this month; counter 0 and run 0: there never was one. */
static enum hm_status month_pointer(struct txn *t, int32_t month, uint64_t as_of,
                                    struct publication *out, struct diag *d)
{
    struct publication p;
    enum hm_status st = ledger_pointer(t, state_month(month), as_of, &p, d);
    if (st == HM_OK && p.month == month) {
        *out = p;
        return HM_OK;
    }
    if (st == HM_OK)
        publication_fini(&p);
    else if (st != HM_NOT_FOUND)
        return st;
    *out = (struct publication){.month = month};
    return HM_OK;
}

/* --- what a run's state says --- */

/* Sets the state that follows from the months that point to a run. */
static enum hm_status settle(struct txn *t, uint32_t run, struct diag *d)
{
    struct run_record r;
    bool in_force = false;
    TRY(ledger_get(t, run, &r, d));
    enum hm_status st = HM_OK;
    for (int32_t month = r.from; month <= r.to && st == HM_OK && !in_force; month++) {
        struct publication p;
        st = month_pointer(t, month, UINT64_MAX, &p, d);
        if (st == HM_OK) {
            in_force = p.run == run;
            publication_fini(&p);
        }
    }
    enum run_state state = in_force ? RUN_PUBLISHED : RUN_SUPERSEDED;
    if (st == HM_OK && r.state != state) {
        r.state = state;
        st = ledger_put(t, &r, d);
    }
    run_record_fini(&r);
    return st;
}

/* --- one act: many months under one counter --- */

struct act {
    struct txn *t;
    struct publication form; /* counter, when, who, reason of all its pointers */
    struct buf parts, details;
    size_t months;
    uint32_t *runs; /* that won or lost a month: their states are set at the end */
    size_t run_count, run_cap;
};

static enum hm_status act_begin(struct act *a, struct txn *t, const struct author *by,
                                struct diag *d)
{
    struct state st;
    *a = (struct act){.t = t};
    buf_init(&a->parts);
    buf_init(&a->details);
    TRY(state_read(&st, t, d));
    a->form.counter = ++st.publications;
    chain_who(by, a->form.who);
    a->form.reason = (char *)(uintptr_t)(by && by->reason ? by->reason : ""); /* borrowed */
    TRY(chain_now(t, a->form.when, d));
    return state_write(&st, t, d);
}

static void act_fini(struct act *a)
{
    mem_free(a->runs);
    buf_fini(&a->parts);
    buf_fini(&a->details);
}

static enum hm_status note_run(struct act *a, uint32_t run, struct diag *d)
{
    void *items = a->runs;
    for (size_t i = 0; i < a->run_count; i++) {
        if (a->runs[i] == run)
            return HM_OK;
    }
    if (run == 0)
        return HM_OK;
    if (mem_grow(&items, &a->run_cap, a->run_count + 1, sizeof *a->runs) != 0)
        return diag_nomem(d, _("publishing a run"));
    a->runs = items;
    a->runs[a->run_count++] = run;
    return HM_OK;
}

/* Points a month to a run. */
static enum hm_status act_point(struct act *a, int32_t month, uint32_t run, bool rollback,
                                uint64_t restores, struct diag *d)
{
    struct publication before, p = a->form;
    TRY(month_pointer(a->t, month, UINT64_MAX, &before, d));
    uint32_t lost = before.run;
    publication_fini(&before);
    p.month = month;
    p.run = run;
    p.rollback = rollback;
    p.restores = restores;
    TRY(ledger_put_pointer(a->t, &p, d));
    TRY(parts_pointer(&a->parts, a->t, state_month(month), p.counter, d));
    buf_puts(&a->details, a->months++ ? ",\"" : "\"");
    month_put(&a->details, month);
    if (run)
        buf_printf(&a->details, "\":%u", run);
    else
        buf_puts(&a->details, "\":null");
    TRY(note_run(a, lost, d));
    return note_run(a, run, d);
}

static enum hm_status act_end(struct act *a, enum journal_kind kind, const struct author *by,
                              struct diag *d)
{
    for (size_t i = 0; i < a->run_count; i++)
        TRY(settle(a->t, a->runs[i], d));
    buf_puts(&a->details, "}}");
    struct chain_entry e = {.kind = kind,
                            .subject = a->form.counter,
                            .when = a->form.when,
                            .by = by,
                            .parts = &a->parts,
                            .details = &a->details};
    return chain_add(a->t, &e, d);
}

/* --- publishing --- */

static enum hm_status publish_months(struct act *a, struct run_record *r,
                                     const struct author *by, struct diag *d)
{
    r->state = RUN_PUBLISHED;
    memcpy(r->published, a->form.when, sizeof r->published);
    TRY(ledger_put(a->t, r, d));
    buf_printf(&a->details, "{\"run\":%u,\"months\":{", r->id);
    for (int32_t month = r->from; month <= r->to; month++)
        TRY(act_point(a, month, r->id, false, 0, d));
    return act_end(a, JOURNAL_PUBLISH, by, d);
}

enum hm_status ledger_publish(struct txn *t, struct run_record *r, const struct author *by,
                              struct diag *d)
{
    struct act a;
    enum hm_status st = act_begin(&a, t, by, d);
    if (st == HM_OK)
        st = publish_months(&a, r, by, d);
    act_fini(&a);
    return st;
}

static enum hm_status get_complete(struct store *s, struct txn *t, uint32_t id,
                                   struct run_record *out, struct diag *d)
{
    struct place at = {.file = s->path};
    enum hm_status st = ledger_get(t, id, out, d);
    if (st == HM_NOT_FOUND)
        return ledger_no_run(s, id, d);
    if (st == HM_OK && out->state == RUN_STARTED) {
        run_record_fini(out);
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                        _("`huimin runs resume` completes it"), _("run %u is not complete"),
                        id);
    }
    return st;
}

enum hm_status run_publish(struct store *s, uint32_t id, const struct author *by,
                           struct diag *d)
{
    struct txn t = {0};
    struct run_record r = {0};
    enum hm_status st;
    TRY(store_take(s, d));
    TRY_DONE(txn_begin(&t, s->env, true, d));
    TRY_DONE(get_complete(s, &t, id, &r, d));
    TRY_DONE(ledger_publish(&t, &r, by, d));
    TRY_DONE(txn_commit(&t, d));
done:
    txn_abort(&t);
    run_record_fini(&r);
    store_give_back(s);
    return st;
}

/* --- going back --- */

/* What a month goes back to: run 0 = nothing. */
static enum hm_status find_before(struct txn *t, const struct publication *now, uint32_t *run,
                                  uint64_t *counter, struct diag *d)
{
    struct publication p;
    uint64_t own = now->rollback ? now->restores : now->counter;
    TRY(month_pointer(t, now->month, own - 1, &p, d)); /* own > 0: a run is in force */
    *run = p.run;
    *counter = p.rollback ? p.restores : p.counter;
    publication_fini(&p);
    return HM_OK;
}

static enum hm_status take_back(struct act *a, int32_t month, uint32_t id, struct diag *d)
{
    struct publication now;
    uint32_t run = 0;
    uint64_t counter = 0;
    TRY(month_pointer(a->t, month, UINT64_MAX, &now, d));
    bool ours = now.run == id;
    enum hm_status st = ours ? find_before(a->t, &now, &run, &counter, d) : HM_OK;
    publication_fini(&now);
    return st == HM_OK && ours ? act_point(a, month, run, true, counter, d) : st;
}

static enum hm_status roll_back(struct act *a, const struct run_record *r, int32_t from,
                                int32_t to, const struct author *by, struct diag *d)
{
    from = from > r->from ? from : r->from;
    to = to && to < r->to ? to : r->to;
    buf_printf(&a->details, "{\"run\":%u,\"months\":{", r->id);
    for (int32_t month = from; month <= to; month++)
        TRY(take_back(a, month, r->id, d));
    return a->months ? act_end(a, JOURNAL_ROLLBACK, by, d) : HM_OK;
}

static enum hm_status not_in_force(struct store *s, uint32_t id, struct diag *d)
{
    struct place at = {.file = s->path};
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                    _("`huimin runs` shows which run is published for which months"),
                    _("run %u is not in force for any of these months"), id);
}

enum hm_status run_rollback(struct store *s, uint32_t id, int32_t from, int32_t to,
                            const struct author *by, size_t *months, struct diag *d)
{
    struct txn t = {0};
    struct run_record r = {0};
    struct act a = {0};
    enum hm_status st;
    TRY(store_take(s, d));
    TRY_DONE(txn_begin(&t, s->env, true, d));
    TRY_DONE(get_complete(s, &t, id, &r, d));
    TRY_DONE(act_begin(&a, &t, by, d));
    TRY_DONE(roll_back(&a, &r, from, to, by, d));
    TRY_DONE(a.months ? txn_commit(&t, d) : not_in_force(s, id, d));
    if (months)
        *months = a.months;
done:
    act_fini(&a);
    txn_abort(&t);
    run_record_fini(&r);
    store_give_back(s);
    return st;
}

/* --- asking --- */

enum hm_status store_publications(const struct store *s, uint64_t *out, struct diag *d)
{
    struct txn t;
    struct state state;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = state_read(&state, &t, d);
    txn_abort(&t);
    if (st == HM_OK)
        *out = state.publications;
    return st;
}

enum hm_status publication_run_before(struct store *s, int32_t month, uint64_t as_of,
                                      int32_t *found, uint32_t *id, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    struct publication p = {.month = month + 1};
    enum hm_status st = HM_OK;
    uint32_t run = 0;
    while (st == HM_OK && run == 0) { /* months that went back to nothing are passed over */
        if (p.month <= 1) {
            st = HM_NOT_FOUND;
            break;
        }
        st = ledger_pointer(&t, state_month(p.month - 1), as_of, &p, d);
        if (st == HM_OK) {
            run = p.run;
            publication_fini(&p);
        }
    }
    txn_abort(&t);
    if (st == HM_OK) {
        *found = p.month;
        *id = run;
    }
    return st;
}

enum hm_status publication_run(struct store *s, int32_t month, uint64_t as_of, uint32_t *id,
                               struct diag *d)
{
    struct txn t;
    struct publication p;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = month_pointer(&t, month, as_of, &p, d);
    txn_abort(&t);
    if (st != HM_OK)
        return st;
    publication_fini(&p);
    if (p.run == 0)
        return HM_NOT_FOUND;
    *id = p.run;
    return HM_OK;
}

static enum hm_status none_published(struct store *s, int32_t month, struct diag *d)
{
    struct place at = {.file = s->path};
    struct buf text;
    buf_init(&text);
    month_put(&text, month);
    enum hm_status st =
        diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, &at,
                 _("`huimin recompute --publish` makes determinations"),
                 _("no determinations are published for %s"), buf_ok(&text) ? text.data : "?");
    buf_fini(&text);
    return st;
}

enum hm_status run_published_before(struct store *s, int32_t month, int32_t *found,
                                    uint32_t *id, struct diag *d)
{
    enum hm_status st = publication_run_before(s, month, UINT64_MAX, found, id, d);
    return st == HM_NOT_FOUND ? none_published(s, month, d) : st;
}

enum hm_status run_published(struct store *s, int32_t month, uint32_t *id, struct diag *d)
{
    enum hm_status st = publication_run(s, month, UINT64_MAX, id, d);
    return st == HM_NOT_FOUND ? none_published(s, month, d) : st;
}

static enum hm_status list_all(struct txn *t, int32_t month, struct publication **list,
                               size_t *n, struct diag *d)
{
    struct scan s;
    void *items = NULL;
    size_t cap = 0;
    struct key key = key_published(month ? state_month(month) : 0, 0);
    TRY(scan_open(&s, t, TABLE_PUBLISHED, d));
    enum hm_status st = scan_seek(&s, key_bytes(&key), d);
    while (st == HM_OK && s.found && (!month || key_read(s.key, 0, 2) == (uint64_t)month)) {
        if (mem_grow(&items, &cap, *n + 1, sizeof **list) != 0) {
            st = diag_nomem(d, _("reading the list of published runs"));
            break;
        }
        *list = items;
        st = ledger_parse_pointer(t, s.key, s.value, &(*list)[*n], d);
        *n += st == HM_OK;
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status publication_list(struct store *s, int32_t month, struct publication **out,
                                size_t *n, struct diag *d)
{
    struct txn t;
    struct publication *list = NULL;
    size_t count = 0;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = list_all(&t, month, &list, &count, d);
    txn_abort(&t);
    if (st != HM_OK) {
        for (size_t i = 0; i < count; i++)
            publication_fini(&list[i]);
        mem_free(list);
        return st;
    }
    *out = list;
    *n = count;
    return HM_OK;
}
