policy { zh = "东市", division = "9901" }
facts "facts.csv"
