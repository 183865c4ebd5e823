/* huimin.h - the public interface of Huimin 惠民. The command line uses nothing else, and other
 * languages can bind to it: plain C, opaque handles, no globals to set up but hm_start.
 *
 * Conventions: functions return enum hm_status; results come through out-parameters that stay
 * untouched on failure; texts for people go to a struct hm_messages; output goes to a callback.
 * A handle belongs to one thread at a time; different handles may be used at once. Texts are
 * UTF-8 and NUL-terminated. Months are written "2024-07", dates "2024-07-01".
 */
#ifndef HUIMIN_H
#define HUIMIN_H

#include <stddef.h>
#include <stdint.h>

enum hm_status {
    HM_OK = 0,
    HM_DATA,        /* the data or the policy has errors            exit 1 */
    HM_USAGE,       /* the caller asked for something that cannot be exit 2 */
    HM_ENVIRONMENT, /* disk, network, permissions, locks            exit 3 */
    HM_NOMEM,       /* out of memory                                exit 3 */
    HM_CORRUPT,     /* a store that fails its checksums             exit 3 */
    HM_BUSY,        /* another process holds the store              exit 3 */
    HM_NOT_FOUND,   /* no such household, run, variable             exit 1 */
    HM_INTERNAL,    /* engines differ: a bug, never hidden          exit 1 */
    HM_INTERRUPTED  /* Ctrl-C                                       exit 130 */
};

enum hm_level { HM_LEVEL_ERROR, HM_LEVEL_WARNING, HM_LEVEL_NOTE };

/* Once, first: language of texts (LC_ALL, LC_MESSAGES, LANG; zh* = Chinese). */
void hm_start(void);
const char *hm_version(void);
/* A text of the interface in the user's language; the msgid itself when there is none. */
const char *hm_text(const char *msgid) __attribute__((format_arg(1)));
/* The name nearest to `word`, to suggest for a mistyped one; NULL when none is near. */
const char *hm_nearest(const char *word, const char *const *names, size_t count);
/* Columns that text takes on a terminal. */
size_t hm_width(const char *text);

/* ---- messages: everything found wrong, in the order found ---- */

struct hm_messages;
struct hm_message {
    enum hm_level level;
    const char *file;      /* or NULL */
    unsigned line, column; /* 1-based, 0 = not known */
    const char *field;     /* a data field, "persons[0].birth_date", or NULL */
    const char *text;
    const char *hint; /* the fix, or NULL */
};
struct hm_messages *hm_messages_new(void); /* NULL: no memory */
void hm_messages_free(struct hm_messages *m);
void hm_messages_clear(struct hm_messages *m);
size_t hm_messages_count(const struct hm_messages *m);
/* i < hm_messages_count. Borrowed: until the next call that is given m. */
void hm_messages_get(const struct hm_messages *m, size_t i, struct hm_message *out);
/* How many there were, those beyond the number kept included. */
size_t hm_messages_errors(const struct hm_messages *m);
size_t hm_messages_warnings(const struct hm_messages *m);

/* ---- how a call talks to its caller ---- */

enum hm_engine { HM_ENGINE_LUA, HM_ENGINE_FAST, HM_ENGINE_BOTH };
enum hm_format { HM_FORMAT_TEXT, HM_FORMAT_JSON, HM_FORMAT_HTML };

struct hm_host {
    struct hm_messages *messages; /* may be NULL: messages are dropped */
    /* Takes results. Nonzero: stop, the output is closed (HM_ENVIRONMENT). */
    int (*write)(void *ctx, const void *bytes, size_t n);
    /* May be NULL. done of total (0 = not known) of what (a text of the interface). */
    void (*progress)(void *ctx, const char *what, uint64_t done, uint64_t total);
    /* May be NULL. Nonzero: stop as soon as possible (HM_INTERRUPTED). Called from any thread.
     */
    int (*stopped)(void *ctx);
    void *ctx; /* passed to all of them */
    enum hm_format format;
    enum hm_engine engine;
    unsigned threads; /* 0 = one for each processor */
    /* Kept in the store's journal with whatever is recorded; NULL: the login name, no reason. */
    const char *who, *reason;
    /* Sessions only; may be NULL. Lets the user edit a file; nonzero: it could not be done. */
    int (*edit)(void *ctx, const char *path);
    unsigned columns; /* of the terminal, for drawings; 0 = 80 */
};

