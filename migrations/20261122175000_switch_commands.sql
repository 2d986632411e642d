-- Up Migration

-- What a switch is to do with a call in progress. It ends when the switch has done it, or with the call. Numbers are
-- given under a lock that is held to the commit, so that whoever has read one has missed none below it.
CREATE SEQUENCE switch_command_id;
CREATE TABLE switch_command (
  organization text NOT NULL,
  id bigint NOT NULL,
  call bigint NOT NULL,
  switch text NOT NULL,
  call_id text NOT NULL,
  node text,
  type text NOT NULL CONSTRAINT switch_command_type CHECK (type IN ('hang-up', 'new-limit')),
  limit_seconds integer CHECK (limit_seconds > 0),
  reason text NOT NULL,
  at timestamptz NOT NULL,
  done_at timestamptz,
  PRIMARY KEY (organization, id),
  CONSTRAINT switch_command_limit CHECK ((type = 'new-limit') = (limit_seconds IS NOT NULL))
);
COMMENT ON COLUMN switch_command.call IS 'The session';
COMMENT ON COLUMN switch_command.limit_seconds IS 'Total since answer that is paid for now';
-- One of each for a call: asked for again, a hang-up is the same one; a newer limit takes the place of an older one.
CREATE UNIQUE INDEX switch_command_open ON switch_command (organization, call, type) WHERE done_at IS NULL;
CREATE INDEX switch_command_to_do ON switch_command (switch, id) WHERE done_at IS NULL;
