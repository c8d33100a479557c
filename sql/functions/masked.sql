-- Text with mobile and fixed telephone numbers and e-mail addresses starred out at equal length, so that
-- offsets into it stay right.
-- noqa: disable=PRS
create or replace macro masked(words) as list_reduce(
    list_prepend(
        words,
        list_sort(list_distinct(regexp_extract_all(
            words,
            '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|0\d{2,3}[-－—]?\d{7,8}|1[3-9]\d{9}'
        )), 'desc')
    ),
    lambda masked_words, hit: replace(masked_words, hit, repeat('*', length(hit)))
);