/* ---- policies ---- */

struct hm_check_options {
    int placeholders; /* list what a bureau must confirm, here and in the policies below */
    const char *lint; /* "gap,magic-number", "all", "none", "-gap"; NULL = as the policy says */
};
/* Loads the policy folder and reports: errors, warnings, checks of parameters, formulas and the
 * engine that runs each. HM_DATA when there are errors. */
enum hm_status hm_check(const char *policy, const struct hm_check_options *options,
                        const struct hm_host *host);

struct hm_store; /* see below */
struct hm_watch_options {
    const char *month; /* of the store; NULL = this month */
    const char *lint;  /* as hm_check_options */
};
/* Checks and tests the policy now and whenever one of its files is saved; with a store tells what
 * the change does against the last sound version. Until the host says stop. s may be NULL. */
enum hm_status hm_check_watch(const char *policy, struct hm_store *s,
                              const struct hm_watch_options *options,
                              const struct hm_host *host);

struct hm_new_options {
    const char *zh;       /* the place's name, "绍兴市"; NULL: the folder's */
    const char *division; /* its GB/T 2260 code, or NULL */
};
/* Makes a policy folder below the policy of the folder above it: one commented rule with its
 * cases, which load and pass. HM_USAGE: there is something at `folder` already. */
enum hm_status hm_new(const char *folder, const struct hm_new_options *options,
                      const struct hm_host *host);

struct hm_dump_options {
    const char *const *variables; /* "dibao_amount", "person.age_years"; none = the results */
    size_t variable_count;
    const char *month; /* NULL = this month */
    int registers;     /* as it runs, with its registers placed */
    const char *read;  /* a file written by hm_dump: read, verified and written again */
};
/* Writes the column program of these variables as text. HM_DATA when the file read is none. */
enum hm_status hm_dump(const char *policy, const struct hm_dump_options *options,
                       const struct hm_host *host);

struct hm_test_options {
    const char *const *policies; /* folders; all policies below each are tested */
    size_t policy_count;
    const char *only; /* cases whose name begins so, or NULL */
    int verbose;      /* list all of them, not only those that fail (JSON lists all anyway) */
    int coverage;     /* of one policy: what its cases reach, and what they leave out */
    int mutate;       /* of one policy: changes that no case notices; only: names or files */
    int everything;   /* coverage, mutate: also what the levels above declare */
    size_t limit;     /* mutate: at most so many, spread over all; 0: all */
    const char *format; /* coverage: "text" (NULL), "json", "html", "source" */
};
/* Runs the cases. HM_DATA when one fails. A mutant that survives is no failure. */
enum hm_status hm_test(const struct hm_test_options *options, const struct hm_host *host);

struct hm_doc_options {
    const char *folder; /* where the pages go; made when it is not there */
    int citations;      /* write what each declaration cites instead, as text or JSON */
    const char *luacats; /* a folder: write definitions for editors into it instead; or NULL */
};
/* Writes pages about the policy and all policies below it: rules, values, sources, formulas,
 * pictures of what reads what, and the cases, which are run for it. HM_DATA when a policy cannot
 * be loaded or a case fails; the pages are written all the same. */
enum hm_status hm_doc(const char *policy, const struct hm_doc_options *options,
                      const struct hm_host *host);

