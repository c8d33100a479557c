if(regexp_matches(${column}, '^[=+\-@＝＋－＠\t\r]') and not regexp_full_match(${column}, '[+\-＋－]*([0-9０-９]+([.．,][0-9０-９]+)*[%％]?)?'), '''' || ${column}, ${column})
