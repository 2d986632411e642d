-- Up Migration

-- What waits for its payer is not settled yet.
UPDATE top_up SET settled_at = NULL WHERE state IN ('pending', 'requires-action');
ALTER TABLE top_up DROP CONSTRAINT top_up_check1;
ALTER TABLE top_up ADD CONSTRAINT top_up_settled
  CHECK ((state IN ('succeeded', 'failed')) = (settled_at IS NOT NULL));
