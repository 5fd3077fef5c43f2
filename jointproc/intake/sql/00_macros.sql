-- The shape of a written number: every digit is a 9, and a number that begins with 0 says so. Texts of one shape are
-- read in one way, so a convention is decided, and a plan of reading made, once a shape and not once a row.
CREATE MACRO number_shape(cell) AS
CASE WHEN left(cell, 1) = '0' THEN '0' ELSE '' END || translate(cell, '012345678', '999999999');

-- A text cell without the marks of native numbers (17) and dates (18), with runs of white space as one space.
CREATE MACRO plain(cell) AS
CASE
    WHEN cell IS NULL THEN NULL
    WHEN
        ascii(cell) > 32 AND NOT contains(cell, '  ') AND NOT contains(cell, chr(10)) AND NOT contains(cell, chr(9))
        AND NOT contains(cell, chr(13)) AND NOT contains(cell, chr(160)) AND right(cell, 1) <> ' '
        THEN cell
    ELSE
        nullif(
            trim(regexp_replace(ltrim(cell, chr(17) || chr(18)), '[\s\p{Zs}]+', ' ', 'g')), ''
        )
END;

-- Exact decimal text without needless zeros.
CREATE MACRO decimal_text(amount) AS
CASE
    WHEN contains(amount::varchar, '.') THEN rtrim(rtrim(amount::varchar, '0'), '.')
    ELSE amount::varchar
END;

-- The first ten signs of an ISO date, as text or as a date of the file itself.
CREATE MACRO iso_text(cell) AS
CASE
    WHEN substr(cell, 5, 1) = '-' AND substr(cell, 11, 1) IN ('', 'T', ' ') THEN left(cell, 10)
    WHEN ascii(cell) = 18 THEN substr(cell, 2, 10)
END;

-- Dates outside these years are slips of the pen.
CREATE MACRO sensible(day) AS
CASE WHEN day BETWEEN date '1990-01-01' AND date '2100-12-31' THEN day END;

-- The words that begin a row of totals.
CREATE MACRO is_total_text(cell) AS
regexp_full_match(
    lower(plain(cell)),
    '(grand |sub ?)?(total|jumlah)( keseluruhan| seluruhnya| akhir| umum| \(?rp\.?\)?)?\s*:?'
);

-- A quick look first. (IN would be worked out for every row of a file, as a join.)
CREATE MACRO may_be_total(cell) AS
contains('|total|jumla|grand|sub t|subto|', lower(left(ltrim(left(cell, 12)), 5)));

-- A number cell by the plan of its shape; NULL when it holds none, or one that no column of ours can hold.
CREATE MACRO by_plan(cell, from_signs, to_signs, factor) AS
TRY_CAST(translate(cell, from_signs, to_signs) AS decimal(24, 6)) * factor;

-- The same for a column whose cells are all read in one way: its signs are known beforehand, which is far quicker.
CREATE MACRO without_sign(cell, sign) AS
CASE WHEN sign = '' THEN cell ELSE replace(cell, sign, '') END;

CREATE MACRO without_signs(cell, signs, decimal_sign) AS
replace(
    without_sign(without_sign(without_sign(without_sign(cell, signs[1]), signs[2]), signs[3]), signs[4]),
    decimal_sign, '.'
);

-- Quantity × price + shipping, to the cent, exactly.
CREATE MACRO worked_out(quantity, unit_price, shipping) AS
(quantity::decimal(19, 4) * unit_price::decimal(19, 2) + coalesce(shipping, 0)::decimal(19, 2))::decimal(36, 2);

-- The texts that may say how much a pack holds: the goods', then, where it has a number, the specification's.
CREATE MACRO pack_text(goods, spec) AS
coalesce(goods, '') || CASE WHEN regexp_matches(spec, '[0-9]') THEN chr(31) || spec ELSE '' END;
