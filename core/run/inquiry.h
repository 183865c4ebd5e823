/* inquiry.h - asking registers about the rows of households (经济状况核对, `huimin verify`).
 *
 * Two steps. Asking: each source of one city's policy is asked about every row that has a key
 * and no evidence that still counts; what comes back is matched strictly with what was asked
 * and recorded as evidence (store/evidence.h), in steps that survive a crash. Taking over:
 * evidence in force is held against the facts; what nobody had supplied is filled by a change
 * of facts, what came from the same source is renewed, and what contradicts a declared fact is
 * listed for the officer, who decides. Stopping between the two loses nothing.
 */
#ifndef HM_RUN_INQUIRY_H
#define HM_RUN_INQUIRY_H

#include "base/arena.h"
#include "run/inquiry_source.h"
#include "store/evidence.h"

struct inquiry_options {
    const char *const *sources; /* names or zh; none: all that have an address */
    size_t source_count;
    int32_t month;             /* the facts hold from it on */
    uint64_t limit;            /* rows asked about by each source at most; 0: no limit */
    bool dry_run;              /* counts what would be asked; asks nobody and records nothing */
    bool again;                /* asks also where evidence still counts */
    bool offline;              /* asks nobody; takes over what is recorded */
    const char *const *accept; /* sources whose value replaces a declared one */
    size_t accept_count;
    const char *decisions; /* a table of decisions about conflicts, or NULL */
    const char *errors;    /* file for answers that were refused, .csv or NDJSON; or NULL */
    struct inquiry_gateways gateways;
};

/* A fact that a register contradicts. Texts are in the report's arena, without personal data.
 */
struct inquiry_conflict {
    const char *household; /* as it may be shown */
    const char *member;    /* "persons[1]"; "" = the household itself */
    const char *member_id;
    uint16_t source;                 /* of report.sources */
    uint16_t field;                  /* index in the source's fields */
    const char *declared, *answered; /* as tables write them */
    bool at_least;        /* not all rows were answered about, and they have more already */
    const char *evidence; /* the register's number, or "" */
    int64_t answered_s;
    int32_t expires;
};

struct inquiry_report {
    int32_t month;
    bool is_dry, was_stopped;
    struct inquiry_source *sources; /* with their counts */
    size_t source_count;
    struct inquiry_conflict *conflicts; /* in order of households */
    size_t conflict_count, conflict_cap;
    uint64_t unused_decisions; /* that met no conflict */
    struct ingest_counts stored;
    uint64_t sequence;  /* of the change of facts; 0: there was none */
    uint64_t elsewhere; /* households of another place than the policy's */
    uint64_t elapsed_ms;
    struct policy *policy; /* owned */
    struct arena arena;
};

/* HM_OK; HM_DATA: some questions stayed without an answer that could be taken (reported), HM_
 * INTERRUPTED: the report holds what was done. The caller ends the report also on failure. */
enum hm_status inquiry_run(struct inquiry_report *out, struct store *s, const char *policy,
                           const struct inquiry_options *o, const struct author *by,
                           const struct hm_host *host, struct diag *d);
void inquiry_report_fini(struct inquiry_report *r);

#endif
