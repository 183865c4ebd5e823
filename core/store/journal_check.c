/* journal_check.c - computes the journal's chain and digests again, and holds them against what
 * is in the store, both ways: every entry against its subject, every subject against the
 * entries. Nothing stops it but a lack of memory: it says all that is wrong.
 */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "store/chain.h"
#include "store/evidence_rows.h"
#include "store/ledger.h"
#include "store/outcome.h"
#include "store/sealed.h"

/* Numbers 0..count, a bit each. */
struct bits {
    uint64_t *words;
    uint64_t count;
};

struct pointer {
    uint64_t counter;
    uint16_t month;
};

struct audit {
    struct store *store;
    struct txn txn;
    struct state state;
    uint32_t batches;
    struct diag *d;
    struct journal_report report;
    char (*facts)[DIGEST_HEX];
    uint32_t inquiries;
    char (*evidence)[DIGEST_HEX]; /* by inquiry */
    struct bits changes, runs, discarded, publications, payments; /* that have an entry */
    struct bits asked;                                            /* inquiries */
    struct pointer *pointers;                                     /* by counter, then month */
    size_t pointer_count;
    uint64_t migrated_runs; /* runs up to here may be missing: older programs swept them */
    uint64_t number;        /* of the entry under way */
    char last_hash[DIGEST_HEX];
    bool linked; /* last_hash is known */
    const char *expected_head;
    bool found_head;
};

/* --- saying --- */

