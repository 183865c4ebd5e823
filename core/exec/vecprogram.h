/* vecprogram.h - runs one column program over one jagged frame. Private to exec/. */
#ifndef HM_EXEC_VECPROGRAM_H
#define HM_EXEC_VECPROGRAM_H

#include "exec/engine.h"
#include "ir/program.h"

#ifndef HM_BATCH_ROWS
#define HM_BATCH_ROWS 4096 /* registers of a batch stay in L2; design section 8 */
#endif

/* Working memory of one thread; grows to the largest program and frame it has seen. */
struct vecmemory {
    char *root, *scratch;
    size_t root_bytes, scratch_bytes;
    char **kept; /* by entity */
    size_t *kept_bytes;
    size_t entity_count;
    uint32_t *index; /* parent rows of a slot */
    size_t index_rows;
};
void vecmemory_fini(struct vecmemory *m);

/* Fills out->columns (allocated by the caller for the frame's rows): state is HM_TRAP_NONE, or
 * any other trap for a row in doubt. f->jagged must hold. */
enum hm_status vecprogram_run(const struct program *p, const kernel_fn *kernels,
                              struct vecmemory *memory, const struct frame *f, int32_t month,
                              struct results *out, struct diag *d);

#endif
