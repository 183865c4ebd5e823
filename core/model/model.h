/* model.h - a policy after loading: entities, fields (inputs and variables), parameters, checks,
 * cases and scenarios. Plain data, built once by policy/, never changed, shared by all threads.
 * Everything in it lives in its arena.
 */
#ifndef HM_MODEL_MODEL_H
#define HM_MODEL_MODEL_H

#include "base/arena.h"
#include "base/map.h"
#include "base/digest.h"
#include "base/limits.h"
#include "model/data_source.h"
#include "model/indicator.h"
#include "model/parameter.h"
#include "model/type.h"
#include "value/rounding.h"

#define NO_ENTITY 0xFFu
#define NO_FIELD  0xFFFFu
#define DATE_ALWAYS INT32_MIN

struct ast_node; /* lang/ast.h */

struct entity {
    const char *name;   /* "person" */
    const char *plural; /* "persons": how the parent names its list; NULL for a root */
    const char *zh;
    uint8_t id;
    uint8_t parent; /* NO_ENTITY for a root (household, institution, township, city) */
    uint8_t root;   /* the root above it; itself for a root */
    uint8_t depth;  /* 0 for a root */
    uint16_t *fields; /* ids of its fields, inputs first, in order of declaration; hidden ones
                       * come last */
    uint16_t field_count;
    uint8_t *children; /* entity ids */
    uint8_t child_count;
    uint16_t max_rows; /* of a child in one household, as declared; 0: LIMIT_MEMBERS */
    struct map names; /* name, zh -> field id; parent's name and children's plurals are not here */
    struct place at;
};

/* Rows of a child entity that one household may have at most. */
static inline uint32_t entity_max_rows(const struct entity *e)
{
    return e->max_rows ? e->max_rows : LIMIT_MEMBERS;
}

enum field_kind { FIELD_INPUT, FIELD_VARIABLE };

struct formula {
    int32_t from; /* date from which it holds, or DATE_ALWAYS */
    bool ended;   /* from here on the variable has no formula: its default */
    uint32_t number; /* position among all formulas of the policy: finds the Lua function */
    const struct ast_node *body; /* the function expression; borrowed from the policy's sources */
    struct place at;
};

struct field {
    const char *name, *zh, *unit, *law, *note;
    uint16_t id;
    uint8_t entity;
    enum field_kind kind;
    struct type type;
    struct place at;
    const char *level; /* the folder that declared or last overrode it */

    /* inputs: what import accepts. variables: `has_default` for months without a formula */
    bool has_min, has_max, has_default;
    struct value min, max, default_value;
    bool is_personal; /* a text that is shown masked unless asked (io/idnumber.h) */

    /* variables */
    struct rounding round;
    bool is_hidden;  /* of an indicator ("NAME.numerator"): has no name that could be written,
                      * is never given, printed or stored */
    bool is_result;  /* printed and stored by default */
    bool is_benefit; /* money paid out per month: summed in reports, arrears and payments. The
                      * parent's sum of a child's benefit is one too: totals look at the root */
    struct formula *formulas; /* ascending; exactly one with DATE_ALWAYS when undated */
    uint16_t formula_count;
    uint16_t sum_of;   /* the child's field this one adds up, or NO_FIELD */
    uint16_t *reads;   /* variables and inputs its formulas read (static), ascending, no before() */
    uint16_t read_count;
    uint16_t *reads_parameters;
    uint16_t read_parameter_count;
    uint8_t before_months; /* longest constant before(n); 0 = none, 255 = not constant */
};

/* A rule about parameters: function (law) -> boolean [, message]. Run for every month in which a
 * parameter it reads changes. */
struct check {
    const char *name, *zh, *law;
    bool is_warning;  /* a failure is reported and does not make `huimin check` fail */
    int32_t from, to; /* months, inclusive; from 0 = from the first value on, to 0 = no end */
    uint32_t number;  /* finds the Lua function, as struct formula.number */
    uint16_t *reads_parameters;
    uint16_t read_parameter_count;
    struct place at;
};

/* A parameter moved for a case, a scenario or --set: from a date on, to an optional last date. */
struct patch {
    uint16_t parameter;
    int32_t from, to; /* dates; to = DATE_ALWAYS for no end; later base values are then dropped */
    struct parameter_value value;
    uint16_t member; /* of a region: which of its policies it is for, in whose terms it stands */
};
struct formula_patch {
    uint16_t field;
    int32_t from, to;
    uint32_t number;
    const struct ast_node *body;
    struct place at;
    uint16_t member; /* as for parameters */
};
/* What one of several evaluations of the same facts changes in the law. */
struct alternative {
    const struct patch *patches;
    size_t patch_count;
    const struct formula_patch *formulas;
    size_t formula_count;
};
struct scenario {
    const char *name, *zh;
    struct patch *patches;
    size_t patch_count;
    struct formula_patch *formulas;
    size_t formula_count;
    struct place at;
};