static void finding(struct audit *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void finding(struct audit *c, const char *fmt, ...)
{
    struct place at = {.file = c->store->path};
    struct buf text;
    va_list ap;
    buf_init(&text);
    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    diag_add(c->d, HM_LEVEL_ERROR, HM_DATA, &at,
             _("find out who had the file, and compare it with a backup"), "%s",
             buf_ok(&text) ? text.data : "?");
    buf_fini(&text);
    c->report.findings++;
}

/* "journal entry 12, run 5" */
static void name_entry(const struct audit *c, const struct journal_entry *e, char out[160])
{
    unsigned long long n = (unsigned long long)e->number,
                       subject = (unsigned long long)e->subject;
    (void)c;
    switch (e->kind) {
    case JOURNAL_CHANGE:
        snprintf(out, 160, _("journal entry %llu, change %llu of the facts"), n, subject);
        break;
    case JOURNAL_RUN:
    case JOURNAL_DISCARD:
        snprintf(out, 160, _("journal entry %llu, run %llu"), n, subject);
        break;
    case JOURNAL_PUBLISH:
    case JOURNAL_ROLLBACK:
        snprintf(out, 160, _("journal entry %llu, publication %llu"), n, subject);
        break;
    case JOURNAL_PAYMENT:
        snprintf(out, 160, _("journal entry %llu, payment batch %llu"), n, subject);
        break;
    case JOURNAL_VERIFY:
        snprintf(out, 160, _("journal entry %llu, inquiry %llu"), n, subject);
        break;
    default:
        snprintf(out, 160, _("journal entry %llu"), n);
        break;
    }
}

/* --- bits --- */

static bool bits_init(struct bits *b, uint64_t count)
{
    b->words = mem_calloc(count / 64 + 1, sizeof *b->words);
    b->count = count;
    return b->words != NULL;
}

static bool bits_has(const struct bits *b, uint64_t n)
{
    return n <= b->count && (b->words[n / 64] >> (n % 64) & 1);
}

/* False when n is out of range or was set before. */
static bool bits_set(struct bits *b, uint64_t n)
{
    if (n > b->count || bits_has(b, n))
        return false;
    b->words[n / 64] |= UINT64_C(1) << (n % 64);
    return true;
}

/* --- an entry against its subject --- */

/* Months of a publication, as they stand in the table. */
static enum hm_status parts_publication(struct buf *parts, struct audit *c, uint64_t counter)
{
    for (size_t i = 0; i < c->pointer_count; i++) {
        if (c->pointers[i].counter == counter)
            TRY(parts_pointer(parts, &c->txn, c->pointers[i].month, counter, c->d));
    }
    return HM_OK;
}

/* A run that is not there or damaged is a finding, not a message. */
static enum hm_status run_parts(struct buf *parts, struct audit *c, uint32_t run)
{
    enum hm_status st = parts_run(parts, &c->txn, run, NULL);
    return st == HM_NOMEM ? diag_nomem(c->d, _("verifying the journal")) : st;
}

/* What the subject's parts are now. HM_NOT_FOUND: it is not there. */
static enum hm_status parts_now(struct buf *parts, struct audit *c,
                                const struct journal_entry *e)
{
    switch (e->kind) {
    case JOURNAL_CHANGE:
        if (e->subject == 0 || e->subject > c->state.committed)
            return HM_NOT_FOUND;
        TRY(parts_change_record(parts, &c->txn, e->subject, c->d));
        parts_line(parts, "facts", c->facts[e->subject - 1]);
        return HM_OK;
    case JOURNAL_RUN:
        return run_parts(parts, c, (uint32_t)e->subject);
    case JOURNAL_PUBLISH:
    case JOURNAL_ROLLBACK:
        return parts_publication(parts, c, e->subject);
    case JOURNAL_PAYMENT:
        if (e->subject > c->batches)
            return HM_NOT_FOUND;
        return parts_payment(parts, &c->txn, (uint32_t)e->subject, c->d);
    case JOURNAL_VERIFY:
        if (e->subject == 0 || e->subject > c->inquiries)
            return HM_NOT_FOUND;
        TRY(parts_inquiry_record(parts, &c->txn, (uint32_t)e->subject, c->d));
        parts_line(parts, "evidence", c->evidence[e->subject - 1]);
        return HM_OK;
    default:
        return HM_OK;
    }
}

/* Cuts the next line off a text of parts: its word (up to the blank) and all of it. */
static bool next_part(const char **at, struct str *word, struct str *line)
{
    const char *end = strchr(*at, '\n');
    if (!end)
        return false;
    const char *blank = memchr(*at, ' ', (size_t)(end - *at));
    *line = (struct str){*at, (size_t)(end - *at)};
    *word = (struct str){*at, (size_t)((blank ? blank : end) - *at)};
    *at = end + 1;
    return true;
}

static bool find_part(const char *text, struct str word, struct str *line)
{
    struct str w;
    while (next_part(&text, &w, line)) {
        if (w.n == word.n && memcmp(w.p, word.p, w.n) == 0)
            return true;
    }
    return false;
}

static void say_changed(struct audit *c, const char *name, struct str word)
{
    if (word.n == 6 && memcmp(word.p, "record", 6) == 0)
        finding(c, _("%s: its record was changed"), name);
    else if (word.n == 8 && memcmp(word.p, "evidence", 8) == 0)
        finding(c, _("%s: the answers were changed"), name);
    else if (word.n == 5 && memcmp(word.p, "facts", 5) == 0)
        finding(c, _("%s: the facts were changed"), name);
    else
        finding(c, _("%s: what it holds for %.*s was changed"), name, (int)word.n, word.p);
}

static void compare_parts(struct audit *c, const struct journal_entry *e, const char *then,
                          const char *now)
{
    char name[160];
    struct str word, line, other;
    name_entry(c, e, name);
    for (const char *at = then; next_part(&at, &word, &line);) {
        if (!find_part(now, word, &other))
            finding(c, _("%s: what it holds for %.*s is missing"), name, (int)word.n, word.p);
        else if (other.n != line.n || memcmp(other.p, line.p, line.n) != 0)
            say_changed(c, name, word);
    }
    for (const char *at = now; next_part(&at, &word, &line);) {
        if (!find_part(then, word, &other))
            finding(c, _("%s: it holds something for %.*s that was not recorded"), name,
                    (int)word.n, word.p);
    }
}

static enum hm_status check_subject(struct audit *c, const struct journal_entry *e,
                                    const char *then)
{
    char name[160];
    struct buf now;
    buf_init(&now);
    name_entry(c, e, name);
    enum hm_status st = parts_now(&now, c, e);
    if (st == HM_OK && !buf_ok(&now))
        st = diag_nomem(c->d, _("verifying the journal"));
    if (st == HM_OK)
        compare_parts(c, e, then, now.data);
    else if (st == HM_NOT_FOUND)
        finding(c, _("%s: it is not in the store any more"), name);
    else if (st == HM_CORRUPT)
        finding(c, _("%s: it is damaged"), name);
    buf_fini(&now);
    return st == HM_NOT_FOUND || st == HM_CORRUPT ? HM_OK : st;
}

/* Each subject has one entry. */
static void note_subject(struct audit *c, const struct journal_entry *e)
{
    char name[160];
    struct bits *of[JOURNAL_KINDS] = {
        [JOURNAL_CHANGE] = &c->changes,        [JOURNAL_RUN] = &c->runs,
        [JOURNAL_DISCARD] = &c->discarded,     [JOURNAL_PUBLISH] = &c->publications,
        [JOURNAL_ROLLBACK] = &c->publications, [JOURNAL_PAYMENT] = &c->payments,
        [JOURNAL_VERIFY] = &c->asked};
    if (e->kind == JOURNAL_MIGRATE && e->subject > c->migrated_runs) /* 0: of the schema */
        c->migrated_runs = e->subject;
    if (!of[e->kind] || bits_set(of[e->kind], e->subject))
        return;
    name_entry(c, e, name);
    if (e->subject > of[e->kind]->count)
        finding(c, _("%s: it is not in the store any more"), name);
    else
        finding(c, _("%s: another entry speaks of it already"), name);
}

/* --- the chain --- */

static void check_number(struct audit *c, uint64_t number)
{
    if (number == c->number + 1)
        return;
    if (number == c->number + 2)
        finding(c, _("journal entry %llu is missing"), (unsigned long long)(c->number + 1));
    else
        finding(c, _("journal entries %llu to %llu are missing"),
                (unsigned long long)(c->number + 1), (unsigned long long)(number - 1));
    c->linked = false;
}

static enum hm_status check_hashes(struct audit *c, const struct journal_entry *e,
                                   const char *parts)
{
    char hash[DIGEST_HEX], digest[DIGEST_HEX];
    unsigned long long n = (unsigned long long)e->number;
    chain_hash(e, parts, hash);
    if (!hash[0])
        return diag_nomem(c->d, _("verifying the journal"));
    digest_bytes(parts, strlen(parts), digest);
    if (strcmp(hash, e->hash) != 0 || strcmp(digest, e->digest) != 0)
        finding(c, _("journal entry %llu was changed: its hash differs"), n);
    if (c->linked && strcmp(c->last_hash, e->previous) != 0)
        finding(c,
                _("journal entry %llu does not follow the entry before it: one of the two was "
                  "replaced"),
                n);
    if (c->expected_head && strcmp(c->expected_head, e->hash) == 0)
        c->found_head = true;
    memcpy(c->last_hash, e->hash, sizeof c->last_hash);
    c->linked = true;
    return HM_OK;
}

static enum hm_status check_entry(struct audit *c, struct bytes key, struct bytes value)
{
    struct journal_entry e;
    char *parts;
    uint64_t number = key.n == 8 ? key_read(key, 0, 8) : 0;
    check_number(c, number);
    c->number = number;
    c->report.entries++;
    enum hm_status st = chain_parse(&c->txn, key, value, &e, &parts, NULL);
    if (st == HM_CORRUPT) {
        finding(c, _("journal entry %llu is damaged: its checksum differs"),
                (unsigned long long)number);
        c->linked = false;
        return HM_OK;
    }
    if (st != HM_OK)
        return diag_nomem(c->d, _("verifying the journal"));
    st = check_hashes(c, &e, parts);
    note_subject(c, &e);
    if (st == HM_OK)
        st = check_subject(c, &e, parts);
    journal_entry_fini(&e);
    mem_free(parts);
    return st;
}

static enum hm_status check_chain(struct audit *c)
{
    struct scan s;
    TRY(scan_open(&s, &c->txn, TABLE_JOURNAL, c->d));
    enum hm_status st = scan_first(&s, c->d);
    while (st == HM_OK && s.found) {
        st = check_entry(c, s.key, s.value);
        if (st == HM_OK)
            st = scan_next(&s, c->d);
    }
    scan_close(&s);
    if (st == HM_OK && c->expected_head && !c->found_head)
        finding(c,
                _("no journal entry has the hash %s: the end of the journal was cut off, or "
                  "all of it was replaced"),
                c->expected_head);
    return st;
}

/* --- subjects without an entry --- */

static enum hm_status check_run(struct audit *c, uint32_t run)
{
    struct run_record r;
    enum hm_status st = ledger_get(&c->txn, run, &r, NULL);
    if (st == HM_NOT_FOUND) {
        if (!bits_has(&c->runs, run) && !bits_has(&c->discarded, run) && run > c->migrated_runs)
            finding(c, _("run %u is not in the store, and no journal entry says why"), run);
        return HM_OK;
    }
    if (st == HM_CORRUPT) {
        if (!bits_has(&c->runs, run))
            finding(c, _("the record of run %u is damaged"), run);
        return HM_OK;
    }
    if (st != HM_OK)
        return diag_nomem(c->d, _("verifying the journal"));
    if (r.state != RUN_STARTED && !bits_has(&c->runs, run))
        finding(c, _("run %u has no journal entry"), run);
    if (bits_has(&c->discarded, run))
        finding(c, _("run %u was discarded and is there again"), run);
    run_record_fini(&r);
    return HM_OK;
}

static enum hm_status check_rest(struct audit *c)
{
    for (uint64_t n = 1; n <= c->state.committed; n++) {
        if (!bits_has(&c->changes, n))
            finding(c, _("change %llu of the facts has no journal entry"),
                    (unsigned long long)n);
    }
    for (uint32_t n = 1; n <= c->state.last_run; n++)
        TRY(check_run(c, n));
    for (uint64_t n = 1; n <= c->state.publications; n++) {
        if (!bits_has(&c->publications, n))
            finding(c, _("publication %llu has no journal entry"), (unsigned long long)n);
    }
    for (uint32_t n = 1; n <= c->batches; n++) {
        if (!bits_has(&c->payments, n))
            finding(c, _("payment batch %u has no journal entry"), n);
    }
    for (uint32_t n = 1; n <= c->inquiries; n++) {
        if (!bits_has(&c->asked, n))
            finding(c, _("inquiry %u has no journal entry"), n);
    }
    for (size_t i = 0; i < c->pointer_count; i++) {
        if (c->pointers[i].counter > c->state.publications)
            finding(c, _("publication %llu is not counted"),
                    (unsigned long long)c->pointers[i].counter);
    }
    return HM_OK;
}

/* --- all together --- */

static enum hm_status read_pointers(struct audit *c)
{
    struct scan s;
    void *items = NULL;
    size_t cap = 0;
    TRY(scan_open(&s, &c->txn, TABLE_PUBLISHED, c->d));
    enum hm_status st = scan_first(&s, c->d);
    while (st == HM_OK && s.found) {
        if (mem_grow(&items, &cap, c->pointer_count + 1, sizeof *c->pointers) != 0) {
            st = diag_nomem(c->d, _("verifying the journal"));
            break;
        }
        c->pointers = items;
        if (s.key.n == KEY_PUBLISHED_BYTES)
            c->pointers[c->pointer_count++] =
                (struct pointer){key_read(s.key, 2, 8), (uint16_t)key_read(s.key, 0, 2)};
        st = scan_next(&s, c->d);
    }
    scan_close(&s);
    return st;
}

/* How many payment batches there are; a last one that is damaged counts, and is then found. */
static enum hm_status count_batches(struct audit *c)
{
    struct scan s;
    enum hm_status st = payment_last(&c->txn, &c->batches, NULL);
    if (st != HM_CORRUPT)
        return st == HM_NOMEM ? diag_nomem(c->d, _("verifying the journal")) : st;
    TRY(scan_open(&s, &c->txn, TABLE_PAYMENT, c->d));
    st = scan_last(&s, c->d);
    if (st == HM_OK && s.found && s.key.n >= 4)
        c->batches = (uint32_t)key_read(s.key, 0, 4);
    scan_close(&s);
    return st;
}

static enum hm_status prepare(struct audit *c)
{
    TRY(state_read(&c->state, &c->txn, c->d));
    TRY(count_batches(c));
    TRY(inquiry_last(&c->txn, &c->inquiries, c->d));
    c->facts = mem_calloc(c->state.committed + 1, sizeof *c->facts);
    c->evidence = mem_calloc(c->inquiries + 1u, sizeof *c->evidence);
    bool ok = c->facts && c->evidence && bits_init(&c->asked, c->inquiries) &&
              bits_init(&c->changes, c->state.committed) &&
              bits_init(&c->runs, c->state.last_run) &&
              bits_init(&c->discarded, c->state.last_run) &&
              bits_init(&c->publications, c->state.publications) &&
              bits_init(&c->payments, c->batches);
    if (!ok)
        return diag_nomem(c->d, _("verifying the journal"));
    memset(c->last_hash, '0', DIGEST_HEX - 1);
    c->linked = true;
    TRY(read_pointers(c));
    TRY(parts_all_evidence(c->evidence, c->inquiries, &c->txn, c->d));
    return parts_all_facts(c->facts, c->state.committed, c->state.block_count, &c->txn, c->d);
}

static void release(struct audit *c)
{
    txn_abort(&c->txn);
    mem_free(c->facts);
    mem_free(c->evidence);
    mem_free(c->asked.words);
    mem_free(c->changes.words);
    mem_free(c->runs.words);
    mem_free(c->discarded.words);
    mem_free(c->publications.words);
    mem_free(c->payments.words);
    mem_free(c->pointers);
}

enum hm_status journal_verify(struct store *s, const char *expected_head,
                              struct journal_report *out, struct diag *d)
{
    struct audit c = {.store = s, .d = d, .expected_head = expected_head};
    TRY(txn_begin(&c.txn, s->env, false, d));
    enum hm_status st = prepare(&c);
    if (st == HM_OK)
        st = check_chain(&c);
    if (st == HM_OK)
        st = check_rest(&c);
    memcpy(c.report.head, c.last_hash, sizeof c.report.head);
    release(&c);
    if (st != HM_OK)
        return st;
    *out = c.report;
    return c.report.findings ? HM_DATA : HM_OK;
}
