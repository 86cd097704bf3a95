-- The first schema. Tables are private; the views at the end are public: their columns are only ever added to.
-- Times are INTEGER milliseconds since 1970. Views show them as text by the expression that the text indexes are made
-- of, letter for letter: so a filter on the text column uses the index. Readers may be as old as SQLite 3.26: no
-- generated columns, no STRICT, no window functions.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('fail_after', '3'), ('gone_after', '3');

-- One row a start of the daemon. What lies between two runs was not observed.
CREATE TABLE run (
  id         INTEGER PRIMARY KEY,
  version    TEXT NOT NULL,
  key_id     TEXT NOT NULL,     -- of the fingerprint key in use
  started_ms INTEGER NOT NULL,
  alive_ms   INTEGER NOT NULL,  -- last sign of life
  ended_ms   INTEGER,           -- NULL: running, or killed
  clean      INTEGER NOT NULL DEFAULT 0 CHECK (clean IN (0, 1))
);

CREATE TABLE account (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,
  region TEXT NOT NULL
);

-- The names behind section numbers.
CREATE TABLE section_name (
  service TEXT NOT NULL,
  section INTEGER NOT NULL,
  name    TEXT NOT NULL,
  PRIMARY KEY (service, section)
) WITHOUT ROWID;
INSERT INTO section_name (service, section, name) VALUES
  ('build', 0, '*'), ('check', 0, '*'),
  ('pipeline', 0, 'status'), ('pipeline', 1, 'system'), ('pipeline', 2, 'email'), ('pipeline', 3, 'wecom'),
  ('pipeline', 4, 'dingtalk'), ('pipeline', 5, 'feishu'), ('pipeline', 6, 'webhook'),
  ('repo', 0, 'status'), ('repo', 1, 'system'), ('repo', 2, 'email'), ('repo', 3, 'wecom'), ('repo', 4, 'feishu'),
  ('repo', 5, 'dingtalk');

-- Distinct settings of a service, content-addressed: ten thousand resources with the defaults share one row.
CREATE TABLE document (
  id       INTEGER PRIMARY KEY,
  service  TEXT NOT NULL CHECK (service IN ('build', 'pipeline', 'check', 'repo')),
  digest   TEXT NOT NULL,
  settings TEXT NOT NULL,
  UNIQUE (service, digest)
);

CREATE TABLE document_coverage (
  document_id INTEGER NOT NULL REFERENCES document (id),
  event       TEXT NOT NULL,
  is_failure  INTEGER NOT NULL CHECK (is_failure IN (0, 1)),
  channels    TEXT NOT NULL,                      -- JSON list
  covered     INTEGER CHECK (covered IN (0, 1)),  -- NULL: hangs on what the API hides
  PRIMARY KEY (document_id, event)
) WITHOUT ROWID;

-- What is, or was, watched. Section sets are bit masks of section numbers.
CREATE TABLE resource (
  id              INTEGER PRIMARY KEY,
  account_id      INTEGER NOT NULL REFERENCES account (id),
  service         TEXT NOT NULL CHECK (service IN ('build', 'pipeline', 'check', 'repo')),
  external_id     TEXT NOT NULL,
  project_id      TEXT NOT NULL,
  project_name    TEXT NOT NULL,
  name            TEXT NOT NULL,
  labels          TEXT NOT NULL,               -- JSON object
  interval_s      INTEGER NOT NULL,
  sections        INTEGER NOT NULL,            -- asked for
  seen            INTEGER NOT NULL DEFAULT 0,  -- answered at least once
  nonempty        INTEGER NOT NULL DEFAULT 0,  -- have settings now
  failing         INTEGER NOT NULL DEFAULT 0,  -- have an open gap
  unsupported     INTEGER NOT NULL DEFAULT 0,
  first_seen_ms   INTEGER NOT NULL,
  last_changed_ms INTEGER,
  snapshot_id     INTEGER,                     -- the current one; no reference: pruning snapshots would scan this table
  retired_ms      INTEGER,
  UNIQUE (service, external_id, account_id)
);
CREATE INDEX resource_name ON resource (name);

