/* whatif_family.h - answers about one family as text and JSON: rates and jumps (whatif/rate.h),
 * smallest changes (switch.h), ranges of what is undetermined (range.h). whatif_words.c has the
 * words they share.
 */
#ifndef HM_REPORT_WHATIF_FAMILY_H
#define HM_REPORT_WHATIF_FAMILY_H

#include "report/sheet.h"
#include "whatif/range.h"
#include "whatif/rate.h"
#include "whatif/switch.h"

void whatif_rate_text(struct buf *out, const struct rate_request *q,
                      const struct rate_answer *a);
void whatif_rate_json(struct buf *out, const struct rate_request *q,
                      const struct rate_answer *a);
/* Its points as rows, for export and plots; begins the sheet. */
void whatif_rate_sheet(struct sheet *s, const struct rate_request *q,
                       const struct rate_answer *a);

/* top: changes shown at most; 0: all. */
void whatif_switch_text(struct buf *out, const struct switch_request *q,
                        const struct switch_answer *a, size_t top);
void whatif_switch_json(struct buf *out, const struct switch_request *q,
                        const struct switch_answer *a);

void whatif_range_text(struct buf *out, const struct range_request *q,
                       const struct range_answer *a);
void whatif_range_json(struct buf *out, const struct range_request *q,
                       const struct range_answer *a);

/* --- shared --- */

/* "N11  2022-08  " */
void whatif_heading(struct buf *out, const struct family *f);
/* "household":"N11","month":"2022-08","policy":"cn/zhejiang/ningbo" */
void whatif_json_heading(struct buf *out, const struct family *f);
/* "persons[0].wage_income 工资性收入", "law.dibao_standard 低保标准" */
void whatif_thing(struct buf *out, const struct family *f, const struct solve_thing *t);
void whatif_thing_value(struct buf *out, const struct family *f, const struct solve_thing *t,
                        int64_t x);
/* "fact":"persons[0].wage_income" or "parameter":"...","key":..., with "zh" */
void whatif_thing_json(struct buf *out, const struct family *f, const struct solve_thing *t);
void whatif_thing_value_json(struct buf *out, const struct family *f,
                             const struct solve_thing *t, int64_t x);
/* "persons[0].old_age_allowance 高龄津贴" */
void whatif_cell(struct buf *out, const struct family *f, struct family_cell c);
/* A stored value of a field for people. */
void whatif_value(struct buf *out, const struct family *f, uint16_t field, int64_t stored);

#endif
