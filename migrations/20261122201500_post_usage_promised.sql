-- Up Migration
-- What calls in progress may still be billed afterwards counts towards the month's limit, so that several at once can
-- not pass it together. `post_usage_before` is the month before `post_usage_month`, billed and promised.
ALTER TABLE account ADD COLUMN post_usage_promised bigint NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN post_usage_before bigint NOT NULL DEFAULT 0;
ALTER TABLE account ADD CONSTRAINT account_post_usage_promised CHECK (post_usage_promised >= 0);

-- Calls in progress that were promised something give it back when they end. Lapsed holds are promised nothing.
UPDATE session SET call = (call::jsonb - 25)::text WHERE state = 'lapsed' AND call::jsonb ->> 25 IS NOT NULL;
UPDATE account a SET post_usage_promised = s.promised, post_usage_month = s.month,
  post_usage_in_month = CASE WHEN a.post_usage_month = s.month THEN a.post_usage_in_month ELSE 0 END
FROM (
  SELECT DISTINCT ON (organization) organization, month, promised FROM (
    SELECT organization, (call::jsonb ->> 13)::date AS month, sum((call::jsonb ->> 25)::bigint) AS promised
    FROM session WHERE call::jsonb ->> 25 IS NOT NULL GROUP BY 1, 2) by_month
  ORDER BY organization, month DESC) s
WHERE s.organization = a.organization AND s.month >= coalesce(a.post_usage_month, s.month);
