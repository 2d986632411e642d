-- Up Migration

-- What processes keep in memory and must reload when another one changed it. Bumped by the statement that changes it.
CREATE TABLE settings_version (
  name text PRIMARY KEY,
  version bigint NOT NULL
);
INSERT INTO settings_version (name, version) VALUES ('rate-decks', 1), ('directory', 1);

CREATE SEQUENCE rate_deck_id;

-- A deck is written in pieces while `loading` and seen by nobody; one statement publishes it. Its rows never change.
CREATE TABLE rate_deck (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  currency text NOT NULL,
  named_only boolean NOT NULL,
  state text NOT NULL,
  rows integer NOT NULL,
  effective_from timestamptz,
  ended_at timestamptz,
  replaced_by bigint REFERENCES rate_deck,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT rate_deck_currency CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT rate_deck_state CHECK (state IN ('loading', 'published')),
  CONSTRAINT rate_deck_published CHECK (state = 'loading' OR (effective_from IS NOT NULL AND rows > 0)),
  CONSTRAINT rate_deck_replaced CHECK ((ended_at IS NULL) = (replaced_by IS NULL)),
  CONSTRAINT rate_deck_rows CHECK (rows BETWEEN 0 AND 999999)
);
COMMENT ON COLUMN rate_deck.named_only IS 'Prices calls only of organisations that name this deck';
COMMENT ON COLUMN rate_deck.ended_at IS 'Where the deck that replaced it begins; exclusive';

-- id = deck * 1,000,000 + place in the deck: one number that a call can pin, and a deck's rows lie side by side.
CREATE TABLE rate_row (
  id bigint PRIMARY KEY,
  service text NOT NULL,
  prefix text NOT NULL,
  destination text NOT NULL,
  country text,
  number_class text NOT NULL,
  price_per_minute_picos bigint NOT NULL,
  connection_fee_picos bigint NOT NULL,
  initial_increment_seconds smallint NOT NULL,
  increment_seconds smallint NOT NULL,
  effective_from timestamptz NOT NULL,
  effective_to timestamptz,
  origin text,
  CONSTRAINT rate_row_service CHECK (service IN ('user_out', 'conf_out', 'ucap_out', 'tollfree_in', 'conf_in')),
  CONSTRAINT rate_row_prefix CHECK (prefix ~ '^[1-9][0-9]{0,14}$'),
  CONSTRAINT rate_row_price CHECK (price_per_minute_picos >= 0 AND connection_fee_picos >= 0),
  CONSTRAINT rate_row_increments CHECK (initial_increment_seconds BETWEEN 1 AND 3600 AND increment_seconds BETWEEN 1 AND 3600),
  CONSTRAINT rate_row_dates CHECK (effective_to > effective_from)
);
COMMENT ON COLUMN rate_row.price_per_minute_picos IS 'In units of 10^-12 of the currency';
