-- One row per table or view of the published schemas in one catalogue, by schema and name; ?: catalogue, schemas.
select t.schema_name, t.table_name, t.comment
from (
    select database_name, schema_name, table_name, comment from duckdb_tables() where not temporary
    union all
    select database_name, schema_name, view_name, comment from duckdb_views() where not internal
) as t
where t.database_name = ? and list_contains(?, t.schema_name)
order by t.schema_name, t.table_name
