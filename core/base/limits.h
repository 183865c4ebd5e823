/* limits.h - every maximum of the system, each with its reason. Tests stand at limit-1, limit and
 * limit+1. Units last in the name. */
#ifndef HM_BASE_LIMITS_H
#define HM_BASE_LIMITS_H

enum {
    LIMIT_DIAG_ITEMS = 200,           /* more messages than a person reads in one go */
    LIMIT_SCRIPT_BYTES = 1 << 20,     /* the longest city file we have seen is under 100 KiB */
    LIMIT_POLICY_FILES = 512,         /* files of one chain of folders */
    LIMIT_POLICY_LEVELS = 8,          /* nation, province, city, county, township and room */
    LIMIT_REGION_POLICIES = 4096,     /* all counties and cities of the nation: below 3,300 */
    LIMIT_NAME_BYTES = 96,            /* of an input, variable, parameter, entity, enum value */
    LIMIT_ENTITIES = 64,              /* fits a bit set */
    LIMIT_FIELDS = 4096,              /* inputs and variables of one policy (u16 ids) */
    LIMIT_PARAMETERS = 4096,
    LIMIT_SWEEP_POINTS = 1000,        /* more than any drawing shows */
    LIMIT_WHO_ROWS = 10000,           /* listed in order; files of all rows are for more */
    LIMIT_ALTERNATIVES = 64,          /* of one pass: each adds some 2,000 values to a city's program */
    LIMIT_TABLE_COLUMNS = 8,          /* notices print three or four */
    LIMIT_TABLE_ROWS = 4096,          /* every county of the nation has one */
    LIMIT_TABLE_CELLS = 1000000,      /* combinations looked at for gaps and overlaps */
    LIMIT_INDICATORS = 1000,          /* the longest city plan we have seen has under 100 */
    LIMIT_DATA_SOURCES = 200,         /* registers of one policy; a city's plan speaks of 35 kinds */
    LIMIT_DATA_SOURCE_FIELDS = 64,    /* facts that one register's answers give */
    LIMIT_DATA_SOURCE_BATCH = 5000,   /* persons in one request: below 1 MiB of text */
    LIMIT_DATA_SOURCE_RATE = 1000,    /* requests a second to one register */
    LIMIT_DATA_SOURCE_AT_ONCE = 64,   /* requests to one register at the same time */
    LIMIT_DATA_SOURCE_TTL_DAYS = 3660,/* how long an answer counts: ten years */
    LIMIT_DATA_SOURCE_ANSWER_MS = 120000, /* one answer about a batch; 73 banks are slow */
    LIMIT_FIGURES = 20000,            /* published ones; a facts file is at most a script long */
    LIMIT_ENUM_VALUES = 250,          /* codes are u8; 255 = missing in text dumps */
    LIMIT_FORMULA_DEPTH = 100,        /* variables that wait for each other; Lua's C stack is 200 */
    LIMIT_NESTING = 100,              /* of expressions and blocks in a script */
    LIMIT_MEMBERS = 1000,             /* rows of one child entity in one household */
    LIMIT_ID_BYTES = 128,             /* LMDB keys end at 511 */
    LIMIT_TEXT_BYTES = 1024,          /* a text fact */
    LIMIT_RECORD_BYTES = 1 << 20,     /* one NDJSON line */
    LIMIT_EXPANSION = 200,            /* a packed file to its text; tables reach 30, deflate 1,032 */
    LIMIT_EXPANSION_FREE_BYTES = 64 << 20, /* up to here any rate is fine */
    LIMIT_XLSX_SHEETS = 256,
    LIMIT_XLSX_TEXT_BYTES = 1 << 30,  /* shared texts of one workbook, held in memory */
    LIMIT_XLSX_PART_BYTES = 16 << 20, /* list of sheets, relations, styles: each in memory */
    LIMIT_SOURCES = 60000,            /* files and sheets of one import (u16 with each row) */
    LIMIT_MAP_ROWS = 4096,            /* of a mapping file */
    LIMIT_JSON_DEPTH = 16,
    LIMIT_CSV_COLUMNS = 2048,
    LIMIT_HISTORY_MONTHS = 60,        /* determinations supplied with a household */
    LIMIT_MONTHS_PER_CALC = 600,
    LIMIT_CHECK_MONTHS_BACK = 600,    /* before(n, value) in a check */
    LIMIT_BANK_LINES = 20000000,      /* of one report: a province's month, 5 GB of memory */
    LIMIT_ARREARS_MONTHS = 60,        /* months gone by that a payment list may look at */
    LIMIT_BLOCK_HOUSEHOLDS = 16384,   /* one column block; design section 8 */
    LIMIT_LUA_MEMORY_BYTES = 64 << 20,/* one sandbox */
    LIMIT_LUA_INSTRUCTIONS = 20000000,/* one household, all its variables; 0.2 s of Lua */
    LIMIT_LUA_LOAD_INSTRUCTIONS = 50000000,
    LIMIT_LUA_TIME_MS = 5000,         /* one household; guards C functions as well */
    LIMIT_LUA_LOAD_TIME_MS = 60000, /* a folder's scripts; the instructions end first */
    LIMIT_TRACE_EVENTS = 20000,       /* steps of one explanation; nobody reads more */
    LIMIT_SOLVE_INTERVALS = 200000,   /* bounded in one search: 2 s of Ningbo's rules */
    LIMIT_SOLVE_NODES = 250000,       /* of one household's program, unrolled: 30 MB */
    LIMIT_SOLVE_JUMPS = 500,          /* told of one number; nobody reads more */
    LIMIT_LUA_TEXT_BYTES = 1 << 16,   /* a text that a rule puts together */
    LIMIT_SESSION_STATES = 1000,      /* that undo goes back */
    LIMIT_SESSION_CHANGES_BYTES = 1 << 16, /* changes in force at once: some 1,500 */
    LIMIT_SESSION_LOG_BYTES = 1 << 24,/* lines kept for `save session` */
    LIMIT_SESSION_TYPED_BYTES = 1 << 22, /* families typed as JSON: some thousands */
    LIMIT_COMPLETIONS = 500,          /* offered for one word in a session */
    LIMIT_DUMP_BYTES = 1 << 24,       /* a column program as text; Ningbo's are below 1 MiB */
    LIMIT_SYNTH_HOUSEHOLDS = 100000000, /* a quarter of the nation; 40 GB of facts */
    LIMIT_PICTURE_BOXES = 2000,  /* more than fits on a page anybody reads */
    LIMIT_PICTURE_EDGES = 20000,
    LIMIT_PICTURE_NODES = 40000, /* boxes and bends of edges: crossings are counted pairwise */
    LIMIT_CATALOGUE_BYTES = 1 << 24, /* ours is below 1 MiB */
    LIMIT_HTTP_URL_BYTES = 4096,        /* servers take 8 KiB with all headers; links stay below */
    LIMIT_HTTP_HEADER_BYTES = 64 << 10, /* of one answer; servers send below 8 KiB */
    LIMIT_HTTP_BODY_BYTES = 64 << 20,   /* an answer held in memory: a page, a batch's receipt */
    LIMIT_HTTP_REDIRECTS = 5,
    LIMIT_HTTP_ATTEMPTS = 6,            /* 1 + 2 + 4 + 8 + 16 s of pauses: a restart of a server */
    LIMIT_HTTP_ATTEMPTS_MOST = 100,
    LIMIT_HTTP_PAUSE_MS = 1000,         /* before the second attempt */
    LIMIT_HTTP_PAUSE_MOST_MS = 60000,
    LIMIT_HTTP_RETRY_AFTER_S = 600,     /* a server that asks for more is asked another day */
    LIMIT_HTTP_CONNECT_MS = 15000,
    LIMIT_HTTP_TOTAL_MS = 3600000,      /* a province's file in one answer, at 5 MB/s */
    LIMIT_HTTP_STALL_MS = 30000,
    LIMIT_HTTP_SLOWEST = 64,            /* bytes a second, over LIMIT_HTTP_STALL_MS */
    LIMIT_HTTP_AT_ONCE = 64,
    LIMIT_HTTP_SECRET_BYTES = 64 << 10, /* a token, a certificate with its chain, a key */
    LIMIT_HTTP_PAGES = 1000000,         /* of one pull */
    LIMIT_PUSH_BATCHES = 1000000,
    LIMIT_PUSH_BATCH_ROWS = 100000,     /* 30 MB of rows: what a server takes at once */
    LIMIT_PUSH_LOG_BYTES = 1 << 28,     /* years of pushes */
    LIMIT_SMALLEST_MEMBERS = 6, /* of a family made up to compare policies: pairs of facts of more are too many */
    LIMIT_THREADS = 256
};

/* A file pulled, as sent and unpacked: ten million households are below 20 GB. */
#define LIMIT_HTTP_FILE_BYTES (INT64_C(64) << 30)

/* What questions keep in memory between them: 20 million households; beyond, blocks are read
 * again for each question. */
#define LIMIT_POPULATION_BYTES ((size_t)4 << 30)

/* Facts and results lie within +-1e15 fen (ten trillion yuan): far from int64's end, so that a
 * sum over a nation's households still fits in 128 bits and usually in 64. */
#define LIMIT_MONEY_FEN INT64_C(1000000000000000)

#endif