struct hm_calc_options {
    const char *input;   /* NDJSON file; "-" or NULL = standard input */
    const char *of;      /* the root entity the lines are about; NULL = household */
    const char *outputs; /* "a,b": only these; NULL = the policy's results */
    const char *month;   /* for all lines, or NULL */
    const char *months;  /* "2024-01..2024-12": a line each, or NULL */
};
/* Households in, results out, one line each. HM_DATA when a line was refused or had errors. */
enum hm_status hm_calc(const char *policy, const struct hm_calc_options *options,
                       const struct hm_host *host);

/* ---- stores ---- */

struct hm_store;
/* An empty store for the inputs and results of a policy and of all policies below it. */
enum hm_status hm_store_create(const char *path, const char *policy,
                               const struct hm_host *host);
enum hm_status hm_store_open(struct hm_store **out, const char *path, int for_writing,
                             struct hm_messages *messages);
void hm_store_close(struct hm_store *s); /* NULL is fine */
/* Reads everything and checks every checksum. */
enum hm_status hm_store_verify(struct hm_store *s, const struct hm_host *host);

/* Writes the committed state of an open store to a new file, while others read and write it;
 * the copy is verified before it gets its name. */
enum hm_status hm_backup(struct hm_store *s, const char *file, const struct hm_host *host);
/* Rewrites a store without its free space; it must not be open in this process. */
enum hm_status hm_compact(const char *path, const struct hm_host *host);
/* Tables, entries, bytes, months, free space. */
enum hm_status hm_stats(struct hm_store *s, const struct hm_host *host);
struct hm_migrate_options {
    const char *backup; /* the old file is copied here first; NULL needs force */
    int force;
    const char *policy; /* its new fields, values and wider ranges come into the store; or NULL */
};
/* Raises a store of an older program to this one's format, and extends its schema. */
enum hm_status hm_migrate(const char *path, const struct hm_migrate_options *options,
                          const struct hm_host *host);

struct hm_import_options {
    const char *const *files;
    size_t file_count;
    const char *of;     /* the root entity whose rows come in; NULL = household */
    const char *month;  /* from which the facts hold; NULL = this month */
    const char *format; /* "ndjson", "csv", "xlsx", or NULL: by the file's name or bytes */
    const char *encoding; /* "utf-8", "gb18030", "auto"; NULL: tables auto, NDJSON utf-8 */
    const char *map;      /* a mapping file for tables, or NULL */
    const char *mode;     /* "replace" (NULL), "upsert", "delete" */
    int dry_run;          /* do everything and keep nothing */
    int skip_bad;       /* store the sound records although others were refused */
    const char *errors; /* file for the refused records' reasons, or NULL */
};
enum hm_status hm_import(struct hm_store *s, const struct hm_import_options *options,
                         const struct hm_host *host);

struct hm_map_options {
    const char *file; /* a table: CSV or XLSX */
    const char *of, *encoding; /* as for an import */
};
/* Writes a mapping of the file's columns to the fields of a policy's folder or of a store's
 * schema, for --map of an import: a proposal with remarks. */
enum hm_status hm_map_suggest(const char *target, const struct hm_map_options *options,
                              const struct hm_host *host);

struct hm_synth_options {
    uint64_t households, seed;
    const char *month;  /* from which the facts hold; NULL = this month */
    const char *places; /* division codes "3302,330782"; NULL = those the store was made for */
};
enum hm_status hm_synth(struct hm_store *s, const struct hm_synth_options *options,
                        const struct hm_host *host);

struct hm_quality_options {
    const char *month;  /* NULL = this month */
    const char *of;     /* the root entity; NULL = household */
    const char *format; /* NULL: a report; "csv": a line for each finding */
};
/* Checks the facts of a month as the store's policies ask (docs/data.md). HM_DATA when there are
 * errors; warnings alone are HM_OK. */
enum hm_status hm_quality(struct hm_store *s, const struct hm_quality_options *options,
                          const struct hm_host *host);

