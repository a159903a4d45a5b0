package fleet.coordinator.store;

/** The tables within one session. */
record SqlTables(Session session, Roster roster, Pulses pulses, KeyCache keyCache)
    implements Tables {
  @Override
  public Members members() {
    return new MemberTable(session, roster);
  }

  @Override
  public Keys keys() {
    return new KeyTable(session, keyCache);
  }

  @Override
  public Joins joins() {
    return new JoinTable(session);
  }

  @Override
  public Audit audit() {
    return new AuditTable(session);
  }

  @Override
  public Replays replays() {
    return new ReplayTable(session);
  }

  @Override
  public Documents documents() {
    return new DocumentTable(session);
  }

  @Override
  public Board board() {
    return new SqlBoard(session, roster, pulses);
  }

  @Override
  public Uptime uptime() {
    return new UptimeTable(session);
  }

  @Override
  public History history() {
    return new HistoryTable(session, roster);
  }
}
