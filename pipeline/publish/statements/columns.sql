-- One row per column of the published schemas in one catalogue, in table order; ?: catalogue, schemas.
select c.schema_name, c.table_name, c.column_name, c.data_type, c.comment
from duckdb_columns() as c
where c.database_name = ? and list_contains(?, c.schema_name)
order by c.schema_name, c.table_name, c.column_index
