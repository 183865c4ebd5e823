/* id_order.h - texts about households, made block by block, given out in order of household id.
 *
 * They are put aside (io/spool.h) and looked up by block and ordinal while the ids of a month
 * go by; households that the month does not have are sorted apart and merged in.
 */
#ifndef HM_RUN_ID_ORDER_H
#define HM_RUN_ID_ORDER_H

#include "io/spool.h"
#include "store/store.h"

struct id_slot {
    uint64_t at;
    uint32_t bytes;
};
struct id_gone {
    char *id; /* mem_free */
    uint32_t block;
    uint16_t ordinal;
};
struct id_order {
    struct spool spool;
    struct id_slot **slots; /* [block][ordinal] */
    uint32_t block_count;
    size_t block_cap;
    struct id_gone *gone;
    size_t gone_count, gone_cap, gone_next;
    struct buf text;
};
typedef enum hm_status id_order_write(void *ctx, const char *bytes, size_t n);

void id_order_init(struct id_order *o);
void id_order_fini(struct id_order *o);
/* One text a household; none when n is 0. left: the view given to id_order_give does not have
 * it, its id is then kept. */
enum hm_status id_order_put(struct id_order *o, uint32_t block, uint16_t ordinal,
                            const char *text, size_t n, bool left, struct str id,
                            struct diag *d);
enum hm_status id_order_give(struct id_order *o, struct view *v, id_order_write *write,
                             void *ctx, struct diag *d);

#endif