-- The hot rows, narrow, in inventory order: what a flush of confirmations updates.
CREATE TABLE poll_state (
  resource_id  INTEGER PRIMARY KEY REFERENCES resource (id),
  next_due_ms  INTEGER,                     -- NULL: never polled
  polled_ms    INTEGER NOT NULL DEFAULT 0,  -- here and below, 0: never
  confirmed_ms INTEGER NOT NULL DEFAULT 0,
  ok_ms        INTEGER NOT NULL DEFAULT 0,
  polls        INTEGER NOT NULL DEFAULT 0,  -- that confirmed the current snapshot
  failures     INTEGER NOT NULL DEFAULT 0,
  last_error   TEXT
);

-- Redacted answers behind current snapshots, content-addressed.
CREATE TABLE answer (
  id         INTEGER PRIMARY KEY,
  digest     TEXT NOT NULL UNIQUE,
  normalizer INTEGER NOT NULL DEFAULT 1,
  body       TEXT NOT NULL
);

-- Written when something happens to a section, not at every poll.
CREATE TABLE section (
  resource_id   INTEGER NOT NULL REFERENCES resource (id),
  section       INTEGER NOT NULL,
  first_seen_ms INTEGER,  -- NULL: never answered
  confirmed_ms  INTEGER,  -- its last confirmation before the open gap
  gap_id        INTEGER,  -- the open gap
  answer_id     INTEGER,
  PRIMARY KEY (resource_id, section)
) WITHOUT ROWID;

CREATE TABLE gap (
  id          INTEGER PRIMARY KEY,
  resource_id INTEGER NOT NULL REFERENCES resource (id),
  section     TEXT NOT NULL,
  from_ms     INTEGER NOT NULL,
  to_ms       INTEGER,  -- NULL: still open
  reason      TEXT NOT NULL CHECK (reason IN ('network', 'timeout', 'tls', 'auth', 'forbidden', 'missing', 'throttled',
                                              'server', 'malformed', 'too_large', 'not_watched', 'storage')),
  polls       INTEGER NOT NULL DEFAULT 0,
  detail      TEXT
);
CREATE INDEX gap_resource ON gap (resource_id, from_ms);
CREATE INDEX gap_open ON gap (resource_id) WHERE to_ms IS NULL;
CREATE INDEX gap_from ON gap (strftime('%Y-%m-%dT%H:%M:%fZ', from_ms/1000.0, 'unixepoch'));

CREATE TABLE snapshot (
  id            INTEGER PRIMARY KEY,
  resource_id   INTEGER NOT NULL REFERENCES resource (id),
  document_id   INTEGER NOT NULL REFERENCES document (id),
  taken_ms      INTEGER NOT NULL,
  confirmed_ms  INTEGER,  -- here and below NULL while current: see poll_state
  superseded_ms INTEGER,
  polls         INTEGER
);
CREATE INDEX snapshot_resource ON snapshot (resource_id, taken_ms);

CREATE TABLE event (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  at_ms       INTEGER NOT NULL,
  type        TEXT NOT NULL,
  severity    TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  resource_id INTEGER REFERENCES resource (id),
  summary     TEXT NOT NULL,
  body        TEXT NOT NULL,
  chain       TEXT NOT NULL
);
CREATE INDEX event_at ON event (strftime('%Y-%m-%dT%H:%M:%fZ', at_ms/1000.0, 'unixepoch'));
CREATE INDEX event_resource ON event (resource_id, strftime('%Y-%m-%dT%H:%M:%fZ', at_ms/1000.0, 'unixepoch'));

