-- Up Migration

-- Whether dial-out from meetings goes on to the calling plans of the organiser before it costs credits.
ALTER TABLE organization ADD COLUMN meetings_use_calling_plan boolean NOT NULL DEFAULT false;
