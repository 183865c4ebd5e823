/* migrate.c - raises an older format of the file, version by version.
 *
 * A step is one transaction that ends with the new format number: a kill leaves a whole store
 * of the old format or the new one. Columns, which are nearly all of a store, have not changed;
 * a step rewrites small records.
 *
 * 1 -> 2: run records get the publication counter they went by, pointers get time, author and
 * what they restore, and the change log and the journal are made for what is there. When a
 * change was recorded is not known any more; the start of the first run that read it is the
 * latest time it can have been.
 *
 * 2 -> 3: the tables of evidence, empty.
 */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "store/chain.h"
#include "store/copy.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/newfile.h"
#include "store/pages.h"
#include "store/sealed.h"

/* --- 1 -> 2: reading the old records --- */

/* A pointer of the old table, copied, since that is rewritten. */
struct old_pointer {
    uint16_t month;
    uint64_t counter;
    uint32_t run;
};

struct step {
    struct txn t;
    struct state state;
    const struct author *by;
    char now[32];
    struct run_record *runs;
    size_t run_count, run_cap;
    struct old_pointer *pointers;
    size_t pointer_count, pointer_cap;
};

static enum hm_status parse_run_1(struct txn *t, struct bytes key, struct bytes value,
                                  struct run_record *out, struct diag *d)
{
    const char *what = _("the record of a run");
    struct reader r;
    struct run_record x = {.id = (uint32_t)key_read(key, 0, 4)};
    TRY(sealed_read(&r, t, key, value, what, d));
    x.state = (enum run_state)read_u8(&r);
    x.from = (int32_t)read_u32(&r);
    x.to = (int32_t)read_u32(&r);
    x.sequence = read_u64(&r);
    sealed_get_text(&r, x.identity, sizeof x.identity);
    sealed_get_text(&r, x.policy_name, sizeof x.policy_name);
    sealed_get_text(&r, x.engine, sizeof x.engine);
    sealed_get_text(&r, x.who, sizeof x.who);
    sealed_get_text(&r, x.started, sizeof x.started);
    sealed_get_text(&r, x.finished, sizeof x.finished);
    sealed_get_text(&r, x.published, sizeof x.published);
    x.households = read_u64(&r);
    x.undetermined = read_u64(&r);
    x.failed = read_u64(&r);
    x.patches = sealed_get_long_text(&r);
    x.summary = sealed_get_long_text(&r);
    x.reason = mem_strdup("");
    x.job = mem_strdup("");
    r.failed = r.failed || x.state > RUN_SUPERSEDED;
    bool missing = !x.patches || !x.summary || !x.reason || !x.job;
    enum hm_status st = sealed_done(t, &r, missing, what, d);
    if (st == HM_OK)
        *out = x;
    else
        run_record_fini(&x);
    return st;
}

