/* source_report.h - the registers a policy declares, for `huimin check`: who is asked about
 * whom, for which facts, how fast, how long an answer counts. */
#ifndef HM_REPORT_SOURCE_REPORT_H
#define HM_REPORT_SOURCE_REPORT_H

#include "base/buf.h"
#include "model/model.h"

/* Nothing when there are none. */
void source_report_text(struct buf *out, const struct model *m);
/* A list: [{...}]. */
void source_report_json(struct buf *out, const struct model *m);
/* "90 days", "3 months". */
void source_report_ttl(struct buf *out, const struct data_source *s);
/* Facts by name, "household.vehicle_count, ...". */
void source_report_facts(struct buf *out, const struct model *m, const struct data_source *s);

#endif
