-- One row per macro overload of the published schemas in some catalogues; ?: catalogues, schemas.
select f.schema_name, f.function_name, f.function_type, f.parameters, f.macro_definition, f.comment
from duckdb_functions() as f
where
    list_contains(?, f.database_name) and list_contains(?, f.schema_name)
    and f.function_type in ('macro', 'table_macro') and not f.internal
order by f.schema_name, f.function_name, f.function_oid, len(f.parameters)