CREATE TABLE change (
  id            INTEGER PRIMARY KEY,
  event_seq     INTEGER NOT NULL REFERENCES event (seq),
  resource_id   INTEGER NOT NULL REFERENCES resource (id),
  observed_ms   INTEGER NOT NULL,
  not_before_ms INTEGER NOT NULL,
  op            TEXT NOT NULL CHECK (op IN ('added', 'removed', 'changed')),
  path          TEXT NOT NULL,
  old           TEXT,  -- JSON; NULL: absent
  new           TEXT,
  effect        TEXT NOT NULL CHECK (effect IN ('muted', 'unmuted', 'redirected', 'recipients_added', 'recipients_removed',
                                                'inherited', 'overridden', 'adjusted', 'unrecognized')),
  severity      TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical'))
);
CREATE INDEX change_observed ON change (strftime('%Y-%m-%dT%H:%M:%fZ', observed_ms/1000.0, 'unixepoch'));
CREATE INDEX change_resource ON change (resource_id, strftime('%Y-%m-%dT%H:%M:%fZ', observed_ms/1000.0, 'unixepoch'));
CREATE INDEX change_event ON change (event_seq);

-- When a current setting last changed. Those that never did are as old as their section.
CREATE TABLE setting_change (
  resource_id INTEGER NOT NULL REFERENCES resource (id),
  path        TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  PRIMARY KEY (resource_id, path)
) WITHOUT ROWID;

-- The outbox: event × sink. A pending row without a time waits behind an older one of the same sink and resource.
CREATE TABLE delivery (
  event_seq       INTEGER NOT NULL REFERENCES event (seq),
  sink            TEXT NOT NULL,
  resource_id     INTEGER NOT NULL,  -- 0: an event about no resource
  state           TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  next_attempt_ms INTEGER,
  delivered_ms    INTEGER,
  last_status     INTEGER,
  last_error      TEXT,
  PRIMARY KEY (event_seq, sink)
) WITHOUT ROWID;
CREATE INDEX delivery_line ON delivery (sink, resource_id, event_seq) WHERE state = 'pending';
CREATE INDEX delivery_due ON delivery (sink, next_attempt_ms) WHERE state = 'pending' AND next_attempt_ms IS NOT NULL;
CREATE INDEX delivery_dead ON delivery (event_seq) WHERE state = 'dead';

-- Public views.

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
       p.failures AS failures, p.last_error AS last_error
FROM resource r
JOIN account a ON a.id = r.account_id
JOIN poll_state p ON p.resource_id = r.id;

CREATE VIEW settings AS
SELECT w.resource_id AS resource_id, w.account AS account, w.service AS service, w.external_id AS external_id,
       w.name AS name,
       replace(replace(w.channel, '%2F', '/'), '%25', '%') AS channel,
       replace(replace(substr(w.rest, 1, instr(w.rest, '/') - 1), '%2F', '/'), '%25', '%') AS event,
       replace(replace(substr(w.rest, instr(w.rest, '/') + 1), '%2F', '/'), '%25', '%') AS attribute,
       w.value AS value,
       strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(
         (SELECT k.at_ms FROM setting_change k WHERE k.resource_id = w.resource_id AND k.path = w.path),
         (SELECT s.first_seen_ms FROM section s WHERE s.resource_id = w.resource_id AND s.section =
            CASE WHEN substr(w.rest, instr(w.rest, '/') + 1) LIKE 'switch.%' THEN 0
                 ELSE coalesce((SELECT n.section FROM section_name n
                                WHERE n.service = w.service AND n.name = w.channel), 0) END))/1000.0, 'unixepoch') AS since
FROM (SELECT r.id AS resource_id, a.name AS account, r.service AS service, r.external_id AS external_id,
             r.name AS name, j.key AS path,
             substr(j.key, 1, instr(j.key, '/') - 1) AS channel, substr(j.key, instr(j.key, '/') + 1) AS rest,
             CASE j.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'array' THEN j.value
                         ELSE json_quote(j.value) END AS value
      FROM resource r
      JOIN account a ON a.id = r.account_id
      JOIN snapshot s ON s.id = r.snapshot_id
      JOIN document d ON d.id = s.document_id
      JOIN json_each(d.settings) j) w;

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