/* An example family, or another root: input as one NDJSON record, expectations as JSON of the
 * same shape. */
struct example {
    const char *name, *zh, *source; /* "N01", "普通差额", "rulebook N01" */
    uint8_t root;                   /* the entity it is about */
    int32_t from, to;               /* months evaluated, inclusive */
    struct patch *patches;          /* `set = {...}` */
    size_t patch_count;
    const char *record_json;        /* record in, "id" and "month" filled in */
    const char *expect_json;        /* results in the last month; NULL = none */
    const char *expect_sum_json;    /* results added over all months; NULL = none */
    const char *expect_missing_json; /* {"dibao_amount":["persons[0].birth_date"]} */
    const char *expect_error_json;   /* {"dibao_amount":"part of the message"} */
    const char *expect_check_json;   /* {"target_2024":false} */
    struct place at;
    const char *level;
};

/* What a declaration says about itself, as written where it was written: for the lists of what
 * holds which article. Overridden declarations keep theirs. */
struct citation {
    const char *kind, *name; /* "parameter", "dibao_standard" */
    const char *key;         /* "name", "zh", "law", "source", "note" */
    const char *text;
    struct place at;
    const char *level;
};

/* policy { lint = { ["magic-number"] = false } }: of every level, from the top down. */
enum lint_switch_state { LINT_SWITCH_OFF, LINT_SWITCH_ON, LINT_SWITCH_NOTE, LINT_SWITCH_WARNING };
struct lint_switch {
    const char *name; /* run/lint.h knows them */
    enum lint_switch_state state;
    struct place at;
};

struct model {
    struct arena arena;
    struct model *before; /* a store's schema: the one it extended, or NULL */
    const char *name, *zh;   /* "cn/zhejiang/ningbo", "宁波市" */
    const char *division;    /* GB/T 2260 code prefix the lowest folder is for, or NULL */
    char identity[DIGEST_HEX]; /* SHA-256 over all files of the chain and the stdlib used */
    struct enum_type *enums;
    size_t enum_count;
    struct entity *entities;
    size_t entity_count;
    struct field *fields; /* by id */
    size_t field_count;
    struct parameter *parameters;
    size_t parameter_count;
    struct map parameter_names; /* name, zh -> index */
    struct check *checks;
    size_t check_count;
    struct scenario *scenarios;
    size_t scenario_count;
    struct example *examples;
    size_t example_count;
    struct indicator *indicators;
    size_t indicator_count;
    struct figure *figures; /* published ones, in order of files and lines */
    size_t figure_count;
    struct data_source *data_sources; /* registers that can be asked about persons */
    size_t data_source_count;
    struct citation *citations; /* in order of declaration */
    size_t citation_count;
    struct lint_switch *lint_switches;
    size_t lint_switch_count;
    uint32_t function_count; /* formulas and checks and formula patches: Lua functions to keep */
};

/* Ids by name or zh name; NO_ENTITY, NO_FIELD, -1 when there is none. */
uint8_t model_entity(const struct model *m, struct str name);
uint16_t model_field(const struct model *m, uint8_t entity, struct str name);
int model_parameter(const struct model *m, struct str name);
int model_enum(const struct model *m, struct str name);
/* The nearest field, child list or parent name of an entity, for "did you mean"; NULL if none. */
const char *model_nearest_field(const struct model *m, uint8_t entity, struct str name);
const char *model_nearest_parameter(const struct model *m, struct str name);
/* The formula in force on a date, or NULL when there is none (the default then holds). */
const struct formula *field_formula_on(const struct field *f, int32_t date);
/* The default of a field as a value: declared, or none-code for enums that have it. KIND_NONE if
 * it has none. Variables without a declared default fall back to zero, false, none. */
struct value field_default(const struct model *m, const struct field *f);
/* Everything that `from` reads, directly or not, as bits by field id (set: field_count / 64 + 1
 * words, added to; stack: room for field_count + 1). Returns the longest before(n); one whose n
 * is not constant reads as far back as a household's history may go. */
unsigned model_reach(const struct model *m, const uint16_t *from, size_t n, uint64_t *set,
                     uint16_t *stack);
/* Fields that may come out otherwise under one alternative than under another, or than the
 * policy has them: what the patched parameters and formulas reach. Bits as above, added to. */
void model_touched(const struct model *m, const struct alternative *list, size_t n,
                   uint64_t *set);
/* A field of one model in another: of the same name, of an entity of the same name; NO_FIELD. */
uint16_t model_namesake(const struct model *to, const struct model *from, uint16_t field);
/* "household.category" into out, for messages. */
void model_field_path(const struct model *m, uint16_t field, char *out, size_t out_bytes);

/* Applies patches to parameter `index`: a new array of values in `a`, as if the law had said so.
 * *out keeps everything else of the parameter. */
enum hm_status parameter_patched(struct parameter *out, const struct parameter *base,
                                 const struct patch *patches, size_t count, uint16_t index,
                                 struct arena *a);

#endif
