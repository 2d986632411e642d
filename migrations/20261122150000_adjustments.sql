-- Up Migration

-- Corrections of the balance by the operator. The row is also the memory of the request (architecture.md 15).
CREATE TABLE adjustment (
  organization text NOT NULL REFERENCES account (organization),
  id bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0),
  applied bigint NOT NULL CHECK (applied BETWEEN least(amount, 0) AND greatest(amount, 0)),
  reason text NOT NULL,
  lot bigint,
  idempotency_key text,
  request_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization, id),
  CHECK (amount < 0 OR applied = amount)
);
CREATE UNIQUE INDEX adjustment_request ON adjustment (organization, idempotency_key) WHERE idempotency_key IS NOT NULL;
COMMENT ON COLUMN adjustment.applied IS 'What of the amount moved: a negative one takes at most what is available';

-- Ids are asked for by time when pending top-ups are finished; the answer to a repeat is built from the row.
ALTER TABLE top_up ADD COLUMN lot bigint;
ALTER TABLE top_up ADD CHECK (state <> 'succeeded' OR settled_at IS NOT NULL);
