-- Up Migration
ALTER TABLE usage_import ADD COLUMN header text[];
COMMENT ON COLUMN usage_import.header IS 'Names of the columns of a CSV, to correct by hand which of them means what';
