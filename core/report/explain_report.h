/* explain_report.h - an explanation as text, JSON or a page of HTML. explain_values.c has the
 * words they share. */
#ifndef HM_REPORT_EXPLAIN_REPORT_H
#define HM_REPORT_EXPLAIN_REPORT_H

#include "base/buf.h"
#include "run/explain.h"

void explain_text(struct buf *out, const struct explanation *e);
void explain_json(struct buf *out, const struct explanation *e);
void explain_html(struct buf *out, const struct explanation *e); /* needs nothing but itself */

/* What registers said about the household: nothing when nobody asked them. JSON: a member. */
void explain_evidence_text(struct buf *out, const struct explanation *e);
void explain_evidence_json(struct buf *out, const struct explanation *e);
void explain_evidence_html(struct buf *out, const struct explanation *e);

/* --- shared --- */

/* "run 3, policy identity 5f..." */
void explain_origin_of_run(struct buf *out, const struct explanation *e);
/* A value for people: "1,143.00", "3/10", "dibao", "2022-07-01", "yes". type gives the enum;
 * may be NULL for values of steps. */
void explain_value(struct buf *out, const struct explanation *e, const struct type *type,
                   const struct value *v);
/* The value of a cell, or what is missing, or the error. */
void explain_cell(struct buf *out, const struct explanation *e, const struct trace_cell *c);
/* "given", "by default", "published for 2022-06", "missing" or "". */
void explain_origin(struct buf *out, const struct trace_cell *c);
/* The name an officer knows: name, and zh beside it. */
void explain_name(struct buf *out, const char *name, const char *zh);
/* The source text of a step or condition on one line, shortened. */
void explain_source(struct buf *out, const struct trace_event *v);
/* "since 2022-07-01, published: ..."; nothing for NULL. */
void explain_citation(struct buf *out, const struct parameter_value *v);
/* False for what an officer has just read: `before` is the event before v, or NULL. */
bool explain_tells(const struct trace_event *before, const struct trace_event *v);
/* The rounding that changed the value; false when none did. */
bool explain_rounding(const struct explanation *e, const struct trace_cell *c, char *out,
                      size_t out_bytes);

#endif