CREATE VIEW changes AS
SELECT c.id AS id, e.id AS event_id,
       strftime('%Y-%m-%dT%H:%M:%fZ', c.observed_ms/1000.0, 'unixepoch') AS observed_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', c.not_before_ms/1000.0, 'unixepoch') AS not_before,
       c.resource_id AS resource_id, r.service AS service, r.external_id AS external_id, r.name AS name, c.op AS op,
       replace(replace(substr(c.path, 1, instr(c.path, '/') - 1), '%2F', '/'), '%25', '%') AS channel,
       replace(replace(substr(substr(c.path, instr(c.path, '/') + 1), 1,
                              instr(substr(c.path, instr(c.path, '/') + 1), '/') - 1), '%2F', '/'), '%25', '%') AS event,
       replace(replace(substr(substr(c.path, instr(c.path, '/') + 1),
                              instr(substr(c.path, instr(c.path, '/') + 1), '/') + 1), '%2F', '/'), '%25', '%') AS attribute,
       c.old AS old, c.new AS new, c.effect AS effect, c.severity AS severity
FROM change c
JOIN resource r ON r.id = c.resource_id
JOIN event e ON e.seq = c.event_seq;

CREATE VIEW events AS
SELECT e.id AS id, e.seq AS seq,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.at_ms/1000.0, 'unixepoch') AS at,
       e.type AS type, e.severity AS severity, e.resource_id AS resource_id, r.service AS service,
       r.external_id AS external_id, r.name AS name, e.summary AS summary, e.body AS body, e.chain AS chain
FROM event e
LEFT JOIN resource r ON r.id = e.resource_id;

CREATE VIEW gaps AS
SELECT g.resource_id AS resource_id, r.service AS service, r.external_id AS external_id, r.name AS name,
       g.section AS section,
       strftime('%Y-%m-%dT%H:%M:%fZ', g.from_ms/1000.0, 'unixepoch') AS from_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', g.to_ms/1000.0, 'unixepoch') AS to_at,
       g.reason AS reason, g.polls AS polls, g.detail AS detail
FROM gap g
JOIN resource r ON r.id = g.resource_id
UNION ALL
SELECT r.id, r.service, r.external_id, r.name, '*',
       strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(o.ended_ms, o.alive_ms)/1000.0, 'unixepoch'),
       strftime('%Y-%m-%dT%H:%M:%fZ', n.started_ms/1000.0, 'unixepoch'),
       'not_running', 0, NULL
FROM resource r
JOIN run o
LEFT JOIN run n ON n.id = (SELECT min(f.id) FROM run f WHERE f.id > o.id)
WHERE r.first_seen_ms <= coalesce(o.ended_ms, o.alive_ms)
  AND (r.retired_ms IS NULL OR r.retired_ms > coalesce(o.ended_ms, o.alive_ms))
  AND (n.started_ms > coalesce(o.ended_ms, o.alive_ms) OR (n.id IS NULL AND o.ended_ms IS NOT NULL));

CREATE VIEW coverage AS
SELECT r.id AS resource_id, r.service AS service, r.external_id AS external_id, r.name AS name, x.event AS event,
       x.is_failure AS is_failure, x.channels AS channels,
       CASE WHEN x.covered = 0 AND r.sections & ~(r.seen | r.unsupported) <> 0 THEN NULL ELSE x.covered END AS covered
FROM resource r
JOIN snapshot s ON s.id = r.snapshot_id
JOIN document_coverage x ON x.document_id = s.document_id;

CREATE VIEW deliveries AS
SELECT e.id AS event_id, d.sink AS sink, d.state AS state, d.attempts AS attempts,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.next_attempt_ms/1000.0, 'unixepoch') AS next_attempt_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.delivered_ms/1000.0, 'unixepoch') AS delivered_at,
       d.last_status AS last_status, d.last_error AS last_error
FROM delivery d
JOIN event e ON e.seq = d.event_seq;
