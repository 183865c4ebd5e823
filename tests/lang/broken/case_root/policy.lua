policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "institution" { zh = "养老机构" }
entity "room" { zh = "房间", of = institution, plural = "rooms" }

input "beds" { of = institution, type = integer, zh = "床位数" }
variable "carers" { of = institution, type = integer, formula = function (i, law) return i.beds // 10 end }
case "K01" { month = "2024-01", expect = { carers = 1 } }
case "K02" { month = "2024-01", institutoin = { beds = 1 }, expect = { carers = 1 } }
case "K03" { month = "2024-01", institution = { beds = 1 }, household = {}, expect = { carers = 1 } }
case "K04" { month = "2024-01", household = { beds = 1 }, expect = { carers = 1 } }
case "K05" { month = "2024-01", room = {}, expect = { carers = 1 } }