struct hm_export_options {
    const char *what;   /* "households", "results", "payments" */
    const char *month;  /* NULL = this month */
    uint32_t run;       /* results of a run; 0 = the published one */
    const char *format; /* "ndjson" (NULL), "csv", "xlsx" */
    const char *of;     /* the root entity; NULL = household */
    const char *entity; /* csv: whose rows, "persons"; NULL = the households themselves */
    const char *known_on; /* "2026-10-01": facts, or the run in force, known at that day's end */
    int unmasked;         /* personal texts (identity numbers) as they are, not with stars */
    int zh;               /* csv, xlsx: columns and words in Chinese */
};
enum hm_status hm_export(struct hm_store *s, const struct hm_export_options *options,
                         const struct hm_host *host);

/* ---- columns for other programs: the Arrow C data interface (docs/arrow.md) ---- */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif

struct hm_arrow_options {
    const char *what;     /* "households" (NULL): facts; "results" */
    const char *month;    /* NULL = this month */
    uint32_t run;         /* results of a run; 0 = the published one */
    const char *of;       /* the root entity; NULL = household */
    const char *entity;   /* whose rows, "persons"; NULL = the root's own */
    const char *known_on; /* as hm_export_options */
    int unmasked;         /* personal texts as they are, not with stars */
    int decimal;          /* amounts and numbers as decimal128, else in their smallest unit */
};
/* Sets *out up: a struct array for each block of households, in the store's order, columns lent
 * where they can be. The caller releases it and whatever came of it, in any order and on any
 * thread; the store's file stays open until the last of it is released, also after
 * hm_store_close. get_next of one stream is for one thread at a time. */
enum hm_status hm_arrow(struct hm_store *s, const struct hm_arrow_options *options,
                        struct ArrowArrayStream *out, struct hm_messages *messages);

/* Households (of: or rows of another root entity) as NDJSON; personal texts masked unless
 * `unmasked`. HM_NOT_FOUND when one does not
 * exist, after the others were written. */
enum hm_status hm_get(struct hm_store *s, const char *of, const char *const *ids, size_t count,
                      const char *month, const char *known_on, int unmasked,
                      const struct hm_host *host);
/* The households' determinations in force for the month (known_on: at that day's end) as NDJSON,
 * as hm_export writes results. HM_NOT_FOUND as above, and when nothing is in force. */
enum hm_status hm_get_results(struct hm_store *s, const char *const *ids, size_t count,
                              const char *month, const char *known_on,
                              const struct hm_host *host);
/* From the month on they exist no more. All or none. */
enum hm_status hm_delete(struct hm_store *s, const char *of, const char *const *ids,
                         size_t count, const char *month, const struct hm_host *host);

/* ---- runs ---- */

struct hm_recompute_options {
    const char *policy;
    const char *month;       /* the month, or the last one when since is given */
    const char *since;       /* first month, or NULL */
    const char *const *sets; /* "dibao_standard=1330@2024-07-01" */
    size_t set_count;
    const char *scenario; /* a scenario's name, or a file that declares one; or NULL */
    int publish;          /* publish in the same step */
    int rehearse;         /* store nothing */
    uint64_t sample; /* households of a month checked in Lua; 0 = one in 10,000, at least 100 */
    int full;        /* evaluate everything, also what cannot have changed */
    int plan;        /* only say what changed and what can change; store nothing */
    const char *known_on; /* "2026-10-01": with facts and publications of that day's end */
    const char *budget;   /* yuan appropriated for the year; NULL = the policy's */
    const char *report;   /* file for the run's page of HTML, or NULL */
    const char *metrics;  /* file for Prometheus, written whole, also after a failure; or NULL */
};
/* Recomputes everybody and reports what changes against the published determinations. A run that
 * is stopped can be resumed. */
enum hm_status hm_recompute(struct hm_store *s, const struct hm_recompute_options *options,
                            const struct hm_host *host);

enum hm_status hm_runs_list(struct hm_store *s, const struct hm_host *host);
/* format: NULL = as the host's, "csv", "ndjson": the report as rows; "html": a page; "json" */
enum hm_status hm_runs_show(struct hm_store *s, uint32_t run, const char *format,
                            const struct hm_host *host);
