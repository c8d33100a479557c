select count(*) from gongkai_gone as gone semi join gongkai_came as came on ${same_key}
