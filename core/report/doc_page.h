/* doc_page.h - private to doc*.c: one policy taken apart for its page. Declarations stand in
 * the order an officer reads them: the folder's own files first, in the order policy.lua
 * includes them, then those of each level above, then the shared functions.
 */
#ifndef HM_REPORT_DOC_PAGE_H
#define HM_REPORT_DOC_PAGE_H

#include "exec/checkrun.h"
#include "exec/vecinfo.h"
#include "lang/ast.h"
#include "report/html.h"
#include "run/examples.h"
#include "run/indicators.h"

enum doc_kind {
    DOC_HEADING, /* a line of the file: "-------- text" */
    DOC_HELPER,  /* a function of the file that formulas call */
    DOC_ENUM,
    DOC_ENTITY,
    DOC_INPUT,
    DOC_VARIABLE,
    DOC_PARAMETER,
    DOC_CHECK,
    DOC_INDICATOR,
    DOC_SOURCE,
    DOC_SCENARIO,
    DOC_CASE
};
struct doc_item {
    enum doc_kind kind;
    uint32_t index; /* in the model's list of its kind */
    uint32_t line;
    const struct ast_node *node; /* HELPER: the statement */
    const char *text;            /* HEADING; else the comment above the declaration, or NULL */
};
struct doc_section { /* a file */
    const struct ast_file *file;
    const char *path;  /* "cn/zhejiang/ningbo/dibao.lua" */
    const char *level; /* "cn/zhejiang/ningbo"; NULL: of the stdlib */
    const char *title; /* from its first line; the file's name where it has none */
    const char *label; /* the title without a bracket at its end */
    const char *intro; /* the comment that follows, or NULL */
    struct doc_item *items;
    size_t count, cap;
};
struct doc_page {
    const struct policy *policy; /* borrowed */
    const struct model *m;
    struct html h;
    struct vecinfo engines;
    struct check_results checks;
    struct indicators_report indicators; /* of published figures; empty: there are none */
    struct examples_report cases;        /* own level's, in the order of the model */
    struct doc_section *sections;
    size_t section_count;
    /* Who reads field f, parameter p: list[first[i]] .. list[first[i + 1]] are variables. */
    uint32_t *reader_first, *readers, *user_first, *users;
    const char *top; /* borrowed: levels from here on have pages of their own, or NULL */
    struct arena arena;
};

/* doc_gather.c: everything but html; close also what failed half-way. */
enum hm_status doc_page_open(struct doc_page *page, const struct policy *p,
                             const struct hm_host *host, struct diag *d);
void doc_page_close(struct doc_page *page);
/* zh of a level, "浙江省", from its `policy`; its folder's name where it states none. */
const char *doc_level_name(const struct doc_page *page, const char *level);

/* doc_code.c: source text with names linked, indented as a whole no more than its first line.
 */
void doc_code(struct doc_page *page, const struct ast_file *file, uint32_t first,
              uint32_t last);
/* entity: whose row the formula is given first. */
void doc_formula(struct doc_page *page, const struct ast_node *body, uint8_t entity);

/* Addresses inside the page, without '#'. */
void doc_field_anchor(struct buf *out, const struct model *m, uint16_t field);
void doc_parameter_anchor(struct buf *out, const struct parameter *p);
/* <a href> with the zh name in Chinese, the name in English. */
void doc_field_link(struct doc_page *page, uint16_t field);
void doc_parameter_link(struct doc_page *page, uint16_t parameter);

/* doc_graph.c: pictures as inline SVG. */
void doc_graph_field(struct doc_page *page, uint16_t field);
void doc_graph_files(struct doc_page *page);

/* doc_rules.c, doc_values.c, doc_cases.c: one card (or row) each. */
void doc_put_variable(struct doc_page *page, const struct doc_item *item);
void doc_put_check(struct doc_page *page, const struct doc_item *item);
void doc_put_sources(struct doc_page *page, const struct doc_item *items, size_t count);
void doc_put_indicators(struct doc_page *page, const struct doc_item *items, size_t count);
/* What holds from a date on, on one line. */
void doc_put_compact(struct doc_page *page, const struct parameter *p,
                     const struct parameter_value *v);
void doc_put_parameter(struct doc_page *page, const struct doc_item *item);
void doc_put_inputs(struct doc_page *page, const struct doc_item *items, size_t count);
void doc_put_figures(struct doc_page *page); /* all of them */
void doc_put_enum(struct doc_page *page, const struct doc_item *item);
void doc_put_entity(struct doc_page *page, const struct doc_item *item);
void doc_put_scenario(struct doc_page *page, const struct doc_item *item);
void doc_put_case(struct doc_page *page, const struct doc_item *item);

/* doc_page.c: the whole page. home: address of the index; top: the topmost level that has a
 * page beside this one; both NULL when it stands alone. */
void doc_page_put(struct doc_page *page, const char *home, const char *top);
/* "cn-zhejiang.html": the file of a level's page. */
void doc_page_file(struct buf *out, const char *level);
/* Words both pages and cards use. */
void doc_note(struct doc_page *page, const char *css, const char *text);
void doc_head(struct doc_page *page, const char *zh, const char *name);
void doc_status_badge(struct doc_page *page, enum citation_status status);
void doc_unit(struct doc_page *page, const char *unit); /* NULL is nothing */
/* "amount", a msgid. */
const char *doc_type_word(enum value_kind kind);
size_t doc_placeholders(const struct model *m);

#endif