/* Goes on with a run that was stopped. metrics: as above, or NULL. */
enum hm_status hm_runs_resume(struct hm_store *s, uint32_t run, const char *metrics,
                              const struct hm_host *host);
/* Writes the metrics of a job that could not even begin. Returns st, or why they could not be
 * written when st is HM_OK. */
enum hm_status hm_metrics_failure(const char *file, enum hm_status st,
                                  const struct hm_host *host);
/* The exit code that stands for a status. */
int hm_exit_code(enum hm_status st);
/* Removes one that was stopped. */
enum hm_status hm_runs_discard(struct hm_store *s, uint32_t run, const struct hm_host *host);
/* A run that is in force already stays so. */
enum hm_status hm_runs_publish(struct hm_store *s, uint32_t run, const struct hm_host *host);
/* Puts in force again what was before the run, in every month where the run is in force. */
enum hm_status hm_runs_rollback(struct hm_store *s, uint32_t run, const struct hm_host *host);
/* Evaluates a run again from its record and compares everything. HM_DATA: a difference. */
enum hm_status hm_runs_verify(struct hm_store *s, uint32_t run, const struct hm_host *host);
/* Everything that was recorded, published and paid, by whom and why. */
enum hm_status hm_runs_journal(struct hm_store *s, const struct hm_host *host);
/* Checks the journal's chain and all it refers to. head: a hash noted elsewhere, or NULL.
 * HM_DATA: something was changed, added or removed. */
enum hm_status hm_journal_verify(struct hm_store *s, const char *head,
                                 const struct hm_host *host);
struct hm_diff_options {
    uint32_t before, after;                 /* runs */
    const char *month_before, *month_after; /* NULL = each run's last month */
    size_t top;                             /* households with the biggest changes to name */
    const char *of;                         /* of this benefit; NULL = of the total */
};
enum hm_status hm_runs_diff(struct hm_store *s, const struct hm_diff_options *options,
                            const struct hm_host *host);

struct hm_explain_options {
    const char *household;
    const char *variable; /* NULL = all results that are not zero */
    const char *month;    /* NULL = the latest published month */
    uint32_t run;         /* 0 = the published one */
    const char *policy;   /* another policy than the run's, or NULL */
    int letter;           /* the notice for the family, in Chinese; all benefits */
    /* Instead of why, for `variable` ("category", "persons[0].care_subsidy"): the smallest single
     * changes that give it another value, or `wanted` ("dibao", ">= 500"); of an undetermined
     * one, what it can be. */
    int why_not;
    const char *wanted; /* NULL: any other value */
    int all;            /* every change found, not only the nearest */
    /* Or: benefits and income along a fact ("persons[0].wage_income") or a number of the law
     * ("law.dibao_standard"), with the exact points where they jump. */
    const char *rate;
    const char *rate_from, *rate_to; /* NULL: its limits */
    const char *threshold;           /* yuan; NULL: 1 */
};
/* Why: inputs, branches, parameters with their sources, steps, rounding, articles. */
enum hm_status hm_explain(struct hm_store *s, const struct hm_explain_options *options,
                          const struct hm_host *host);

struct hm_indicators_options {
    const char *policy;
    const char *month; /* NULL = this month */
    const char *only;  /* one indicator, by name or zh; NULL = all */
};
/* The indicators of a policy, or of all policies of a folder: value, target, gap, status. s may
 * be NULL: published figures only. HM_DATA when one is in error; a missed target is no failure.
 */
enum hm_status hm_indicators(struct hm_store *s, const struct hm_indicators_options *options,
                             const struct hm_host *host);

/* ---- a conversation: what if (docs/repl.md) ---- */

struct hm_session;
/* Loads the policy and opens a session about it, and about everybody in the store (NULL: about
 * the policy's cases only). month: NULL = this month. Borrows s and what host points to until it
 * is closed. Nothing a session does writes to the store. */
