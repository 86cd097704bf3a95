-- The fifth schema: the normalizer's version is kept once a service, in meta, not beside every answer; and of answers
-- only those behind current states are kept.

ALTER TABLE answer DROP COLUMN normalizer;
DELETE FROM answer WHERE NOT EXISTS (SELECT 1 FROM section s WHERE s.answer_id = answer.id);
