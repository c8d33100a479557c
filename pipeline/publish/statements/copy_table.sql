create table ${target} as select * from ${source}
