CREATE TABLE members (
  num ${id},
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  hostname TEXT NOT NULL,
  address TEXT NOT NULL,
  account TEXT NOT NULL,
  port BIGINT NOT NULL,
  os TEXT NOT NULL,
  arch TEXT NOT NULL,
  public_key TEXT NOT NULL,
  host_key TEXT NOT NULL,
  proposed TEXT,
  muted_until BIGINT,
  known_since BIGINT NOT NULL,
  revision BIGINT NOT NULL
);

CREATE TABLE revisions (
  machine BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  was TEXT,
  became TEXT NOT NULL,
  PRIMARY KEY (machine, number)
);

CREATE TABLE access_keys (
  sha256 TEXT NOT NULL PRIMARY KEY,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  label TEXT NOT NULL,
  machine TEXT,
  made_at BIGINT NOT NULL
);

CREATE INDEX access_keys_by_actor ON access_keys (actor);

CREATE INDEX access_keys_by_machine ON access_keys (machine);

CREATE TABLE joins (
  sha256 TEXT NOT NULL PRIMARY KEY,
  machine TEXT NOT NULL,
  expires BIGINT NOT NULL,
  actor TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE audit (
  number BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL,
  correlation TEXT NOT NULL,
  hash TEXT NOT NULL
);

-- How far the audit goes: one row, kept apart from it so that a cut end shows.
CREATE TABLE audit_head (
  only_one BIGINT NOT NULL PRIMARY KEY,
  entries BIGINT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE replays (
  actor TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (actor, idempotency_key)
);

CREATE INDEX replays_by_time ON replays (at);

CREATE TABLE documents (
  name TEXT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- One row: the last mark that some coordinator was up, and how long they have listened, in ms.
CREATE TABLE uptime (
  mark BIGINT NOT NULL,
  listened BIGINT NOT NULL,
  returned BIGINT NOT NULL
);

-- The beats of the last day in the order of their arrival. No index: it is only appended to.
CREATE TABLE beats (
  id ${id},
  machine BIGINT NOT NULL,
  series TEXT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  heard BIGINT NOT NULL,
  expected BIGINT NOT NULL,
  listened BIGINT NOT NULL,
  dropped BIGINT NOT NULL,
  report BIGINT NOT NULL
);

-- One beat an hour of the last month: the last of that hour.
CREATE TABLE hours (
  hour BIGINT NOT NULL,
  machine BIGINT NOT NULL,
  series TEXT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  heard BIGINT NOT NULL,
  PRIMARY KEY (hour, machine)
) ${clustered};

-- The last word of each machine.
CREATE TABLE pulses (
  machine BIGINT NOT NULL PRIMARY KEY,
  series TEXT NOT NULL,
  number BIGINT NOT NULL,
  heard BIGINT NOT NULL,
  expected BIGINT NOT NULL,
  listened BIGINT NOT NULL,
  dropped BIGINT NOT NULL,
  lacks_report BIGINT NOT NULL
) ${fill};

-- The series that a machine has left, and how far each came.
CREATE TABLE ended (
  machine BIGINT NOT NULL,
  series TEXT NOT NULL,
  number BIGINT NOT NULL,
  heard BIGINT NOT NULL,
  PRIMARY KEY (machine, series)
);

CREATE TABLE conditions (
  machine BIGINT NOT NULL PRIMARY KEY,
  conditions TEXT NOT NULL,
  agent TEXT NOT NULL,
  disk TEXT NOT NULL,
  tailscale TEXT NOT NULL
);

CREATE TABLE reports (
  machine BIGINT NOT NULL PRIMARY KEY,
  report TEXT NOT NULL
);

CREATE TABLE marks (
  name TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);

INSERT INTO audit_head (only_one, entries, hash)
  VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

INSERT INTO marks (name, value) VALUES ('swept', 0);

INSERT INTO marks (name, value) VALUES ('keys', 0);
