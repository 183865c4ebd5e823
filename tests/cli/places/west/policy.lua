policy { zh = "西市", division = "9902" }
facts "facts.csv"
