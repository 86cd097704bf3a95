-- The second schema: what is found by discovery, what was told of a resource's standing, outages, and how far discovery
-- came.

ALTER TABLE resource ADD COLUMN discovered INTEGER NOT NULL DEFAULT 0 CHECK (discovered IN (0, 1));  -- not by hand
ALTER TABLE resource ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;  -- complete listings in a row without it; 2: or more
ALTER TABLE resource ADD COLUMN told TEXT CHECK (told IN ('unreachable', 'gone'));  -- its standing, by event; NULL: good
ALTER TABLE resource ADD COLUMN told_ms INTEGER;  -- the last good poll before it, as that event said
-- What a listing is compared with, in its order.
CREATE INDEX resource_discovered ON resource (account_id, project_id, service, external_id)
  WHERE discovered = 1 AND retired_ms IS NULL;

ALTER TABLE run ADD COLUMN lag_ms INTEGER NOT NULL DEFAULT 0;  -- the longest that a poll began after its time, lately

-- Open outages. What an outage is not about is ''.
CREATE TABLE outage (
  scope     TEXT NOT NULL CHECK (scope IN ('network', 'account', 'service')),
  account   TEXT NOT NULL,
  service   TEXT NOT NULL,
  since_ms  INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  detail    TEXT NOT NULL,
  resources INTEGER NOT NULL,
  failing   INTEGER NOT NULL,
  PRIMARY KEY (scope, account, service)
) WITHOUT ROWID;

-- Discovery of an account: one row while a rule names it.
CREATE TABLE discovery (
  account_id        INTEGER PRIMARY KEY REFERENCES account (id),
  first_complete_ms INTEGER,
  last_complete_ms  INTEGER,
  last_ms           INTEGER,  -- the last round, complete or not
  trouble           TEXT      -- of that round
);

-- Projects that an account's list named.
CREATE TABLE project (
  account_id INTEGER NOT NULL REFERENCES account (id),
  project_id TEXT NOT NULL,
  name       TEXT NOT NULL,
  first_ms   INTEGER NOT NULL,
  PRIMARY KEY (account_id, project_id)
) WITHOUT ROWID;

-- Complete listings, while a rule wants the service.
CREATE TABLE listing (
  account_id INTEGER NOT NULL REFERENCES account (id),
  service    TEXT NOT NULL,
  project_id TEXT NOT NULL,
  first_ms   INTEGER NOT NULL,
  last_ms    INTEGER NOT NULL,
  PRIMARY KEY (account_id, service, project_id)
) WITHOUT ROWID;

-- The configuration of the last generation, flattened, without secrets.
CREATE TABLE config_fact (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

DROP VIEW resources;
CREATE VIEW resources AS
SELECT r.id AS id, a.name AS account, a.region AS region, r.service AS service, r.project_id AS project_id,
       r.project_name AS project_name, r.external_id AS external_id, r.name AS name, r.labels AS labels,
       CASE
         WHEN r.retired_ms IS NOT NULL THEN 'retired'
         WHEN p.failures > 0 AND p.failures >= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'gone_after')
              AND r.failing & r.sections & ~r.unsupported = r.sections & ~r.unsupported
              AND EXISTS (SELECT 1 FROM gap g WHERE g.resource_id = r.id AND g.to_ms IS NULL AND g.reason = 'missing')
              AND NOT EXISTS (SELECT 1 FROM gap g WHERE g.resource_id = r.id AND g.to_ms IS NULL
                                                    AND g.reason NOT IN ('missing', 'not_watched')) THEN 'gone'
         WHEN p.failures > 0 AND p.failures >= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'fail_after')
              THEN 'unreachable'
         WHEN p.failures > 0 THEN 'failing'
         WHEN r.snapshot_id IS NULL THEN 'new'
         ELSE 'ok'
       END AS state,
       r.interval_s AS interval_s,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.first_seen_ms/1000.0, 'unixepoch') AS first_seen_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', nullif(p.polled_ms, 0)/1000.0, 'unixepoch') AS last_polled_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', nullif(p.ok_ms, 0)/1000.0, 'unixepoch') AS last_ok_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.last_changed_ms/1000.0, 'unixepoch') AS last_changed_at,
       p.failures AS failures, p.last_error AS last_error, r.discovered AS discovered
FROM resource r
JOIN account a ON a.id = r.account_id
JOIN poll_state p ON p.resource_id = r.id;
