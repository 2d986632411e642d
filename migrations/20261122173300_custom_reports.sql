-- Up Migration

-- Reports that people put together: what they group and count, of which calls, and who gets them by mail when.
CREATE TABLE custom_report (
  organization text NOT NULL REFERENCES organization (id),
  id text NOT NULL,
  display_name text NOT NULL,
  definition jsonb NOT NULL,
  shared boolean NOT NULL,
  owner text NOT NULL,
  names boolean NOT NULL,
  schedule jsonb,
  next_run_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization, id),
  CHECK ((schedule IS NULL) = (next_run_at IS NULL))
);
CREATE INDEX custom_report_due ON custom_report (next_run_at) WHERE next_run_at IS NOT NULL;
COMMENT ON COLUMN custom_report.names IS 'Whoever saved it may know whose calls they are';

-- One mail for each recipient and time that it was due; the file is made again for each, of the same period.
CREATE TABLE custom_report_mail (
  organization text NOT NULL,
  report text NOT NULL,
  due_at timestamptz NOT NULL,
  address text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'sent', 'captured', 'failed')),
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  failure text,
  next_try_at timestamptz,
  PRIMARY KEY (organization, report, due_at, address),
  FOREIGN KEY (organization, report) REFERENCES custom_report (organization, id) ON DELETE CASCADE,
  CHECK ((state = 'pending') = (next_try_at IS NOT NULL))
);
CREATE INDEX custom_report_mail_due ON custom_report_mail (next_try_at) WHERE state = 'pending';
