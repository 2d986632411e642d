-- Up Migration

-- Every row of a file that was not taken; usage_import has the first thousand of them beside its counts.
CREATE TABLE usage_import_refused (
  organization text NOT NULL,
  import bigint NOT NULL,
  number bigint NOT NULL,
  line integer NOT NULL,
  why text NOT NULL,
  file text,
  PRIMARY KEY (organization, import, number),
  FOREIGN KEY (organization, import) REFERENCES usage_import (organization, id)
);
COMMENT ON COLUMN usage_import_refused.number IS 'In the order of the file, from 1';
COMMENT ON COLUMN usage_import_refused.file IS 'The member of a zip';
INSERT INTO usage_import_refused
  SELECT organization, id, number, (told ->> 'line')::int, told ->> 'why', told ->> 'file'
  FROM usage_import, jsonb_array_elements(refused_rows) WITH ORDINALITY AS row (told, number);
