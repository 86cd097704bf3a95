-- The eighth schema: when each section was asked, and when it is due, instead of each resource.

-- The hot rows, narrow, in inventory order: what a flush of confirmations updates. One for every section that is or was asked for.
CREATE TABLE section_poll (
  resource_id  INTEGER NOT NULL REFERENCES resource (id),
  section      INTEGER NOT NULL,
  next_due_ms  INTEGER,                     -- NULL: never asked
  asked_ms     INTEGER NOT NULL DEFAULT 0,  -- the last time; here and below, 0: never
  confirmed_ms INTEGER NOT NULL DEFAULT 0,  -- the last time it was answered
  polls        INTEGER NOT NULL DEFAULT 0,  -- answers that confirmed the current snapshot
  failures     INTEGER NOT NULL DEFAULT 0,  -- in a row
  PRIMARY KEY (resource_id, section)
) WITHOUT ROWID;

-- Until now all sections of a resource were asked together. One that failed was last confirmed before its open gap.
INSERT INTO section_poll (resource_id, section, next_due_ms, asked_ms, confirmed_ms, polls, failures)
SELECT r.id, b.section, p.next_due_ms, p.polled_ms,
       CASE WHEN r.failing & (1 << b.section) <> 0
            THEN coalesce(s.confirmed_ms, CASE WHEN r.seen & (1 << b.section) <> 0 THEN p.confirmed_ms ELSE 0 END)
            WHEN (r.seen | r.unsupported) & (1 << b.section) <> 0 THEN p.confirmed_ms
            ELSE 0 END,
       p.polls,
       CASE WHEN r.failing & r.sections & (1 << b.section) <> 0 THEN p.failures ELSE 0 END
FROM resource r
JOIN poll_state p ON p.resource_id = r.id
JOIN (SELECT 0 AS section UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5
      UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11
      UNION ALL SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15) b
  ON (r.sections | r.seen | r.unsupported) & (1 << b.section) <> 0
LEFT JOIN section s ON s.resource_id = r.id AND s.section = b.section
ORDER BY r.id, b.section;

-- Sections whose channel the status call shows as switched off.
ALTER TABLE resource ADD COLUMN off INTEGER NOT NULL DEFAULT 0;
UPDATE resource SET off = (
  SELECT coalesce(sum(1 << n.section), 0)
  FROM snapshot s
  JOIN document d ON d.id = s.document_id
  JOIN json_each(d.settings) j
  JOIN section_name n ON n.service = resource.service AND n.section > 0 AND j.key = n.name || '/*/switch.enabled'
  WHERE s.id = resource.snapshot_id AND j.type = 'false')
WHERE snapshot_id IS NOT NULL;

DROP VIEW resources;
DROP VIEW snapshots;
DROP TABLE poll_state;
ALTER TABLE section DROP COLUMN confirmed_ms;

-- Of all of a resource's sections. A section that is not offered, or no longer asked for, keeps nothing from being well.
CREATE VIEW poll_state AS
SELECT r.id AS resource_id,
       (SELECT min(k.next_due_ms) FROM section_poll k
        WHERE k.resource_id = r.id AND r.sections & (1 << k.section) <> 0) AS next_due_ms,
       (SELECT coalesce(max(k.asked_ms), 0) FROM section_poll k WHERE k.resource_id = r.id) AS polled_ms,
       (SELECT coalesce(max(k.confirmed_ms), 0) FROM section_poll k WHERE k.resource_id = r.id) AS confirmed_ms,
       (SELECT coalesce(min(k.confirmed_ms), 0) FROM section_poll k
        WHERE k.resource_id = r.id AND (r.sections = 0 OR r.sections & (1 << k.section) <> 0)
          AND r.unsupported & (1 << k.section) = 0) AS ok_ms,
       (SELECT coalesce(max(k.polls), 0) FROM section_poll k WHERE k.resource_id = r.id) AS polls,
       (SELECT coalesce(max(k.failures), 0) FROM section_poll k
        WHERE k.resource_id = r.id AND r.sections & (1 << k.section) <> 0) AS failures,
       (SELECT g.reason || coalesce(': ' || g.detail, '') FROM gap g
        WHERE g.resource_id = r.id AND g.to_ms IS NULL AND g.reason NOT IN ('not_watched', 'late')
        ORDER BY g.id DESC LIMIT 1) AS last_error
FROM resource r;

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

CREATE VIEW snapshots AS
SELECT s.id AS id, s.resource_id AS resource_id, r.service AS service, r.external_id AS external_id, r.name AS name,
       strftime('%Y-%m-%dT%H:%M:%fZ', s.taken_ms/1000.0, 'unixepoch') AS taken_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', max(s.taken_ms, CASE WHEN s.superseded_ms IS NULL THEN p.confirmed_ms ELSE s.confirmed_ms END)/1000.0, 'unixepoch') AS confirmed_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', s.superseded_ms/1000.0, 'unixepoch') AS superseded_at,
       CASE WHEN s.superseded_ms IS NULL THEN p.polls ELSE s.polls END AS polls,
       d.digest AS digest, d.settings AS settings
FROM snapshot s
JOIN resource r ON r.id = s.resource_id
JOIN poll_state p ON p.resource_id = s.resource_id
JOIN document d ON d.id = s.document_id;

-- Which API operation answers a section; filled at every open.
ALTER TABLE section_name ADD COLUMN operation INTEGER NOT NULL DEFAULT 0;

-- How long sections of an account may stay unseen: those that one operation answers, with the same interval. `idle`: of channels that are off or not
-- offered. Written when it changes.
CREATE TABLE promise (
  account_id INTEGER NOT NULL REFERENCES account (id),
  service    TEXT NOT NULL,
  operation  INTEGER NOT NULL,
  interval_s INTEGER NOT NULL,
  idle       INTEGER NOT NULL,
  promise_ms INTEGER NOT NULL,
  PRIMARY KEY (account_id, service, operation, interval_s, idle)
) WITHOUT ROWID;

CREATE VIEW sections AS
SELECT r.id AS resource_id, r.service AS service, r.external_id AS external_id, r.name AS name, n.name AS section,
       CASE
         WHEN r.unsupported & (1 << n.section) <> 0 THEN 'unsupported'
         WHEN r.failing & (1 << n.section) <> 0 AND r.seen & (1 << n.section) = 0 AND r.snapshot_id IS NOT NULL THEN 'unread'
         WHEN r.failing & (1 << n.section) <> 0 THEN 'failing'
         WHEN r.seen & (1 << n.section) <> 0 THEN 'ok'
         ELSE 'new'
       END AS state,
       strftime('%Y-%m-%dT%H:%M:%fZ', nullif(k.confirmed_ms, 0)/1000.0, 'unixepoch') AS confirmed_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', k.next_due_ms/1000.0, 'unixepoch') AS next_at,
       (SELECT (p.promise_ms + 999) / 1000 FROM promise p
        WHERE p.account_id = r.account_id AND p.service = r.service AND p.operation = n.operation
          AND p.interval_s = r.interval_s AND p.idle = ((r.off | r.unsupported) & (1 << n.section) <> 0)) AS promise_s
FROM resource r
JOIN section_name n ON n.service = r.service AND r.sections & (1 << n.section) <> 0
JOIN section_poll k ON k.resource_id = r.id AND k.section = n.section
WHERE r.retired_ms IS NULL;