enum hm_status hm_session_open(struct hm_session **out, struct hm_store *s, const char *policy,
                               const char *month, const struct hm_host *host);
void hm_session_close(struct hm_session *session); /* NULL is fine */
/* Runs one line, or several that belong together, and writes the answer. HM_OK, or: it was wrong
 * or could not be answered, the messages say why, and the session goes on as if it had not been
 * asked. The caller empties the messages (hm_messages_clear) between lines. */
enum hm_status hm_session_line(struct hm_session *session, const char *text);
/* The text is the beginning of something longer: ask for more lines. */
int hm_session_incomplete(struct hm_session *session, const char *text);
/* `quit` was said. */
int hm_session_ended(const struct hm_session *session);
/* The verbs of sessions, for help and pages. Texts in the user's language, but for name, usage and
 * example, which are typed. */
struct hm_verb {
    const char *name, *usage, *example, *summary, *description;
};
size_t hm_verb_count(void);
void hm_verb_get(size_t i, struct hm_verb *out);
/* What may stand at `cursor` (bytes into text) in place of the word that begins at the offset
 * it returns and ends at the cursor; each is given to `found`, sorted. */
size_t hm_session_complete(struct hm_session *session, const char *text, size_t cursor,
                           void (*found)(void *ctx, const char *word), void *ctx);

/* ---- arrears and payments (docs/payments.md) ---- */

struct hm_pay_list_options {
    const char *month, *since; /* NULL: this month; as far back as the policy's clauses let */
    const char *format;        /* NULL = totals as text (JSON: host->format), "csv", "ndjson" */
    const char *part;          /* rows of: "payable" (NULL), "overpaid", "held" */
    const char *basis;         /* "12/7" as an earlier list printed it; NULL = now */
    int unpaid;                /* months without any recorded payment are owed as a whole */
};
/* What is payable for a month: the determination, arrears of the months before, minus what was
 * paid too much. Nothing is written unless all totals foot (HM_INTERNAL). */
enum hm_status hm_pay_list(struct hm_store *s, const struct hm_pay_list_options *options,
                           const struct hm_host *host);
struct hm_pay_record_options {
    const char *month, *since; /* of the list */
    const char *file;          /* the bank's report; NULL: everything on the list was paid */
    const char *list;          /* the list's id, or its first digits; NULL = see docs/payments.md */
    const char *errors;        /* file for the refused lines' reasons, or NULL */
    int unpaid, skip_bad;
};
/* Records payments, all or nothing. HM_DATA when lines of the report were refused. */
enum hm_status hm_pay_record(struct hm_store *s, const struct hm_pay_record_options *options,
                             const struct hm_host *host);
/* The batches recorded, oldest first. */
enum hm_status hm_pay_batches(struct hm_store *s, const struct hm_host *host);

/* ---- over HTTPS (docs/network.md) ---- */

struct hm_net_options { /* how a service is reached; 0 and NULL: the defaults */
    const char *ca_file;                         /* PEM: these authorities alone */
    const char *token_file, *cert_file, *key_file; /* mode 0600; NULL: the environment */
    int insecure_http;                           /* http:// to this machine itself */
    uint32_t timeout_ms, attempts, pause_ms;     /* of one answer; in all; before the second */
};
struct hm_pull_options {
    struct hm_net_options net;
    const char *url;
    const char *file;     /* where it goes; or else */
    const char *store;    /* a store's path: it is imported there, and the file removed */
    const char *checksum; /* NULL, "header", "beside" or 64 hex digits (net/fetch.h) */
    const char *cursor, *numbers;           /* names in the query */
    uint64_t max_bytes;                     /* of the file; 0 = 64 GiB */
    int anew;                               /* from the beginning, although nothing is new */
    const struct hm_import_options *import; /* with a store; its files are not looked at */
};
/* Pulls a file, in one answer or in pages. What an earlier call has left is gone on with; what
 * has not changed is not pulled again. The store is open for writing while it is imported only.
 */
