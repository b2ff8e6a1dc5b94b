-- Values as people mean them: "Kisii", "Kisii " and "kisii" are one place. Filters, audiences and counters compare the keys
-- that are made here, and nothing else. The values themselves stay as they were written, but for what nobody can see.
--
-- The bodies of the functions are bound when they are made (RETURN), so that a dump can be restored under any search_path.
--
-- A release that doesn't know of this goes on as before: it compares values as they are written. Its filters read the whole
-- table until it is replaced. While this runs nobody can read or change customers: about 10 seconds per million of them.

-- A value as it is stored: in Unicode's NFC, without white space and invisible characters at its ends (zero-width
-- characters, byte order marks, soft hyphens, direction marks). Java has the same list: customer.Values.
CREATE FUNCTION value_as_meant(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN btrim(normalize(value, NFC),
        U&'\0001\0002\0003\0004\0005\0006\0007\0008\0009\000A\000B\000C\000D\000E\000F\0010\0011\0012\0013\0014\0015\0016'
        '\0017\0018\0019\001A\001B\001C\001D\001E\001F\0020\007F\0080\0081\0082\0083\0084\0085\0086\0087\0088\0089\008A'
        '\008B\008C\008D\008E\008F\0090\0091\0092\0093\0094\0095\0096\0097\0098\0099\009A\009B\009C\009D\009E\009F\00A0'
        '\00AD\034F\061C\115F\1160\1680\17B4\17B5\180E\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\200B\200C'
        '\200D\200E\200F\2028\2029\202A\202B\202C\202D\202E\202F\205F\2060\2061\2062\2063\2064\2065\2066\2067\2068\2069'
        '\206A\206B\206C\206D\206E\206F\2800\3000\3164\FEFF\FFA0\FFF9\FFFA\FFFB');

-- What values are compared by. pg_c_utf8 is built into PostgreSQL 17 and later, so that no library of the server's operating
-- system has a say: docs/decisions/054. Upper case first: a Greek word's last sigma has two forms in lower case.
CREATE FUNCTION value_key(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(upper(value_as_meant(value) COLLATE pg_catalog.pg_c_utf8));

UPDATE customers
SET first_name = value_as_meant(first_name), last_name = value_as_meant(last_name),
    location = value_as_meant(location), preferred_product = value_as_meant(preferred_product)
WHERE (first_name, last_name, location, preferred_product)
      IS DISTINCT FROM (value_as_meant(first_name), value_as_meant(last_name),
                        value_as_meant(location), value_as_meant(preferred_product));

DROP INDEX idx_customers_location, idx_customers_preferred_product, idx_customers_location_preferred_product;

ALTER TABLE customers
    ADD COLUMN location_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (value_key(location)) STORED,
    ADD COLUMN preferred_product_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (value_key(preferred_product)) STORED;

-- Lists and audiences by filter, walked by keyset in id order.
CREATE INDEX idx_customers_location_key ON customers (location_key, id);
CREATE INDEX idx_customers_preferred_product_key ON customers (preferred_product_key, id);
-- By both at once. POSIX is C by another name: as statements must say it, too, PostgreSQL finds neither this index good for
-- a statement that is meant for one of those above, nor one of them for this (V8).
CREATE INDEX idx_customers_location_product_key
    ON customers (location_key COLLATE "POSIX", preferred_product_key COLLATE "POSIX", id);

-- The counters stay one per way of writing, so that the most frequent one can be shown; totals are summed by key.
ALTER TABLE customer_counts
    ADD COLUMN location_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (value_key(location)) STORED,
    ADD COLUMN preferred_product_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (value_key(preferred_product)) STORED;

CREATE INDEX idx_customer_counts_location_key ON customer_counts (location_key, preferred_product_key);
CREATE INDEX idx_customer_counts_preferred_product_key ON customer_counts (preferred_product_key);