static enum hm_status read_runs_1(struct step *m, struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, &m->t, TABLE_RUN, d));
    enum hm_status st = scan_first(&s, d);
    while (st == HM_OK && s.found) {
        void *items = m->runs;
        if (mem_grow(&items, &m->run_cap, m->run_count + 1, sizeof *m->runs) != 0) {
            st = diag_nomem(d, _("migrating the store"));
            break;
        }
        m->runs = items;
        if (s.key.n == 4) {
            st = parse_run_1(&m->t, s.key, s.value, &m->runs[m->run_count], d);
            m->run_count += st == HM_OK;
        }
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

static enum hm_status read_pointer_1(struct step *m, struct bytes key, struct bytes value,
                                     struct diag *d)
{
    const char *what = _("the list of published runs");
    struct reader r;
    void *items = m->pointers;
    if (key.n != KEY_PUBLISHED_BYTES)
        return sealed_damaged(&m->t, what, d);
    TRY(sealed_read(&r, &m->t, key, value, what, d));
    if (mem_grow(&items, &m->pointer_cap, m->pointer_count + 1, sizeof *m->pointers) != 0)
        return diag_nomem(d, _("migrating the store"));
    m->pointers = items;
    m->pointers[m->pointer_count++] =
        (struct old_pointer){(uint16_t)key_read(key, 0, 2), key_read(key, 2, 8), read_u32(&r)};
    return HM_OK;
}

static enum hm_status read_pointers_1(struct step *m, struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, &m->t, TABLE_PUBLISHED, d));
    enum hm_status st = scan_first(&s, d);
    while (st == HM_OK && s.found) {
        st = read_pointer_1(m, s.key, s.value, d);
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

static const struct run_record *find_run(const struct step *m, uint32_t id)
{
    for (size_t i = 0; i < m->run_count; i++) {
        if (m->runs[i].id == id)
            return &m->runs[i];
    }
    return NULL;
}

/* --- 1 -> 2: writing the new ones --- */

static void copy_time(char out[32], const char *time)
{
    snprintf(out, 32, "%s", time);
}

static enum hm_status put_pointer_2(struct step *m, const struct old_pointer *p, struct diag *d)
{
    const struct run_record *r = find_run(m, p->run);
    struct publication x = {.month = p->month, .counter = p->counter, .run = p->run};
    if (!r)
        return sealed_damaged(&m->t, _("the list of published runs"), d);
    copy_time(x.when, r->published);
    memcpy(x.who, r->who, sizeof x.who);
    return ledger_put_pointer(&m->t, &x, d);
}

/* An entry of the journal for what was there before it. */
static enum hm_status enter(struct step *m, enum journal_kind kind, uint64_t subject,
                            const struct buf *parts, const struct buf *details, struct diag *d)
{
    struct chain_entry e = {.kind = kind,
                            .subject = subject,
                            .when = m->now,
                            .by = m->by,
                            .parts = parts,
                            .details = details};
    return chain_add(&m->t, &e, d);
}

static enum hm_status enter_publication(struct step *m, uint64_t counter, struct diag *d)
{
    struct buf parts, details;
    enum hm_status st = HM_OK;
    buf_init(&parts);
    buf_init(&details);
    buf_puts(&details, "{\"migrated\":true}");
    for (size_t i = 0; i < m->pointer_count && st == HM_OK; i++) {
        if (m->pointers[i].counter == counter)
            st = parts_pointer(&parts, &m->t, m->pointers[i].month, counter, d);
    }
    if (st == HM_OK)
        st = enter(m, JOURNAL_PUBLISH, counter, &parts, &details, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static enum hm_status put_publications_2(struct step *m, struct diag *d)
{
    for (size_t i = 0; i < m->pointer_count; i++)
        TRY(put_pointer_2(m, &m->pointers[i], d));
    for (uint64_t c = 1; c <= m->state.publications; c++)
        TRY(enter_publication(m, c, d));
    return HM_OK;
}

/* What was published when a run was begun is not recorded: that of the runs before it. What is
 * published now, of a run that was stopped: a later writer would have removed the run. */
static uint64_t published_then(const struct step *m, const struct run_record *r)
{
    uint64_t counter = 0;
    if (r->state == RUN_STARTED)
        return m->state.publications;
    for (size_t i = 0; i < m->pointer_count; i++) {
        const struct old_pointer *p = &m->pointers[i];
        counter = p->run < r->id && p->counter > counter ? p->counter : counter;
    }
    return counter;
}

static enum hm_status put_run_2(struct step *m, struct run_record *r, struct diag *d)
{
    struct buf parts, details;
    r->publications = published_then(m, r);
    snprintf(r->version, sizeof r->version, "0.1.0");
    TRY(ledger_put(&m->t, r, d));
    if (r->state == RUN_STARTED)
        return HM_OK;
    buf_init(&parts);
    buf_init(&details);
    buf_printf(&details, "{\"run\":%u,\"migrated\":true}", r->id);
    enum hm_status st = parts_run(&parts, &m->t, r->id, d);
    if (st == HM_OK)
        st = enter(m, JOURNAL_RUN, r->id, &parts, &details, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

/* The start of the first run that read the change, else now. */
static const char *known_by(const struct step *m, uint64_t sequence)
{
    const char *time = m->now;
    for (size_t i = 0; i < m->run_count; i++) {
        const struct run_record *r = &m->runs[i];
        if (r->sequence >= sequence && r->started[0] && strcmp(r->started, time) < 0)
            time = r->started;
    }
    return time;
}

static enum hm_status put_change_2(struct step *m, uint64_t sequence,
                                   const char facts[DIGEST_HEX], struct diag *d)
{
    struct buf parts, details;
    struct change_record r = {.sequence = sequence, .recorded_by_then = true};
    copy_time(r.recorded, known_by(m, sequence));
    snprintf(r.what, sizeof r.what, "before the log");
    TRY(changelog_put(&m->t, &r, d));
    buf_init(&parts);
    buf_init(&details);
    buf_printf(&details, "{\"sequence\":%llu,\"migrated\":true}", (unsigned long long)sequence);
    enum hm_status st = parts_change_record(&parts, &m->t, sequence, d);
    if (st == HM_OK) {
        parts_line(&parts, "facts", facts);
        st = enter(m, JOURNAL_CHANGE, sequence, &parts, &details, d);
    }
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static enum hm_status put_changes_2(struct step *m, struct diag *d)
{
    char(*facts)[DIGEST_HEX] = mem_calloc(m->state.committed + 1, sizeof *facts);
    if (!facts)
        return diag_nomem(d, _("migrating the store"));
    enum hm_status st =
        parts_all_facts(facts, m->state.committed, m->state.block_count, &m->t, d);
    for (uint64_t n = 1; n <= m->state.committed && st == HM_OK; n++)
        st = put_change_2(m, n, facts[n - 1], d);
    mem_free(facts);
    return st;
}

static enum hm_status enter_migration(struct step *m, struct diag *d)
{
    struct buf parts, details;
    buf_init(&parts);
    buf_init(&details);
    buf_puts(&details, "{\"from\":1,\"to\":2}");
    enum hm_status st = enter(m, JOURNAL_MIGRATE, m->state.last_run, &parts, &details, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static enum hm_status rewrite_2(struct step *m, struct diag *d)
{
    TRY(state_read(&m->state, &m->t, d));
    TRY(chain_now(&m->t, m->now, d));
    TRY(enter_migration(m, d));
    TRY(read_runs_1(m, d));
    TRY(read_pointers_1(m, d));
    TRY(put_changes_2(m, d));
    for (size_t i = 0; i < m->run_count; i++)
        TRY(put_run_2(m, &m->runs[i], d));
    TRY(put_publications_2(m, d));
    return store_put_format(&m->t, 2, d);
}

static enum hm_status step_1_to_2(struct store *s, const struct author *by, struct diag *d)
{
    struct step m = {.by = by};
    TRY(txn_begin(&m.t, s->env, true, d));
    enum hm_status st = env_add_tables(s->env, &m.t, d);
    if (st == HM_OK)
        st = rewrite_2(&m, d);
    if (st == HM_OK)
        st = txn_commit(&m.t, d);
    txn_abort(&m.t);
    for (size_t i = 0; i < m.run_count; i++)
        run_record_fini(&m.runs[i]);
    mem_free(m.runs);
    mem_free(m.pointers);
    return st;
}

/* --- 2 -> 3 --- */

static enum hm_status rewrite_3(struct step *m, struct diag *d)
{
    struct buf parts, details;
    TRY(chain_now(&m->t, m->now, d));
    buf_init(&parts);
    buf_init(&details);
    buf_puts(&details, "{\"from\":2,\"to\":3}");
    enum hm_status st = enter(m, JOURNAL_MIGRATE, 0, &parts, &details, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st == HM_OK ? store_put_format(&m->t, 3, d) : st;
}

static enum hm_status step_2_to_3(struct store *s, const struct author *by, struct diag *d)
{
    struct step m = {.by = by};
    TRY(txn_begin(&m.t, s->env, true, d));
    enum hm_status st = env_add_tables(s->env, &m.t, d);
    if (st == HM_OK)
        st = rewrite_3(&m, d);
    if (st == HM_OK)
        st = txn_commit(&m.t, d);
    txn_abort(&m.t);
    return st;
}

/* --- all together --- */

typedef enum hm_status (*step_fn)(struct store *s, const struct author *by, struct diag *d);
/* From the format to the next. */
static const step_fn steps[STORE_FORMAT] = {NULL, step_1_to_2, step_2_to_3};

static enum hm_status format_of(struct store *s, uint32_t *out, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = store_read_format(&t, out, d);
    txn_abort(&t);
    return st;
}

enum hm_status store_format(const char *path, uint32_t *out, struct diag *d)
{
    struct store *s;
    TRY(store_open_any(&s, path, false, true, d));
    enum hm_status st = format_of(s, out, d);
    store_close(s);
    return st;
}

/* The old file as it is; its trees are looked at completely. */
static enum hm_status back_up(struct store *s, const char *to, struct diag *d)
{
    struct newfile f;
    enum hm_status st;
    TRY(newfile_begin(&f, to, false, d));
    TRY_DONE(copy_env(s->env, f.path, d));
    TRY_DONE(pages_check(f.path, 0, true, d));
    TRY_DONE(newfile_keep(&f, d));
done:
    newfile_end(&f);
    return st;
}

static enum hm_status unknown_format(struct store *s, uint32_t format, struct diag *d)
{
    struct place at = {.file = s->path};
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at, _("restore the store from a backup"),
                    _("no program wrote a store of format %u"), format);
}

static enum hm_status one_step(const char *path, const char *backup, const struct author *by,
                               uint32_t *format, struct diag *d)
{
    struct store *s;
    TRY(store_open_any(&s, path, true, true, d));
    enum hm_status st = format_of(s, format, d);
    if (st == HM_OK && *format < STORE_FORMAT) {
        if (*format == 0 || !steps[*format])
            st = unknown_format(s, *format, d);
        if (st == HM_OK && backup)
            st = back_up(s, backup, d);
        if (st == HM_OK)
            st = steps[*format](s, by, d);
    }
    store_close(s);
    return st;
}

enum hm_status store_migrate(const char *path, const char *backup, const struct author *by,
                             uint32_t *from, uint32_t *to, struct diag *d)
{
    uint32_t first = 0, format = 0;
    for (;;) {
        TRY(one_step(path, first ? NULL : backup, by, &format, d));
        first = first ? first : format;
        if (format == STORE_FORMAT)
            break;
    }
    if (from)
        *from = first;
    if (to)
        *to = STORE_FORMAT;
    return HM_OK;
}
