-- The rows of a table with their report year and district: the first four signs of an agency's number are its city.
(
    select
        ${selected},
        ${year} as gongkai_year,
        (hash(left(coalesce(${agency}, ''), 4)) % ${districts})::integer as gongkai_district
    from ${source}
)
