-- Up Migration

-- The same index with the pool's minutes, so that what is asked by dimensions that no roll-up has is counted from it alone.
DROP INDEX cdr_started;
CREATE INDEX cdr_started ON cdr (organization, authorized_at, id) INCLUDE (month, user_name, call_type, destination,
  capability, cost_center, number_kind, other_number, outcome, charge, used_seconds, pool_minutes);
