-- policies/cn/entities.lua                                      家庭和它下面的人、物
entity "household" { zh = "家庭" }
entity "person"  { zh = "成员", of = household, plural = "persons" }
entity "obligor" { zh = "义务人家庭", of = household, plural = "obligors",
  note = "不在一起生活的赡养、抚养、扶养义务人的家庭" }
entity "vehicle" { zh = "车辆", of = household, plural = "vehicles" }
entity "house"   { zh = "房屋", of = household, plural = "houses" }
