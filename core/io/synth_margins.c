/* synth_margins.c - margins of Ningbo, Yiwu, Baotou with Jiuyuan, and Longyan.
 *
 * Shares of kinds of families are fitted, by tilting Ningbo's, so that persons a household,
 * those under 15 and those of 60 and over come out as published:
 *            a household   0-14      60+       65+
 *   Ningbo      2.21       12.2 %    18.3 %    13.3 %   census 2020; end of 2021
 *   Yiwu        2.18       13.87 %   10.25 %    7.25 %  census 2020
 *   Baotou      2.27       12.87 %   21.96 %   14.38 %  end of 2021; see below
 *   Longyan     2.70       20.7 %    18.0 %    13.1 %   census 2020; see below
 *
 * Sources: Ningbo in synth.h. Yiwu: bulletin of the 2020 census (2021-05-19); registered
 * population 849,000 and 169,000 of them 60+ in August 2020 (rulebook YW-05). Baotou: bulletins
 * of the resident population 2021 and 2022 (0-14, 65+, men, urban); 60+ from 65+ by Donghe's
 * census ratio 22.36 : 14.64, size of a household Donghe's; districts by residents of 2012
 * (Donghe 2020), Jiuyuan's urban share and those of the districts assumed so that the city
 * comes to 86.7 %. Longyan: counties and urban shares at the end of 2023 (statistical
 * bulletin), 240 aged 100 or more (census); 0-14, 60+ lie between the province's 19.3 %
 * and 16.0 % and Liancheng's 22.16 % and 20.42 %, size of a household the province's; men as in
 * Liancheng. Assumed: shares registered here but for Yiwu's, incomes and pensions outside
 * Ningbo, hardship.
 */
#include "io/synth_margins.h"

enum { NINGBO, YIWU, BAOTOU, LONGYAN };

static const struct synth_city cities[SYNTH_CITIES] = {
    [NINGBO] = {.division = "3302",
                .kinds = {272, 58, 193, 70, 35, 22, 28, 77, 83, 22, 39, 25, 19, 25, 14, 14, 3,
                          1},
                .size = 2210,
                /* Set so that the published shares come out after parents of older adults have
                 * been moved up: of those 60+, 72.7 % are 65+, 15.6 % 80+, 0.022 % 100+. */
                .elders = {33600, 58200, 75300, 84700, 93300, 98500, 99770, 99982, 100000},
                .men = 521700,
                .local_elder = 96,
                .local_other = 56,
                .income = 100,
                .pensions = 100,
                .hardship = 100},
    [YIWU] = {.division = "330782",
              .kinds = {292, 37, 218, 28, 44, 25, 19, 100, 98, 15, 59, 20, 8, 13, 13, 8, 2, 1},
              .size = 2180,
              .elders = {35600, 60000, 76000, 84700, 93300, 98500, 99770, 99982, 100000},
              .men = 539300,
              .local_elder = 89,
              .local_other = 33,
              .income = 105,
              .pensions = 85,
              .hardship = 100},
    [BAOTOU] = {.division = "1502",
                .kinds = {257, 66, 173, 91, 35, 20, 30, 74, 71, 23, 40, 27, 22, 31, 16, 19, 4,
                          1},
                .size = 2270,
                .elders = {43500, 65500, 79500, 87500, 94500, 98800, 99820, 99985, 100000},
                .men = 507500,
                .local_elder = 93,
                .local_other = 70,
                .income = 76,
                .pensions = 100,
                .hardship = 100},
    [LONGYAN] = {.division = "3508",
                 .kinds = {204, 47, 138, 58, 51, 16, 22, 107, 56, 16, 106, 36, 14, 37, 39, 40,
                           8, 5},
                 .size = 2700,
                 .elders = {34000, 58200, 75300, 84700, 93300, 98500, 99760, 99960, 100000},
                 .men = 515700,
                 .local_elder = 97,
                 .local_other = 88,
                 .income = 60,
                 .pensions = 60,
                 .hardship = 100},
};

static const struct synth_county counties[] = {
    {"330203", 1041285, 898, NINGBO}, /* 2020 census; urban: sample of 2024 */
    {"330205", 488885, 866, NINGBO},
    {"330206", 829448, 805, NINGBO},
    {"330211", 510462, 931, NINGBO},
    {"330212", 1609555, 846, NINGBO},
    {"330213", 577505, 646, NINGBO},
    {"330225", 567665, 646, NINGBO},
    {"330226", 695958, 663, NINGBO},
    {"330281", 1254032, 828, NINGBO},
    {"330282", 1829488, 817, NINGBO},
    {"330782", 1859390, 797, YIWU},  /* 2020 census */
    {"150202", 484218, 914, BAOTOU}, /* Donghe: 2020 census */
    {"150203", 804100, 990, BAOTOU}, /* with half of the high-tech zone */
    {"150204", 489700, 985, BAOTOU},
    {"150205", 32500, 800, BAOTOU},
    {"150206", 25500, 980, BAOTOU},
    {"150207", 274400, 800, BAOTOU}, /* with half of the high-tech zone */
    {"150221", 270100, 600, BAOTOU},
    {"150222", 164600, 560, BAOTOU},
    {"150223", 97900, 620, BAOTOU},
    {"350802", 858000, 866, LONGYAN},
    {"350803", 311000, 552, LONGYAN},
    {"350821", 393000, 555, LONGYAN},
    {"350823", 368000, 537, LONGYAN},
    {"350824", 270000, 559, LONGYAN},
    {"350825", 245000, 532, LONGYAN},
    {"350881", 248000, 607, LONGYAN},
};
_Static_assert(sizeof counties / sizeof *counties <= SYNTH_COUNTIES, "raise SYNTH_COUNTIES");

const struct synth_city *synth_city(uint8_t number)
{
    return &cities[number];
}

const struct synth_county *synth_counties(size_t *count)
{
    *count = sizeof counties / sizeof *counties;
    return counties;
}
