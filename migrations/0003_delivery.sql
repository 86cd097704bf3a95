-- Delivery: where each sink stands, every request that was made to one, and when a message's clock stands still.

ALTER TABLE delivery ADD COLUMN queued_ms INTEGER;  -- since when it waits, of the last time; NULL: since its event
ALTER TABLE delivery ADD COLUMN replays INTEGER NOT NULL DEFAULT 0;  -- how often it was sent again on request
CREATE INDEX delivery_queue ON delivery (sink, event_seq) WHERE state = 'pending';

CREATE TABLE sink (
  name         TEXT PRIMARY KEY,
  paced_ms     INTEGER NOT NULL DEFAULT 0,  -- by when all its letters so far are earned
  pause_ms     INTEGER NOT NULL DEFAULT 0,  -- nothing is sent before
  failures     INTEGER NOT NULL DEFAULT 0,  -- in a row
  suspended_ms INTEGER,                     -- since when it is suspended; NULL: it is not
  reason       TEXT
) WITHOUT ROWID;

-- Time that ages no message: the sink was suspended, noticed did not run, the clock was set forward.
CREATE TABLE sink_stop (
  sink    TEXT NOT NULL,  -- '': every one
  from_ms INTEGER NOT NULL,
  to_ms   INTEGER,        -- NULL: still
  PRIMARY KEY (sink, from_ms)
) WITHOUT ROWID;

-- One row a request to a sink, written before it is sent.
CREATE TABLE attempt (
  id       INTEGER PRIMARY KEY,
  sink     TEXT NOT NULL,
  began_ms INTEGER NOT NULL,
  ended_ms INTEGER,           -- NULL: under way, or the daemon ended before the reply was stored
  part     INTEGER NOT NULL,  -- of a message in several parts, from 1
  parts    INTEGER NOT NULL,
  verdict  TEXT CHECK (verdict IN ('delivered', 'slow_down', 'retry', 'drop', 'suspend')),
  status   INTEGER,           -- HTTP; NULL: no reply
  reason   TEXT
);

-- What a request told of.
CREATE TABLE attempt_event (
  event_seq  INTEGER NOT NULL REFERENCES event (seq),
  attempt_id INTEGER NOT NULL REFERENCES attempt (id),
  PRIMARY KEY (event_seq, attempt_id)
) WITHOUT ROWID;

CREATE VIEW attempts AS
SELECT e.id AS event_id, a.sink AS sink,
       strftime('%Y-%m-%dT%H:%M:%fZ', a.began_ms/1000.0, 'unixepoch') AS began_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', a.ended_ms/1000.0, 'unixepoch') AS ended_at,
       a.part AS part, a.parts AS parts, a.verdict AS verdict, a.status AS status, a.reason AS reason
FROM event e
JOIN attempt_event x ON x.event_seq = e.seq
JOIN attempt a ON a.id = x.attempt_id;

CREATE VIEW sinks AS
SELECT s.name AS name,
       strftime('%Y-%m-%dT%H:%M:%fZ', s.suspended_ms/1000.0, 'unixepoch') AS suspended_at, s.reason AS reason,
       s.failures AS failures,
       strftime('%Y-%m-%dT%H:%M:%fZ', nullif(s.pause_ms, 0)/1000.0, 'unixepoch') AS paused_until,
       (SELECT count(*) FROM delivery d WHERE d.sink = s.name AND d.state = 'pending') AS pending
FROM sink s;
