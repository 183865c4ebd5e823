/* huimin_internal.h - what the files huimin*.c share: the handles behind the public interface.
 */
#ifndef HM_HUIMIN_INTERNAL_H
#define HM_HUIMIN_INTERNAL_H

#include "base/buf.h"
#include "base/diag.h"
#include "store/store.h"

struct hm_messages {
    struct diag diag;
};
struct hm_store {
    struct store *store;
    _Atomic unsigned refs; /* the caller's, and Arrow streams that are out */
};
/* Ends one reference; the last one closes the store. */
void api_store_drop(struct hm_store *s);

static inline struct diag *api_diag(const struct hm_host *h)
{
    return h->messages ? &h->messages->diag : NULL;
}
/* Hands a finished text to the caller and ends the buffer. */
enum hm_status api_write(const struct hm_host *h, struct buf *text);
/* A month as text; NULL = this month. `option` names it in the message. */
enum hm_status api_month(int32_t *out, const char *text, const char *option, struct diag *d);
/* A day as text, and what the store knew by its end. */
struct known;
enum hm_status api_known_on(struct known *out, struct store *s, const char *text,
                            struct diag *d);

/* hm_explain's why not, and rates. */
enum hm_status api_explain_family(struct hm_store *s, const struct hm_explain_options *o,
                                  const struct hm_host *host);

/* A client as the caller wants it; name: of a source (net/http.h), or NULL. */
struct http_client;
enum hm_status api_http_open(struct http_client **out, const struct hm_net_options *o,
                             const char *name, const struct hm_host *host);

#endif
