/* vecrun.h - the fast engine: column programs over batches of households.
 *
 * Rows it is in doubt of, and variables that cannot be compiled, are evaluated by the reference
 * engine; see docs/fast-engine.md.
 */
#ifndef HM_EXEC_VECRUN_H
#define HM_EXEC_VECRUN_H

#include "exec/engine.h"
#include "ir/program.h"

struct vecrun;
enum hm_status vecrun_open(struct vecrun **out, const struct evaluation *e, struct diag *d);
enum hm_status vecrun_run(struct vecrun *v, const struct frame *f, struct results *out,
                          struct diag *d);
void vecrun_close(struct vecrun *v);
/* Compiles with these passes only (enum ir_pass), before the first run: for tests. */
void vecrun_passes(struct vecrun *v, uint32_t passes);

#endif
