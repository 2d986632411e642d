-- Up Migration

-- Something changed behind the walk: it begins once more when it has reached the last user.
ALTER TABLE license_rule_pass ADD COLUMN again boolean NOT NULL DEFAULT false;
