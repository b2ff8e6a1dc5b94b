-- Lists and audiences by location and product at once. The indexes by one of them read all who have that one, which may be
-- very many for hardly anyone with both.
--
-- COLLATE "C" keeps this index and those by one column apart, since statements must say so, too: PostgreSQL would else
-- find the index by location as good for a statement meant for this one, and this one for a statement meant for that,
-- and sort what it finds.
--
-- While it is built customers can be read and sent to; who would change one waits, a second or two a million of them.

CREATE INDEX idx_customers_location_preferred_product
    ON customers (location COLLATE "C", preferred_product COLLATE "C", id);
