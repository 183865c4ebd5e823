/* pay_bank.h - what the bank reports about a payment list: a table (CSV) or lines of JSON, read
 * and checked line by line before anything is recorded.
 *
 * Columns, by name or Chinese name: household 户编号, amount 金额; and, where they are there,
 * person 成员, benefit 待遇, month 月份 (of the list), status 状态 (paid, returned, failed,
 * repaid; left out: paid), date 日期, reference 流水号. A line without benefit stands for all
 * that the household (or the person) is paid. The other columns of a payment list are let pass;
 * columns of the bank's own (姓名, 账号) are not used, and a warning names them. A column whose
 * name looks like one of the above is refused.
 */
#ifndef HM_RUN_PAY_BANK_H
#define HM_RUN_PAY_BANK_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/map.h"
#include "run/import_errors.h"
#include "run/task.h"

enum bank_status { BANK_PAID, BANK_RETURNED, BANK_FAILED, BANK_REPAID, BANK_STATUSES };
const char *bank_status_name(enum bank_status s); /* "paid" */

struct bank_line {
    struct str household, person, benefit; /* in the arena; "" = not given */
    int64_t fen;                           /* > 0 */
    uint32_t line;                         /* of the file */
    uint32_t next;                         /* of the same household, + 1; 0 = the last */
    uint8_t status;
    uint64_t reference; /* bank_reference_mark, or 0 */
    bool taken;         /* matched with the list, or refused */
};
struct bank_file {
    const char *path; /* borrowed */
    char digest[DIGEST_HEX];
    struct bank_line *lines;
    size_t count, cap;
    uint64_t by_status[BANK_STATUSES];
    struct map households; /* -> index of the first line */
    struct map references; /* -> line of the file */
    struct map used;       /* marks of references -> the batch that recorded them */
    struct map others;     /* names of columns that are not used */
    bool starved;          /* no memory for one of them */
    int32_t from, to;      /* dates that can be */
    uint64_t refused;      /* lines, with a message each */
    struct import_errors errors;
    struct arena arena;
    struct diag *diag; /* borrowed */
};
/* Sets up, and takes the file's digest; the caller fills in `used` before bank_read. bank_fini
 * also after a failure. */
enum hm_status bank_open(struct bank_file *b, const char *path, struct diag *d);
/* Reads the whole file. A date after today in China, or more than a year before the month, is
 * refused. Lines that are refused (HM_DATA) are left out, the others are there.
 * errors_path: NULL, or the file for refused lines. month: of the list; lines of another one
 * are refused. */
enum hm_status bank_read(struct bank_file *b, int32_t month, const char *errors_path,
                         const struct hm_host *host);
/* A reference and what it was said of, as batches keep it: a payment that comes back may name
 * the payment it was. */
enum { BANK_MARK_HEX = 16 };
uint64_t bank_reference_mark(struct str reference, enum bank_status s);
/* Writes the rest of the errors' file, too. */
enum hm_status bank_fini(struct bank_file *b);
/* Refuses a line: a message, a row in the errors' file. */
void bank_refuse(struct bank_file *b, uint32_t line, const char *field, struct str found,
                 const char *hint, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* The household's first line, or NULL; then by bank_next. */
struct bank_line *bank_find(const struct bank_file *b, struct str household);
static inline struct bank_line *bank_next(const struct bank_file *b, const struct bank_line *l)
{
    return l->next ? &b->lines[l->next - 1] : NULL;
}

#endif
