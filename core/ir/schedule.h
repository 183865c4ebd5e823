/* schedule.h - in which phase each live value is computed. Private to ir/. */
#ifndef HM_IR_SCHEDULE_H
#define HM_IR_SCHEDULE_H

#include "ir/ir.h"

struct schedule {
    uint32_t *time; /* by value: even = root phases, odd = child phases; UINT32_MAX: dead */
    uint32_t *loop; /* by value: carried local whose loop turns it belongs to + 1, or 0 */
    uint32_t last;  /* greatest time */
};

/* All arrays live in ir->arena. HM_NOMEM only. */
enum hm_status schedule_values(const struct ir *ir, struct schedule *out);
/* The time at which a value can be read in the root's space. */
uint32_t schedule_ready(const struct ir *ir, const struct schedule *s, ir_ref r);
bool ir_is_reduction(uint16_t op);
bool ir_is_phi(uint16_t op);
bool ir_is_carry(uint16_t op);

#endif
