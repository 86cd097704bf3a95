-- The seventh schema: words of kinds that grow (services, reasons of gaps, effects, states of a resource) are checked by the
-- program alone, which has one list of each. SQLite cannot drop a CHECK, and a table that views name cannot be made anew
-- within a transaction; so the stored text of the tables is edited, as SQLite's documentation of ALTER TABLE describes.

PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, ' CHECK (service IN (''build'', ''pipeline'', ''check'', ''repo''))', '')
  WHERE type = 'table' AND name IN ('document', 'resource');
UPDATE sqlite_master SET sql = replace(sql, ' CHECK (told IN (''unreachable'', ''gone''))', '')
  WHERE type = 'table' AND name = 'resource';
UPDATE sqlite_master SET sql = replace(sql, ' CHECK (reason IN (''network'', ''timeout'', ''tls'', ''auth'', ''forbidden'', ''missing'', ''throttled'',
                                              ''server'', ''malformed'', ''too_large'', ''not_watched'', ''storage''))', '')
  WHERE type = 'table' AND name = 'gap';
UPDATE sqlite_master SET sql = replace(sql, ' CHECK (effect IN (''muted'', ''unmuted'', ''redirected'', ''recipients_added'', ''recipients_removed'',
                                                ''inherited'', ''overridden'', ''adjusted'', ''unrecognized''))', '')
  WHERE type = 'table' AND name = 'change';
PRAGMA writable_schema = RESET;

-- The key was renamed: not a change of the configuration.
UPDATE OR IGNORE config_fact SET key = 'coverage.notify_channels' WHERE key = 'coverage.told_by';
