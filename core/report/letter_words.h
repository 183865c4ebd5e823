/* letter_words.h - private to letters: values, units, articles and ids in plain Chinese. */
#ifndef HM_REPORT_LETTER_WORDS_H
#define HM_REPORT_LETTER_WORDS_H

#include "base/buf.h"
#include "model/model.h"

/* "1143.00元", "3", "是", "低保", "2022年7月1日"; a fraction as "1/3". */
void letter_value(struct buf *out, const struct model *m, const struct type *type,
                  const struct value *v);
void letter_month(struct buf *out, int32_t month); /* "2022年8月" */
void letter_fen(struct buf *out, int64_t fen);     /* "1143.00元" */
/* "yuan/person/month" as "元/人/月"; nothing for units without a Chinese word. `after_money`:
 * without the yuan, which stands with the amount. */
void letter_unit(struct buf *out, const char *unit, bool after_money);
/* An article or source as a family reads it: without notes in brackets about where the bureau
 * found it. Returns false, and puts nothing, when nothing is left. */
bool letter_article(struct buf *out, const char *text);
/* "H00******42": the first three and last two characters of a long id, the first of a short
 * one. */
void letter_masked(struct buf *out, struct str id);
/* "见角进元", "四舍五入到分": nothing for no rounding. */
void letter_rounding(struct buf *out, struct rounding r);

#endif
