-- Up Migration

-- Who may sign in to the console. Not an account of money: those are organisations'.
CREATE TABLE sign_in_account (
  id bigint PRIMARY KEY,
  email text NOT NULL CONSTRAINT sign_in_account_lower CHECK (email = lower(email)),
  organization text REFERENCES organization (id),
  principal_name text,
  display_name text NOT NULL,
  password_hash text,
  totp_secret text,
  totp_on boolean NOT NULL DEFAULT false,
  totp_step bigint,
  recovery_hashes text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  signed_in_at timestamptz,
  FOREIGN KEY (organization, principal_name) REFERENCES app_user (organization, principal_name) ON DELETE CASCADE,
  CONSTRAINT sign_in_account_person CHECK (organization IS NOT NULL OR principal_name IS NULL),
  CONSTRAINT sign_in_account_totp CHECK (totp_secret IS NOT NULL OR NOT totp_on)
);
CREATE UNIQUE INDEX sign_in_account_email ON sign_in_account (email);
CREATE UNIQUE INDEX sign_in_account_of_user ON sign_in_account (organization, principal_name)
  WHERE principal_name IS NOT NULL;
COMMENT ON COLUMN sign_in_account.organization IS 'Null: runs the installation';
COMMENT ON COLUMN sign_in_account.principal_name IS 'Whose roles give the rights; null: the identity provider names them';
COMMENT ON COLUMN sign_in_account.password_hash IS 'Argon2id; null: none chosen yet, or signs in elsewhere';
COMMENT ON COLUMN sign_in_account.totp_secret IS 'Encrypted; counts once a code has confirmed it (totp_on)';
COMMENT ON COLUMN sign_in_account.totp_step IS 'Time step of the last code taken: none is taken twice';

CREATE TABLE sign_in_session (
  id bigint PRIMARY KEY,
  account bigint NOT NULL REFERENCES sign_in_account (id) ON DELETE CASCADE,
  token_hash text NOT NULL,
  roles text[] NOT NULL DEFAULT '{}',
  address text NOT NULL,
  browser text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CONSTRAINT sign_in_session_ends CHECK (ends_at > created_at)
);
CREATE UNIQUE INDEX sign_in_session_token ON sign_in_session (token_hash);
CREATE INDEX sign_in_session_account ON sign_in_session (account);
COMMENT ON COLUMN sign_in_session.roles IS 'Template ids that the identity provider gave, besides those of the directory';

-- Links by mail that set a password: each works once.
CREATE TABLE sign_in_link (
  token_hash text PRIMARY KEY,
  account bigint NOT NULL REFERENCES sign_in_account (id) ON DELETE CASCADE,
  purpose text NOT NULL CONSTRAINT sign_in_link_purpose CHECK (purpose IN ('invitation', 'password-reset')),
  created_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL
);
CREATE INDEX sign_in_link_account ON sign_in_link (account);

-- Attempts that failed of late, by what was tried: an account's address (known or not), or where it came from.
CREATE TABLE sign_in_failure (
  subject text PRIMARY KEY,
  failures integer NOT NULL CONSTRAINT sign_in_failure_some CHECK (failures > 0),
  last_at timestamptz NOT NULL,
  locked_until timestamptz
);

-- Keys end, are told by their last use, and are exchanged with a time in which both work.
ALTER TABLE api_key
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN last_used_at timestamptz,
  ADD COLUMN old_key_hash text,
  ADD COLUMN old_key_until timestamptz,
  ADD CONSTRAINT api_key_old CHECK ((old_key_hash IS NULL) = (old_key_until IS NULL));
CREATE UNIQUE INDEX api_key_old_hash ON api_key (old_key_hash) WHERE old_key_hash IS NOT NULL;
CREATE INDEX api_key_organization ON api_key (organization, id);
