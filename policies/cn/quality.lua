-- policies/cn/quality.lua                                       数据检查
-- 导入时做,`huimin quality` 随时可做。“拒收”的整户不入库;“提醒”的照收,列出来请经办核实;两边都没有的不查。
-- 下级可以把提醒的改成拒收:在自己的 data_error 里再写一次。
enum "data_error" { zh = "拒收",
  { "id_shape", "身份证号不是17位数字加1位数字或X" },
  { "id_checksum", "身份证号校验码不符" },
  { "id_area", "身份证号开头不是省级代码" },
  { "id_date", "身份证号里的出生日期不存在" },
  { "id_birth", "出生日期与身份证号不一致" },
  { "id_sex", "性别与身份证号不一致" },
  { "id_duplicate", "身份证号重复" },
  { "death", "死亡在出生之前" },
}
enum "data_warning" { zh = "提醒",
  { "division_shape", "行政区划代码不是6、9、12位数字" },
  { "division_unknown", "GB/T 2260没有这个行政区划代码" },
  { "no_members", "没有成员的家庭" },
  { "two_heads", "不止一个申请人" },
  { "two_spouses", "不止一个配偶" },
  { "age", "年龄超过120岁或晚于核算月出生" },
  { "spouse_age", "配偶不满16岁" },
  { "child_age", "子女与申请人相差不到12岁" },
  { "parent_age", "父母与申请人相差不到12岁" },
  { "disability", "残疾类别与等级对不上" },
}
