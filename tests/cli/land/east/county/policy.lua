policy { zh = "东县", division = "970281" }

parameter "standard" { override = true, ["2022-01-01"] = { yuan(500), source = "东县公报" } }
