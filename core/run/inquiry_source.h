/* inquiry_source.h - the sources of a policy bound to a store's schema and to the addresses of
 * a city's gateways, with what is counted about each.
 */
#ifndef HM_RUN_INQUIRY_SOURCE_H
#define HM_RUN_INQUIRY_SOURCE_H

#include "base/arena.h"
#include "model/model.h"
#include "net/http.h"
#include "policy/policy.h"
#include "store/store.h"

/* Where a city's gateways are: `--url NAME=URL` and a table with the columns source, url,
 * token_file, cert_file, key_file, batch, rate, concurrency; empty cells: as declared. */
struct inquiry_gateways {
    const char *const *urls;
    size_t url_count;
    const char *file;        /* or NULL */
    struct http_options net; /* its files are those of the only source chosen */
};

/* rows = unkeyed + fresh + due; due = asked + left; asked = found + absent + refused + failed.
 */
struct inquiry_counts {
    uint64_t rows;    /* of the source's entity, in households of the policy's place */
    uint64_t unkeyed; /* without a key */
    uint64_t fresh;   /* with evidence that still counts */
    uint64_t due;
    uint64_t asked, left; /* left: the limit, a stop, or the source was given up */
    uint64_t found, absent, refused, failed;
    uint64_t strangers; /* answers about somebody who was not asked for: dropped */
    uint64_t repeated;  /* the same answer twice: the second one is dropped */
    uint64_t unasked;   /* members of answers that were not asked for: not kept */
    uint64_t requests, attempts;
    uint64_t inquiries; /* recorded */
    /* Facts, by household or row: */
    uint64_t filled, renewed, equal, conflicts, accepted, kept;
    uint64_t incomplete; /* of the household, and not all its rows have evidence */
    uint64_t ask_ms;
};

struct inquiry_source {
    const struct data_source *s; /* borrowed: from the policy */
    const struct model *m;       /* the policy's; borrowed */
    uint8_t entity;              /* of the schema, as all below */
    uint16_t key;
    uint16_t *fields; /* by index of s->fields */
    const char *url;  /* NULL: only a placeholder is known */
    const char *token_file, *cert_file, *key_file;
    uint32_t batch, rate, concurrency;
    bool chosen, accept;
    bool gave_up; /* too many failures one after the other, or it refuses us */
    struct inquiry_counts counts;
};

/* Those of a policy's model, all of them; `chosen` for those named (none: all with an address).
 * HM_USAGE: a name there is none of, an address that cannot be; HM_DATA: the store's schema
 * lacks a field. Memory is the arena's; gateways' texts are copied. */
enum hm_status inquiry_sources(struct inquiry_source **out, size_t *n, const struct model *m,
                               struct store *s, const struct inquiry_gateways *g,
                               struct arena *a, struct diag *d);
/* Sets a flag of the sources named. HM_USAGE with the nearest name. */
enum hm_status inquiry_choose(struct inquiry_source *list, size_t n, const struct model *m,
                              const char *const *names, size_t count, bool accept,
                              struct diag *d);
/* "household.vehicle_count" of a source's field, into out. */
void inquiry_fact_name(const struct inquiry_source *s, const struct model *schema, size_t field,
                       struct buf *out);

#endif
