-- policies/cn/enums.lua                                         名称表
-- 英文名供程序,中文名供人;两样都可以填(design 第5节、规则书 D.2)。

enum "region_class" { zh = "城乡", { "urban", "城市" }, { "rural", "农村" } }
enum "sex" { zh = "性别", { "male", "男" }, { "female", "女" } }
enum "work_ability" { zh = "劳动能力",
  { "full", "有劳动能力" }, { "partial", "部分丧失劳动能力" }, { "none", "无劳动能力" },
}
enum "student_stage" { zh = "就学阶段",
  { "none", "非在校" }, { "preschool", "学前" }, { "compulsory", "义务教育" },
  { "senior", "普通高中" }, { "vocational", "中等职业" }, { "college", "高职专科" },
  { "bachelor", "本科" }, { "postgraduate", "研究生" },
}
enum "disability_category" { zh = "残疾类别",
  { "none", "无残疾" }, { "sight", "视力" }, { "hearing", "听力" }, { "speech", "言语" },
  { "limb", "肢体" }, { "intellectual", "智力" }, { "mental", "精神" }, { "multiple", "多重" },
}
-- 浙江残疾人护理补贴的四档
enum "care_grade" { zh = "护理等级",
  { "none", "其他" }, { "partial", "部分不能自理" }, { "basic", "基本不能自理" },
  { "total", "完全不能自理" },
}
-- GB/T 42195-2022 老年人能力评估的五级
enum "elder_ability" { zh = "老年人能力",
  { "intact", "能力完好" }, { "mild", "轻度失能" }, { "moderate", "中度失能" },
  { "severe", "重度失能" }, { "total", "完全失能" },
}
-- 特困人员六项指标定的三级
enum "selfcare_level" { zh = "自理能力",
  { "able", "具备生活自理能力" }, { "partial", "部分丧失生活自理能力" },
  { "total", "完全丧失生活自理能力" },
}
enum "child_status" { zh = "儿童类别",
  { "none", "普通" }, { "institution_orphan", "机构孤儿" }, { "dispersed_orphan", "散居孤儿" },
  { "de_facto_orphan", "事实无人抚养儿童" }, { "in_difficulty", "困境儿童" },
  { "hiv_child", "艾滋病病毒感染儿童" },
}
enum "category" { zh = "救助类别",
  { "none", "不符合" }, { "tekun", "特困" }, { "dibao", "低保" }, { "dibao_single", "低保单人户" },
  { "dibian", "低保边缘" }, { "rigid", "刚性支出困难" },
}
-- 财产限额按所申请的项目分;temporary 是不在册家庭的支出型临时救助
enum "programme" { zh = "救助项目",
  { "dibao", "低保" }, { "dibian", "低保边缘" }, { "rigid", "支出型" }, { "temporary", "临时救助" },
}
enum "expense_kind" { zh = "刚性支出种类",
  { "medical", "医疗" }, { "education", "教育" }, { "rehabilitation", "残疾康复" },
  { "accident", "意外事故" },
}
enum "eligibility_basis" { zh = "申请依据",
  { "hukou", "户籍" }, { "permit", "居住证" }, { "resident", "常住" }, { "place", "急难发生地" },
}
-- 申请依据按待遇分(规则书 Q-03、Q-04、Q-34)
enum "aid" { zh = "待遇门类",
  { "basic", "基本生活救助" }, { "expense", "支出型临时救助" }, { "emergency", "急难型临时救助" },
  { "elder", "老年福利" }, { "disability", "残疾人补贴" }, { "child", "儿童福利" },
}
enum "vehicle_kind" { zh = "车辆种类",
  { "car", "汽车" }, { "motorcycle", "摩托车" }, { "disability", "残疾人代步车" },
  { "boat", "船舶" }, { "machine", "农机具" },
}
enum "house_use" { zh = "房屋用途", { "residential", "住房" }, { "nonresidential", "非居住用房" } }
enum "relief_kind" { zh = "临时救助类型",
  { "none", "未申请" }, { "emergency", "急难型" }, { "expense", "支出型" },
}
-- 就业成本按什么的几成扣
enum "work_cost_basis" { zh = "就业成本基数",
  { "standard", "低保标准" }, { "wage", "工资" }, { "minimum_wage", "最低工资" },
}
enum "payment_method" { zh = "发放方式", { "difference", "补差" }, { "bands", "分档" } }
enum "credit" { zh = "信用", { "normal", "正常" }, { "kept", "守信" }, { "broken", "失信" } }
enum "support_form" { zh = "供养方式",
  { "none", "不适用" }, { "dispersed", "分散供养" }, { "central", "集中供养" },
}
enum "visit_cadence" { zh = "探访周期",
  { "none", "不定期" }, { "month", "每月" }, { "week", "每周" },
}
