-- Up Migration

-- Whom an organisation wants told of what, besides the holders of the admin roles or instead of some of them.
CREATE TABLE notice_settings (
  organization text PRIMARY KEY REFERENCES organization (id),
  events jsonb NOT NULL DEFAULT '{}',
  additional_recipients jsonb NOT NULL DEFAULT '[]',
  low_balance bigint[] NOT NULL DEFAULT '{}',
  low_told bigint
);
CREATE INDEX notice_settings_watched ON notice_settings (organization) WHERE low_balance <> '{}';
COMMENT ON COLUMN notice_settings.low_balance IS 'Told of when the available credits fall below one of these';
COMMENT ON COLUMN notice_settings.low_told IS 'The lowest of them that was told of in this descent; money over it arms it again';

-- What is to be said about an event in one language, in full, so that every try says the same.
CREATE TABLE notice (
  organization text NOT NULL REFERENCES organization (id),
  id bigint NOT NULL,
  event bigint NOT NULL,
  name text NOT NULL,
  language text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  unreachable text[] NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL,
  PRIMARY KEY (organization, id)
);
CREATE UNIQUE INDEX notice_of_event ON notice (organization, event, language);
COMMENT ON COLUMN notice.unreachable IS 'Principal names of those that no address is known of';

-- One mail of a notice to one person. Whoever tries it moves next_try_at into the future first: a claim that lapses.
CREATE TABLE mail (
  organization text NOT NULL,
  notice bigint NOT NULL,
  seq integer NOT NULL,
  address text NOT NULL,
  display_name text NOT NULL,
  state text NOT NULL CONSTRAINT mail_state CHECK (state IN ('pending', 'sent', 'captured', 'failed')),
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  failure text,
  next_try_at timestamptz,
  settled_at timestamptz,
  PRIMARY KEY (organization, notice, seq),
  FOREIGN KEY (organization, notice) REFERENCES notice (organization, id),
  CONSTRAINT mail_settled CHECK ((state = 'pending') = (settled_at IS NULL)),
  CONSTRAINT mail_next_try CHECK ((state = 'pending') = (next_try_at IS NOT NULL))
);
CREATE UNIQUE INDEX mail_once ON mail (organization, notice, lower(address));
CREATE INDEX mail_due ON mail (next_try_at) WHERE state = 'pending';

-- Addresses of an organisation's own programs that events are posted to.
CREATE TABLE webhook (
  organization text NOT NULL REFERENCES organization (id),
  id text NOT NULL,
  url text NOT NULL,
  events text[],
  secret text NOT NULL,
  old_secret text,
  old_secret_until timestamptz,
  gone boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization, id),
  CONSTRAINT webhook_old_secret CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
);
COMMENT ON COLUMN webhook.events IS 'Null: all';
COMMENT ON COLUMN webhook.gone IS 'It answered 410: nothing is sent there until it is put again';

CREATE TABLE webhook_delivery (
  organization text NOT NULL,
  webhook text NOT NULL,
  id bigint NOT NULL,
  event bigint NOT NULL,
  state text NOT NULL CONSTRAINT webhook_delivery_state CHECK (state IN ('pending', 'delivered', 'failed')),
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  last_status integer,
  failure text,
  next_try_at timestamptz,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (organization, webhook, id),
  FOREIGN KEY (organization, webhook) REFERENCES webhook (organization, id) ON DELETE CASCADE,
  FOREIGN KEY (organization, event) REFERENCES event (organization, id),
  CONSTRAINT webhook_delivery_settled CHECK ((state = 'pending') = (settled_at IS NULL)),
  CONSTRAINT webhook_delivery_next_try CHECK ((state = 'pending') = (next_try_at IS NOT NULL))
);
CREATE UNIQUE INDEX webhook_delivery_once ON webhook_delivery (organization, webhook, event);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_try_at) WHERE state = 'pending';
