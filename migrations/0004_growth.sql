-- The fourth schema: what was cut off the beginning of the history, what was rewritten in it, and the indexes that
-- make both quick.

-- One row once something was pruned.
CREATE TABLE pruned (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  horizon_ms INTEGER NOT NULL,  -- of what was over before that, nothing is known any more
  events     INTEGER NOT NULL,  -- how many went so far
  seq        INTEGER NOT NULL,  -- the last event that went; 0: none did
  chain      TEXT NOT NULL,     -- its chain value: the next one follows from it
  at_ms      INTEGER NOT NULL   -- when something went last
);

-- Every time that events were written anew, from one on to the newest of then.
CREATE TABLE rewrite (
  id       INTEGER PRIMARY KEY,
  at_ms    INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq   INTEGER NOT NULL,
  old_head TEXT NOT NULL,  -- chain value of to_seq before and after
  new_head TEXT NOT NULL,
  reason   TEXT NOT NULL
);

CREATE INDEX snapshot_superseded ON snapshot (superseded_ms) WHERE superseded_ms IS NOT NULL;
CREATE INDEX snapshot_document ON snapshot (document_id);
CREATE INDEX gap_closed ON gap (to_ms) WHERE to_ms IS NOT NULL;
CREATE INDEX section_answer ON section (answer_id);
CREATE INDEX attempt_event_attempt ON attempt_event (attempt_id);