enum hm_status hm_pull(const struct hm_pull_options *options, const struct hm_host *host);

struct hm_push_options {
    struct hm_net_options net;
    const char *what; /* "payments": the list of what is payable; "determinations" */
    const char *to, *month;
    const char *since; /* payments: as of hm_pay_list_options */
    const char *after; /* payments: the first digits of a list that is settled for certain */
    const char *log;   /* file of what was delivered */
    const char *errors; /* file for what the service says of a refused batch, or NULL */
    uint32_t run;                           /* determinations of; 0 = the published one */
    uint32_t batch_rows, at_once, per_second; /* 0: 500, 4, no limit */
    int unpaid, unmasked, status_only, dry_run;
};
/* Delivers a month's payment list or determinations in batches, each under a key that stays its
 * own: whatever breaks off, the same call goes on and no batch is acted on twice. */
enum hm_status hm_push(struct hm_store *s, const struct hm_push_options *options,
                       const struct hm_host *host);
/* What was delivered, by a log. */
enum hm_status hm_push_log(const char *log, const struct hm_host *host);

/* ---- asking registers (docs/verification.md) ---- */

struct hm_verify_options {
    const char *const *sources; /* names; none: all that have an address */
    size_t source_count;
    const char *month;       /* the facts hold from it on; NULL = this month */
    const char *const *urls; /* "NAME=https://...", in place of the policy's */
    size_t url_count;
    const char *gateways; /* a table of addresses, files of credentials and paces; or NULL */
    const char *const *accept; /* sources whose word replaces a declared one */
    size_t accept_count;
    const char *decisions; /* the list of conflicts with its column `decision` filled in */
    const char *errors;    /* file for answers that were refused; or NULL */
    const char *format;    /* NULL: a report; "csv", "xlsx": the list of conflicts */
    uint64_t limit;        /* rows asked about by each source at most; 0: no limit */
    int dry_run, again, offline;
    struct hm_net_options net; /* its token and certificate: with one source only */
};
/* Asks the sources that a city's policy declares about everybody in the store who is due, keeps
 * the answers as evidence, fills missing facts, and lists what contradicts declared ones.
 * HM_DATA: some were not answered, or the answers were refused; call again. */
enum hm_status hm_verify_sources(struct hm_store *s, const char *policy,
                                 const struct hm_verify_options *options,
                                 const struct hm_host *host);

/* ---- comparing policies (docs/operations.md) ---- */

struct hm_compare_options {
    const char *month;     /* NULL: this month, or the latest in which something differs */
    uint64_t max_members;  /* of the smallest family that is looked for */
    uint64_t max_families; /* made up for it at most; 0 = not looked for */
    uint64_t top;          /* households with the biggest changes to name */
    int full;              /* formulas whole, not their first differences */
};
/* What two policies (or two regions) say differently; whom of a store's households that
 * concerns (s may be NULL); the smallest family that both treat differently, as a case. */
enum hm_status hm_compare(const char *before, const char *after, struct hm_store *s,
                          const struct hm_compare_options *options,
                          const struct hm_host *host);

struct hm_measures_options {
    const char *policy;
    const char *month;       /* NULL = this month */
    const char *const *sets; /* as of hm_recompute: the second law measured; none: only one */
    size_t set_count;
    const char *scenario;
    const char *income, *people, *benefit, *earn; /* fields; NULL: those all cities share */
    const char *const *lines; /* "standard*1.5", at most 4; none: dibao and dibian */
    size_t line_count;
    const char *step;   /* yuan a month earned more; NULL = 100; "0": no marginal rates */
    const char *format; /* NULL = as the host's, "csv" */
};
/* How income and benefits are distributed in a month: deciles, Gini, poverty, coverage, cost,
 * top-up, marginal rates; under the policy as it stands and with the changes. */
enum hm_status hm_measures(struct hm_store *s, const struct hm_measures_options *options,
                           const struct hm_host *host);

#endif
