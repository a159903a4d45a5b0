package fleet.agent;

import java.time.Duration;

/** What became of handing the spool over. */
sealed interface Delivery {
  /**
   * All of it is the coordinator's now.
   *
   * @param beats how many went over
   * @param next when to come again, as the coordinator says
   * @param offset of this machine's clock from the coordinator's
   */
  record Done(int beats, Duration next, boolean wantsReport, Duration offset) implements Delivery {}

  /** No answer, or none that counts: it may go better later. */
  record Away(String why) implements Delivery {}

  /** The coordinator does not take this machine's beats. */
  record Refused(String why) implements Delivery {}
}
