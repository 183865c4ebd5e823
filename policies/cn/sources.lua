-- policies/cn/sources.lua                                       经济状况核对:可以查询的登记
-- 县级以上民政部门可以委托查询的单位。地址由各地的共享平台给,这里写的 .invalid 只占位:查询时用
-- `huimin verify --gateways 文件` 或 `--url 名称=地址` 给。答复只填没有申报的事实,与申报不一致的列给经办人。
local article = "社会救助暂行办法 第五十八条:代为查询、核对家庭收入状况、财产状况"
local purpose = "社会救助家庭经济状况核对"
local note = "核对只能证明有、不能证明没有:查不到的不当作零"

---------------------------------------------------------------- 财产
source "vehicle_registry" { zh = "机动车登记", url = "https://vehicles.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { vehicle_count = "vehicles", vehicle_price = "purchase_price" }, absent = { vehicle_count = 0 },
  batch = 500, rate = 20, concurrency = 4, ttl_days = 90 }
source "real_estate" { zh = "不动产登记", url = "https://housing.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { housing_count = "houses", housing_area = "area", nonresidential_property = "nonresidential" },
  absent = { housing_count = 0, nonresidential_property = false },
  batch = 500, rate = 20, concurrency = 4, ttl_days = 90 }
source "deposits" { zh = "银行存款、证券、保险", url = "https://deposits.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose, note = note,
  fields = { savings = "balance" },
  batch = 200, rate = 5, concurrency = 2, ttl_days = 30 }
source "business_registry" { zh = "市场主体登记", url = "https://business.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { business_capital = "subscribed" }, absent = { business_capital = yuan(0) },
  batch = 500, rate = 20, concurrency = 4, ttl_days = 90 }

---------------------------------------------------------------- 收入
source "tax" { zh = "个人所得税", url = "https://tax.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose, note = note,
  fields = { wage_income = "wage", property_income = "property" },
  batch = 200, rate = 5, concurrency = 2, ttl_months = 3 }
source "social_insurance" { zh = "社会保险", url = "https://insurance.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose, note = note,
  fields = { transfer_income = "pension", employed = "insured_as_employee",
             unemployment_insurance = "unemployment" },
  batch = 500, rate = 20, concurrency = 4, ttl_months = 3 }

---------------------------------------------------------------- 人员
source "residents" { zh = "户籍和居住证", url = "https://residents.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { hukou_local = "local", residence_permit = "permit", death_date = "died" },
  batch = 500, rate = 20, concurrency = 4, ttl_days = 30 }
source "disabled_persons" { zh = "残疾人证", url = "https://disability.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { disability_category = "category", disability_level = "level" },
  absent = { disability_category = "none", disability_level = 0 },
  batch = 500, rate = 20, concurrency = 4, ttl_months = 12 }
source "medical_insurance" { zh = "医疗保障", url = "https://medical.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose, note = note,
  fields = { medical_expense = "own_payment", chronic_illness = "chronic" },
  batch = 200, rate = 10, concurrency = 2, ttl_months = 3 }
source "pupils" { zh = "学籍", url = "https://education.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { student_stage = "stage" }, absent = { student_stage = "none" },
  batch = 500, rate = 20, concurrency = 4, ttl_months = 6 }
source "unemployed_persons" { zh = "失业登记", url = "https://employment.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { unemployed = "registered" }, absent = { unemployed = false },
  batch = 500, rate = 20, concurrency = 4, ttl_months = 3 }
source "residential_care" { zh = "养老、托养、福利机构入住", url = "https://care.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { in_institution = "resident" }, absent = { in_institution = false },
  batch = 500, rate = 20, concurrency = 4, ttl_months = 1 }
source "veterans" { zh = "优抚对象", url = "https://veterans.gateway.invalid/v1/query",
  of = person, key = "id_number", law = article, purpose = purpose,
  fields = { preferential_care = "listed" }, absent = { preferential_care = false },
  batch = 500, rate = 20, concurrency = 4, ttl_months = 12 }
source "union" { zh = "工会困难职工", url = "https://union.gateway.invalid/v1/query",
  of = person, key = "id_number", purpose = purpose,
  law = "困难职工数据比对(规则书 Q-26)",
  fields = { union_listed = "listed" }, absent = { union_listed = false },
  batch = 500, rate = 20, concurrency = 4, ttl_months = 3 }
