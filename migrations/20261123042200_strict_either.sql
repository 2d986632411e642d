-- Up Migration

-- Whether a plan with domestic and international minutes closes both pools once either is used up.
ALTER TABLE organization ADD COLUMN strict_either boolean NOT NULL DEFAULT false;
